import { Duration } from 'luxon';

/** Why a text is no fixed length of time. */
export type DurationFault = 'malformed' | 'calendar_unit' | 'negative' | 'zero' | 'too_long';

/** The longest duration accepted, 36,500 days in milliseconds: an instant plus a duration stays an exact integer and a valid date. */
export const DURATION_MAX_MS = 36_500 * 86_400_000;

/** What a reader of each fault should write instead; completes "expected …". */
export const DURATION_EXPECTED: Readonly<Record<DurationFault, string>> = {
  malformed: 'an ISO 8601 duration such as "PT30H" or "P1DT12H"',
  calendar_unit: 'a duration of weeks, days, hours, minutes and seconds: years and months vary',
  negative: 'a duration without a minus sign',
  zero: 'a duration longer than zero',
  too_long: 'a duration of at most 36,500 days',
};

/**
 * Reads an ISO 8601 duration as milliseconds, rounded to whole ones.
 *
 * Weeks, days (24 hours each), hours, minutes and seconds, with decimals; years and months are refused, since their length varies.
 * `PT0S` is a fault unless `zero` is `'zeroAllowed'`.
 * Source: lifecycle.md §1.4b ("Durations in a policy are ISO 8601").
 */
export function parseDuration(
  iso: unknown,
  zero: 'positive' | 'zeroAllowed' = 'positive',
): number | DurationFault {
  if (typeof iso !== 'string' || !/\d/.test(iso)) return 'malformed';
  const duration = Duration.fromISO(iso);
  if (!duration.isValid) return 'malformed';
  if (duration.years !== 0 || duration.quarters !== 0 || duration.months !== 0) {
    return 'calendar_unit';
  }
  if (iso.includes('-')) return 'negative';
  const ms = Math.round(duration.toMillis());
  if (ms > DURATION_MAX_MS) return 'too_long';
  return ms === 0 && zero === 'positive' ? 'zero' : ms;
}

/** The duration as ISO 8601 text in days, hours, minutes and seconds: `P1DT6H`; zero is `PT0S`. */
export function formatDuration(ms: number): string {
  return ms === 0
    ? 'PT0S'
    : Duration.fromMillis(ms).shiftTo('days', 'hours', 'minutes', 'seconds').toISO();
}
