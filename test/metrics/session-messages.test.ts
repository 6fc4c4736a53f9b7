import { expect, test } from 'vitest';
import { ghostConversationRate, sessionMessages } from '../../src/metrics/session-messages.ts';
import { measure } from './measured.ts';
import { r1Events } from './r1-events.ts';
import { figureOf, Story } from './told.ts';

const calculators = [sessionMessages];

test('messagesPerSession counts the ten messages of R1 at its end', () => {
  const measured = measure(r1Events(), { calculators });
  expect(measured.values('messagesPerSession')).toEqual([10]);
  expect(measured.of('messagesPerSession')[0]).toMatchObject({
    level: 'ses',
    at: Date.parse('2026-03-03T09:11:00Z'),
    topics: ['billing'],
  });
});

test('messagesPerResolution leaves a session without an answer out', () => {
  const unanswered = new Story().customer('0:00').at('1:00', 'customer.ended');
  expect(measure(r1Events(), { calculators }).values('messagesPerResolution')).toEqual([10]);
  const measured = measure(unanswered.events, { calculators });
  expect(measured.values('messagesPerSession')).toEqual([1]);
  expect(measured.values('messagesPerResolution')).toEqual([]);
});

test('ghostConversationRate is of accepted sessions: one of two whose customer wrote nothing after the acceptance', () => {
  const story = new Story()
    .customer('0:00')
    .customer('0:10')
    .accept('0:30', 'w1', 'B')
    .agent('1:00', 'B')
    .at('9:00', 'agent.ended', { agentId: 'B' })
    .customer('10:00')
    .accept('10:30', 'w2', 'B')
    .customer('11:00')
    .at('12:00', 'customer.ended')
    .customer('13:00')
    .at('14:00', 'customer.ended');
  const measured = measure(story.events, { calculators });
  expect(measured.values('ghostConversations')).toEqual([1, 0]);
  expect(figureOf(ghostConversationRate, measured)).toBe(0.5);
});

test('ghostConversations leaves sessions out that an agent began', () => {
  const story = new Story({ capacityModel: 'statusBased' })
    .at('0:00', 'agent.presence', { agentId: 'B', status: 'online' })
    .at('0:10', 'agent.opened', { agentId: 'B', messageId: 'hello' })
    .customer('1:00')
    .at('2:00', 'agent.ended', { agentId: 'B' });
  expect(measure(story.events, { calculators }).of('ghostConversations')).toEqual([]);
});
