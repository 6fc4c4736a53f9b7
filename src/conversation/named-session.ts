// The session that an event names: it must be one of the conversation's, and the open one where the event needs one.
import type { EventIn } from '../events/vocabulary.ts';
import { parseSessionId } from './conversation-id.ts';
import type { Conversation } from './conversation.ts';
import type { ConversationEvent } from './decide.ts';
import { refused, type Refused } from './refusals.ts';

/** Events that make sense after the end of the session that they name. */
const AFTER_THE_END: ReadonlySet<string> = new Set<EventIn['type']>([
  'customer.message',
  'endUser.updated',
  'agent.closedTab',
  'acw.extended',
  'acw.ended',
  'assignment.changed',
  'message.sent',
  'message.delivered',
  'message.read',
  'message.failed',
  'reaction.added',
  'reaction.removed',
  'conversation.tagged',
  'conversation.untagged',
  'ticket.statusChanged',
  'csat.requested',
  'csat.answered',
  'focus.opened',
  'focus.closed',
  'focus.blurred',
  'focus.regained',
]);

/** Refuses an event whose session id names no session of its conversation, or one that is over. */
export function misnamedSession(
  conversation: Conversation,
  event: ConversationEvent,
): Refused | undefined {
  const named = event.sessionId === undefined ? undefined : parseSessionId(event.sessionId);
  if (named === undefined) return unknown(`"${event.sessionId}" is no id of a session`);
  const isOurs =
    named.tenant === conversation.tenant &&
    named.channelId === conversation.channelId &&
    named.endUserId === conversation.endUserId;
  if (!isOurs) {
    return unknown(
      `session "${event.sessionId}" is of another conversation than ${conversation.id}, which the event names as well`,
    );
  }
  const { sessionsCount } = conversation;
  if (named.ordinal > sessionsCount) {
    const last = sessionsCount === 0 ? 'has had none' : `is at its session ${sessionsCount}`;
    return unknown(`session "${event.sessionId}" does not exist: its conversation ${last}`);
  }
  const open = conversation.openSession;
  if (open?.ordinal === named.ordinal || AFTER_THE_END.has(event.type)) return undefined;
  const instead = open === undefined ? '' : `, or name ${open.id}, which is open`;
  return refused(
    'no_session',
    `session ${event.sessionId} is over and stays so (I3): leave the event out${instead}`,
  );
}

const unknown = (what: string): Refused =>
  refused(
    'unknown_session',
    `${what}: use the id that session.created gave, or channelId and endUserId alone`,
  );
