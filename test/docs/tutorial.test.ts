// The routing service of the tutorial runs, and the tutorial shows what it is and what it prints.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';

const ROOT = new URL('../../', import.meta.url);
const FOLDER = new URL('docs/examples/routing-service/', ROOT);
const tutorial = readFileSync(new URL('docs/tutorial.md', ROOT), 'utf8');

/** The fenced blocks of the tutorial in a language, in order. */
const blocks = (language: string) =>
  [...tutorial.matchAll(/^```(\w*)\n(.*?)^```$/gms)]
    .filter((match) => match[1] === language)
    .map((match) => match[2] ?? '');

const files = readdirSync(FOLDER).map((name) => readFileSync(new URL(name, FOLDER), 'utf8'));

const lines = (text: string) => text.split('\n').filter((line) => line !== '');

/** A line of the log without what differs from run to run. */
function logged(line: string): object {
  const { durationMs: _took, store: _where, ...said } = JSON.parse(line) as Record<string, unknown>;
  return said;
}

describe('docs/tutorial.md', () => {
  let printed = '';
  let log: readonly object[] = [];

  beforeAll(() => {
    // A process of its own, which has another one killed: what a reader runs.
    const main = fileURLToPath(new URL('main.ts', FOLDER));
    const run = spawnSync(process.execPath, ['--import', 'tsx', main], {
      cwd: fileURLToPath(ROOT),
      encoding: 'utf8',
    });
    if (run.status !== 0) throw new Error(`the example failed:\n${run.stdout}${run.stderr}`);
    printed = run.stdout;
    log = run.stderr.trimEnd().split('\n').map(logged);
  }, 60_000);

  it.each(blocks('ts').map((code) => [code]))('quotes the example: %j', (code) => {
    expect(files.some((file) => file.includes(code))).toBe(true);
  });

  it('shows everything that the example prints, in order', () => {
    const shown = blocks('text').map((block) => {
      expect(printed).toContain(block);
      return lines(block);
    });
    expect(shown.flat()).toEqual(lines(printed));
  });

  it('shows what the engine logs after a kill: that it decided again, and caught up', () => {
    const shown = blocks('json').flatMap((block) => block.trimEnd().split('\n'));
    expect(shown).toHaveLength(2);
    for (const line of shown) expect(log).toContainEqual(logged(line));
    expect(log.at(-1)).toEqual({ level: 'info', message: 'engine closed' });
  });
});
