import { expect, test } from 'vitest';
import { botResolvedShare, netFlow } from '../../src/metrics/session-lifetime-metrics.ts';
import { sessionLifetime } from '../../src/metrics/session-lifetime.ts';
import { satisfaction } from '../../src/metrics/satisfaction.ts';
import { tagTable } from '../../src/metrics/tags.ts';
import { figureOf, secondsByLabel, Story } from './told.ts';
import { measure } from './measured.ts';
import { r1Events } from './r1-events.ts';

const calculators = [sessionLifetime];

const tag = (tagId: string, kind = 'topic') => ({ tagId, kind });

test.each([
  ['sessionDuration', [660]],
  ['acceptedSessionLength', [600]],
  ['firstEngagementTime', [60]],
  ['timeToFirstAssignment', [60]],
  ['inactiveToEndedTime', []],
])('%s of R1 is %j seconds', (metric, seconds) => {
  expect(measure(r1Events(), { calculators }).values(metric)).toEqual(seconds);
});

test('timeInStatus of R1 is 100 s Waiting and 560 s Active, which add up to the session', () => {
  const measured = measure(r1Events(), { calculators });
  expect(secondsByLabel(measured, 'timeInStatus')).toEqual({ Waiting: 100, Active: 560 });
  expect(measured.of('timeInStatus').map(({ from, at }) => [from, at])).toContainEqual([
    Date.parse('2026-03-03T09:00:00Z'),
    Date.parse('2026-03-03T09:01:00Z'),
  ]);
});

test.each([
  ['sessionsByEndedByType', 'Agent', '09:11:00'],
  ['sessionsByStatus', 'Ended', '09:11:00'],
  ['sessionsByAgentType', 'Agent', '09:11:00'],
  ['sessionsByOrigin', 'InboundInitiated', '09:00:00'],
  ['trafficByChannelType', 'WhatsApp', '09:00:00'],
  ['trafficByChannelName', 'Front door', '09:00:00'],
  ['sessionsPerAccount', null, '09:00:00'],
  ['messagingUsersPerAccount', null, '09:00:00'],
])('%s of R1 counts one under %s at %s', (metric, label, time) => {
  const measured = measure(r1Events({ name: 'Front door' }), { calculators });
  expect(measured.of(metric)).toMatchObject([
    { value: 1, at: Date.parse(`2026-03-03T${time}Z`), dims: { label } },
  ]);
});

test('acceptedSessionLength, firstEngagementTime and timeToFirstAssignment of a session that nobody accepted are null for want of an acceptance', () => {
  const story = new Story().customer('0:00').at('2:00', 'customer.ended');
  const measured = measure(story.events, { calculators });
  for (const metric of ['acceptedSessionLength', 'firstEngagementTime', 'timeToFirstAssignment']) {
    expect(measured.of(metric)).toMatchObject([
      { valueMs: null, businessMs: null, missing: 'acceptance' },
    ]);
  }
  expect(measured.values('sessionDuration')).toEqual([120]);
  expect(measured.of('sessionsByEndedByType')).toMatchObject([{ dims: { label: 'EndUser' } }]);
});

test('topics are those of the end: one taken off before it has nothing, and one set after it stands in the table of tags alone (X10)', () => {
  const story = new Story()
    .customer('0:00')
    .accept('0:05', 'w', 'B')
    .agent('0:10', 'B')
    .at('0:20', 'conversation.tagged', tag('x'))
    .at('0:21', 'conversation.tagged', tag('y'))
    .at('0:22', 'conversation.tagged', tag('x', 'label'))
    .at('0:30', 'conversation.untagged', tag('y'))
    .at('0:31', 'conversation.untagged', tag('x', 'label'))
    .at('0:40', 'conversation.tagged', tag('z'))
    .at('1:00', 'agent.ended', { agentId: 'B' })
    .at('2:00', 'conversation.tagged', tag('late'))
    .at('3:00', 'conversation.untagged', tag('z'));
  const measured = measure(story.events, {
    calculators: [sessionLifetime, satisfaction, tagTable],
  });
  const topics = measured.measurements.map((one) => one.topics?.toSorted());
  expect(new Set(topics.map(String))).toEqual(new Set(['x,z']));
  expect(measured.rows('tags').map(({ tagId }) => tagId)).toContain('late');
  // A survey that comes after the end is about the same topics.
  const answered = measure(
    story.at('4:00', 'csat.answered', { surveyId: 's', scale: 5, score: 5 }).events,
    { calculators: [satisfaction] },
  );
  expect(answered.of('csatScore')).toMatchObject([{ topics: ['x', 'z'] }]);
});

