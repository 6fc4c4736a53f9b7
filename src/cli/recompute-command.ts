// `holdline recompute`: past figures under another definition, and what differs.
import { addressOf } from '../engine/moments.ts';
import { METRICS } from '../metrics/catalogue.ts';
import { unknownMetric } from '../metrics/unknown-metric.ts';
import type { FigureSummary } from '../metrics/figure-summary.ts';
import type { Measurement } from '../metrics/measurement.ts';
import { KEPT_VALUES_MAX } from '../metrics/quantile-sketch.ts';
import { Recomputation, type Recomputed } from '../metrics/recompute.ts';
import type { Row } from '../tables/table.ts';
import { formatInstant } from '../time/instant.ts';
import { definitionOf, spanOfFlags, optionsOf } from './definition-flags.ts';
import { ownOptions, takeMoments } from './moment-source.ts';
import { readPolicyFile } from './policy-file.ts';
import { endOf } from './replay-command.ts';
import { terminalWidth, writeRows, type TableFormat } from './table-writer.ts';

/** The options of `holdline recompute`, as they were written. */
export interface RecomputeFlags {
  readonly definition: readonly string[];
  readonly profile?: string;
  readonly against?: string;
  readonly metric: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly policy?: string;
  readonly figures?: boolean;
  readonly all?: boolean;
  readonly until?: string;
  readonly drain?: boolean;
  readonly format?: TableFormat;
}

const TOTALS = [
  'metric_id',
  'label',
  'unit',
  'figures_before',
  'figures_after',
  'sum_before',
  'sum_after',
  'average_before',
  'average_after',
  'p50_before',
  'p50_after',
  'p90_before',
  'p90_after',
  'difference',
  'figures_differing',
] as const;

/** As a reader wants them: what a narrow terminal has no room for comes last. */
const DRAWN_TOTALS = [
  'metric_id',
  'label',
  'unit',
  'average_before',
  'average_after',
  'difference',
  'figures_differing',
  ...TOTALS.filter((column) => /^(?:figures|sum|p50|p90)_(?:before|after)$/.test(column)),
];

const FIGURES = [
  'metric_id',
  'label',
  'unit',
  'level',
  'key',
  'at',
  'before',
  'after',
  'difference',
  'tenant',
] as const;

/**
 * Prints every metric that the other definition concerns, before and after, or each figure that differs.
 *
 * Durations are milliseconds in NDJSON, JSON and CSV, and seconds in a drawn table.
 *
 * @throws HoldlineError unknown_metric, policy_invalid, time_invalid, input_unreadable.
 */
export async function recompute(file: string, flags: RecomputeFlags): Promise<void> {
  const policy = flags.policy === undefined ? undefined : readPolicyFile(flags.policy);
  for (const id of flags.metric) if (!METRICS.has(id)) throw unknownMetric(id);
  const own = ownOptions(file, policy);
  const before = optionsOf({ profile: flags.against, set: [] }, own);
  const after = optionsOf(definitionOf(flags.definition, flags.profile), own);
  const recomputation = new Recomputation({
    before,
    after,
    metrics: flags.metric.length === 0 ? undefined : flags.metric,
    ...spanOfFlags(flags),
    addressOf,
  });
  const startedAt = performance.now();
  const end = endOf(flags);
  await takeMoments({ file, policy, end }, (tenant, moment) => recomputation.take(tenant, moment));
  const report = recomputation.report(typeof end === 'number' ? end : undefined);
  const { format = 'table' } = flags;
  await writeReport(report, flags, format);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  process.stderr.write(
    `${report.momentsCount} moments in ${seconds} s; options that differ: ${report.options.join(', ') || 'none'}; ` +
      `${report.differencesCount} figures differ${shortened(report)}\n`,
  );
}

async function writeReport(
  report: Recomputed,
  { figures, all = false }: RecomputeFlags,
  format: TableFormat,
): Promise<void> {
  const isDrawn = format === 'table';
  if (isDrawn && report.differencesCount === 0 && !all) {
    const isOne = report.options.length === 0;
    const why = isOne ? ' The two definitions are the same one: --definition names another.' : '';
    process.stdout.write(`Nothing differs.${why}\n`);
  } else if (figures === true) {
    await writeRows(FIGURES, figureRows(report, isDrawn), format, process.stdout, terminalWidth());
  } else
    await writeRows(
      isDrawn ? DRAWN_TOTALS : TOTALS,
      totalRows(report, isDrawn, all),
      format,
      process.stdout,
      terminalWidth(),
    );
}

