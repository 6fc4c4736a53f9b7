import { describe, expect, test } from 'vitest';
import { closedConversationCounts } from '../../src/metrics/closed-conversations.ts';
import type { MetricOptions } from '../../src/policy/metric-options.ts';
import { measure } from './measured.ts';
import { putAway } from './put-away.ts';
import { r1Events } from './r1-events.ts';
import { momentAt, Story } from './told.ts';

const calculators = [putAway(closedConversationCounts)];

const measured = (story: Story, options: Partial<MetricOptions> = {}) =>
  measure(story.events, { calculators, options });

const second = (from: string | null, to: string) => ({ ticketId: 't2', from, to, by: 'B' });

/** Resolved at minute 60, opened again at 120 and resolved at 180: 09:00, 10:00 and 11:00 of the reference. */
const byTicket = () =>
  new Story()
    .customer('0:00')
    .ticket('0:00', null, 'new')
    .accept('1:00', 'w1', 'B')
    .agent('2:00', 'B')
    .ticket('60:00', 'open', 'solved')
    .ticket('120:00', 'solved', 'open')
    .ticket('180:00', 'open', 'solved');

const bySession = () =>
  new Story()
    .customer('0:00')
    .accept('1:00', 'w1', 'B')
    .agent('2:00', 'B')
    .at('60:00', 'agent.ended', { agentId: 'B' })
    .customer('120:00')
    .accept('121:00', 'w2', 'C')
    .agent('122:00', 'C')
    .at('180:00', 'agent.ended', { agentId: 'C' });

test('closedConversations, resolvedConversations and resolutionTime of R1: one, of C and of billing, 660 s', () => {
  const r1 = measure(r1Events(), { calculators });
  expect(r1.values('closedConversations')).toEqual([1]);
  expect(r1.values('resolutionTime')).toEqual([660]);
  expect(r1.of('resolvedConversations')).toMatchObject([
    {
      at: Date.parse('2026-03-03T09:11:00Z'),
      value: 1,
      topics: ['billing'],
      dims: { agentId: 'C', channelId: 'chat' },
    },
  ]);
  expect(r1.of('closedConversations')[0]?.dims.agentId).toBeNull();
});

describe.each([
  ['a ticket', byTicket, 'ticket'],
  ['sessions', bySession, 'session'],
] as const)('resolved, reopened and resolved again, by %s', (_name, story, reopening) => {
  test.each([
    ['first', [60]],
    ['every', [60, 180]],
    ['stillResolved', [180]],
  ] as const)(
    'closedConversations with resolutionCounting %s counts at minutes %j',
    (resolutionCounting, minutes) => {
      const told = measured(story(), { reopening, resolutionCounting });
      const expected = minutes.map((minute) => momentAt(`${minute}:00`));
      expect(told.of('closedConversations').map(({ at }) => at)).toEqual(expected);
      expect(told.of('resolvedConversations').map(({ at }) => at)).toEqual(expected);
    },
  );

  test.each([
    ['first', [3600]],
    ['full', [10_800]],
    ['cycle', [3600, 3600]],
  ] as const)('resolutionTime %s is %j seconds', (resolutionTime, seconds) => {
    const told = measured(story(), { reopening, resolutionTime });
    expect(told.values('resolutionTime')).toEqual(seconds);
  });
});

test('resolvedConversations still open again at the end: counted for first and every, not for stillResolved', () => {
  const story = byTicket();
  story.events.pop();
  expect(measured(story, { resolutionCounting: 'first' }).values('closedConversations')).toEqual([
    1,
  ]);
  expect(measured(story, { resolutionCounting: 'every' }).values('closedConversations')).toEqual([
    1,
  ]);
  const still = measured(story, { resolutionCounting: 'stillResolved' });
  expect(still.values('closedConversations')).toEqual([]);
  expect(still.values('resolvedConversations')).toEqual([]);
});

test('without a ticket and without the option, each session is a conversation of its own', () => {
  const told = measured(bySession());
  expect(told.values('resolutionTime')).toEqual([3600, 3600]);
  expect(told.of('resolvedConversations').map(({ dims }) => dims.agentId)).toEqual(['B', 'C']);
});

test('a customer who is back after reopenWithinMs begins another conversation', () => {
  const late = measured(bySession(), { reopening: 'session', reopenWithinMs: 3_599_999 });
  expect(late.values('closedConversations')).toEqual([1, 1]);
  const inTime = measured(bySession(), { reopening: 'session', reopenWithinMs: 3_600_000 });
  expect(inTime.values('closedConversations')).toEqual([1]);
});