test('inactiveToEndedTime is the 30 hours after which the clock ends an inactive session, as the system', () => {
  const story = new Story()
    .customer('0:00')
    .accept('1:00', 'w1', 'B')
    .at('5:00', 'agent.markedInactive', { agentId: 'B' });
  const measured = measure(story.events, { calculators, until: '2026-03-05T00:00:00Z' });
  expect(measured.values('inactiveToEndedTime')).toEqual([30 * 3600]);
  expect(measured.of('sessionsByEndedByType')).toMatchObject([{ dims: { label: 'System' } }]);
  expect(secondsByLabel(measured, 'timeInStatus')).toEqual({
    Waiting: 60,
    Active: 240,
    Inactive: 30 * 3600,
  });
});

test('timeToFirstAssignment ends at an assignment by hand before anybody accepts', () => {
  const story = new Story()
    .customer('0:00')
    .at('0:40', 'assignment.changed', { from: null, to: 'B', by: 'manualSupervisor' })
    .accept('1:00', 'w1', 'B');
  const measured = measure(story.events, { calculators });
  expect(measured.values('timeToFirstAssignment')).toEqual([40]);
  expect(measured.values('firstEngagementTime')).toEqual([60]);
});

test('sessionsByStatus and timeInStatus show an open session in its status as of the report only', () => {
  const story = new Story().customer('0:00').accept('1:00', 'w1', 'B');
  const before = measure(story.events, { calculators });
  expect(before.of('sessionsByStatus')).toEqual([]);
  const measured = measure(story.events, { calculators, asOf: '2026-03-03T10:03:00Z' });
  expect(measured.of('sessionsByStatus')).toMatchObject([{ value: 1, dims: { label: 'Active' } }]);
  expect(secondsByLabel(measured, 'timeInStatus')).toEqual({ Waiting: 60, Active: 120 });
});

test('sessionsPerAccount and messagingUsersPerAccount group by account: two sessions of one end user are one member', () => {
  const story = new Story()
    .at('0:00', 'endUser.updated', { accountId: 'acme' })
    .customer('0:00')
    .at('1:00', 'customer.ended')
    .customer('2:00', 'again');
  const measured = measure(story.events, { calculators });
  expect(measured.of('sessionsPerAccount').map(({ dims }) => dims.label)).toEqual(['acme', 'acme']);
  expect(new Set(measured.of('messagingUsersPerAccount').map(({ key }) => key)).size).toBe(1);
});

test('sessionsByAgentType turns to BotToAgent once a human accepts, and stays so when a bot comes back', () => {
  const story = new Story()
    .customer('0:00')
    .at('0:01', 'bot.accepted', { botId: 'bot' })
    .at('1:00', 'bot.escalated', { botId: 'bot' })
    .accept('2:00', 'w1', 'B')
    .at('3:00', 'agent.transferred', { agentId: 'B', to: { kind: 'bot', id: 'bot' } })
    .at('3:10', 'bot.accepted', { botId: 'bot' })
    .at('4:00', 'customer.ended');
  const measured = measure(story.events, { calculators });
  expect(measured.of('sessionsByAgentType')).toMatchObject([{ dims: { label: 'BotToAgent' } }]);
});

test('botResolvedShare leaves notifications out: one of two sessions', () => {
  const story = new Story()
    .customer('0:00')
    .at('0:01', 'bot.accepted', { botId: 'bot' })
    .at('1:00', 'bot.ended', { botId: 'bot' })
    .customer('2:00', 'again')
    .accept('2:30', 'w1', 'B')
    .at('3:00', 'agent.ended', { agentId: 'B' })
    .at('4:00', 'automation.message', {
      messageId: 'n',
      longevity: 'endSession',
      allowExisting: 'any',
    });
  const measured = measure(story.events, { calculators });
  expect(measured.of('sessionsByAgentType').map(({ dims }) => dims.label)).toEqual([
    'Bot',
    'Agent',
    'System',
  ]);
  expect(figureOf(botResolvedShare, measured)).toBe(0.5);
});

test('netFlow is what began less what closed, whatever is open as of the report', () => {
  const story = new Story().customer('0:00').at('1:00', 'customer.ended').customer('2:00', 'again');
  const measured = measure(story.events, { calculators, asOf: '2026-03-03T11:00:00Z' });
  expect(figureOf(netFlow, measured)).toBe(1);
});
