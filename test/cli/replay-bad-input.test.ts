// What the command does with input that is wrong: each fault has its code, and nothing else is disturbed (events.md §2).
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { VERDICT_CODES } from '../../src/events/codes.ts';
import { TABLE_NAMES } from '../../src/tables/table.ts';
import { Command } from './process.ts';
import { asLines, MORNING, on, type Line } from './small-stream.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let command: Command;
beforeAll(() => {
  command = new Command();
});
afterAll(() => command.remove());

/** A faulty line: its bytes, where it stands (after the event of that id), and what must be said of it. */
interface Fault {
  readonly line: string | Uint8Array;
  readonly after?: string;
  readonly code: string;
  readonly says?: RegExp;
  readonly rule?: string;
}

const json = (event: Line) => JSON.stringify(event);
const eve = (id: string, type: string, fields: Line = {}, time = '09:01:00') =>
  json(on('chat/eve', id, time, type, fields));
const timed = (at: unknown) => eve('timed', 'customer.ended', { at });
const bob = { agentId: 'bob' };

const FAULTS: readonly Fault[] = [
  { line: '{"id":"x"', code: 'invalid_json', says: /one object a line/ },
  { line: 'certainly no JSON \u0000', code: 'invalid_json', says: /^((?!certainly).)*$/ },
  { line: '{"text":"my secret" "', code: 'invalid_json', says: /^((?!secret).)*$/ },
  { line: `{"text":"${'my secret '.repeat(20)}`, code: 'invalid_json', says: /^((?!secret).)*$/ },
  { line: '['.repeat(100_000), code: 'invalid_json' },
  { line: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]), code: 'invalid_json', says: /UTF-8/ },
  {
    line: Buffer.from(eve('caf\u00e9', 'customer.ended'), 'latin1'),
    code: 'invalid_json',
    says: /UTF-8/,
  },
  { line: '[]', code: 'invalid_event' },
  { line: 'null', code: 'invalid_event' },
  { line: '42', code: 'invalid_event' },
  { line: '"text"', code: 'invalid_event' },
  { line: `${'['.repeat(50_000)}${']'.repeat(50_000)}`, code: 'invalid_event' },
  { line: eve('typo', 'customer.mesage'), code: 'unknown_type', says: /customer\.message/ },
  { line: eve('other', 'message.received'), code: 'unknown_type', says: /did you mean/ },
  { line: eve('proto', '__proto__'), code: 'unknown_type' },
  { line: json({ id: 'no-type', at: 1_772_438_400_000 }), code: 'invalid_event', says: /^type/ },
  { line: eve('m', 'customer.message', { messageId: undefined }), code: 'invalid_event' },
  {
    line: eve('m', 'customer.message', { messageId: 5 }),
    code: 'invalid_event',
    says: /messageId/,
  },
  { line: eve('', 'customer.ended'), code: 'invalid_event', says: /^id/ },
  { line: eve('i'.repeat(129), 'customer.ended'), code: 'invalid_event', says: /^id/ },
  { line: eve('n', 'customer.ended', { id: 12 }), code: 'invalid_event', says: /^id/ },
  { line: eve('no-user', 'customer.ended', { endUserId: undefined }), code: 'invalid_event' },
  { line: timed(undefined), code: 'invalid_event', says: /^at/ },
  { line: timed('2026-03-03T09:00:00'), code: 'invalid_event', says: /offset/ },
  { line: timed('2026-02-30T09:00:00Z'), code: 'invalid_event', says: /^at/ },
  { line: timed('2026-03-03T24:00:00Z'), code: 'invalid_event' },
  { line: timed(1.5), code: 'invalid_event' },
  { line: eve('huge', 'customer.ended').replace(/"2026[^"]*"/, '1e999'), code: 'invalid_event' },
  { line: timed('1999-12-31T23:59:59Z'), code: 'time_out_of_range' },
  { line: timed('2100-01-01T00:00:00Z'), code: 'time_out_of_range' },
  { line: timed(1_772_438_400), code: 'time_out_of_range', says: /seconds/ },
  { line: timed(Number.MAX_SAFE_INTEGER), code: 'time_out_of_range' },
  { line: timed('2026-05-03T00:00:00Z'), code: 'time_out_of_range', says: /60 days/ },
  { line: eve('far', 'customer.message', { channelId: 'no' }), code: 'unknown_channel' },
  {
    line: json({ id: 'policy', type: 'policy.changed', at: 1_772_528_460_000, policy: { bot: 1 } }),
    code: 'policy_invalid',
    says: /bot/,
  },
  {
    line: eve('s', 'customer.ended', { sessionId: 'default/chat/eve/9' }),
    code: 'unknown_session',
  },
  { line: eve('w', 'work.declined', { ...bob, workId: 'none' }), code: 'unknown_work' },
  { line: eve('b', 'agent.ended', bob), code: 'not_owner', rule: 'I13' },
  { line: eve('o', 'agent.opened', bob), code: 'session_open', rule: 'EB02' },
  { line: eve('r', 'agent.resumed'), code: 'status_not_available' },
  {
    line: eve('q', 'agent.message', { agentId: 'ann' }, '09:40:00'),
    after: 'l1',
    code: 'status_not_available',
    rule: 'EC68',
  },
  {
    line: json(on('sms/max', 'z', '09:03:00', 'agent.markedInactive')),
    after: 's1',
    code: 'status_not_available',
    rule: 'SC14',
  },
  {
    line: json(on('chat/ida', 'y', '09:06:00', 'agent.opened', bob)),
    after: 'i1',
    code: 'session_open',
    rule: 'EB05',
  },
  { line: json(on('chat/new', 'v', '09:03:00', 'customer.ended')), code: 'no_session' },
  {
    line: json(on('web/new', 'u', '09:03:00', 'agent.opened', bob)),
    code: 'initiation_not_available',
    rule: 'EB01',
  },
  {
    line: json(on('opt/new', 't', '09:03:00', 'agent.opened', bob)),
    code: 'consent_required',
    rule: 'EB03',
  },
  {
    line: json(on('window/kim', 'p', '10:10:01', 'agent.message', { agentId: 'ann' })),
    after: 'c7',
    code: 'send_window_closed',
    rule: 'T-WINDOW',
  },
  ...['agent.opened', 'agent.message', 'automation.message', 'bot.message'].map((type) => ({
    line: json(on('chat/leo', `leo-${type}`, '09:31:00', type, bob)),
    after: 'l1',
    code: 'opted_out',
  })),
  { line: `{"id":"big","text":"${'x'.repeat(10_000_000)}"}`, code: 'too_large', says: /bytes/ },
];

