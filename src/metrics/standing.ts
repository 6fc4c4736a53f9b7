/*
 * How many of something there were at an instant, and how old they were: read off spans, after the fact. A span holds its first instant and
 * not its last, so that what ends as another begins is never counted with it.
 */
import type { EpochMs } from '../time/instant.ts';

/** What stands from an instant to another; null: it still does. */
export interface Span {
  readonly from: EpochMs;
  readonly to: EpochMs | null;
}

/** The spans of one gauge, in whatever order they come. */
export class Standing {
  readonly #from: EpochMs[] = [];
  readonly #to: EpochMs[] = [];
  #isSorted = true;
  readonly #spans: Span[] = [];

  /** Takes a span in; one without length never stands. */
  add(span: Span): void {
    if (span.to !== null && span.to <= span.from) return;
    this.#spans.push(span);
    this.#from.push(span.from);
    if (span.to !== null) this.#to.push(span.to);
    this.#isSorted = false;
  }

  /** How many stand at an instant: those that have begun by then, it included, less those that have ended by then. */
  at(instant: EpochMs): number {
    this.#sort();
    return countUpTo(this.#from, instant) - countUpTo(this.#to, instant);
  }

  /** How long each that stands at an instant has stood, milliseconds, ascending. */
  agesAt(instant: EpochMs): readonly number[] {
    return this.#spans
      .filter(({ from, to }) => from <= instant && (to === null || to > instant))
      .map(({ from }) => instant - from)
      .toSorted((a, b) => a - b);
  }

  #sort(): void {
    if (this.#isSorted) return;
    this.#from.sort((a, b) => a - b);
    this.#to.sort((a, b) => a - b);
    this.#isSorted = true;
  }
}

/** How many of ascending instants are no later than one. */
function countUpTo(instants: readonly EpochMs[], instant: EpochMs): number {
  let low = 0;
  let high = instants.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((instants[middle] as EpochMs) <= instant) low = middle + 1;
    else high = middle;
  }
  return low;
}
