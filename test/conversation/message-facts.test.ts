import { describe, expect, it } from 'vitest';
import { chat, given } from './story.ts';

describe('what is told of a message', () => {
  it('names who wrote it, and what only some messages have', () => {
    const { story } = given(
      chat(),
      ['10:00 customer.message', { emoji: ['👍', '👍'] }],
      ['10:01 bot.message', { botId: 'rob' }],
      '10:02 work.accepted',
      '10:03 agent.message',
      ['10:04 agent.message', { proactive: true }],
      ['10:05 agent.message', { visibility: 'note' }],
      ['10:06 automation.message', { longevity: 'endSession' }],
    );
    const told = story.facts.flatMap(({ type, data }) =>
      type === 'message.recorded'
        ? [[data.actor, data.actorId, data.emoji, data.proactive, data.automated]]
        : [],
    );
    expect(told).toEqual([
      ['EndUser', 'cora', ['👍', '👍'], undefined, undefined],
      ['Bot', 'rob', undefined, undefined, undefined],
      ['Agent', 'ann', undefined, undefined, undefined],
      ['Agent', 'ann', undefined, true, undefined],
      ['System', undefined, undefined, undefined, true],
    ]);
  });
});
