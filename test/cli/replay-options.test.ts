// The options of the command, its exit codes and what it writes where (events.md §5).
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { TABLE_NAMES, TABLES } from '../../src/tables/table.ts';
import { Command, type Starting } from './process.ts';
import { asLines, MORNING, on, type Line } from './small-stream.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let command: Command;
let file = '';
beforeAll(() => {
  command = new Command();
  file = command.file('morning.ndjson', asLines(MORNING));
});
afterAll(() => command.remove());

/** The rows of a table after a replay. */
async function rowsOf(table: string, args: readonly string[], starting: Starting = {}) {
  const { stdout } = await command.run(['replay', ...args, '--table', table], starting);
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}

const policyFile = (name: string, text: string) => ['--policy', command.file(name, text)];

it.concurrent.each<[string, () => readonly string[], RegExp]>([
  ['a file that does not exist', () => ['no.ndjson'], /no\.ndjson.*ENOENT.*input_unreadable/],
  ['a folder in place of a file', () => [command.folder], /EISDIR.*input_unreadable/],
  ['no file', () => [], /missing required argument/],
  [
    'a folder that cannot be written',
    () => [file, '--out', join(file, 'below')],
    /output_unwritable/,
  ],
  [
    'a wrong value in the policy',
    () => [file, ...policyFile('p1', '{"noReply":{"enhanced":"2 days"}}')],
    /the policy .*p1: noReply\.enhanced.*: correct the file.*policy_invalid/,
  ],
  [
    'an unknown setting in the policy',
    () => [file, ...policyFile('p2', '{"bot":{"idel":"PT1H"}}')],
    /the policy .*p2: bot\.idel.*: correct the file.*policy_invalid/,
  ],
  ['a policy that is no JSON', () => [file, ...policyFile('p3', '{')], /p3.*policy_invalid/],
  ['a policy file that does not exist', () => [file, '--policy', 'no.json'], /input_unreadable/],
  [
    'a time without offset',
    () => [file, '--until', '2026-03-03T09:00:00'],
    /--until.*time_invalid/,
  ],
  ['a day that does not exist', () => [file, '--until', '2026-02-30T00:00:00Z'], /time_invalid/],
  ['two ends of time', () => [file, '--until', '2026-03-03T09:00:00Z', '--drain'], /--drain/],
  ['an unknown table', () => [file, '--table', 'session'], /sessions, transitions/],
  ['an unknown format', () => [file, '--format', 'xml'], /ndjson, csv, json, table/],
  ['one table and all of them', () => [file, '--table', 'sessions', '--out', 'x'], /--out/],
  ['a store that is none', () => [file, '--store', file], /store_unreadable/],
  ['an unknown option', () => [file, '--untill', 'x'], /--until/],
])('refuses %s with exit code 2 and says so in one breath', async (_name, args, says) => {
  const { code, stdout, stderr } = await command.run(['replay', ...args()]);
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr.replaceAll('\n', ' ')).toMatch(says);
  expect(stderr).not.toMatch(/^ {4}at /m);
});

const until = (time: string) => [file, '--until', `2026-03-03T${time}Z`];
const eve = async (args: readonly string[]) =>
  (await rowsOf('sessions', args)).find(({ end_user_id }) => end_user_id === 'eve');

it('lets deadlines at --until fire, and leaves out and counts what lies after it', async () => {
  // The customer-idle timer of Eve's session, ten minutes after the agent's message of 09:01.
  expect(await eve(until('09:10:59.999'))).toMatchObject({ status: 'Active' });
  expect(await eve(until('09:11:00'))).toMatchObject({ status: 'Inactive' });
  const { code, stderr } = await command.run(['replay', ...until('09:11:00')]);
  expect(code).toBe(0);
  expect(stderr).toContain('12 applied');
  expect(stderr).toContain('6 after --until left out');
});

it('ends time at the last event: a deadline at its instant fires only if the clock stands there', async () => {
  const [morning, last] = [MORNING.slice(0, 8), '2026-03-03T09:11:00Z'];
  const statusOf = async (event: Line) => {
    const input = [asLines([...morning, event])];
    const [session] = await rowsOf('sessions', ['-'], { input });
    return session?.['status'];
  };
  expect(await statusOf({ id: 'z', type: 'agent.heartbeat', agentId: 'ann', at: last })).toBe(
    'Active',
  );
  expect(await statusOf({ id: 'z', type: 'clock.advanced', at: last })).toBe('Inactive');
});

it('drains until no timer is pending', async () => {
  expect((await rowsOf('timers', [file])).length).toBeGreaterThan(0);
  expect(await rowsOf('timers', [file, '--drain'])).toEqual([]);
  const open = (await rowsOf('sessions', [file, '--drain'])).filter(
    ({ end_at }) => end_at === null,
  );
  // What no timer ends stays: the standard session, and the one that an agent is serving.
  expect(open.map(({ end_user_id }) => end_user_id)).toEqual(['max', 'kim']);
});

/** What an empty table is in each format. */
const EMPTY: Readonly<Record<string, (columns: readonly string[]) => RegExp>> = {
  ndjson: () => /^$/,
  csv: (columns) => new RegExp(`^${columns.join(',')}\\n$`),
  json: () => /^\[\]\n$/,
};

