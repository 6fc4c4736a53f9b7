// The rows of the file and what they stand for.
import { fromStored, toStored } from './stored-text.ts';
import type { SqliteValue } from './sqlite-driver.ts';
import type { StoredConversation, StoredSession, StoredWork } from './store.ts';

/** A row of `conversation`. */
export interface ConversationRow {
  readonly id: string;
  readonly tenant: string;
  readonly channel_id: string;
  readonly end_user_id: string;
  readonly due_at: number | null;
  readonly open_session_id: string | null;
  readonly status: string | null;
  readonly start_at: number | null;
  readonly contact_id: string | null;
  readonly has_pending: number;
  readonly agent_ids: string;
  readonly chart: string | null;
  readonly state: string;
}

/** A row of `session`. */
export interface SessionRow {
  readonly id: string;
  readonly conversation_id: string;
  readonly tenant: string;
  readonly channel_id: string;
  readonly status: string;
  readonly start_at: number;
  readonly end_at: number | null;
  readonly owner_id: string | null;
  readonly state: string;
}

/** A row of `work`. */
export interface WorkRow {
  readonly id: string;
  readonly conversation_id: string;
  readonly tenant: string;
  readonly agent_id: string | null;
  readonly assigned_at: number;
  readonly state: string;
}

/** Writes a conversation. What its id says never changes, so that its index is left alone. */
export const PUT_CONVERSATION = upsert(
  'conversation',
  ['id', 'tenant', 'channel_id', 'end_user_id'],
  [
    'due_at',
    'open_session_id',
    'status',
    'start_at',
    'contact_id',
    'has_pending',
    'agent_ids',
    'chart',
    'state',
  ],
);

export const PUT_SESSION = upsert(
  'session',
  ['id', 'conversation_id', 'tenant', 'channel_id'],
  ['status', 'start_at', 'end_at', 'owner_id', 'state'],
);

export const PUT_WORK = upsert(
  'work',
  ['id', 'conversation_id', 'tenant'],
  ['agent_id', 'assigned_at', 'state'],
);

function upsert(table: string, fixed: readonly string[], changing: readonly string[]): string {
  const columns = [...fixed, ...changing];
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
    ON CONFLICT (id) DO UPDATE SET ${changing.map((name) => `${name} = excluded.${name}`).join(', ')}`;
}

/** The values that PUT_CONVERSATION takes. */
export function conversationValues(conversation: StoredConversation): SqliteValue[] {
  return [
    toStored(conversation.id),
    toStored(conversation.tenant),
    toStored(conversation.channelId),
    toStored(conversation.endUserId),
    conversation.dueAt,
    storedOrNull(conversation.openSessionId),
    storedOrNull(conversation.status),
    conversation.startAt,
    storedOrNull(conversation.contactId),
    conversation.hasPending ? 1 : 0,
    conversation.agentIds.length === 0 ? '[]' : JSON.stringify(conversation.agentIds.map(toStored)),
    storedOrNull(conversation.chart),
    conversation.state,
  ];
}

export function sessionValues(session: StoredSession): SqliteValue[] {
  return [
    toStored(session.id),
    toStored(session.conversationId),
    toStored(session.tenant),
    toStored(session.channelId),
    toStored(session.status),
    session.startAt,
    session.endAt,
    storedOrNull(session.ownerId),
    session.state,
  ];
}

export function workValues(work: StoredWork): SqliteValue[] {
  return [
    toStored(work.id),
    toStored(work.conversationId),
    toStored(work.tenant),
    storedOrNull(work.agentId),
    work.assignedAt,
    work.state,
  ];
}

export function conversationOf(row: ConversationRow): StoredConversation {
  return {
    id: fromStored(row.id),
    tenant: fromStored(row.tenant),
    channelId: fromStored(row.channel_id),
    endUserId: fromStored(row.end_user_id),
    dueAt: row.due_at,
    openSessionId: textOrNull(row.open_session_id),
    status: textOrNull(row.status),
    startAt: row.start_at,
    contactId: textOrNull(row.contact_id),
    hasPending: row.has_pending === 1,
    agentIds: agentIdsOf(row.agent_ids),
    chart: textOrNull(row.chart),
    state: row.state,
  };
}

export function sessionOf(row: SessionRow): StoredSession {
  return {
    id: fromStored(row.id),
    conversationId: fromStored(row.conversation_id),
    tenant: fromStored(row.tenant),
    channelId: fromStored(row.channel_id),
    status: fromStored(row.status),
    startAt: row.start_at,
    endAt: row.end_at,
    ownerId: textOrNull(row.owner_id),
    state: row.state,
  };
}

export function workOf(row: WorkRow): StoredWork {
  return {
    id: fromStored(row.id),
    conversationId: fromStored(row.conversation_id),
    tenant: fromStored(row.tenant),
    agentId: textOrNull(row.agent_id),
    assignedAt: row.assigned_at,
    state: row.state,
  };
}

const storedOrNull = (text: string | null) => (text === null ? null : toStored(text));
const textOrNull = (stored: string | null) => (stored === null ? null : fromStored(stored));
const agentIdsOf = (json: string) =>
  json === '[]' ? [] : (JSON.parse(json) as string[]).map(fromStored);
