// What a recomputation folds: under both definitions only what they can see differently.
import type { MetricOptions } from '../policy/metric-options.ts';
import { concernedBy } from './calculators-of.ts';
import { CALCULATORS, DERIVED_METRICS } from './catalogue.ts';
import type { DerivedMetric } from './metric-definition.ts';

/** The metrics of a recomputation, by id. */
export interface RecomputePlan {
  /** Measured metrics that are reported. */
  readonly reported: ReadonlySet<string>;
  /** Rates that are reported: worked out under both definitions from what they read. */
  readonly rates: readonly DerivedMetric[];
  /** Measured metrics that an option concerns which differs: folded under both. */
  readonly twice: ReadonlySet<string>;
  /** The others that are reported or read by a rate: both definitions measure them alike. */
  readonly once: ReadonlySet<string>;
}

/** Plans it for the options in which two definitions differ; `wished` are the metrics asked for, left out: all that differ. */
export function recomputePlanOf(
  options: readonly (keyof MetricOptions)[],
  wished?: readonly string[],
): RecomputePlan {
  const concerned = new Set(concernedBy(options));
  const measured = CALCULATORS.flatMap(({ definitions }) => definitions);
  const readsQuantiles = options.includes('percentileMethod');
  const reported = new Set(
    measured
      .filter(({ id, unit }) =>
        wished === undefined
          ? concerned.has(id) || (readsQuantiles && unit !== 'members')
          : wished.includes(id),
      )
      .map(({ id }) => id),
  );
  const rates = DERIVED_METRICS.filter((rate) =>
    wished === undefined
      ? rate.options.some((option) => options.includes(option)) ||
        rate.of.some((id) => concerned.has(id))
      : wished.includes(rate.id),
  );
  const folded = [...reported, ...rates.flatMap(({ of }) => of)];
  return {
    reported,
    rates,
    twice: new Set(folded.filter((id) => concerned.has(id))),
    once: new Set(folded.filter((id) => !concerned.has(id))),
  };
}
