// `holdline metrics`, `explain` and `recompute` on the reference timeline R1, from a file of events and from a store.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { PROFILE_NAMES } from '../../src/cli/metric-commands.ts';
import { METRICS } from '../../src/metrics/catalogue.ts';
import { METRIC_PROFILE_NAMES } from '../../src/policy/metric-profiles.ts';
import { r1Events } from '../metrics/r1-events.ts';
import { Command } from './process.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let command: Command;
const files: Record<'events' | 'store', string> = { events: '', store: '' };
beforeAll(async () => {
  command = new Command();
  const lines = r1Events().map((event) => `${JSON.stringify(event)}\n`);
  files.events = command.file('r1.ndjson', lines.join(''));
  files.store = join(command.folder, 'r1.db');
  await command.run(['replay', files.events, '--store', files.store, '--table', 'timers']);
});
afterAll(() => command.remove());

async function linesOf(args: readonly string[]): Promise<readonly string[]> {
  const { stdout, stderr, code } = await command.run(args);
  if (code !== 0) throw new Error(stderr);
  return stdout.split('\n');
}

/** Rows of NDJSON. */
async function rowsOf(args: readonly string[]): Promise<readonly Record<string, unknown>[]> {
  const lines = await linesOf([...args, '--format', 'ndjson']);
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as never);
}

it('offers the readings that there are, and the own one', () => {
  expect(PROFILE_NAMES).toEqual(['holdline', ...METRIC_PROFILE_NAMES]);
});

describe('holdline metrics', () => {
  it('lists every metric once, and one in full', async () => {
    const rows = await rowsOf(['metrics']);
    const ids = rows.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
    expect(ids).toEqual(expect.arrayContaining([...METRICS.keys()]));
    const lines = await linesOf(['metrics', 'firstResponseTime']);
    expect(lines[0]).toBe('firstResponseTime — First response time');
    expect(lines).toContain('unit         ms');
    expect(lines).toContain('counts at    its end');
  });
});

describe.each(['events', 'store'] as const)('R1 read from %s', (source) => {
  it('explains responseTime: 90, 60, 340 and 20 seconds, each with the two messages behind it', async () => {
    const lines = await linesOf(['explain', 'responseTime', files[source]]);
    expect(lines[0]).toBe('responseTime (Response time) = 127.5 s');
    expect(lines.slice(3, 5)).toEqual([
      '  90 + 60 + 340 + 20 = 510 s in opening hours',
      '  510 s / 4 = 127.5 s',
    ]);
    const place = lines.findIndex((line) => line.startsWith('2026-03-03T09:03:00.000Z'));
    expect(lines.slice(place, place + 3)).toEqual([
      '2026-03-03T09:03:00.000Z  responseTime human  ses default/chat/u1/1 by B  60 s',
      '    2026-03-03T09:02:00.000Z  message.recorded  [r014]',
      '    2026-03-03T09:03:00.000Z  message.recorded  [r016]',
    ]);
  });

  it('explains the part of one agent, within a stretch, under another option', async () => {
    const ofC = ['explain', 'responseTime', files[source], '--key', 'C'];
    expect((await linesOf(ofC))[0]).toBe('responseTime (Response time) = 180 s');
    const late = [...ofC, '--from', '2026-03-03T09:10:00Z', '--to', '2026-03-03T09:11:00Z'];
    expect((await linesOf(late))[0]).toBe('responseTime (Response time) = 20 s');
    const ofLast = ['explain', 'responseTime', files[source], '--set', 'anchor=lastUnanswered'];
    expect((await linesOf(ofLast))[0]).toBe('responseTime (Response time) = 125 s');
  });

  it('recomputes under the anchor of Connect: [90, 60, 340, 20] become [90, 50, 340, 20]', async () => {
    const args = ['recompute', files[source], '--definition', 'anchor=lastUnanswered'];
    const rows = await rowsOf([...args, '--metric', 'responseTime']);
    expect(rows).toEqual([
      expect.objectContaining({
        metric_id: 'responseTime',
        label: 'human',
        unit: 'ms',
        figures_before: 4,
        figures_after: 4,
        value_before: 127_500,
        value_after: 125_000,
        sum_before: 510_000,
        sum_after: 500_000,
        average_before: 127_500,
        average_after: 125_000,
        difference: -2500,
        figures_differing: 1,
      }),
    ]);
    const figures = await rowsOf([...args, '--metric', 'responseTime', '--figures']);
    expect(figures).toEqual([
      expect.objectContaining({
        key: 'default/chat/u1/1',
        at: '2026-03-03T09:03:00.000Z',
        unit: 'ms',
        before: 60_000,
        after: 50_000,
        difference: -10_000,
      }),
    ]);
  });

  it('reports nothing where two definitions agree, and what it compared', async () => {
    const sides = ['--profile', 'sparkcentral', '--against', 'sparkcentral'];
    const args = ['recompute', files[source], ...sides, '--format', 'ndjson'];
    const { stdout, stderr } = await command.run(args);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/options that differ: none; 0 figures differ/);
  });
});

