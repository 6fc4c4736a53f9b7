// Waits and responses, with the figures of the metric reference computed by hand.
import { describe, expect, test } from 'vitest';
import { RESPONSE_CALCULATORS } from '../../src/metrics/response-catalogue.ts';
import { responseFigures } from './response-figures.ts';
import { measure, type Measuring } from './measured.ts';
import { r1Events } from './r1-events.ts';
import { second, Story } from './story.ts';

const of = (events: readonly object[], measuring: Partial<Measuring> = {}) =>
  measure(events, { calculators: RESPONSE_CALCULATORS, ...measuring });

describe('R1', () => {
  const r1 = of(r1Events({ sla: { firstResponse: 'PT90S', response: 'PT60S' } }));

  test.each([
    ['firstResponseTime', [90]],
    ['ticketFirstReplyTime', [90]],
    ['responseTime', [90, 60, 340, 20]],
    ['conversationResponseTime', [90, 60, 340, 20]],
    ['agentResponseTimeAvg', [127.5]],
    ['agentResponseTimeMax', [340]],
    ['endUserResponseTimeAvg', [36.667]],
    ['endUserResponseTimeMax', [60]],
    ['agentMessageCount', [5]],
    ['endUserMessageCount', [5]],
    ['repFirstResponseTime', [90]],
    ['openWaitMs', []],
    ['unansweredSessions', []],
    ['greetingTime', [30, 30]],
    ['conversationCloseTime', [60]],
    ['conversationTurns', [4]],
  ])('%s', (metric, values) => {
    expect(r1.values(metric)).toEqual(values);
  });

  test('agentResponseTimeAvg and endUserResponseTimeAvg measured from the last unanswered message', () => {
    const last = of(r1Events(), { options: { anchor: 'lastUnanswered' } });
    expect(last.values('agentResponseTimeAvg')).toEqual([125]);
    expect(last.values('agentResponseTimeMax')).toEqual([340]);
    expect(last.values('endUserResponseTimeAvg')).toEqual([33.333]);
    expect(last.values('responseTime')).toEqual([90, 50, 340, 20]);
  });

  test('slaFirstResponse is met at exactly the target, slaConversationResponse by two of four', () => {
    const figures = responseFigures(r1);
    expect(figures('slaFirstResponse')).toBe(1);
    expect(figures('slaConversationResponse')).toBe(0.5);
    expect(figures('averageFirstResponseTime')).toBe(90_000);
  });

  test('response_times has a row for each wait, the first one marked', () => {
    expect(
      r1
        .rows('response_times')
        .map(({ ordinal, isFirst, valueMs, responderId, isMet }) => [
          ordinal,
          isFirst,
          valueMs,
          responderId,
          isMet,
        ]),
    ).toEqual([
      [1, true, 90_000, 'B', false],
      [2, false, 60_000, 'B', true],
      [3, false, 340_000, 'C', false],
      [4, false, 20_000, 'C', true],
    ]);
  });

  test('credits the agent who wrote and rests on the question and the answer', () => {
    expect(r1.of('responseTime').map(({ dims, evidence }) => [dims.agentId, evidence])).toEqual([
      ['B', ['r004', 'r012']],
      ['B', ['r014', 'r016']],
      ['C', ['r018', 'r024']],
      ['C', ['r025', 'r026']],
    ]);
  });
});

