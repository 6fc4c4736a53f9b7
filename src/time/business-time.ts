/*
 * Business time: how much of a span lies within opening hours. An instant is open when the wall clock of the schedule's zone, read at that
 * instant, stands within an opening of a date that is no holiday; gaps and overlaps of daylight saving time need no rule beyond that.
 * Openings are turned into instants once per block of 64 days, with running totals, so that a span costs two look-ups.
 */
import { INSTANT_MAX, daysFromCivil, type EpochMs } from './instant.ts';
import { WEEKDAYS, weekdayIndex, type Opening, type WeeklyHours } from './weekly-hours.ts';
import { BLOCK_MS, DAY_MS, zoneOffsets, type ZoneOffsets } from './zone-offsets.ts';

const MINUTE_MS = 60_000;

/** More than two centuries of blocks for one schedule: only a misuse reaches it, and it starts anew. */
const BLOCKS_MAX = 1_200;

/** No event can carry a later instant, so nothing is looked for beyond the block that holds it. */
const LAST_BLOCK = Math.floor(INSTANT_MAX / BLOCK_MS);

/**
 * The openings of one schedule on the line of instants.
 *
 * Instants are whole epoch milliseconds that a date can hold.
 */
export interface OpeningTimes {
  /**
   * Milliseconds of `[from, to)` within opening hours. 0 when `to` is not after `from`.
   *
   * Additive: the parts of a span that is cut anywhere add up to the whole.
   */
  businessMs(from: EpochMs, to: EpochMs): number;

  /** True when the instant lies within an opening; at the end of an opening it does not. */
  isOpenAt(at: EpochMs): boolean;

  /** The first open instant at or after `at`; undefined when none comes before the year 2100. */
  nextOpening(at: EpochMs): EpochMs | undefined;

  /**
   * The earliest instant by which `ms` of business time have passed since `from`: the due time of a target.
   *
   * 0 gives `from` itself, and a target that fills an opening exactly is due at its end, not at the next opening. Undefined when it is not
   * reached before the year 2100.
   */
  addBusinessTime(from: EpochMs, ms: number): EpochMs | undefined;
}

/** Openings within one block, clipped to it, ascending and apart from each other. */
interface OpenBlock {
  readonly starts: readonly EpochMs[];
  readonly ends: readonly EpochMs[];
  /** Open milliseconds of the block before each opening. */
  readonly before: readonly number[];
  readonly totalMs: number;
}

/** Without a schedule all time is business time. Source: metrics.md X7 (nothing configured means around the clock). */
const AROUND_THE_CLOCK: OpeningTimes = {
  businessMs: (from, to) => Math.max(0, to - from),
  isOpenAt: () => true,
  nextOpening: (at) => (at > INSTANT_MAX ? undefined : at),
  addBusinessTime: (from, ms) => (from + ms > INSTANT_MAX ? undefined : from + ms),
};

const known = new WeakMap<WeeklyHours, OpeningTimes>();

/**
 * The opening times of a schedule, remembered for as long as the schedule lives; null is open around the clock.
 *
 * @throws RangeError when the platform knows no zone of that name, which a parsed schedule excludes.
 */
export function openingTimes(hours: WeeklyHours | null): OpeningTimes {
  if (hours === null) return AROUND_THE_CLOCK;
  let times = known.get(hours);
  if (times === undefined) {
    times = new WrittenOpenings(hours);
    known.set(hours, times);
  }
  return times;
}

/** Business milliseconds of `[from, to)` under one schedule; see {@link OpeningTimes.businessMs}. Null hours count every millisecond. */
export function businessMs(from: EpochMs, to: EpochMs, hours: WeeklyHours | null): number {
  return openingTimes(hours).businessMs(from, to);
}

class WrittenOpenings implements OpeningTimes {
  readonly #offsets: ZoneOffsets;
  /** Openings by day of the week, Monday first. */
  readonly #week: readonly (readonly Opening[])[];
  /** Days since 1970-01-01. */
  readonly #holidays: ReadonlySet<number>;
  readonly #blocks = new Map<number, OpenBlock>();
  #lastIndex = Number.NaN;
  #lastBlock: OpenBlock = { starts: [], ends: [], before: [], totalMs: 0 };

  constructor(hours: WeeklyHours) {
    this.#offsets = zoneOffsets(hours.zone);
    this.#week = WEEKDAYS.map((day) => hours.open[day]);
    this.#holidays = new Set([...hours.holidays].map(toDay));
  }

