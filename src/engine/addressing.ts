import { parseSessionId } from '../conversation/conversation-id.ts';
import type { ConversationEvent } from '../conversation/decide.ts';
import { refused } from '../conversation/refusals.ts';
import type { LiveConversation } from './live-conversation.ts';
import type { LiveShelf } from './live-shelf.ts';

/** The conversation of a tenant that an event names; undefined if it names a session that is none of the tenant's. */
export function addressedBy(
  event: ConversationEvent,
  { id, shelf }: { readonly id: string; readonly shelf: LiveShelf },
): LiveConversation | undefined {
  let { channelId, endUserId } = event;
  if (channelId === undefined || endUserId === undefined) {
    const named = event.sessionId === undefined ? undefined : parseSessionId(event.sessionId);
    if (named === undefined || named.tenant !== id) return undefined;
    // What the event says itself stays: if it names another conversation, decide refuses the session.
    channelId ??= named.channelId;
    endUserId ??= named.endUserId;
  }
  return shelf.findOrMake(channelId, endUserId);
}

/** The refusal of an event whose session is none. */
export const unknownSession = (event: ConversationEvent) =>
  refused(
    'unknown_session',
    `expected the id of a session of this tenant, found "${event.sessionId ?? ''}": use the id that session.created gave, or channelId and endUserId`,
  );