describe('who answers (X2)', () => {
  const escalated = new Story()
    .customer(0)
    .tell(1, 'bot.accepted', { botId: 'bot' })
    .bot(2)
    .tell(60, 'bot.escalated')
    .accept(70)
    .agent(90)
    .end(100).events;

  test('not a bot: the wait goes on, and the first response counts from the hand-off (X3)', () => {
    const measured = of(escalated);
    expect(measured.values('responseTime')).toEqual([90]);
    expect(measured.values('firstResponseTime')).toEqual([30]);
    expect(measured.values('agentResponseTimeAvg')).toEqual([null]);
    expect(measured.of('agentResponseTimeAvg')[0]?.missing).toBe('reply');
    expect(measured.values('repFirstResponseTime')).toEqual([30]);
  });

  test('a bot where the options say so, with a figure or without', () => {
    const responders = { human: true, bot: true, automation: false };
    const measured = of(escalated, { options: { responders } });
    expect(measured.values('responseTime')).toEqual([2]);
    expect(measured.of('responseTime')[0]?.dims).toMatchObject({ label: 'bot', agentId: null });
    expect(measured.values('firstResponseTime')).toEqual([30]);
    const silent = of(escalated, { options: { responders, nonHumanResponses: 'silent' } });
    expect(silent.values('responseTime')).toEqual([]);
    expect(silent.values('firstResponseTime')).toEqual([30]);
  });

  test('not a note, and a proactive message does', () => {
    const measured = of(
      new Story()
        .customer(0)
        .accept(5)
        .agent(10, 'n', 'A', { visibility: 'note' })
        .agent(20, 'p', 'A', { proactive: true })
        .agent(40, 'p2', 'A', { proactive: true })
        .end(50).events,
    );
    expect(measured.values('responseTime')).toEqual([20]);
    expect(measured.values('firstResponseTime')).toEqual([20]);
  });

  test('nobody in a session that only a bot had: unanswered by people, and no target breached', () => {
    const measured = of(
      new Story({ sla: { firstResponse: 'PT1M', response: 'PT1M' } })
        .customer(0)
        .tell(1, 'bot.accepted', { botId: 'bot' })
        .bot(2)
        .tell(600, 'bot.ended').events,
    );
    expect(measured.of('unansweredSessions').map(({ dims }) => dims.label)).toEqual(['bot']);
    expect(measured.values('slaFirstResponses')).toEqual([]);
    expect(measured.values('slaConversationResponses')).toEqual([]);
  });
});

const ticket = (at: number, from: string | null, to: string) =>
  [at, 'ticket.statusChanged', { ticketId: 't1', from, to, by: 'A' }] as const;

describe('first response time', () => {
  test('of a session that an agent opened counts from the customer', () => {
    const measured = of(
      new Story()
        .tell(0, 'agent.opened', { agentId: 'A', messageId: 'open' })
        .customer(100)
        .accept(105)
        .agent(130)
        .end(140).events,
    );
    expect(measured.values('firstResponseTime')).toEqual([30]);
    expect(measured.values('greetingTime')).toEqual([]);
    expect(measured.values('endUserResponseTimeAvg')).toEqual([100]);
  });

  test('there is no second one when a session is resumed', () => {
    const measured = of(
      new Story()
        .customer(0)
        .accept(5)
        .agent(10)
        .tell(20, 'agent.markedInactive', { agentId: 'A' })
        .customer(100)
        .accept(110)
        .agent(160)
        .end(170).events,
    );
    expect(measured.values('firstResponseTime')).toEqual([10]);
    expect(measured.values('responseTime')).toEqual([10, 60]);
  });

  test('nor when a new session reopens a ticket that was answered; a ticket has one first reply', () => {
    const measured = of(
      new Story()
        .customer(0)
        .tell(...ticket(0, null, 'new'))
        .accept(5)
        .agent(10)
        .tell(...ticket(20, 'open', 'solved'))
        .end(20)
        .customer(100)
        .tell(...ticket(100, 'solved', 'open'))
        .accept(105)
        .agent(130)
        .end(140).events,
    );
    expect(measured.values('firstResponseTime')).toEqual([10]);
    expect(measured.values('responseTime')).toEqual([10, 30]);
    expect(measured.values('ticketFirstReplyTime')).toEqual([10]);
  });

  test('but a new session that reopens nothing has its own', () => {
    const measured = of(
      new Story()
        .customer(0)
        .accept(5)
        .agent(10)
        .end(20)
        .customer(100)
        .accept(105)
        .agent(130)
        .end(140).events,
    );
    expect(measured.values('firstResponseTime')).toEqual([10, 30]);
    expect(measured.of('ticketFirstReplyTime').map(({ missing }) => missing)).toEqual([
      'ticket',
      'ticket',
    ]);
  });

  test('a ticket that waits for its reply into the next session is measured from its creation', () => {
    const measured = of(
      new Story()
        .customer(0)
        .tell(...ticket(0, null, 'new'))
        .tell(50, 'customer.ended')
        .customer(100)
        .accept(105)
        .agent(130)
        .end(140).events,
    );
    expect(measured.values('ticketFirstReplyTime')).toEqual([130]);
    expect(measured.values('firstResponseTime')).toEqual([30]);
    expect(measured.of('unansweredSessions').map(({ key }) => key)).toEqual(['default/chat/u1/1']);
  });

  test('keywords alone leave nobody unanswered, but begin the wait where content follows (X3)', () => {
    const channel = { consentType: 'explicit' };
    const kept = of(
      new Story(channel)
        .customer(0, 'k', { keyword: 'help' })
        .customer(60, 'in', { keyword: 'optIn' })
        .customer(100)
        .accept(110)
        .agent(130)
        .end(140).events,
    );
    expect(kept.values('firstResponseTime')).toEqual([130]);
    expect(kept.values('repFirstResponseTime')).toEqual([30]);
    const alone = of(new Story(channel).customer(0, 'k', { keyword: 'help' }).events, {
      until: second(48 * 3600),
    });
    expect(alone.values('unansweredSessions')).toEqual([]);
  });
});

