import { expect, test } from 'vitest';
import { netHandleTime } from '../../src/metrics/agent-work-metrics.ts';
import { agentWork } from '../../src/metrics/agent-work.ts';
import { transferRate, transfers } from '../../src/metrics/transfers.ts';
import {
  offerAcceptanceRate,
  offersOfWork,
  offerTimeoutRate,
  rejectionRate,
} from '../../src/metrics/work-offers.ts';
import { measure } from './measured.ts';
import { r1Events } from './r1-events.ts';
import { figureOf, Story, totalsOf } from './told.ts';

const calculators = [agentWork, offersOfWork, transfers];
const ACW = { acw: { seconds: 60, extensionSeconds: 30, maxExtensions: 2 } };

test.each([
  ['speedToAnswer', [60, 40]],
  ['handleTimeAgentWork', [450, 150]],
  ['afterConversationWorkTime', [40]],
  ['acwExtensions', [0]],
  ['acwExtensionTime', []],
  ['timeToAccept', [10, 10]],
  ['timeToReject', []],
  ['transfersOut', [1]],
  ['transfersIn', [1]],
  ['transfersPerSession', [1]],
  ['segmentMessages', [3, 2]],
  ['segmentWorkTime', [450, 150]],
])('%s of R1 is %j', (metric, values) => {
  expect(measure(r1Events(), { calculators }).values(metric)).toEqual(values);
});

test('handleTimeAgentWork of R1 averages 300 s, of the agents who did the work', () => {
  const measured = measure(r1Events(), { calculators });
  const { sum, count } = totalsOf(measured, 'handleTimeAgentWork');
  expect(sum / count).toBe(300_000);
  expect(measured.of('handleTimeAgentWork').map(({ key, dims }) => [key, dims.agentId])).toEqual([
    ['w2', 'B'],
    ['w3', 'C'],
  ]);
});

test('offerAcceptanceRate, rejectionRate and offerTimeoutRate of R1 are 2/3, 0 and 1/3', () => {
  const measured = measure(r1Events(), { calculators });
  expect(figureOf(offerAcceptanceRate, measured)).toBeCloseTo(2 / 3, 12);
  expect(figureOf(rejectionRate, measured)).toBe(0);
  expect(figureOf(offerTimeoutRate, measured)).toBeCloseTo(1 / 3, 12);
  expect(measured.of('workOffers').map(({ dims }) => [dims.agentId, dims.label])).toEqual([
    ['A', 'timedOut'],
    ['B', 'accepted'],
    ['C', 'accepted'],
  ]);
});

test('transferRate of R1 is 1 of 1 session, and 1 of 2 pieces of work', () => {
  const measured = measure(r1Events(), { calculators });
  expect(figureOf(transferRate, measured)).toBe(1);
  expect(figureOf(transferRate, measured, { transferRate: 'engagements' })).toBe(0.5);
});

test('transfersIn counts an agent who takes the session back out of another queue', () => {
  const story = new Story()
    .customer('0:00')
    .accept('1:00', 'w1', 'B')
    .at('2:00', 'agent.transferred', { agentId: 'B', to: { kind: 'queue', id: 'Q2' } })
    .accept('3:00', 'w2', 'B')
    .at('4:00', 'agent.transferred', { agentId: 'B', to: { kind: 'agent', id: 'C' } })
    .accept('5:00', 'w3', 'C')
    .at('6:00', 'customer.ended');
  const measured = measure(story.events, { calculators });
  expect(measured.of('transfersOut').map(({ dims }) => [dims.agentId, dims.label])).toEqual([
    ['B', 'queue'],
    ['B', 'agent'],
  ]);
  expect(measured.of('transfersIn').map(({ dims }) => dims.agentId)).toEqual(['B', 'C']);
  expect(measured.values('transfersPerSession')).toEqual([2]);
});

test('transfersPerSession leaves sessions out that no human accepted, and a bot that hands over transfers nothing', () => {
  const story = new Story()
    .customer('0:00')
    .at('0:10', 'bot.accepted', { botId: 'bot' })
    .at('1:00', 'bot.escalated', { botId: 'bot' })
    .at('2:00', 'customer.ended')
    .customer('3:00', 'again')
    .at('3:10', 'bot.accepted', { botId: 'bot' })
    .at('4:00', 'bot.escalated', { botId: 'bot' })
    .accept('5:00', 'w1', 'B')
    .at('6:00', 'customer.ended');
  const measured = measure(story.events, { calculators });
  expect(measured.values('transfersPerSession')).toEqual([0]);
  expect(figureOf(transferRate, measured)).toBe(0);
  expect(measured.values('speedToAnswer')).toEqual([60]);
});

