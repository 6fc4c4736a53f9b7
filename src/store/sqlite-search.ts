// Finding conversations, sessions and work in the file. Everything is read a page at a time: a statement that stays open would
// keep the write-ahead log from being reused, and the journal grows while somebody reads.
import type { SqliteConnection } from './sqlite-connection.ts';
import type { SqliteValue } from './sqlite-driver.ts';
import { damage } from './sqlite-failure.ts';
import {
  type ConversationRow,
  conversationOf,
  type SessionRow,
  sessionOf,
  type WorkRow,
  workOf,
} from './sqlite-rows.ts';
import { fromStored, toStored } from './stored-text.ts';
import type {
  ConversationFilter,
  DueCursor,
  SessionFilter,
  StoredConversation,
  StoredSession,
  StoredWork,
  TailCursor,
} from './store.ts';

/** Rows read at once. */
const PAGE = 256;

/** Conditions with their values; only what is asked for. */
class Conditions {
  readonly #parts: string[] = [];
  readonly values: SqliteValue[] = [];

  add(sql: string, ...values: readonly SqliteValue[]): void {
    this.#parts.push(sql);
    this.values.push(...values);
  }

  /** Where a column is some text, if one is asked for. */
  equal(column: string, text: string | undefined): void {
    if (text !== undefined) this.add(`${column} = ?`, toStored(text));
  }

  get where(): string {
    return this.#parts.length === 0 ? '' : `WHERE ${this.#parts.join(' AND ')}`;
  }
}

/** Conversations that a filter wants, by id. */
export function* findConversations(
  connection: SqliteConnection,
  filter: ConversationFilter,
): Generator<StoredConversation, undefined> {
  let wanted = filter.limit ?? Infinity;
  let after = filter.afterId === undefined ? undefined : toStored(filter.afterId);
  const finder = conversationFinder(filter);
  // CROSS JOIN keeps the order: first the finder, which is sorted by id and the smaller one.
  const from = `${finder === undefined ? '' : `${finder} AS f CROSS JOIN `}conversation AS c`;
  while (wanted > 0) {
    const conditions = new Conditions();
    const id = finder === undefined ? 'c.id' : 'f.id';
    if (finder !== undefined) conditions.add('c.id = f.id');
    if (finder === 'conversation_agent') conditions.equal('f.agent_id', filter.agentId);
    if (finder === 'conversation_contact') conditions.equal('f.contact_id', filter.contactId);
    if (finder === 'conversation_open') conditions.equal('f.status', filter.status);
    if (after !== undefined) conditions.add(`${id} > ?`, after);
    narrowConversations(conditions, filter);
    const sql = `SELECT c.* FROM ${from} ${conditions.where} ORDER BY ${id} LIMIT ?`;
    const size = Math.min(PAGE, wanted);
    const rows = connection.all(sql, ...conditions.values, size) as readonly ConversationRow[];
    yield* rows.map((row) => conversationOf(row, connection.file));
    if (rows.length < size) return;
    wanted -= rows.length;
    after = rows.at(-1)?.id;
  }
}

function conversationFinder(filter: ConversationFilter): string | undefined {
  if (filter.agentId !== undefined) return 'conversation_agent';
  if (filter.contactId !== undefined) return 'conversation_contact';
  if (filter.hasPending === true) return 'conversation_pending';
  if (filter.isOpen === true || filter.status !== undefined) return 'conversation_open';
  return undefined;
}

function narrowConversations(conditions: Conditions, filter: ConversationFilter): void {
  conditions.equal('c.tenant', filter.tenant);
  conditions.equal('c.channel_id', filter.channelId);
  conditions.equal('c.contact_id', filter.contactId);
  conditions.equal('c.status', filter.status);
  if (filter.isOpen === true) conditions.add('c.open_session_id IS NOT NULL');
  if (filter.hasPending === true) conditions.add('c.has_pending = 1');
}

/** Conversations in the order of their deadlines. */
export function findDue(
  connection: SqliteConnection,
  until: number,
  after: DueCursor | undefined,
  limit: number,
): readonly StoredConversation[] {
  const sql = `SELECT c.*, f.id AS found_id FROM conversation_due AS f
    LEFT JOIN conversation AS c ON c.id = f.id AND c.due_at = f.due_at
    WHERE f.due_at <= ? AND (f.due_at, f.id) > (?, ?) ORDER BY f.due_at, f.id LIMIT ?`;
  const rows = connection.all(sql, until, ...dueValues(after), limit) as readonly FoundRow[];
  return rows.map((row) => foundConversation(row, connection.file));
}

/** A row with the id by which it was found. */
type FoundRow = (ConversationRow | { readonly id: null }) & { readonly found_id: string };