const MINUTE = { sla: { firstResponse: 'PT1M', response: 'PT1M' } };

const endedAt = (at: number) => {
  const measured = of(new Story(MINUTE).customer(0).tell(at, 'customer.ended').events);
  return [responseFigures(measured)('slaFirstResponse'), measured.values('openWaitMs')];
};

describe('targets', () => {
  test('an open wait is breached once it is beyond its target, and not counted before', () => {
    const events = new Story(MINUTE).customer(0).events;
    const at = (asOf: number) =>
      of(events, { until: second(asOf), asOf: second(asOf) }).of('slaFirstResponses').length;
    expect([at(59), at(60), at(61)]).toEqual([0, 0, 1]);
  });

  test('on the clock of business hours by default, on the calendar if the options say so (X7)', () => {
    // 10:00 to 10:05 of a channel that opens at 10:04.
    const businessHours = { zone: 'UTC', open: { tue: [['10:04', '17:00']] } };
    const { events } = new Story({ ...MINUTE, businessHours })
      .customer(0)
      .accept(5)
      .agent(300)
      .end(310);
    const business = of(events);
    expect(
      business.of('firstResponseTime').map(({ valueMs, businessMs }) => [valueMs, businessMs]),
    ).toEqual([[300_000, 60_000]]);
    expect(responseFigures(business)('slaFirstResponse')).toBe(1);
    expect(responseFigures(business)('averageFirstResponseTime')).toBe(60_000);
    const calendar = of(events, { options: { responseClock: 'calendar' } });
    expect(responseFigures(calendar)('slaFirstResponse')).toBe(0);
    expect(responseFigures(calendar)('slaConversationResponse')).toBe(0);
  });

  test('a wait that ends unanswered is breached beyond its target, else it never counts', () => {
    expect(endedAt(60)).toEqual([null, [60]]);
    expect(endedAt(61)).toEqual([0, [61]]);
  });

  test('a failed reply turns a target that was met into one breached', () => {
    const story = new Story(MINUTE).customer(0).accept(5).agent(10).end(90);
    const met = of(story.events);
    expect(responseFigures(met)('slaConversationResponse')).toBe(1);
    const breached = of(story.failed(95, 'a10').events);
    expect(responseFigures(breached)('slaConversationResponse')).toBe(0);
    expect(responseFigures(breached)('slaFirstResponse')).toBe(0);
  });

  test('the target in force when the wait began holds', () => {
    const events = new Story(MINUTE)
      .customer(0)
      .accept(5)
      .tell(20, 'channel.configured', {
        channelType: 'WhatsApp',
        platform: 'enhanced',
        capacityModel: 'tabBased',
        queueId: 'Q1',
        endUserId: undefined,
      })
      .agent(30)
      .end(40).events;
    expect(
      of(events)
        .of('slaConversationResponses')
        .map(({ dims }) => dims.label),
    ).toEqual(['met']);
  });
});
