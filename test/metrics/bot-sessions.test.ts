import { expect, test } from 'vitest';
import {
  botContainmentRate,
  botHandoffRate,
  botOutcomes,
  botResolutionRate,
  deflection,
} from '../../src/metrics/bot-sessions.ts';
import { sessionLifetime } from '../../src/metrics/session-lifetime.ts';
import { measure } from './measured.ts';
import { figureOf, Story } from './told.ts';

const calculators = [botOutcomes, sessionLifetime];

const withBot = (mark = 'u') =>
  new Story({}, mark).customer('0:00').at('0:10', 'bot.accepted', { botId: 'bot' });

const ENDINGS = {
  resolved: (story: Story) => story.at('1:00', 'bot.ended', { botId: 'bot' }),
  abandonedInBot: (story: Story) => story.at('1:00', 'customer.ended'),
  handedOff: (story: Story) =>
    story
      .at('1:00', 'bot.escalated', { botId: 'bot' })
      .accept('1:30', 'w1', 'B')
      .at('2:00', 'agent.ended', { agentId: 'B' }),
  handedOffUnserved: (story: Story) =>
    story.at('1:00', 'bot.escalated', { botId: 'bot' }).at('2:00', 'customer.ended'),
};

const labelOf = (story: Story) =>
  measure(story.events, { calculators, until: '2026-03-05T00:00:00Z' })
    .of('botSessions')
    .map(({ dims }) => dims.label);

/** Sessions of the worked example, each of an end user of their own, in the order of time. */
function told(counts: Partial<Record<keyof typeof ENDINGS, number>>): readonly object[] {
  const stories = Object.entries(counts).flatMap(([outcome, count]) =>
    Array.from({ length: count }, (_one, index) =>
      ENDINGS[outcome as keyof typeof ENDINGS](withBot(`${outcome}${index}-`)),
    ),
  );
  return stories
    .flatMap(({ events }) => events as { at: number }[])
    .toSorted((a, b) => a.at - b.at);
}

test('botContainmentRate, botResolutionRate and botHandoffRate of 55 resolved, 10 abandoned and 35 handed off are 65, 55 and 35 %', () => {
  const measured = measure(told({ resolved: 55, abandonedInBot: 10, handedOff: 35 }), {
    calculators,
  });
  expect(figureOf(botContainmentRate, measured)).toBe(0.65);
  expect(figureOf(botResolutionRate, measured)).toBe(0.55);
  expect(figureOf(botHandoffRate, measured)).toBe(0.35);
  expect(figureOf(deflection, measured)).toBe(0.55);
});

test('botHandoffRate counts a hand-off that nobody answered, which is contained and not resolved', () => {
  const measured = measure(told({ resolved: 2, handedOff: 1, handedOffUnserved: 1 }), {
    calculators,
  });
  expect(figureOf(botContainmentRate, measured)).toBe(0.75);
  expect(figureOf(botResolutionRate, measured)).toBe(0.5);
  expect(figureOf(botHandoffRate, measured)).toBe(0.5);
});

test.each([
  ['resolved', withBot().at('1:00', 'bot.ended', { outcome: 'resolved' })],
  ['resolved', withBot().at('1:00', 'supervisor.ended')],
  ['abandonedInBot', withBot().at('1:00', 'bot.ended', { outcome: 'abandoned' })],
  ['abandonedInBot', withBot().at('1:00', 'customer.ended')],
  ['abandonedInBot', withBot()],
  ['endedInBot', withBot().at('1:00', 'channel.controlLost')],
  [
    'resolved',
    withBot()
      .at('1:00', 'bot.escalated', {})
      .at('2:00', 'bot.accepted', { botId: 'bot' })
      .at('3:00', 'bot.ended', {}),
  ],
] as const)('botSessions sorts an ended session under %s', (label, story) => {
  expect(labelOf(story)).toEqual([label]);
});

test('botSessions leaves a session out that a human took first, and a bot only then', () => {
  const story = new Story()
    .customer('0:00')
    .accept('0:30', 'w1', 'B')
    .at('1:00', 'agent.transferred', { agentId: 'B', to: { kind: 'bot', id: 'bot' } })
    .at('1:10', 'bot.accepted', { botId: 'bot' })
    .at('2:00', 'bot.ended', { botId: 'bot' });
  expect(labelOf(story)).toEqual([]);
});

test('botSessions of a host without bots is nothing, and its rates are null', () => {
  const story = new Story()
    .customer('0:00')
    .accept('0:30', 'w1', 'B')
    .at('1:00', 'agent.ended', { agentId: 'B' });
  const measured = measure(story.events, { calculators });
  expect(figureOf(botContainmentRate, measured)).toBeNull();
  expect(figureOf(deflection, measured)).toBe(0);
});
