import { describe, expect, test } from 'vitest';
import { ticketFirstReplies } from '../../src/metrics/ticket-first-reply.ts';
import { ticketTimes } from '../../src/metrics/ticket-times.ts';
import { AgentDay, seconds } from './agent-day.ts';
import { measure } from './measured.ts';
import { r1Events } from './r1-events.ts';
import { Story } from './story.ts';

const calculators = [ticketTimes];
const MINUTE = 60;
const USER = { channelId: 'chat', endUserId: 'u1' };

type Change = readonly [time: string, from: string | null, to: string];

/** A conversation with an agent all day, and the changes of its ticket. */
function ticketDay(changes: readonly Change[], channel: Readonly<Record<string, unknown>> = {}) {
  const day = new AgentDay(channel)
    .add('08:59:00', 'customer.message', { ...USER, messageId: 'm' })
    .add('08:59:00', 'work.accepted', { ...USER, workId: 'w', agentId: 'A' });
  for (const [time, from, to] of changes) {
    day.add(time, 'ticket.statusChanged', { ...USER, ticketId: 't', from, to, by: 'A' });
  }
  return day;
}

const ticket = (...told: Parameters<typeof ticketDay>) =>
  measure(ticketDay(...told).events, { calculators });

const LIFE: readonly Change[] = [
  ['09:00:00', null, 'new'],
  ['09:10:00', 'new', 'open'],
  ['09:30:00', 'open', 'pending'],
  ['10:30:00', 'pending', 'hold'],
  ['11:00:00', 'hold', 'open'],
  ['11:05:00', 'open', 'solved'],
];

const IDS = [
  'agentWorkTime',
  'requesterWaitTimeTicket',
  'agentWaitTime',
  'onHoldTime',
  'solveTime',
];

/** The figures in minutes. */
const minutes = (measured: ReturnType<typeof ticket>) =>
  IDS.map((id) => seconds(measured, id) / MINUTE);

const openFrom = (open: string) => ({
  businessHours: { zone: 'UTC', open: { tue: [[open, '17:00']] }, holidays: [] },
});

describe('times of a ticket', () => {
  test('new 10, open 20, pending 60, hold 30, open 5: work 35, requester 65, agent 60, hold 30', () => {
    const measured = ticket(LIFE);
    expect(minutes(measured)).toEqual([35, 65, 60, 30, 125]);
    expect(measured.of('agentWorkTime')).toMatchObject([
      {
        level: 'ses',
        dims: { agentId: 'A' },
        evidence: expect.arrayContaining(['d0004', 'd0009']),
      },
    ]);
  });

  test('a status that never was is 0, not nothing', () => {
    const measured = ticket([LIFE[0] as Change, ['09:10:00', 'new', 'solved']]);
    expect(measured.of('onHoldTime')).toMatchObject([{ valueMs: 0, missing: null }]);
    expect(minutes(measured)).toEqual([10, 10, 0, 0, 10]);
  });

  test('there is none before the ticket is solved', () => {
    expect(ticket(LIFE.slice(0, -1)).measurements).toEqual([]);
  });

  test('a ticket solved again has one figure, of its whole life; closing changes nothing', () => {
    const measured = ticket([
      ...LIFE,
      ['12:00:00', 'solved', 'open'],
      ['12:15:00', 'open', 'solved'],
      ['13:00:00', 'solved', 'closed'],
    ]);
    expect(measured.of('agentWorkTime')).toHaveLength(1);
    expect(minutes(measured)).toEqual([50, 80, 60, 30, 195]);
  });

  test('each stretch is measured under the opening hours of its time', () => {
    const businessHours = {
      zone: 'UTC',
      open: {
        tue: [
          ['09:00', '09:20'],
          ['10:45', '17:00'],
        ],
      },
      holidays: [],
    };
    const measured = ticket(LIFE, { businessHours });
    const business = IDS.map((id) => Number(measured.of(id)[0]?.businessMs) / 60_000);
    // New 10; open 10 of 20 and 5; pending 0 of 60; hold 15 of 30; the whole span 20 + 20.
    expect(business).toEqual([25, 40, 0, 15, 40]);
    expect(minutes(measured)).toEqual([35, 65, 60, 30, 125]);
  });

  test('however one-shot metrics read a changed schedule, time in a status is of the schedule of its time (X7)', () => {
    const day = ticketDay(LIFE, openFrom('09:00'));
    const channel = { channelId: 'chat', channelType: 'WhatsApp', platform: 'enhanced' };
    const changed = openFrom('10:30');
    day.add('10:30:00', 'channel.configured', {
      ...channel,
      capacityModel: 'tabBased',
      ...changed,
    });
    const business = (businessHoursSchedule: 'piecewise' | 'closing') => {
      const measured = measure(day.events, { calculators, options: { businessHoursSchedule } });
      return IDS.map((id) => Number(measured.of(id)[0]?.businessMs) / 60_000);
    };
    expect(business('piecewise')).toEqual([35, 65, 60, 30, 125]);
    expect(business('closing')).toEqual([35, 65, 60, 30, 35]);
  });

  test('R1: new 60 s, open 600 s, solved after 660 s', () => {
    const measured = measure(r1Events(), { calculators });
    expect(IDS.map((id) => seconds(measured, id))).toEqual([660, 660, 0, 0, 660]);
  });

  test('a ticket first told of when new was so since the session began', () => {
    const measured = ticket([
      ['09:09:00', 'new', 'open'],
      ['09:19:00', 'open', 'solved'],
    ]);
    expect(minutes(measured)).toEqual([20, 20, 0, 0, 20]);
  });

  test('a ticket of which nobody knows how it stood before has no figures, and says so', () => {
    const measured = ticket([
      ['09:10:00', 'open', 'pending'],
      ['09:20:00', 'pending', 'solved'],
    ]);
    for (const id of IDS)
      expect(measured.of(id)).toMatchObject([{ missing: 'ticket', valueMs: null }]);
  });

  test('a ticket that is deleted before it is solved has none', () => {
    expect(ticket([LIFE[0] as Change, ['09:10:00', 'new', 'deleted']]).measurements).toEqual([]);
  });

  test('two tickets of one conversation are told apart', () => {
    const day = new AgentDay().add('08:59:00', 'customer.message', { ...USER, messageId: 'm' });
    const tell = (time: string, ticketId: string, from: string | null, to: string) =>
      day.add(time, 'ticket.statusChanged', { ...USER, ticketId, from, to, by: 'A' });
    tell('09:00:00', 't1', null, 'open');
    tell('09:05:00', 't2', null, 'open');
    tell('09:10:00', 't1', 'open', 'solved');
    tell('09:25:00', 't2', 'open', 'solved');
    const measured = measure(day.events, { calculators });
    expect(measured.values('agentWorkTime')).toEqual([600, 1200]);
  });
});

test.each([
  ['new', [[10_000, null]]],
  ['open', [[null, 'ticket']]],
])(
  'ticketFirstReplyTime of a ticket first told of as it leaves %s, two seconds after the reply, is %j',
  (from, figures) => {
    const story = new Story()
      .customer(0)
      .accept(5)
      .agent(10)
      .tell(12, 'ticket.statusChanged', { ticketId: 't', from, to: 'open', by: 'A' })
      .agent(20)
      .end(40);
    const told = measure(story.events, { calculators: [ticketFirstReplies] });
    expect(told.measurements.map(({ valueMs, missing }) => [valueMs, missing])).toEqual(figures);
  },
);
