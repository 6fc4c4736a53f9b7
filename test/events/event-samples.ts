import type { EventType } from '../../src/events/vocabulary.ts';

/** A plain object of fields, as it comes from JSON. */
export type Sample = Record<string, unknown>;

const conversation = { channelId: 'c-1', endUserId: 'u-1' };
const message = { ...conversation, messageId: 'm-1' };
const byAgent = { ...conversation, agentId: 'a-1' };
const offer = { ...byAgent, workId: 'w-1' };
const focus = { ...byAgent, clientId: 'tab-1' };
const tag = { ...conversation, tagId: 'billing', kind: 'topic' };

/** The required fields of every type beyond id, type and at. Source: events.md §1. */
export const REQUIRED_FIELDS: Readonly<Record<EventType, Sample>> = {
  'channel.configured': {
    channelId: 'c-1',
    channelType: 'WhatsApp',
    platform: 'enhanced',
    capacityModel: 'tabBased',
  },
  'channel.disabled': { channelId: 'c-1' },
  'channel.enabled': { channelId: 'c-1' },
  'policy.changed': { policy: {} },
  'endUser.updated': { endUserId: 'u-1', channelId: 'c-1' },
  'contact.merged': { survivorId: 'p-1', mergedId: 'p-2' },
  'clock.advanced': {},
  'customer.message': message,
  'customer.ended': conversation,
  'customer.deletedConversation': conversation,
  'customer.left': conversation,
  'customer.returned': conversation,
  'reaction.added': { ...message, emoji: '👍' },
  'reaction.removed': { ...message, emoji: '👍' },
  'agent.opened': { ...message, agentId: 'a-1' },
  'agent.message': { ...message, agentId: 'a-1' },
  'agent.markedInactive': conversation,
  'agent.closedTab': conversation,
  'agent.ended': conversation,
  'agent.transferred': { ...conversation, to: { kind: 'queue', id: 'q-1' } },
  'agent.paused': conversation,
  'agent.resumed': conversation,
  'acw.extended': conversation,
  'acw.ended': conversation,
  'bot.accepted': conversation,
  'bot.message': conversation,
  'bot.escalated': conversation,
  'bot.ended': conversation,
  'automation.message': message,
  'automation.ended': conversation,
  'automation.inactivated': conversation,
  'supervisor.ended': conversation,
  'partner.ended': { ...conversation, by: 'endUser' },
  'partner.inactivated': { ...conversation, by: 'system' },
  'channel.controlLost': conversation,
  'record.failed': { ...conversation, reason: 'FIELD_REQUIRED' },
  'routing.failed': conversation,
  'work.offered': offer,
  'work.accepted': offer,
  'work.declined': offer,
  'work.timedOut': conversation,
  'work.rescinded': conversation,
  'assignment.changed': { ...conversation, by: 'routing' },
  'message.sent': message,
  'message.delivered': message,
  'message.read': message,
  'message.failed': { ...message, statusCode: '30003' },
  'conversation.tagged': tag,
  'conversation.untagged': tag,
  'ticket.statusChanged': {
    ...conversation,
    ticketId: 't-1',
    from: 'open',
    to: 'solved',
    by: 'agent',
  },
  'csat.requested': { ...conversation, surveyId: 's-1' },
  'csat.answered': { ...conversation, surveyId: 's-1', scale: 5, score: 4 },
  'agent.presence': { agentId: 'a-1', status: 'online' },
  'agent.heartbeat': { agentId: 'a-1' },
  'agent.capacity': { agentId: 'a-1', capacity: 3 },
  'agent.team': { agentId: 'a-1', teamIds: ['t-1'] },
  'agent.shift': { agentId: 'a-1', activities: [] },
  'agent.activity': { agentId: 'a-1', clientId: 'tab-1' },
  'focus.opened': focus,
  'focus.closed': focus,
  'focus.blurred': focus,
  'focus.regained': focus,
};

/** A valid event of a type with further fields over it; `undefined` takes a field away. */
export function sampleOf(type: EventType, over: Sample = {}): Sample {
  const fields = { id: 'e-1', type, at: '2026-03-03T09:00:00Z', ...REQUIRED_FIELDS[type], ...over };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
