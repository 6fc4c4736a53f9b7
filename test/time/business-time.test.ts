import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { businessMs, openingTimes } from '../../src/time/business-time.ts';
import { INSTANT_MAX, INSTANT_MIN } from '../../src/time/instant.ts';
import {
  parseWeeklyHours,
  type WeeklyHours,
  type WrittenHours,
} from '../../src/time/weekly-hours.ts';
import { at, DAY, HOUR, MINUTE, readsOpen, schedules, SEED, ZONE_AND_INSTANT } from './zones.ts';

const NINE_TO_FIVE = [['09:00', '17:00']] as const;
const ALL_DAY = [['00:00', '24:00']] as const;
const WORKDAYS = {
  mon: NINE_TO_FIVE,
  tue: NINE_TO_FIVE,
  wed: NINE_TO_FIVE,
  thu: NINE_TO_FIVE,
  fri: NINE_TO_FIVE,
};
const EVERY_DAY = {
  mon: ALL_DAY,
  tue: ALL_DAY,
  wed: ALL_DAY,
  thu: ALL_DAY,
  fri: ALL_DAY,
  sat: ALL_DAY,
  sun: ALL_DAY,
};

function hours(zone: string, open: WrittenHours['open'], holidays: string[] = []): WeeklyHours {
  const parsed = parseWeeklyHours({ zone, open, holidays });
  if ('expected' in parsed) throw new Error(`${parsed.path}: ${parsed.expected}`);
  return parsed;
}

const OFFICE = hours('UTC', WORKDAYS);
const span = (schedule: WeeklyHours | null, from: string, to: string) =>
  businessMs(at(from), at(to), schedule);

describe('businessMs (metrics.md X7)', () => {
  it('counts 50 minutes from Friday 16:30 to Monday 09:20', () => {
    expect(span(OFFICE, '2026-03-06T16:30:00Z', '2026-03-09T09:20:00Z')).toBe(3_000_000);
  });

  it.each([
    ['2026-03-29', '2026-03-28T23:00:00Z', 18_000],
    ['2026-10-25', '2026-10-24T22:00:00Z', 25_200],
  ])('counts the real hours of Sunday 00:00–06:00 in Brussels on %s', (_, midnight, seconds) => {
    const sunday = hours('Europe/Brussels', { sun: [['00:00', '06:00']] });
    expect(businessMs(at(midnight), at(midnight) + DAY, sunday)).toBe(seconds * 1000);
  });

  it.each([
    ['inside one opening', '2026-03-03T09:00:00.250Z', '2026-03-03T09:00:01Z', 750],
    ['to the very end of an opening', '2026-03-03T16:59:59Z', '2026-03-03T18:00:00Z', 1000],
    ['a night', '2026-03-03T17:00:00Z', '2026-03-04T09:00:00Z', 0],
    ['a weekend', '2026-03-07T00:00:00Z', '2026-03-09T00:00:00Z', 0],
    ['no time at all', '2026-03-03T10:00:00Z', '2026-03-03T10:00:00Z', 0],
    ['a span that runs backwards', '2026-03-03T11:00:00Z', '2026-03-03T10:00:00Z', 0],
    ['the 261 workdays of 2026', '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z', 261 * 8 * HOUR],
    ['ten years', '2020-01-01T00:00:00Z', '2030-01-01T00:00:00Z', 2609 * 8 * HOUR],
  ])('measures %s', (_, from, to, ms) => {
    expect(span(OFFICE, from, to)).toBe(ms);
  });

  it('leaves out holidays, which are dates of the zone', () => {
    const auckland = hours('Pacific/Auckland', EVERY_DAY, ['2026-12-25']);
    // The 25th lasts from 11:00 UTC of the 24th.
    expect(span(auckland, '2026-12-24T10:00:00Z', '2026-12-25T12:00:00Z')).toBe(2 * HOUR);
  });

  it('is calendar time without a schedule, and under one that never closes', () => {
    const always = hours('Australia/Lord_Howe', EVERY_DAY);
    expect(span(null, '2026-03-07T00:00:00Z', '2026-10-09T00:00:00Z')).toBe(216 * DAY);
    expect(span(always, '2026-03-07T00:00:00Z', '2026-10-09T00:00:00Z')).toBe(216 * DAY);
    expect(span(null, '2026-03-08T00:00:00Z', '2026-03-07T00:00:00Z')).toBe(0);
  });

  it('never counts under a schedule without openings', () => {
    expect(businessMs(INSTANT_MIN, INSTANT_MAX, hours('UTC', {}))).toBe(0);
  });

  it('reads a clock that is 45 minutes off', () => {
    const kathmandu = hours('Asia/Kathmandu', { mon: NINE_TO_FIVE });
    expect(span(kathmandu, '2026-03-09T03:15:00Z', '2026-03-09T11:15:00Z')).toBe(8 * HOUR);
    expect(span(kathmandu, '2026-03-09T00:00:00Z', '2026-03-09T03:15:00Z')).toBe(0);
  });

  it('loses what lies in a gap and counts twice what an overlap repeats', () => {
    const lordHowe = hours('Australia/Lord_Howe', { sun: [['01:45', '02:15']] });
    // 02:00 is 02:30 on 2026-10-04: only 01:45–02:00 comes. 02:00 is 01:30 on 2026-04-05: 01:45–02:00 comes twice.
    expect(span(lordHowe, '2026-10-03T00:00:00Z', '2026-10-05T00:00:00Z')).toBe(15 * MINUTE);
    expect(span(lordHowe, '2026-04-04T00:00:00Z', '2026-04-06T00:00:00Z')).toBe(45 * MINUTE);
    const brussels = hours('Europe/Brussels', { sun: [['02:30', '05:00']] });
    expect(openingTimes(brussels).nextOpening(at('2026-03-28T12:00:00Z'))).toBe(
      at('2026-03-29T01:00:00Z'),
    );
  });

  it('knows nothing of a date that a zone skipped', () => {
    const apia = hours('Pacific/Apia', EVERY_DAY, ['2011-12-31']);
    // Apia went from the 29th to the 31st.
    expect(span(apia, '2011-12-29T10:00:00Z', '2012-01-01T10:00:00Z')).toBe(2 * DAY);
  });
});

