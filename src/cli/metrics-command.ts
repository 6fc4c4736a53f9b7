// `holdline metrics`: the catalogue.
import { METRICS } from '../metrics/catalogue.ts';
import { unknownMetric } from '../metrics/unknown-metric.ts';
import { LIVE_GAUGES } from '../metrics/live-gauges.ts';
import type { DerivedMetric, MetricDefinition } from '../metrics/metric-definition.ts';
import type { Row } from '../tables/table.ts';
import { terminalWidth, writeRows, type TableFormat } from './table-writer.ts';

/** The options of `holdline metrics`, as they were written. */
export interface MetricsFlags {
  readonly format?: TableFormat;
}

const COLUMNS = [
  'id',
  'name',
  'unit',
  'levels',
  'attribution',
  'definition',
  'options',
  'needs',
  'sources',
  'version',
] as const;

/** Columns of the drawn list: the rest is shown of one metric at a time. */
const SHORT_COLUMNS = ['id', 'name', 'unit', 'levels', 'attribution'] as const;

/**
 * Prints the catalogue, or one metric of it in full.
 *
 * @throws HoldlineError unknown_metric.
 */
export async function printMetrics(id: string | undefined, flags: MetricsFlags): Promise<void> {
  const { format = 'table' } = flags;
  const all = [...METRICS.values(), ...LIVE_GAUGES];
  const metrics = id === undefined ? all : all.filter((metric) => metric.id === id);
  if (metrics.length === 0) {
    throw unknownMetric(id ?? '');
  }
  const [one] = metrics;
  if (format === 'table' && id !== undefined && one !== undefined) {
    process.stdout.write(inFull(one));
    return;
  }
  const columns = format === 'table' ? SHORT_COLUMNS : COLUMNS;
  await writeRows(columns, metrics.map(catalogueRow), format, process.stdout, terminalWidth());
  if (format === 'table') {
    process.stdout.write(`${metrics.length} metrics; holdline metrics ID shows one in full\n`);
  }
}

/** A line of the catalogue; lists are joined, so that every format can hold them. */
export function catalogueRow(metric: MetricDefinition | DerivedMetric): Row {
  return {
    id: metric.id,
    name: metric.name,
    unit: metric.unit,
    levels: metric.levels.join(' '),
    attribution: metric.attribution,
    definition: metric.definition,
    options: metric.options.join(' '),
    needs: (metric.needs ?? []).join(' '),
    sources: metric.sources.join('; '),
    version: metric.version,
  };
}

function inFull(metric: MetricDefinition | DerivedMetric): string {
  const lines = [
    `${metric.id} — ${metric.name}`,
    '',
    metric.definition,
    '',
    `unit         ${metric.unit}`,
    `levels       ${metric.levels.join(', ')}`,
    `counts at    ${ATTRIBUTION[metric.attribution]}`,
    `options      ${metric.options.length === 0 ? 'none' : metric.options.join(', ')}`,
    ...(metric.needs === undefined ? [] : [`needs        ${metric.needs.join(', ')}`]),
    ...('of' in metric ? [`worked out of ${metric.of.join(', ')}`] : []),
    `sources      ${metric.sources.join('; ')}`,
    `version      ${metric.version}`,
  ];
  return `${lines.join('\n')}\n`;
}

const ATTRIBUTION = {
  start: 'its start',
  end: 'its end',
  split: 'each bucket that it touches, in proportion',
  instant: 'the moment at which it is asked for; nothing of it is kept',
} as const;
