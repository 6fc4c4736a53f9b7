// A short morning of a support desk, as lines: what the tests of the command replay.
const at = (time: string) => `2026-03-03T${time}Z`;

/** An event with its fields in the order given. */
export type Line = Readonly<Record<string, unknown>>;

const channel = (channelId: string, fields: Line): Line => ({
  id: `set-${channelId}`,
  type: 'channel.configured',
  at: at('08:00:00'),
  channelId,
  ...fields,
});

const enhanced = { platform: 'enhanced', capacityModel: 'tabBased' };

/** An event of a conversation, which is written `channel/end user`. */
export function on(place: string, id: string, time: string, type: string, fields: Line = {}): Line {
  const [channelId, endUserId] = place.split('/');
  const message = type.endsWith('.message') || type === 'agent.opened' ? { messageId: id } : {};
  return { id, type, at: at(time), channelId, endUserId, ...message, ...fields };
}

const ann = { agentId: 'ann' };

/** Good events, in the order of time; time ends at noon with a step of the clock. */
export const MORNING: readonly Line[] = [
  channel('chat', {
    ...enhanced,
    channelType: 'Custom',
    queueId: 'q-chat',
    customerIdle: { minutes: 10 },
  }),
  channel('sms', { platform: 'standard', capacityModel: 'tabBased', channelType: 'Text' }),
  channel('web', { ...enhanced, channelType: 'EmbeddedMessaging' }),
  channel('opt', { ...enhanced, channelType: 'WhatsApp', consentType: 'explicit' }),
  channel('window', { ...enhanced, channelType: 'WhatsApp', sendWindow: 'PT1H' }),
  on('chat/eve', 'c1', '09:00:00', 'customer.message'),
  on('chat/eve', 'c2', '09:00:30', 'work.accepted', { ...ann, workId: 'w-1' }),
  on('chat/eve', 'c3', '09:01:00', 'agent.message', ann),
  on('sms/max', 's1', '09:02:00', 'customer.message'),
  on('chat/ida', 'i1', '09:05:00', 'agent.opened', ann),
  on('window/kim', 'k1', '09:10:00', 'customer.message'),
  on('window/kim', 'k2', '09:11:00', 'work.accepted', { ...ann, workId: 'w-2' }),
  on('chat/leo', 'l1', '09:30:00', 'customer.message', { text: 'Stop' }),
  on('chat/eve', 'c4', '10:00:00', 'customer.message'),
  on('chat/eve', 'c5', '10:00:05', 'work.accepted', { ...ann, workId: 'w-3' }),
  on('chat/eve', 'c6', '10:00:20', 'agent.message', ann),
  on('chat/eve', 'c7', '10:01:00', 'agent.ended', ann),
  { id: 'noon', type: 'clock.advanced', at: at('12:00:00') },
];

/** Events as NDJSON. */
export function asLines(events: readonly Line[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join('');
}
