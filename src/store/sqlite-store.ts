// The embedded default: one SQLite file.
import type { EpochMs } from '../time/instant.ts';
import { backUpFile } from './sqlite-backup.ts';
import { checkFile } from './sqlite-check.ts';
import { AHEAD, writeCheckpoint, writeSessionsAhead } from './sqlite-checkpoint.ts';
import type { SqliteConnection } from './sqlite-connection.ts';
import { eraseInFile } from './sqlite-erasure.ts';
import type { SqliteJournal } from './sqlite-journal.ts';
import { openFile, type SqliteStoreOptions } from './sqlite-opening.ts';
import { retainInFile } from './sqlite-retention.ts';
import {
  type ConversationRow,
  conversationOf,
  type SegmentRow,
  segmentOf,
  type SessionRow,
  sessionOf,
  type StateRow,
  wholeState,
} from './sqlite-rows.ts';
import {
  findConversations,
  findDue,
  findNextDue,
  findSessions,
  findTailed,
  findWorks,
} from './sqlite-search.ts';
import type {
  Checkpoint,
  ConversationFilter,
  DueCursor,
  FeedMark,
  IdSegment,
  JournalRecord,
  MayGo,
  RetentionCut,
  RetentionReport,
  SessionFilter,
  SessionRows,
  Store,
  StoredConversation,
  StoredSession,
  StoredWork,
  TailCursor,
} from './store.ts';
import type { WriterLock } from './writer-lock.ts';
import { fromStored, toStored } from './stored-text.ts';

/** Segments read at once: one of a busy second is some 100 kB. */
const SEGMENTS_PAGE = 16;

/**
 * Opens a store in an SQLite file, and creates it when it is not there.
 *
 * @throws HoldlineError store_unreadable for a file that cannot be opened or is no store; store_corrupt for a damaged one;
 *   store_newer for one of a later version; store_locked while another writes to it; store_unwritable for one that may not
 *   be written.
 */
export function openSqliteStore(options: SqliteStoreOptions): SqliteStore {
  const { connection, journal, lock } = openFile(options);
  return new SqliteStore(connection, journal, lock);
}

/** A store in one SQLite file. Open one with {@link openSqliteStore}. */
export class SqliteStore implements Store {
  readonly name: string;
  readonly #connection: SqliteConnection;
  readonly #journal: SqliteJournal;
  readonly #lock: WriterLock | undefined;

  /** @internal */
  constructor(connection: SqliteConnection, journal: SqliteJournal, lock: WriterLock | undefined) {
    this.name = connection.file;
    this.#connection = connection;
    this.#journal = journal;
    this.#lock = lock;
  }

  get checkpointPosition(): number {
    return this.#journal.checkpointPosition;
  }

  get lastPosition(): number {
    return this.#journal.lastPosition;
  }

  /** Version of the schema of the file. */
  get schemaVersion(): number {
    this.#connection.assertOpen();
    return Number(this.#connection.value('PRAGMA user_version'));
  }

  append(record: JournalRecord): void {
    this.#journal.append(record);
  }

  records(afterPosition: number): IterableIterator<JournalRecord> {
    this.#connection.assertOpen();
    return this.#journal.records(afterPosition);
  }

  checkpoint(checkpoint: Checkpoint): void {
    writeCheckpoint(this.#connection, this.#journal, checkpoint);
  }

  putSessions(position: number, rows: SessionRows): void {
    writeSessionsAhead(this.#connection, this.#journal, position, rows);
  }

  tenants(): ReadonlyMap<string, string> {
    const sql = 'SELECT * FROM tenant WHERE id <> ?';
    const rows = this.#connection.all(sql, AHEAD) as readonly StateRow[];
    return new Map(rows.map((row) => [fromStored(row.id), wholeState(row, this.name)]));
  }

  markBefore(tenant: string, seq: number): FeedMark | undefined {
    const sql = `SELECT position, seq FROM feed_mark WHERE tenant = ? AND seq <= ?
      ORDER BY seq DESC LIMIT 1`;
    const [mark] = this.#connection.all(sql, toStored(tenant), seq) as readonly Omit<
      FeedMark,
      'tenant'
    >[];
    return mark && { tenant, position: mark.position, seq: mark.seq };
  }

  ids(): IterableIterator<IdSegment> {
    this.#connection.assertOpen();
    return this.#segments();
  }

  conversation(id: string): StoredConversation | undefined {
    const sql = 'SELECT * FROM conversation WHERE id = ?';
    const [row] = this.#connection.all(sql, toStored(id)) as readonly ConversationRow[];
    return row && conversationOf(row, this.name);
  }

  conversations(filter: ConversationFilter): IterableIterator<StoredConversation> {
    this.#connection.assertOpen();
    return findConversations(this.#connection, filter);
  }

  due(until: EpochMs, after: DueCursor | undefined, limit: number): readonly StoredConversation[] {
    return findDue(this.#connection, until, after, limit);
  }

  nextDue(after: DueCursor | undefined): EpochMs | undefined {
    return findNextDue(this.#connection, after);
  }

  tailed(
    from: EpochMs,
    after: TailCursor | undefined,
    limit: number,
  ): readonly StoredConversation[] {
    return findTailed(this.#connection, from, after, limit);
  }

  session(id: string): StoredSession | undefined {
    const [row] = this.#connection.all(
      'SELECT * FROM session WHERE id = ?',
      toStored(id),
    ) as readonly SessionRow[];
    return row && sessionOf(row, this.name);
  }

  sessions(filter: SessionFilter): IterableIterator<StoredSession> {
    this.#connection.assertOpen();
    return findSessions(this.#connection, filter);
  }

  works(tenant?: string): IterableIterator<StoredWork> {
    this.#connection.assertOpen();
    return findWorks(this.#connection, tenant);
  }

  /** In steps, between which the engine goes on; a step that fails leaves those before it done. */
  retain(cut: RetentionCut, mayGo: MayGo = () => true): Promise<RetentionReport> {
    return retainInFile(this.#connection, this.#journal, cut, mayGo);
  }

  /** Writes the whole file anew at the end, so that nothing stays in its bytes: some four seconds a gigabyte. */
  erase(conversationId: string, rewrite: (record: JournalRecord) => string | undefined): void {
    eraseInFile(this.#connection, this.#journal, conversationId, rewrite);
  }

  backup(file: string): Promise<void> {
    return backUpFile(this.#connection, file);
  }

  check(): readonly string[] {
    return checkFile(this.#connection, this.#journal);
  }

  close(): void {
    if (!this.#connection.isOpen) return;
    this.#lock?.release();
    this.#connection.close();
  }

  *#segments(): Generator<IdSegment, undefined> {
    const sql = `SELECT * FROM id_segment WHERE (position, tenant) > (?, ?)
      ORDER BY position, tenant LIMIT ${SEGMENTS_PAGE}`;
    let after: [position: number, tenant: string] = [-1, ''];
    for (;;) {
      const rows = this.#connection.all(sql, ...after) as readonly SegmentRow[];
      yield* rows.map((row) => segmentOf(row, this.name));
      const last = rows.at(-1);
      if (last === undefined) return;
      after = [last.position, last.tenant];
    }
  }
}
