import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  KEPT_VALUES_MAX,
  QuantileSketch,
  SKETCH_ACCURACY,
  type PackedSketch,
} from '../../src/metrics/quantile-sketch.ts';
import { exactQuantile } from '../../src/metrics/quantiles.ts';
import { SEED } from '../time/zones.ts';

const METHODS = ['nearestRank', 'linear'] as const;
/** The accuracy, and what floating point adds to it. */
const ERROR_MAX = SKETCH_ACCURACY + 1e-9;
const QUANTILES = [0, 0.25, 0.5, 0.9, 0.95, 0.99, 1];

const ascending = (values: readonly number[]) => values.toSorted((a, b) => a - b);

function sketchOf(values: readonly number[]): QuantileSketch {
  const sketch = new QuantileSketch();
  for (const value of values) sketch.add(value);
  return sketch;
}

/** How far the quantiles of a sketch are from the exact ones at worst, as a share of the values beside them; Infinity for wrong ones. */
function worstError(sketch: QuantileSketch, values: readonly number[]): number {
  const sorted = ascending(values);
  if (sketch.count !== values.length) return Infinity;
  const errors = QUANTILES.flatMap((q) =>
    METHODS.map((method) => {
      const exact = exactQuantile(sorted, q, method);
      const found = sketch.quantile(q, method);
      if (exact === found) return 0;
      if (exact === null || found === null) return Infinity;
      // Between two neighbours of different sign their errors do not shrink with the value between them.
      const scale = method === 'linear' ? largestNeighbour(sorted, q) : Math.abs(exact);
      return Math.abs(found - exact) / scale;
    }),
  );
  return Math.max(...errors);
}

function largestNeighbour(sorted: readonly number[], q: number): number {
  const place = q * (sorted.length - 1);
  const neighbours = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0];
  return Math.max(...neighbours.map(Math.abs));
}

describe('quantiles of counts', () => {
  it('are counts: exact to 49, whole and within the accuracy beyond', () => {
    const counts = fc.array(fc.oneof(fc.nat(60), fc.nat(5000)), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(counts, (values) => {
        const sketch = sketchOf(values);
        for (const q of QUANTILES) {
          const exact = exactQuantile(ascending(values), q, 'nearestRank') ?? NaN;
          const found = sketch.quantile(q, 'nearestRank', true) ?? NaN;
          expect(Number.isInteger(found)).toBe(true);
          const off = Math.abs(found - exact);
          expect(off).toBeLessThanOrEqual(exact < 50 ? 0 : exact * ERROR_MAX + 0.5);
        }
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  it('would be no counts without it (control)', () => {
    const ones = Array.from({ length: 100 }, () => 1);
    expect(sketchOf(ones).quantile(0.5, 'nearestRank')).not.toBe(1);
    expect(sketchOf(ones).quantile(0.5, 'nearestRank', true)).toBe(1);
  });
});

describe('exact quantiles (metrics.md §1E, percentiles)', () => {
  const values = [10, 20, 30, 40, 50, 60, 70, 80, 90, 1000];

  it('takes the nearest rank', () => {
    const found = [0.5, 0.9, 0.95].map((q) => exactQuantile(values, q, 'nearestRank'));
    expect(found).toEqual([50, 90, 1000]);
  });

  it('interpolates between ranks', () => {
    const found = [0.5, 0.9, 0.95, 0.99].map((q) => exactQuantile(values, q, 'linear'));
    expect(found.map((one) => Number(one?.toFixed(6)))).toEqual([55, 181, 590.5, 918.1]);
  });

  it('has none of no values, and the one of one', () => {
    for (const method of METHODS) {
      expect(exactQuantile([], 0.5, method)).toBeNull();
      expect(exactQuantile([7], 0.99, method)).toBe(7);
    }
  });

  it('takes whole ranks for whole, whatever floating point makes of them', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
    expect(exactQuantile(hundred, 0.07, 'nearestRank')).toBe(7);
    expect(exactQuantile(hundred, 0.95, 'nearestRank')).toBe(95);
  });
});

describe(`the sketch of a bucket (seed ${SEED})`, () => {
  const value = fc.oneof(
    fc.integer({ min: 0, max: 5_000_000_000 }),
    fc.integer({ min: 1, max: 600_000 }),
    fc.double({ min: -1, max: 1, noNaN: true }).map((one) => Math.round(one * 1000) / 1000),
  );
  const values = fc.array(value, { maxLength: 120 });

  it('keeps few values as they are, and goes over to bins beyond', () => {
    const few = Array.from({ length: KEPT_VALUES_MAX }, (_, index) => index * 1000);
    expect(sketchOf(few).values).toHaveLength(KEPT_VALUES_MAX);
    expect(sketchOf([...few, 1]).values).toBeNull();
  });

  it('reads quantiles within its accuracy, put away or not', () => {
    fc.assert(
      fc.property(values, (list) => {
        const sketch = sketchOf(list);
        expect(worstError(sketch, list)).toBeLessThanOrEqual(ERROR_MAX);
        const packed = JSON.parse(JSON.stringify(sketch)) as PackedSketch;
        const again = QuantileSketch.fromJSON(packed);
        expect(worstError(again, list)).toBeLessThanOrEqual(ERROR_MAX);
        expect(JSON.stringify(again)).toBe(JSON.stringify(sketch));
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  it('merges into what adding all values makes, in whatever order', () => {
    fc.assert(
      fc.property(fc.array(values, { maxLength: 6 }), (lists) => {
        const merged = new QuantileSketch();
        for (const list of lists) merged.merge(sketchOf(list));
        expect(JSON.stringify(merged)).toBe(JSON.stringify(sketchOf(lists.flat().toReversed())));
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  it('takes values and whole sketches back and holds what is left', () => {
    fc.assert(
      fc.property(values, values, values, (stay, leave, leaveAtOnce) => {
        const sketch = sketchOf([...leave, ...stay, ...leaveAtOnce]);
        for (const one of leave) sketch.subtract(one);
        sketch.subtractAll(sketchOf(leaveAtOnce));
        expect(worstError(sketch, stay)).toBeLessThanOrEqual(ERROR_MAX);
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  it('refuses to take back what it does not hold', () => {
    expect(() => sketchOf([1]).subtract(2)).toThrow(/expected 2 among the values/);
    expect(() => new QuantileSketch().subtractAll(sketchOf([1]))).toThrow(/found none/);
  });
});
