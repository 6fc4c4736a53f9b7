import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const ROOT = new URL('../../', import.meta.url);
const text = (path: string) => readFileSync(new URL(path, ROOT), 'utf8');

interface Proof {
  readonly file: string;
  readonly name: string;
}

/** Each promise of the page up to what is not promised, with the tests that stand under it. */
const PROMISES = text('docs/guarantees.md')
  .split('## What is not guaranteed')[0]
  ?.split(/^(?=- \*\*)/m)
  .slice(1)
  .map((entry) => ({
    promise: /\*\*(.+?)\*\*/s.exec(entry)?.[1]?.replaceAll(/\s+/g, ' ') ?? entry,
    proofs: [...entry.matchAll(/`(test\/[^`]+)`:\s+“([^”]+)”/g)].map(
      ([, file = '', name = '']): Proof => ({ file, name: name.replaceAll(/\s+/g, ' ') }),
    ),
  }));

/** Whether a file holds a test of that name. */
const hasTest = ({ file, name }: Proof) =>
  existsSync(new URL(file, ROOT)) &&
  ["'", '"', '`'].some((quote) => text(file).includes(`${quote}${name}${quote}`));

describe('docs/guarantees.md', () => {
  it('promises something at all', () => {
    expect(PROMISES?.length).toBeGreaterThan(20);
  });

  it.each(PROMISES ?? [])('names tests that exist: $promise', ({ proofs }) => {
    expect(proofs.length).toBeGreaterThan(0);
    expect(proofs.filter((proof) => !hasTest(proof))).toEqual([]);
  });

  it('would notice a test that is not there (control)', () => {
    const file = 'test/docs/guarantees-page.test.ts';
    expect(hasTest({ file, name: 'promises something at all' })).toBe(true);
    const name = ['a test', 'that nobody has written'].join(' ');
    expect(hasTest({ file, name })).toBe(false);
    expect(hasTest({ file: 'test/nowhere.test.ts', name })).toBe(false);
  });
});
