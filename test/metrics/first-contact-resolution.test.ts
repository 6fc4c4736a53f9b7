import { expect, test } from 'vitest';
import { firstContactResolutionRate } from '../../src/metrics/first-contact-metrics.ts';
import { firstContact } from '../../src/metrics/first-contact-resolution.ts';
import type { MetricOptions } from '../../src/policy/metric-options.ts';
import { measure } from './measured.ts';
import { r1Events } from './r1-events.ts';
import { figureOf, momentAt, Story } from './told.ts';

const calculators = [firstContact];
const HOUR = 60;

type Variant = MetricOptions['firstContactResolution'];

const valuesOf = (
  events: readonly object[],
  firstContactResolution: Variant,
  options: Partial<MetricOptions> = {},
) =>
  measure(events, { calculators, options: { ...options, firstContactResolution } }).values(
    'firstContactResolved',
  );

test.each([
  ['oneTouch', 1],
  ['singleContact', 0],
  ['noCustomerFollowUp', 0],
  ['noRecontact', 1],
] as const)('firstContactResolutionRate of R1 read as %s is %d', (firstContactResolution, rate) => {
  const options = { firstContactResolution };
  const measured = measure(r1Events(), { calculators, options });
  expect(figureOf(firstContactResolutionRate, measured, options)).toBe(rate);
});

/** A session with one agent and one reply, its ticket in these statuses in turn. */
function oneReply(statuses: readonly string[], replies = 1): Story {
  const story = new Story().customer('0:00').ticket('0:00', null, 'open').accept('1:00', 'w1', 'B');
  for (let index = 0; index < replies; index += 1) story.agent('2:00', 'B', `a${index}`);
  statuses.forEach((to, index) => {
    story.ticket(`${3 + index}:00`, statuses[index - 1] ?? 'open', to);
  });
  return story;
}

test.each([
  ['solved at once', ['solved'], 1, [1]],
  ['solved without a reply', ['solved'], 0, [0]],
  ['closed without being solved first', ['closed'], 1, [1]],
  ['solved, then closed', ['solved', 'closed'], 1, [1]],
  ['pending on its way', ['pending', 'open', 'solved'], 1, [0]],
  ['on hold on its way', ['hold', 'open', 'solved'], 1, [0]],
  ['opened again and not solved since', ['solved', 'open'], 1, []],
  ['opened again and solved again', ['solved', 'open', 'solved'], 1, [0]],
] as const)('oneTouch of a ticket %s', (_case, statuses, replies, values) => {
  expect(valuesOf(oneReply(statuses, replies).events, 'oneTouch')).toEqual(values);
});

test('oneTouch of a host that reports no tickets is null for want of them', () => {
  const story = new Story().customer('0:00').at('1:00', 'customer.ended');
  const measured = measure(story.events, { calculators });
  expect(measured.of('firstContactResolved')).toMatchObject([{ value: null, missing: 'ticket' }]);
  expect(figureOf(firstContactResolutionRate, measured)).toBeNull();
});

test('oneTouch of a second ticket counts the replies since the first was solved', () => {
  const story = oneReply(['solved'])
    .at('4:00', 'agent.ended', { agentId: 'B' })
    .customer('10:00')
    .accept('11:00', 'w2', 'B')
    .agent('12:00', 'B')
    .at('13:00', 'ticket.statusChanged', { ticketId: 't2', from: 'open', to: 'solved', by: 'B' });
  expect(valuesOf(story.events, 'oneTouch')).toEqual([1, 1]);
});

/** A session with a human reply that ends after five minutes. */
const answered = () =>
  new Story()
    .customer('0:00')
    .ticket('0:00', null, 'open')
    .accept('1:00', 'w1', 'B')
    .agent('2:00', 'B')
    .ticket('4:00', 'open', 'solved')
    .at('5:00', 'agent.ended', { agentId: 'B' });

