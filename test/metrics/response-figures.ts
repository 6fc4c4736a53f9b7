// The figures that are worked out of what they record.
import type { DerivedMetric } from '../../src/metrics/metric-definition.ts';
import { RESPONSE_RATES } from '../../src/metrics/response-catalogue.ts';
import { NO_TOTALS, type Totals } from '../../src/metrics/totals.ts';
import { DEFAULT_METRIC_OPTIONS } from '../../src/policy/metric-options.ts';
import type { Measured } from './measured.ts';

/** Reads a figure off the totals of everything measured. */
export function responseFigures(
  measured: Measured,
  derived: readonly DerivedMetric[] = RESPONSE_RATES,
): (id: string) => number | null {
  const read = (metric: string, label: string | null = null): Totals => {
    const figures = measured
      .of(metric)
      .filter(({ dims, missing }) => missing === null && (label === null || dims.label === label));
    const sum = figures.reduce((total, { valueMs, value }) => total + (valueMs ?? value ?? 0), 0);
    const sumBusiness = figures.reduce((total, { businessMs }) => total + (businessMs ?? 0), 0);
    return { ...NO_TOTALS, count: figures.length, sum, sumBusiness };
  };
  return (id) => {
    const metric = derived.find((one) => one.id === id);
    if (metric === undefined) throw new Error(`no derived metric ${id}`);
    return metric.figure(read, DEFAULT_METRIC_OPTIONS);
  };
}
