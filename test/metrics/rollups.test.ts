import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Group } from '../../src/metrics/figure-reading.ts';
import { Figures, type StretchFigure } from '../../src/metrics/figures.ts';
import { DIMENSIONS, type Dimension } from '../../src/metrics/figure-series.ts';
import type { Measurement } from '../../src/metrics/measurement.ts';
import { SKETCH_ACCURACY } from '../../src/metrics/quantile-sketch.ts';
import { exactQuantile } from '../../src/metrics/quantiles.ts';
import { loadRollups, rollupRows } from '../../src/metrics/rollup-rows.ts';
import { Rollups, type RawMeasurements } from '../../src/metrics/rollups.ts';
import { WINDOW_MINUTES } from '../../src/metrics/rolling-window.ts';
import { DEFAULT_METRIC_OPTIONS } from '../../src/policy/metric-options.ts';
import { ReportingCalendar } from '../../src/time/reporting-calendar.ts';
import { DAY, HOUR, MINUTE, SEED, ZONE_AND_INSTANT } from '../time/zones.ts';
import { isIn, KINDS, measurements, openMs, rawTotals, type Kind } from './raw-figures.ts';

const metricOf = (id: string) => KINDS[id as Kind];
const KEYS: Readonly<Record<Dimension, readonly string[]>> = {
  account: [''],
  channel: ['web', 'sms'],
  queue: ['none'],
  team: ['red', 'blue'],
  agent: ['ann', 'bob'],
  topic: ['billing', 'sales'],
};

/** Roll-ups and the measurements that stand. */
class World {
  readonly standing = new Set<Measurement>();
  readonly rollups: Rollups;
  readonly figures: Figures;

  constructor(zone: string, hasRaw = true) {
    const rawMeasurements: RawMeasurements = ({ metric, label, ...group }, from, to) =>
      [...this.standing].filter(
        (one) =>
          one.metric === metric &&
          one.dims.label === label &&
          from <= one.at &&
          one.at < to &&
          isIn(one, group),
      );
    this.rollups = new Rollups({
      calendar: new ReportingCalendar(zone),
      metricOf,
      responseClock: 'calendar',
      openTimeOf: (_measurement, from, to) => openMs(from, to),
      ...(hasRaw ? { rawMeasurements } : {}),
    });
    const options = { ...DEFAULT_METRIC_OPTIONS, reportingZone: zone };
    this.figures = new Figures({ metricOf, options, rollups: this.rollups });
  }

  record(measurement: Measurement): void {
    this.standing.add(measurement);
    this.rollups.recorded(measurement);
  }

  retract(measurement: Measurement): void {
    this.standing.delete(measurement);
    this.rollups.retracted(measurement);
  }

  /** Where figures of a stretch are not what the raw measurements make. */
  wrong(from: number, to: number): readonly object[] {
    const kinds = (Object.keys(KINDS) as Kind[]).filter((kind) => kind !== 'monthly');
    return kinds.flatMap((kind) =>
      DIMENSIONS.flatMap((dimension) =>
        KEYS[dimension].flatMap((key) => {
          const group = { dimension, key };
          return this.#difference(kind, group, this.figures.figure(kind, { ...group, from, to }));
        }),
      ),
    );
  }

  /** Where the rolling window is not what the raw measurements make. */
  wrongInWindow(): readonly object[] {
    const start = this.rollups.windowStart * MINUTE;
    return (['sketched', 'plain', 'score', 'split', 'members'] as const).flatMap((kind) => {
      const group = { dimension: 'account' } as const;
      const figure = this.figures.rolling(kind, group);
      const [one] = this.figures.rollingByGroup(kind, 'account').values();
      return [
        ...this.#difference(kind, group, figure),
        ...(figure.from === start && figure.to === start + WINDOW_MINUTES * MINUTE ? [] : [figure]),
        ...(one === undefined || one.sum === figure.sum ? [] : [{ kind, one, figure }]),
        ...this.#wrongByGroup(kind, start),
      ];
    });
  }