test('singleContact is one agent, and is disproved by a ticket that is opened again afterwards', () => {
  expect(valuesOf(answered().events, 'singleContact')).toEqual([1]);
  const reopened = answered().customer('60:00').ticket('60:00', 'solved', 'open');
  const measured = measure(reopened.events, {
    calculators,
    options: { firstContactResolution: 'singleContact' },
  });
  expect(measured.of('firstContactResolved')).toMatchObject([
    { value: 0, at: momentAt('5:00'), dims: { agentId: 'B' } },
  ]);
});

test('singleContact of a session before is not disproved by a ticket that the next session solves and opens again', () => {
  const story = answered()
    .customer('60:00')
    .accept('61:00', 'w2', 'B')
    .agent('62:00', 'B')
    .at('63:00', 'ticket.statusChanged', { ticketId: 't2', from: 'open', to: 'solved', by: 'B' })
    .at('64:00', 'ticket.statusChanged', { ticketId: 't2', from: 'solved', to: 'open', by: 'B' })
    .at('65:00', 'agent.ended', { agentId: 'B' });
  expect(valuesOf(story.events, 'singleContact')).toEqual([1, 0]);
});

test('noCustomerFollowUp counts what the customer writes after the first human reply, not before', () => {
  const before = new Story()
    .customer('0:00')
    .customer('0:30')
    .accept('1:00', 'w1', 'B')
    .agent('2:00', 'B')
    .at('5:00', 'agent.ended', { agentId: 'B' });
  expect(valuesOf(before.events, 'noCustomerFollowUp')).toEqual([1]);
  const after = new Story()
    .customer('0:00')
    .accept('1:00', 'w1', 'B')
    .agent('2:00', 'B')
    .customer('3:00')
    .at('5:00', 'agent.ended', { agentId: 'B' });
  expect(valuesOf(after.events, 'noCustomerFollowUp')).toEqual([0]);
});

test('noCustomerFollowUp leaves a session without a human reply out', () => {
  const story = new Story().customer('0:00').at('1:00', 'customer.ended');
  expect(valuesOf(story.events, 'noCustomerFollowUp')).toEqual([]);
});

test.each([
  ['within the silence', 5 + 72 * HOUR - 1, 0],
  ['at its very end', 5 + 72 * HOUR, 1],
])('noRecontact of a customer who is back %s', (_case, minutes, value) => {
  const story = answered().customer(`${minutes}:00`);
  expect(valuesOf(story.events, 'noRecontact')).toEqual([value]);
});

/** A resolved session about billing, and another an hour later about a topic. */
const again = (topic: string) =>
  new Story()
    .customer('0:00')
    .at('0:30', 'conversation.tagged', { tagId: 'billing', kind: 'topic' })
    .accept('1:00', 'w1', 'B')
    .agent('2:00', 'B')
    .at('5:00', 'agent.ended', { agentId: 'B' })
    .customer('60:00')
    .at('61:00', 'conversation.tagged', { tagId: topic, kind: 'topic' })
    .at('62:00', 'customer.ended');

test('noRecontact by topic is disproved only by a session that has a topic in common', () => {
  const options = { recontactTopic: 'same' } as const;
  expect(valuesOf(again('billing').events, 'noRecontact', options)).toEqual([0]);
  expect(valuesOf(again('returns').events, 'noRecontact', options)).toEqual([1]);
  expect(valuesOf(again('returns').events, 'noRecontact')).toEqual([0]);
});

test('noRecontact is not disproved by a notification, and keeps the topics of its session when it is', () => {
  const notified = answered().at('6:00', 'automation.message', {
    messageId: 'n',
    longevity: 'endSession',
    allowExisting: 'any',
  });
  expect(valuesOf(notified.events, 'noRecontact')).toEqual([1]);
  const story = new Story()
    .customer('0:00')
    .accept('1:00', 'w1', 'B')
    .at('1:30', 'conversation.tagged', { tagId: 'billing', kind: 'topic' })
    .agent('2:00', 'B')
    .at('5:00', 'agent.ended', { agentId: 'B' })
    .customer('60:00');
  const measured = measure(story.events, {
    calculators,
    options: { firstContactResolution: 'noRecontact' },
  });
  expect(measured.of('firstContactResolved')).toMatchObject([{ value: 0, topics: ['billing'] }]);
});
