/*
 * Quantiles of a bucket: the values themselves while they are few, a DDSketch beyond. What it holds depends on the values alone, never on
 * their order, so that sketches merge without loss and take values back exactly.
 */
import { DDSketch } from '@datadog/sketches-js';
import { assertInvariant } from '../events/holdline-error.ts';
import { quantileOf, type QuantileMethod } from './quantiles.ts';

/** A quantile read off a sketch is within this share of the value that stands at its rank. */
export const SKETCH_ACCURACY = 0.01;

/** Most buckets hold a handful of values; up to so many are kept as they are, and their quantiles are exact. */
export const KEPT_VALUES_MAX = 16;

/** Counts of one sign: place of the first bin, its count, and so on in pairs; each place but the first is a distance. */
type PackedBins = readonly number[];

/** A sketch as JSON: the values themselves, or bins. */
export type PackedSketch =
  | readonly number[]
  | { readonly zeros: number; readonly positive: PackedBins; readonly negative: PackedBins };

type Bins = DDSketch['store'];

/** A multiset of numbers that answers for quantiles. */
export class QuantileSketch {
  #kept: number[] = [];
  #binned: DDSketch | null = null;
  #count = 0;

  /** Values held. */
  get count(): number {
    return this.#count;
  }

  /** The values themselves, in no order; null where only bins are left of them. */
  get values(): readonly number[] | null {
    return this.#binned === null ? this.#kept : null;
  }

