/*
 * The total order of events: by instant, then by kind, then by id. Arrival never decides anything.
 */
import type { EpochMs } from '../time/instant.ts';
import type { EventType } from './vocabulary.ts';

/** Kinds of events in the order in which they count at one instant. Source: events.md §2 "Order". */
export const EVENT_KINDS = [
  'setUp',
  'presence',
  'customer',
  'work',
  'bot',
  'agent',
  'other',
  'focus',
  'clock',
] as const;

/** Kind of an event. */
export type EventKind = (typeof EVENT_KINDS)[number];

/**
 * The kind of every type. The page names the kinds; where it leaves a type open, the neighbour that it must follow decides: a reaction
 * is the customer's, a failed routing the router's, after-conversation work the agent's, `agent.activity` counts as presence, and all
 * that supervisors, partners, the platform, tickets and surveys report is "automation and others".
 */
const KIND_OF: Readonly<Record<EventType, EventKind>> = {
  'channel.configured': 'setUp',
  'channel.disabled': 'setUp',
  'channel.enabled': 'setUp',
  'policy.changed': 'setUp',
  'endUser.updated': 'setUp',
  'contact.merged': 'setUp',
  'agent.presence': 'presence',
  'agent.heartbeat': 'presence',
  'agent.capacity': 'presence',
  'agent.team': 'presence',
  'agent.shift': 'presence',
  'agent.activity': 'presence',
  'customer.message': 'customer',
  'customer.ended': 'customer',
  'customer.deletedConversation': 'customer',
  'customer.left': 'customer',
  'customer.returned': 'customer',
  'reaction.added': 'customer',
  'reaction.removed': 'customer',
  'work.offered': 'work',
  'work.accepted': 'work',
  'work.declined': 'work',
  'work.timedOut': 'work',
  'work.rescinded': 'work',
  'assignment.changed': 'work',
  'routing.failed': 'other',
  'bot.accepted': 'bot',
  'bot.message': 'bot',
  'bot.escalated': 'bot',
  'bot.ended': 'bot',
  'agent.opened': 'agent',
  'agent.message': 'agent',
  'agent.markedInactive': 'agent',
  'agent.closedTab': 'agent',
  'agent.ended': 'agent',
  'agent.transferred': 'agent',
  'agent.paused': 'agent',
  'agent.resumed': 'agent',
  'acw.extended': 'agent',
  'acw.ended': 'agent',
  'automation.message': 'other',
  'automation.ended': 'other',
  'automation.inactivated': 'other',
  'supervisor.ended': 'other',
  'partner.ended': 'other',
  'partner.inactivated': 'other',
  'channel.controlLost': 'other',
  'record.failed': 'other',
  'message.sent': 'other',
  'message.delivered': 'other',
  'message.read': 'other',
  'message.failed': 'other',
  'conversation.tagged': 'other',
  'conversation.untagged': 'other',
  'ticket.statusChanged': 'other',
  'csat.requested': 'other',
  'csat.answered': 'other',
  'focus.opened': 'focus',
  'focus.closed': 'focus',
  'focus.blurred': 'focus',
  'focus.regained': 'focus',
  'clock.advanced': 'clock',
};

const RANK_OF: ReadonlyMap<EventType, number> = new Map(
  Object.entries(KIND_OF).map(([type, kind]) => [type as EventType, EVENT_KINDS.indexOf(kind)]),
);

/** The kind of a type. */
export function kindOf(type: EventType): EventKind {
  return KIND_OF[type];
}

/** The place of a type among events of one instant, 0..8; lower comes first. */
export function kindRank(type: EventType): number {
  return RANK_OF.get(type) ?? EVENT_KINDS.length;
}

/** What the order of an event depends on. */
export interface Ordered {
  readonly at: EpochMs;
  readonly type: EventType;
  readonly id: string;
}

/**
 * Negative when `a` comes first, positive when `b` does, 0 only for events of the same instant, kind and id.
 *
 * Ids compare by code units, so that no locale can change a result. Events of different tenants are never compared.
 * Source: events.md §2 "Order".
 */
export function compareEvents(a: Ordered, b: Ordered): number {
  if (a.at !== b.at) return a.at - b.at;
  const byKind = kindRank(a.type) - kindRank(b.type);
  if (byKind !== 0) return byKind;
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
}
