// What readers ask an engine: sessions, conversations, timers, and why.
import { conversationId, parseSessionId } from '../conversation/conversation-id.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { DEFAULT_TENANT } from '../events/default-tenant.ts';
import type { AnyFact } from '../events/fact.ts';
import type { SessionFilter, Store } from '../store/store.ts';
import type { EpochMs } from '../time/instant.ts';
import { assertArgument } from './call-argument.ts';
import { CONVERSATION_KEY, NAME } from './call-shapes.ts';
import type { CommitLoop } from './commit-loop.ts';
import { pendingOf, type PendingDeadline } from './dispatch-outcome.ts';
import { readRecord } from './journal-record.ts';
import { viewOf, viewOfStored, type SessionView } from './session-view.ts';
import { restoreConversation } from './stored-state.ts';

/** Which timers are wanted; what is left out does not narrow. */
export interface TimerFilter {
  readonly tenant?: string;
  readonly channelId?: string;
  readonly name?: string;
  /** Only those due at or before, epoch milliseconds. */
  readonly until?: EpochMs;
  readonly limit?: number;
}

/** Why a session is where it is. */
export interface Explanation {
  readonly session: SessionView;
  /** Every change of status that still holds, in order. */
  readonly history: readonly {
    readonly at: EpochMs;
    readonly from: string | null;
    readonly to: string;
    readonly cause: string;
    /** The id of the event in, or `timer.<name>`. */
    readonly causationId: string;
    readonly rule: string;
  }[];
  /** What happens next by itself, the earliest first. */
  readonly next: readonly PendingDeadline[];
}

/** Reads what an engine knows. */
export class EngineReader {
  readonly #store: Store;
  readonly #loop: CommitLoop;

  constructor(store: Store, loop: CommitLoop) {
    this.#store = store;
    this.#loop = loop;
  }

  /** A conversation as it stands. */
  conversation(
    key: string | { channelId: string; endUserId: string; tenant?: string },
  ): Conversation | undefined {
    const id =
      typeof key === 'string'
        ? key
        : conversationId(key.tenant ?? DEFAULT_TENANT, key.channelId, key.endUserId);
    for (const tenant of this.#loop.core.tenants.values()) {
      const live = tenant.shelf.inMemory.get(id);
      if (live !== undefined) return live.conversation;
    }
    const stored = this.#store.conversation(id);
    return stored === undefined ? undefined : restoreConversation(stored).conversation;
  }

  /** A conversation as it stands, for whoever may do with it what they like: what the engine has stays as it is. */
  conversationCopy(key: Parameters<EngineReader['conversation']>[0]): Conversation | undefined {
    assertArgument('conversation', CONVERSATION_KEY, key, 'key');
    const conversation = this.conversation(key);
    return conversation === undefined ? undefined : copied(conversation);
  }

  /** A session's record. */
  session(id: string): SessionView | undefined {
    const named = parseSessionId(id);
    if (named === undefined) return undefined;
    const conversation = this.conversation(named);
    if (conversation?.session?.id === id) return viewOf(conversation.session, conversation);
    const key = conversationId(named.tenant, named.channelId, named.endUserId);
    const teller = this.#loop.core.tenants.get(named.tenant)?.teller;
    for (const records of teller?.unstoredRecordsOf(key) ?? []) {
      const ended = records.sessions.get(named.ordinal);
      if (ended !== undefined && conversation !== undefined) return viewOf(ended, conversation);
      if (records.removedSessions.has(named.ordinal)) return undefined;
    }
    const stored = this.#store.session(id);
    return stored === undefined ? undefined : viewOfStored(stored);
  }

  /** Session records as of the last checkpoint. */
  sessions(filter: SessionFilter): readonly SessionView[] {
    return [...this.#store.sessions(filter)].map((stored) => viewOfStored(stored));
  }

  /** Deadlines as of the last checkpoint, the earliest first. */
  timers({ tenant, channelId, name, until, limit = Infinity }: TimerFilter): PendingDeadline[] {
    const found: PendingDeadline[] = [];
    for (const stored of this.#store.conversations({
      ...(tenant === undefined ? {} : { tenant }),
      ...(channelId === undefined ? {} : { channelId }),
    })) {
      if (stored.dueAt === null || (until !== undefined && stored.dueAt > until)) continue;
      for (const deadline of pendingOf(restoreConversation(stored).conversation)) {
        if (name !== undefined && deadline.name !== name) continue;
        if (until === undefined || deadline.dueAt <= until) found.push(deadline);
      }
    }
    found.sort((a, b) => a.dueAt - b.dueAt || (a.sessionId < b.sessionId ? -1 : 1));
    return found.length > limit ? found.slice(0, limit) : found;
  }

  /** Why a session is where it is; read off the journal. */
  explain(sessionId: string): Explanation | undefined {
    assertArgument('explain', NAME, sessionId, 'sessionId');
    const session = this.session(sessionId);
    if (session === undefined) return undefined;
    const history: Explanation['history'][number][] = [];
    for (const fact of this.#factsOf(sessionId)) {
      if (fact.type !== 'session.statusChanged') continue;
      history.push({ at: fact.at, causationId: fact.causationId, ...fact.data });
    }
    const conversation = this.conversation(session.conversationId);
    const next = pendingOf(conversation).filter((deadline) => deadline.sessionId === sessionId);
    return { session, history: history.toSorted((a, b) => a.at - b.at), next };
  }

  /** The facts of a session that still hold, as the journal has them. */
  #factsOf(sessionId: string): readonly AnyFact[] {
    const superseded = new Set<number>();
    const facts: AnyFact[] = [];
    const conversation = JSON.stringify(sessionId.slice(0, sessionId.lastIndexOf('/')));
    for (const record of this.#store.records(0)) {
      if (!record.body.includes(conversation)) continue;
      for (const fact of readRecord(record).facts) {
        if (fact.sessionId === sessionId) facts.push(fact);
      }
    }
    for (const fact of facts) {
      if (fact.type === 'session.corrected')
        fact.data.supersedes.forEach((seq) => superseded.add(seq));
    }
    return facts.filter(({ seq }) => !superseded.has(seq));
  }
}

/** A copy of plain data and objects of classes without private fields, as deep as it goes. */
function copied<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => copied(item)) as T;
  const copy = Object.create(Object.getPrototypeOf(value) as object | null) as T & object;
  for (const [name, field] of Object.entries(value)) Reflect.set(copy, name, copied(field));
  return copy;
}
