import { describe, expect, test } from 'vitest';
import { agentThroughput } from '../../src/metrics/agent-throughput.ts';
import { agentTime } from '../../src/metrics/agent-time.ts';
import {
  averageHandleTime,
  bounceRate,
  conversationsPerHour,
  resolvedPerProductiveHour,
} from '../../src/metrics/agent-rates.ts';
import { assignedHandleTime } from '../../src/metrics/assigned-handle-time.ts';
import { CALCULATORS } from '../../src/metrics/catalogue.ts';
import { focusVisits } from '../../src/metrics/focus-visits.ts';
import { NO_TOTALS } from '../../src/metrics/totals.ts';
import { DEFAULT_METRIC_OPTIONS } from '../../src/policy/metric-options.ts';
import { AgentDay, rateOf, readTotals, seconds } from './agent-day.ts';
import { measure } from './measured.ts';
import { r1Events } from './r1-events.ts';

const USER = { channelId: 'chat', endUserId: 'u1' };

/** A conversation that agent A accepts at 09:00 and then lives through what is told. */
const begun = (channel: Readonly<Record<string, unknown>> = {}) =>
  new AgentDay(channel)
    .add('08:59:00', 'customer.message', { ...USER, messageId: 'm' })
    .add('09:00:00', 'work.accepted', { ...USER, workId: 'w', agentId: 'A' });

const says = (day: AgentDay, time: string, messageId: string, agentId = 'A') =>
  day.add(time, 'agent.message', { ...USER, agentId, messageId });

const moves = (day: AgentDay, time: string, from: string, to: string) =>
  day.add(time, 'ticket.statusChanged', { ...USER, ticketId: 't', from, to, by: 'A' });

const stretches = (day: AgentDay) =>
  measure(day.events, { calculators: [assignedHandleTime] }).values('handleTimeAssigned');

describe('handleTimeAssigned', () => {
  test('R1: B from 09:01:00 to the transfer, C from 09:09:10 to the end', () => {
    const measured = measure(r1Events(), { calculators: [assignedHandleTime] });
    expect(
      measured
        .of('handleTimeAssigned')
        .map((one) => [one.dims.agentId, Number(one.valueMs) / 1000]),
    ).toEqual([
      ['B', 450],
      ['C', 110],
    ]);
  });

  test('a stretch without a message of an agent counts for nothing', () => {
    const day = begun();
    moves(day, '09:10:00', 'open', 'pending');
    says(day, '09:20:00', 'a1');
    moves(day, '09:30:00', 'pending', 'solved');
    // 09:00-09:10 without a message; the message in the pending ticket begins 09:20-09:30.
    expect(stretches(day)).toEqual([600]);
  });

  test('a ticket opened again begins a stretch, one on hold ends it', () => {
    const day = begun();
    says(day, '09:02:00', 'a1');
    moves(day, '09:05:00', 'open', 'pending');
    moves(day, '09:15:00', 'pending', 'open');
    says(day, '09:16:00', 'a2');
    moves(day, '09:22:00', 'open', 'hold');
    expect(stretches(day)).toEqual([300, 420]);
  });

  test('a conversation gone quiet is left out until the customer writes again', () => {
    const day = begun();
    says(day, '09:03:00', 'a1');
    // Ten minutes after the last word of the customer, at 09:09:00, the engagement is over.
    day.add('09:30:00', 'customer.message', { ...USER, messageId: 'm2' });
    says(day, '09:31:00', 'a2');
    day.add('09:33:00', 'agent.ended', { ...USER, agentId: 'A' });
    expect(stretches(day)).toEqual([540, 180]);
  });

  test('nobody having it ends a stretch, having it again begins one, and who is given it and is silent has none', () => {
    const day = begun();
    const assigned = (time: string, from: string | null, to: string | null) =>
      day.add(time, 'assignment.changed', { ...USER, from, to, by: 'manualSupervisor' });
    says(day, '09:02:00', 'a1');
    assigned('09:05:00', 'A', null);
    assigned('09:10:00', null, 'A');
    says(day, '09:11:00', 'a2');
    assigned('09:13:00', 'A', 'B');
    day.add('09:20:00', 'agent.ended', { ...USER, agentId: 'A' });
    const measured = measure(day.events, { calculators: [assignedHandleTime] });
    expect(
      measured
        .of('handleTimeAssigned')
        .map((one) => [one.dims.agentId, Number(one.valueMs) / 1000]),
    ).toEqual([
      ['A', 300],
      ['A', 180],
    ]);
  });

  test('what runs is not told: there is no end of it yet', () => {
    const day = begun();
    says(day, '09:02:00', 'a1');
    const until = '2026-03-03T09:05:00Z';
    const measured = measure(day.events, { calculators: [assignedHandleTime], until, asOf: until });
    expect(measured.of('handleTimeAssigned')).toEqual([]);
  });
});

