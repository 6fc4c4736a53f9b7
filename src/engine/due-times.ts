// When which conversation has to be looked at: what changed since the last checkpoint in memory, all the rest in the store.
import type { DueCursor, StoredConversation } from '../store/store.ts';
import type { EpochMs } from '../time/instant.ts';
import { DueQueue } from './due-queue.ts';

/** Rows read ahead at first, and at most: a page grows while many deadlines are due together. */
const PAGE_MIN = 16;
const PAGE_MAX = 1024;

/** Where deadlines of conversations that are not in memory are read. */
export interface DueSource {
  due(until: EpochMs, after: DueCursor | undefined, limit: number): readonly StoredConversation[];
}

/** A conversation whose turn it is. */
export interface DueEntry {
  readonly id: string;
  readonly at: EpochMs;
  /** As of the last checkpoint, when it came from the store. */
  readonly stored: StoredConversation | undefined;
}

/** The due times of an engine, in the order of instants, then of conversations. An entry may be stale: look before you fire. */
export class DueTimes {
  readonly #source: DueSource;
  #queue = new DueQueue();
  /** Conversations of the earliest instant in memory, by id. */
  #instant: { at: EpochMs; ids: readonly string[]; next: number } | undefined;
  #page: readonly StoredConversation[] = [];
  #next = 0;
  #pageSize = PAGE_MIN;
  #cursor: DueCursor | undefined;
  #isAllRead = false;

  constructor(source: DueSource) {
    this.#source = source;
  }

  /** The earliest instant at which something may be due; Infinity when nothing is. */
  get nextAt(): EpochMs {
    return Math.min(this.#memoryAt, this.#head()?.dueAt ?? Infinity);
  }

  /** Asks for a conversation to be looked at. */
  push(id: string, at: EpochMs): void {
    this.#queue.push(id, at);
  }

  /** Takes out the entry that comes first, if it is due before an instant. */
  takeBefore(instant: EpochMs): DueEntry | undefined {
    const memoryAt = this.#memoryAt;
    const head = this.#head();
    const storedAt = head?.dueAt ?? Infinity;
    if (Math.min(memoryAt, storedAt) >= instant) return undefined;
    const id = memoryAt <= storedAt ? this.#memoryId() : undefined;
    if (head !== undefined && (id === undefined || (memoryAt === storedAt && head.id < id))) {
      this.#next += 1;
      return { id: head.id, at: storedAt, stored: head };
    }
    return id === undefined ? undefined : this.#takeMemory(id, memoryAt);
  }

  /** Everything is in the store now: what was read of it is out of date. */
  reset(): void {
    this.#queue = new DueQueue();
    this.#instant = undefined;
    this.#page = [];
    this.#next = 0;
    this.#pageSize = PAGE_MIN;
    this.#cursor = undefined;
    this.#isAllRead = false;
  }

  get #memoryAt(): EpochMs {
    return Math.min(this.#instant?.at ?? Infinity, this.#queue.nextAt);
  }

  #memoryId(): string | undefined {
    if (this.#instant === undefined || this.#queue.nextAt < this.#instant.at) {
      // What is due earlier than the instant begun goes first; the rest of that instant waits in the queue again.
      if (this.#instant !== undefined) {
        for (const id of this.#instant.ids.slice(this.#instant.next)) {
          this.#queue.push(id, this.#instant.at);
        }
      }
      const at = this.#queue.nextAt;
      this.#instant = { at, ids: this.#queue.popInstant(), next: 0 };
    }
    return this.#instant.ids[this.#instant.next];
  }

  #takeMemory(id: string, at: EpochMs): DueEntry {
    const instant = this.#instant;
    if (instant !== undefined) {
      instant.next += 1;
      if (instant.next >= instant.ids.length) this.#instant = undefined;
    }
    return { id, at, stored: undefined };
  }

  #head(): (StoredConversation & { readonly dueAt: EpochMs }) | undefined {
    if (this.#next >= this.#page.length && !this.#isAllRead) this.#readPage();
    const head = this.#page[this.#next];
    return head as (StoredConversation & { readonly dueAt: EpochMs }) | undefined;
  }

  #readPage(): void {
    const last = this.#page.at(-1);
    if (last !== undefined) {
      this.#cursor = { dueAt: last.dueAt ?? Infinity, id: last.id };
      this.#pageSize = Math.min(PAGE_MAX, this.#pageSize * 4);
    }
    this.#page = this.#source.due(Number.MAX_SAFE_INTEGER, this.#cursor, this.#pageSize);
    this.#next = 0;
    this.#isAllRead = this.#page.length < this.#pageSize;
  }
}
