import type { EpochMs } from '../time/instant.ts';

/** One value of a timeline and the instant from which it is in force. */
export interface TimelineEntry<T> {
  readonly at: EpochMs;
  /** Tells entries of one instant apart and orders them: the id of the event that brought it. */
  readonly id: string;
  readonly value: T;
}

/**
 * A series of values, each in force from its instant until the next: policy versions, channels, presence.
 *
 * Owned and changed in place by whoever created it; readers get values only. Entries may be inserted in the past, and the order of
 * insertion never shows: they are sorted by instant, then by id in code units.
 */
export class Timeline<T> {
  readonly #entries: TimelineEntry<T>[] = [];

  /** All entries, ascending by instant and id. */
  get entries(): readonly TimelineEntry<T>[] {
    return this.#entries;
  }

  /** The value in force last, or undefined for an empty timeline. */
  get latest(): T | undefined {
    return this.#entries.at(-1)?.value;
  }

  /**
   * Puts a value in force from `at` on. The same instant and id again replaces its value.
   *
   * Returns true when it became the newest entry; false when it went into the past or replaced one, so that what was decided since `at`
   * may be wrong.
   */
  insert(at: EpochMs, id: string, value: T): boolean {
    const entry = { at, id, value };
    const last = this.#entries.at(-1);
    if (last === undefined || isBefore(last, entry)) {
      this.#entries.push(entry);
      return true;
    }
    const index = this.#indexAfter((other) => isBefore(other, entry));
    const same = this.#entries[index];
    const replaces = same !== undefined && same.at === at && same.id === id;
    this.#entries.splice(index, replaces ? 1 : 0, entry);
    return false;
  }

  /**
   * The value in force at an instant: of the last entry at or before it; undefined before the first.
   *
   * With an id: without entries of that very instant whose id comes after it.
   */
  asOf(at: EpochMs, throughId?: string): T | undefined {
    if (throughId === undefined) return this.entryAt(at)?.value;
    const through = { at, id: throughId };
    return this.#entries[this.#indexAfter((entry) => !isBefore(through, entry)) - 1]?.value;
  }

  /** The entry in force at an instant, or undefined before the first. */
  entryAt(at: EpochMs): TimelineEntry<T> | undefined {
    const last = this.#entries.at(-1);
    if (last === undefined || last.at <= at) return last;
    return this.#entries[this.#indexAfter((entry) => entry.at <= at) - 1];
  }

  /** Drops entries that no instant from `at` on can see; the one in force at `at` stays. Returns how many went. */
  forgetBefore(at: EpochMs): number {
    const kept = this.#indexAfter((entry) => entry.at <= at) - 1;
    return kept > 0 ? this.#entries.splice(0, kept).length : 0;
  }

  /** The number of leading entries for which `holds`, by bisection: it must hold for a prefix. */
  #indexAfter(holds: (entry: TimelineEntry<T>) => boolean): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const entry = this.#entries[middle];
      if (entry !== undefined && holds(entry)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function isBefore(
  a: { readonly at: EpochMs; readonly id: string },
  b: { readonly at: EpochMs; readonly id: string },
): boolean {
  return a.at === b.at ? a.id < b.id : a.at < b.at;
}
