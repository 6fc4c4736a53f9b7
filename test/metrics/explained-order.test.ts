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

it.each([
  ['timeInStatus', { dimension: 'account', key: '' }],
  ['timeInStatus', { dimension: 'channel', key: 'chat' }],
  ['busyTime', { dimension: 'agent', key: 'A' }],
  ['uniqueMonthlyContacts', { dimension: 'account', key: '' }],
] as const)('%s of %o is explained as it is shown, as of now or not', async (metric, group) => {
  const engine = openEngine({ clock: new VirtualClock(at('19:00:00')) });
  await engine.dispatchMany(DAY);
  await engine.settle();
  const metrics = openMetrics(engine);
  // Of contacts counted by the month the whole month counts, whatever is asked for.
  const window = { ...group, from: Date.parse(at('12:00:00')), to: Date.parse(at('23:00:00')) };
  const shown = [undefined, 'now' as const].map((asOf) => {
    const choice = asOf === undefined ? {} : { asOf };
    return [
      metrics.figure(metric, window, choice).value,
      metrics.explain(metric, { ...window, ...choice }).value,
    ];
  });
  await engine.close();
  expect(shown.map(([, explained]) => explained)).toEqual(shown.map(([figure]) => figure));
});

it('a queue and a team of one name are explained apart', async () => {
  const engine = openEngine({ clock: new VirtualClock(at('19:00:00')) });
  const team = told('08:10:00', 'agent.team', { agentId: 'A', teamIds: ['orders'] });
  const queued = DAY.map((event) =>
    event.type === 'channel.configured' ? { ...event, queueId: 'orders' } : event,
  );
  await engine.dispatchMany([...queued, team]);
  await engine.settle();
  const metrics = openMetrics(engine);
  const day = { key: 'orders', from: Date.parse(at('00:00:00')), to: Date.parse(at('23:00:00')) };
  const counts = (['queue', 'team'] as const).map((dimension) => {
    const { count } = metrics.figure('agentReplies', { dimension, ...day });
    return [count, metrics.explain('agentReplies', { dimension, ...day }).measurements.length];
  });
  await engine.close();
  for (const [figure, explained] of counts) expect(explained).toBe(figure);
});
