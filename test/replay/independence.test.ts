// What events.md §2 promises of order and time, judged from outside: the same facts told otherwise give the same tables.
import * as fc from 'fast-check';
import { afterAll, expect, it, vi } from 'vitest';
import { SEED } from '../statechart/xstate-oracle.ts';
import {
  conversationsOf,
  named,
  ordered,
  pairs,
  streams,
  type WrittenEvent,
} from './event-stream.ts';
import {
  asText,
  firstDifference,
  replayed,
  withoutLines,
  withoutVerdicts,
  type Tables,
} from './replayed.ts';

/** Runs of each property; `REPLAY_RUNS` asks for more. */
const RUNS = Number(process.env['REPLAY_RUNS'] ?? 400);
const FEW_RUNS = Math.ceil(RUNS / 3);
const LATENESS_MS = 600_000;

vi.setConfig({ testTimeout: 120_000 });

/** What the streams have led to, so that a generator that has run dry is noticed. */
const seen = {
  runs: 0,
  events: 0,
  statuses: new Set<string>(),
  causes: new Set<string>(),
  codes: new Set<string>(),
};

function noted(tables: Tables, events: readonly object[]): Tables {
  seen.runs += 1;
  seen.events += events.length;
  for (const { to_status, cause } of tables.transitions) {
    seen.statuses.add(String(to_status));
    seen.causes.add(String(cause));
  }
  for (const { code } of tables.rejections) seen.codes.add(String(code));
  return tables;
}

const check = <T>(arbitrary: fc.Arbitrary<T>, property: (value: T) => void, numRuns = RUNS) =>
  fc.assert(fc.property(arbitrary, property), {
    seed: SEED,
    numRuns,
    interruptAfterTimeLimit: 60_000,
    markInterruptAsFailure: false,
  });

/** What differs first, to the byte, but for the lines of the rejections. */
const difference = (tables: Tables, expected: Tables) =>
  firstDifference(asText(withoutLines(tables)), asText(withoutLines(expected)));

afterAll(() => {
  const { runs, events, statuses, causes, codes } = seen;
  process.stdout.write(
    `independence: seed ${SEED}, ${runs} replays, ${events} events; ` +
      `statuses ${[...statuses].toSorted().join(' ')}; ${causes.size} causes; codes ${[...codes].toSorted().join(' ')}\n`,
  );
});

/** Arrival in which no event is older than the lateness bound when it comes: each is held back by at most that. */
const arrivals = streams.chain((events) =>
  fc
    .array(fc.oneof(fc.constantFrom(0, LATENESS_MS), fc.integer({ min: 0, max: LATENESS_MS })), {
      minLength: events.length,
      maxLength: events.length,
    })
    .map((delays) => ({ events, arrived: delayed(events, delays) })),
);

function delayed(events: readonly WrittenEvent[], delays: readonly number[]): WrittenEvent[] {
  return events
    .map((event, index) => ({ event, delay: delays[index] ?? 0 }))
    .toSorted((a, b) => a.event.at + a.delay - (b.event.at + b.delay) || a.delay - b.delay)
    .map(({ event }) => event);
}

const steps = streams.chain((events) => {
  const first = Math.min(...events.map(({ at }) => at));
  const last = Math.max(...events.map(({ at }) => at));
  const instants = fc.oneof(
    fc.integer({ min: first, max: last }),
    // An instant that matters: that of an event, or of a timer set by it.
    fc
      .tuple(
        fc.constantFrom(...events.map(({ at }) => at)),
        fc.constantFrom(0, 60_000, 300_000, 600_000, 7_200_000, 108_000_000, 172_800_000),
      )
      .map(([at, after]) => Math.min(at + after, last)),
  );
  return fc.record({
    events: fc.constant(events),
    instants: fc.array(instants, { maxLength: 20 }),
  });
});

it('gives the same tables however the span of time is cut into steps of the clock', () => {
  check(steps, ({ events, instants }) => {
    const clock = instants.flatMap((at) =>
      ['default', 'other'].map((tenant) => ({ type: 'clock.advanced', at, tenant })),
    );
    const stepped = [...events, ...named(clock, 'step')].toSorted((a, b) => a.at - b.at);
    const tables = noted(replayed(stepped), stepped);
    expect(difference(withoutVerdicts(tables, isStep), replayed(events))).toBeUndefined();
  });
});

it('gives the same tables in any order of arrival inside the lateness bound', () => {
  check(arrivals, ({ events, arrived }) => {
    const inOrder = replayed(events);
    const tables = noted(replayed(arrived), arrived);
    expect(tables.verdicts.filter(({ verdict }) => verdict === 'late')).toEqual([]);
    expect(difference(tables, inOrder)).toBeUndefined();
  });
});

