import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { sessionCharts, statusMetaOf, type SessionGraph } from '../../src/conversation/charts.ts';

const text = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const readme = text('README.md');

/** The fenced blocks of the README in a language, in order. */
const blocks = (language: string) =>
  [...readme.matchAll(/^```(\w*)\n(.*?)^```$/gms)]
    .filter((match) => match[1] === language)
    .map((match) => match[2] ?? '');

afterEach(() => vi.restoreAllMocks());

describe('the README', () => {
  it('embeds the example that docs/examples holds', () => {
    expect(blocks('ts')).toEqual([text('docs/examples/embed.ts')]);
  });

  it('shows what the example prints', async () => {
    const lines: string[] = [];
    vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
    await import('../../docs/examples/embed.ts');
    expect(blocks('')).toContain(`${lines.join('\n')}\n`);
  });

  it('shows an engine for good that can be run, and run again', () => {
    const folder = mkdtempSync(join(tmpdir(), 'holdline-readme-'));
    const program = join(folder, 'embed.mjs');
    const library = new URL('../../src/index.ts', import.meta.url).href;
    writeFileSync(program, (blocks('js')[0] ?? '').replace("'holdline'", JSON.stringify(library)));
    const tsx = fileURLToPath(import.meta.resolve('tsx'));
    const run = () =>
      execFileSync(process.execPath, ['--import', tsx, program], { cwd: folder, encoding: 'utf8' });
    const [first, again] = [run(), run()];
    rmSync(folder, { recursive: true });
    expect(first).toMatch(/^applied Active \[.*\n1 session\.created\n.*\n9 session\.activated\n$/s);
    expect(again).toMatch(/^duplicate null \[\]\n1 session\.created\n.*\n9 session\.activated\n$/s);
  });

  it.each([
    ['enhanced', 0, ['enhanced-customer', 'enhanced-business', 'notification']],
    ['standard', 1, ['standard-customer', 'standard-business']],
  ] as const)('draws every change of status of the %s graphs, and no other', (_, nth, graphs) => {
    const drawn = [...(blocks('mermaid')[nth] ?? '').matchAll(/^ {2}(\w+) -->\|[^|]+\| (\w+)$/gm)];
    const edges = new Set(drawn.map(([, from, to]) => `${from} → ${to}`));
    expect([...edges].toSorted()).toEqual(
      [...new Set(graphs.flatMap((graph) => statusChanges(graph)))].toSorted(),
    );
  });
});

/** The changes of status that a graph allows, but for those from the beginning and to Error, as `New → Waiting`. */
function statusChanges(graph: SessionGraph): string[] {
  const chart = sessionCharts[graph];
  const statusOf = (path: string) => statusMetaOf(chart, path)?.status;
  return [...chart.leaves.values()].flatMap((leaf) => {
    const from = statusOf(leaf.path);
    return chart.transitions.flatMap(({ source, target }) => {
      const isTaken = source === leaf.path || leaf.ancestors.includes(source);
      const to = target === undefined ? undefined : statusOf(target);
      const isChange = from !== undefined && to !== undefined && from !== to && to !== 'Error';
      return isTaken && isChange ? [`${from} → ${to}`] : [];
    });
  });
}
