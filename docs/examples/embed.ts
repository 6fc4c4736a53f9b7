import { MemoryEngine } from 'holdline';

const engine = new MemoryEngine();
engine.on('session.statusChanged', ({ at, data }) => {
  const time = new Date(at).toISOString().slice(0, 16);
  console.log(`${time}  ${data.from ?? '–'} → ${data.to}  ${data.cause} (${data.rule})`);
});

const ada = { channelId: 'chat', endUserId: 'ada' };
// prettier-ignore
engine.dispatchMany([
  { id: 'e1', type: 'channel.configured', at: '2026-03-02T08:00:00Z', channelId: 'chat', channelType: 'EmbeddedMessaging',
    platform: 'enhanced', capacityModel: 'tabBased', customerIdle: { minutes: 10 } },
  { id: 'e2', type: 'customer.message', at: '2026-03-02T09:00:00Z', ...ada, messageId: 'm1' },
  { id: 'e3', type: 'work.accepted', at: '2026-03-02T09:01:00Z', ...ada, workId: 'w1', agentId: 'grace' },
  { id: 'e4', type: 'agent.message', at: '2026-03-02T09:02:00Z', ...ada, messageId: 'm2', agentId: 'grace' },
]);
engine.advanceTo('2026-03-04T00:00:00Z'); // two days in a millisecond: every timer fires at its instant
