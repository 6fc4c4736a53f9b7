import { describe, expect, test } from 'vitest';
import {
  agentAvailability,
  capacityUtilization,
  concurrencyAvg,
  occupancy,
  utilization,
} from '../../src/metrics/agent-rates.ts';
import { agentTime } from '../../src/metrics/agent-time.ts';
import { focusVisits } from '../../src/metrics/focus-visits.ts';
import { DEFAULT_METRIC_OPTIONS, type AgentTimeOptions } from '../../src/policy/metric-options.ts';
import { AgentDay, o1, on, rateOf, readTotals, seconds } from './agent-day.ts';
import { measure } from './measured.ts';

const calculators = [focusVisits, agentTime];
const MINUTE = 60;

const choosing = (agentTimeOptions: Partial<AgentTimeOptions>) => ({
  agentTime: { ...DEFAULT_METRIC_OPTIONS.agentTime, ...agentTimeOptions },
});

describe('O1', () => {
  const measured = measure(o1().events, { calculators });

  test('occupancy is 75 %: 45 minutes busy of 60', () => {
    expect(seconds(measured, 'busyTime')).toBe(45 * MINUTE);
    expect(seconds(measured, 'idleTime')).toBe(15 * MINUTE);
    expect(rateOf(occupancy, measured)).toBe(0.75);
  });

  test('concurrencyAvg is 60 slot minutes: 1.333 while busy, 1 over available time', () => {
    expect(seconds(measured, 'contactTime')).toBe(60 * MINUTE);
    expect(rateOf(concurrencyAvg, measured)).toBeCloseTo(4 / 3, 12);
    const overAvailable = choosing({ concurrencyOver: 'available' });
    expect(rateOf(concurrencyAvg, measured, overAvailable)).toBe(1);
  });

  test('concurrencyPeak is 2', () => {
    expect(readTotals(measured)('concurrencyPeak').max).toBe(2);
  });

  test('capacityUtilization is 33.3 % of a capacity of 3', () => {
    expect(seconds(measured, 'occupiedCapacityTime')).toBe(60 * MINUTE);
    expect(seconds(measured, 'availableCapacityTime')).toBe(180 * MINUTE);
    expect(rateOf(capacityUtilization, measured)).toBeCloseTo(1 / 3, 12);
  });

  test('contactsHandled counts two, each when it ended', () => {
    const handled = measured.of('contactsHandled');
    expect(handled.map(({ key, at }) => [key, at])).toEqual([
      ['w-u1', Date.parse(on('09:30:00'))],
      ['w-u2', Date.parse(on('09:45:00'))],
    ]);
  });

  test('nothing is missing but what was not sent: focus and shift', () => {
    const missing = measured.measurements.filter((one) => one.missing !== null);
    expect(missing.map((one) => [one.metric, one.missing])).toEqual([
      ['utilizedTime', 'focus'],
      ['scheduledTime', 'shift'],
    ]);
    expect(rateOf(utilization, measured)).toBeNull();
  });
});

