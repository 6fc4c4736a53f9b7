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
  const isOurs =
    named !== undefined &&
    named.tenant === conversation.tenant &&
    named.channelId === conversation.channelId &&
    named.endUserId === conversation.endUserId;
  if (!isOurs || named.ordinal > conversation.sessionsCount) {
    return refused(
      'unknown_session',
      `expected a session of conversation ${conversation.id}, found "${event.sessionId}"`,
    );
  }
  const open = conversation.openSession;
  if (open?.ordinal === named.ordinal || AFTER_THE_END.has(event.type)) return undefined;
  return refused('no_session', `session ${event.sessionId} is over: leave sessionId out`);
}