describe(`opening times judged by the wall clock (seed ${SEED})`, () => {
  const cases = ZONE_AND_INSTANT.chain(([zone, instant]) =>
    fc.record({ instant: fc.constant(instant), hours: schedules(zone, instant) }),
  );

  it('counts every minute at which the wall clock stands within an opening', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 300 }), (world, minutes) => {
        const times = openingTimes(world.hours);
        let open = 0;
        for (let i = 0; i < minutes; i += 1) {
          const instant = world.instant + i * MINUTE;
          const expected = readsOpen(world.hours, instant);
          expect(times.isOpenAt(instant)).toBe(expected);
          if (expected) open += 1;
        }
        expect(times.businessMs(world.instant, world.instant + minutes * MINUTE)).toBe(
          open * MINUTE,
        );
      }),
      { seed: SEED, numRuns: 150 },
    );
  });

  it('adds up: the parts of a span are the whole', () => {
    const lengths = fc.nat({ max: 400 * DAY });
    fc.assert(
      fc.property(cases, lengths, lengths, (world, first, second) => {
        const measured = (from: number, to: number) => businessMs(from, to, world.hours);
        const middle = world.instant + first;
        const end = middle + second;
        expect(measured(world.instant, end)).toBe(
          measured(world.instant, middle) + measured(middle, end),
        );
      }),
      { seed: SEED, numRuns: 200 },
    );
  });

  it('finds the earliest instant by which a business time has passed', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 60 * HOUR }), (world, ms) => {
        const times = openingTimes(world.hours);
        const due = times.addBusinessTime(world.instant, ms);
        const opening = times.nextOpening(world.instant);
        expect(due === undefined).toBe(opening === undefined);
        fc.pre(due !== undefined && opening !== undefined);
        expect(times.businessMs(world.instant, due)).toBe(ms);
        expect(times.businessMs(world.instant, due - 1)).toBe(ms - 1);
        expect(times.isOpenAt(opening)).toBe(true);
        expect(times.businessMs(world.instant, opening)).toBe(0);
      }),
      { seed: SEED, numRuns: 200 },
    );
  });
});

describe('due times', () => {
  const times = openingTimes(OFFICE);

  it.each([
    ['2026-03-06T16:30:00Z', 50 * MINUTE, '2026-03-09T09:20:00Z'],
    ['2026-03-06T16:30:00Z', 30 * MINUTE, '2026-03-06T17:00:00Z'],
    ['2026-03-07T12:00:00Z', 1, '2026-03-09T09:00:00.001Z'],
    ['2026-03-07T12:00:00Z', 0, '2026-03-07T12:00:00Z'],
    ['2026-03-03T09:00:00Z', 80 * HOUR, '2026-03-16T17:00:00Z'],
  ])('%s and %d ms of business time is %s', (from, ms, due) => {
    expect(times.addBusinessTime(at(from), ms)).toBe(at(due));
  });

  it('is open from its opening until its closing', () => {
    expect(times.isOpenAt(at('2026-03-03T09:00:00Z'))).toBe(true);
    expect(times.isOpenAt(at('2026-03-03T08:59:59.999Z'))).toBe(false);
    expect(times.isOpenAt(at('2026-03-03T17:00:00Z'))).toBe(false);
  });

  it('opens at once when open, else at the next opening', () => {
    expect(times.nextOpening(at('2026-03-03T10:00:00Z'))).toBe(at('2026-03-03T10:00:00Z'));
    expect(times.nextOpening(at('2026-03-06T17:00:00Z'))).toBe(at('2026-03-09T09:00:00Z'));
  });

  it('has none where it never opens, and none that no event could reach', () => {
    const closed = openingTimes(hours('UTC', {}));
    expect(closed.nextOpening(INSTANT_MIN)).toBeUndefined();
    expect(closed.addBusinessTime(INSTANT_MIN, 1)).toBeUndefined();
    const rare = openingTimes(hours('UTC', { fri: [['09:00', '09:01']] }));
    expect(rare.addBusinessTime(at('2026-01-01T00:00:00Z'), 3860 * MINUTE)).toBe(
      at('2099-12-18T09:01:00Z'),
    );
    expect(rare.addBusinessTime(at('2026-01-01T00:00:00Z'), 3870 * MINUTE)).toBeUndefined();
    expect(openingTimes(null).addBusinessTime(INSTANT_MAX, 1)).toBeUndefined();
  });

  it('is remembered for a schedule', () => {
    expect(openingTimes(OFFICE)).toBe(times);
  });
});