/** The morning with every fault in its place, and the number of each fault's line. */
function withFaults(): { bytes: Buffer; lines: number[] } {
  const pieces: Uint8Array[] = [];
  const lines: number[] = [];
  const put = (line: string | Uint8Array) => {
    pieces.push(Buffer.from(line as string), Buffer.from('\n'));
    return pieces.length / 2;
  };
  for (const event of MORNING) {
    put(json(event));
    for (const [index, { line, after = 'c3' }] of FAULTS.entries()) {
      if (after === event['id']) lines[index] = put(line);
    }
  }
  return { bytes: Buffer.concat(pieces), lines };
}

interface RejectionRow {
  readonly line: number;
  readonly event_id: string | null;
  readonly code: string;
  readonly message: string;
  readonly rule: string | null;
}

const rowsOf = <T>(folder: string, table: string) =>
  readFileSync(join(folder, `${table}.ndjson`), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);

it('gives every fault its code, line and rule, and leaves the other tables as they are', async () => {
  const { bytes, lines } = withFaults();
  const [bad, good] = [join(command.folder, 'bad'), join(command.folder, 'good')];
  const badRun = await command.run(['replay', command.file('bad.ndjson', bytes), '--out', bad]);
  await command.run(['replay', command.file('good.ndjson', asLines(MORNING)), '--out', good]);
  expect(badRun.code).toBe(0);
  expect(badRun.stderr).toContain(`${FAULTS.length} rejected`);
  const rows = new Map(rowsOf<RejectionRow>(bad, 'rejections').map((row) => [row.line, row]));
  const problems = FAULTS.flatMap(({ code, says, rule, line }, index) => {
    const row = rows.get(lines[index] ?? 0);
    const isRight =
      row?.code === code &&
      (says === undefined || says.test(row.message)) &&
      (rule === undefined || row.rule === rule) &&
      row.message.length < 400;
    return isRight ? [] : [{ expected: code, line: String(line).slice(0, 200), row }];
  });
  expect(problems).toEqual([]);
  expect(rows.size).toBe(FAULTS.length);
  for (const table of TABLE_NAMES) {
    if (table === 'rejections' || table === 'verdicts') continue;
    expect({ [table]: rowsOf(bad, table) }).toEqual({ [table]: rowsOf(good, table) });
  }
  const goodIds = new Set<unknown>(MORNING.map(({ id }) => id));
  const verdicts = rowsOf<{ event_id: string | null }>(bad, 'verdicts');
  expect(verdicts.filter(({ event_id }) => goodIds.has(event_id))).toEqual(
    rowsOf(good, 'verdicts'),
  );
  expect(verdicts).toHaveLength(MORNING.length + FAULTS.length);
});

it('knows a fault for every documented code', () => {
  // What the engine itself does wrong is no fault of a line: test/engine/live-failures.test.ts has it.
  expect([...new Set(FAULTS.map(({ code }) => code)), 'engine_fault'].toSorted()).toEqual(
    Object.keys(VERDICT_CODES).toSorted(),
  );
});

it('names the event of a fault wherever the line has a usable id', async () => {
  const input = [eve('typo', 'customer.mesage'), eve('', 'customer.ended'), '{'].join('\n');
  const { stdout } = await command.run(['replay', '-', '--table', 'rejections'], {
    input: [input],
  });
  const ids = stdout
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as RejectionRow).event_id);
  expect(ids).toEqual(['typo', null, null]);
});

it('keeps memory flat while a line of 200 MB passes by', async () => {
  const report = `data:text/javascript,process.on('exit',()=>process.stderr.write('maxRSS='+process.resourceUsage().maxRSS+';'))`;
  const weigh = async (pieces: Iterable<string>) => {
    const args = ['replay', '-', '--table', 'sessions'];
    const { stderr, stdout } = await command.run(args, {
      input: pieces,
      nodeFlags: ['--import', report],
    });
    return { stdout, kilobytes: Number(/maxRSS=(\d+)/.exec(stderr)?.[1]) };
  };
  const good = asLines(MORNING);
  const plain = await weigh([good]);
  const piece = 'x'.repeat(1_000_000);
  const long = await weigh(['{"id":"', ...Array.from({ length: 200 }, () => piece), '"}\n', good]);
  expect(long.stdout).toBe(plain.stdout);
  expect(long.kilobytes - plain.kilobytes).toBeLessThan(50_000);
});
