// Zones and a slow reader of their clocks, with which the calendars are judged.
import * as fc from 'fast-check';
import { DateTime } from 'luxon';
import { INSTANT_MIN, type EpochMs } from '../../src/time/instant.ts';
import { WEEKDAYS, type Weekday, type WeeklyHours } from '../../src/time/weekly-hours.ts';

/** The seed of the random tests: `FC_SEED`, else the time. */
export const SEED =
  process.env['FC_SEED'] === undefined ? Date.now() % 2 ** 31 : Number(process.env['FC_SEED']);

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** An RFC 3339 text as an instant. */
export const at = (text: string): EpochMs => Date.parse(text);

/** What a clock on the wall of the zone shows, as luxon reads it. */
export function wallClock(instant: EpochMs, zone: string): DateTime {
  return DateTime.fromMillis(instant, { zone });
}

/** Every zone of the platform. */
export const ANY_ZONE = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));

/** Zones whose clocks do something unusual, each with an instant near it. */
const UNUSUAL: readonly (readonly [string, string])[] = [
  ['Europe/Brussels', '2026-03-29T01:00:00Z'],
  ['Europe/Brussels', '2026-10-25T01:00:00Z'],
  ['Australia/Lord_Howe', '2026-04-04T15:00:00Z'], // half an hour back
  ['Australia/Lord_Howe', '2026-10-03T15:30:00Z'], // half an hour on
  ['Asia/Kathmandu', '2026-06-01T18:15:00Z'], // +05:45
  ['Pacific/Chatham', '2026-04-04T14:00:00Z'], // +13:45, back to +12:45
  ['America/Havana', '2026-11-01T05:00:00Z'], // midnight comes twice
  ['America/Sao_Paulo', '2018-11-04T03:00:00Z'], // midnight does not come
  ['Asia/Beirut', '2026-10-24T21:00:00Z'], // 24:00 is 23:00
  ['America/St_Johns', '2010-11-07T02:31:00Z'], // 00:01 is 23:01 of the day before
  ['Antarctica/Casey', '2010-03-04T15:00:00Z'], // three hours back
  ['Antarctica/Troll', '2026-03-29T01:00:00Z'], // two hours on
  ['Asia/Pyongyang', '2018-05-04T15:00:00Z'], // 23:30 is midnight
  ['Pacific/Apia', '2011-12-30T10:00:00Z'], // a day that does not come
];

/** A zone and an instant in whole minutes, more often than not where a clock changes. */
export const ZONE_AND_INSTANT: fc.Arbitrary<readonly [string, EpochMs]> = fc.oneof(
  fc
    .tuple(fc.constantFrom(...UNUSUAL), fc.integer({ min: -3000, max: 3000 }))
    .map(([[zone, text], minutes]) => [zone, at(text) + minutes * MINUTE] as const),
  fc
    .tuple(ANY_ZONE, fc.integer({ min: 0, max: 40 * 365 * 24 * 60 }))
    .map(([zone, minutes]) => [zone, INSTANT_MIN + minutes * MINUTE] as const),
);

/** Disjoint openings of a day, in minutes; edges often meet midnight and each other. */
const OPENINGS = fc
  .uniqueArray(
    fc.oneof(fc.constantFrom(0, 120, 150, 180, 1440), fc.integer({ min: 0, max: 1440 })),
    {
      maxLength: 6,
    },
  )
  .map((edges) => edges.toSorted((a, b) => a - b))
  .map((edges) =>
    edges.flatMap((start, i) => {
      const end = edges[i + 1];
      return i % 2 === 0 && end !== undefined ? [{ start, end }] : [];
    }),
  );

/** A schedule of a zone, with holidays among the days around an instant. */
export function schedules(zone: string, instant: EpochMs): fc.Arbitrary<WeeklyHours> {
  const dates = [-1, 0, 1].map((days) => wallClock(instant + days * DAY, zone).toISODate() ?? '');
  return fc
    .tuple(
      fc.tuple(OPENINGS, OPENINGS, OPENINGS, OPENINGS, OPENINGS, OPENINGS, OPENINGS),
      fc.subarray(dates, { maxLength: 1 }),
    )
    .map(([days, holidays]) => ({
      zone,
      open: Object.fromEntries(WEEKDAYS.map((day, i) => [day, days[i] ?? []])) as unknown as Record<
        Weekday,
        readonly { start: number; end: number }[]
      >,
      holidays: new Set(holidays),
    }));
}

/** Whether a schedule is open at an instant, read off the wall clock. */
export function readsOpen(hours: WeeklyHours, instant: EpochMs): boolean {
  const clock = wallClock(instant, hours.zone);
  if (hours.holidays.has(clock.toISODate() ?? '')) return false;
  const minute = clock.hour * 60 + clock.minute;
  const day = WEEKDAYS[clock.weekday - 1] ?? 'mon';
  return hours.open[day].some(({ start, end }) => start <= minute && minute < end);
}
