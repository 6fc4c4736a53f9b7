// Time of which nothing can be said for want of an input.
import type { EpochMs } from '../time/instant.ts';
import type { Figure, FoldContext } from './calculator.ts';
import type { MetricDefinition } from './metric-definition.ts';
import type { OptionalInput } from './measurement.ts';

const HOUR_MS = 3_600_000;

/** Hours of one span that are told; a month of them. */
const HOURS_MAX = 744;

/** The span of a figure, and what is missing there. */
export interface MissingSpan extends Figure {
  readonly since: EpochMs;
  readonly at: EpochMs;
  readonly missing: OptionalInput;
}

/**
 * Records that a metric has no value during a span: at its start and at every full hour of it, so that each hour that is asked for says why.
 *
 * Returns the ordinals.
 */
export function recordMissing(
  metric: MetricDefinition,
  span: MissingSpan,
  context: FoldContext,
): number[] {
  const { since, at } = span;
  const ordinals: number[] = [];
  let mark = since;
  while (mark < at && ordinals.length < HOURS_MAX) {
    ordinals.push(context.record(metric, { ...span, since: mark, at: mark }));
    mark = mark - (mark % HOUR_MS) + HOUR_MS;
  }
  return ordinals;
}
