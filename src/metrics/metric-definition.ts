// What a metric is, in words and in data: the line of the catalogue.
import type { MetricOptions } from '../policy/metric-options.ts';
import type { MetricLevel, OptionalInput } from './measurement.ts';
import type { Totals } from './totals.ts';

/** Units of figures. `ms` is shown in seconds by adapters; `share` is 0..1. */
export type MetricUnit = 'ms' | 'count' | 'share' | 'score' | 'perHour' | 'members';

/** Which bucket gets a value (X9): that of the start, of the end, or each bucket its part. `instant` is a gauge: no bucket does. */
export type MetricAttribution = 'start' | 'end' | 'split' | 'instant';

/** One metric. */
export interface MetricDefinition {
  /** Spelled as everywhere: `firstResponseTime`. */
  readonly id: string;
  readonly name: string;
  /** What starts it, what stops it, what is left out: a sentence or three. */
  readonly definition: string;
  readonly unit: MetricUnit;
  readonly levels: readonly MetricLevel[];
  readonly attribution: MetricAttribution;
  /** Names of the options that change its figures. */
  readonly options: readonly (keyof MetricOptions)[];
  /** Whose metric it is: vendors, and their own names for it. */
  readonly sources: readonly string[];
  /** Changes when a figure would. */
  readonly version: number;
  /** Inputs without which there is no value. */
  readonly needs?: readonly OptionalInput[];
  /** True where quantiles are kept of it in every bucket. */
  readonly isSketched?: boolean;
  /** What one figure of it shows; left out: the sum of counts and of spans that are split, the average of all else. */
  readonly shows?: 'sum' | 'average' | 'max';
  /** Of `members`, which are the keys of its measurements: true where they are contacts, which may be merged. */
  readonly countsContacts?: boolean;
  /** True where members are counted by the month of the reporting zone, whatever window is asked for. */
  readonly isMonthly?: boolean;
}

/** Reads the totals of a measured metric in the window and group that is asked for; `label` null adds all classes up. */
export type ReadTotals = (metric: string, label?: string | null) => Totals;

/** A figure that is worked out from the totals of others when it is read: a rate, a share, an average of sums. */
export interface DerivedMetric extends MetricDefinition {
  /** Metrics whose totals it reads. */
  readonly of: readonly string[];
  /** The figure; null where its denominator is 0 or an input is missing. */
  figure(read: ReadTotals, options: MetricOptions): number | null;
}

/** Whether a metric is worked out from totals of others. */
export const isDerivedMetric = (
  metric: MetricDefinition | DerivedMetric,
): metric is DerivedMetric => 'figure' in metric;
