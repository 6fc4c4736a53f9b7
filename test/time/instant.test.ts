import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  INSTANT_MAX,
  INSTANT_MIN,
  daysFromCivil,
  formatInstant,
  isCalendarDate,
  parseInstant,
} from '../../src/time/instant.ts';

const instants = fc.integer({ min: INSTANT_MIN, max: INSTANT_MAX });
const twoDigits = (n: number) => String(n).padStart(2, '0');

describe('parseInstant (events.md §1, at)', () => {
  it.each([
    ['2026-03-03T09:00:00Z', Date.UTC(2026, 2, 3, 9)],
    ['2026-03-03T09:00:00.007Z', Date.UTC(2026, 2, 3, 9, 0, 0, 7)],
    ['2026-03-03t09:00:00z', Date.UTC(2026, 2, 3, 9)],
    ['2026-03-03T09:00:00.1Z', Date.UTC(2026, 2, 3, 9, 0, 0, 100)],
    ['2026-03-03T09:00:00.1239999Z', Date.UTC(2026, 2, 3, 9, 0, 0, 123)],
    ['2026-03-03T09:00:00+02:00', Date.UTC(2026, 2, 3, 7)],
    ['2026-03-03T09:00:00.5-05:30', Date.UTC(2026, 2, 3, 14, 30, 0, 500)],
    ['2026-03-03T09:00:00-00:00', Date.UTC(2026, 2, 3, 9)],
    ['2000-02-29T00:00:00Z', Date.UTC(2000, 1, 29)],
    ['2024-02-29T23:59:59.999Z', Date.UTC(2024, 1, 29, 23, 59, 59, 999)],
    ['2099-12-31T23:59:59.999Z', INSTANT_MAX],
    ['2000-01-01T00:00:00Z', INSTANT_MIN],
    ['1999-12-31T23:30:00-01:00', INSTANT_MIN + 30 * 60_000],
    [INSTANT_MIN, INSTANT_MIN],
    [1_772_528_400_123, 1_772_528_400_123],
  ])('reads %s', (written, ms) => {
    expect(parseInstant(written)).toBe(ms);
  });

  it.each([
    '',
    '2026-03-03',
    '2026-03-03T09:00:00',
    '2026-03-03 09:00:00Z',
    '2026-03-03T09:00Z',
    '2026-02-30T00:00:00Z',
    '2025-02-29T00:00:00Z',
    '2026-04-31T00:00:00.000Z',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:60:00Z',
    '2026-01-01T00:00:60Z',
    '2026-01-01T00:00:00.Z',
    '2026-01-01T00:00:00,5Z',
    '2026-01-01T00:00:00.12aZ',
    '2026-01-01T0a:00:00Z',
    '2026-01-01T00:00:00+24:00',
    '2026-01-01T00:00:00+02:60',
    '2026-01-01T00:00:00+0200',
    '2026-1-01T00:00:00Z',
    '+2026-01-01T00:00:00Z',
    ' 2026-01-01T00:00:00Z',
    '1772528400123',
    1.5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ])('calls %s malformed', (written) => {
    expect(parseInstant(written)).toBe('malformed');
  });

  it.each([
    '1999-12-31T23:59:59.999Z',
    '2100-01-01T00:00:00Z',
    '2000-01-01T00:30:00+01:00',
    '2099-12-31T23:30:00-01:00',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
    0,
    -1,
    INSTANT_MIN - 1,
    INSTANT_MAX + 1,
    1_772_528_400,
    1e20,
  ])('calls %s out of range', (written) => {
    expect(parseInstant(written)).toBe('out_of_range');
  });

  it('reads back every instant that it formats, in either length', () => {
    fc.assert(
      fc.property(instants, (ms) => {
        const text = formatInstant(ms);
        expect(text).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
        expect(parseInstant(text)).toBe(ms);
        expect(parseInstant(text.replace(/\.\d{3}Z$/, 'Z'))).toBe(ms - (ms % 1000));
      }),
    );
  });

  it('reads the same instant under every offset', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: -1439, max: 1439 }), (ms, offset) => {
        const local = new Date(ms + offset * 60_000).toISOString().slice(0, -1);
        const size = Math.abs(offset);
        const sign = offset < 0 ? '-' : '+';
        const zone = `${sign}${twoDigits(Math.floor(size / 60))}:${twoDigits(size % 60)}`;
        expect(parseInstant(`${local}${zone}`)).toBe(ms);
      }),
    );
  });

  it('agrees with Date on every text of digits and marks in the common form', () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(digits, (d) => {
        const text = `20${d[0]}${d[1]}-${d[2]}${d[3]}-${d[4]}${d[5]}T${d[6]}${d[7]}:${d[8]}${d[9]}:${d[10]}${d[11]}Z`;
        const date = new Date(text);
        const real =
          !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text.slice(0, 19));
        expect(parseInstant(text)).toBe(real ? date.getTime() : 'malformed');
      }),
      { numRuns: 2000 },
    );
  });
});

describe('daysFromCivil', () => {
  it('counts days as Date does, for every day of four centuries', () => {
    const wrong: number[] = [];
    for (let day = -141_428; day < 47_482; day += 1) {
      const date = new Date(day * 86_400_000);
      const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + 1];
      if (daysFromCivil(year, month, date.getUTCDate()) !== day) wrong.push(day);
    }
    expect(wrong).toEqual([]);
    expect(daysFromCivil(1970, 1, 1)).toBe(0);
  });

  it.each([
    [1900, 2, 29, false],
    [2000, 2, 29, true],
    [2024, 2, 29, true],
    [2026, 2, 29, false],
    [2026, 4, 31, false],
    [2026, 12, 31, true],
    [2026, 13, 1, false],
    [2026, 1, 0, false],
  ])('knows whether %i-%i-%i is a date: %s', (year, month, day, real) => {
    expect(isCalendarDate(year, month, day)).toBe(real);
  });
});