describe('agentAvailability and timeInPresence', () => {
  const day = new AgentDay()
    .presence('09:00:00', 'online')
    .presence('12:00:00', 'away', { reason: 'lunch' })
    .presence('12:45:00', 'online')
    .presence('17:00:00', 'offline')
    .add('18:00:00', 'agent.heartbeat', { agentId: 'B' });
  const measured = measure(day.events, { calculators });

  test('435 of 480 minutes are available: 90.6 %', () => {
    expect(seconds(measured, 'availableTime')).toBe(435 * MINUTE);
    expect(seconds(measured, 'loggedInTime')).toBe(480 * MINUTE);
    expect(seconds(measured, 'onlineTime')).toBe(480 * MINUTE);
    expect(seconds(measured, 'nonProductiveTime')).toBe(45 * MINUTE);
    expect(rateOf(agentAvailability, measured)).toBe(0.90625);
    expect(seconds(measured, 'timeInPresence', 'away:lunch')).toBe(45 * MINUTE);
    expect(seconds(measured, 'timeInPresence', 'online')).toBe(435 * MINUTE);
  });

  test('onlineTime is the status online alone where the option says so', () => {
    const options = choosing({ online: 'statusOnline' });
    expect(seconds(measure(day.events, { calculators, options }), 'onlineTime')).toBe(435 * MINUTE);
  });

  test('the table presence has a row a stretch, the last without an end', () => {
    expect(measured.rows('presence')).toEqual(
      [
        ['online', null, '09:00:00', '12:00:00'],
        ['away', 'lunch', '12:00:00', '12:45:00'],
        ['online', null, '12:45:00', '17:00:00'],
        ['offline', null, '17:00:00', null],
      ].map(([status, reason, start, end]) => ({
        agentId: 'A',
        status,
        reason,
        startAt: Date.parse(on(start as string)),
        endAt: end === null ? null : Date.parse(on(end as string)),
      })),
    );
  });

  test('what is said twice changes nothing, and routable decides what available means', () => {
    const same = new AgentDay()
      .presence('09:00:00', 'busy', { routable: true })
      .presence('09:30:00', 'busy', { routable: true })
      .presence('10:00:00', 'busy', { routable: false })
      .presence('11:00:00', 'offline');
    const seen = measure(same.events, { calculators });
    expect(seen.rows('presence')).toHaveLength(2);
    expect(seconds(seen, 'availableTime')).toBe(60 * MINUTE);
    expect(seconds(seen, 'nonProductiveTime')).toBe(60 * MINUTE);
    expect(seen.of('availableTime')).toHaveLength(1);
  });

  test('a stretch that runs is there as of an instant only', () => {
    const running = new AgentDay()
      .presence('09:00:00', 'online')
      .conversation('u', '09:30:00', '11:00:00');
    const until = { until: on('10:00:00'), calculators };
    expect(measure(running.events.slice(0, -1), until).of('availableTime')).toEqual([]);
    const asOf = measure(running.events.slice(0, -1), { ...until, asOf: on('10:00:00') });
    expect(seconds(asOf, 'availableTime')).toBe(60 * MINUTE);
    expect(seconds(asOf, 'busyTime', 'available')).toBe(30 * MINUTE);
    expect(seconds(asOf, 'idleTime')).toBe(30 * MINUTE);
    expect(asOf.rows('presence')).toMatchObject([{ endAt: null }]);
  });

  test('an agent who changes teams is cut there, and credited to the teams of each part', () => {
    const moved = new AgentDay()
      .add('08:00:00', 'agent.team', { agentId: 'A', teamIds: ['t1'] })
      .presence('09:00:00', 'online')
      .add('10:00:00', 'agent.team', { agentId: 'A', teamIds: ['t2', 't3'] })
      .presence('12:00:00', 'offline');
    const parts = measure(moved.events, { calculators }).of('availableTime');
    expect(parts.map(({ valueMs, dims }) => [Number(valueMs) / 1000, dims.teamIds])).toEqual([
      [60 * MINUTE, ['t1']],
      [120 * MINUTE, ['t2', 't3']],
    ]);
  });
});

/** Heartbeats of the agent at given times. */
const beats = (day: AgentDay, times: readonly string[]) => {
  for (const time of times) day.add(time, 'agent.heartbeat', { agentId: 'A' });
  return day;
};

describe('heartbeats', () => {
  test('an agent whose heartbeats stay away was last there at the last one, and so was the work', () => {
    const day = beats(new AgentDay().presence('09:00:00', 'online'), ['09:00:30', '09:01:00'])
      .conversation('u1', '09:00:40', '09:01:50')
      .add('09:03:00', 'channel.enabled', { channelId: 'chat' });
    const measured = measure(day.events, { calculators, until: on('10:00:00') });
    expect(seconds(measured, 'availableTime')).toBe(60);
    expect(seconds(measured, 'idleTime')).toBe(40);
    expect(seconds(measured, 'busyTime')).toBe(20);
    expect(seconds(measured, 'contactTime')).toBe(20);
    expect(measured.rows('presence')).toMatchObject([{ endAt: Date.parse(on('09:01:00')) }]);
    expect(measured.of('contactsHandled')).toHaveLength(1);
  });

  test('a sign of life brings a lost agent back in the state they were in', () => {
    const day = beats(new AgentDay().presence('09:00:00', 'online'), [
      '09:00:30',
      '09:05:00',
      '09:05:30',
    ]).presence('09:06:00', 'offline');
    const measured = measure(day.events, { calculators });
    expect(seconds(measured, 'availableTime')).toBe(30 + 60);
    expect(
      measured.rows('presence').map(({ status, startAt, endAt }) => [status, startAt, endAt]),
    ).toEqual([
      ['online', Date.parse(on('09:00:00')), Date.parse(on('09:00:30'))],
      ['online', Date.parse(on('09:05:00')), Date.parse(on('09:06:00'))],
      ['offline', Date.parse(on('09:06:00')), null],
    ]);
  });

  test('an agent whose presence nobody tells worked no longer than to the last heartbeat either (H15)', () => {
    const day = beats(new AgentDay(), ['09:00:30', '09:01:00'])
      .conversation('u1', '09:00:40', '11:00:00')
      .add('11:00:00', 'channel.enabled', { channelId: 'chat' });
    const measured = measure(day.events, { calculators });
    expect(seconds(measured, 'busyTime')).toBe(20);
    expect(seconds(measured, 'contactTime')).toBe(20);
    const back = beats(day, ['10:00:00', '10:00:30', '10:01:00']);
    expect(seconds(measure(back.events, { calculators }), 'busyTime')).toBe(80);
  });

  test('without heartbeats nothing is capped', () => {
    const day = new AgentDay().presence('09:00:00', 'online').presence('17:00:00', 'offline');
    expect(seconds(measure(day.events, { calculators }), 'availableTime')).toBe(480 * MINUTE);
  });
});

