// The reference timeline R1 of the metric reference with everything that a host may send of it: ticket, focus, tag, survey.
type Fields = Readonly<Record<string, unknown>>;

const END_USER = { channelId: 'chat', endUserId: 'u1' };
const at = (time: string) => `2026-03-03T${time}Z`;

/** Builds wire events with ids of their own, in the order given. */
class Wire {
  readonly events: object[] = [];

  add(time: string, type: string, fields: Fields = {}, where: Fields = END_USER): this {
    const id = `r${String(this.events.length + 1).padStart(3, '0')}`;
    this.events.push({ id, type, at: at(time), ...where, ...fields });
    return this;
  }
}

/** The set-up of R1: one enhanced channel with queue Q1 and two minutes of after-conversation work. */
const setUp = (wire: Wire, channel: Fields) =>
  wire
    .add(
      '08:00:00',
      'channel.configured',
      {
        channelId: 'chat',
        channelType: 'WhatsApp',
        platform: 'enhanced',
        capacityModel: 'tabBased',
        queueId: 'Q1',
        acw: { seconds: 120 },
        ...channel,
      },
      {},
    )
    .add('08:30:00', 'agent.presence', { agentId: 'B', status: 'online' }, {})
    .add('08:30:00', 'agent.presence', { agentId: 'C', status: 'online' }, {});

/** R1 as wire events. `channel` changes the channel's configuration. */
export function r1Events(channel: Fields = {}): readonly object[] {
  const wire = setUp(new Wire(), channel);
  const b = { agentId: 'B' };
  const c = { agentId: 'C' };
  const other = { channelId: 'chat', endUserId: 'x' };
  wire
    .add('09:00:00', 'customer.message', { messageId: 'm1' })
    .add('09:00:00', 'ticket.statusChanged', {
      ticketId: 't1',
      from: null,
      to: 'new',
      by: 'system',
    })
    .add('09:00:20', 'work.offered', { workId: 'w1', agentId: 'A' })
    .add('09:00:50', 'work.timedOut', { workId: 'w1' })
    .add('09:00:50', 'work.offered', { workId: 'w2', agentId: 'B' })
    .add('09:01:00', 'work.accepted', { workId: 'w2', agentId: 'B' })
    .add('09:01:00', 'ticket.statusChanged', { ticketId: 't1', from: 'new', to: 'open', by: 'B' })
    .add('09:01:05', 'focus.opened', { ...b, clientId: 'tab1' })
    .add('09:01:30', 'agent.message', { ...b, messageId: 'a1' })
    .add('09:01:40', 'agent.message', { ...b, messageId: 'a2' })
    .add('09:02:00', 'customer.message', { messageId: 'm2' })
    .add('09:02:10', 'customer.message', { messageId: 'm3' })
    .add('09:03:00', 'agent.message', { ...b, messageId: 'a3' })
    .add('09:03:20', 'focus.opened', { ...b, clientId: 'tab1' }, other)
    .add('09:04:00', 'customer.message', { messageId: 'm4' })
    .add('09:08:00', 'focus.opened', { ...b, clientId: 'tab1' })
    .add('09:08:30', 'agent.transferred', { ...b, to: { kind: 'queue', id: 'Q2' } })
    .add('09:09:00', 'work.offered', { workId: 'w3', agentId: 'C', queueId: 'Q2' })
    .add('09:09:10', 'work.accepted', { workId: 'w3', agentId: 'C' })
    .add('09:09:12', 'focus.opened', { ...c, clientId: 'tab2' })
    .add('09:09:40', 'agent.message', { ...c, messageId: 'a4' })
    .add('09:10:00', 'customer.message', { messageId: 'm5' })
    .add('09:10:20', 'agent.message', { ...c, messageId: 'a5' })
    .add('09:10:30', 'conversation.tagged', { tagId: 'billing', kind: 'topic' })
    .add('09:11:00', 'ticket.statusChanged', {
      ticketId: 't1',
      from: 'open',
      to: 'solved',
      by: 'C',
    })
    .add('09:11:00', 'agent.ended', c)
    .add('09:11:40', 'acw.ended', c)
    .add('09:12:00', 'csat.requested', { surveyId: 's1', scale: 5 })
    .add('09:30:00', 'csat.answered', { surveyId: 's1', scale: 5, score: 5 });
  return wire.events;
}
