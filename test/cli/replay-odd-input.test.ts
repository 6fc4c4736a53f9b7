// Input that is unusual and right: it is read like any other.
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Command } from './process.ts';
import { asLines, MORNING, on, type Line } from './small-stream.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let command: Command;
let sessions = '';
beforeAll(async () => {
  command = new Command();
  sessions = await printed([asLines(MORNING)]);
});
afterAll(() => command.remove());

async function printed(input: Iterable<string | Uint8Array>, table = 'sessions'): Promise<string> {
  const { stdout } = await command.run(['replay', '-', '--table', table], { input });
  return stdout;
}

const rows = (text: string) =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);

it('reads a byte-order mark, CRLF, blank lines and a last line without an end', async () => {
  const lines = MORNING.map((event) => JSON.stringify(event));
  const text = `\uFEFF${lines.join('\r\n \r\n\r\n')}`;
  expect(await printed([text])).toBe(sessions);
});

it('reads pieces of any size', async () => {
  const bytes = Buffer.from(asLines(MORNING));
  const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, index) =>
    bytes.subarray(index * 7, index * 7 + 7),
  );
  expect(await printed(pieces)).toBe(sessions);
});

it.each([[''], ['\uFEFF']])('takes the empty input %j for no events', async (text) => {
  const { code, stdout, stderr } = await command.run(['replay', '-', '--table', 'sessions'], {
    input: [text],
  });
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  expect(stderr).toContain('0 lines');
});

it('reads a file that begins with blank lines and counts them in the numbers of lines', async () => {
  const text = await printed(['\n\n', asLines(MORNING), '{'], 'rejections');
  expect(rows(text)).toMatchObject([{ line: MORNING.length + 3, code: 'invalid_json' }]);
});

const IDS = [
  'a/b%2Fc',
  '%',
  '%zz',
  'ünï 🙂',
  '\u0000\u0007\u001b[2J',
  'line\nbreak',
  '__proto__',
  'constructor',
  '\ud800',
  '=1+1',
  'u'.repeat(128),
];

it('keeps odd ids apart, and reads back the session ids that it wrote', async () => {
  const channels = IDS.map((channelId, index) => ({
    ...MORNING[0],
    id: `set-${index}`,
    channelId,
  }));
  const opened = IDS.map((id) => ({
    ...on('/', id, '09:00:00', 'customer.message'),
    channelId: id,
    endUserId: id,
  }));
  const written = rows(await printed([asLines([...channels, ...opened])]));
  expect(written.map((row) => String(row['end_user_id'])).toSorted()).toEqual(IDS.toSorted());
  const ended = written.map(({ session_id, tenant }, index) => ({
    id: `end-${index}`,
    type: 'customer.ended',
    at: '2026-03-03T10:00:00Z',
    sessionId: session_id,
    tenant,
  }));
  const text = await printed([asLines([...channels, ...opened, ...ended])]);
  expect(rows(text).map(({ status }) => status)).toEqual(IDS.map(() => 'Ended'));
  expect(rows(text).map(({ session_id }) => session_id)).toEqual(
    written.map(({ session_id }) => session_id),
  );
});

it('keeps an unknown field an attribute, however deep, and lets no field reach the prototype', async () => {
  const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
  const [head, ...tail] = MORNING.map((event) => JSON.stringify(event).slice(0, -1));
  const odd = [
    head,
    ...tail.map((line) => `${line},"deep":${deep},"__proto__":{"agentId":"mallory","status":1}`),
  ];
  expect(await printed([odd.join('}\n'), '}\n'])).toBe(sessions);
});

it('carries a deep attribute through a notification that waits for days', async () => {
  const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
  const waits = on('chat/eve', 'wait', '09:02:00', 'automation.message', {
    allowExisting: 'closed',
  });
  const later = Array.from({ length: 5000 }, (_, index) => ({
    id: `beat-${index}`,
    type: 'agent.heartbeat',
    agentId: 'ann',
    at: Date.parse('2026-03-03T12:00:00Z') + index * 60_000,
  }));
  const input = [
    asLines(MORNING.slice(0, 8)),
    `${JSON.stringify(waits).slice(0, -1)},"deep":${deep}}\n`,
    asLines(later),
    asLines([on('chat/eve', 'end', '10:00:00', 'customer.ended', { at: '2026-03-07T00:00:00Z' })]),
  ];
  const { code, stdout } = await command.run(['replay', '-', '--table', 'sessions'], { input });
  expect(code).toBe(0);
  expect(rows(stdout).map(({ graph }) => graph)).toContain('notification');
});

it('takes the same instant in any spelling', async () => {
  const spelled = MORNING.map((event, index) => {
    const ms = Date.parse(String(event['at']));
    const plusTwo = new Date(ms + 7_200_000).toISOString().replace('Z', '+02:00');
    return { ...event, at: [ms, plusTwo, new Date(ms).toISOString().toLowerCase()][index % 3] };
  });
  expect(await printed([asLines(spelled)])).toBe(sessions);
});
