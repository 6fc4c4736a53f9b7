// The door of a tenant: duplicates, lateness, the far future, and the wait until an event's place in time is certain.
import { compareEvents } from '../events/order.ts';
import type { EventIn } from '../events/vocabulary.ts';
import type { EpochMs } from '../time/instant.ts';

/** How far ahead of the watermark an event may lie on virtual time; further would fire every timer. */
export const AHEAD_MAX_MS = 60 * 24 * 60 * 60 * 1000;

/** Events that wait before they are sorted and decided together, where the host says nothing else. */
const BATCH = 4096;

/** What the door says of an event; `accepted` is decided later, in its place. */
export type Arrival = 'accepted' | 'duplicate' | 'late' | 'tooFarAhead';

/**
 * Events in the order of their arrival, out in the order of time.
 *
 * The watermark is the latest instant seen. The horizon lies the lateness behind it and never goes back: what is older
 * has been decided, what is younger may still be overtaken.
 */
export class Arrivals {
  readonly #ids = new Set<string>();
  #waiting: EventIn[] = [];
  #watermark: EpochMs = -Infinity;
  #horizon: EpochMs = -Infinity;
  #isEager = false;
  readonly #batch: number;

  constructor(batch = BATCH) {
    this.#batch = batch;
  }

  /** The latest instant seen; -Infinity before the first event. */
  get watermark(): EpochMs {
    return this.#watermark;
  }

  /** Whether it is time to decide what has become certain. */
  get isRipe(): boolean {
    return this.#waiting.length >= this.#batch || this.#isEager;
  }

  /** Takes an event in. `latenessMs` is the bound of the policy in force. */
  take(event: EventIn, latenessMs: number): Arrival {
    if (this.#ids.has(event.id)) return 'duplicate';
    if (event.at - this.#watermark > AHEAD_MAX_MS && this.#watermark !== -Infinity) {
      return 'tooFarAhead';
    }
    if (event.at < this.#horizon) {
      this.#ids.add(event.id);
      return 'late';
    }
    this.#ids.add(event.id);
    this.#waiting.push(event);
    if (event.at > this.#watermark) {
      this.#watermark = event.at;
      this.#horizon = Math.max(this.#horizon, event.at - latenessMs);
    }
    // A change of the bound itself must be decided before it can judge the next arrival.
    if (event.type === 'policy.changed') this.#isEager = true;
    return 'accepted';
  }

  /** Declares every event up to an instant known: what is older from now on is late. */
  close(at: EpochMs): void {
    this.#watermark = Math.max(this.#watermark, at);
    this.#horizon = Math.max(this.#horizon, at);
  }

  /** Takes out what no arrival can overtake any more, in order. */
  takeRipe(): EventIn[] {
    return this.#takeBefore(this.#horizon);
  }

  /** Takes out everything, in order. */
  takeAll(): EventIn[] {
    return this.#takeBefore(Infinity);
  }

  #takeBefore(instant: EpochMs): EventIn[] {
    const waiting = this.#waiting.toSorted(compareEvents);
    let ripe = waiting.length;
    if (instant !== Infinity) {
      ripe = waiting.findIndex((event) => event.at >= instant);
      if (ripe < 0) ripe = waiting.length;
    }
    this.#waiting = waiting.slice(ripe);
    this.#isEager = this.#waiting.some((event) => event.type === 'policy.changed');
    return ripe === waiting.length ? waiting : waiting.slice(0, ripe);
  }
}
