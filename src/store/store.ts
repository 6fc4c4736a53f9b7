// What a store keeps for an engine: the journal, which is the truth, and checkpoints, which are folds of it. The engine is
// its only writer. Reads answer at once; a write may answer later, and holds only once it has answered.
import type { EpochMs } from '../time/instant.ts';

/** One commit of the engine: a batch of events with their verdicts and facts, written and read as one piece. */
export interface JournalRecord {
  /** Place in the journal, from 1 and without gaps. */
  readonly position: number;
  /** The engine's clock when the batch was decided, epoch milliseconds. */
  readonly recordedAt: EpochMs;
  /** JSON text; its meaning is the engine's (src/engine/journal-record.ts). */
  readonly body: string;
}

/** A conversation as a checkpoint keeps it. The columns beside `state` are for finding it. */
export interface StoredConversation {
  readonly id: string;
  readonly tenant: string;
  readonly channelId: string;
  readonly endUserId: string;
  /** The earliest deadline; null when none is pending. */
  readonly dueAt: EpochMs | null;
  /** The open session; null when none is open. */
  readonly openSessionId: string | null;
  /** The status of the open session; null when none is open. */
  readonly status: string | null;
  /** Start of the open session; null when none is open. */
  readonly startAt: EpochMs | null;
  readonly contactId: string | null;
  /** Whether notifications wait to be sent. */
  readonly hasPending: boolean;
  /** Agents to whom a change of presence or a new conversation matters here. */
  readonly agentIds: readonly string[];
  /** Name and content hash of the chart that the open session runs on, `enhanced-customer@1f3c…`; null when none is open. */
  readonly chart: string | null;
  /** Of one that has left memory while a late event could still change its last steps, the instant of the last of them; else null. */
  readonly tailUntil: EpochMs | null;
  /** JSON text; its meaning is the engine's. */
  readonly state: string;
}

/** The record of one session, open or over. The columns beside `state` are for finding it. */
export interface StoredSession {
  readonly id: string;
  readonly conversationId: string;
  readonly tenant: string;
  readonly channelId: string;
  readonly status: string;
  readonly startAt: EpochMs;
  /** Null while the session is open. */
  readonly endAt: EpochMs | null;
  readonly ownerId: string | null;
  /** JSON text; its meaning is the engine's. */
  readonly state: string;
}

/** The record of one assignment attempt. */
export interface StoredWork {
  /** Unique: the conversation's id, a space, the attempt's ordinal. */
  readonly id: string;
  readonly conversationId: string;
  readonly tenant: string;
  readonly agentId: string | null;
  readonly assignedAt: EpochMs;
  /** JSON text; its meaning is the engine's. */
  readonly state: string;
}

/** Ids of events that were seen, as sorted 64-bit hashes: eight bytes each, little endian. */
export interface IdSegment {
  readonly tenant: string;
  /** Position of the checkpoint that wrote it: unique within the tenant. */
  readonly position: number;
  /** The latest recordedAt of its events: it may be dropped when that is older than the retention. */
  readonly recordedAt: EpochMs;
  readonly hashes: Uint8Array;
}

/** Where a tenant's feed stood at a checkpoint: facts after `seq` are in records after `position`. */
export interface FeedMark {
  readonly tenant: string;
  readonly position: number;
  readonly seq: number;
}

/** Records of sessions and work that are written together: all of them or none. */
export interface SessionRows {
  readonly sessions: readonly StoredSession[];
  /** Sessions that a repair has taken back. */
  readonly removedSessionIds: readonly string[];
  readonly works: readonly StoredWork[];
  /** Assignments that a repair has taken back. */
  readonly removedWorkIds: readonly string[];
}

/** What one checkpoint writes, in one transaction: all of it or nothing. */
export interface Checkpoint extends SessionRows {
  /** The last record that everything here has folded in. */
  readonly position: number;
  /** What is kept for each tenant beside its conversations, by tenant; JSON text. Tenants that are not named stay as they are. */
  readonly tenants: ReadonlyMap<string, string>;
  readonly conversations: readonly StoredConversation[];
  readonly ids: readonly IdSegment[];
  readonly marks: readonly FeedMark[];
}

/** Which conversations are wanted; what is left out does not narrow. */
export interface ConversationFilter {
  readonly tenant?: string;
  readonly channelId?: string;
  readonly contactId?: string;
  readonly agentId?: string;
  readonly status?: string;
  /** True: only those with an open session. */
  readonly isOpen?: boolean;
  /** True: only those with notifications that wait. */
  readonly hasPending?: boolean;
  /** Only ids after this one, for paging. */
  readonly afterId?: string;
  /** At most so many, count; all without it. */
  readonly limit?: number;
}

/** Which sessions are wanted; what is left out does not narrow. */
export interface SessionFilter {
  readonly tenant?: string;
  readonly channelId?: string;
  readonly conversationId?: string;
  readonly status?: string;
  readonly ownerId?: string;
  /** True: only open ones; false: only ones that are over. */
  readonly isOpen?: boolean;
  /** Only those started at or after. */
  readonly startFrom?: EpochMs;
  /** Only those started before. */
  readonly startBefore?: EpochMs;
  /** For paging: only those that come after this one in the order of start, then id. */
  readonly after?: { readonly startAt: EpochMs; readonly id: string };
  readonly limit?: number;
}

