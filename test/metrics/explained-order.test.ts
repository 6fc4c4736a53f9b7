// A figure that is explained is the one that is shown, however events were batched: a deadline's facts stand in a later record than
// events that are later in event time (events.md §2 "Order": the result never depends on how the clock is stepped).
import { expect, it } from 'vitest';
import { openEngine } from '../../src/engine/open-engine.ts';
import { openMetrics } from '../../src/engine/open-metrics.ts';
import { VirtualClock } from '../../src/testing/virtual-clock.ts';

const at = (time: string) => `2026-03-03T${time}Z`;
const u = { channelId: 'chat', endUserId: 'u' };
const v = { channelId: 'chat', endUserId: 'v' };
const told = (time: string, type: string, fields: object) => ({
  id: `${type} ${time}`,
  type,
  at: at(time),
  ...fields,
});

/** Two conversations of one agent, each with a minute of after-conversation work, and a word of somebody else hours later. */
const DAY = [
  told('08:00:00', 'channel.configured', {
    channelId: 'chat',
    channelType: 'WhatsApp',
    platform: 'enhanced',
    capacityModel: 'tabBased',
    acw: { seconds: 60 },
  }),
  told('08:30:00', 'agent.presence', { agentId: 'A', status: 'online' }),
  told('09:00:00', 'customer.message', { ...u, messageId: 'm1' }),
  told('09:00:10', 'work.accepted', { ...u, workId: 'w1', agentId: 'A' }),
  told('09:01:00', 'agent.message', { ...u, messageId: 'm2', agentId: 'A' }),
  told('09:02:00', 'agent.ended', { ...u, agentId: 'A' }),
  told('09:30:00', 'customer.message', { ...v, messageId: 'm3' }),
  told('09:31:00', 'work.accepted', { ...v, workId: 'w2', agentId: 'A' }),
  told('09:32:00', 'agent.message', { ...v, messageId: 'm4', agentId: 'A' }),
  told('09:40:00', 'agent.ended', { ...v, agentId: 'A' }),
  told('18:30:00', 'customer.message', { channelId: 'chat', endUserId: 'z', messageId: 'm5' }),
];

it.each([1, 4, DAY.length])(
  'busyTime is 170 s and 600 s, told %i events at once',
  async (batch) => {
    const engine = openEngine({ clock: new VirtualClock(at('19:00:00')) });
    for (let first = 0; first < DAY.length; first += batch) {
      // oxlint-disable-next-line no-await-in-loop
      await engine.dispatchMany(DAY.slice(first, first + batch));
    }
    await engine.settle();
    const metrics = openMetrics(engine);
    const day = { from: Date.parse(at('00:00:00')), to: Date.parse(at('23:00:00')) };
    const figure = metrics.figure('busyTime', { dimension: 'agent', key: 'A', ...day });
    const explained = metrics.explain('busyTime', { key: 'A', ...day });
    await engine.close();
    expect([figure.value, explained.value]).toEqual([770_000, 770_000]);
  },
);
