// Smallest and largest values are never wrong, whatever is taken back, and known as long as few of the outermost are (metrics.md §5: min, max).
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { FigureBucket } from '../../src/metrics/figure-bucket.ts';
import { FigurePart } from '../../src/metrics/figure-part.ts';
import { SEED } from '../statechart/xstate-oracle.ts';

/** What may happen to a bucket: a value comes, one of those that are in goes, another bucket is taken in. */
type Deed =
  | { readonly kind: 'add'; readonly value: number }
  | { readonly kind: 'subtract'; readonly which: number }
  | { readonly kind: 'subtractOutermost'; readonly isMax: boolean }
  | { readonly kind: 'absorb'; readonly values: readonly number[] };

const value = fc.integer({ min: 1, max: 60 });
const deeds: fc.Arbitrary<readonly Deed[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('add' as const), value }) },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('subtract' as const), which: fc.nat() }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('subtractOutermost' as const),
        isMax: fc.boolean(),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('absorb' as const),
        values: fc.array(value, { maxLength: 40 }),
      }),
    },
  ),
  { maxLength: 120 },
);

const partOf = (one: number): FigurePart => Object.assign(new FigurePart(), { value: one, whole: one }); // prettier-ignore

function bucketOf(values: readonly number[], isSketched: boolean): FigureBucket {
  const bucket = new FigureBucket(0);
  for (const one of values) bucket.add(partOf(one), isSketched);
  return bucket;
}

/** Does a deed to a bucket and to the list of its values, ascending. */
function act(deed: Deed, bucket: FigureBucket, values: number[], isSketched: boolean): void {
  if (deed.kind === 'add') {
    bucket.add(partOf(deed.value), isSketched);
    values.push(deed.value);
  } else if (deed.kind === 'absorb') {
    bucket.absorb(bucketOf(deed.values, isSketched), isSketched);
    values.push(...deed.values);
  } else if (values.length > 0) {
    const outermost = deed.kind === 'subtractOutermost' && deed.isMax ? values.length - 1 : 0;
    const place = deed.kind === 'subtract' ? deed.which % values.length : outermost;
    const [gone = 0] = values.splice(place, 1);
    bucket.subtract(partOf(gone));
  }
  values.sort((a, b) => a - b);
}

it.each([true, false])('extremes are right or unknown, sketched: %s', (isSketched) => {
  fc.assert(
    fc.property(deeds, (all) => {
      const bucket = new FigureBucket(0);
      const values: number[] = [];
      for (const deed of all) {
        act(deed, bucket, values, isSketched);
        const { count, min, max } = bucket.totals(null);
        expect(count).toBe(values.length);
        const isUnknown = values.length === 0 || bucket.isStale;
        const known = [values[0], values.at(-1)];
        expect([min, max]).toEqual(isUnknown ? [null, null] : known);
      }
    }),
    { seed: SEED, numRuns: 1000 },
  );
});

it.each([true, false])('seven of the outermost of many may go, sketched: %s', (isSketched) => {
  const values = Array.from({ length: 100 }, (_, place) => place + 1);
  const bucket = bucketOf(values, isSketched);
  for (const gone of [1, 100, 2, 99, 3, 98, 4, 97, 5, 96, 6, 95, 7, 94])
    bucket.subtract(partOf(gone));
  expect(bucket.totals(null)).toMatchObject({ count: 86, min: 8, max: 93 });
  bucket.add(partOf(2), isSketched);
  bucket.absorb(bucketOf([60, 97], isSketched), isSketched);
  expect(bucket.totals(null)).toMatchObject({ count: 89, min: 2, max: 97 });
  for (const gone of [2, 8]) bucket.subtract(partOf(gone));
  expect(bucket.totals(null).min).toBe(null);
});
