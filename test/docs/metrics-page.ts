// docs/metrics.md: the catalogue, read off the definitions that are computed.
import { METRICS } from '../../src/metrics/catalogue.ts';
import { LIVE_GAUGES } from '../../src/metrics/live-gauges.ts';
import type { DerivedMetric, MetricDefinition } from '../../src/metrics/metric-definition.ts';
import { code, markdownTable, withParts } from './generated-parts.ts';

type Metric = MetricDefinition | DerivedMetric;

const HEADING = ['metric', 'what it is', 'unit', 'levels', 'counts at', 'options', 'needs', 'sources'];

const list = (words: readonly string[]) => words.map((word) => code(word)).join(', ');

const rowOf = (metric: Metric) => [
  code(metric.id),
  `**${metric.name}.** ${metric.definition}${'of' in metric ? ` Worked out of ${list(metric.of)}.` : ''}`,
  metric.unit,
  metric.levels.join(', '),
  metric.attribution,
  list(metric.options),
  (metric.needs ?? []).join(', '),
  metric.sources.join('; '),
];

const isDerived = (metric: Metric) => 'of' in metric;

const table = (metrics: readonly Metric[]) => markdownTable(HEADING, metrics.map(rowOf));

/** The page with the tables of all metrics; the rest of it is written by hand. */
export function metricsPage(page: string): string {
  const all = [...METRICS.values()];
  return withParts(
    page,
    new Map([
      ['measured', table(all.filter((metric) => !isDerived(metric)))],
      ['derived', table(all.filter(isDerived))],
      ['gauges', table([...LIVE_GAUGES])],
    ]),
  );
}
