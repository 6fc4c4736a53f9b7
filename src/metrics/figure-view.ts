// A figure as it is shown: from what was read to the value, its average and quantiles, or the reason why there is none.
import type { MetricOptions } from '../policy/metric-options.ts';
import type { FigureBucket } from './figure-bucket.ts';
import { bucketRule } from './figure-part.ts';
import type { Reading } from './figure-reading.ts';
import type { OptionalInput } from './measurement.ts';
import type { DerivedMetric, MetricDefinition } from './metric-definition.ts';
import { neededInputs, unsentInputs, type MeasuredSoFar } from './unsent-input.ts';

/** Why there is no value: an input that was never sent, nothing measured, or nothing to divide by. */
export type NoValue = OptionalInput | 'noSamples' | 'zeroDenominator';

/** One figure. Durations are milliseconds; of a rate that is worked out from others there is a `value` only. */
export interface Figure {
  readonly metric: string;
  /** What the metric shows: a sum, an average, the largest, a number of members, or a rate. */
  readonly value: number | null;
  /** Why there is no value; null where there is one. */
  readonly missing: NoValue | null;
  /** Measurements with a value. */
  readonly count: number | null;
  readonly sum: number | null;
  readonly sumBusiness: number | null;
  /** Null also while an extreme was taken back and its raw values are not at hand. */
  readonly min: number | null;
  readonly max: number | null;
  readonly avg: number | null;
  readonly avgBusiness: number | null;
  /** Null where the metric keeps no quantiles. */
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}

/** What a figure needs to know beside what was read. */
export interface FigureView extends MeasuredSoFar {
  readonly metricOf: (metric: string) => MetricDefinition | undefined;
}

const NOTHING: Omit<Figure, 'metric' | 'value' | 'missing'> = {
  count: null,
  sum: null,
  sumBusiness: null,
  min: null,
  max: null,
  avg: null,
  avgBusiness: null,
  p50: null,
  p90: null,
  p95: null,
  p99: null,
};

/** The figure of a metric that is measured. */
export function measuredFigure(
  definition: MetricDefinition,
  { totals, bucket }: Reading,
  view: FigureView,
): Figure {
  const { count, sum, sumBusiness, min, max, members } = totals;
  const { readsBusiness } = bucketRule(definition, view.options.responseClock);
  const avg = count === 0 ? null : sum / count;
  const avgBusiness = count === 0 || definition.unit !== 'ms' ? null : sumBusiness / count;
  const missing = reasonOf(definition, bucket, view);
  const shown = { sum, members, max, average: readsBusiness ? avgBusiness : avg };
  return {
    metric: definition.id,
    value: missing === null ? shown[showsOf(definition)] : null,
    missing,
    count,
    sum,
    sumBusiness,
    min,
    max,
    avg,
    avgBusiness,
    ...quantilesOf(definition, bucket, totals, view.options.percentileMethod),
  };
}

/** The figure of a metric that is worked out from totals of others. */
export function derivedFigure(
  metric: DerivedMetric,
  read: (id: string, label?: string | null) => Reading,
  view: FigureView,
): Figure {
  const value = metric.figure((id, label) => read(id, label).totals, view.options);
  if (value !== null) return { ...NOTHING, metric: metric.id, value, missing: null };
  return {
    ...NOTHING,
    metric: metric.id,
    value: null,
    missing: reasonOfRate(metric, (id) => missingInput(read(id).bucket), view),
  };
}

/**
 * Why a rate has no value: for want of an input that measurements lack, or else of one of a total of which there was never any; else there is
 * nothing to divide by.
 *
 * @param missingOf The input that measurements of a total lack; null where they lack none.
 */
export function reasonOfRate(
  metric: DerivedMetric,
  missingOf: (id: string) => OptionalInput | null,
  view: FigureView,
): NoValue {
  const { of } = metric;
  const needs = neededInputs(metric, view.options);
  const lacking = of.map(missingOf).filter((one) => one !== null);
  // Where several are missing, the one that the metric names first.
  const first = needs.find((input) => lacking.includes(input)) ?? lacking[0];
  if (first !== undefined) return first;
  const wanted = of.flatMap((id) => {
    const read = view.metricOf(id);
    return read === undefined ? [] : unsentInputs(read, view);
  });
  const needed = needs.find((input) => wanted.includes(input));
  if (needed !== undefined) return needed;
  const isNothingMeasured = !of.some((id) => view.isMeasured(id));
  return (isNothingMeasured ? unsentInputs(metric, view)[0] : undefined) ?? 'zeroDenominator';
}

/** What one figure of a metric shows. */
export function showsOf({ unit, attribution, shows }: MetricDefinition) {
  if (unit === 'members') return 'members' as const;
  return shows ?? (unit === 'count' || attribution === 'split' ? 'sum' : 'average');
}

/** Why a metric shows no value; counts and sums of time are 0 where nothing happened, if their inputs were ever sent. */
function reasonOf(
  definition: MetricDefinition,
  bucket: FigureBucket,
  view: FigureView,
): NoValue | null {
  if (bucket.count > 0) return null;
  const shows = showsOf(definition);
  // Of a split span that ends later, only the time is in here.
  if (shows === 'sum' && bucket.whole > 0) return null;
  const input = missingInput(bucket) ?? unsentInputs(definition, view)[0];
  if (input !== undefined) return input;
  return shows === 'average' || shows === 'max' ? 'noSamples' : null;
}

function missingInput({ missing }: FigureBucket): OptionalInput | null {
  if (missing === null) return null;
  for (const input of missing.keys()) return input;
  return null;
}

function quantilesOf(
  { isSketched }: MetricDefinition,
  bucket: FigureBucket,
  { count, min, max }: Reading['totals'],
  method: MetricOptions['percentileMethod'],
): Pick<Figure, 'p50' | 'p90' | 'p95' | 'p99'> {
  const at = (q: number) => {
    if (isSketched !== true || count === 0) return null;
    const { values } = bucket;
    const quantile = values === null ? bucket.min : values.quantile(q, method);
    // A bin stands for a range of values: its middle may lie beyond the extremes.
    if (quantile === null || min === null || max === null) return quantile;
    return Math.min(max, Math.max(min, quantile));
  };
  return { p50: at(0.5), p90: at(0.9), p95: at(0.95), p99: at(0.99) };
}
