/**
 * Seeded chance. Only integer arithmetic and products, so that every version of every platform throws the same.
 *
 * One seed and one name give one sequence: a change in one conversation does not disturb the chance of another.
 */
export class Dice {
  #state: number;

  constructor(seed: number, name: string) {
    let state = seed | 0;
    for (const letter of name) state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 16_777_619);
    this.#state = Math.imul(state ^ (state >>> 13), 2_246_822_519);
  }

  /** A number from 0 to below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** True with a probability from 0 to 1. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** An integer, both bounds included. */
  within(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  /** One of a list. */
  pick<T>(list: readonly T[]): T {
    return list[this.within(0, list.length - 1)] as T;
  }

  /** Whole seconds: half of them up to the typical value, the long ones rare. */
  seconds(least: number, typical: number, most: number): number {
    const throwOf = this.next();
    if (throwOf < 0.5) return Math.round(least + (typical - least) * 2 * throwOf);
    const tail = 2 * throwOf - 1;
    return Math.round(typical + (most - typical) * tail * tail * tail);
  }
}
