// The slider's axis. Sessions rest for hours and then move within seconds: long rests are drawn shorter than they are.

/** A rest shorter than this is drawn as long as it is, milliseconds. */
const UNIT_MS = 30_000;

/** Instants on an axis of places 0..1. */
export class TimeAxis {
  /** Ascending, each once. */
  readonly #instants: readonly number[];
  readonly #places: readonly number[];

  /** @param instants In any order, with repeats; the axis goes from the first to the last of them. */
  constructor(instants: Iterable<number>) {
    this.#instants = [...new Set(instants)].toSorted((a, b) => a - b);
    const sums: number[] = [];
    let sum = 0;
    let before: number | undefined;
    for (const at of this.#instants) {
      if (before !== undefined) sum += Math.log2(1 + (at - before) / UNIT_MS) + 0.35;
      sums.push(sum);
      before = at;
    }
    this.#places = sums.map((place) => (sum === 0 ? 0 : place / sum));
  }

  get isEmpty(): boolean {
    return this.#instants.length === 0;
  }

  get start(): number {
    return this.#instants[0] ?? 0;
  }

  get end(): number {
    return this.#instants.at(-1) ?? 0;
  }

  /** Where an instant lies; one outside lies at the nearer end. */
  placeOf(at: number): number {
    const index = this.#indexBefore(this.#instants, at);
    return this.#between(index, at, this.#instants, this.#places);
  }

  /** The instant at a place. */
  instantAt(place: number): number {
    const index = this.#indexBefore(this.#places, place);
    return Math.round(this.#between(index, place, this.#places, this.#instants));
  }

  /** The nearest instant of the axis before (-1) or after (1) another one; undefined if there is none. */
  neighbour(at: number, direction: -1 | 1): number | undefined {
    const index = this.#indexBefore(this.#instants, at);
    if (direction === 1) return this.#instants[index + 1];
    return this.#instants[index] === at ? this.#instants[index - 1] : this.#instants[index];
  }

  /** Index of the last entry that is not larger; -1 if all are. */
  #indexBefore(ascending: readonly number[], value: number): number {
    let low = 0;
    let high = ascending.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((ascending[middle] as number) <= value) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  #between(index: number, value: number, from: readonly number[], to: readonly number[]): number {
    const [start, end] = [from[index], from[index + 1]];
    if (start === undefined) return to[0] ?? 0;
    const first = to[index] ?? 0;
    if (end === undefined) return first;
    return first + ((to[index + 1] ?? first) - first) * ((value - start) / (end - start));
  }
}