test('timeToReject is from the offer to the refusal; a customer who leaves during an offer is a non-response unless set apart', () => {
  const story = new Story()
    .customer('0:00')
    .offer('0:10', 'w1', 'B')
    .at('0:25', 'work.declined', { workId: 'w1', agentId: 'B' })
    .offer('0:30', 'w2', 'C')
    .at('0:50', 'customer.ended');
  const measured = measure(story.events, { calculators });
  expect(measured.values('timeToReject')).toEqual([15]);
  expect(figureOf(rejectionRate, measured)).toBe(0.5);
  expect(figureOf(offerTimeoutRate, measured)).toBe(0.5);
  expect(figureOf(offerTimeoutRate, measured, { offerAbandons: 'apart' })).toBe(0);
});

test('workOffers takes the router at its word when it says later that a displaced offer had lapsed', () => {
  const story = new Story()
    .customer('0:00')
    .offer('0:10', 'w1', 'A')
    .offer('0:40', 'w2', 'B')
    .at('0:45', 'work.timedOut', { workId: 'w1' })
    .accept('0:50', 'w2', 'B');
  const labels = (count: number) =>
    measure(story.events.slice(0, count), { calculators })
      .of('workOffers')
      .map(({ dims }) => [dims.agentId, dims.label]);
  expect(labels(4)).toEqual([['A', 'withdrawn']]);
  expect(labels(6)).toEqual([
    ['A', 'timedOut'],
    ['B', 'accepted'],
  ]);
});

test('workOffers counts no auto-accept, and an agent who goes offline as unavailable', () => {
  const story = new Story()
    .customer('0:00')
    .offer('0:10', 'w1', 'A')
    .at('0:20', 'agent.presence', { agentId: 'A', status: 'offline' })
    .accept('0:40', 'w2', 'B');
  const measured = measure(story.events, { calculators });
  expect(measured.of('workOffers').map(({ dims }) => dims.label)).toEqual(['unavailable']);
  expect(measured.values('timeToAccept')).toEqual([]);
  expect(measured.values('speedToAnswer')).toEqual([40]);
});

test('acwExtensions counts what the agent asked for, and acwExtensionTime what the channel granted', () => {
  const story = new Story(ACW)
    .customer('0:00')
    .accept('1:00', 'w1', 'B')
    .at('2:00', 'agent.ended', { agentId: 'B' })
    .at('2:50', 'acw.extended', { agentId: 'B' })
    .at('3:10', 'acw.extended', { agentId: 'B' })
    .at('3:20', 'acw.ended', { agentId: 'B' });
  const measured = measure(story.events, { calculators });
  expect(measured.values('acwExtensions')).toEqual([2]);
  expect(measured.values('acwExtensionTime')).toEqual([60]);
  expect(measured.values('afterConversationWorkTime')).toEqual([80]);
  expect(measured.values('handleTimeAgentWork')).toEqual([140]);
});

test.each([
  ['its time runs out', undefined, 60],
  ['the agent goes offline', ['2:20', 'agent.presence', { agentId: 'B', status: 'offline' }], 20],
] as const)('afterConversationWorkTime ends when %s', (_case, event, seconds) => {
  const story = new Story(ACW)
    .customer('0:00')
    .accept('1:00', 'w1', 'B')
    .at('2:00', 'agent.ended', { agentId: 'B' });
  if (event !== undefined) story.at(...event);
  const measured = measure(story.events, { calculators, until: '2026-03-03T10:10:00Z' });
  expect(measured.values('afterConversationWorkTime')).toEqual([seconds]);
});

test('handleTimeAgentWork is not lost when the customer opens the next session during the wrap-up', () => {
  const story = new Story(ACW)
    .customer('0:00')
    .accept('1:00', 'w1', 'B')
    .at('2:00', 'agent.ended', { agentId: 'B' })
    .customer('2:10', 'again')
    .at('2:30', 'acw.ended', { agentId: 'B' });
  const measured = measure(story.events, { calculators });
  expect(measured.of('handleTimeAgentWork')).toMatchObject([
    { valueMs: 90_000, key: 'w1', dims: { channelId: 'chat', queueId: 'Q1', agentId: 'B' } },
  ]);
  expect(measured.of('handleTimeAgentWork')[0]?.dims.sessionId).toMatch(/1$/u);
});

test('netHandleTime is messages sent times the average segment, by segment: 5 x 300 s / 2', () => {
  const measured = measure(r1Events(), { calculators });
  expect(figureOf(netHandleTime, measured)).toBe(750_000);
  expect(figureOf(netHandleTime, measure([], { calculators }))).toBeNull();
});

test('segmentMessages leaves work without a message out', () => {
  const story = new Story()
    .customer('0:00')
    .accept('1:00', 'w1', 'B')
    .at('2:00', 'agent.ended', { agentId: 'B' });
  const measured = measure(story.events, { calculators });
  expect(measured.values('handleTimeAgentWork')).toEqual([60]);
  expect(measured.values('segmentMessages')).toEqual([]);
});
