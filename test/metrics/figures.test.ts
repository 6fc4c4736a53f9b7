import { describe, expect, it } from 'vitest';
import { Figures } from '../../src/metrics/figures.ts';
import type { Measurement } from '../../src/metrics/measurement.ts';
import { DEFAULT_METRIC_OPTIONS } from '../../src/policy/metric-options.ts';
import { at, MINUTE } from '../time/zones.ts';
import { ACCOUNT, metricOf, world } from './figure-world.ts';
import { measurementOf, type Said } from './raw-figures.ts';

describe('what a figure shows (metrics.md X6, X7)', () => {
  const WHEN = at('2026-03-03T09:20:00Z');
  const group = { ...ACCOUNT, from: WHEN, to: WHEN + MINUTE };

  it('shows the mean of latencies with exact quantiles while there are few (percentiles: 10 to 90 and 1000)', () => {
    const values = [10, 20, 30, 40, 50, 60, 70, 80, 90, 1000];
    const said = values.map((figure): Said => ({ kind: 'sketched', at: WHEN, figure }));
    expect(world(said).figures.figure('sketched', group)).toMatchObject({
      value: 145,
      count: 10,
      min: 10,
      max: 1000,
      p50: 50,
      p90: 90,
      p95: 1000,
    });
    const linear = world(said, 'UTC', { percentileMethod: 'linear' }).figures.figure(
      'sketched',
      group,
    );
    const read = [linear.p50, linear.p90, linear.p95].map((one) => Number(one?.toFixed(6)));
    expect(read).toEqual([55, 181, 590.5]);
  });

  it('is null for want of what was never sent, and says which', () => {
    const { figures } = world([]);
    const shown = ['score', 'rate', 'share', 'plain', 'events', 'split'].map((id) => {
      const { value, missing } = figures.figure(id, group);
      return [value, missing];
    });
    expect(shown).toEqual([
      [null, 'csat'],
      [null, 'csat'],
      [null, 'zeroDenominator'],
      [null, 'noSamples'],
      [0, null],
      [0, null],
    ]);
  });

  it('never averages what has no value as 0', () => {
    const { figures } = world([
      { kind: 'score', at: WHEN, missing: 'csat' },
      { kind: 'score', at: WHEN, figure: 0.6 },
    ]);
    expect(figures.figure('score', group)).toMatchObject({ value: 0.6, count: 1, missing: null });
    const later = { ...group, from: WHEN + MINUTE, to: WHEN + 2 * MINUTE };
    expect(figures.figure('rate', later)).toMatchObject({
      value: null,
      missing: 'zeroDenominator',
    });
    const none = world([{ kind: 'score', at: WHEN, missing: 'csat' }]).figures;
    expect(none.figure('score', group)).toMatchObject({ value: null, count: 0, missing: 'csat' });
    expect(none.figure('rate', group)).toMatchObject({ value: null, missing: 'csat' });
  });

  it('works rates out from totals when they are read', () => {
    const { figures } = world([
      { kind: 'plain', at: WHEN },
      { kind: 'events', at: WHEN },
      { kind: 'events', at: WHEN },
    ]);
    expect(figures.figure('share', group)).toMatchObject({
      value: 0.5,
      missing: null,
      count: null,
    });
    expect(figures.rolling('share', ACCOUNT).value).toBe(0.5);
  });

  it('reads the business clock where responses do', () => {
    // 10:20 to 10:50 has 20 open minutes.
    const said = measurementOf({
      kind: 'plain',
      at: at('2026-03-03T10:50:00Z'),
      figure: 30 * MINUTE,
    });
    const responses = Object.assign(Object.create(Object.getPrototypeOf(said) as object), said, {
      metric: 'responses',
    }) as Measurement;
    const values = (['business', 'calendar'] as const).map((responseClock) => {
      const { rollups, figures } = world([], 'UTC', { responseClock });
      rollups.recorded(responses);
      const { value, p50, max } = figures.figure('responses', {
        ...ACCOUNT,
        from: said.at,
        to: said.at + 1,
      });
      return [value, p50, max].map((ms) => (ms ?? 0) / MINUTE);
    });
    expect(values).toEqual([
      [20, 20, 20],
      [30, 30, 30],
    ]);
  });

  it('adds what is still running as of now, and keeps nothing of it', () => {
    const { rollups, measurements } = world([{ kind: 'split', at: WHEN, figure: MINUTE }]);
    const provisional = world([{ kind: 'split', at: WHEN + MINUTE, figure: 2 * MINUTE }]).rollups;
    const options = DEFAULT_METRIC_OPTIONS;
    const asOf = new Figures({ metricOf, options, rollups, provisional });
    const hour = { ...ACCOUNT, from: WHEN - 20 * MINUTE, to: WHEN + 40 * MINUTE };
    expect(asOf.figure('split', hour).sum).toBe(3 * MINUTE);
    expect(asOf.rolling('split', ACCOUNT).sum).toBe(3 * MINUTE);
    expect(new Figures({ metricOf, options, rollups }).figure('split', hour).sum).toBe(MINUTE);
    expect(measurements).toHaveLength(1);
  });

  it('refuses a metric that there is not', () => {
    expect(() => world([]).figures.figure('averageMood', group)).toThrow(/found "averageMood"/);
  });
});

/** Takes the largest values back, so many. */
const takeBack = ({ rollups, measurements }: ReturnType<typeof world>, count: number) => {
  for (const one of measurements.slice(40 - count, 40)) rollups.retracted(one);
};

describe('extremes that were taken back (metrics.md §5)', () => {
  const WHEN = at('2026-03-03T09:20:00Z');
  const group = { ...ACCOUNT, from: WHEN, to: WHEN + MINUTE };
  const many = Array.from({ length: 40 }, (_, index): Said => {
    return { kind: 'plain', at: WHEN, figure: index * 1000 };
  });
  const extremes = (figures: Figures) => {
    const { min, max, count, value } = figures.figure('plain', group);
    return [count, min, max, value];
  };

  it('are rebuilt from the values of a bucket that keeps them', () => {
    const { figures, rollups, measurements } = world(many.slice(0, 3));
    rollups.retracted(measurements[2] as Measurement);
    expect(extremes(figures)).toEqual([2, 0, 1000, 500]);
  });

  it('are the next ones of a bucket that holds more, up to seven times', () => {
    const seven = world(many);
    takeBack(seven, 7);
    expect(extremes(seven.figures)).toEqual([33, 0, 32_000, 16_000]);
  });

  it('are rebuilt from the raw measurements where more were taken back', () => {
    let standing: readonly Measurement[] = [];
    const eight = world(many, 'UTC', {}, () => standing);
    takeBack(eight, 8);
    standing = eight.measurements.slice(0, 32);
    expect(extremes(eight.figures)).toEqual([32, 0, 31_000, 15_500]);
  });

  it('are unknown rather than wrong where the raw measurements are gone', () => {
    const gone = world(many);
    gone.rollups.retracted(gone.measurements[20] as Measurement);
    expect(extremes(gone.figures).slice(0, 3)).toEqual([39, 0, 39_000]);
    takeBack(gone, 8);
    expect(extremes(gone.figures).slice(0, 3)).toEqual([31, null, null]);
    // Only some of them are left: what they say would be wrong.
    const some = world(many, 'UTC', {}, () => gone.measurements.slice(5, 10));
    takeBack(some, 8);
    expect(extremes(some.figures).slice(0, 3)).toEqual([32, null, null]);
  });
});
