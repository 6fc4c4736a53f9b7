import { assertInvariant, HoldlineError } from '../events/holdline-error.ts';
import type { EpochMs } from '../time/instant.ts';
import { assertCheckpoint, assertNextRecord } from './journal-order.ts';
import { retainRows } from './memory-retention.ts';
import {
  compareAssignments,
  compareDue,
  compareStarts,
  compareTails,
  compareText,
  indexAfter,
  isWantedConversation,
  isWantedSession,
} from './memory-search.ts';
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

/** A conversation with a deadline, and one that has left memory with a tail. */
type Due = StoredConversation & { readonly dueAt: EpochMs };
type Tailed = StoredConversation & { readonly tailUntil: EpochMs };

/**
 * A store without a disk: for tests, and for engines whose past may go with the process.
 * Everything that is appended stays in memory until retention takes it.
 */
export class MemoryStore implements Store {
  readonly name = 'memory';
  #checkpointPosition = 0;
  #lastPosition = 0;
  /** Ascending and without gaps. */
  #records: JournalRecord[] = [];
  #tenants = new Map<string, string>();
  #segments: IdSegment[] = [];
  /** Of each tenant, ascending by seq. */
  #marks = new Map<string, FeedMark[]>();
  readonly #rows = {
    conversations: new Map<string, StoredConversation>(),
    sessions: new Map<string, StoredSession>(),
    works: new Map<string, StoredWork>(),
  };
  /** Conversations in order; made when first asked for after a change. */
  #byId: readonly StoredConversation[] | undefined;
  #byDue: readonly Due[] | undefined;
  #byTail: readonly Tailed[] | undefined;
  #isOpen = true;

  get checkpointPosition(): number {
    return this.#checkpointPosition;
  }

  get lastPosition(): number {
    return this.#lastPosition;
  }

  append(record: JournalRecord): void {
    this.#assertOpen();
    assertNextRecord(record.position, this.#lastPosition);
    this.#records.push(record);
    this.#lastPosition = record.position;
  }

  records(afterPosition: number): IterableIterator<JournalRecord> {
    this.#assertOpen();
    return this.#recordsAfter(afterPosition);
  }

  checkpoint(checkpoint: Checkpoint): void {
    this.#assertOpen();
    assertCheckpoint(checkpoint.position, this);
    for (const { tenant, position } of checkpoint.ids) {
      const isKnown = this.#segments.some(
        (known) => known.tenant === tenant && known.position === position,
      );
      assertInvariant(
        !isKnown,
        `expected new ids at ${position}, found some stored before: memory`,
      );
    }
    for (const [tenant, state] of checkpoint.tenants) this.#tenants.set(tenant, state);
    for (const row of checkpoint.conversations) this.#rows.conversations.set(row.id, row);
    this.#putSessions(checkpoint);
    this.#segments.push(...checkpoint.ids);
    for (const mark of checkpoint.marks) this.#putMark(mark);
    this.#checkpointPosition = checkpoint.position;
    this.#forgetOrder();
  }

  putSessions(position: number, rows: SessionRows): void {
    this.#assertOpen();
    assertCheckpoint(position, this);
    this.#putSessions(rows);
  }

  tenants(): ReadonlyMap<string, string> {
    this.#assertOpen();
    return new Map(this.#tenants);
  }

  markBefore(tenant: string, seq: number): FeedMark | undefined {
    this.#assertOpen();
    return this.#marks.get(tenant)?.findLast((mark) => mark.seq <= seq);
  }

  ids(): IterableIterator<IdSegment> {
    this.#assertOpen();
    return this.#segments.toSorted(compareSegments).values();
  }

  conversation(id: string): StoredConversation | undefined {
    this.#assertOpen();
    return this.#rows.conversations.get(id);
  }

  conversations(filter: ConversationFilter): IterableIterator<StoredConversation> {
    this.#assertOpen();
    this.#byId ??= [...this.#rows.conversations.values()].toSorted((a, b) =>
      compareText(a.id, b.id),
    );
    return this.#byId
      .filter((conversation) => isWantedConversation(conversation, filter))
      .slice(0, filter.limit)
      .values();
  }

  due(until: EpochMs, after: DueCursor | undefined, limit: number): readonly StoredConversation[] {
    const due = this.#dueAfter(after).slice(0, limit);
    const end = due.findIndex(({ dueAt }) => dueAt > until);
    return end < 0 ? due : due.slice(0, end);
  }

  nextDue(after: DueCursor | undefined): EpochMs | undefined {
    return this.#dueAfter(after)[0]?.dueAt;
  }

  tailed(
    from: EpochMs,
    after: TailCursor | undefined,
    limit: number,
  ): readonly StoredConversation[] {
    this.#assertOpen();
    this.#byTail ??= [...this.#rows.conversations.values()].filter(isTailed).toSorted(compareTails);
    const place = after ?? { tailUntil: from, id: '' };
    const first = indexAfter<TailCursor>(this.#byTail, place, compareTails);
    return this.#byTail.slice(first, first + limit);
  }

  session(id: string): StoredSession | undefined {
    this.#assertOpen();
    return this.#rows.sessions.get(id);
  }

  sessions(filter: SessionFilter): IterableIterator<StoredSession> {
    this.#assertOpen();
    return [...this.#rows.sessions.values()]
      .filter((session) => isWantedSession(session, filter))
      .toSorted(compareStarts)
      .slice(0, filter.limit)
      .values();
  }

  works(tenant?: string): IterableIterator<StoredWork> {
    this.#assertOpen();
    return [...this.#rows.works.values()]
      .filter((work) => tenant === undefined || work.tenant === tenant)
      .toSorted(compareAssignments)
      .values();
  }

  retain(cut: RetentionCut, mayGo: MayGo = () => true): RetentionReport {
    this.#assertOpen();
    const before = this.#records.length;
    // Records after the checkpoint are what recovery needs.
    const through = Math.min(cut.throughPosition, this.#checkpointPosition);
    this.#records = this.#records.filter(({ position }) => position > through);
    const rows = retainRows(this.#rows, cut.endedBefore, mayGo);
    this.#segments = this.#segments.filter(({ recordedAt }) => recordedAt >= cut.idsBefore);
    this.#dropMarks((this.#records[0]?.position ?? this.#lastPosition + 1) - 1);
    this.#forgetOrder();
    return { records: before - this.#records.length, ...rows };
  }

  erase(conversationId: string, rewrite: (record: JournalRecord) => string | undefined): void {
    this.#assertOpen();
    this.#records = this.#records.map((record) => {
      const body = rewrite(record);
      return body === undefined ? record : { ...record, body };
    });
    const { conversations, sessions, works } = this.#rows;
    conversations.delete(conversationId);
    for (const row of sessions.values()) {
      if (row.conversationId === conversationId) sessions.delete(row.id);
    }
    for (const row of works.values()) {
      if (row.conversationId === conversationId) works.delete(row.id);
    }
    this.#forgetOrder();
  }

  backup(file: string): never {
    this.#assertOpen();
    throw new HoldlineError(
      'not_available',
      `expected a store on disk to copy to ${file}, found one in memory: open the engine on a file`,
    );
  }

  check(): readonly string[] {
    this.#assertOpen();
    return [];
  }

  close(): void {
    this.#isOpen = false;
  }

  *#recordsAfter(afterPosition: number): Generator<JournalRecord, undefined> {
    for (let position = afterPosition + 1; ; position++) {
      this.#assertOpen();
      position = Math.max(position, this.#records[0]?.position ?? Infinity);
      const record = this.#records[position - (this.#records[0]?.position ?? 0)];
      if (record === undefined) return;
      yield record;
    }
  }

  #dueAfter(after: DueCursor | undefined): readonly Due[] {
    this.#assertOpen();
    this.#byDue ??= [...this.#rows.conversations.values()].filter(isDue).toSorted(compareDue);
    return after === undefined
      ? this.#byDue
      : this.#byDue.slice(indexAfter<DueCursor>(this.#byDue, after, compareDue));
  }

  #putSessions(rows: SessionRows): void {
    const { sessions, works } = this.#rows;
    for (const row of rows.sessions) sessions.set(row.id, row);
    for (const row of rows.works) works.set(row.id, row);
    for (const id of rows.removedSessionIds) sessions.delete(id);
    for (const id of rows.removedWorkIds) works.delete(id);
  }

  #putMark(mark: FeedMark): void {
    const others = (this.#marks.get(mark.tenant) ?? []).filter(({ seq }) => seq !== mark.seq);
    this.#marks.set(
      mark.tenant,
      [...others, mark].toSorted((a, b) => a.seq - b.seq),
    );
  }

  /** Drops the marks before the last one from which every kept record follows. */
  #dropMarks(throughPosition: number): void {
    for (const [tenant, marks] of this.#marks) {
      const first = marks.findLast(({ position }) => position <= throughPosition);
      if (first === undefined) continue;
      this.#marks.set(
        tenant,
        marks.filter(({ seq }) => seq >= first.seq),
      );
    }
  }

  #forgetOrder(): void {
    this.#byId = undefined;
    this.#byDue = undefined;
    this.#byTail = undefined;
  }

  #assertOpen(): void {
    if (this.#isOpen) return;
    throw new HoldlineError(
      'store_closed',
      'expected an open store, found memory closed: open a new one',
    );
  }
}

const isDue = (conversation: StoredConversation): conversation is Due =>
  conversation.dueAt !== null;

const isTailed = (conversation: StoredConversation): conversation is Tailed =>
  conversation.tailUntil !== null;

const compareSegments = (a: IdSegment, b: IdSegment) =>
  a.position - b.position || compareText(a.tenant, b.tenant);
