// A disk as a simulation needs it: what was written and what would survive a crash are two things.
import { assertInvariant } from '../../src/events/holdline-error.ts';
import type {
  Checkpoint,
  ConversationFilter,
  DueCursor,
  FeedMark,
  IdSegment,
  JournalRecord,
  SessionFilter,
  SessionRows,
  StoredConversation,
  StoredSession,
  StoredWork,
  TailCursor,
} from '../../src/store/store.ts';

/** One write: a record, a checkpoint, or records of sessions ahead of one. */
export type Write =
  | { readonly record: JournalRecord }
  | { readonly checkpoint: Checkpoint }
  | { readonly sessions: SessionRows };

/** What a store holds, as plain rows. */
export class Contents {
  readonly records: JournalRecord[] = [];
  checkpointPosition = 0;
  readonly tenants = new Map<string, string>();
  readonly conversations = new Map<string, StoredConversation>();
  readonly sessions = new Map<string, StoredSession>();
  readonly works = new Map<string, StoredWork>();
  readonly ids: IdSegment[] = [];
  readonly marks: FeedMark[] = [];

  /** Another one with the same rows. */
  clone(): Contents {
    const clone = new Contents();
    clone.records.push(...this.records);
    clone.checkpointPosition = this.checkpointPosition;
    clone.ids.push(...this.ids);
    clone.marks.push(...this.marks);
    for (const [key, row] of this.tenants) clone.tenants.set(key, row);
    for (const [key, row] of this.conversations) clone.conversations.set(key, row);
    for (const [key, row] of this.sessions) clone.sessions.set(key, row);
    for (const [key, row] of this.works) clone.works.set(key, row);
    return clone;
  }

  /** Puts a write in. */
  apply(write: Write): void {
    if ('record' in write) {
      const { position, recordedAt, body } = write.record;
      assertInvariant(position === this.records.length + 1, 'a record has the next position');
      this.records.push({ position, recordedAt, body });
      return;
    }
    if ('sessions' in write) {
      this.#putSessions(write.sessions);
      return;
    }
    const { checkpoint } = write;
    this.checkpointPosition = checkpoint.position;
    for (const [key, text] of checkpoint.tenants) this.tenants.set(key, text);
    for (const row of checkpoint.conversations) this.conversations.set(row.id, row);
    this.#putSessions(checkpoint);
    this.ids.push(...checkpoint.ids);
    this.marks.push(...checkpoint.marks);
  }

  #putSessions(rows: SessionRows): void {
    for (const id of rows.removedSessionIds) this.sessions.delete(id);
    for (const id of rows.removedWorkIds) this.works.delete(id);
    for (const row of rows.sessions) this.sessions.set(row.id, row);
    for (const row of rows.works) this.works.set(row.id, row);
  }

  /** Conversations that a filter lets through, by id. */
  conversationsOf(filter: ConversationFilter): readonly StoredConversation[] {
    const found = [...this.conversations.values()].filter(
      (row) =>
        isWanted(filter.tenant, row.tenant) &&
        isWanted(filter.channelId, row.channelId) &&
        isWanted(filter.contactId, row.contactId) &&
        isWanted(filter.status, row.status) &&
        (filter.agentId === undefined || row.agentIds.includes(filter.agentId)) &&
        (filter.isOpen !== true || row.openSessionId !== null) &&
        (filter.hasPending !== true || row.hasPending) &&
        (filter.afterId === undefined || row.id > filter.afterId),
    );
    return found.toSorted(byId).slice(0, filter.limit ?? Infinity);
  }

  /** Sessions that a filter lets through, by start, then id. */
  sessionsOf(filter: SessionFilter): readonly StoredSession[] {
    const found = [...this.sessions.values()].filter(
      (row) =>
        isWanted(filter.tenant, row.tenant) &&
        isWanted(filter.channelId, row.channelId) &&
        isWanted(filter.conversationId, row.conversationId) &&
        isWanted(filter.status, row.status) &&
        isWanted(filter.ownerId, row.ownerId) &&
        isWanted(filter.isOpen, row.endAt === null) &&
        (filter.startFrom === undefined || row.startAt >= filter.startFrom) &&
        (filter.startBefore === undefined || row.startAt < filter.startBefore) &&
        (filter.after === undefined || byStart(row, filter.after) > 0),
    );
    return found.toSorted(byStart).slice(0, filter.limit ?? Infinity);
  }

  /** Conversations with a deadline, in the order of their deadlines, after a place. */
  dueAfter(after: DueCursor | undefined): readonly StoredConversation[] {
    return [...this.conversations.values()]
      .filter((row) => row.dueAt !== null && (after === undefined || byDue(row, after) > 0))
      .toSorted(byDue);
  }

  /** Conversations that have left memory with steps, in the order of the last one, after a place. */
  tailedAfter(after: TailCursor): readonly StoredConversation[] {
    return [...this.conversations.values()]
      .filter((row) => row.tailUntil !== null && byTail(row, after) > 0)
      .toSorted(byTail);
  }
}

/** What is written is lost at a crash until the disk has been synced. */
export class Disk {
  /** As a program sees it. */
  current = new Contents();
  #durable = new Contents();
  #unsynced: Write[] = [];

  /** Puts a write where readers see it. */
  write(write: Write): void {
    this.current.apply(write);
    this.#unsynced.push(write);
  }

  /** What was written so far survives. */
  sync(): void {
    for (const write of this.#unsynced) this.#durable.apply(write);
    this.#unsynced = [];
  }

  /** The machine stops; of what was not synced the first few writes may have reached the disk all the same. */
  crash(survivors = 0): void {
    this.#unsynced.length = Math.min(survivors, this.#unsynced.length);
    this.sync();
    this.current = this.#durable.clone();
  }
}

const isWanted = <T>(wanted: T | undefined, found: T | null) =>
  wanted === undefined || wanted === found;

const byId = (a: { readonly id: string }, b: { readonly id: string }) => (a.id < b.id ? -1 : 1);

interface Started {
  readonly startAt: number;
  readonly id: string;
}

const byStart = (a: Started, b: Started) => a.startAt - b.startAt || compare(a.id, b.id);

interface Due {
  readonly dueAt: number | null;
  readonly id: string;
}

const byDue = (a: Due, b: Due) => (a.dueAt ?? 0) - (b.dueAt ?? 0) || compare(a.id, b.id);

interface Tailed {
  readonly tailUntil: number | null;
  readonly id: string;
}

const byTail = (a: Tailed, b: Tailed) =>
  (a.tailUntil ?? 0) - (b.tailUntil ?? 0) || compare(a.id, b.id);

const compare = (a: string, b: string) => (a === b ? 0 : a < b ? -1 : 1);
