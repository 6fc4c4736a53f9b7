/*
 * Instants: the one form of time in the core. Every event, fact and deadline carries epoch milliseconds; text is read here and nowhere
 * else. Replays parse one instant a line, so the common form has a hand-written reader and everything else takes the general path.
 */

/** Milliseconds since 1970-01-01T00:00:00Z, an integer. */
export type EpochMs = number;

/** Why a value is no instant: not written as one, or outside the years that events may carry. */
export type InstantFault = 'malformed' | 'out_of_range';

/** The first instant that an event may carry: 2000-01-01T00:00:00.000Z. Source: events.md §1 (`at`). */
export const INSTANT_MIN: EpochMs = 946_684_800_000;

/** The last instant that an event may carry: 2099-12-31T23:59:59.999Z. Source: events.md §1 (`at`). */
export const INSTANT_MAX: EpochMs = 4_102_444_799_999;

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const DAYS_FROM_1970_TO_2000 = 10_957;

/** Days before the first of each month in a common year; index 1 is January. */
const DAYS_BEFORE_MONTH = [0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const DAYS_IN_MONTH = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const ZERO = 48;
const RFC_3339 =
  /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;

/**
 * Reads an instant: RFC 3339 text with an offset, or integer epoch milliseconds.
 *
 * Digits beyond milliseconds are cut off. Impossible dates (2026-02-30), hour 24 and second 60 are malformed. The range is that of the
 * resulting instant, so an offset may carry a local date over either edge.
 * Source: events.md §1 (`at`), RFC 3339 §5.6.
 */
export function parseInstant(value: string | number): EpochMs | InstantFault {
  if (typeof value === 'number') {
    return Number.isInteger(value) ? withinRange(value) : 'malformed';
  }
  const ms = parseCommonForm(value);
  return ms === -1 ? parseGeneralForm(value) : ms;
}

/**
 * The instant as RFC 3339 text in UTC with milliseconds, `2026-03-03T09:00:00.000Z`.
 *
 * @throws RangeError for a number that no date can hold.
 */
export function formatInstant(ms: EpochMs): string {
  return new Date(ms).toISOString();
}

/**
 * Days from 1970-01-01 to a date of the proleptic Gregorian calendar; negative before it.
 *
 * `month` counts from 1. The date is taken as valid; see {@link isCalendarDate}.
 */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = year - 1;
  const leapDays = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  const dayOfYear = daysBeforeMonth(month) + day - 1 + (month > 2 && isLeapYear(year) ? 1 : 0);
  return y * 365 + leapDays + dayOfYear - 719_162;
}

/** True when the month has that day in that year. `month` counts from 1. */
export function isCalendarDate(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/**
 * Reads `YYYY-MM-DDTHH:MM:SSZ` and `YYYY-MM-DDTHH:MM:SS.mmmZ` of the years 2000–2099, or returns -1: then the general path decides.
 *
 * Each pair of digits is read by {@link twoDigits}, whose negative answer for anything else fails the bounds below.
 */
function parseCommonForm(text: string): number {
  const length = text.length;
  if ((length !== 24 && length !== 20) || text.charCodeAt(length - 1) !== 90) return -1;
  if (!hasCommonMarks(text)) return -1;
  const century = twoDigits(text, 0);
  const yearOfCentury = twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const seconds = timeOfDay(text);
  const millis = length === 24 ? threeDigits(text) : 0;
  if (century !== 20 || yearOfCentury < 0 || month < 1 || month > 12) return -1;
  if (day < 1 || seconds < 0 || millis < 0) return -1;
  // Within 2000–2099 every fourth year is a leap year.
  const leap = (yearOfCentury & 3) === 0 ? 1 : 0;
  if (day > daysInMonthOf(month, leap)) return -1;
  const days =
    DAYS_FROM_1970_TO_2000 +
    yearOfCentury * 365 +
    ((yearOfCentury + 3) >> 2) +
    daysBeforeMonth(month) +
    (month > 2 ? leap : 0) +
    day -
    1;
  return days * DAY_MS + seconds * 1000 + millis;
}

/** True when `-`, `-`, `T`, `:`, `:` and, in the longer form, `.` stand in their places. */
function hasCommonMarks(text: string): boolean {
  return (
    text.charCodeAt(4) === 45 &&
    text.charCodeAt(7) === 45 &&
    text.charCodeAt(10) === 84 &&
    text.charCodeAt(13) === 58 &&
    text.charCodeAt(16) === 58 &&
    (text.length === 20 || text.charCodeAt(19) === 46)
  );
}

/** Seconds since midnight, or -1. */
function timeOfDay(text: string): number {
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return -1;
  return hour * 3600 + minute * 60 + second;
}

function threeDigits(text: string): number {
  const last = text.charCodeAt(22) - ZERO;
  const head = twoDigits(text, 20);
  return head < 0 || last < 0 || last > 9 ? -1 : head * 10 + last;
}

/** The number that two digits write, or -100 and less when either is no digit. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - ZERO;
  const ones = text.charCodeAt(at + 1) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -100;
}

function parseGeneralForm(text: string): EpochMs | InstantFault {
  const parts = RFC_3339.exec(text);
  if (parts === null) return 'malformed';
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (!isCalendarDate(year, month, day) || hour > 23 || minute > 59 || second > 59) {
    return 'malformed';
  }
  const millis = Number((parts[7] ?? '').slice(0, 3).padEnd(3, '0'));
  const offsetHours = Number(parts[9] ?? 0);
  const offsetMinutes = Number(parts[10] ?? 0);
  if (offsetHours > 23 || offsetMinutes > 59) return 'malformed';
  const offset = (parts[8] === '-' ? -1 : 1) * (offsetHours * HOUR_MS + offsetMinutes * MINUTE_MS);
  const local =
    daysFromCivil(year, month, day) * DAY_MS +
    hour * HOUR_MS +
    minute * MINUTE_MS +
    second * 1000 +
    millis;
  return withinRange(local - offset);
}

function withinRange(ms: number): EpochMs | InstantFault {
  return ms >= INSTANT_MIN && ms <= INSTANT_MAX ? ms : 'out_of_range';
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function daysBeforeMonth(month: number): number {
  return DAYS_BEFORE_MONTH[month] ?? 0;
}

function daysInMonth(year: number, month: number): number {
  return daysInMonthOf(month, isLeapYear(year) ? 1 : 0);
}

function daysInMonthOf(month: number, leap: number): number {
  return month === 2 ? 28 + leap : (DAYS_IN_MONTH[month] ?? 0);
}
