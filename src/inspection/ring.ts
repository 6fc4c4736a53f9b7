/** The latest items of a sequence, in order, at most so many. */
export class Ring<T> {
  readonly #items: T[] = [];
  readonly #max: number;
  #start = 0;

  /** @param max Items kept, count. */
  constructor(max: number) {
    this.#max = max;
  }

  push(item: T): void {
    if (this.#items.length < this.#max) {
      this.#items.push(item);
      return;
    }
    this.#items[this.#start] = item;
    this.#start = (this.#start + 1) % this.#max;
  }

  /** The items, the oldest first. */
  items(): readonly T[] {
    return [...this.#items.slice(this.#start), ...this.#items.slice(0, this.#start)];
  }
}
