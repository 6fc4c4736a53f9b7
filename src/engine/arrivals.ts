// The door of a tenant: duplicates, lateness, the far future, and the wait until an event's place in time is certain.
import { compareEvents } from '../events/order.ts';
import type { Verdict } from '../events/verdict.ts';
import type { EventIn } from '../events/vocabulary.ts';
import { formatInstant, type EpochMs } from '../time/instant.ts';
import { IdSet } from './id-set.ts';

/** How far ahead of the watermark an event may lie on virtual time; further would fire every timer. */
export const AHEAD_MAX_MS = 60 * 24 * 60 * 60 * 1000;

/** Up to so many waiting events each arrival decides what it has made certain; of more, one arrival in eight. */
const PROMPT_MAX = 256;

/** What the door says of an event; `accepted` is decided later, in its place. */
export type Arrival = 'accepted' | 'duplicate' | 'late' | 'tooFarAhead';

/**
 * Events in the order of their arrival, out in the order of time.
 *
 * The watermark is the latest instant seen. The horizon lies the lateness behind it and never goes back: what is older
 * has been decided, what is younger may still be overtaken.
 */
export class Arrivals {
  readonly #ids = new IdSet();
  /** What waits and arrived in the order of time; the rest waits beside it, sorted when its turn comes. */
  #ordered: EventIn[] = [];
  #stragglers: EventIn[] = [];
  #watermark: EpochMs = -Infinity;
  #horizon: EpochMs = -Infinity;
  #arrivedCount = 0;
  /** The earliest change of the policy that waits; Infinity for none. */
  #policyChangeAt: EpochMs = Infinity;
  readonly #batch: number | undefined;

  constructor(batch?: number) {
    this.#batch = batch;
  }

  /** The latest instant seen; -Infinity before the first event. */
  get watermark(): EpochMs {
    return this.#watermark;
  }

  /**
   * Whether it is time to decide what has become certain. A change of the policy does not wait for others: it may move
   * the lateness bound, by which the next arrival is judged.
   */
  get isRipe(): boolean {
    if (this.#policyChangeAt < this.#horizon) return true;
    return this.#arrivedCount >= (this.#batch ?? this.#promptBatch);
  }

  /** Taking out what is certain costs as much as what stays: a crowd is looked at less often. */
  get #promptBatch(): number {
    const waiting = this.#ordered.length + this.#stragglers.length;
    return waiting <= PROMPT_MAX ? 1 : Math.ceil(waiting / 8);
  }

  /** Takes an event in. `latenessMs` is the bound of the policy in force. */
  take(event: EventIn, latenessMs: number): Arrival {
    const { id, at } = event;
    if (at - this.#watermark > AHEAD_MAX_MS && this.#watermark !== -Infinity) {
      return this.#ids.has(id) ? 'duplicate' : 'tooFarAhead';
    }
    if (!this.#ids.add(id)) return 'duplicate';
    if (at < this.#horizon) return 'late';
    this.#put(event);
    if (at > this.#watermark) {
      this.#watermark = at;
      this.#horizon = Math.max(this.#horizon, at - latenessMs);
    }
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

  /** Takes out what lies up to an instant, included, in order. */
  takeUntil(at: EpochMs): EventIn[] {
    return this.#takeBefore(at + 1);
  }

  /** Takes out everything, in order. */
  takeAll(): EventIn[] {
    return this.#takeBefore(Infinity);
  }

  #put(event: EventIn): void {
    const last = this.#ordered.at(-1);
    if (last === undefined || compareEvents(last, event) <= 0) this.#ordered.push(event);
    else this.#stragglers.push(event);
    this.#arrivedCount += 1;
    if (event.type === 'policy.changed' && event.at < this.#policyChangeAt) {
      this.#policyChangeAt = event.at;
    }
  }

  #takeBefore(instant: EpochMs): EventIn[] {
    this.#arrivedCount = 0;
    const stragglers = this.#stragglers.toSorted(compareEvents);
    const ordered = this.#ordered;
    const orderedCount = countBefore(ordered, instant);
    const stragglersCount = countBefore(stragglers, instant);
    this.#ordered = ordered.slice(orderedCount);
    this.#stragglers = stragglers.slice(stragglersCount);
    if (this.#policyChangeAt < instant) {
      this.#policyChangeAt = Math.min(
        earliestPolicyChange(this.#ordered),
        earliestPolicyChange(this.#stragglers),
      );
    }
    ordered.length = orderedCount;
    stragglers.length = stragglersCount;
    return stragglersCount === 0 ? ordered : merged(ordered, stragglers);
  }
}

/** How many of a sorted list lie before an instant, by bisection. */
function countBefore(events: readonly EventIn[], instant: EpochMs): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((events[middle] as EventIn).at < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Two sorted lists as one. */
function merged(left: readonly EventIn[], right: readonly EventIn[]): EventIn[] {
  const all: EventIn[] = [];
  let next = 0;
  for (const event of left) {
    for (; next < right.length; next += 1) {
      const other = right[next] as EventIn;
      if (compareEvents(event, other) <= 0) break;
      all.push(other);
    }
    all.push(event);
  }
  for (; next < right.length; next += 1) all.push(right[next] as EventIn);
  return all;
}

function earliestPolicyChange(events: readonly EventIn[]): EpochMs {
  let earliest = Infinity;
  for (const { type, at } of events) {
    if (type === 'policy.changed' && at < earliest) earliest = at;
  }
  return earliest;
}

/** The verdict on an event that lies too far ahead of the watermark. */
export function tooFarAhead(event: EventIn, watermark: EpochMs): Verdict {
  const days = AHEAD_MAX_MS / (24 * 60 * 60 * 1000);
  return {
    eventId: event.id,
    verdict: 'rejected',
    code: 'time_out_of_range',
    message: `at is more than ${days} days ahead of ${formatInstant(watermark)}: correct the time, or send clock.advanced in between`,
  };
}
