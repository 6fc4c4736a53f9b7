// A checkpoint while it is put together, a few conversations at a time: all of them as they stood when it was begun, whatever is
// decided meanwhile. Whoever is about to change is saved first.
import type {
  Checkpoint,
  FeedMark,
  IdSegment,
  SessionRows,
  StoredConversation,
  StoredSession,
  StoredWork,
} from '../store/store.ts';
import type { EpochMs } from '../time/instant.ts';
import type { ConversationRecords } from './conversation-records.ts';
import { isNothing, type EngineCore } from './engine-core.ts';
import { keepTenants } from './kept-tenant.ts';
import type { LiveConversation, Saver } from './live-conversation.ts';
import {
  storedSessionId,
  storedWorkId,
  toStored,
  toStoredSession,
  toStoredWork,
} from './stored-state.ts';

/** Rows of sessions and work while they are collected. */
interface SessionRowsToWrite extends SessionRows {
  readonly sessions: StoredSession[];
  readonly removedSessionIds: string[];
  readonly works: StoredWork[];
  readonly removedWorkIds: string[];
}

const noRows = (): SessionRowsToWrite => ({
  sessions: [],
  removedSessionIds: [],
  works: [],
  removedWorkIds: [],
});

type RecordsById = ReadonlyMap<string, ConversationRecords>;

/** One checkpoint from its beginning, as of a position of the journal. */
export class CheckpointSaving implements Saver {
  readonly position: number;
  /** Those that it brings up to date, whether or not they have changed again since. */
  readonly conversations: readonly LiveConversation[];
  /** Rows that were handed out or are about to be, count. */
  rowsCount = 0;
  readonly #records = new Map<string, RecordsById>();
  readonly #tenants: ReadonlyMap<string, string>;
  readonly #ids: IdSegment[] = [];
  readonly #marks: FeedMark[] = [];
  readonly #rows: StoredConversation[] = [];
  #sessionRows = noRows();
  #next = 0;

  /** Begins it; what changes from now on is for the next one. */
  constructor(core: EngineCore, position: number, now: EpochMs) {
    this.position = position;
    const conversations: LiveConversation[] = [];
    const dueAt = core.due.nextAt;
    for (const tenant of core.tenants.values()) {
      tenant.forget(dueAt);
      for (const conversation of tenant.shelf.takeDirty()) {
        conversation.saver = this;
        conversations.push(conversation);
      }
      this.#records.set(tenant.id, tenant.teller.takeRecords());
      this.#marks.push({ tenant: tenant.id, position, seq: tenant.teller.seq });
      const hashes = core.idsOf(tenant.id).takeNew();
      if (hashes.length > 0) {
        this.#ids.push({ tenant: tenant.id, position, recordedAt: now, hashes });
      }
    }
    this.conversations = conversations;
    this.#tenants = keepTenants(core);
  }

  /** Saves some of the conversations, at most so many. False if none is left after them. */
  saveSome(most: number): boolean {
    const end = Math.min(this.#next + most, this.conversations.length);
    for (; this.#next < end; this.#next += 1) {
      const conversation = this.conversations[this.#next] as LiveConversation;
      if (conversation.saver === this) this.save(conversation);
    }
    return this.#next < this.conversations.length;
  }

  save(live: LiveConversation): void {
    live.saver = null;
    if (!live.isStored && isNothing(live)) return;
    const { id, tenant } = live.conversation;
    this.#rows.push(toStored(live));
    addSessionRows(live, this.#records.get(tenant)?.get(id), this.#sessionRows);
  }

  /** The records of sessions and work that have been saved since it was asked last. */
  takeSessionRows(): SessionRows {
    const rows = this.#sessionRows;
    this.rowsCount += rows.sessions.length + rows.works.length;
    this.#sessionRows = noRows();
    return rows;
  }

  /** All that is left to be written, once every conversation has been saved. */
  rest(): Checkpoint {
    this.rowsCount += this.#rows.length;
    return {
      position: this.position,
      tenants: this.#tenants,
      conversations: this.#rows,
      ...this.takeSessionRows(),
      ids: this.#ids,
      marks: this.#marks,
    };
  }
}

function addSessionRows(
  { conversation }: LiveConversation,
  records: ConversationRecords | undefined,
  rows: SessionRowsToWrite,
): void {
  const { id, tenant, session } = conversation;
  if (records !== undefined) {
    // A number that a repair has freed may be in use again by now.
    for (const ordinal of records.removedSessions) {
      if (ordinal <= conversation.sessionsCount) continue;
      rows.removedSessionIds.push(storedSessionId(id, ordinal));
    }
    for (const attempt of records.removedWorks) {
      if (attempt <= conversation.attemptsCount) continue;
      rows.removedWorkIds.push(storedWorkId(id, attempt));
    }
    for (const ended of records.sessions.values()) {
      rows.sessions.push(toStoredSession(ended, conversation));
    }
    for (const work of records.works.values()) rows.works.push(toStoredWork(work, id, tenant));
  }
  if (session !== null && records?.sessions.get(session.ordinal) !== session) {
    rows.sessions.push(toStoredSession(session, conversation));
  }
  for (const work of conversation.works) rows.works.push(toStoredWork(work, id, tenant));
}
