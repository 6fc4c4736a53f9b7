// The law of live metrics: whatever arrived when, however it was committed and however often figures were asked for meanwhile, what stands
// in the end is what one fold in the order of time tells.
import * as fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import type { Engine } from '../../src/engine/engine.ts';
import { EngineMetrics } from '../../src/engine/engine-metrics.ts';
import { readKept } from '../../src/engine/metrics-kept.ts';
import type { EngineClock } from '../../src/engine/engine-clock.ts';
import { addressOf } from '../../src/engine/moments.ts';
import { openEngine } from '../../src/engine/open-engine.ts';
import { openMetrics } from '../../src/engine/open-metrics.ts';
import { CALCULATORS, METRICS } from '../../src/metrics/catalogue.ts';
import type { Measurement } from '../../src/metrics/measurement.ts';
import { MemberNames } from '../../src/metrics/member-counts.ts';
import { MetricFold } from '../../src/metrics/metric-fold.ts';
import type { Moment } from '../../src/metrics/observation.ts';
import { rollupRows } from '../../src/metrics/rollup-rows.ts';
import { knowOpenPieces } from '../../src/metrics/span-pieces.ts';
import { Rollups } from '../../src/metrics/rollups.ts';
import { DEFAULT_METRIC_OPTIONS } from '../../src/policy/metric-options.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { ReportingCalendar } from '../../src/time/reporting-calendar.ts';
import type { WrittenEvent } from '../replay/event-stream.ts';
import { SEED } from '../statechart/xstate-oracle.ts';
import { fullStreams } from './full-streams.ts';
import { momentsOf } from './random-moments.ts';

vi.setConfig({ testTimeout: 120_000 });

const RUNS = Number(process.env['LIVE_RUNS'] ?? 100);
const LATENESS_MS = 600_000;
const DAY_MS = 86_400_000;

/** An arrival inside the lateness bound, cut into commits; after some of them the figures are asked for. */
interface Arrival {
  readonly events: readonly WrittenEvent[];
  readonly commits: readonly (readonly WrittenEvent[])[];
  readonly asks: readonly boolean[];
}

const arrivals: fc.Arbitrary<Arrival> = fullStreams.chain((events) =>
  fc
    .tuple(
      fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: LATENESS_MS })), {
        minLength: events.length,
        maxLength: events.length,
      }),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 40 }),
      fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }),
    )
    .map(([delays, sizes, asks]) => {
      const arrived = events
        // The journal keeps no text: keywords are matched by the channel as it is known when a message arrives.
        .map((event, index) => ({
          event,
          delay: event.type === 'channel.configured' ? 0 : (delays[index] ?? 0),
        }))
        .toSorted((a, b) => a.event.at + a.delay - (b.event.at + b.delay) || a.delay - b.delay)
        .map(({ event }) => event);
      const commits: WrittenEvent[][] = [];
      for (let place = 0; place < arrived.length;) {
        const size = sizes[commits.length % sizes.length] ?? 1;
        commits.push(arrived.slice(place, place + size));
        place += size;
      }
      return { events: withRest(events), commits, asks };
    }),
);

/** Time goes on for two days after the last event, so that all of it is settled. */
function withRest(events: readonly WrittenEvent[]): readonly WrittenEvent[] {
  const at = Math.max(...events.map((event) => event.at)) + 2 * DAY_MS;
  return [...events, { id: 'rest', type: 'clock.advanced', tenant: 'default', at }];
}

const byText = (a: string, b: string) => (a < b ? -1 : 1);

/** Figures that stand by what listeners heard, with how often. */
class Heard {
  readonly #counts = new Map<string, number>();
  readonly #names = new MemberNames();

  follow(metrics: EngineMetrics): this {
    metrics.on('recorded', (one) => this.count(one, 1));
    metrics.on('metric.corrected', ({ superseded }) => this.count(superseded, -1));
    return this;
  }

  count({ metric, says }: Measurement, by: number): void {
    const said = this.#named(metric, says);
    this.#counts.set(said, (this.#counts.get(said) ?? 0) + by);
  }

