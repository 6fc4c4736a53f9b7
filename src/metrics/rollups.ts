/*
 * Roll-ups: every figure counted in the buckets of the groups that it belongs to. Folded from the measurements as they are recorded and taken
 * back; counts and sums equal those of the raw measurements exactly. One figure costs one bucket a group; spans that are split cost their edges.
 */
import type { EpochMs } from '../time/instant.ts';
import type { ReportingCalendar } from '../time/reporting-calendar.ts';
import type { FigureBucket } from './figure-bucket.ts';
import { bucketRule, FigurePart, type BucketRule } from './figure-part.ts';
import type {
  Dimension,
  FigureSeries,
  RebuildBucket,
  SeriesAddress,
  SpanEdge,
} from './figure-series.ts';
import { KeptGrains, type GrainsKept, type KeptGrain, type KeptPlace } from './kept-grains.ts';
import type { Measurement } from './measurement.ts';
import { MemberNames } from './member-counts.ts';
import type { MetricDefinition } from './metric-definition.ts';
import type { MetricSink } from './metric-sink.ts';
import { WINDOW_MINUTES, type RollingWindow } from './rolling-window.ts';
import { SeriesShelf } from './series-shelf.ts';
import { SpanPieces, type OpenTimeOf } from './span-pieces.ts';

const MINUTE_MS = 60_000;

/** The measurements of one series within `[from, to)`, by the instant at which they count. */
export type RawMeasurements = (
  address: SeriesAddress,
  from: EpochMs,
  to: EpochMs,
) => Iterable<Measurement>;

/** What roll-ups are made of. */
export interface RollupOptions {
  /** Buckets of hours, days and months in the reporting zone. */
  readonly calendar: ReportingCalendar;
  /** The metric of an id; measurements of metrics that there are not are left out. */
  readonly metricOf: (id: string) => MetricDefinition | undefined;
  /** Which clock smallest, largest and quantiles of responses read. */
  readonly responseClock: 'business' | 'calendar';
  /** How much of a split span lies within opening hours; left out: nothing is closed. */
  readonly openTimeOf?: OpenTimeOf;
  /** How long minutes and hours are kept; left out: two days and ninety. */
  readonly kept?: GrainsKept | undefined;
  /** Where the values for extremes that must be rebuilt come from; left out: such extremes stay unknown. */
  readonly rawMeasurements?: RawMeasurements;
}

/** All roll-ups of one tenant. */
export class Rollups implements MetricSink {
  readonly kept: KeptGrains;
  readonly names = new MemberNames();
  readonly #options: RollupOptions;
  readonly #shelves = new Map<string, SeriesShelf | null>();
  readonly #part = new FigurePart();
  readonly #rawPart = new FigurePart();
  readonly #place: KeptPlace = { grain: 'minute', startMinute: 0 };
  readonly #spans: SpanPieces;
  #edges: readonly SpanEdge[] = NO_EDGES;
  /** Rebuilds stale extremes from raw measurements. */
  readonly rebuild: RebuildBucket = (series, bucket, grain) => {
    this.#rebuildFromRaw(series, bucket, grain);
  };

  constructor(options: RollupOptions) {
    this.#options = options;
    this.kept = new KeptGrains(options.calendar, options.kept);
    this.#spans = new SpanPieces(options.openTimeOf ?? ((_measurement, from, to) => to - from));
  }

  recorded(measurement: Measurement): void {
    this.reach(measurement.at);
    this.#count(measurement, false, true);
    if (measurement.topics !== null) this.#countTopics(measurement, false);
  }

  retracted(measurement: Measurement): void {
    this.#count(measurement, true, true);
    if (measurement.topics !== null) this.#countTopics(measurement, true);
  }

  topicsKnown(measurement: Measurement): void {
    this.#count(measurement, false, false);
    this.#countTopics(measurement, false);
  }

  topicsForgotten(measurement: Measurement): void {
    this.#count(measurement, true, false);
    this.#countTopics(measurement, true);
  }

  contactsMerged(survivorId: string, mergedId: string): void {
    this.names.merge(survivorId, mergedId);
  }

  /** Time has reached an instant: what is too old for its grain moves into the next. */
  reach(at: EpochMs): void {
    if (!this.kept.reach(at)) return;
    for (const series of this.allSeries()) {
      if (!this.shelfOf(series.address.metric)?.isMonthly) series.settle(this.kept);
    }
  }

