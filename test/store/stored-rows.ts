// What an engine would hand to a store, with everything said that a case does not care about.
import type {
  Checkpoint,
  ConversationFilter,
  JournalRecord,
  SessionFilter,
  Store,
  StoredConversation,
  StoredSession,
  StoredWork,
} from '../../src/store/store.ts';

/** A record whose body is its own; `size` characters at least. */
export function recordAt(position: number, size = 0): JournalRecord {
  return { position, recordedAt: 1000 + position, body: bodyOf(position, size) };
}

/** The body of the record at a position, whoever asks. */
export const bodyOf = (position: number, size = 0) =>
  JSON.stringify({ position, text: `grüße ${position} `.repeat(Math.ceil(size / 8)) });

/** A quiet conversation without a session, named by its end user. */
export function conversationOf(
  endUserId: string,
  changes: Partial<StoredConversation> = {},
): StoredConversation {
  const { tenant = 'default', channelId = 'chat' } = changes;
  return {
    id: `${tenant}/${channelId}/${endUserId}`,
    tenant,
    channelId,
    endUserId,
    dueAt: null,
    openSessionId: null,
    status: null,
    startAt: null,
    contactId: null,
    hasPending: false,
    agentIds: [],
    chart: null,
    tailUntil: null,
    state: `{"of":${JSON.stringify(endUserId)}}`,
    ...changes,
  };
}

/** What a conversation says of its open session. */
export const opened = (conversationId: string, startAt: number, status = 'Active') => ({
  openSessionId: `${conversationId}/1`,
  status,
  startAt,
  chart: 'enhanced-customer@1f3c',
});

/** An open session of a conversation. */
export function sessionOf(
  conversation: StoredConversation,
  ordinal: number,
  startAt: number,
  changes: Partial<StoredSession> = {},
): StoredSession {
  return {
    id: `${conversation.id}/${ordinal}`,
    conversationId: conversation.id,
    tenant: conversation.tenant,
    channelId: conversation.channelId,
    status: changes.endAt === undefined || changes.endAt === null ? 'Active' : 'Ended',
    startAt,
    endAt: null,
    ownerId: null,
    state: `{"ordinal":${ordinal}}`,
    ...changes,
  };
}

/** An attempt to assign a conversation. */
export function workOf(
  conversation: StoredConversation,
  ordinal: number,
  assignedAt: number,
  agentId: string | null = null,
): StoredWork {
  return {
    id: `${conversation.id} ${ordinal}`,
    conversationId: conversation.id,
    tenant: conversation.tenant,
    agentId,
    assignedAt,
    state: `{"attempt":${ordinal}}`,
  };
}

/** A checkpoint that writes only what is named. */
export function checkpointAt(position: number, changes: Partial<Checkpoint> = {}): Checkpoint {
  return {
    position,
    tenants: new Map(),
    conversations: [],
    sessions: [],
    removedSessionIds: [],
    works: [],
    removedWorkIds: [],
    ids: [],
    marks: [],
    ...changes,
  };
}

/** Appends records up to a position. */
export function appendThrough(store: Store, position: number, size = 0): void {
  while (store.lastPosition < position) void store.append(recordAt(store.lastPosition + 1, size));
}

export const idsOf = (rows: Iterable<{ readonly id: string }>) => [...rows].map(({ id }) => id);
export const positionsOf = (records: Iterable<JournalRecord>) =>
  [...records].map(({ position }) => position);
export const foundConversations = (store: Store, filter: ConversationFilter) =>
  idsOf(store.conversations(filter));
export const foundSessions = (store: Store, filter: SessionFilter) => idsOf(store.sessions(filter));

/** Everything that a store answers, for comparing two. */
export function contentOf(store: Store) {
  return {
    checkpointPosition: store.checkpointPosition,
    lastPosition: store.lastPosition,
    records: [...store.records(0)],
    tenants: store.tenants(),
    ids: [...store.ids()],
    conversations: [...store.conversations({})],
    due: store.due(Number.MAX_SAFE_INTEGER, undefined, 1000),
    tailed: store.tailed(0, undefined, 1000),
    sessions: [...store.sessions({})],
    works: [...store.works()],
  };
}
