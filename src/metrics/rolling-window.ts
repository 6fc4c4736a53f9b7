/*
 * The last twelve hours of one series, minute by minute: running totals over its minute buckets, so that asking costs the same however many
 * figures there were. Minutes that fall out are taken off; where that touches an extreme, the extremes are read off the minutes that are left.
 */
import { placeOf } from './bucket-list.ts';
import { FigureBucket } from './figure-bucket.ts';
import type { FigurePart } from './figure-part.ts';
import type { FigureSeries, RebuildBucket } from './figure-series.ts';
import type { MemberNames } from './member-counts.ts';
import { SpanMeter } from './span-edges.ts';
import type { Totals } from './totals.ts';

/** Minutes of the window, the running one included. Source: metrics.md §5 (S003: 12 h). */
export const WINDOW_MINUTES = 720;
/** The same, milliseconds. */
export const ROLLING_MS = WINDOW_MINUTES * 60_000;

const MINUTE_MS = 60_000;

/** The rolling window of one series. Its owner tells it of every change of the minutes. */
export class RollingWindow {
  readonly #series: FigureSeries;
  #total: FigureBucket;
  /** Whether the values are kept for quantiles: from the first time that anybody asks for them. */
  #hasValues = false;
  /** The first minute in the window. */
  #tail = -Infinity;
  /** Spans that are open at the start of the window. */
  #open = 0;
  #openBusiness = 0;

  /** Begins with the minutes of a series from `tail` on, and all spans open before them. */
  constructor(series: FigureSeries, tail: number) {
    this.#series = series;
    this.#tail = tail;
    const { day, hour, minute } = series;
    const first = placeOf(minute, tail);
    if (series.rule.isSplit) {
      for (const { edges } of day) this.#pass(edges);
      for (const { edges } of hour) this.#pass(edges);
      for (let place = 0; place < first; place += 1) {
        this.#pass((minute[place] as FigureBucket).edges);
      }
    }
    this.#total = this.#counted(first);
  }

  add(minute: number, part: FigurePart): void {
    if (minute >= this.#tail) this.#total.add(part, this.#isSketched());
  }

  subtract(minute: number, part: FigurePart): void {
    if (minute >= this.#tail) this.#total.subtract(part);
  }

  /** An edge of a span was put down, or taken back. */
  edge(minute: number, net: number, isBusiness: boolean): void {
    if (minute >= this.#tail) return;
    if (isBusiness) this.#openBusiness += net;
    else this.#open += net;
  }

  /** Lets the minutes before `tail` fall out. It never goes back. */
  moveTo(tail: number): void {
    if (tail <= this.#tail) return;
    const { minute: minutes } = this.#series;
    const first = placeOf(minutes, this.#tail);
    const left = placeOf(minutes, tail);
    for (let place = first; place < left; place += 1) {
      this.#pass((minutes[place] as FigureBucket).edges);
    }
    this.#tail = tail;
    if (left === first) return;
    if (minutes.length - left < left - first) this.#total = this.#counted(left);
    else this.#takeOff(minutes, first, left);
  }

  /** What the window adds up to, up to its end; quantiles are those of its `values`. */
  bucket(rebuild: RebuildBucket): FigureBucket {
    if (!this.#hasValues) {
      this.#hasValues = true;
      const { minute: minutes } = this.#series;
      this.#total = this.#counted(placeOf(minutes, this.#tail));
    }
    return this.#fresh(rebuild);
  }

  #fresh(rebuild: RebuildBucket): FigureBucket {
    if (this.#total.isStale) this.#rebuildExtremes(rebuild);
    return this.#total;
  }

  /** The totals of the window, the time of spans that are split included. */
  totals(names: MemberNames | null, rebuild: RebuildBucket): Totals {
    const totals = this.#fresh(rebuild).totals(names);
    if (!this.#series.rule.isSplit) return totals;
    const { ms, businessMs } = this.spanTime();
    return { ...totals, sum: ms, sumBusiness: businessMs };
  }

  /** Time of spans that are split, within the window: calendar and business milliseconds. */
  spanTime(): { readonly ms: number; readonly businessMs: number } {
    const { minute: minutes } = this.#series;
    const meter = new SpanMeter(this.#open, this.#openBusiness);
    let at = this.#tail;
    for (let place = placeOf(minutes, this.#tail); place < minutes.length; place += 1) {
      const { startMinute, edges } = minutes[place] as FigureBucket;
      if (edges === null) continue;
      if (startMinute > at) meter.pass((startMinute - at) * MINUTE_MS);
      meter.passOver(edges, MINUTE_MS);
      at = startMinute + 1;
    }
    return meter.take();
  }

  #pass(edges: FigureBucket['edges']): void {
    if (edges === null) return;
    this.#open += edges.net;
    this.#openBusiness += edges.netBusiness;
  }

  #takeOff(minutes: readonly FigureBucket[], first: number, left: number): void {
    for (let place = first; place < left; place += 1) {
      this.#total.subtractAll(minutes[place] as FigureBucket);
    }
  }

  /** What the minutes add up to, from a place on. */
  #counted(first: number): FigureBucket {
    const { minute: minutes } = this.#series;
    const total = new FigureBucket(0);
    if (!this.#hasValues) {
      total.mergeSums(minutes, first);
      return total;
    }
    for (let place = first; place < minutes.length; place += 1) {
      total.merge(minutes[place] as FigureBucket, this.#isSketched());
    }
    return total;
  }

  #isSketched(): boolean {
    return this.#hasValues && this.#series.rule.isSketched;
  }

  #rebuildExtremes(rebuild: RebuildBucket): void {
    const { minute: minutes } = this.#series;
    let min = Infinity;
    let max = -Infinity;
    for (let place = placeOf(minutes, this.#tail); place < minutes.length; place += 1) {
      const bucket = minutes[place] as FigureBucket;
      if (bucket.count === 0) continue;
      if (bucket.isStale) rebuild(this.#series, bucket, 'minute');
      if (bucket.isStale) return;
      min = Math.min(min, bucket.min);
      max = Math.max(max, bucket.max);
    }
    this.#total.min = min;
    this.#total.max = max;
    this.#total.isStale = false;
  }
}