it.each(['ndjson', 'csv', 'json', 'table'])(
  'writes every table as %s into a new folder, empty ones included',
  async (format) => {
    const out = join(command.folder, 'new', format);
    const { code, stdout } = await command.run(['replay', '-', '--out', out, '--format', format]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(readdirSync(out).toSorted()).toEqual(
      TABLE_NAMES.map((table) => `${table}.${format}`).toSorted(),
    );
    for (const table of TABLE_NAMES) {
      const text = readFileSync(join(out, `${table}.${format}`), 'utf8');
      expect(text).toMatch(EMPTY[format]?.(TABLES[table]) ?? /┌|─/);
    }
  },
);

const transitionsAs = async (format: string) =>
  (await command.run(['replay', file, '--table', 'transitions', '--format', format])).stdout;

it('writes the same rows in every format', async () => {
  const rows = JSON.parse(await transitionsAs('json')) as Line[];
  expect(rows.map((row) => `${JSON.stringify(row)}\n`).join('')).toBe(
    await transitionsAs('ndjson'),
  );
  const [head, ...cells] = (await transitionsAs('csv')).trimEnd().split('\n');
  expect(head).toBe(Object.keys(rows[0] ?? {}).join(','));
  expect(cells).toEqual(rows.map((row) => Object.values(row).join(',')));
});

it('quotes CSV cells and disarms those that a spreadsheet would run', async () => {
  const users = ['=1+1', '+49 30 1', '-1', '@sum', 'a,b', 'say "hi"', 'two\nlines'];
  const messages = users.map((user, index) => ({
    ...on('chat/x', `m${index}`, '09:00:00', 'customer.message'),
    endUserId: user,
  }));
  const input = [asLines([...MORNING.slice(0, 1), ...messages])];
  const args = ['replay', '-', '--table', 'end_users', '--format', 'csv'];
  const { stdout } = await command.run(args, { input });
  const rest = ',chat,,,ImplicitlyOptedIn,true,default';
  expect(stdout.slice(stdout.indexOf('\n') + 1)).toBe(
    [
      `'+49 30 1${rest}`,
      `'-1${rest}`,
      `'=1+1${rest}`,
      `'@sum${rest}`,
      `"a,b"${rest}`,
      `"say ""hi"""${rest}`,
      `"two\nlines"${rest}`,
      '',
    ].join('\n'),
  );
});

it('draws ids without the control characters that would steer a terminal', async () => {
  const nasty = { ...on('chat/x', 'm', '09:00:00', 'customer.message'), endUserId: '\u001b[2Jx\n' };
  const input = [asLines([...MORNING.slice(0, 1), nasty])];
  const args = ['replay', '-', '--table', 'end_users', '--format', 'table'];
  const { stdout } = await command.run(args, { input });
  expect(stdout).toContain('\\u001b[2Jx\\n');
  expect(stdout).not.toContain('\u001b');
});

const crowd = () =>
  asLines([
    ...MORNING.slice(0, 5),
    ...Array.from({ length: 20_000 }, (_, index) =>
      on(`chat/u${index}`, `m${index}`, '09:00:00', 'customer.message'),
    ),
  ]);

it('ends quietly when nobody reads on', () => {
  const many = command.file('many.ndjson', crowd());
  const run = `"${process.execPath}" "${command.main}" replay "${many}" --table transitions`;
  const { stdout, stderr } = spawnSync('sh', ['-c', `${run} | head -n 1`], { encoding: 'utf8' });
  expect(stdout.split('\n')).toHaveLength(2);
  expect(stderr).toMatch(/^20005 lines: .*\n$/);
});

it('leaves no half table under its name when it is broken off', async () => {
  const many = command.file('many.ndjson', crowd());
  const out = join(command.folder, 'broken-off');
  mkdirSync(out);
  const child = command.start(['replay', many, '--out', out]);
  const watcher = watch(out, (_event, name) => {
    if (name === 'transitions.ndjson.part') child.kill('SIGINT');
  });
  const signal = await new Promise((done) => {
    child.on('close', (_code, by) => done(by));
  });
  watcher.close();
  expect(signal).toBe('SIGINT');
  expect(existsSync(join(out, 'timers.ndjson'))).toBe(false);
  expect(readFileSync(join(out, 'INCOMPLETE'), 'utf8')).toMatch(/broken off.*Run holdline replay/s);
  const whole = readdirSync(out).filter((name) => name.endsWith('.ndjson'));
  for (const name of whole) {
    const lines = readFileSync(join(out, name), 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(20_000);
    expect(() => JSON.parse(lines.at(-1) ?? '') as unknown).not.toThrow();
  }
});

it('leaves a folder of one run without a sign, and names the tables there that are not of it', async () => {
  const out = join(command.folder, 'twice');
  const first = await command.run(['replay', file, '--out', out, '--format', 'csv']);
  expect(first.stderr).not.toMatch(/not of this run/);
  writeFileSync(join(out, 'INCOMPLETE'), 'of a run that was broken off');
  writeFileSync(join(out, 'timers.csv.part'), 'so was this');
  writeFileSync(join(out, 'notes.csv'), 'of somebody else');
  const second = await command.run(['replay', file, '--out', out]);
  expect(second.stderr).toMatch(/not of this run: .*sessions\.csv.*timers\.csv\.part.*: remove/);
  expect(second.stderr).not.toMatch(/notes|ndjson/);
  expect(existsSync(join(out, 'INCOMPLETE'))).toBe(false);
  expect(existsSync(join(out, 'sessions.csv'))).toBe(true);
});
