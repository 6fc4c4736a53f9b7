import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatInstant } from '../../src/time/instant.ts';
import { type Grain, GRAINS, ReportingCalendar } from '../../src/time/reporting-calendar.ts';
import { zoneOffsets } from '../../src/time/zone-offsets.ts';
import { ANY_ZONE, at, DAY, HOUR, MINUTE, SEED, wallClock, ZONE_AND_INSTANT } from './zones.ts';

const calendar = (zone: string, first?: 'mon' | 'sun' | 'sat') =>
  new ReportingCalendar(zone, first);

/** Labels and lengths in minutes of the buckets of a span. */
function buckets(zone: string, from: string, to: string, grain: Grain) {
  const dates = calendar(zone);
  return dates.split(at(from), at(to), grain).map(({ bucketStart }) => {
    const { start, end, label } = dates.bucketAt(bucketStart, grain);
    return `${label} ${(end - start) / MINUTE}`;
  });
}

describe('buckets in a reporting zone (metrics.md §5)', () => {
  it('gives a day of Brussels 23 hours in March and 25 in October', () => {
    const brussels = ['2026-03-28T12:00:00Z', '2026-10-25T12:00:00Z', '2026-03-29T12:00:00Z'].map(
      (noon) => calendar('Europe/Brussels').bucketAt(at(noon), 'day'),
    );
    expect(brussels.map(({ start, end, label }) => [label, (end - start) / HOUR])).toEqual([
      ['2026-03-28', 24],
      ['2026-10-25', 25],
      ['2026-03-29', 23],
    ]);
  });

  it('makes two buckets of the hour that comes twice and none of the one that does not come', () => {
    expect(
      buckets('Europe/Brussels', '2026-10-24T23:00:00Z', '2026-10-25T03:00:00Z', 'hour'),
    ).toEqual([
      '2026-10-25T01:00+02:00 60',
      '2026-10-25T02:00+02:00 60',
      '2026-10-25T02:00+01:00 60',
      '2026-10-25T03:00+01:00 60',
    ]);
    expect(
      buckets('Europe/Brussels', '2026-03-29T00:00:00Z', '2026-03-29T02:00:00Z', 'hour'),
    ).toEqual(['2026-03-29T01:00+01:00 60', '2026-03-29T03:00+02:00 60']);
  });

  it('cuts an hour in which half an hour is put back or left out', () => {
    expect(
      buckets('Australia/Lord_Howe', '2026-04-04T14:30:00Z', '2026-04-04T16:30:00Z', 'hour'),
    ).toEqual([
      '2026-04-05T01:00+11:00 60',
      '2026-04-05T01:30+10:30 30',
      '2026-04-05T02:00+10:30 60',
    ]);
    expect(
      buckets('Australia/Lord_Howe', '2026-10-03T14:30:00Z', '2026-10-03T17:00:00Z', 'hour'),
    ).toEqual([
      '2026-10-04T01:00+10:30 60',
      '2026-10-04T02:30+11:00 30',
      '2026-10-04T03:00+11:00 60',
    ]);
  });

  it('aligns hours and quarters with the wall clock of a zone 45 minutes off', () => {
    const kathmandu = calendar('Asia/Kathmandu');
    const instant = at('2026-03-03T10:00:00Z'); // 15:45
    expect(formatInstant(kathmandu.bucketStart(instant, 'hour'))).toBe('2026-03-03T09:15:00.000Z');
    expect(formatInstant(kathmandu.nextBucketStart(instant, 'hour'))).toBe(
      '2026-03-03T10:15:00.000Z',
    );
    expect(kathmandu.bucketStart(instant, 'quarterHour')).toBe(instant);
    expect(kathmandu.bucketAt(instant, 'halfHour').label).toBe('2026-03-03T15:30+05:45');
  });

  it.each([
    ['mon', '2026-02-23', '2026-03-02'],
    ['sun', '2026-03-01', '2026-03-01'],
    ['sat', '2026-02-28', '2026-02-28'],
  ] as const)('begins weeks on %s', (first, sunday, monday) => {
    const weeks = calendar('UTC', first);
    expect(weeks.bucketAt(at('2026-03-01T23:59:59Z'), 'week').label).toBe(sunday);
    expect(weeks.bucketAt(at('2026-03-02T00:00:00Z'), 'week').label).toBe(monday);
  });

  it('reports an instant under the date and month of the zone', () => {
    const instant = at('2026-12-31T23:30:00Z');
    const tokyo = calendar('Asia/Tokyo');
    expect([tokyo.localDate(instant), tokyo.monthKey(instant)]).toEqual(['2027-01-01', '2027-01']);
    expect(calendar('America/New_York').monthKey(instant)).toBe('2026-12');
    const february = calendar('UTC').bucketAt(at('2028-02-29T12:00:00Z'), 'month');
    expect((february.end - february.start) / DAY).toBe(29);
  });

  it('lasts until midnight has come for the last time, and knows no skipped day', () => {
    expect(
      buckets('America/St_Johns', '2010-11-06T12:00:00Z', '2010-11-07T12:00:00Z', 'day'),
    ).toEqual(['2010-11-06 1500', '2010-11-07 1440']);
    expect(buckets('Pacific/Apia', '2011-12-29T12:00:00Z', '2011-12-31T12:00:00Z', 'day')).toEqual([
      '2011-12-29 1440',
      '2011-12-31 1440',
      '2012-01-01 1440',
    ]);
  });

  it('splits an interval at the edges of its days', () => {
    const [from, to] = [at('2026-03-28T22:00:00Z'), at('2026-03-30T00:00:00Z')];
    const midnight = at('2026-03-28T23:00:00Z');
    const next = at('2026-03-29T22:00:00Z');
    expect(calendar('Europe/Brussels').split(from, to, 'day')).toEqual([
      { bucketStart: at('2026-03-27T23:00:00Z'), from, to: midnight },
      { bucketStart: midnight, from: midnight, to: next },
      { bucketStart: next, from: next, to },
    ]);
    expect(calendar('UTC').split(to, to, 'day')).toEqual([]);
    expect(calendar('UTC').split(to, from, 'day')).toEqual([]);
  });

  it('refuses a zone that there is not', () => {
    expect(() => calendar('Europe/Atlantis')).toThrow(/found "Europe\/Atlantis": correct the name/);
  });
});