describe('work', () => {
  test('while work is offered an agent is neither busy nor idle', () => {
    const where = { channelId: 'chat', endUserId: 'u1' };
    const day = new AgentDay()
      .presence('09:00:00', 'online')
      .add('09:10:00', 'customer.message', { ...where, messageId: 'm' })
      .add('09:10:00', 'work.offered', { ...where, workId: 'w', agentId: 'A' })
      .add('09:10:30', 'work.declined', { ...where, workId: 'w', agentId: 'A' })
      .presence('09:20:00', 'offline');
    const measured = measure(day.events, { calculators });
    expect(seconds(measured, 'idleTime')).toBe(20 * MINUTE - 30);
    expect(measured.of('busyTime')).toEqual([]);
    expect(measured.of('contactsHandled')).toEqual([]);
  });

  test('one that ends and one that begins at the same instant are never there together', () => {
    for (const ids of [
      ['u1', 'u2'],
      ['u2', 'u1'],
    ] as const) {
      const day = new AgentDay()
        .presence('09:00:00', 'online')
        .conversation(ids[0], '09:00:00', '09:30:00')
        .conversation(ids[1], '09:30:00', '09:45:00')
        .presence('10:00:00', 'offline');
      const measured = measure(day.events, { calculators });
      expect(readTotals(measured)('concurrencyPeak').max).toBe(1);
      expect(seconds(measured, 'busyTime')).toBe(45 * MINUTE);
      expect(rateOf(concurrencyAvg, measured)).toBe(1);
    }
  });

  test('concurrencyPeak is there at every quarter of an hour of a stretch that does not change', () => {
    const day = new AgentDay()
      .presence('09:00:00', 'online')
      .conversation('u1', '09:05:00', '10:20:00')
      .presence('11:00:00', 'offline');
    const peaks = measure(day.events, { calculators }).of('concurrencyPeak');
    expect(peaks.map(({ at, value }) => [new Date(at).toISOString().slice(11, 23), value])).toEqual(
      [
        ['09:05:00.000', 1],
        ['09:15:00.000', 1],
        ['09:30:00.000', 1],
        ['09:45:00.000', 1],
        ['10:00:00.000', 1],
        ['10:15:00.000', 1],
        ['10:19:59.999', 1],
      ],
    );
  });

  test('work counts while its agent is away, and not where only available time does', () => {
    const day = new AgentDay()
      .presence('09:00:00', 'online')
      .conversation('u1', '09:00:00', '10:00:00')
      .presence('09:30:00', 'away')
      .presence('10:00:00', 'online')
      .presence('10:30:00', 'offline');
    const measured = measure(day.events, { calculators });
    expect(seconds(measured, 'busyTime', 'available')).toBe(30 * MINUTE);
    expect(seconds(measured, 'busyTime', 'unavailable')).toBe(30 * MINUTE);
    expect(rateOf(occupancy, measured)).toBeCloseTo(60 / 90, 12);
    expect(rateOf(occupancy, measured, choosing({ busyWhile: 'available' }))).toBe(0.5);
  });

  test('capacityUtilization passes 1 with too much work, and counts what is held while away', () => {
    const day = new AgentDay()
      .add('08:00:00', 'agent.capacity', { agentId: 'A', capacity: 1, weight: 0.75 })
      .presence('09:00:00', 'online')
      .conversation('u1', '09:00:00', '11:00:00')
      .conversation('u2', '09:00:00', '10:00:00')
      .presence('10:00:00', 'away')
      .presence('11:00:00', 'offline');
    const measured = measure(day.events, { calculators });
    // 2 h and 1 h at 0.75, over 1 h of capacity 1.
    expect(rateOf(capacityUtilization, measured)).toBe(2.25);
  });

  test('agents of whom neither presence nor capacity is told have no share, and it is said why', () => {
    const day = new AgentDay().conversation('u1', '09:00:00', '10:00:00');
    const measured = measure(day.events, { calculators });
    expect(seconds(measured, 'busyTime', 'unreported')).toBe(60 * MINUTE);
    expect(rateOf(occupancy, measured)).toBeNull();
    expect(rateOf(capacityUtilization, measured)).toBeNull();
    expect(rateOf(concurrencyAvg, measured)).toBe(1);
    for (const metric of ['availableTime', 'loggedInTime', 'onlineTime', 'idleTime']) {
      expect(measured.of(metric)).toMatchObject([
        { missing: 'presence', valueMs: null, from: null },
      ]);
    }
  });

  test('a capacity that nobody told is missing, not 0', () => {
    const day = new AgentDay().presence('09:00:00', 'online').presence('10:00:00', 'offline');
    const measured = measure(day.events, { calculators });
    expect(measured.of('availableCapacityTime')).toMatchObject([{ missing: 'capacity' }]);
  });
});
