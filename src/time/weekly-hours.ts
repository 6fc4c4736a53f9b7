/*
 * Opening hours as they are written down: a zone, wall-clock intervals a weekday and closed dates. What they mean in elapsed time is the
 * business of the calendar that reads them; this file owns their form and its check.
 */
import { isCalendarDate } from './instant.ts';
import { isZone } from './zone.ts';

/** The days of a week, Monday first, as events.md spells them. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** A day of the week. */
export type Weekday = (typeof WEEKDAYS)[number];

/** The place of a day in the week, 0 for Monday; `day` counts from 1970-01-01, a Thursday. */
export function weekdayIndex(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** One opening: minutes since the local midnight, `end` exclusive and at most 1,440. */
export interface Opening {
  readonly start: number;
  readonly end: number;
}

/** Opening hours in force on a channel. */
export interface WeeklyHours {
  /** IANA zone in which the wall clock is read. */
  readonly zone: string;
  /** Openings a weekday, ascending and disjoint; an empty list is a closed day. */
  readonly open: Readonly<Record<Weekday, readonly Opening[]>>;
  /** Local dates `YYYY-MM-DD` on which it stays closed. */
  readonly holidays: ReadonlySet<string>;
}

/** Opening hours as an event writes them. Source: events.md §1 (`channel.configured`, `businessHours`). */
export interface WrittenHours {
  readonly zone: string;
  readonly open: Readonly<Partial<Record<Weekday, readonly (readonly string[])[]>>>;
  readonly holidays?: readonly string[];
}

/** The place of a wrong value within written hours, and what should stand there. */
export interface HoursFault {
  /** Path below the hours, `open.mon[0]`. */
  readonly path: string;
  readonly expected: string;
}

const WALL_TIME = /^([01]\d|2[0-4]):([0-5]\d)$/;
const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;

/**
 * Reads written opening hours, or returns the first fault.
 *
 * A weekday that is left out is closed. `24:00` ends a day; an opening past midnight is written as two.
 */
export function parseWeeklyHours(written: WrittenHours): WeeklyHours | HoursFault {
  if (!isZone(written.zone)) {
    return { path: 'zone', expected: 'a zone of the IANA database such as "Europe/Brussels"' };
  }
  const open: Record<Weekday, readonly Opening[]> = {
    mon: [],
    tue: [],
    wed: [],
    thu: [],
    fri: [],
    sat: [],
    sun: [],
  };
  for (const day of WEEKDAYS) {
    const openings = parseDay(written.open[day] ?? [], `open.${day}`);
    if ('expected' in openings) return openings;
    open[day] = openings;
  }
  for (const [index, date] of (written.holidays ?? []).entries()) {
    if (!isDate(date)) {
      return {
        path: `holidays[${index}]`,
        expected: 'a date of the calendar such as "2026-12-25"',
      };
    }
  }
  return { zone: written.zone, open, holidays: new Set(written.holidays) };
}

function parseDay(
  written: readonly (readonly string[])[],
  path: string,
): readonly Opening[] | HoursFault {
  const openings: Opening[] = [];
  for (const [index, pair] of written.entries()) {
    const start = parseWallTime(pair[0]);
    const end = parseWallTime(pair[1]);
    if (pair.length !== 2 || start === undefined || end === undefined || start >= end) {
      return {
        path: `${path}[${index}]`,
        expected: 'a pair ["09:00", "17:00"] that ends after it starts, "24:00" at the latest',
      };
    }
    openings.push({ start, end });
  }
  openings.sort((a, b) => a.start - b.start);
  const overlap = openings.some(
    (opening, i) => i > 0 && opening.start < (openings[i - 1]?.end ?? 0),
  );
  return overlap ? { path, expected: 'openings that do not overlap' } : openings;
}

/** Minutes since midnight for `HH:MM`, `24:00` included; undefined for any other text. */
function parseWallTime(text: string | undefined): number | undefined {
  const parts = WALL_TIME.exec(text ?? '');
  const minutes = parts === null ? Number.NaN : Number(parts[1]) * 60 + Number(parts[2]);
  return minutes <= 1440 ? minutes : undefined;
}

function isDate(text: string): boolean {
  const parts = DATE.exec(text);
  return parts !== null && isCalendarDate(Number(parts[1]), Number(parts[2]), Number(parts[3]));
}