it('shows the order of arrival where nothing waits for late events (control)', () => {
  const [{ events, arrived } = { events: [], arrived: [] }] = fc.sample(arrivals, {
    seed: 1,
    numRuns: 1,
  });
  const hasty = { policy: { lateness: 'PT0S' } };
  const late = replayed(arrived, hasty).verdicts.filter(({ verdict }) => verdict === 'late');
  expect(late.length).toBeGreaterThan(0);
  expect(difference(replayed(arrived, hasty), replayed(events, hasty))).toBeDefined();
});

it('gives the same tables when each event arrives a second time', () => {
  check(
    arrivals,
    ({ events, arrived }) => {
      const twice = arrived.flatMap((event, index) => [event, arrived[index >> 1] ?? event]);
      const tables = noted(replayed(twice), twice);
      const verdicts = tables.verdicts.filter(({ verdict }) => verdict !== 'duplicate');
      expect(difference({ ...tables, verdicts }, replayed(events))).toBeUndefined();
    },
    FEW_RUNS,
  );
});

it('gives a conversation the same rows whatever strangers do beside it', () => {
  check(pairs, ({ ours, strangers, restMs }) => {
    const end = Math.max(...[...ours, ...strangers].map(({ at }) => at));
    const span = { type: 'clock.advanced', tenant: 'default', at: end };
    const alone = ordered([...ours, span], ['default'], restMs);
    // Strangers have agents of their own: an agent's capacity and wrap-up are what conversations share.
    const mixed = [...alone, ...named(strangers.map(recast), 'stranger')].toSorted(
      (a, b) => a.at - b.at,
    );
    const tables = noted(replayed(mixed), mixed);
    expect(
      difference(rowsWithout(tables, isStranger), rowsWithout(replayed(alone), isStranger)),
    ).toBeUndefined();
  });
});

it('gives a tenant the same rows and numbers whatever other tenants do', () => {
  const foreign = conversationsOf('stranger', ['foreign'], 4);
  check(
    fc.tuple(streams, foreign),
    ([events, conversations]) => {
      const others = ordered(conversations, ['foreign'], 0).map((event) => ({
        ...event,
        // The same ids: uniqueness ends at the tenant.
        id: event.id,
      }));
      const mixed = [...events, ...others].toSorted((a, b) => a.at - b.at);
      const tables = noted(replayed(mixed), mixed);
      const ours = Object.fromEntries(
        Object.entries(tables).map(([name, rows]) => [
          name,
          rows.filter(({ tenant }) => tenant !== 'foreign'),
        ]),
      ) as unknown as Tables;
      expect(difference(ours, replayed(events))).toBeUndefined();
    },
    FEW_RUNS,
  );
});

it('gives the same tables whatever waits together and whatever is packed away', () => {
  const tunings = fc.record({
    batch: fc.constantFrom(1, 2, 7, 4096),
    busyForMs: fc.constantFrom(0, 1, 60_000, Infinity),
  });
  check(fc.tuple(arrivals, tunings), ([{ events, arrived }, tuning]) => {
    const tables = noted(replayed(arrived, { tuning }), arrived);
    expect(difference(tables, replayed(events))).toBeUndefined();
  });
});

it('has led the streams everywhere', () => {
  expect([...seen.statuses].toSorted()).toEqual([
    'Active',
    'Consent',
    'Ended',
    'Error',
    'Inactive',
    'New',
    'Paused',
    'Waiting',
  ]);
  expect([...seen.causes].filter((cause) => cause.startsWith('timer.')).toSorted()).toEqual(
    expect.arrayContaining(['timer.customerIdle', 'timer.inactiveExpiry', 'timer.noReply']),
  );
  expect(seen.codes.size).toBeGreaterThanOrEqual(8);
});

const isStep = (eventId: string) => eventId.startsWith('step');

const isStranger = (row: object) => JSON.stringify(row).includes('stranger');

/** The event with other agents and pieces of work. */
function recast<T extends object>(event: T): T {
  const text = JSON.stringify(event).replaceAll(/"(ann|bob|cem|a-\d)"/g, '"stranger-$1"');
  return JSON.parse(text) as T;
}

/** The tables without some rows and without what all rows of the tenant share: numbers, and the sums of everybody. */
function rowsWithout(
  { rollups: _sums, ...others }: Tables,
  isOut: (row: object) => boolean,
): Tables {
  const tables = withoutLines({ ...others, rollups: [] });
  const kept = Object.entries(tables).map(([name, rows]) => [
    name,
    rows
      .filter((row) => !isOut(row))
      .map((row) => ('seq' in row ? { ...row, seq: null, eventId: null } : row)),
  ]);
  return Object.fromEntries(kept);
}
