// Erasing a person: their conversation leaves memory, the store's tables and the journal. What others hang on stays: the number,
// type and instant of each fact, so that a feed has no gap and no consumer has to begin anew.
import { conversationId, parseSessionId } from '../conversation/conversation-id.ts';
import { DEFAULT_TENANT } from '../events/default-tenant.ts';
import type { EventIn } from '../events/vocabulary.ts';
import type { JournalRecord, Store } from '../store/store.ts';
import { isEvent, rewriteBody, type JournalRewrite } from './journal-record.ts';

/** A messaging end user on a channel. */
export interface EndUserKey {
  readonly channelId: string;
  readonly endUserId: string;
  readonly tenant?: string;
}

/** What was erased, counts. */
export interface ErasureReport {
  /** The sessions whose records are gone. */
  readonly sessions: number;
  /** Events that left the journal. */
  readonly events: number;
  /** Facts of which only number, type and instant are left. */
  readonly facts: number;
  /** Records of the journal that were written anew. */
  readonly records: number;
}

/** Events that end a session, in the order in which they are tried: a supervisor may not end one that is paused, or in consent. */
export const ENDINGS = ['supervisor.ended', 'customer.deletedConversation'] as const;

/** The conversation of a person. */
export const conversationOf = ({ tenant = DEFAULT_TENANT, channelId, endUserId }: EndUserKey) =>
  conversationId(tenant, channelId, endUserId);

/** Whether an event is about a person on a channel. */
export function isAbout(event: EventIn, key: EndUserKey): boolean {
  const { tenant = DEFAULT_TENANT, channelId, endUserId } = key;
  if (event.tenant !== tenant) return false;
  const { sessionId } = event as { readonly sessionId?: string };
  const named = sessionId === undefined ? undefined : parseSessionId(sessionId);
  if (named?.tenant === tenant && named.channelId === channelId && named.endUserId === endUserId) {
    return true;
  }
  const address = event as { readonly channelId?: string; readonly endUserId?: string };
  return address.channelId === channelId && address.endUserId === endUserId;
}

/** Erases a person from a store whose journal has been folded up to its last record. */
export function eraseFrom(store: Store, key: EndUserKey): ErasureReport {
  const id = conversationOf(key);
  const sessions = [...store.sessions({ conversationId: id })].length;
  const erasure = new JournalErasure(key, id);
  store.erase(id, (record) => erasure.rewrite(record));
  const { events, facts, records } = erasure;
  return { sessions, events, facts, records };
}

/** Ids that are looked for in a text; where there are more, reading it is quicker. */
const IDS_LOOKED_FOR_MAX = 32;

/** A text as JSON writes it, without the quotes. */
const written = (text: string) => JSON.stringify(text).slice(1, -1);

/** One pass over the journal, in the order of its records. */
class JournalErasure implements JournalRewrite {
  events = 0;
  facts = 0;
  records = 0;
  readonly #key: EndUserKey;
  readonly #tenant: string;
  readonly #conversationId: string;
  readonly #marks: readonly string[];
  /** Ids of the events dropped so far: verdicts and causes may name them in later records. */
  readonly #eventIds = new Set<string>();

  constructor(key: EndUserKey, id: string) {
    this.#key = key;
    this.#tenant = key.tenant ?? DEFAULT_TENANT;
    this.#conversationId = id;
    // An event names the person, a fact the conversation, in whose id `/` and `%` are written otherwise.
    this.#marks = [written(key.endUserId), written(id)];
  }

  rewrite(record: JournalRecord): string | undefined {
    if (!this.#mayConcern(record.body)) return undefined;
    const body = rewriteBody(record.body, this);
    if (body !== undefined) this.records += 1;
    return body;
  }

  /** Whether a text has anything of the person: most records have not, and reading them takes long. */
  #mayConcern(text: string): boolean {
    if (this.#marks.some((mark) => text.includes(mark))) return true;
    if (this.#eventIds.size > IDS_LOOKED_FOR_MAX) return true;
    for (const id of this.#eventIds) if (text.includes(written(id))) return true;
    return false;
  }

  isKept: JournalRewrite['isKept'] = (command) => {
    if (!isEvent(command)) {
      return command.command !== 'rearm' || command.conversationId !== this.#conversationId;
    }
    if (!isAbout(command, this.#key)) return true;
    this.events += 1;
    this.#eventIds.add(command.id);
    return false;
  };

  isVerdictKept: JournalRewrite['isVerdictKept'] = ({ tenant, eventId }) =>
    tenant !== this.#tenant || !this.#eventIds.has(eventId);

  factOf: JournalRewrite['factOf'] = (fact) => {
    if (fact.tenant !== this.#tenant) return 'kept';
    if (fact.conversationId === this.#conversationId) {
      this.facts += 1;
      return 'tombstone';
    }
    return this.#eventIds.has(fact.causationId) ? 'causeless' : 'kept';
  };
}