describe('what is no resolution', () => {
  const ends = { agentId: 'B' };
  test.each([
    [
      'nobody answered',
      new Story().customer('0:00').accept('1:00', 'w1', 'B').at('2:00', 'agent.ended', ends),
    ],
    [
      'only a note was written',
      new Story()
        .customer('0:00')
        .accept('1:00', 'w1', 'B')
        .at('1:30', 'agent.message', { agentId: 'B', messageId: 'n1', visibility: 'note' })
        .at('2:00', 'agent.ended', ends),
    ],
    [
      'an agent began it',
      new Story()
        .at('0:00', 'agent.opened', { agentId: 'B', messageId: 'a0' })
        .customer('1:00')
        .accept('1:30', 'w1', 'B')
        .agent('2:00', 'B')
        .at('3:00', 'agent.ended', ends),
    ],
    [
      'the customer left a queue after a bot’s greeting',
      new Story()
        .customer('0:00')
        .at('0:05', 'bot.accepted', { botId: 'bot1' })
        .at('0:10', 'bot.message', { botId: 'bot1', messageId: 'b1' })
        .at('0:20', 'bot.escalated', { botId: 'bot1' })
        .at('9:00', 'customer.ended'),
    ],
  ])('%s', (_name, story) => {
    const told = measured(story);
    expect(told.measurements).toEqual([]);
  });
});

test('a session that ends by the customer while an agent has it is resolved, credited to that agent', () => {
  const story = new Story().customer('0:00').accept('1:00', 'w1', 'B').agent('2:00', 'B');
  expect(measured(story.at('3:00', 'customer.ended')).of('resolvedConversations')).toMatchObject([
    { dims: { agentId: 'B' } },
  ]);
});

test('what a bot closed is resolved and credited to nobody', () => {
  const story = new Story()
    .customer('0:00')
    .at('0:05', 'bot.accepted', { botId: 'bot1' })
    .at('0:10', 'bot.message', { botId: 'bot1', messageId: 'b1' })
    .at('1:00', 'bot.ended', { botId: 'bot1' });
  expect(measured(story).of('resolvedConversations')).toMatchObject([
    { value: 1, dims: { agentId: null } },
  ]);
});

test('a ticket that is told of only when it is solved, after the end, takes the place of the session’s own resolution', () => {
  const story = new Story()
    .customer('0:00')
    .accept('1:00', 'w1', 'B')
    .agent('2:00', 'B')
    .at('3:00', 'agent.ended', { agentId: 'B' })
    .ticket('9:00', 'open', 'solved');
  const told = measured(story);
  expect(told.values('closedConversations')).toEqual([1]);
  expect(told.values('resolutionTime')).toEqual([540]);
  expect(told.of('resolvedConversations')).toMatchObject([
    { at: momentAt('9:00'), dims: { agentId: 'B' } },
  ]);
});

test('a ticket solved days after its session counts then, and a new session without a ticket counts by itself', () => {
  const story = new Story()
    .customer('0:00')
    .ticket('0:00', null, 'new')
    .accept('1:00', 'w1', 'B')
    .agent('2:00', 'B')
    .at('3:00', 'agent.ended', { agentId: 'B' })
    .ticket('4320:00', 'open', 'solved')
    .customer('5000:00')
    .accept('5001:00', 'w2', 'C')
    .agent('5002:00', 'C')
    .at('5010:00', 'agent.ended', { agentId: 'C' });
  const told = measured(story);
  expect(told.values('resolutionTime')).toEqual([4320 * 60, 600]);
  expect(told.of('resolvedConversations').map(({ dims }) => dims.agentId)).toEqual(['B', 'C']);
});

test('a second ticket of one session counts from its own report and needs an answer of its own', () => {
  const story = () =>
    new Story()
      .customer('0:00')
      .ticket('0:00', null, 'new')
      .accept('1:00', 'w1', 'B')
      .agent('2:00', 'B')
      .ticket('5:00', 'open', 'solved')
      .at('10:00', 'ticket.statusChanged', second(null, 'new'));
  const silent = story().at('20:00', 'ticket.statusChanged', second('open', 'solved'));
  expect(measured(silent).values('resolutionTime')).toEqual([300]);
  const answered = story()
    .agent('15:00', 'B')
    .at('20:00', 'ticket.statusChanged', second('open', 'solved'))
    .at('21:00', 'ticket.statusChanged', second('solved', 'closed'));
  expect(measured(answered).values('resolutionTime')).toEqual([300, 600]);
});

test('a ticket that had been solved before it was told of has no first resolution here, and its whole time is unknown', () => {
  const story = new Story()
    .customer('0:00')
    .accept('1:00', 'w1', 'B')
    .ticket('1:00', 'solved', 'open')
    .agent('2:00', 'B')
    .ticket('5:00', 'open', 'solved');
  expect(measured(story).values('closedConversations')).toEqual([]);
  expect(measured(story, { resolutionCounting: 'every' }).values('closedConversations')).toEqual([
    1,
  ]);
  expect(measured(story, { resolutionTime: 'cycle' }).values('resolutionTime')).toEqual([240]);
  expect(measured(story, { resolutionTime: 'full' }).of('resolutionTime')).toMatchObject([
    { valueMs: null, missing: 'ticket' },
  ]);
});

test('resolutionTime keeps the time within opening hours beside the elapsed one', () => {
  // Opens at 10:30: of 10:00 to 11:00 half an hour.
  const businessHours = { zone: 'UTC', open: { tue: [['10:30', '17:00']] } };
  const story = new Story({ businessHours })
    .customer('0:00')
    .accept('1:00', 'w1', 'B')
    .agent('2:00', 'B')
    .at('60:00', 'agent.ended', { agentId: 'B' });
  expect(measured(story).of('resolutionTime')).toMatchObject([
    { valueMs: 3_600_000, businessMs: 1_800_000 },
  ]);
});
