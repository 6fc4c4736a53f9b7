// The rows of the file and what they stand for. What an engine keeps of a row carries a checksum, as a record of the journal
// does: SQLite itself has none for its pages.
import { crc32 } from 'node:zlib';
import { isAsWritten } from './row-sum.ts';
import { damage } from './sqlite-failure.ts';
import { fromStored, toStored } from './stored-text.ts';
import type { SqliteValue } from './sqlite-driver.ts';
import type { IdSegment, StoredConversation, StoredSession, StoredWork } from './store.ts';

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
  readonly crc: number;
  readonly state: string;
  readonly tail_until: number | null;
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
  readonly crc: number;
  readonly state: string;
}

/** A row of `work`. */
export interface WorkRow {
  readonly id: string;
  readonly conversation_id: string;
  readonly tenant: string;
  readonly agent_id: string | null;
  readonly assigned_at: number;
  readonly crc: number;
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
    'crc',
    'state',
    'tail_until',
  ],
);

export const PUT_SESSION = upsert(
  'session',
  ['id', 'conversation_id', 'tenant', 'channel_id'],
  ['status', 'start_at', 'end_at', 'owner_id', 'crc', 'state'],
);

export const PUT_WORK = upsert(
  'work',
  ['id', 'conversation_id', 'tenant'],
  ['agent_id', 'assigned_at', 'crc', 'state'],
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
    crc32(conversation.state),
    conversation.state,
    conversation.tailUntil,
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
    crc32(session.state),
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
    crc32(work.state),
    work.state,
  ];
}

export function conversationOf(row: ConversationRow, store: string): StoredConversation {
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
    tailUntil: row.tail_until,
    state: wholeState(row, store),
  };
}

export function sessionOf(row: SessionRow, store: string): StoredSession {
  return {
    id: fromStored(row.id),
    conversationId: fromStored(row.conversation_id),
    tenant: fromStored(row.tenant),
    channelId: fromStored(row.channel_id),
    status: fromStored(row.status),
    startAt: row.start_at,
    endAt: row.end_at,
    ownerId: textOrNull(row.owner_id),
    state: wholeState(row, store),
  };
}

/** A row of `id_segment`. */
export interface SegmentRow {
  readonly position: number;
  readonly tenant: string;
  readonly recorded_at: number;
  readonly crc: number;
  /** A driver may give a Buffer or an ArrayBuffer in its place. */
  readonly hashes: Uint8Array | ArrayBuffer;
}

export function segmentOf(row: SegmentRow, store: string): IdSegment {
  const tenant = fromStored(row.tenant);
  const hashes = new Uint8Array(row.hashes);
  if (!isAsWritten(row.crc, hashes)) {
    const which = `the ids of ${JSON.stringify(tenant)} at ${row.position}`;
    throw damage(store, `${which} not to be what was written`);
  }
  return { tenant, position: row.position, recordedAt: row.recorded_at, hashes };
}

export function workOf(row: WorkRow, store: string): StoredWork {
  return {
    id: fromStored(row.id),
    conversationId: fromStored(row.conversation_id),
    tenant: fromStored(row.tenant),
    agentId: textOrNull(row.agent_id),
    assignedAt: row.assigned_at,
    state: wholeState(row, store),
  };
}

/** A row with a state. */
export interface StateRow {
  readonly id: string;
  readonly crc: number;
  readonly state: string;
}

/** The state of a row, or the failure that it is no longer what was written. */
export function wholeState({ id, crc, state }: StateRow, store: string): string {
  if (isAsWritten(crc, state)) return state;
  throw damage(store, `the state of ${JSON.stringify(id)} not to be what was written`);
}

const storedOrNull = (text: string | null) => (text === null ? null : toStored(text));
const textOrNull = (stored: string | null) => (stored === null ? null : fromStored(stored));
const agentIdsOf = (json: string) =>
  json === '[]' ? [] : (JSON.parse(json) as string[]).map(fromStored);
