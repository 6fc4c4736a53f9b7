// Which input a metric lacks because the host never sent it: what was measured of others that need the same tells that it came.
import type { MetricOptions } from '../policy/metric-options.ts';
import { METRICS } from './catalogue.ts';
import type { OptionalInput } from './measurement.ts';
import { isDerivedMetric, type MetricDefinition } from './metric-definition.ts';

/** What was ever measured, and under which options. */
export interface MeasuredSoFar {
  readonly options: MetricOptions;
  /** Whether a metric ever had a measurement with a value. */
  isMeasured(metric: string): boolean;
}

/** Inputs of several kinds, each a metric's own: that messages are delivered says nothing of whether it is told who reads them. */
const OF_SEVERAL_KINDS: ReadonlySet<OptionalInput> = new Set(['receipts']);

/** The inputs that a metric needs under these options. */
export const neededInputs = (
  { needs = [], options: choices }: MetricDefinition,
  { reopening }: MetricOptions,
): readonly OptionalInput[] =>
  reopening === 'session' && choices.includes('reopening')
    ? needs.filter((input) => input !== 'ticket')
    : needs;

/** Inputs that a metric needs and that never came, in its own order. */
export function unsentInputs(
  definition: MetricDefinition,
  so: MeasuredSoFar,
): readonly OptionalInput[] {
  if (so.isMeasured(definition.id)) return [];
  return neededInputs(definition, so.options).filter(
    (input) => OF_SEVERAL_KINDS.has(input) || !isSent(input, so),
  );
}

/** Metrics that are measured and need one of these inputs: whether one came can be told by them. */
export const witnessesOf = (
  inputs: readonly OptionalInput[],
  options: MetricOptions,
): readonly string[] =>
  [...METRICS.values()]
    .filter((metric) => !isDerivedMetric(metric))
    .filter((metric) => neededInputs(metric, options).some((input) => inputs.includes(input)))
    .map(({ id }) => id);

const isSent = (input: OptionalInput, so: MeasuredSoFar): boolean =>
  witnessesOf([input], so.options).some((id) => so.isMeasured(id));
