// Two agents look at one conversation: what one desk tells of itself, late, is no visit of the other (metrics.md §4, H15).
import { expect, it } from 'vitest';
import { AGENT_CALCULATORS } from '../../src/metrics/agent-catalogue.ts';
import { customerWaits } from '../../src/metrics/customer-waits.ts';
import { focusVisits } from '../../src/metrics/focus-visits.ts';
import { measure } from './measured.ts';
import { Story } from './told.ts';

it('counts a visit that ended with the heartbeats of one agent once, for that agent', () => {
  const story = new Story()
    .customer('0:00')
    .at('0:01', 'agent.presence', { agentId: 'A', status: 'online' })
    .at('0:01', 'agent.presence', { agentId: 'B', status: 'online' })
    .at('0:02', 'agent.heartbeat', { agentId: 'A' })
    .at('0:03', 'focus.opened', { agentId: 'A', clientId: 'a' })
    .at('0:03', 'focus.opened', { agentId: 'B', clientId: 'b' })
    .at('0:30', 'agent.heartbeat', { agentId: 'A' })
    // Both watch the conversation in which a wait begins anew: that A has been gone since 0:30 comes to light by it.
    .at('5:00', 'bot.message', { botId: 'bot', messageId: 'b1' })
    .customer('5:01')
    .at('6:00', 'focus.closed', { agentId: 'B', clientId: 'b' });
  const measured = measure(story.events, {
    calculators: [customerWaits, focusVisits, ...AGENT_CALCULATORS],
    options: { responders: { human: true, bot: true, automation: false } },
  });
  const visits = measured.of('visitsMade').map(({ key, at, dims }) => [key, at, dims.label]);
  expect(visits).toHaveLength(2);
  expect(new Set(visits.map(([key]) => key))).toEqual(new Set(['A', 'B']));
  expect(measured.of('utilizedTime').filter(({ valueMs }) => valueMs !== null)).toMatchObject([
    { key: 'A', valueMs: 27_000 },
    { key: 'B', valueMs: 357_000 },
  ]);
});
