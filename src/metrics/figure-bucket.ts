/*
 * One bucket of one figure. Everything in it can be taken back; an extreme as long as it is known what came next. Where it is not, the
 * bucket is stale until its extremes are rebuilt from the values. A bucket knows its values in one of three ways: all are equal (`min`), all are in `values`, or, of a metric
 * without quantiles that has more of them than are kept, only the extremes are known (`isLoose`).
 */
import { assertInvariant } from '../events/holdline-error.ts';
import { MICROS, type FigurePart } from './figure-part.ts';
import { endsOf, endsTogether, KnownEnds } from './known-ends.ts';
import type { OptionalInput } from './measurement.ts';
import { MemberCounts, type MemberNames } from './member-counts.ts';
import { KEPT_VALUES_MAX, QuantileSketch } from './quantile-sketch.ts';
import { SpanEdges } from './span-edges.ts';
import type { Totals } from './totals.ts';

/** One bucket. Its start is epoch minutes: a zone's buckets begin at whole minutes, whatever their size. */
export class FigureBucket {
  // What windows add up stands together: they walk over very many buckets, and each piece of memory costs them time.
  startMinute: number;
  count = 0;
  whole = 0;
  micros = 0;
  sumBusiness = 0;
  min = 0;
  max = 0;
  isStale = false;
  members: MemberCounts | null = null;
  missing: Map<OptionalInput, number> | null = null;
  values: QuantileSketch | null = null;
  isLoose = false;
  edges: SpanEdges | null = null;
  /** Of a bucket that does not know its values any more: the outermost of them. */
  ends: KnownEnds | null = null;

  constructor(startMinute: number) {
    this.startMinute = startMinute;
  }

  /** Takes a measurement in. */
  add(part: FigurePart, isSketched: boolean): void {
    if (part.member !== null) (this.members ??= new MemberCounts()).add(part.member);
    if (part.value === null) {
      if (part.missing !== null) this.#miss(part.missing, 1);
      return;
    }
    this.whole += part.whole;
    this.micros += part.micros;
    this.sumBusiness += part.businessMs;
    this.#addValues(part.value, 1, isSketched);
  }