/** A place in the order of deadlines: by instant, then by conversation. */
export interface DueCursor {
  readonly dueAt: EpochMs;
  readonly id: string;
}

/** A place in the order of last steps: by instant, then by conversation. */
export interface TailCursor {
  readonly tailUntil: EpochMs;
  readonly id: string;
}

/** Whether retention may take a conversation. */
export type MayGo = (conversationId: string) => boolean;

/** What retention takes away. */
export interface RetentionCut {
  /** Records up to this position, those after the last checkpoint excepted. */
  readonly throughPosition: number;
  /** Sessions and work that ended before, and conversations without an open session whose last session did. */
  readonly endedBefore: EpochMs;
  /** Segments of ids recorded before. */
  readonly idsBefore: EpochMs;
}

/** Counts of what retention took. */
export interface RetentionReport {
  readonly records: number;
  readonly sessions: number;
  readonly conversations: number;
  readonly works: number;
}

/**
 * A store. Whatever kind it is, the conformance suite (test/store) holds it to this.
 *
 * Every method may throw HoldlineError: `store_unreadable`, `store_corrupt`, `store_newer`, `store_locked` on opening,
 * `store_unwritable` (retryable: disk full, read-only) on writing, `store_closed` after `close`.
 */
export interface Store {
  /** What it is, for messages: `memory`, or the path of the file. */
  readonly name: string;
  /** Position of the last complete checkpoint; 0 before the first. */
  readonly checkpointPosition: number;
  /** Position of the last record; 0 for an empty journal. */
  readonly lastPosition: number;

  /**
   * Appends one record. It is durable once this returns, or once the promise it returns resolves; if it throws, the record
   * is either wholly there or not at all, and only reading tells which.
   *
   * @throws InvariantError if the position is not the next one.
   */
  append(record: JournalRecord): void | Promise<void>;
  /** Records after a position, ascending; those that retention took are passed over. The journal may grow meanwhile. */
  records(afterPosition: number): IterableIterator<JournalRecord>;
  /** Writes a checkpoint: all of it or nothing. */
  checkpoint(checkpoint: Checkpoint): void | Promise<void>;
  /**
   * Writes records of sessions and work ahead of the checkpoint at a position, which is being put together: all of them or none.
   *
   * Nobody decides by them. After a crash they stay ahead of the last checkpoint until the next one writes them again.
   */
  putSessions(position: number, rows: SessionRows): void | Promise<void>;

  /** What the last checkpoint kept of each tenant. */
  tenants(): ReadonlyMap<string, string>;
  /** The latest mark of a tenant's feed whose `seq` is at most the one given; undefined when there is none. */
  markBefore(tenant: string, seq: number): FeedMark | undefined;
  /** Segments of ids, ascending by position. */
  ids(): IterableIterator<IdSegment>;

  /** A conversation as of the last checkpoint; undefined if it is unknown. */
  conversation(id: string): StoredConversation | undefined;
  /** Conversations as of the last checkpoint, by id in code-unit order. */
  conversations(filter: ConversationFilter): IterableIterator<StoredConversation>;
  /** Conversations with a deadline at or before an instant, in the order of their deadlines, from a place on. */
  due(until: EpochMs, after: DueCursor | undefined, limit: number): readonly StoredConversation[];
  /** The earliest deadline of all after a place; undefined when none is pending. */
  nextDue(after: DueCursor | undefined): EpochMs | undefined;
  /** Conversations whose `tailUntil` is at or after an instant, in the order of it, from a place on. */
  tailed(
    from: EpochMs,
    after: TailCursor | undefined,
    limit: number,
  ): readonly StoredConversation[];
  /** A session's record as of the last checkpoint, or as it was put since. */
  session(id: string): StoredSession | undefined;
  /** Session records as of the last checkpoint, or as they were put since, by start, then id. */
  sessions(filter: SessionFilter): IterableIterator<StoredSession>;
  /** Work records as of the last checkpoint, or as they were put since, by assignment, then id; of one tenant if named. */
  works(tenant?: string): IterableIterator<StoredWork>;

  /**
   * Takes away what is older than a cut; never what the engine still needs.
   *
   * @param mayGo Asked of each conversation right before: where it answers false, the conversation stays with its last session.
   */
  retain(cut: RetentionCut, mayGo?: MayGo): RetentionReport | Promise<RetentionReport>;
  /**
   * Replaces the bodies of records and drops the rows of one conversation, in one transaction: a person's data is erased.
   * `rewrite` returns the new body, or undefined for a record that stays as it is.
   */
  erase(conversationId: string, rewrite: (record: JournalRecord) => string | undefined): void;
  /** Writes a consistent copy to a file while the store is in use. @throws HoldlineError not_available for memory. */
  backup(file: string): void | Promise<void>;
  /** Faults found by looking at everything; empty when the store is sound. */
  check(): readonly string[];
  /** Gives the store back. Closing twice does nothing. */
  close(): void;
}