  /** A merged contact was always the survivor. */
  merge(survivorId: string, mergedId: string): void {
    this.#names.merge(survivorId, mergedId);
    const before = [...this.#counts];
    this.#counts.clear();
    for (const [said, count] of before) {
      const [metric] = JSON.parse(said) as [string];
      const now = this.#named(metric, said);
      this.#counts.set(now, (this.#counts.get(now) ?? 0) + count);
    }
  }

  #named(metric: string, says: string): string {
    if (METRICS.get(metric)?.countsContacts !== true) return says;
    const [id, level, key, ...rest] = JSON.parse(says) as [string, string, string, ...unknown[]];
    return JSON.stringify([id, level, this.#names.survivorOf(key), ...rest]);
  }

  get lines(): readonly string[] {
    return [...this.#counts]
      .filter(([, count]) => count !== 0)
      .map(([says, count]) => `${says} x${count}`)
      .toSorted(byText);
  }
}

const emptyRollups = () =>
  new Rollups({
    calendar: new ReportingCalendar('UTC'),
    metricOf: (id) => METRICS.get(id),
    responseClock: DEFAULT_METRIC_OPTIONS.responseClock,
  });

interface Bucket {
  readonly says: string;
  readonly count: number;
  readonly extremes: readonly (number | null)[];
}

/** The buckets of roll-ups; what quantiles are kept in, and in which order members came, is nothing that they say. */
const bucketsOf = (rollups: Rollups): readonly Bucket[] =>
  [...rollupRows(rollups)]
    .map(({ members, missing, sketch: _sketch, min, max, ...row }) => ({
      says: JSON.stringify({
        ...row,
        members: members?.toSorted(([a], [b]) => byText(a, b)) ?? null,
        missing: missing.toSorted(([a], [b]) => byText(a, b)),
      }),
      count: row.count,
      extremes: [min, max],
    }))
    .toSorted((a, b) => byText(a.says, b.says));

function expectSameBuckets(rollups: Rollups, expected: Rollups): void {
  const [ours, theirs] = [bucketsOf(rollups), bucketsOf(expected)];
  expect(ours.map(({ says }) => says)).toEqual(theirs.map(({ says }) => says));
  // A fold that keeps no journal cannot rebuild an extreme that was taken back; one that does always knows it.
  const wrong = ours.filter(({ count, extremes }, index) => {
    const other = theirs[index]?.extremes ?? [];
    if (count > 0 && extremes.includes(null)) return true;
    return other[0] !== null && String(extremes) !== String(other);
  });
  expect(wrong).toEqual([]);
}

/** One fold in the order of time, and what it comes to. */
function foldedInOrder(
  moments: readonly Moment[],
  { rollups: { kept }, settledTo }: EngineMetrics['inside'],
) {
  const heard = new Heard();
  const rollups = emptyRollups();
  const fold: MetricFold = new MetricFold({
    tenant: 'default',
    calculators: CALCULATORS,
    options: DEFAULT_METRIC_OPTIONS,
    addressOf,
    sink: {
      recorded: (one) => {
        knowOpenPieces(one, ({ dims: { channelId } }, from, to) =>
          channelId === null ? to - from : fold.setup.businessMs(channelId, from, to, 'piecewise'),
        );
        heard.count(one, 1);
        rollups.recorded(one);
      },
      retracted: (one) => {
        heard.count(one, -1);
        rollups.retracted(one);
      },
      topicsKnown: (one) => rollups.topicsKnown(one),
      contactsMerged: (survivor, merged) => {
        heard.merge(survivor, merged);
        rollups.contactsMerged(survivor, merged);
      },
    },
  });
  for (const moment of moments) fold.observe(moment);
  fold.reach(settledTo);
  rollups.reach(kept.reached);
  return { heard, rollups };
}

/** Stands at the latest instant that was told; deadlines fire when nothing late can change them any more. */
class ToldClock implements EngineClock {
  readonly kind = 'virtual';
  #now = 0;

  tell(events: readonly { readonly at: number }[]): void {
    this.#now = Math.max(this.#now, ...events.map(({ at }) => at));
  }

  now(): number {
    return this.#now;
  }

  wakeAt(): void {
    // Time is told.
  }

  stop(): void {
    // Nothing is pending.
  }
}

class Run {
  readonly clock = new ToldClock();
  readonly engine = openEngine({
    store: new MemoryStore(),
    clock: this.clock,
    ticksByClock: false,
  });

  async commit(events: readonly WrittenEvent[], fires: boolean): Promise<void> {
    this.clock.tell(events);
    await this.engine.dispatchMany(events);
    if (fires) await this.engine.fireCertain();
  }
}

/** As metrics that are opened on a journal too long to be read at once. */
const readALittleAtATime = ({ inside }: Engine, { tenant, options }: EngineMetrics) =>
  new EngineMetrics({ inside, tenant, options, kept: readKept({}), eventsAStep: 7 });

const isOfFocus = ({ type }: WrittenEvent) => type.startsWith('focus.');

/** As arrivals, of desks that do not tell what is in front, whoever else is late. */
const withoutFocus = arrivals.map(({ events, commits, asks }): Arrival => ({
  events: events.filter((event) => !isOfFocus(event)),
  commits: commits.map((commit) => commit.filter((event) => !isOfFocus(event))),
  asks,
}));

it.each([
  ['of any desks', arrivals],
  ['of desks that tell nothing of focus', withoutFocus],
])('are at any time those of metrics that are opened anew, %s', async (_of, told) => {
  await fc.assert(
    fc.asyncProperty(told, async ({ commits, asks }) => {
      const run = new Run();
      const { engine } = run;
      const metrics = openMetrics(engine, { profile: 'holdline' });
      const heard = new Heard().follow(metrics);
      for (const [index, commit] of commits.entries()) {
        // oxlint-disable-next-line no-await-in-loop
        await run.commit(commit, asks[(index + 1) % asks.length] === true);
        if (asks[index % asks.length] !== true) continue;
        metrics.refresh();
        const again = openMetrics(engine, { profile: 'holdline' });
        const heardAgain = new Heard().follow(again);
        again.refresh();
        expect(heard.lines).toEqual(heardAgain.lines);
        const little = readALittleAtATime(engine, metrics);
        const heardLittle = new Heard().follow(little);
        little.refresh();
        expect(heardLittle.lines).toEqual(heardAgain.lines);
      }
      await engine.close();
    }),
    { seed: SEED, numRuns: RUNS, interruptAfterTimeLimit: 60_000, markInterruptAsFailure: false },
  );
});

it('tell in the end what a fold in the order of time tells, and roll up to the same rows', async () => {
  let corrections = 0;
  await fc.assert(
    fc.asyncProperty(arrivals, async ({ events, commits, asks }) => {
      const run = new Run();
      const { engine } = run;
      const metrics = openMetrics(engine, { profile: 'holdline' });
      const heard = new Heard().follow(metrics);
      metrics.on('metric.corrected', () => (corrections += 1));
      for (const [index, commit] of commits.entries()) {
        // oxlint-disable-next-line no-await-in-loop
        await run.commit(commit, asks[(index + 1) % asks.length] === true);
        if (asks[index % asks.length] === true) metrics.refresh();
      }
      await engine.settle();
      await run.commit(events.slice(-1), true);
      await engine.settle();
      metrics.refresh();
      const again = openMetrics(engine, { profile: 'holdline' });
      const heardAgain = new Heard().follow(again);
      again.refresh();
      const inOrder = foldedInOrder(momentsOf(events), metrics.inside);
      expect(heard.lines).toEqual(inOrder.heard.lines);
      expect(heardAgain.lines).toEqual(inOrder.heard.lines);
      expectSameBuckets(metrics.inside.rollups, inOrder.rollups);
      expectSameBuckets(again.inside.rollups, inOrder.rollups);
      await engine.close();
    }),
    { seed: SEED, numRuns: RUNS, interruptAfterTimeLimit: 60_000, markInterruptAsFailure: false },
  );
  process.stdout.write(`live metrics: seed ${SEED}, ${corrections} corrections\n`);
  expect(corrections).toBeGreaterThan(0);
});
