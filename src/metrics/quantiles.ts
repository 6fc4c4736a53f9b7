// Quantiles of values that are all at hand, by the two methods in common use.
import type { MetricOptions } from '../policy/metric-options.ts';

/**
 * How a quantile is read off sorted values.
 *
 * `nearestRank`: the smallest value that is not below the asked share of all values; always one that was measured.
 * `linear`: between the two neighbours of the place `q × (count − 1)`, in proportion.
 */
export type QuantileMethod = MetricOptions['percentileMethod'];

/** Shares of whole counts carry rounding errors of floating point; a rank is whole within this. */
const RANK_SLACK = 1e-9;

/** Place of the nearest rank among `count` sorted values, from 0. `q` is 0..1, `count` at least 1. */
export function nearestRank(q: number, count: number): number {
  return Math.min(count - 1, Math.max(0, Math.ceil(q * count - RANK_SLACK) - 1));
}

/**
 * The quantile of `count` values, of which `valueAt` gives the one at a place from 0 in ascending order; null where there is none.
 *
 * `q` is 0..1.
 */
export function quantileOf(
  q: number,
  count: number,
  valueAt: (place: number) => number,
  method: QuantileMethod,
): number | null {
  if (count === 0) return null;
  if (method === 'nearestRank') return valueAt(nearestRank(q, count));
  const place = q * (count - 1);
  const lower = Math.floor(place + RANK_SLACK);
  const share = Math.max(0, place - lower);
  const low = valueAt(lower);
  if (share < RANK_SLACK || lower + 1 >= count) return low;
  return low + (valueAt(lower + 1) - low) * share;
}

/** The quantile of values sorted ascending; null where there is none. `q` is 0..1. */
export function exactQuantile(
  sorted: readonly number[],
  q: number,
  method: QuantileMethod,
): number | null {
  return quantileOf(q, sorted.length, (place) => sorted[place] as number, method);
}
