import { openingTimes, type OpeningTimes } from './business-time.ts';
import type { EpochMs } from './instant.ts';
import type { WeeklyHours } from './weekly-hours.ts';

/** A schedule and the instant from which it is in force; null hours are open around the clock. */
export interface HoursInForce {
  readonly from: EpochMs;
  readonly hours: WeeklyHours | null;
}

/**
 * Which schedule measures a span during which schedules changed.
 *
 * `piecewise`: each part under the schedule in force at the time. `closing`: the whole span under the one in force at its end.
 * Source: metrics.md X7 (`bhSchedulePolicy`).
 */
export type SchedulePolicy = 'piecewise' | 'closing';

/**
 * What becomes of a span that lies outside opening hours altogether.
 *
 * `exclude`: it is no sample. `zero`: it counts as 0. `calendar`: it counts with its calendar time.
 * Source: metrics.md X8 (`offHours`).
 */
export type OffHours = 'exclude' | 'zero' | 'calendar';

/** The schedules of one channel over time. Values are never changed; a changed history is a new one. */
export class HoursHistory {
  readonly #entries: readonly HoursInForce[];
  readonly #times: readonly OpeningTimes[];

  /**
   * `entries` in any order. Of several with the same `from` the last one given is in force. Before the first, and without any, business
   * time is calendar time.
   */
  constructor(entries: readonly HoursInForce[]) {
    this.#entries = entries
      .toSorted((a, b) => a.from - b.from)
      .filter((entry, index, sorted) => sorted[index + 1]?.from !== entry.from);
    this.#times = this.#entries.map(({ hours }) => openingTimes(hours));
  }

  /** The schedule in force at an instant; null around the clock. A schedule is in force at its own first instant. */
  hoursAt(at: EpochMs): WeeklyHours | null {
    return this.#entries[this.#indexAt(at)]?.hours ?? null;
  }

  /** The opening times in force at an instant. */
  openingTimesAt(at: EpochMs): OpeningTimes {
    return this.#timesOf(this.#indexAt(at));
  }

  /** Business milliseconds of `[from, to)`. 0 when `to` is not after `from`. Only `piecewise` is additive. */
  businessMs(from: EpochMs, to: EpochMs, policy: SchedulePolicy): number {
    const last = this.#indexAt(to);
    if (policy === 'closing') return this.#timesOf(last).businessMs(from, to);
    let ms = 0;
    let start = from;
    for (let index = this.#indexAt(from); index < last; index += 1) {
      const end = this.#entries[index + 1]?.from ?? to;
      ms += this.#timesOf(index).businessMs(start, end);
      start = end;
    }
    return ms + this.#timesOf(last).businessMs(start, to);
  }

  /**
   * Business milliseconds of `[from, to)` as a sample, or null when it is none.
   *
   * Differs from {@link businessMs} only for spans wholly outside opening hours, where `offHours` decides. A span without length is outside
   * when its instant is.
   */
  sampleMs(from: EpochMs, to: EpochMs, policy: SchedulePolicy, offHours: OffHours): number | null {
    const ms = this.businessMs(from, to, policy);
    if (ms > 0 || offHours === 'zero') return ms;
    if (to <= from && this.openingTimesAt(to).isOpenAt(to)) return 0;
    return offHours === 'exclude' ? null : Math.max(0, to - from);
  }

  /**
   * The earliest instant by which `ms` of business time have passed since `from`, each part under the schedule in force at the time;
   * undefined when it is not reached before the year 2100.
   */
  addBusinessTime(from: EpochMs, ms: number): EpochMs | undefined {
    let rest = ms;
    let start = from;
    for (let index = this.#indexAt(from); index < this.#entries.length - 1; index += 1) {
      const end = this.#entries[index + 1]?.from ?? start;
      const available = this.#timesOf(index).businessMs(start, end);
      if (rest <= available) return this.#timesOf(index).addBusinessTime(start, rest);
      rest -= available;
      start = end;
    }
    return this.#timesOf(this.#entries.length - 1).addBusinessTime(start, rest);
  }

  #timesOf(index: number): OpeningTimes {
    return this.#times[index] ?? openingTimes(null);
  }

  /** The place of the entry in force, or -1 before the first. Histories are short: the newest is looked at first. */
  #indexAt(at: EpochMs): number {
    let index = this.#entries.length - 1;
    while (index >= 0 && (this.#entries[index] as HoursInForce).from > at) index -= 1;
    return index;
  }
}