it('recompute names the unit of its columns, and shows no more digits of a quantile than it has', async () => {
  const args = ['recompute', 'docs/examples/working-week.ndjson', '--definition', 'zendesk'];
  const [columns, ...rows] = await linesOf([...args, '--all', '--format', 'csv']);
  expect(columns).toMatch(
    /^metric_id,label,unit,value_before,value_after,difference,figures_before,/,
  );
  const places = ['unit', 'figures_before', 'p50_before'].map((name) =>
    (columns ?? '').split(',').indexOf(name),
  );
  const read = rows
    .filter((row) => row !== '')
    .map((row) => {
      const cells = row.split(',');
      return places.map((place) => cells[place] ?? '');
    });
  expect(new Set(read.map(([unit]) => unit))).toContain('ms');
  const estimates = read.filter(([, figures, p50]) => Number(figures) > 16 && Number(p50) >= 100);
  expect(estimates.length).toBeGreaterThan(5);
  for (const [, , p50 = ''] of estimates) expect(p50).toMatch(/^\d{3}0*$/);
  const drawn = await linesOf([...args, '--format', 'table']);
  expect(drawn.join('')).toMatch(/firstResponseTime +│ s +│/);
});

it('recompute works rates out under both definitions, and names what only is read otherwise', async () => {
  const args = ['recompute', files.events, '--definition', 'transferRate=engagements'];
  expect(await rowsOf(args)).toEqual([
    {
      metric_id: 'transferRate',
      label: null,
      unit: 'share',
      value_before: 1,
      value_after: 0.5,
      difference: -0.5,
    },
  ]);
  const { stdout, stderr } = await command.run([...args, '--figures']);
  expect(stdout).toMatch(/No single figure differs, .*leave --figures out/);
  expect(stderr).toMatch(/; 0 figures differ, 1 rate differs$/m);
});

/** Hours of the Tuesday of R1. */
const openUntil = (time: string) => ({ zone: 'UTC', open: { tue: [['09:00', time]] } });

it('recompute shows where figures differ only within opening hours (X7)', async () => {
  const events = r1Events({ businessHours: openUntil('09:02') }) as readonly {
    readonly at: string;
  }[];
  const at = '2026-03-03T09:05:00Z';
  const later = { ...events[0], id: 'later', at, businessHours: openUntil('18:00') };
  const lines = [...events, later]
    .toSorted((one, other) => (one.at < other.at ? -1 : 1))
    .map((event) => `${JSON.stringify(event)}\n`);
  const file = command.file('hours.ndjson', lines.join(''));
  const definition = 'businessHoursSchedule=closing';
  const args = ['recompute', file, '--metric', 'responseTime', '--definition', definition];
  // Of the wait from 9:04 to 9:09:40 all is open under the last schedule, and the minute before 9:05 is not under the first: 90, 0, 280 and
  // 20 seconds become 90, 0, 340 and 20.
  expect(await rowsOf(args)).toMatchObject([
    {
      value_before: 97_500,
      value_after: 112_500,
      average_before: 127_500,
      average_after: 127_500,
      difference: 15_000,
      business_difference: 15_000,
      figures_differing: 1,
    },
  ]);
  expect(await rowsOf([...args, '--figures'])).toMatchObject([
    {
      before: 340_000,
      after: 340_000,
      difference: 0,
      business_before: 280_000,
      business_after: 340_000,
      business_difference: 60_000,
      at_after: null,
    },
  ]);
});

it.concurrent.each<[string, () => readonly string[], RegExp]>([
  ['an unknown metric', () => ['explain', 'nope', files.events], /"nope".*unknown_metric/],
  ['an unknown metric to list', () => ['metrics', 'nope'], /"nope".*unknown_metric/],
  [
    'an unknown metric to recompute',
    () => ['recompute', files.store, '--metric', 'nope'],
    /"nope".*unknown_metric/,
  ],
  [
    'an unknown option, named with its path',
    () => ['explain', 'responseTime', files.store, '--set', 'focus.nope=1'],
    /focus\.nope: expected one of policy, .*policy_invalid/,
  ],
  [
    'a wrong value of an option',
    () => ['recompute', files.events, '--definition', 'anchor=last'],
    /anchor: expected one of firstUnanswered, lastUnanswered, found "last".*policy_invalid/,
  ],
  [
    'a reading that there is not',
    () => ['recompute', files.events, '--definition', 'nope'],
    /"nope".*policy_invalid/,
  ],
  [
    'two readings at once',
    () => ['recompute', files.events, '--definition', 'zendesk', '--definition', 'connect'],
    /expected one reading.*zendesk and connect.*policy_invalid/,
  ],
  [
    'a time without an offset',
    () => ['explain', 'responseTime', files.events, '--from', '2026-03-03T09:00:00'],
    /--from expects an RFC 3339 time.*time_invalid/,
  ],
  [
    'a file that does not exist',
    () => ['explain', 'responseTime', join(command.folder, 'no.ndjson')],
    /no\.ndjson.*ENOENT.*input_unreadable/,
  ],
  [
    'a store that does not exist',
    () => ['recompute', join(command.folder, 'no.db')],
    /expected a store at .*no\.db.*input_unreadable/,
  ],
])('refuses %s, and says what to do', async (_name, args, expected) => {
  const { code, stdout, stderr } = await command.run(args());
  expect(stderr).toMatch(expected);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
});