const shortened = ({ differences, differencesCount }: Recomputed) =>
  differences.length < differencesCount ? `, the first ${differences.length} are kept` : '';

/** The unit of a metric's figures in the output: seconds for a reader, milliseconds for a program. */
function unitOf(metric: string, isDrawn: boolean): string {
  const unit = METRICS.get(metric)?.unit ?? '';
  return unit === 'ms' && isDrawn ? 's' : unit;
}

/** A figure in the unit of the output. */
function shown(metric: string, value: number | null | undefined, isDrawn: boolean): number | null {
  if (value === null || value === undefined) return null;
  const isTime = METRICS.get(metric)?.unit === 'ms';
  if (isTime && isDrawn) return Math.round(value) / 1000;
  return isTime ? Math.round(value) : Math.round(value * 1e6) / 1e6;
}

/** An average, which has more digits than anybody asks for: a whole millisecond, a tenth of a second, else four decimals. */
function averageShown(metric: string, value: number | null | undefined, isDrawn: boolean) {
  if (value === null || value === undefined) return null;
  const isTime = METRICS.get(metric)?.unit === 'ms';
  if (isTime) return isDrawn ? Math.round(value / 100) / 10 : Math.round(value);
  return Math.round(value * 1e4) / 1e4;
}

/** A quantile with the digits that it has: of more figures than are kept, three. */
function quantileShown(
  metric: string,
  { count }: FigureSummary,
  value: number | null,
  isDrawn: boolean,
): number | null {
  if (value === null || count <= KEPT_VALUES_MAX) return shown(metric, value, isDrawn);
  return shown(metric, Number(value.toPrecision(3)), isDrawn);
}

function* totalRows({ metrics }: Recomputed, isDrawn: boolean, all: boolean): Generator<Row> {
  for (const { metric, label, before, after, differencesCount } of metrics) {
    if (differencesCount === 0 && !all) continue;
    const average = (of: FigureSummary | undefined) => averageShown(metric, of?.average, isDrawn);
    const quantile = (of: FigureSummary | undefined, field: 'p50' | 'p90') =>
      of === undefined ? null : quantileShown(metric, of, of[field], isDrawn);
    const difference =
      before?.average === undefined || after?.average === undefined
        ? null
        : (after.average ?? 0) - (before.average ?? 0);
    yield {
      metric_id: metric,
      label,
      unit: unitOf(metric, isDrawn),
      figures_before: before?.count ?? 0,
      figures_after: after?.count ?? 0,
      sum_before: shown(metric, before?.sum, isDrawn),
      sum_after: shown(metric, after?.sum, isDrawn),
      average_before: average(before),
      average_after: average(after),
      p50_before: quantile(before, 'p50'),
      p50_after: quantile(after, 'p50'),
      p90_before: quantile(before, 'p90'),
      p90_after: quantile(after, 'p90'),
      difference: averageShown(metric, difference, isDrawn),
      figures_differing: differencesCount,
    };
  }
}

function* figureRows({ differences }: Recomputed, isDrawn: boolean): Generator<Row> {
  for (const { tenant, before, after } of differences) {
    const one = (before ?? after) as Measurement;
    const [from, to] = [figureOf(before), figureOf(after)];
    yield {
      metric_id: one.metric,
      label: one.dims.label,
      unit: unitOf(one.metric, isDrawn),
      level: one.level,
      key: one.key,
      at: formatInstant(one.at),
      before: shown(one.metric, from, isDrawn),
      after: shown(one.metric, to, isDrawn),
      difference: from === null || to === null ? null : shown(one.metric, to - from, isDrawn),
      tenant,
    };
  }
}

const figureOf = (measurement: Measurement | undefined) =>
  measurement === undefined ? null : (measurement.valueMs ?? measurement.value);
