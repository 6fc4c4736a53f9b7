import { openEngine, openMetrics } from 'holdline';
import { VirtualClock } from 'holdline/testing';

const engine = openEngine({ clock: new VirtualClock('2026-03-02T09:00:00Z') });
const metrics = openMetrics(engine, { options: { reportingZone: 'Europe/Brussels' } });
metrics.on('metric.corrected', ({ superseded, by }) => {
  if (superseded.metric === 'firstResponseTime') console.log(`corrected: ${superseded.valueMs} → ${by?.valueMs} ms`);
});

const ada = { channelId: 'chat', endUserId: 'ada' };
const at = (time: string) => `2026-03-02T${time}Z`;
// prettier-ignore
await engine.dispatchMany([
  { id: 'e1', type: 'channel.configured', at: at('08:00:00'), channelId: 'chat', channelType: 'WhatsApp', platform: 'enhanced', capacityModel: 'tabBased' },
  { id: 'e2', type: 'customer.message', at: at('09:01:00'), ...ada, messageId: 'm2' },
  { id: 'e3', type: 'work.accepted', at: at('09:02:00'), ...ada, workId: 'w1', agentId: 'grace' },
  { id: 'e4', type: 'agent.message', at: at('09:03:00'), ...ada, messageId: 'm3', agentId: 'grace' },
]);
const today = { dimension: 'account', from: Date.parse(at('00:00:00')), to: Date.parse(at('23:00:00')) } as const;
console.log(`first response ${metrics.figure('firstResponseTime', today).value} ms`);

// A message that was under way for four minutes: it was the first one.
await engine.dispatch({ id: 'e5', type: 'customer.message', at: at('09:00:00'), ...ada, messageId: 'm1' });
console.log(`first response ${metrics.figure('firstResponseTime', today).value} ms, ${metrics.live().numbers.open} session open`);
await engine.close();
