// Events that report something: most of them change no status, and some concern nothing but metrics.
import type { EventIn, EventOf } from '../events/vocabulary.ts';
import type { Conversation } from './conversation.ts';
import type { Draft } from './draft.ts';
import { engagementByAssignment, engagementByTicket } from './engagement-causes.ts';
import { refused, type Refused } from './refusals.ts';
import { stepSession } from './session-step.ts';

/** Observations that concern nothing but metrics. */
export type Report = EventOf<
  | 'message.delivered'
  | 'message.read'
  | 'reaction.added'
  | 'reaction.removed'
  | 'conversation.tagged'
  | 'conversation.untagged'
  | 'csat.requested'
  | 'csat.answered'
  | 'focus.opened'
  | 'focus.closed'
  | 'focus.blurred'
  | 'focus.regained'
>;

/** Events that report something and ask for nothing. */
export type Observation =
  | Report
  | EventOf<
      | 'channel.disabled'
      | 'channel.enabled'
      | 'message.sent'
      | 'message.failed'
      | 'assignment.changed'
      | 'ticket.statusChanged'
    >;

/** Whether an event concerns nothing but metrics. */
export function isReport(event: EventIn): event is Report {
  switch (event.type) {
    case 'message.delivered':
    case 'message.read':
    case 'reaction.added':
    case 'reaction.removed':
    case 'conversation.tagged':
    case 'conversation.untagged':
    case 'csat.requested':
    case 'csat.answered':
    case 'focus.opened':
    case 'focus.closed':
    case 'focus.blurred':
    case 'focus.regained':
      return true;
    default:
      return false;
  }
}

/** Why a report is refused: only the screen of an agent may show a conversation that has had no session. */
export function reportRefusal(conversation: Conversation, event: Report): Refused | undefined {
  return conversation.session === null && !event.type.startsWith('focus.')
    ? NO_SESSION_YET
    : undefined;
}

/** Takes an observation. */
export function observed(draft: Draft, event: Observation): Refused | undefined {
  switch (event.type) {
    case 'channel.disabled':
    case 'channel.enabled':
      return observeInSession(draft, event);
    case 'message.sent':
      return observe(draft) ?? observeInSession(draft, event);
    case 'message.failed':
      return observe(draft) ?? deliveryFailed(draft, event);
    case 'focus.opened':
    case 'focus.closed':
    case 'focus.blurred':
    case 'focus.regained':
      return undefined;
    case 'assignment.changed':
    case 'ticket.statusChanged':
      return observe(draft) ?? observeAssignee(draft, event);
    default:
      return observe(draft);
  }
}

function observeAssignee(
  draft: Draft,
  event: EventOf<'assignment.changed' | 'ticket.statusChanged'>,
): undefined {
  if (event.type === 'assignment.changed') engagementByAssignment(draft, event);
  else engagementByTicket(draft, event);
  return undefined;
}

/** A fact that changes no status by itself; it needs a conversation that has had a session. */
function observe(draft: Draft): Refused | undefined {
  return draft.conversation.session === null ? NO_SESSION_YET : undefined;
}

const NO_SESSION_YET = refused(
  'no_session',
  'expected a conversation that has had a session, found none: send what has opened one first',
);

function observeInSession(
  draft: Draft,
  event: EventOf<'message.sent' | 'channel.disabled' | 'channel.enabled'>,
): undefined {
  const session = draft.session;
  // A receipt for a session that is over says nothing of the open one.
  const isAnothers = event.sessionId !== undefined && event.sessionId !== session?.id;
  if (session !== undefined && !isAnothers) stepSession(draft, session, event);
  return undefined;
}

function deliveryFailed(draft: Draft, event: EventOf<'message.failed'>): undefined {
  const session = draft.session;
  if (session === undefined) return undefined;
  const opening = event.messageId === session.openingMessageId;
  stepSession(draft, session, { type: 'message.failed', messageId: event.messageId, opening });
  return undefined;
}
