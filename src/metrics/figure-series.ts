// One figure of one group over time: its buckets by minute, hour and day, and the walk over them.
import { bucketAt, placeOf } from './bucket-list.ts';
import type { FigureBucket } from './figure-bucket.ts';
import type { BucketRule, FigurePart } from './figure-part.ts';
import { KEPT_GRAINS, type KeptGrain, type KeptGrains, type KeptPlace } from './kept-grains.ts';
import { RollingWindow } from './rolling-window.ts';
import { SpanEdges, SpanMeter } from './span-edges.ts';

const MINUTE_MS = 60_000;

/** By what figures are rolled up; `account` is the whole tenant. */
export const DIMENSIONS = ['account', 'channel', 'queue', 'team', 'agent', 'topic'] as const;

/** A dimension of roll-ups. */
export type Dimension = (typeof DIMENSIONS)[number];

/** Whose figure a series is. */
export interface SeriesAddress {
  readonly metric: string;
  /** The class within the metric; null for figures that have none. */
  readonly label: string | null;
  readonly dimension: Dimension;
  /** Id of the channel, queue, team, agent or topic; the empty text for the account. */
  readonly key: string;
}

/** Rebuilds the stale extremes of a bucket; leaves them stale where the values are not at hand. */
export type RebuildBucket = (series: FigureSeries, bucket: FigureBucket, grain: KeptGrain) => void;

/** An edge of a span that is split: where it falls, and how often the span counts from there on. */
export interface SpanEdge extends KeptPlace {
  /** Milliseconds since the start of its bucket. */
  offsetMs: number;
  /** The weight of the span at its start, and the same below zero at its end. */
  net: number;
  isBusiness: boolean;
}

/** One key of the roll-ups. Buckets are sparse: without a figure there is none. */
export class FigureSeries {
  readonly address: SeriesAddress;
  readonly rule: BucketRule;
  readonly minute: FigureBucket[] = [];
  readonly hour: FigureBucket[] = [];
  readonly day: FigureBucket[] = [];
  #window: RollingWindow | null = null;

  constructor(address: SeriesAddress, rule: BucketRule) {
    this.address = address;
    this.rule = rule;
  }

  add(part: FigurePart, { grain, startMinute }: KeptPlace): void {
    bucketAt(this[grain], startMinute).add(part, this.rule.isSketched);
    if (grain === 'minute') this.#window?.add(startMinute, part);
  }

  subtract(part: FigurePart, { grain, startMinute }: KeptPlace): void {
    bucketAt(this[grain], startMinute).subtract(part);
    if (grain === 'minute') this.#window?.subtract(startMinute, part);
  }

  /** Puts an edge down, or takes it back. */
  edge(edge: SpanEdge, isTakenBack: boolean): void {
    const { grain, startMinute, offsetMs, isBusiness } = edge;
    const edges = (bucketAt(this[grain], startMinute).edges ??= new SpanEdges());
    const net = isTakenBack ? -edge.net : edge.net;
    if (isBusiness) {
      edges.netBusiness += net;
      edges.offsetBusinessMs += net * offsetMs;
    } else {
      edges.net += net;
      edges.offsetMs += net * offsetMs;
    }
    this.#window?.edge(startMinute, net, isBusiness);
  }

  /** The rolling window from a minute on; kept up to date from the first time that it is asked for. */
  window(tail: number): RollingWindow {
    const window = (this.#window ??= new RollingWindow(this, tail));
    window.moveTo(tail);
    return window;
  }

  /** Moves buckets that are too old for their grain into the next one. Extremes that are stale stay so until somebody asks. */
  settle(kept: KeptGrains): void {
    this.#move('minute', 'hour', kept.minutesFrom, kept);
    this.#move('hour', 'day', kept.hoursFrom, kept);
  }

  #move(from: 'minute' | 'hour', to: 'hour' | 'day', horizon: number, kept: KeptGrains): void {
    const first = this[from][0];
    if (first === undefined || first.startMinute >= horizon) return;
    if (from === 'minute') this.#window?.moveTo(horizon);
    for (const bucket of this[from].splice(0, placeOf(this[from], horizon))) {
      if (bucket.isEmpty) continue;
      const start = kept.calendar.bucketStart(bucket.startMinute * MINUTE_MS, to) / MINUTE_MS;
      const target = bucketAt(this[to], start);
      target.absorb(bucket, this.rule.isSketched);
      target.mergeEdges(bucket);
    }
  }
}

/** Reads a series in ascending order, stretch by stretch. */
export class SeriesWalk {
  readonly #series: FigureSeries;
  readonly #kept: KeptGrains;
  readonly #rebuild: RebuildBucket;
  readonly #meter: SpanMeter | null;
  #grain = KEPT_GRAINS.length - 1;
  #place = 0;
  #minute: number;

  /** Begins at an epoch minute, which is the start of a kept bucket. */
  constructor(series: FigureSeries, from: number, kept: KeptGrains, rebuild: RebuildBucket) {
    this.#series = series;
    this.#kept = kept;
    this.#rebuild = rebuild;
    this.#meter = series.rule.isSplit ? new SpanMeter() : null;
    this.#minute = from;
    this.#skip(from);
  }

  /** Takes all buckets up to a minute into `into`; the time of spans that are split is added to its sums. */
  take(to: number, into: FigureBucket): void {
    const { isSketched } = this.#series.rule;
    for (let bucket = this.#next(to); bucket !== null; bucket = this.#next(to)) {
      if (bucket.isStale) this.#rebuild(this.#series, bucket, this.#grainName());
      this.#measure(bucket);
      into.merge(bucket, isSketched);
      this.#place += 1;
    }
    if (this.#meter === null) return;
    if (to > this.#minute) this.#meter.pass((to - this.#minute) * MINUTE_MS);
    this.#minute = Math.max(to, this.#minute);
    const { ms, businessMs } = this.#meter.take();
    into.whole += ms;
    into.sumBusiness += businessMs;
  }

  #grainName(): KeptGrain {
    return KEPT_GRAINS[this.#grain] as KeptGrain;
  }

  /** The next bucket that starts before a minute: days first, minutes last. */
  #next(to: number): FigureBucket | null {
    for (;;) {
      const bucket = this.#series[this.#grainName()][this.#place];
      if (bucket !== undefined) return bucket.startMinute < to ? bucket : null;
      if (this.#grain === 0) return null;
      this.#grain -= 1;
      this.#place = 0;
    }
  }

  #skip(from: number): void {
    if (this.#meter === null) {
      const grains = this.#series;
      while (this.#grain > 0 && (grains[this.#grainName()].at(-1)?.startMinute ?? -1) < from) {
        this.#grain -= 1;
      }
      this.#place = placeOf(grains[this.#grainName()], from);
      return;
    }
    for (let bucket = this.#next(from); bucket !== null; bucket = this.#next(from)) {
      if (bucket.edges !== null) this.#meter.skip(bucket.edges);
      this.#place += 1;
    }
  }

  #measure({ startMinute, edges }: FigureBucket): void {
    if (this.#meter === null || edges === null) return;
    this.#meter.pass((startMinute - this.#minute) * MINUTE_MS);
    const length = this.#kept.length(this.#grainName(), startMinute);
    this.#meter.passOver(edges, length * MINUTE_MS);
    this.#minute = startMinute + length;
  }
}
