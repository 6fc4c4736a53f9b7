// Which calculators are needed for which metrics.
import type { MetricOptions } from '../policy/metric-options.ts';
import type { Calculator } from './calculator.ts';
import { CALCULATORS } from './catalogue.ts';
import { DERIVED_TYPES } from './derived-observation.ts';

/** Metrics whose figures an option changes, by id. */
export function concernedBy(options: readonly (keyof MetricOptions)[]): readonly string[] {
  return CALCULATORS.flatMap(({ definitions }) => definitions)
    .filter((definition) => definition.options.some((option) => options.includes(option)))
    .map(({ id }) => id);
}

/** The calculators of these metrics, and all that derive something for them. */
export function calculatorsOf(metrics: ReadonlySet<string>): readonly Calculator[] {
  const wanted = CALCULATORS.filter(({ definitions }) =>
    definitions.some(({ id }) => metrics.has(id)),
  );
  const needsDerived = wanted.some(({ on }) =>
    Object.keys(on).some((type) => DERIVED_TYPES.has(type)),
  );
  if (!needsDerived) return wanted;
  return CALCULATORS.filter((one) => wanted.includes(one) || one.derives === true);
}
