/*
 * The calendar of a report: buckets of time in the reader's zone. Buckets of one grain follow each other without gap or overlap, whatever
 * the zone's clock does, so that figures per bucket add up to the figure of the whole.
 */
import { formatInstant, type EpochMs } from './instant.ts';
import { WEEKDAYS, weekdayIndex, type Weekday } from './weekly-hours.ts';
import { DAY_MS, zoneOffsets, type ZoneOffsets } from './zone-offsets.ts';

/** The sizes of a bucket, shortest first. */
export const GRAINS = [
  'minute',
  'quarterHour',
  'halfHour',
  'hour',
  'day',
  'week',
  'month',
] as const;

/** The size of a bucket. */
export type Grain = (typeof GRAINS)[number];

type ClockGrain = 'minute' | 'quarterHour' | 'halfHour' | 'hour';
type DateGrain = 'day' | 'week' | 'month';

/** A bucket: the instants of `[start, end)`. */
export interface Bucket {
  readonly start: EpochMs;
  readonly end: EpochMs;
  /**
   * What a report calls it, in local time: the month `2026-03`, the date of a day or of the first day of a week `2026-03-29`, else the
   * bucket's first reading of the clock with its offset, `2026-10-25T02:00+01:00`. Unique within a grain and a zone.
   */
  readonly label: string;
}

/** The part of an interval that lies within one bucket: `[from, to)`, never empty. */
export interface BucketPart {
  readonly bucketStart: EpochMs;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

const CLOCK_GRAIN_MS: Readonly<Record<ClockGrain, number>> = {
  minute: 60_000,
  quarterHour: 900_000,
  halfHour: 1_800_000,
  hour: 3_600_000,
};

/** Eleven years of days are remembered for each grain of dates before it starts anew. */
const DATES_MAX = 4_096;

/**
 * Buckets in one zone.
 *
 * Minutes, quarters, half hours and hours begin where the wall clock shows a multiple of them, and wherever the zone changes its offset: an
 * hour that the clock shows twice is two buckets, and a change within an hour cuts it. Days begin at local midnight, or at the change that
 * skips it; where the clock is set back over midnight the day lasts until midnight has come for the last time. Weeks and months are whole
 * days. Changes nothing that callers can see; remembers what it has computed.
 */
export class ReportingCalendar {
  readonly zone: string;
  readonly firstDayOfWeek: Weekday;
  readonly #offsets: ZoneOffsets;
  readonly #firstWeekday: number;
  /** Buckets by their first day. */
  readonly #dates: Readonly<Record<DateGrain, Map<number, Bucket>>> = {
    day: new Map(),
    week: new Map(),
    month: new Map(),
  };

  /**
   * `zone` is an IANA zone; weeks begin on Monday unless told otherwise.
   *
   * @throws RangeError when the platform knows no zone of that name.
   */
  constructor(zone: string, firstDayOfWeek: Weekday = 'mon') {
    this.zone = zone;
    this.firstDayOfWeek = firstDayOfWeek;
    this.#offsets = zoneOffsets(zone);
    this.#firstWeekday = WEEKDAYS.indexOf(firstDayOfWeek);
  }

  /** The start of the bucket that holds the instant. */
  bucketStart(at: EpochMs, grain: Grain): EpochMs {
    return isDateGrain(grain)
      ? this.#dateBucket(at, grain).start
      : this.#clockStart(at, CLOCK_GRAIN_MS[grain]);
  }

  /** The start of the next bucket, which is the end of the one that holds the instant. */
  nextBucketStart(at: EpochMs, grain: Grain): EpochMs {
    return isDateGrain(grain)
      ? this.#dateBucket(at, grain).end
      : this.#clockEnd(at, CLOCK_GRAIN_MS[grain]);
  }

  /** The bucket that holds the instant, with its label. */
  bucketAt(at: EpochMs, grain: Grain): Bucket {
    if (isDateGrain(grain)) return this.#dateBucket(at, grain);
    const sizeMs = CLOCK_GRAIN_MS[grain];
    const start = this.#clockStart(at, sizeMs);
    return { start, end: this.#clockEnd(at, sizeMs), label: this.#clockLabel(start) };
  }

  /** The local date under which the instant is reported, `2026-03-29`. */
  localDate(at: EpochMs): string {
    return this.#dateBucket(at, 'day').label;
  }

  /** The month under which the instant is reported, `2026-03`. */
  monthKey(at: EpochMs): string {
    return this.#dateBucket(at, 'month').label;
  }

  /** `[from, to)` cut at the edges of buckets, ascending; an empty list when `to` is not after `from`. */
  split(from: EpochMs, to: EpochMs, grain: Grain): BucketPart[] {
    const parts: BucketPart[] = [];
    let start = from;
    while (start < to) {
      const end = Math.min(to, this.nextBucketStart(start, grain));
      parts.push({ bucketStart: this.bucketStart(start, grain), from: start, to: end });
      start = end;
    }
    return parts;
  }

  #clockStart(at: EpochMs, sizeMs: number): EpochMs {
    const { from, offsetMs } = this.#offsets.periodAt(at);
    return Math.max(from, Math.floor((at + offsetMs) / sizeMs) * sizeMs - offsetMs);
  }

  #clockEnd(at: EpochMs, sizeMs: number): EpochMs {
    const { to, offsetMs } = this.#offsets.periodAt(at);
    return Math.min(to, Math.floor((at + offsetMs) / sizeMs) * sizeMs + sizeMs - offsetMs);
  }

  #clockLabel(at: EpochMs): string {
    const offsetMs = this.#offsets.offsetAt(at);
    const minutes = Math.abs(offsetMs) / 60_000;
    const sign = offsetMs < 0 ? '-' : '+';
    const local = formatInstant(at + offsetMs).slice(0, 16);
    return `${local}${sign}${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
  }

  #dateBucket(at: EpochMs, grain: DateGrain): Bucket {
    const first = this.#firstDay(this.#offsets.localDay(at), grain);
    const dates = this.#dates[grain];
    let bucket = dates.get(first);
    if (bucket === undefined) {
      bucket = {
        start: this.#offsets.settledFrom(first * DAY_MS),
        end: this.#offsets.settledFrom(firstDayAfter(first, grain) * DAY_MS),
        label: formatInstant(first * DAY_MS).slice(0, grain === 'month' ? 7 : 10),
      };
      if (dates.size >= DATES_MAX) dates.clear();
      dates.set(first, bucket);
    }
    return bucket;
  }

  /** The first day of the bucket that holds a day, both counted from 1970-01-01. */
  #firstDay(day: number, grain: DateGrain): number {
    if (grain === 'day') return day;
    if (grain === 'week') return day - ((weekdayIndex(day) - this.#firstWeekday + 7) % 7);
    return day - new Date(day * DAY_MS).getUTCDate() + 1;
  }
}

function firstDayAfter(first: number, grain: DateGrain): number {
  if (grain === 'day') return first + 1;
  if (grain === 'week') return first + 7;
  const date = new Date(first * DAY_MS);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) / DAY_MS;
}

function isDateGrain(grain: Grain): grain is DateGrain {
  return grain === 'day' || grain === 'week' || grain === 'month';
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
