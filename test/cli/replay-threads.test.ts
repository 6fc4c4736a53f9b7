// A large file is read in one thread and decided in another: what comes out is what one thread gives, to the byte.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { TABLE_NAMES } from '../../src/tables/table.ts';
import { Command } from './process.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

/** Blank lines are passed over, so that they make a file large and nothing else. */
const PADDING = `${' '.repeat(1_000_000)}\n`.repeat(18);
const BAD_LINES = '{"id":"x1","type":"customer.massage","at":1}\nno json\n[1]\n';

let command: Command;
let small = '';
let large = '';
beforeAll(() => {
  command = new Command();
  const week = readFileSync('docs/examples/working-week.ndjson', 'utf8');
  small = command.file('small.ndjson', week + BAD_LINES);
  large = command.file('large.ndjson', week + BAD_LINES + PADDING);
});
afterAll(() => command.remove());

const textsOf = (folder: string) =>
  readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]);

it('gives the tables of a run in one thread', async () => {
  const [one, two] = ['one', 'two'].map((name) => join(command.folder, name)) as [string, string];
  const [first, second] = await Promise.all([
    command.run(['replay', small, '--drain', '--out', one]),
    command.run(['replay', large, '--drain', '--out', two]),
  ]);
  expect([first.code, second.code]).toEqual([0, 0]);
  expect(second.stderr).toBe(first.stderr);
  expect(readdirSync(two).toSorted()).toEqual(
    TABLE_NAMES.map((name) => `${name}.ndjson`).toSorted(),
  );
  expect(textsOf(two)).toEqual(textsOf(one));
});

it('leaves out what lies after --until, and prints a table whole', async () => {
  const until = ['--until', '2026-03-04T12:00:00Z', '--table', 'transitions'];
  const [first, second] = await Promise.all([
    command.run(['replay', small, ...until]),
    command.run(['replay', large, ...until]),
  ]);
  expect(second).toEqual(first);
  expect(first.stderr).toMatch(/after --until left out/);
});

it.each([
  ['{"noReply":{"enhanced":"2 days"}}', [], /noReply\.enhanced.*policy_invalid/],
  ['{}', ['--out', 'BELOW'], /output_unwritable/],
] as const)('says what is wrong with %s and %j, and ends with 2', async (policy, flags, said) => {
  const file = command.file('policy.json', policy);
  const below = flags.map((flag) => (flag === 'BELOW' ? join(small, 'below') : flag));
  const { code, stderr, stdout } = await command.run(['replay', large, '--policy', file, ...below]);
  expect(code).toBe(2);
  expect(stderr).toMatch(said);
  expect(stdout).toBe('');
});

it('ends quietly when nobody reads its table any more', async () => {
  const child = command.start(['replay', large, '--table', 'verdicts']);
  let said = '';
  child.stderr.on('data', (piece: Buffer) => (said += piece.toString()));
  child.stdout.once('data', () => child.stdout.destroy());
  const code = await new Promise((done) => child.on('close', done));
  expect(code).toBe(0);
  expect(said).not.toMatch(/Error/);
});