  /** Of channels only all groups are ever asked for at once, so that their windows never keep values. */
  #wrongByGroup(kind: Kind, start: number): readonly object[] {
    const dimension = 'channel';
    return [...this.figures.rollingByGroup(kind, dimension)].flatMap(([key, totals]) => {
      const own = [...this.standing].filter((one) => isIn(one, { dimension, key }));
      const raw = rawTotals(own, kind, start, start + WINDOW_MINUTES * MINUTE);
      const isRight =
        raw.count === totals.count &&
        raw.sum === totals.sum &&
        raw.sumBusiness === totals.sumBusiness &&
        (raw.values[0] ?? null) === totals.min &&
        (raw.values.at(-1) ?? null) === totals.max;
      return isRight ? [] : [{ kind, key, totals, raw }];
    });
  }

  #difference(kind: Kind, group: Group, figure: StretchFigure): readonly object[] {
    const own = [...this.standing].filter((one) => isIn(one, group));
    const raw = rawTotals(own, kind, figure.from, figure.to);
    const { count, sum, sumBusiness, values, members } = raw;
    const min = values[0] ?? null;
    const max = values.at(-1) ?? null;
    const exact = kind === 'sketched' ? exactQuantile(values, 0.9, 'nearestRank') : null;
    const isRight =
      count === figure.count &&
      sum === figure.sum &&
      sumBusiness === figure.sumBusiness &&
      min === figure.min &&
      max === figure.max &&
      (kind !== 'members' || figure.value === members) &&
      (exact === null
        ? figure.p90 === null
        : Math.abs((figure.p90 ?? NaN) - exact) <= exact * SKETCH_ACCURACY + 1e-6);
    return isRight ? [] : [{ kind, group, figure, raw, min, max, exact }];
  }
}

/** What is done to roll-ups: record the next measurement, take one back, let time pass, ask for the window. */
const step = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ do: 'record' } as const) },
  { weight: 2, arbitrary: fc.nat().map((which) => ({ do: 'retract', which }) as const) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 8 * HOUR }).map((ms) => ({ do: 'pass', ms }) as const),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'ask' } as const) },
);

const story = ZONE_AND_INSTANT.chain(([zone, instant]) =>
  fc.record({
    zone: fc.constant(zone),
    instant: fc.constant(instant),
    figures: fc
      .constantFrom(30 * HOUR, 5 * DAY, 200 * DAY)
      .chain((span) => fc.array(measurements(instant, span), { minLength: 1, maxLength: 150 })),
    steps: fc.array(step, { maxLength: 200 }),
    stretches: fc.array(fc.tuple(fc.nat(220 * DAY), fc.nat(3 * DAY)), {
      minLength: 1,
      maxLength: 3,
    }),
  }),
);

/** Roll-ups as lines, in an order of their own. */
const told = (rollups: Rollups) =>
  [...rollupRows(rollups)].map((row) => JSON.stringify(row)).toSorted();

