import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HoursHistory } from '../../src/time/hours-history.ts';
import { parseWeeklyHours, WEEKDAYS, type WeeklyHours } from '../../src/time/weekly-hours.ts';
import { at, DAY, HOUR, MINUTE, schedules, SEED, ZONE_AND_INSTANT } from './zones.ts';

function daily(opens: string, closes: string): WeeklyHours {
  const parsed = parseWeeklyHours({
    zone: 'UTC',
    open: Object.fromEntries(WEEKDAYS.map((day) => [day, [[opens, closes]]])),
  });
  if ('expected' in parsed) throw new Error(parsed.expected);
  return parsed;
}

const DAYTIME = daily('09:00', '17:00');
const EVENING = daily('16:00', '20:00');
/** Daytime until the change at noon of 4 March, evening after it. */
const CHANGED = new HoursHistory([
  { from: at('2026-03-04T12:00:00Z'), hours: EVENING },
  { from: at('2026-03-01T00:00:00Z'), hours: DAYTIME },
]);

describe('a history of schedules (metrics.md X7)', () => {
  it('measures each part under the schedule of its time, or all under the closing one', () => {
    const from = at('2026-03-04T08:00:00Z');
    const to = at('2026-03-04T18:00:00Z');
    expect(CHANGED.businessMs(from, to, 'piecewise')).toBe(5 * HOUR); // 09–12 and 16–18
    expect(CHANGED.businessMs(from, to, 'closing')).toBe(2 * HOUR); // 16–18
    const before = at('2026-03-04T11:59:00Z');
    expect(CHANGED.businessMs(from, before, 'closing')).toBe(179 * MINUTE);
  });

  it('is in force from its own instant on, and around the clock before the first', () => {
    const change = at('2026-03-04T12:00:00Z');
    expect(CHANGED.hoursAt(change)).toBe(EVENING);
    expect(CHANGED.hoursAt(change - 1)).toBe(DAYTIME);
    expect(CHANGED.hoursAt(at('2026-02-28T23:59:59Z'))).toBeNull();
    expect(
      CHANGED.businessMs(at('2026-02-28T22:00:00Z'), at('2026-03-01T10:00:00Z'), 'piecewise'),
    ).toBe(3 * HOUR);
    expect(new HoursHistory([]).businessMs(0, 5, 'closing')).toBe(5);
    expect(new HoursHistory([]).addBusinessTime(5, 5)).toBe(10);
  });

  it('takes the last of two schedules that begin together', () => {
    const history = new HoursHistory([
      { from: 0, hours: DAYTIME },
      { from: 0, hours: null },
    ]);
    expect(history.hoursAt(0)).toBeNull();
  });

  it('finds a due time across a change', () => {
    expect(CHANGED.addBusinessTime(at('2026-03-04T11:00:00Z'), 2 * HOUR)).toBe(
      at('2026-03-04T17:00:00Z'),
    );
    expect(CHANGED.addBusinessTime(at('2026-03-04T11:00:00Z'), 1 * HOUR)).toBe(
      at('2026-03-04T12:00:00Z'),
    );
  });

  it(`is additive piecewise, and agrees with its due times (seed ${SEED})`, () => {
    const worlds = ZONE_AND_INSTANT.chain(([zone, instant]) =>
      fc.tuple(
        fc.constant(instant),
        fc.array(
          fc.record({
            from: fc.integer({ min: -DAY, max: 20 * DAY }).map((ms) => instant + ms),
            hours: fc.option(schedules(zone, instant)),
          }),
          { maxLength: 4 },
        ),
      ),
    );
    const lengths = fc.nat({ max: 15 * DAY });
    fc.assert(
      fc.property(worlds, lengths, lengths, ([instant, entries], first, second) => {
        const history = new HoursHistory(entries);
        const middle = instant + first;
        const whole = history.businessMs(instant, middle + second, 'piecewise');
        const parts =
          history.businessMs(instant, middle, 'piecewise') +
          history.businessMs(middle, middle + second, 'piecewise');
        expect(whole).toBe(parts);
        fc.pre(whole > 0);
        const due = history.addBusinessTime(instant, whole) ?? Number.NaN;
        expect(due).toBeLessThanOrEqual(middle + second);
        expect(history.businessMs(instant, due, 'piecewise')).toBe(whole);
      }),
      { seed: SEED, numRuns: 200 },
    );
  });
});

describe('a sample outside opening hours (metrics.md X8)', () => {
  const night = [at('2026-03-02T18:00:00Z'), at('2026-03-02T18:05:00Z')] as const;

  it.each([
    ['exclude', null],
    ['zero', 0],
    ['calendar', 5 * MINUTE],
  ] as const)('under %s is %s', (offHours, ms) => {
    expect(CHANGED.sampleMs(...night, 'closing', offHours)).toBe(ms);
  });

  it('is none as soon as part of it lies inside', () => {
    const from = at('2026-03-02T08:58:00Z');
    const to = at('2026-03-02T09:01:00Z');
    for (const offHours of ['exclude', 'zero', 'calendar'] as const) {
      expect(CHANGED.sampleMs(from, to, 'piecewise', offHours)).toBe(MINUTE);
    }
  });

  it('is told from an answer within the same millisecond inside them', () => {
    const inside = at('2026-03-02T10:00:00Z');
    expect(CHANGED.sampleMs(inside, inside, 'closing', 'exclude')).toBe(0);
    expect(CHANGED.sampleMs(night[0], night[0], 'closing', 'exclude')).toBeNull();
  });
});
