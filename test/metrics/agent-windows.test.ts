// Shares of agents' time over windows that cut the spans they are made of.
import { describe, expect, test } from 'vitest';
import { AGENT_CALCULATORS } from '../../src/metrics/agent-catalogue.ts';
import { METRICS } from '../../src/metrics/catalogue.ts';
import { Figures } from '../../src/metrics/figures.ts';
import { Rollups } from '../../src/metrics/rollups.ts';
import { DEFAULT_METRIC_OPTIONS } from '../../src/policy/metric-options.ts';
import { ReportingCalendar } from '../../src/time/reporting-calendar.ts';
import { AgentDay, o1 } from './agent-day.ts';
import { measure } from './measured.ts';

const HOUR = 3_600_000;

/** Figures of a story in a reporting zone. */
function figuresOf(day: AgentDay, zone = 'UTC'): Figures {
  const rollups = new Rollups({
    calendar: new ReportingCalendar(zone),
    metricOf: (id) => METRICS.get(id),
    responseClock: 'business',
  });
  const { measurements } = measure(day.events, { calculators: AGENT_CALCULATORS });
  for (const one of measurements) rollups.recorded(one);
  const options = { ...DEFAULT_METRIC_OPTIONS, reportingZone: zone };
  return new Figures({ metricOf: (id) => METRICS.get(id), options, rollups });
}

const account = (from: string, to: string) => ({
  dimension: 'account' as const,
  from: Date.parse(from),
  to: Date.parse(to),
});

describe('a window that cuts O1', () => {
  const figures = figuresOf(o1());
  const value = (metric: string, from: string, to: string) =>
    figures.figure(metric, account(`2026-03-03T${from}Z`, `2026-03-03T${to}Z`)).value;

  test('occupancy, concurrency and capacity are those of the window', () => {
    expect(value('occupancy', '09:00:00', '10:00:00')).toBe(0.75);
    expect(value('occupancy', '09:30:00', '10:00:00')).toBe(0.5);
    expect(value('concurrencyAvg', '09:00:00', '09:30:00')).toBe(1.5);
    expect(value('concurrencyAvg', '09:15:00', '09:30:00')).toBe(2);
    expect(value('capacityUtilization', '09:15:00', '09:30:00')).toBeCloseTo(2 / 3, 12);
    expect(value('agentAvailability', '09:20:00', '09:40:00')).toBe(1);
  });

  test('concurrencyPeak is exact in each quarter of an hour', () => {
    const peaks = ['09:00:00', '09:15:00', '09:30:00', '09:45:00', '10:00:00'].map(
      (from, place, all) =>
        place === 0 ? null : value('concurrencyPeak', all[place - 1] ?? '', from),
    );
    expect(peaks).toEqual([null, 1, 2, 1, null]);
  });

  test('outside all spans there is nothing to share', () => {
    expect(value('occupancy', '11:00:00', '12:00:00')).toBeNull();
    expect(value('loggedInTime', '11:00:00', '12:00:00')).toBe(0);
  });
});

/** Online over the last midnight of January, UTC. */
const night = () =>
  new AgentDay({}, '2026-01-31')
    .presence('22:00:00', 'online')
    .presence('2026-02-01T02:00:00Z', 'offline');

/** Hours logged in, by day of Brussels. */
const whole = (day: string, from: string, to: string) => {
  const online = new AgentDay({}, day)
    .add(from, 'agent.presence', { agentId: 'A', status: 'online' })
    .add(to, 'agent.presence', { agentId: 'A', status: 'offline' });
  const figures = figuresOf(online, 'Europe/Brussels');
  return figures
    .series('loggedInTime', account(from, to), 'day')
    .map(({ value }) => Number(value) / HOUR);
};

describe('presence across the edges of days', () => {
  test('is split at midnight and at the end of a month, as the reporting zone has them', () => {
    const days = (zone: string, from: string, to: string) =>
      figuresOf(night(), zone)
        .series('availableTime', account(from, to), 'day')
        .map(({ value }) => Number(value) / HOUR);
    expect(days('UTC', '2026-01-31T00:00:00Z', '2026-02-02T00:00:00Z')).toEqual([2, 2]);
    // Midnight of Brussels is 23:00 UTC.
    expect(days('Europe/Brussels', '2026-01-30T23:00:00Z', '2026-02-01T23:00:00Z')).toEqual([1, 3]);
    const months = figuresOf(night(), 'Europe/Brussels').series(
      'availableTime',
      account('2025-12-31T23:00:00Z', '2026-02-28T23:00:00Z'),
      'month',
    );
    expect(months.map(({ value }) => Number(value) / HOUR)).toEqual([1, 3]);
  });

  test('lasts as long as it lasted on days of 23 and 25 hours', () => {
    expect(whole('2026-03-28', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z')).toEqual([23]);
    expect(whole('2026-10-24', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z')).toEqual([25]);
  });
});

test('an agent in two teams counts whole in each, and once in the account', () => {
  const day = new AgentDay().add('08:00:00', 'agent.team', {
    agentId: 'A',
    teamIds: ['red', 'blue'],
  });
  const figures = figuresOf(o1(day));
  const { from, to } = account('2026-03-03T09:00:00Z', '2026-03-03T10:00:00Z');
  const of = (group: { dimension: 'account' | 'team' | 'agent'; key?: string }) =>
    Number(figures.figure('loggedInTime', { ...group, from, to }).value) / HOUR;
  expect(of({ dimension: 'team', key: 'red' })).toBe(1);
  expect(of({ dimension: 'team', key: 'blue' })).toBe(1);
  expect(of({ dimension: 'agent', key: 'A' })).toBe(1);
  expect(of({ dimension: 'account' })).toBe(1);
});

test('what is missing is said where a share is asked for', () => {
  const figures = figuresOf(new AgentDay().conversation('u1', '09:00:00', '09:30:00'));
  const hour = account('2026-03-03T09:00:00Z', '2026-03-03T10:00:00Z');
  expect(figures.figure('occupancy', hour)).toMatchObject({ value: null, missing: 'presence' });
  expect(figures.figure('agentAvailability', hour)).toMatchObject({
    value: null,
    missing: 'presence',
  });
  const present = figuresOf(o1());
  const half = account('2026-03-03T09:15:00Z', '2026-03-03T09:45:00Z');
  expect(present.figure('utilization', half).value).toBeNull();
  expect(present.figure('adherencePct', hour)).toMatchObject({ value: null, missing: 'shift' });
  expect(present.figure('utilization', hour)).toMatchObject({ value: null, missing: 'focus' });
});
