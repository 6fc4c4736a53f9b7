import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { charts } from '../../machines/index.ts';
import { rowsOf } from '../../src/statechart/chart-rows.ts';
import { INVARIANTS } from './decision-tables.ts';
import { withParts } from './generated-parts.ts';
import { lifecyclePage } from './lifecycle-page.ts';
import { rulesPage } from './rules-page.ts';

const ROOT = new URL('../../', import.meta.url);
const twenty = (prefix: string) =>
  Array.from({ length: 20 }, (_, index) => `${prefix}${index + 1}`);
const read = (path: string) => readFileSync(new URL(path, ROOT), 'utf8');

describe('docs/lifecycle.md', () => {
  const page = read('docs/lifecycle.md');

  it('shows the diagrams and tables of today; else run `npm run docs`', () => {
    expect(lifecyclePage(page)).toBe(page);
  });

  it('has every rule and every sentence of the charts in its tables', () => {
    for (const { rule, sentence } of Object.values(charts).flatMap(rowsOf)) {
      expect(page).toContain(` | ${rule}`);
      expect(page).toContain(` | ${sentence} |`);
    }
  });

  it('names all disagreements and invariants once, and files that exist', () => {
    const firstCells = [...page.matchAll(/^\| (?<id>[IX]\d+) \|/gm)].map(
      ({ groups }) => groups?.['id'],
    );
    expect(firstCells).toEqual([...twenty('X'), ...twenty('I')]);
    const files = INVARIANTS.flatMap(([, , where]) => where ?? []);
    expect(files.filter((file) => !existsSync(new URL(file, ROOT)))).toEqual([]);
  });
});

describe('docs/rules.md', () => {
  it('lists where each rule lives today; else run `npm run docs`', () => {
    expect(read('docs/rules.md')).toBe(rulesPage());
  });

  it('finds a file for every rule', () => {
    expect(rulesPage()).not.toMatch(/\| \w+ \|  \|/);
  });
});

describe('a page with generated parts', () => {
  const page =
    'By hand.\n<!-- generated: a -->\nold\n<!-- end of generated part -->\nBy hand too.\n';

  it('is changed between the markers only', () => {
    expect(withParts(page, new Map([['a', 'new']]))).toBe(page.replace('old', 'new'));
  });

  it.each([
    [
      'a part without a place',
      new Map([
        ['a', ''],
        ['b', ''],
      ]),
    ],
    ['a place without a part', new Map<string, string>()],
  ])('is refused for %s', (_, parts) => {
    expect(() => withParts(page, parts)).toThrow(/without a/);
  });
});
