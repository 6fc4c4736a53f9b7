// What retention takes of conversations, sessions and work in memory; sqlite-retention.ts takes the same.
import { compareStarts } from './memory-search.ts';
import type { MayGo, StoredConversation, StoredSession, StoredWork } from './store.ts';

/** The rows that a cut is made through. */
export interface RetainedRows {
  readonly conversations: Map<string, StoredConversation>;
  readonly sessions: Map<string, StoredSession>;
  readonly works: Map<string, StoredWork>;
}

/** What was taken, counts. */
export interface TakenRows {
  readonly conversations: number;
  readonly sessions: number;
  readonly works: number;
}

/** Takes the sessions that ended before an instant, their work, and the conversations that have nothing left. */
export function retainRows(rows: RetainedRows, endedBefore: number, mayGo: MayGo): TakenRows {
  const before = sizes(rows);
  for (const [conversationId, sessions] of sessionsByConversation(rows.sessions)) {
    retainConversation(rows, conversationId, sessions, endedBefore, mayGo);
  }
  const after = sizes(rows);
  return {
    conversations: before.conversations - after.conversations,
    sessions: before.sessions - after.sessions,
    works: before.works - after.works,
  };
}

function retainConversation(
  rows: RetainedRows,
  conversationId: string,
  sessions: readonly StoredSession[],
  endedBefore: number,
  mayGo: MayGo,
): void {
  const conversation = rows.conversations.get(conversationId);
  const isQuiet =
    conversation === undefined || (conversation.dueAt === null && !conversation.hasPending);
  const isOpen = conversation !== undefined && conversation.openSessionId !== null;
  const last = sessions.toSorted(compareStarts).at(-1);
  const old = sessions.filter(
    (session) =>
      session.endAt !== null &&
      session.endAt < endedBefore &&
      // With its last session, a conversation that still waits is found when it has become quiet.
      (isQuiet || isOpen || session !== last),
  );
  if (old.length === 0) return;
  const isStaying = !mayGo(conversationId);
  const taken = isStaying ? old.filter((session) => session !== last) : old;
  for (const { id } of taken) rows.sessions.delete(id);
  const left = sessions.filter((session) => !taken.includes(session));
  const isDropped = conversation !== undefined && isQuiet && !isOpen && left.length === 0;
  if (isDropped) rows.conversations.delete(conversationId);
  for (const work of rows.works.values()) {
    if (work.conversationId !== conversationId) continue;
    // Work belongs to the session in which it was assigned: the latest that had started by then.
    const isKept =
      work.assignedAt >= endedBefore || left.some(({ startAt }) => startAt <= work.assignedAt);
    if (isDropped || !isKept) rows.works.delete(work.id);
  }
}

function sessionsByConversation(
  sessions: ReadonlyMap<string, StoredSession>,
): ReadonlyMap<string, readonly StoredSession[]> {
  const grouped = new Map<string, StoredSession[]>();
  for (const session of sessions.values()) {
    const list = grouped.get(session.conversationId);
    if (list === undefined) grouped.set(session.conversationId, [session]);
    else list.push(session);
  }
  return grouped;
}

const sizes = ({ conversations, sessions, works }: RetainedRows): TakenRows => ({
  conversations: conversations.size,
  sessions: sessions.size,
  works: works.size,
});