  /** Takes a value in, `times` times. */
  add(value: number, times = 1): void {
    this.#count += times;
    if (this.#binned === null && this.#count <= KEPT_VALUES_MAX) {
      for (let time = 0; time < times; time += 1) this.#kept.push(value);
      return;
    }
    weigh(this.#bins(), value, times);
  }

  /** Takes a value back, `times` times. It must have been added. */
  subtract(value: number, times = 1): void {
    this.#count -= times;
    if (this.#binned === null) this.#takeOut(value, times);
    else weigh(this.#binned, value, -times);
    this.#settle();
  }

  /** Takes all values of another in. */
  merge(other: QuantileSketch): void {
    if (other.#binned === null) for (const value of other.#kept) this.add(value);
    else {
      const bins = this.#bins();
      moveBins(other.#binned, bins, 1);
      this.#count += other.#count;
    }
  }

  /** Takes all values of another back. They must have been added or merged. */
  subtractAll(other: QuantileSketch): void {
    if (other.#binned === null) for (const value of other.#kept) this.subtract(value);
    else {
      assertInvariant(this.#binned !== null, 'expected bins to take bins from, found values');
      moveBins(other.#binned, this.#binned, -1);
      this.#count -= other.#count;
      this.#settle();
    }
  }

  /** The same values in a sketch of their own. */
  copy(): QuantileSketch {
    const copy = new QuantileSketch();
    copy.merge(this);
    return copy;
  }

  /**
   * The quantile, `q` 0..1; null where there is no value. Exact for kept values, else within {@link SKETCH_ACCURACY}.
   *
   * @param isWhole Whether all values are whole numbers: then what a bin stands for is rounded to one.
   */
  quantile(q: number, method: QuantileMethod, isWhole = false): number | null {
    const binned = this.#binned;
    if (binned === null) {
      this.#kept.sort((a, b) => a - b);
      return quantileOf(q, this.#count, (place) => this.#kept[place] as number, method);
    }
    const at = (place: number) => {
      const value = valueAt(binned, place);
      return isWhole ? Math.round(value) : value;
    };
    return quantileOf(q, this.#count, at, method);
  }

  /** As JSON, with few numbers for few values. */
  toJSON(): PackedSketch {
    const binned = this.#binned;
    if (binned === null) return this.#kept.toSorted((a, b) => a - b);
    const { zeroCount: zeros, store, negativeStore } = binned;
    return { zeros, positive: packBins(store), negative: packBins(negativeStore) };
  }

  /** The sketch that `toJSON` has put down. */
  static fromJSON(packed: PackedSketch): QuantileSketch {
    const sketch = new QuantileSketch();
    if (isValues(packed)) for (const value of packed) sketch.add(value);
    else {
      const binned = sketch.#bins();
      binned.zeroCount = packed.zeros;
      unpackBins(packed.positive, binned.store);
      unpackBins(packed.negative, binned.negativeStore);
      sketch.#count = packed.zeros + binned.store.count + binned.negativeStore.count;
    }
    return sketch;
  }

  #bins(): DDSketch {
    if (this.#binned === null) {
      this.#binned = new DDSketch({ relativeAccuracy: SKETCH_ACCURACY });
      // Both ends first: the bins then grow to their range at once, not value by value.
      const kept = this.#kept.toSorted((a, b) => a - b);
      const last = kept.pop();
      if (last !== undefined) weigh(this.#binned, last, 1);
      for (const value of kept) weigh(this.#binned, value, 1);
      this.#kept = [];
    }
    return this.#binned;
  }

  #takeOut(value: number, times: number): void {
    for (let time = 0; time < times; time += 1) {
      const index = this.#kept.indexOf(value);
      assertInvariant(index >= 0, `expected ${value} among the values of a bucket, found none`);
      this.#kept[index] = this.#kept[this.#kept.length - 1] as number;
      this.#kept.pop();
    }
  }

  #settle(): void {
    assertInvariant(this.#count >= 0, 'expected values to take back, found none');
    if (this.#count === 0) this.#binned = null;
  }
}

const isValues = (packed: PackedSketch): packed is readonly number[] => Array.isArray(packed);

/** Adds to the count of a value's bin. The library's own `accept` takes nothing back, and its `merge` forgets negative values. */
function weigh(sketch: DDSketch, value: number, weight: number): void {
  const { mapping } = sketch;
  if (value > mapping.minPossible) sketch.store.add(mapping.key(value), weight);
  else if (value < -mapping.minPossible) sketch.negativeStore.add(mapping.key(-value), weight);
  else sketch.zeroCount += weight;
}

function moveBins(from: DDSketch, to: DDSketch, sign: 1 | -1): void {
  to.zeroCount += sign * from.zeroCount;
  moveStore(from.store, to.store, sign);
  moveStore(from.negativeStore, to.negativeStore, sign);
}

function moveStore(from: Bins, to: Bins, sign: 1 | -1): void {
  const { bins, offset, minKey, maxKey } = from;
  // From both ends inwards: the first two steps grow the bins to their whole range.
  for (let low = minKey, high = maxKey; low <= high; low += 1, high -= 1) {
    const lowest = bins[low - offset] ?? 0;
    if (lowest !== 0) to.add(low, sign * lowest);
    const highest = low === high ? 0 : (bins[high - offset] ?? 0);
    if (highest !== 0) to.add(high, sign * highest);
  }
}

/** The value that stands for the one at a place from 0 in ascending order. */
function valueAt({ mapping, store, negativeStore, zeroCount }: DDSketch, place: number): number {
  const negatives = negativeStore.count;
  if (place < negatives) {
    return -mapping.value(negativeStore.keyAtRank(negatives - place - 1));
  }
  if (place < negatives + zeroCount) return 0;
  return mapping.value(store.keyAtRank(place - zeroCount - negatives));
}

function packBins({ bins, offset }: Bins): PackedBins {
  const packed: number[] = [];
  let last = 0;
  for (let index = 0; index < bins.length; index += 1) {
    const count = bins[index] as number;
    if (count === 0) continue;
    packed.push(index + offset - last, count);
    last = index + offset;
  }
  return packed;
}

function unpackBins(packed: PackedBins, bins: Bins): void {
  let key = 0;
  for (let index = 0; index < packed.length; index += 2) {
    key += packed[index] as number;
    bins.add(key, packed[index + 1]);
  }
}
