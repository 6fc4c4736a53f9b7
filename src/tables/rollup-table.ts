// The rows of `rollups`: every figure summed up by hour and day, for each group that it belongs to.
import { METRICS } from '../metrics/catalogue.ts';
import type { FigureSeries } from '../metrics/figure-series.ts';
import { measuredFigure, type FigureView } from '../metrics/figure-view.ts';
import type { MetricDefinition } from '../metrics/metric-definition.ts';
import { bucketsOf, type ReadBucket, type RollupGrain } from '../metrics/rollup-buckets.ts';
import type { Rollups } from '../metrics/rollups.ts';
import type { MetricOptions } from '../policy/metric-options.ts';
import { formatInstant } from '../time/instant.ts';
import type { Row } from './table.ts';

const GRAINS = ['hour', 'day'] as const satisfies readonly RollupGrain[];

/** The roll-ups of a tenant as rows, by grain and start, then in the order of metrics. */
export function rollupTableRows(rollups: Rollups, options: MetricOptions, tenant: string): Row[] {
  const view = { options, isMeasured: () => true, metricOf: () => undefined };
  const rows: Row[] = [];
  for (const series of inOrder(rollups.allSeries())) {
    const definition = METRICS.get(series.address.metric);
    if (definition === undefined) continue;
    const row = rowsFor(series, definition, { rollups, view, tenant });
    if (definition.isMonthly === true) {
      for (const read of bucketsOf(series, 'day', rollups)) rows.push(row('month', read));
      continue;
    }
    for (const grain of GRAINS) {
      for (const read of bucketsOf(series, grain, rollups)) rows.push(row(grain, read));
    }
  }
  return rows.toSorted((a, b) => compare(String(a['start_at']), String(b['start_at'])));
}

interface RowParts {
  readonly rollups: Rollups;
  readonly view: FigureView;
  readonly tenant: string;
}

function rowsFor(
  { address }: FigureSeries,
  definition: MetricDefinition,
  { rollups, view, tenant }: RowParts,
): (grain: RollupGrain | 'month', read: ReadBucket) => Row {
  const isTime = definition.unit === 'ms';
  const names = definition.countsContacts === true ? rollups.names : null;
  return (grain, { startAt, bucket }) => {
    const totals = bucket.totals(names);
    const figure = measuredFigure(definition, { totals, bucket }, view);
    return {
      grain,
      start_at: formatInstant(startAt),
      dimension: address.dimension,
      dimension_id: address.dimension === 'account' ? null : address.key,
      metric_id: address.metric,
      label: address.label,
      count: totals.count,
      sum_ms: isTime ? totals.sum : null,
      sum: isTime ? null : totals.sum,
      sum_business_ms: isTime ? totals.sumBusiness : null,
      min: totals.min,
      max: totals.max,
      p50: figure.p50,
      p90: figure.p90,
      p95: figure.p95,
      p99: figure.p99,
      members: definition.unit === 'members' ? totals.members : null,
      missing_count: totals.missing,
      tenant,
    };
  };
}

/** Independent of the order in which figures came. */
function inOrder(all: Iterable<FigureSeries>): readonly FigureSeries[] {
  return [...all]
    .map((series) => ({ series, name: Object.values(series.address).join('\n') }))
    .toSorted((a, b) => compare(a.name, b.name))
    .map(({ series }) => series);
}

const compare = (a: string, b: string) => (a === b ? 0 : a < b ? -1 : 1);
