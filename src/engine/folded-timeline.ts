import { compareEvents, type Ordered } from '../events/order.ts';
import type { EpochMs } from '../time/instant.ts';

/** A value and the event that brought it. */
export interface TimelineStep<E extends Ordered, V> {
  readonly event: E;
  readonly value: V;
}

/**
 * What a series of events makes of a value, readable as of any instant: a channel, an agent's desk.
 *
 * A late event makes every later value anew. Owned and changed in place by the tenant; values are immutable.
 */
export class FoldedTimeline<E extends Ordered, V> {
  #first: V;
  readonly #fold: (value: V, event: E) => V;
  #steps: TimelineStep<E, V>[] = [];

  constructor(first: V, fold: (value: V, event: E) => V) {
    this.#first = first;
    this.#fold = fold;
  }

  /** The value before the first step that is kept. */
  get first(): V {
    return this.#first;
  }

  /** The steps that are kept, in order. */
  get steps(): readonly TimelineStep<E, V>[] {
    return this.#steps;
  }

  /** The value in force last. */
  get latest(): V {
    return this.#steps.at(-1)?.value ?? this.#first;
  }

  /** Takes an event in at its place; the value before it. */
  insert(event: E): V {
    const index = this.#countUntil(event);
    const before = this.#valueAt(index - 1);
    const later = this.#steps.slice(index);
    this.#steps.length = index;
    let value = this.#fold(before, event);
    this.#steps.push({ event, value });
    for (const step of later) {
      value = this.#fold(value, step.event);
      this.#steps.push({ event: step.event, value });
    }
    return before;
  }

  /** The value as an event sees it: after all that comes before it in order, itself included. */
  asOf(event: Ordered): V {
    const last = this.#steps.at(-1);
    if (last === undefined || last.event.at < event.at) return this.latest;
    return this.#valueAt(this.#countUntil(event) - 1);
  }

  /** The value at the end of an instant. */
  atEndOf(at: EpochMs): V {
    let index = this.#steps.length;
    while (index > 0 && (this.#steps[index - 1] as TimelineStep<E, V>).event.at > at) index -= 1;
    return this.#valueAt(index - 1);
  }

  /** Whether an event changed what matters of the value when it took its place; without `matters`, anything. */
  changedBy(event: Ordered, matters: (value: V) => unknown = (value) => value): boolean {
    const index = this.#countUntil(event) - 1;
    return matters(this.#valueAt(index)) !== matters(this.#valueAt(index - 1));
  }

  /** Drops steps that no event from an instant on can see as changes. */
  forgetBefore(at: EpochMs): void {
    let count = 0;
    while (count < this.#steps.length && (this.#steps[count]?.event.at ?? at) < at) count += 1;
    if (count === 0) return;
    this.#first = this.#valueAt(count - 1);
    this.#steps = this.#steps.slice(count);
  }

  /** How many steps come before an event in order, itself included. */
  #countUntil(event: Ordered): number {
    let count = this.#steps.length;
    while (count > 0) {
      const step = this.#steps[count - 1] as TimelineStep<E, V>;
      if (compareEvents(step.event, event) <= 0) break;
      count -= 1;
    }
    return count;
  }

  #valueAt(index: number): V {
    return index < 0 ? this.#first : (this.#steps[index] as TimelineStep<E, V>).value;
  }
}
