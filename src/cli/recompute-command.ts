// `holdline recompute`: past figures under another definition, and what differs.
import { addressOf } from '../engine/moments.ts';
import { METRICS } from '../metrics/catalogue.ts';
import { unknownMetric } from '../metrics/unknown-metric.ts';
import type { FigureSummary } from '../metrics/figure-summary.ts';
import type { Measurement } from '../metrics/measurement.ts';
import { KEPT_VALUES_MAX } from '../metrics/quantile-sketch.ts';
import { Recomputation, type MetricDiffers, type Recomputed } from '../metrics/recompute.ts';
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
  'value_before',
  'value_after',
  'difference',
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
  'business_average_before',
  'business_average_after',
  'business_difference',
  'figures_differing',
] as const;

/** As a reader wants them: what a narrow terminal has no room for comes last. */
const DRAWN_TOTALS = [
  'metric_id',
  'label',
  'unit',
  'value_before',
  'value_after',
  'difference',
  'business_difference',
  'figures_differing',
  ...TOTALS.filter((column) =>
    /^(?:average|business_average|figures|sum|p50|p90)_(?:before|after)$/.test(column),
  ),
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
  'business_before',
  'business_after',
  'business_difference',
  'at_after',
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
      `${counted(report.differencesCount, 'figure')}${shortened(report)}${ratesIn(report)}\n`,
  );
}

async function writeReport(
  report: Recomputed,
  { figures, all = false }: RecomputeFlags,
  format: TableFormat,
): Promise<void> {
  const isDrawn = format === 'table';
  const rows = [
    ...(figures === true ? figureRows(report, isDrawn) : totalRows(report, isDrawn, all)),
  ];
  if (isDrawn && rows.length === 0) {
    process.stdout.write(`${nothingDiffers(report, figures === true)}\n`);
    return;
  }
  const ofTotals = isDrawn ? DRAWN_TOTALS : TOTALS;
  const columns = figures === true ? FIGURES : ofTotals;
  await writeRows(columns, rows, format, process.stdout, terminalWidth());
}

function nothingDiffers({ options, rates, metrics }: Recomputed, ofFigures: boolean): string {
  if (options.length === 0) {
    return 'Nothing differs. The two definitions are the same one: --definition names another.';
  }
  const isRead = metrics.some(differs) || rates.some(({ before, after }) => before !== after);
  return ofFigures && isRead
    ? 'No single figure differs, only what is read off them: leave --figures out.'
    : 'Nothing differs.';
}

const shortened = ({ differences, differencesCount }: Recomputed) =>
  differences.length < differencesCount ? `, the first ${differences.length} are kept` : '';

const counted = (count: number, what: string) =>
  count === 1 ? `1 ${what} differs` : `${count} ${what}s differ`;

function ratesIn({ rates }: Recomputed): string {
  const differing = rates.filter(({ before, after }) => before !== after);
  return differing.length === 0 ? '' : `, ${counted(differing.length, 'rate')}`;
}

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

/** A row a class of a measured metric, or a rate, in the order of the catalogue. */
function* totalRows(report: Recomputed, isDrawn: boolean, all: boolean): Generator<Row> {
  const shownRows = all ? report.metrics : report.metrics.filter(differs);
  const rates = all ? report.rates : report.rates.filter((rate) => rate.before !== rate.after);
  for (const one of shownRows) yield totalRow(one, isDrawn);
  for (const { metric, before, after } of rates) {
    yield {
      metric_id: metric,
      label: null,
      unit: unitOf(metric, isDrawn),
      value_before: averageShown(metric, before, isDrawn),
      value_after: averageShown(metric, after, isDrawn),
      difference: averageShown(metric, between(before, after), isDrawn),
    };
  }
}

/** Whether figures differ, or only what is read off them: by which clock, by which method. */
const differs = ({ before, after, differencesCount }: MetricDiffers): boolean =>
  differencesCount > 0 ||
  before?.value !== after?.value ||
  before?.p50 !== after?.p50 ||
  before?.p90 !== after?.p90;

function totalRow(
  { metric, label, before, after, differencesCount }: MetricDiffers,
  isDrawn: boolean,
): Row {
  const average = (value: number | null | undefined) => averageShown(metric, value, isDrawn);
  const quantile = (of: FigureSummary | undefined, field: 'p50' | 'p90') =>
    of === undefined ? null : quantileShown(metric, of, of[field], isDrawn);
  return {
    metric_id: metric,
    label,
    unit: unitOf(metric, isDrawn),
    value_before: average(before?.value),
    value_after: average(after?.value),
    difference: average(between(before?.value, after?.value)),
    figures_before: before?.count ?? 0,
    figures_after: after?.count ?? 0,
    sum_before: shown(metric, before?.sum, isDrawn),
    sum_after: shown(metric, after?.sum, isDrawn),
    average_before: average(before?.average),
    average_after: average(after?.average),
    p50_before: quantile(before, 'p50'),
    p50_after: quantile(after, 'p50'),
    p90_before: quantile(before, 'p90'),
    p90_after: quantile(after, 'p90'),
    business_average_before: average(before?.averageBusiness),
    business_average_after: average(after?.averageBusiness),
    business_difference: average(between(before?.averageBusiness, after?.averageBusiness)),
    figures_differing: differencesCount,
  };
}

function* figureRows({ differences }: Recomputed, isDrawn: boolean): Generator<Row> {
  for (const { tenant, before, after } of differences) {
    const one = (before ?? after) as Measurement;
    const figure = (value: number | null | undefined) => shown(one.metric, value, isDrawn);
    const [from, to] = [figureOf(before), figureOf(after)];
    yield {
      metric_id: one.metric,
      label: one.dims.label,
      unit: unitOf(one.metric, isDrawn),
      level: one.level,
      key: one.key,
      at: formatInstant(one.at),
      before: figure(from),
      after: figure(to),
      difference: figure(between(from, to)),
      business_before: figure(before?.businessMs),
      business_after: figure(after?.businessMs),
      business_difference: figure(between(before?.businessMs, after?.businessMs)),
      at_after: after === undefined || after.at === one.at ? null : formatInstant(after.at),
      tenant,
    };
  }
}

const figureOf = (measurement: Measurement | undefined) =>
  measurement === undefined ? null : (measurement.valueMs ?? measurement.value);

/** How much larger the second is; null where one of them is none. */
const between = (from: number | null | undefined, to: number | null | undefined) =>
  from === null || from === undefined || to === null || to === undefined ? null : to - from;