  /** Takes a measurement back that was added. */
  subtract(part: FigurePart): void {
    if (part.member !== null) this.members?.subtract(part.member);
    if (part.value === null) {
      if (part.missing !== null) this.#miss(part.missing, -1);
      return;
    }
    this.whole -= part.whole;
    this.micros -= part.micros;
    this.sumBusiness -= part.businessMs;
    if (this.#loseCount(1)) return;
    if (this.values !== null) this.values.subtract(part.value);
    this.ends?.subtract(part.value);
    this.#touch(part.value, part.value);
  }

  /** As `merge`, into a bucket that stays: what is known of the outermost values is, too. */
  absorb(other: FigureBucket, isSketched: boolean): void {
    const isMany = this.count + other.count > KEPT_VALUES_MAX;
    const ends = isMany ? endsTogether(this, other) : null;
    this.ends = null;
    this.merge(other, isSketched);
    this.ends = ends;
  }

  /** Takes all of another bucket in but its edges. */
  merge(other: FigureBucket, isSketched: boolean): void {
    this.whole += other.whole;
    this.micros += other.micros;
    this.sumBusiness += other.sumBusiness;
    if (other.members !== null) (this.members ??= new MemberCounts()).merge(other.members);
    if (other.missing !== null) {
      for (const [input, count] of other.missing) this.#miss(input, count);
    }
    if (other.count > 0) this.#mergeValues(other, isSketched);
  }

  /** Takes all of other buckets, from a place on, into one that is new, but their values and edges: what is asked first is asked of very many at once. */
  mergeSums(others: readonly FigureBucket[], first: number): void {
    let count = 0;
    let whole = 0;
    let micros = 0;
    let sumBusiness = 0;
    let min = Infinity;
    let max = -Infinity;
    for (let place = first; place < others.length; place += 1) {
      const other = others[place] as FigureBucket;
      if (other.members !== null) (this.members ??= new MemberCounts()).merge(other.members);
      if (other.missing !== null) {
        for (const [input, times] of other.missing) this.#miss(input, times);
      }
      whole += other.whole;
      micros += other.micros;
      sumBusiness += other.sumBusiness;
      if (other.count === 0) continue;
      count += other.count;
      if (other.min < min) min = other.min;
      if (other.max > max) max = other.max;
      if (other.isStale) this.isStale = true;
    }
    this.whole += whole;
    this.micros += micros;
    this.sumBusiness += sumBusiness;
    if (count === 0) return;
    this.count = count;
    this.min = min;
    this.max = max;
    this.isLoose = true;
  }

  /** Takes the edges of a bucket within this one in. */
  mergeEdges({ edges, startMinute }: FigureBucket): void {
    if (edges === null) return;
    const shiftMs = (startMinute - this.startMinute) * 60_000;
    (this.edges ??= new SpanEdges()).merge(edges, shiftMs);
  }

  /** Takes all of another bucket back, which was merged before; edges are not merged, and stay where they are. */
  subtractAll(other: FigureBucket): void {
    this.whole -= other.whole;
    this.micros -= other.micros;
    this.sumBusiness -= other.sumBusiness;
    if (other.members !== null) this.members?.subtractAll(other.members);
    if (other.missing !== null) {
      for (const [input, count] of other.missing) this.#miss(input, -count);
    }
    this.ends = null;
    if (other.count === 0 || this.#loseCount(other.count)) return;
    if (this.values !== null) {
      if (other.values === null) this.values.subtract(other.min, other.count);
      else this.values.subtractAll(other.values);
    }
    if (other.isStale) this.isStale = true;
    else this.#touch(other.min, other.max);
  }

  /**
   * Rebuilds stale extremes from all values of the bucket.
   *
   * Left stale where they are not as many as the bucket counts: extremes of only some of the values would be wrong.
   */
  rebuild(values: Iterable<number>): void {
    const all = [...values];
    if (all.length !== this.count) return;
    const ends = KnownEnds.of(all);
    this.min = ends.min ?? 0;
    this.max = ends.max ?? 0;
    this.isStale = false;
    this.ends = all.length > KEPT_VALUES_MAX ? ends : null;
  }

  /** What the bucket adds up to. The extremes are null while they are stale. */
  totals(names: MemberNames | null): Totals {
    const hasExtremes = this.count > 0 && !this.isStale;
    return {
      count: this.count,
      sum: this.#sum(),
      sumBusiness: this.sumBusiness,
      min: hasExtremes ? this.min : null,
      max: hasExtremes ? this.max : null,
      members: this.members === null ? 0 : this.members.distinct(names),
      missing: this.missingCount,
    };
  }

  /** Measurements without a value. */
  get missingCount(): number {
    let count = 0;
    if (this.missing !== null) for (const times of this.missing.values()) count += times;
    return count;
  }

  /** Whether nothing is left in it. */
  get isEmpty(): boolean {
    return (
      this.count === 0 &&
      this.missingCount === 0 &&
      (this.edges === null || this.edges.isEmpty) &&
      (this.members === null || this.members.distinct(null) === 0)
    );
  }

  /** Divided once, so that equal sums read alike however they came about. */
  #sum(): number {
    const { whole, micros } = this;
    if (micros === 0) return whole;
    const inMicros = whole * MICROS + micros;
    return Number.isSafeInteger(inMicros) ? inMicros / MICROS : whole + micros / MICROS;
  }

  #addValues(value: number, times: number, isSketched: boolean): void {
    const before = this.count;
    this.count += times;
    if (before === 0) {
      this.min = value;
      this.max = value;
      return;
    }
    if (this.count > KEPT_VALUES_MAX) this.#addEnds(value, times, before);
    if (this.values === null && !this.isLoose && value !== this.min) {
      this.values = new QuantileSketch();
      if (!this.#loosen(isSketched)) this.values.add(this.min, before);
    } else this.#loosen(isSketched);
    this.values?.add(value, times);
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
  }

  #mergeValues(other: FigureBucket, isSketched: boolean): void {
    if (other.values === null && !other.isLoose) {
      this.#addValues(other.min, other.count, isSketched);
      return;
    }
    const before = this.count;
    this.ends = null;
    this.count += other.count;
    this.isStale ||= other.isStale;
    const isLoose = this.isLoose || other.isLoose || isTooMany(this.count, isSketched);
    if (isLoose) {
      this.values = null;
      this.isLoose = true;
    } else if (before === 0) this.values = other.values?.copy() ?? null;
    else if (other.values !== null) {
      if (this.values === null) {
        this.values = new QuantileSketch();
        this.values.add(this.min, before);
      }
      this.values.merge(other.values);
    }
    this.min = before === 0 ? other.min : Math.min(this.min, other.min);
    this.max = before === 0 ? other.max : Math.max(this.max, other.max);
  }

  /** Bins are only for quantiles: without them, more values than are kept are let go, before bins are made of them. */
  #loosen(isSketched: boolean): boolean {
    if (this.values === null || !isTooMany(this.count, isSketched)) return false;
    this.values = null;
    this.isLoose = true;
    return true;
  }

  /** Counts values off; true when none is left and the bucket is as new. */
  #loseCount(times: number): boolean {
    this.count -= times;
    assertInvariant(this.count >= 0, 'expected a figure to take back from a bucket, found none');
    if (this.count > 0) return false;
    this.values = null;
    this.isLoose = false;
    this.isStale = false;
    this.ends = null;
    return true;
  }

  /** Values are gone: the extremes are read anew where all values are known, and stale where one of the extremes was among them. */
  #touch(low: number, high: number): void {
    if (low > this.min && high < this.max) return;
    const kept = this.values?.values ?? null;
    if (kept !== null) this.rebuild(kept);
    else if (this.values !== null || this.isLoose) this.#readEnds();
  }

  #readEnds(): void {
    const { min, max } = this.ends ?? {};
    if (this.isStale || min === undefined || max === undefined) this.isStale = true;
    else {
      this.min = min;
      this.max = max;
    }
  }

  /** A value beyond those that are kept. */
  #addEnds(value: number, times: number, before: number): void {
    if (this.values === null && !this.isLoose && value === this.min) return;
    this.ends ??= endsOf(this, before);
    this.ends?.add(value, times);
  }

  #miss(input: OptionalInput, times: number): void {
    const missing = (this.missing ??= new Map<OptionalInput, number>());
    const count = (missing.get(input) ?? 0) + times;
    if (count === 0) missing.delete(input);
    else missing.set(input, count);
  }
}

/** Whether a bucket without quantiles holds more values than are kept. */
const isTooMany = (count: number, isSketched: boolean) => !isSketched && count > KEPT_VALUES_MAX;