/** A row that is not there would take its deadline with it, and nobody would miss it. */
function foundConversation(row: FoundRow, store: string): StoredConversation {
  if (row.id !== null) return conversationOf(row, store);
  const id = JSON.stringify(fromStored(row.found_id));
  throw damage(store, `the conversation ${id} not where it was found`);
}

/** The earliest deadline after a place. */
export function findNextDue(
  connection: SqliteConnection,
  after: DueCursor | undefined,
): number | undefined {
  const sql = `SELECT due_at FROM conversation_due WHERE (due_at, id) > (?, ?)
    ORDER BY due_at, id LIMIT 1`;
  const [row] = connection.all(sql, ...dueValues(after)) as readonly { due_at: number }[];
  return row?.due_at;
}

const dueValues = (after: DueCursor | undefined): SqliteValue[] =>
  after === undefined ? [Number.MIN_SAFE_INTEGER, ''] : [after.dueAt, toStored(after.id)];

/** Conversations that have left memory with steps at or after an instant, in the order of their last steps. */
export function findTailed(
  connection: SqliteConnection,
  from: number,
  after: TailCursor | undefined,
  limit: number,
): readonly StoredConversation[] {
  const sql = `SELECT c.*, f.id AS found_id FROM conversation_tail AS f
    LEFT JOIN conversation AS c ON c.id = f.id AND c.tail_until = f.tail_until
    WHERE (f.tail_until, f.id) > (?, ?) ORDER BY f.tail_until, f.id LIMIT ?`;
  // No id sorts before the empty one.
  const place = after === undefined ? [from, ''] : [after.tailUntil, toStored(after.id)];
  const rows = connection.all(sql, ...place, limit) as readonly FoundRow[];
  return rows.map((row) => foundConversation(row, connection.file));
}

/** Sessions that a filter wants, by start, then id. */
export function* findSessions(
  connection: SqliteConnection,
  filter: SessionFilter,
): Generator<StoredSession, undefined> {
  let wanted = filter.limit ?? Infinity;
  let after = filter.after && [filter.after.startAt, toStored(filter.after.id)];
  const finder = filter.isOpen === true ? 'session_open' : 'session_start';
  // The sessions of one conversation are few: they are sorted. All others are read in the order of the finder.
  const from =
    filter.conversationId === undefined ? `${finder} AS f CROSS JOIN session AS s` : 'session AS s';
  const key = filter.conversationId === undefined ? 'f' : 's';
  while (wanted > 0) {
    const conditions = new Conditions();
    if (key === 'f') conditions.add('s.id = f.id');
    if (after !== undefined) conditions.add(`(${key}.start_at, ${key}.id) > (?, ?)`, ...after);
    narrowSessions(conditions, filter, key);
    const sql = `SELECT s.* FROM ${from} ${conditions.where} ORDER BY ${key}.start_at, ${key}.id LIMIT ?`;
    const size = Math.min(PAGE, wanted);
    const rows = connection.all(sql, ...conditions.values, size) as readonly SessionRow[];
    yield* rows.map((row) => sessionOf(row, connection.file));
    const last = rows.at(-1);
    if (last === undefined || rows.length < size) return;
    wanted -= rows.length;
    after = [last.start_at, last.id];
  }
}

function narrowSessions(conditions: Conditions, filter: SessionFilter, key: 'f' | 's'): void {
  conditions.equal('s.conversation_id', filter.conversationId);
  conditions.equal('s.tenant', filter.tenant);
  conditions.equal('s.channel_id', filter.channelId);
  conditions.equal('s.status', filter.status);
  conditions.equal('s.owner_id', filter.ownerId);
  if (filter.isOpen !== undefined) {
    conditions.add(`s.end_at IS ${filter.isOpen ? 'NULL' : 'NOT NULL'}`);
  }
  if (filter.startFrom !== undefined) conditions.add(`${key}.start_at >= ?`, filter.startFrom);
  if (filter.startBefore !== undefined) conditions.add(`${key}.start_at < ?`, filter.startBefore);
}

/** Work, by assignment, then id. */
export function* findWorks(
  connection: SqliteConnection,
  tenant: string | undefined,
): Generator<StoredWork, undefined> {
  const conditions = new Conditions();
  conditions.add('(f.assigned_at, f.id) > (?, ?)');
  conditions.equal('w.tenant', tenant);
  const sql = `SELECT w.* FROM work_assigned AS f CROSS JOIN work AS w ON w.id = f.id
    ${conditions.where} ORDER BY f.assigned_at, f.id LIMIT ${PAGE}`;
  let after: SqliteValue[] = [Number.MIN_SAFE_INTEGER, ''];
  for (;;) {
    const rows = connection.all(sql, ...after, ...conditions.values) as readonly WorkRow[];
    yield* rows.map((row) => workOf(row, connection.file));
    const last = rows.at(-1);
    if (last === undefined) return;
    after = [last.assigned_at, last.id];
  }
}