describe(`buckets judged by the wall clock (seed ${SEED})`, () => {
  const grains = fc.constantFrom(...GRAINS);
  const milliseconds = fc.nat({ max: MINUTE - 1 });

  it('cuts time without gap or overlap, under labels that never come back', () => {
    const lengths = fc.nat({ max: 200 });
    fc.assert(
      fc.property(ZONE_AND_INSTANT, grains, milliseconds, lengths, (where, grain, ms, count) => {
        const dates = calendar(where[0]);
        const from = where[1] + ms;
        const labels = new Set<string>();
        let edge = dates.bucketStart(from, grain);
        expect(edge).toBeLessThanOrEqual(from);
        expect(dates.nextBucketStart(from, grain)).toBeGreaterThan(from);
        for (let i = 0; i <= count; i += 1) {
          const { start, end, label } = dates.bucketAt(edge, grain);
          expect([start, end > start]).toEqual([edge, true]);
          expect(dates.bucketAt(end - 1, grain)).toEqual({ start, end, label });
          labels.add(label);
          edge = end;
        }
        expect(labels.size).toBe(count + 1);
        const parts = dates.split(from, edge, grain);
        expect(parts.reduce((sum, part) => sum + part.to - part.from, 0)).toBe(edge - from);
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it('keeps what the clock shows as one hour together, and nothing else', () => {
    fc.assert(
      fc.property(ZONE_AND_INSTANT, milliseconds, ([zone, minute], ms) => {
        const { start, end } = calendar(zone).bucketAt(minute + ms, 'hour');
        const shown = (instant: number) => wallClock(instant, zone).toFormat('yyyy-MM-dd HH ZZZ');
        const hour = shown(minute + ms);
        expect([shown(start), shown(end - 1)]).toEqual([hour, hour]);
        expect([shown(start - 1), shown(end)]).not.toContain(hour);
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it('reports an instant under the date that the clock shows, but where a date comes back', () => {
    fc.assert(
      fc.property(ZONE_AND_INSTANT, milliseconds, ([zone, minute], ms) => {
        const instant = minute + ms;
        const dates = calendar(zone);
        // A clock that is set back over midnight shows a lower date later on.
        const shown = Array.from({ length: 17 }, (_, quarters) =>
          wallClock(instant + quarters * 15 * MINUTE, zone).toFormat('yyyyMMdd'),
        );
        const lowest = String(Math.min(...shown.map(Number)));
        expect(dates.localDate(instant)).toBe(lowest.replace(/(....)(..)(..)/, '$1-$2-$3'));
        expect(dates.monthKey(instant)).toBe(dates.localDate(instant).slice(0, 7));
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it('knows the offset of every zone at any instant of this century', () => {
    fc.assert(
      fc.property(
        ANY_ZONE,
        fc.integer({ min: 0, max: 100 * 365 }),
        milliseconds,
        (zone, day, ms) => {
          const instant = at('2000-01-01T00:00:00Z') + day * DAY + ms;
          expect(zoneOffsets(zone).offsetAt(instant)).toBe(
            wallClock(instant, zone).offset * MINUTE,
          );
        },
      ),
      { seed: SEED, numRuns: 400 },
    );
  });
});
