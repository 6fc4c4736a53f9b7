// The metrics of a run: folds the moments of each tenant and keeps the figures and records that the tables show.
import { addressOf } from '../engine/moments.ts';
import type { Calculator } from '../metrics/calculator.ts';
import { calculatorsOf } from '../metrics/calculators-of.ts';
import { activeTime } from '../metrics/focus-definitions.ts';
import { CALCULATORS, METRICS } from '../metrics/catalogue.ts';
import type { Measurement } from '../metrics/measurement.ts';
import { MetricFold } from '../metrics/metric-fold.ts';
import type { MetricRecord, RecordKind } from '../metrics/metric-record.ts';
import type { MetricSink } from '../metrics/metric-sink.ts';
import { Rollups } from '../metrics/rollups.ts';
import type { Moment } from '../metrics/observation.ts';
import { DEFAULT_METRIC_OPTIONS, type MetricOptions } from '../policy/metric-options.ts';
import type { EpochMs } from '../time/instant.ts';
import { ReportingCalendar } from '../time/reporting-calendar.ts';
import { WEEKDAYS } from '../time/weekly-hours.ts';
import { measurementRow, recordRow } from './metric-rows.ts';
import { rollupTableRows } from './rollup-table.ts';
import type { MetricTable, Row } from './table.ts';

/** What one tenant has been measured to. */
class TenantFigures implements MetricSink {
  readonly fold: MetricFold;
  readonly measurements = new Set<Measurement>();
  /** Time in focus of a work item, milliseconds, by its id. */
  readonly activeTimes = new Map<string, number>();
  readonly records = new Map<RecordKind, Map<string, MetricRecord>>();
  /** The latest instant seen. */
  latest: EpochMs = -Infinity;
  readonly #keeps: boolean;
  readonly #choices: MetricOptions;
  readonly #merges: (readonly [survivorId: string, mergedId: string])[] = [];

  constructor(tenant: string, options: MetricBookOptions) {
    const { calculators = CALCULATORS, options: choices = DEFAULT_METRIC_OPTIONS } = options;
    this.#choices = choices;
    this.#keeps = options.tables.has('measurements') || options.tables.has('rollups');
    for (const table of options.tables)
      if (isRecordTable(table)) this.records.set(table, new Map());
    this.fold = new MetricFold({ tenant, calculators, options: choices, sink: this, addressOf });
  }

  recorded(measurement: Measurement): void {
    if (this.#keeps) this.measurements.add(measurement);
    if (measurement.metric === activeTime.id && measurement.valueMs !== null) {
      this.activeTimes.set(measurement.key, measurement.valueMs);
    }
  }

  retracted(measurement: Measurement): void {
    if (this.#keeps) this.measurements.delete(measurement);
    if (measurement.metric === activeTime.id) this.activeTimes.delete(measurement.key);
  }

  /** Figures are shown with the topics that their sessions had in the end: they have them by now. */
  topicsKnown(): void {
    // Nothing is kept but the figure itself.
  }

  put(record: MetricRecord): void {
    this.records.get(record.kind)?.set(record.key, record);
  }

  dropped(kind: RecordKind, key: string): void {
    this.records.get(kind)?.delete(key);
  }

  contactsMerged(survivorId: string, mergedId: string): void {
    this.#merges.push([survivorId, mergedId]);
  }

  /** The figures that stand, rolled up. */
  rollups(): Rollups {
    const { reportingZone, firstDayOfWeek, responseClock } = this.#choices;
    const rollups = new Rollups({
      calendar: new ReportingCalendar(reportingZone, WEEKDAYS[firstDayOfWeek - 1]),
      metricOf: (id) => METRICS.get(id),
      responseClock,
      openTimeOf: ({ dims: { channelId } }, from, to) =>
        channelId === null
          ? to - from
          : this.fold.setup.businessMs(channelId, from, to, 'piecewise'),
    });
    for (const [survivorId, mergedId] of this.#merges) rollups.contactsMerged(survivorId, mergedId);
    for (const measurement of this.measurements) rollups.recorded(measurement);
    return rollups;
  }
}

/** Tables whose rows are the records that calculators keep. */
const isRecordTable = (table: MetricTable): table is RecordKind =>
  table !== 'measurements' && table !== 'rollups';

/** The calculators that the active time of work needs, and no others. */
export const ACTIVE_TIME: readonly Calculator[] = calculatorsOf(new Set([activeTime.id]));

/** What a metric book is told. */
export interface MetricBookOptions {
  /** Only these are kept. */
  readonly tables: ReadonlySet<MetricTable>;
  readonly calculators?: readonly Calculator[] | undefined;
  readonly options?: MetricOptions | undefined;
}

/** Collects the metrics of a run, tenant by tenant. Moments of a tenant come in the order of time. */
export class MetricBook {
  readonly #options: MetricBookOptions;
  readonly #tenants = new Map<string, TenantFigures>();

  constructor(options: MetricBookOptions) {
    this.#options = options;
  }

  take(tenant: string, moment: Moment): void {
    const figures = this.#figuresOf(tenant);
    figures.latest = moment.at;
    figures.fold.observe(moment);
  }

  /** The input is over: time has reached `at`, or each tenant's last event where it is left out. */
  finish(at?: EpochMs): void {
    for (const { fold, latest } of this.#tenants.values()) {
      if (latest !== -Infinity) fold.reach(at === undefined ? latest : Math.max(at, latest));
    }
  }

  /** Rows of `agent_work` with the time that each work item was in focus, where focus was reported. */
  *withActiveTime(works: Iterable<Row>): Generator<Row> {
    for (const work of works) {
      const tenant = this.#tenants.get(String(work['tenant']));
      const ms = tenant?.activeTimes.get(String(work['work_id']));
      yield ms === undefined ? work : { ...work, active_time_ms: ms };
    }
  }

  /** The rows of a table by time; ties in the order in which they came about. */
  *rows(table: MetricTable): Generator<Row> {
    for (const [tenant, figures] of [...this.#tenants].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      if (table === 'measurements') yield* measurementRows(figures.measurements, tenant);
      else if (table === 'rollups') {
        const { options = DEFAULT_METRIC_OPTIONS } = this.#options;
        yield* rollupTableRows(figures.rollups(), options, tenant);
      } else {
        const records = [...(figures.records.get(table)?.values() ?? [])];
        records.sort((a, b) => a.at - b.at);
        for (const record of records) yield recordRow(record, tenant);
      }
    }
  }

  #figuresOf(tenant: string): TenantFigures {
    let figures = this.#tenants.get(tenant);
    if (figures === undefined) {
      figures = new TenantFigures(tenant, this.#options);
      this.#tenants.set(tenant, figures);
    }
    return figures;
  }
}

function* measurementRows(measurements: ReadonlySet<Measurement>, tenant: string): Generator<Row> {
  for (const measurement of [...measurements].toSorted((a, b) => a.at - b.at)) {
    const version = METRICS.get(measurement.metric)?.version ?? 1;
    yield measurementRow(measurement, version, tenant);
  }
}
