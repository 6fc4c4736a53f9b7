// The conversations of one tenant in memory that have a tail, in the order in which their tails are looked at: a few with each
// event, so that no event pays for all of them.
import type { EpochMs } from '../time/instant.ts';
import type { LiveConversation } from './live-conversation.ts';

/** Tails looked at with each event, at most. */
const TAILS_A_SWEEP = 3;

/** So many that were looked at are taken out together. */
const TAILS_A_PIECE = 4096;

/** Who has a tail. */
export class TailWatch {
  #tailed: LiveConversation[] = [];
  #next = 0;
  /** Until the horizon has passed this instant, the next one has nothing to let go. */
  #nextAt: EpochMs = -Infinity;

  /** Watches the tail of a conversation from now on. */
  add(conversation: LiveConversation): void {
    if (conversation.isTailWatched) return;
    conversation.isTailWatched = true;
    this.#tailed.push(conversation);
  }

  /** Those that are watched. */
  *conversations(): Generator<LiveConversation, undefined> {
    for (let index = this.#next; index < this.#tailed.length; index += 1) {
      yield this.#tailed[index] as LiveConversation;
    }
  }

  /** Lets a few tails go that are over: while one waits for its checkpoint, its steps need not stay. */
  sweep(horizon: EpochMs, shorten: (conversation: LiveConversation) => void): void {
    if (this.#nextAt >= horizon) return;
    this.#nextAt = -Infinity;
    for (let looked = 0; looked < TAILS_A_SWEEP; looked += 1) {
      const conversation = this.#tailed[this.#next];
      if (conversation === undefined) break;
      if (conversation.tail.length > 0 && conversation.shortensAfter >= horizon) {
        this.#nextAt = conversation.shortensAfter;
        break;
      }
      this.#next += 1;
      shorten(conversation);
      if (conversation.tail.length > 0) this.#tailed.push(conversation);
      else conversation.isTailWatched = false;
    }
    if (this.#next >= TAILS_A_PIECE) this.#takeOut(() => true);
  }

  /** Watches those no more that have left memory. */
  forgetLeft(): void {
    this.#takeOut(({ isLeaving }) => !isLeaving);
  }

  #takeOut(stays: (conversation: LiveConversation) => boolean): void {
    this.#tailed = this.#tailed.slice(this.#next).filter(stays);
    this.#next = 0;
  }
}
