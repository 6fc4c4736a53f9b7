/*
 * In which bucket an instant is kept: by minute for two days, by hour for ninety, unless a host says otherwise, by day for ever. A figure is in one bucket only, that of
 * the finest grain kept at its instant; coarser views are merged from there when they are read.
 */
import type { EpochMs } from '../time/instant.ts';
import type { ReportingCalendar } from '../time/reporting-calendar.ts';

/** The grains in which figures are kept. */
export const KEPT_GRAINS = ['minute', 'hour', 'day'] as const;

/** A grain in which figures are kept; that of contacts counted by the month is kept as days are. */
export type KeptGrain = (typeof KEPT_GRAINS)[number];

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** How long minutes and hours are kept. Source: metrics.md §5 (minute 48 h, hour 90 d, day for ever). */
export const MINUTES_KEPT_MS = 48 * HOUR_MS;
export const HOURS_KEPT_MS = 90 * 24 * HOUR_MS;

/** How long minutes and hours are kept, milliseconds. */
export interface GrainsKept {
  readonly minutesMs: number;
  readonly hoursMs: number;
}

const AS_SPECIFIED: GrainsKept = { minutesMs: MINUTES_KEPT_MS, hoursMs: HOURS_KEPT_MS };

/** A place among the kept buckets. */
export interface KeptPlace {
  grain: KeptGrain;
  startMinute: number;
}

/** Which grain is kept where. Goes on with the time that has been reached. */
export class KeptGrains {
  readonly calendar: ReportingCalendar;
  readonly #for: GrainsKept;
  #reached: EpochMs = -Infinity;
  /** From here on minutes are kept; the start of an hour. */
  #minutesFrom: EpochMs = -Infinity;
  /** From here on at least hours are kept; the start of a day. */
  #hoursFrom: EpochMs = -Infinity;
  /** The first instant at which an hour of minutes is too old. */
  #moveAt: EpochMs = -Infinity;

  constructor(calendar: ReportingCalendar, kept: GrainsKept = AS_SPECIFIED) {
    this.calendar = calendar;
    this.#for = kept;
  }

  /** The latest instant that time has reached, -Infinity before any. */
  get reached(): EpochMs {
    return this.#reached;
  }

  /** Epoch minutes from which minutes, and at least hours, are kept. */
  get minutesFrom(): number {
    return this.#minutesFrom / MINUTE_MS;
  }

  get hoursFrom(): number {
    return this.#hoursFrom / MINUTE_MS;
  }

  /** Time has reached an instant; true when buckets have become too old for their grain. An earlier instant changes nothing. */
  reach(at: EpochMs): boolean {
    if (at > this.#reached) this.#reached = at;
    if (at < this.#moveAt) return false;
    const { calendar } = this;
    const { minutesMs, hoursMs } = this.#for;
    this.#minutesFrom = calendar.bucketStart(at - minutesMs, 'hour');
    this.#hoursFrom = calendar.bucketStart(at - hoursMs, 'day');
    this.#moveAt = Math.min(
      calendar.nextBucketStart(this.#minutesFrom, 'hour') + minutesMs,
      calendar.nextBucketStart(this.#hoursFrom, 'day') + hoursMs,
    );
    return true;
  }

  /** The grain in which an instant is kept. */
  grainAt(at: EpochMs): KeptGrain {
    if (at >= this.#minutesFrom) return 'minute';
    return at >= this.#hoursFrom ? 'hour' : 'day';
  }

  /** Writes the bucket that keeps an instant into `place`. */
  place(at: EpochMs, place: KeptPlace): void {
    if (at >= this.#minutesFrom) {
      place.grain = 'minute';
      place.startMinute = Math.floor(at / MINUTE_MS);
      return;
    }
    place.grain = this.grainAt(at);
    place.startMinute = this.calendar.bucketStart(at, place.grain) / MINUTE_MS;
  }

  /** The start of the kept bucket that holds an instant. */
  floor(at: EpochMs): EpochMs {
    return this.calendar.bucketStart(at, this.grainAt(at));
  }

  /** The first start of a kept bucket that is not before an instant. */
  ceiling(at: EpochMs): EpochMs {
    const start = this.floor(at);
    return start === at ? at : this.calendar.nextBucketStart(at, this.grainAt(at));
  }

  /** Minutes of a kept bucket. */
  length(grain: KeptGrain, startMinute: number): number {
    if (grain === 'minute') return 1;
    return this.calendar.nextBucketStart(startMinute * MINUTE_MS, grain) / MINUTE_MS - startMinute;
  }
}