describe(`roll-ups judged by the raw measurements (seed ${SEED}, metrics.md §5)`, () => {
  it('equal them in counts, sums and extremes, and in quantiles within the accuracy of the sketch', () => {
    fc.assert(
      fc.property(story, ({ zone, instant, figures, steps, stretches }) => {
        const world = new World(zone);
        world.rollups.reach(instant);
        const waiting = [...figures];
        const wrong: object[] = [];
        let now = instant;
        for (const each of [...steps, ...figures.map(() => ({ do: 'record' }) as const)]) {
          if (each.do === 'record') {
            const next = waiting.pop();
            if (next !== undefined) world.record(next);
          } else if (each.do === 'retract') {
            const standing = [...world.standing];
            const one = standing[each.which % Math.max(1, standing.length)];
            if (one !== undefined) world.retract(one);
          } else if (each.do === 'pass') world.rollups.reach((now += each.ms));
          else wrong.push(...world.wrongInWindow());
        }
        expect([...wrong, ...world.wrongInWindow()]).toEqual([]);
        for (const [back, length] of stretches) {
          expect(world.wrong(now - back, now - back + length)).toEqual([]);
        }
        expect(world.wrong(instant - 300 * DAY, now + DAY)).toEqual([]);
      }),
      { seed: SEED, numRuns: 60 },
    );
  }, 60_000);

  it('equal them in a window that moves on by minutes while figures come and go, inside it and before it', () => {
    const moves = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 * MINUTE }), fc.nat(), fc.nat()), {
      minLength: 4,
      maxLength: 12,
    });
    const around = Date.UTC(2026, 2, 3, 12);
    const spread = fc.array(measurements(around, 20 * HOUR), { minLength: 60, maxLength: 120 });
    // Minutes with more values than are kept: there extremes go stale.
    const crowded = fc.array(measurements(around, 1000, ['plain', 'sketched']), {
      minLength: 80,
      maxLength: 160,
    });
    const filled = fc.oneof(spread, crowded);
    fc.assert(
      fc.property(filled, moves, (figures, steps) => {
        const world = new World('Europe/Brussels');
        world.rollups.reach(around);
        const late = figures.slice(0, steps.length);
        for (const one of figures.slice(steps.length)) world.record(one);
        // Asked for once, the window is kept up to date from here on.
        const wrong = [...world.wrongInWindow()];
        let now = around;
        for (const [ms, first, second] of steps) {
          world.rollups.reach((now += ms));
          for (const which of [first, second]) {
            const standing = [...world.standing];
            const one = standing[which % standing.length];
            if (one !== undefined) world.retract(one);
          }
          const next = late.pop();
          if (next !== undefined) world.record(next);
          wrong.push(...world.wrongInWindow());
        }
        expect(wrong).toEqual([]);
      }),
      { seed: SEED, numRuns: 40 },
    );
  }, 60_000);

  it('come as a series whose buckets add up to the whole, in any grain', () => {
    fc.assert(
      fc.property(
        story,
        fc.constantFrom('hour', 'day', 'week', 'month'),
        ({ zone, instant, figures }, grain) => {
          const world = new World(zone);
          world.rollups.reach(instant);
          for (const one of figures) world.record(one);
          const { calendar } = world.rollups.kept;
          const back = grain === 'hour' ? 20 * DAY : 250 * DAY;
          const from = calendar.bucketStart(instant - back, grain);
          const to = calendar.nextBucketStart(instant, grain);
          const group = { dimension: 'account', from, to } as const;
          for (const kind of ['plain', 'split', 'events'] as const) {
            const buckets = world.figures.series(kind, group, grain);
            const sum = (of: 'count' | 'sum' | 'sumBusiness') =>
              buckets.reduce((total, bucket) => total + (bucket[of] ?? 0), 0);
            const whole = world.figures.figure(kind, group);
            expect([sum('count'), sum('sum'), sum('sumBusiness')]).toEqual([
              whole.count,
              whole.sum,
              whole.sumBusiness,
            ]);
            for (const { start, end, count, sum: ms } of buckets) {
              const raw = rawTotals([...world.standing], kind, start, end);
              expect([count, ms]).toEqual([raw.count, raw.sum]);
            }
          }
        },
      ),
      { seed: SEED, numRuns: 25 },
    );
  }, 60_000);

  it('are the same after they were put away as rows and taken up again', () => {
    fc.assert(
      fc.property(story, ({ zone, instant, figures }) => {
        const world = new World(zone);
        world.rollups.reach(instant);
        for (const one of figures) world.record(one);
        const again = new World(zone);
        again.rollups.reach(world.rollups.kept.reached);
        const rows = JSON.stringify([...rollupRows(world.rollups)]);
        loadRollups(again.rollups, JSON.parse(rows) as Parameters<typeof loadRollups>[1]);
        expect(told(again.rollups)).toEqual(told(world.rollups));
        for (const one of world.standing) again.standing.add(one);
        expect(again.wrong(instant - 300 * DAY, instant + DAY)).toEqual([]);
        for (const one of figures) again.retract(one);
        expect(again.wrong(instant - 300 * DAY, instant + DAY)).toEqual([]);
        expect([...rollupRows(again.rollups)]).toEqual([]);
      }),
      { seed: SEED, numRuns: 25 },
    );
  }, 60_000);
});
