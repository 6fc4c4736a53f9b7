// What is due or waiting, the earliest first: a heap in which an entry that was taken out stays until it comes to the top.
import type { EpochMs } from '../time/instant.ts';

interface Entry {
  readonly id: string;
  readonly at: EpochMs;
}

/** Ids by instant. Adding and taking out cost the logarithm of how many there are. */
export class EarliestFirst {
  readonly #heap: Entry[] = [];
  readonly #standing = new Map<string, Entry>();

  /** Another one with the same ids, which goes its own way. */
  copy(): EarliestFirst {
    const copy = new EarliestFirst();
    for (const { id, at } of this.#standing.values()) copy.set(id, at);
    return copy;
  }

  get size(): number {
    return this.#standing.size;
  }

  /** Puts an id in at an instant; one that is in already moves. */
  set(id: string, at: EpochMs): void {
    if (this.#standing.get(id)?.at === at) return;
    const entry = { id, at };
    this.#standing.set(id, entry);
    this.#compact();
    this.#heap.push(entry);
    this.#rise(this.#heap.length - 1);
  }

  delete(id: string): boolean {
    return this.#standing.delete(id);
  }

  /** The earliest; undefined where there is none. */
  first(): { readonly id: string; readonly at: EpochMs } | undefined {
    for (;;) {
      const top = this.#heap[0];
      if (top === undefined || this.#standing.get(top.id) === top) return top;
      this.#pop();
    }
  }

  #rise(from: number): void {
    const heap = this.#heap;
    let place = from;
    while (place > 0) {
      const above = (place - 1) >>> 1;
      if ((heap[above] as Entry).at <= (heap[place] as Entry).at) return;
      this.#swap(place, above);
      place = above;
    }
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    heap[0] = last;
    this.#sink(0);
  }

  #sink(from: number): void {
    const heap = this.#heap;
    let place = from;
    for (;;) {
      const left = 2 * place + 1;
      let least = place;
      for (const below of [left, left + 1]) {
        const entry = heap[below];
        if (entry !== undefined && entry.at < (heap[least] as Entry).at) least = below;
      }
      if (least === place) return;
      this.#swap(place, least);
      place = least;
    }
  }

  #swap(a: number, b: number): void {
    const heap = this.#heap;
    const entry = heap[a] as Entry;
    heap[a] = heap[b] as Entry;
    heap[b] = entry;
  }

  /** Entries that were taken out may not come to outnumber those that stand. */
  #compact(): void {
    if (this.#heap.length < 64 || this.#heap.length < 2 * this.#standing.size) return;
    const standing = this.#heap.filter((entry) => this.#standing.get(entry.id) === entry);
    this.#heap.length = 0;
    // Ascending order is a heap.
    this.#heap.push(...standing.toSorted((a, b) => a.at - b.at));
  }
}
