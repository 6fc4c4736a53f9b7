import FlatQueue from 'flatqueue';
import type { EpochMs } from '../time/instant.ts';

/**
 * When each conversation has to be looked at next: one entry a conversation, its earliest deadline.
 *
 * A later deadline is not moved in the queue: the entry is found stale when its instant comes, and put back where it
 * belongs. So a message costs the queue nothing, however many timers it starts and stops.
 */
export class DueQueue {
  readonly #queue = new FlatQueue<string>();

  /** The earliest instant at which something may be due; Infinity when nothing is. */
  get nextAt(): EpochMs {
    return this.#queue.peekValue() ?? Infinity;
  }

  /** Entries, stale ones included, count. */
  get length(): number {
    return this.#queue.length;
  }

  /** Asks for a conversation to be looked at. */
  push(conversationId: string, at: EpochMs): void {
    this.#queue.push(conversationId, at);
  }

  /** All conversations to be looked at at the earliest instant, in the order of their ids. */
  popInstant(): readonly string[] {
    const at = this.nextAt;
    const first = this.#queue.pop();
    if (first === undefined) return [];
    if (this.nextAt !== at) return [first];
    const ids = new Set([first]);
    while (this.nextAt === at) ids.add(this.#queue.pop() as string);
    return [...ids].toSorted();
  }
}
