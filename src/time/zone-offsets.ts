/*
 * A zone's offsets from UTC, remembered. Luxon asks the platform, which takes microseconds; reports and calculators ask millions of times.
 * A block of 64 days is sampled on first need, its changes of offset found by bisection, and read from memory ever after.
 */
import { IANAZone } from 'luxon';
import type { EpochMs } from './instant.ts';

/** A day of 24 hours in milliseconds. */
export const DAY_MS = 86_400_000;

/** The stretch of time that is computed and remembered as one, for offsets and for openings. */
export const BLOCK_MS = 64 * DAY_MS;

/** No two changes of a zone's offset since 2000 lie closer than 6.9 days (tz database 2025c), so no step hides a pair that cancels. */
const SAMPLE_MS = 4 * DAY_MS;

/** A block knows the changes a few days around it too: local days and hours reach over its edges. */
const MARGIN_MS = SAMPLE_MS;

/** More than two centuries of blocks, and more than the zones of the database: only a misuse reaches them, and it starts anew. */
const BLOCKS_MAX = 1_200;
const ZONES_MAX = 700;

/** A stretch of time with one offset. */
export interface OffsetPeriod {
  /** The change that began it; -Infinity when none is known near the block that was asked for. */
  readonly from: EpochMs;
  /** The change that ends it, exclusive; Infinity when none is known near the block. */
  readonly to: EpochMs;
  /** Milliseconds to add to an instant to read it as local time. */
  readonly offsetMs: number;
}

/** The offsets of one zone. Get it from {@link zoneOffsets}, so that its memory is shared. */
export class ZoneOffsets {
  readonly zone: string;
  readonly #source: IANAZone;
  readonly #blocks = new Map<number, readonly OffsetPeriod[]>();
  #lastBlock = Number.NaN;
  #lastPeriods: readonly OffsetPeriod[] = [];

  /** @throws RangeError when the platform knows no zone of that name. */
  constructor(zone: string) {
    this.#source = IANAZone.create(zone);
    if (!this.#source.isValid) {
      throw new RangeError(
        `expected a zone of the IANA database such as "Europe/Brussels", found "${zone}": correct the name`,
      );
    }
    this.zone = zone;
  }

  /** Milliseconds to add to the instant to read it as local time. */
  offsetAt(at: EpochMs): number {
    return this.periodAt(at).offsetMs;
  }

  /** The period that holds the instant. */
  periodAt(at: EpochMs): OffsetPeriod {
    const periods = this.periodsAround(Math.floor(at / BLOCK_MS));
    return periods[indexAt(periods, at)] as OffsetPeriod;
  }

  /**
   * The local calendar day that an instant is reported under, as days since 1970-01-01.
   *
   * It is the date of the wall clock, except where the clock is about to be set back over midnight: then the day that is not over yet, so
   * that days never come back.
   */
  localDay(at: EpochMs): number {
    const periods = this.periodsAround(Math.floor(at / BLOCK_MS));
    const index = indexAt(periods, at);
    const { to, offsetMs } = periods[index] as OffsetPeriod;
    const day = Math.floor((at + offsetMs) / DAY_MS);
    const next = periods[index + 1];
    if (next === undefined || to - at >= DAY_MS) return day;
    return Math.min(day, Math.floor((to + next.offsetMs) / DAY_MS));
  }

  /**
   * The instant after which the wall clock never again reads less than a local time, given as epoch milliseconds of the same reading in UTC.
   *
   * In a gap it is the instant of the change; in an overlap the second of the two.
   */
  settledFrom(local: number): EpochMs {
    const periods = this.periodsAround(Math.floor(local / BLOCK_MS));
    let index = periods.length - 1;
    while (
      (periods[index] as OffsetPeriod).from + (periods[index] as OffsetPeriod).offsetMs >=
      local
    ) {
      index -= 1;
    }
    const period = periods[index] as OffsetPeriod;
    return Math.min(local - period.offsetMs, period.to);
  }

  /** The periods that meet block `[block × 64 days, (block + 1) × 64 days)` or the four days around it, ascending without gaps. */
  periodsAround(block: number): readonly OffsetPeriod[] {
    if (block === this.#lastBlock) return this.#lastPeriods;
    let periods = this.#blocks.get(block);
    if (periods === undefined) {
      periods = this.#findPeriods(block * BLOCK_MS - MARGIN_MS, (block + 1) * BLOCK_MS + MARGIN_MS);
      if (this.#blocks.size >= BLOCKS_MAX) this.#blocks.clear();
      this.#blocks.set(block, periods);
    }
    this.#lastBlock = block;
    this.#lastPeriods = periods;
    return periods;
  }

  #findPeriods(start: EpochMs, end: EpochMs): readonly OffsetPeriod[] {
    const periods: OffsetPeriod[] = [];
    let from = Number.NEGATIVE_INFINITY;
    let offsetMs = this.#askOffset(start);
    for (let at = start; at < end; at += SAMPLE_MS) {
      const next = this.#askOffset(at + SAMPLE_MS);
      if (next === offsetMs) continue;
      const change = this.#findChange(at, at + SAMPLE_MS, offsetMs);
      periods.push({ from, to: change, offsetMs });
      from = change;
      offsetMs = next;
    }
    periods.push({ from, to: Number.POSITIVE_INFINITY, offsetMs });
    return periods;
  }

  /** The first whole second in `(low, high]` at which the offset is no longer the one at `low`. */
  #findChange(low: EpochMs, high: EpochMs, offsetMs: number): EpochMs {
    let same = low / 1000;
    let changed = high / 1000;
    while (changed - same > 1) {
      const middle = Math.floor((same + changed) / 2);
      if (this.#askOffset(middle * 1000) === offsetMs) same = middle;
      else changed = middle;
    }
    return changed * 1000;
  }

  #askOffset(at: EpochMs): number {
    const offsetMs = Math.round(this.#source.offset(at) * 60_000);
    if (Number.isNaN(offsetMs)) {
      throw new RangeError(
        `expected an instant that a date can hold, found one near ${at}: check it`,
      );
    }
    return offsetMs;
  }
}

/** The place of the period that holds an instant; the last one never ends. */
function indexAt(periods: readonly OffsetPeriod[], at: EpochMs): number {
  let index = 0;
  while ((periods[index] as OffsetPeriod).to <= at) index += 1;
  return index;
}

const zones = new Map<string, ZoneOffsets>();

/**
 * The offsets of a zone, from one memory for all who ask: what it holds is fixed by the platform's time zone data.
 *
 * `zone` is an IANA name, see `isZone`.
 * @throws RangeError when the platform knows no zone of that name.
 */
export function zoneOffsets(zone: string): ZoneOffsets {
  let offsets = zones.get(zone);
  if (offsets === undefined) {
    offsets = new ZoneOffsets(zone);
    if (zones.size >= ZONES_MAX) zones.clear();
    zones.set(zone, offsets);
  }
  return offsets;
}
