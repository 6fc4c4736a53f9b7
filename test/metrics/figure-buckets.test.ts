import { describe, expect, it } from 'vitest';
import { isHoldlineError } from '../../src/events/holdline-error.ts';
import type { Figures } from '../../src/metrics/figures.ts';
import type { Measurement } from '../../src/metrics/measurement.ts';
import { at, HOUR, MINUTE } from '../time/zones.ts';
import { ACCOUNT, stretch, world } from './figure-world.ts';
import type { Said } from './raw-figures.ts';

const seen = (key: string, when: string): Said => ({ kind: 'monthly', key, at: at(when) });

const span = (from: string, to: string): Said => ({
  kind: 'split',
  at: at(to),
  figure: at(to) - at(from),
});

describe('uniqueMonthlyContacts as roll-ups count it (metrics.md §1C)', () => {
  const EDGE = '2026-01-31T23:30:00Z';

  it('counts a contact once a month, and in each month of a range', () => {
    const { figures } = world([
      seen('ada', '2026-01-10T10:00:00Z'),
      seen('ada', '2026-01-20T10:00:00Z'),
      seen('ada', '2026-02-03T10:00:00Z'),
      seen('bea', '2026-02-03T11:00:00Z'),
    ]);
    const both = stretch('2026-01-15T00:00:00Z', '2026-02-02T00:00:00Z');
    expect(figures.figure('monthly', both)).toMatchObject({
      value: 3,
      from: at('2026-01-01T00:00:00Z'),
      to: at('2026-03-01T00:00:00Z'),
    });
    const months = figures.series('monthly', both, 'day');
    expect(months.map(({ label, value }) => [label, value])).toEqual([
      ['2026-01', 1],
      ['2026-02', 2],
    ]);
    expect(figures.rolling('monthly', ACCOUNT).value).toBe(2);
  });

  it('makes one of two contacts that were merged, in the months before too', () => {
    const { figures, rollups, measurements } = world([
      seen('ada', '2026-01-10T10:00:00Z'),
      seen('ada-old', '2026-01-11T10:00:00Z'),
      seen('oldest', '2026-01-12T10:00:00Z'),
    ]);
    const january = stretch('2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z');
    expect(figures.figure('monthly', january).value).toBe(3);
    rollups.contactsMerged('ada-old', 'oldest');
    rollups.contactsMerged('ada', 'ada-old');
    rollups.contactsMerged('oldest', 'ada'); // Known the other way round: no circle.
    expect(figures.figure('monthly', january).value).toBe(1);
    rollups.retracted(measurements[0] as Measurement);
    rollups.retracted(measurements[1] as Measurement);
    expect(figures.figure('monthly', january).value).toBe(1);
    rollups.retracted(measurements[2] as Measurement);
    expect(figures.figure('monthly', january).value).toBe(0);
  });

  it.each([
    ['Europe/Brussels', '2026-02'],
    ['UTC', '2026-01'],
    ['America/New_York', '2026-01'],
  ])('counts 23:30 UTC of 31 January in %s for %s', (zone, month) => {
    const { figures } = world([seen('ada', EDGE)], zone);
    const [only, ...others] = figures.series(
      'monthly',
      stretch(EDGE, '2026-01-31T23:31:00Z'),
      'month',
    );
    expect([only?.label, only?.value, others]).toEqual([month, 1, []]);
  });

  it('counts a contact of two channels once in the account', () => {
    const when = at('2026-01-10T10:00:00Z');
    const { figures } = world([
      { kind: 'monthly', key: 'ada', at: when, channelId: 'web' },
      { kind: 'monthly', key: 'ada', at: when, channelId: 'sms' },
    ]);
    const of = (dimension: 'account' | 'channel', key = '') =>
      figures.figure('monthly', { dimension, key, from: when, to: when + 1 }).value;
    expect([of('account'), of('channel', 'web'), of('channel', 'sms')]).toEqual([1, 1, 1]);
  });
});

