/** What a window or a bucket adds up to, for one metric and one group. */
export interface Totals {
  /** Measurements with a value, count. */
  readonly count: number;
  /** Milliseconds for durations, else the sum of values. */
  readonly sum: number;
  /** Milliseconds within opening hours. */
  readonly sumBusiness: number;
  /** Smallest and largest value; null where there is none. */
  readonly min: number | null;
  readonly max: number | null;
  /** Distinct members, for a metric that counts members; else 0. */
  readonly members: number;
  /** Measurements without a value, count. */
  readonly missing: number;
}

/** Nothing at all. */
export const NO_TOTALS: Totals = Object.freeze({
  count: 0,
  sum: 0,
  sumBusiness: 0,
  min: null,
  max: null,
  members: 0,
  missing: 0,
});