  businessMs(from: EpochMs, to: EpochMs): number {
    if (to <= from) return 0;
    const first = Math.floor(from / BLOCK_MS);
    const last = Math.floor(to / BLOCK_MS);
    const start = openedUntil(this.#block(first), from);
    if (first === last) return openedUntil(this.#block(first), to) - start;
    let ms = this.#block(first).totalMs - start;
    for (let index = first + 1; index < last; index += 1) ms += this.#block(index).totalMs;
    return ms + openedUntil(this.#block(last), to);
  }

  isOpenAt(at: EpochMs): boolean {
    const block = this.#block(Math.floor(at / BLOCK_MS));
    const end = block.ends[lastAtOrBefore(block.starts, at)];
    return end !== undefined && at < end;
  }

  nextOpening(at: EpochMs): EpochMs | undefined {
    for (let index = Math.floor(at / BLOCK_MS); index <= LAST_BLOCK; index += 1) {
      const { starts, ends } = this.#block(index);
      const current = lastAtOrBefore(starts, at);
      if (at < (ends[current] ?? at)) return notAfterLast(at);
      const next = starts[current + 1];
      if (next !== undefined) return notAfterLast(next);
      if (this.#isNeverOpen()) return undefined;
    }
    return undefined;
  }

  addBusinessTime(from: EpochMs, ms: number): EpochMs | undefined {
    if (ms <= 0) return notAfterLast(from);
    const first = Math.floor(from / BLOCK_MS);
    let wanted = ms + openedUntil(this.#block(first), from);
    for (let index = first; index <= LAST_BLOCK && !this.#isNeverOpen(); index += 1) {
      const block = this.#block(index);
      if (wanted <= block.totalMs) {
        // The last opening before which less than the wanted time has passed.
        const opening = lastAtOrBefore(block.before, wanted - 1);
        return notAfterLast((block.starts[opening] ?? 0) + wanted - (block.before[opening] ?? 0));
      }
      wanted -= block.totalMs;
    }
    return undefined;
  }

  #isNeverOpen(): boolean {
    return this.#week.every((openings) => openings.length === 0);
  }

  #block(index: number): OpenBlock {
    if (index === this.#lastIndex) return this.#lastBlock;
    let block = this.#blocks.get(index);
    if (block === undefined) {
      block = this.#layOut(index);
      if (this.#blocks.size >= BLOCKS_MAX) this.#blocks.clear();
      this.#blocks.set(index, block);
    }
    this.#lastIndex = index;
    this.#lastBlock = block;
    return block;
  }

  #layOut(index: number): OpenBlock {
    const starts: EpochMs[] = [];
    const ends: EpochMs[] = [];
    for (const period of this.#offsets.periodsAround(index)) {
      const from = Math.max(period.from, index * BLOCK_MS);
      const to = Math.min(period.to, (index + 1) * BLOCK_MS);
      if (from >= to) continue;
      for (const [open, close] of this.#openingsWithin(from, to, period.offsetMs)) {
        if (ends.at(-1) === open) ends[ends.length - 1] = close;
        else {
          starts.push(open);
          ends.push(close);
        }
      }
    }
    const before: number[] = [];
    let totalMs = 0;
    for (const [position, start] of starts.entries()) {
      before.push(totalMs);
      totalMs += (ends[position] ?? start) - start;
    }
    return { starts, ends, before, totalMs };
  }

  /** Openings as instants within `[from, to)`, throughout which the zone has one offset. */
  #openingsWithin(from: EpochMs, to: EpochMs, offsetMs: number): [EpochMs, EpochMs][] {
    const openings: [EpochMs, EpochMs][] = [];
    const last = Math.floor((to - 1 + offsetMs) / DAY_MS);
    for (let day = Math.floor((from + offsetMs) / DAY_MS); day <= last; day += 1) {
      if (this.#holidays.has(day)) continue;
      const midnight = day * DAY_MS - offsetMs;
      for (const { start, end } of this.#week[weekdayIndex(day)] ?? []) {
        const open = Math.max(from, midnight + start * MINUTE_MS);
        const close = Math.min(to, midnight + end * MINUTE_MS);
        if (open < close) openings.push([open, close]);
      }
    }
    return openings;
  }
}

/** Open milliseconds of the block before an instant of it. */
function openedUntil({ starts, ends, before }: OpenBlock, at: EpochMs): number {
  const index = lastAtOrBefore(starts, at);
  if (index < 0) return 0;
  const start = starts[index] as number;
  return (before[index] as number) + Math.min(at, ends[index] as number) - start;
}

/** The place of the last value that is not greater, by bisection of ascending values; -1 when there is none. */
function lastAtOrBefore(values: readonly number[], limit: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] as number) <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function notAfterLast(at: EpochMs): EpochMs | undefined {
  return at > INSTANT_MAX ? undefined : at;
}

/** Days since 1970-01-01 of a date `YYYY-MM-DD`. */
function toDay(date: string): number {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  return daysFromCivil(year, month, day);
}