  /** The series of one metric; undefined where there is no such metric. */
  shelfOf(metric: string): SeriesShelf | undefined {
    let shelf = this.#shelves.get(metric);
    if (shelf === undefined) {
      const definition = this.#options.metricOf(metric);
      shelf =
        definition === undefined
          ? null
          : new SeriesShelf(definition, bucketRule(definition, this.#options.responseClock));
      this.#shelves.set(metric, shelf);
    }
    return shelf ?? undefined;
  }

  /** The series of a metric and group: one a label, or that of one label; `undefined` asks for all labels. */
  *seriesOf(
    metric: string,
    dimension: Dimension,
    key: string,
    label: string | null | undefined,
  ): Generator<FigureSeries> {
    const shelf = this.shelfOf(metric);
    if (shelf !== undefined) yield* shelf.find(dimension, key, label);
  }

  /** The rolling window of a series, as of the time that has been reached. */
  windowOf(series: FigureSeries): RollingWindow {
    return series.window(this.windowStart);
  }

  /** The first minute of the rolling window, epoch minutes; the running minute is its last. */
  get windowStart(): number {
    const { reached } = this.kept;
    return Number.isFinite(reached) ? Math.floor(reached / MINUTE_MS) - WINDOW_MINUTES + 1 : 0;
  }

  *allSeries(): Generator<FigureSeries> {
    for (const shelf of this.#shelves.values()) if (shelf !== null) yield* shelf.all();
  }

  /** Turns to a measurement: its place and edges, and the part that each group counts. */
  #count(measurement: Measurement, isTakenBack: boolean, isOfGroups: boolean): void {
    const shelf = this.shelfOf(measurement.metric);
    if (shelf === undefined) return;
    const { rule } = shelf;
    this.#part.read(measurement, rule);
    this.#locate(measurement.at, shelf);
    this.#edges = rule.isSplit ? this.#spans.of(measurement, this.kept) : NO_EDGES;
    if (!isOfGroups) return;
    if (measurement.missing === null) shelf.valued += isTakenBack ? -1 : 1;
    const { channelId, queueId, agentId, teamIds, label } = measurement.dims;
    const series = shelf.ofLabel(label);
    this.#put(series.account(), isTakenBack);
    if (channelId !== null) this.#put(series.at('channel', channelId), isTakenBack);
    if (queueId !== null) this.#put(series.at('queue', queueId), isTakenBack);
    if (agentId !== null) this.#put(series.at('agent', agentId), isTakenBack);
    for (let index = 0; index < teamIds.length; index += 1) {
      this.#put(series.at('team', teamIds[index] as string), isTakenBack);
    }
  }

  /** Counts the measurement that was turned to under each of its topics, in full. */
  #countTopics({ metric, dims, topics }: Measurement, isTakenBack: boolean): void {
    const series = this.shelfOf(metric)?.ofLabel(dims.label);
    if (series === undefined) return;
    for (const topic of topics ?? []) this.#put(series.at('topic', topic), isTakenBack);
  }

  #put(series: FigureSeries, isTakenBack: boolean): void {
    if (isTakenBack) series.subtract(this.#part, this.#place);
    else series.add(this.#part, this.#place);
    for (let index = 0; index < this.#edges.length; index += 1) {
      series.edge(this.#edges[index] as SpanEdge, isTakenBack);
    }
  }

  #locate(at: EpochMs, shelf: SeriesShelf): void {
    if (!shelf.isMonthly) {
      this.kept.place(at, this.#place);
      return;
    }
    this.#place.grain = 'day';
    this.#place.startMinute = this.kept.calendar.bucketStart(at, 'month') / MINUTE_MS;
  }

  #rebuildFromRaw(series: FigureSeries, bucket: FigureBucket, grain: KeptGrain): void {
    const { rawMeasurements } = this.#options;
    if (rawMeasurements === undefined) return;
    const from = bucket.startMinute * MINUTE_MS;
    const to = from + this.kept.length(grain, bucket.startMinute) * MINUTE_MS;
    bucket.rebuild(this.#valuesOf(rawMeasurements(series.address, from, to), series.rule));
  }

  *#valuesOf(measurements: Iterable<Measurement>, rule: BucketRule): Generator<number> {
    for (const measurement of measurements) {
      this.#rawPart.read(measurement, rule);
      if (this.#rawPart.value !== null) yield this.#rawPart.value;
    }
  }
}

const NO_EDGES: readonly SpanEdge[] = [];
