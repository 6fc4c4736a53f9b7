// Orders and filters of the contract, over plain objects.
import type {
  ConversationFilter,
  DueCursor,
  SessionFilter,
  StoredConversation,
  StoredSession,
  StoredWork,
  TailCursor,
} from './store.ts';

/** By code units, as JavaScript compares text. */
export const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

export const compareDue = (a: DueCursor, b: DueCursor) =>
  a.dueAt - b.dueAt || compareText(a.id, b.id);

export const compareTails = (a: TailCursor, b: TailCursor) =>
  a.tailUntil - b.tailUntil || compareText(a.id, b.id);

/** By start, then id. */
export const compareStarts = (
  a: Pick<StoredSession, 'startAt' | 'id'>,
  b: Pick<StoredSession, 'startAt' | 'id'>,
) => a.startAt - b.startAt || compareText(a.id, b.id);

/** By assignment, then id. */
export const compareAssignments = (a: StoredWork, b: StoredWork) =>
  a.assignedAt - b.assignedAt || compareText(a.id, b.id);

/** Index of the first item of a sorted list that comes after a place; the list's length when none does. */
export function indexAfter<Item>(
  items: readonly Item[],
  place: Item,
  compare: (a: Item, b: Item) => number,
): number {
  let from = 0;
  let to = items.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    const item = items[middle];
    if (item !== undefined && compare(item, place) <= 0) from = middle + 1;
    else to = middle;
  }
  return from;
}

export function isWantedConversation(
  conversation: StoredConversation,
  filter: ConversationFilter,
): boolean {
  const { tenant, channelId, contactId, agentId, status, afterId } = filter;
  return (
    (tenant === undefined || conversation.tenant === tenant) &&
    (channelId === undefined || conversation.channelId === channelId) &&
    (contactId === undefined || conversation.contactId === contactId) &&
    (agentId === undefined || conversation.agentIds.includes(agentId)) &&
    (status === undefined || conversation.status === status) &&
    (filter.isOpen !== true || conversation.openSessionId !== null) &&
    (filter.hasPending !== true || conversation.hasPending) &&
    (afterId === undefined || conversation.id > afterId)
  );
}

export function isWantedSession(session: StoredSession, filter: SessionFilter): boolean {
  const { tenant, channelId, conversationId, status, ownerId, startFrom, startBefore } = filter;
  return (
    (tenant === undefined || session.tenant === tenant) &&
    (channelId === undefined || session.channelId === channelId) &&
    (conversationId === undefined || session.conversationId === conversationId) &&
    (status === undefined || session.status === status) &&
    (ownerId === undefined || session.ownerId === ownerId) &&
    (filter.isOpen === undefined || (session.endAt === null) === filter.isOpen) &&
    (startFrom === undefined || session.startAt >= startFrom) &&
    (startBefore === undefined || session.startAt < startBefore) &&
    (filter.after === undefined || compareStarts(session, filter.after) > 0)
  );
}