describe('averageHandleTime of R1', () => {
  const measured = measure(r1Events(), { calculators: CALCULATORS });
  const by = (
    handleTime: 'focus' | 'agentWork' | 'assigned',
    handledPer: 'agentWork' | 'session',
  ) =>
    rateOf(averageHandleTime, measured, {
      handleTime,
      agentTime: { ...DEFAULT_METRIC_OPTIONS.agentTime, handledPer },
    });

  test('by agent work 300 s: 450 of B, and 110 with 40 of wrap-up of C', () => {
    expect(seconds(measured, 'contactsHandled') * 1000).toBe(2);
    expect(by('agentWork', 'agentWork')).toBe(300_000);
    expect(by('agentWork', 'session')).toBe(600_000);
  });

  test('by focus 121.5 s, by assigned time 280 s', () => {
    expect(by('focus', 'agentWork')).toBe(121_500);
    expect(by('assigned', 'agentWork')).toBe(280_000);
  });
});

describe('throughput', () => {
  test('R1: who held, wrote and how much, by agent', () => {
    const measured = measure(r1Events(), { calculators: [agentThroughput] });
    const of = (metric: string) => measured.of(metric).map((one) => [one.dims.agentId, one.value]);
    expect(of('conversationsOwned')).toEqual([
      ['B', 1],
      ['C', 1],
    ]);
    expect(of('conversationsReplied')).toEqual([
      ['B', 1],
      ['C', 1],
    ]);
    expect(of('messagesOut')).toEqual([
      ['B', 3],
      ['C', 2],
    ]);
    expect(of('sessionsHandled')).toEqual([[null, 1]]);
  });

  test('conversationsPerHour divides by hours available; without hours there is none', () => {
    const day = new AgentDay()
      .presence('09:00:00', 'online')
      .conversation('u1', '09:00:00', '09:30:00')
      .conversation('u2', '09:30:00', '10:00:00')
      .conversation('u3', '10:00:00', '10:30:00')
      .presence('10:30:00', 'offline');
    expect(rateOf(conversationsPerHour, measure(day.events, { calculators: [agentTime] }))).toBe(2);
    const unreported = new AgentDay().conversation('u1', '09:00:00', '09:30:00');
    const unseen = measure(unreported.events, { calculators: [agentTime] });
    expect(rateOf(conversationsPerHour, unseen)).toBeNull();
  });

  test('resolvedPerProductiveHour: 12 resolved in 6 available hours are 2 an hour', () => {
    const sums: Readonly<Record<string, number>> = {
      resolvedConversations: 12,
      availableTime: 6 * 3_600_000,
    };
    const read = (metric: string) => ({ ...NO_TOTALS, sum: sums[metric] ?? 0 });
    expect(resolvedPerProductiveHour.figure(read, DEFAULT_METRIC_OPTIONS)).toBe(2);
  });

  test('bounceRate of R1: of four visits the look at session X alone did nothing', () => {
    const measured = measure(r1Events(), { calculators: [focusVisits, agentTime] });
    // B: replied, X, transferred; C: replied and ended.
    expect(readTotals(measured)('visitsMade').count).toBe(4);
    expect(readTotals(measured)('visitsMade', 'bounced').count).toBe(1);
    expect(rateOf(bounceRate, measured)).toBe(0.25);
  });
});