describe('buckets of a reporting zone (metrics.md X9, §5)', () => {
  it('gives a span over midnight to both days, and counts it where it ends (H14)', () => {
    const { figures } = world([span('2026-03-03T23:59:30Z', '2026-03-04T00:00:30Z')]);
    const days = figures.series(
      'split',
      stretch('2026-03-03T00:00:00Z', '2026-03-05T00:00:00Z'),
      'day',
    );
    expect(days.map(({ label, sum, count }) => [label, sum, count])).toEqual([
      ['2026-03-03', 30_000, 0],
      ['2026-03-04', 30_000, 1],
    ]);
  });

  it.each([
    ['2026-03-29', 23, '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
    ['2026-10-25', 25, '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'],
  ])('fills %s of Brussels with %i hours', (label, hours, from, to) => {
    const { figures } = world(
      [span('2026-03-01T00:00:00Z', '2026-11-01T00:00:00Z')],
      'Europe/Brussels',
    );
    const days = figures.series('split', stretch(from, to), 'day');
    expect(days.map((day) => [day.label, day.sum])).toEqual([[label, hours * HOUR]]);
  });

  it('splits business time where the hours are open', () => {
    // Open from :00 to :40; 09:30 to 11:10 is 10 + 40 + 10 minutes.
    const { figures } = world([span('2026-03-03T09:30:00Z', '2026-03-03T11:10:00Z')]);
    const hours = figures.series(
      'split',
      stretch('2026-03-03T09:00:00Z', '2026-03-03T12:00:00Z'),
      'hour',
    );
    const minutes = hours.map(({ sum, sumBusiness }) =>
      [sum, sumBusiness].map((ms) => (ms ?? 0) / MINUTE),
    );
    expect(minutes).toEqual([
      [30, 10],
      [60, 40],
      [10, 10],
    ]);
  });

  it('shows quarters of an hour, empty ones with a count of 0', () => {
    const { figures } = world([{ kind: 'plain', at: at('2026-03-03T09:20:00Z'), figure: 7 }]);
    const quarters = figures.series(
      'plain',
      stretch('2026-03-03T09:00:00Z', '2026-03-03T10:00:00Z'),
      'quarterHour',
    );
    expect(quarters.map(({ count, avg, missing }) => [count, avg, missing])).toEqual([
      [0, null, 'noSamples'],
      [1, 7, null],
      [0, null, 'noSamples'],
      [0, null, 'noSamples'],
    ]);
  });

  it.each([
    [1, ['2026-03-02', '2026-03-09']],
    [7, ['2026-03-01', '2026-03-08']],
  ])('begins weeks on day %i', (firstDayOfWeek, labels) => {
    const { figures } = world([], 'UTC', { firstDayOfWeek });
    const weeks = figures.series(
      'plain',
      stretch('2026-03-03T00:00:00Z', '2026-03-10T00:00:00Z'),
      'week',
    );
    expect(weeks.map(({ label }) => label)).toEqual(labels);
  });

  it('says which grain is kept where a smaller one is asked for', () => {
    const { figures, rollups } = world([{ kind: 'plain', at: at('2026-03-03T09:20:00Z') }]);
    const hour = stretch('2026-03-03T09:00:00Z', '2026-03-03T10:00:00Z');
    rollups.reach(at('2026-03-05T10:00:00Z'));
    expect(figures.series('plain', hour, 'hour')[0]?.count).toBe(1);
    const failure = (() => {
      try {
        return figures.series('plain', hour, 'minute');
      } catch (error) {
        return isHoldlineError(error) ? [error.code, error.message] : error;
      }
    })();
    expect(failure).toEqual([
      'grain_not_kept',
      expect.stringMatching(
        /expected buckets of one hour or larger .* found minute: ask for larger/,
      ),
    ]);
  });
});

describe('groups (metrics.md X10)', () => {
  const WHEN = at('2026-03-03T09:20:00Z');
  const of = (figures: Figures, dimension: 'account' | 'team' | 'topic', key = '') =>
    figures.figure('plain', { dimension, key, from: WHEN, to: WHEN + MINUTE }).count;

  it('counts an agent of two teams in both and once in the account', () => {
    const { figures } = world([
      { kind: 'plain', at: WHEN, agentId: 'ann', teamIds: ['red', 'blue'] },
    ]);
    expect([
      of(figures, 'team', 'red'),
      of(figures, 'team', 'blue'),
      of(figures, 'account'),
    ]).toEqual([1, 1, 1]);
  });

  it('gives every topic full credit once the session has ended, and takes it back in full', () => {
    const { figures, rollups, measurements } = world([{ kind: 'plain', at: WHEN }]);
    const [one] = measurements as [Measurement];
    expect(of(figures, 'topic', 'billing')).toBe(0);
    one.topics = ['billing', 'sales'];
    rollups.topicsKnown(one);
    const counts = () => [
      of(figures, 'topic', 'billing'),
      of(figures, 'topic', 'sales'),
      of(figures, 'account'),
    ];
    expect(counts()).toEqual([1, 1, 1]);
    rollups.retracted(one);
    expect(counts()).toEqual([0, 0, 0]);
  });

  it('adds classes up, or shows one of them', () => {
    const { figures } = world([
      { kind: 'events', at: WHEN, label: 'a' },
      { kind: 'events', at: WHEN, label: 'a' },
      { kind: 'events', at: WHEN, label: 'b' },
    ]);
    const group = { ...ACCOUNT, from: WHEN, to: WHEN + 1 };
    const values = [{}, { label: 'a' }, { label: 'b' }, { label: 'c' }].map(
      (choice) => figures.figure('events', group, choice).value,
    );
    expect(values).toEqual([3, 2, 1, 0]);
  });
});
