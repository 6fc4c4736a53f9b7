/*
 * The smallest and the largest values of a bucket that has more than it keeps: so many of each that taking some back leaves an extreme that is
 * known. Whatever is not among the smallest is no smaller than any of them, and likewise for the largest.
 */

/** Values known at each end, at most. */
const KNOWN_MAX = 8;

/** One end of a multiset of numbers, the outermost first. */
class KnownEnd {
  /** Ascending; with their sign turned for the largest. */
  readonly #values: number[] = [];
  /** Whether these are all the values there are. */
  #isAll = false;
  /** Nothing outside is further out; -Infinity where nothing is known. */
  #limit = -Infinity;
  /** 1 for the smallest, -1 for the largest. */
  readonly #sign: 1 | -1;

  constructor(sign: 1 | -1) {
    this.#sign = sign;
  }

  get outermost(): number | undefined {
    const [first] = this.#values;
    return first === undefined ? undefined : first * this.#sign;
  }

  /** Takes all values that there are. */
  putAll(values: readonly number[]): void {
    this.#isAll = true;
    this.#limit = Infinity;
    for (const value of values) this.add(value);
  }

  add(value: number): void {
    const turned = value * this.#sign;
    // One that is further in may stand behind others that are not known.
    if (turned < this.#limit) this.#insert(turned);
  }

  subtract(value: number): void {
    const place = this.#values.indexOf(value * this.#sign);
    if (place < 0) return;
    this.#values.splice(place, 1);
    this.#setLimit();
  }

  merge(other: KnownEnd): void {
    // Beyond the nearer of the two limits values of one side are not known.
    const limit = Math.min(this.#limit, other.#limit);
    const values = this.#values;
    while (values.length > 0 && (values.at(-1) as number) > limit) values.pop();
    this.#isAll &&= other.#isAll;
    for (const value of other.#values) if (value <= limit) this.#insert(value);
    this.#setLimit();
  }

  #insert(turned: number): void {
    const values = this.#values;
    let place = values.length;
    values.push(turned);
    for (; place > 0 && turned < (values[place - 1] as number); place -= 1) {
      values[place] = values[place - 1] as number;
    }
    values[place] = turned;
    if (values.length <= KNOWN_MAX) return;
    values.pop();
    this.#isAll = false;
    this.#setLimit();
  }

  #setLimit(): void {
    this.#limit = this.#isAll ? Infinity : (this.#values.at(-1) ?? -Infinity);
  }
}

/** Both ends of the values of a bucket. */
export class KnownEnds {
  readonly #low = new KnownEnd(1);
  readonly #high = new KnownEnd(-1);

  /** The ends of values that are all there are. */
  static of(values: readonly number[]): KnownEnds {
    const ends = new KnownEnds();
    ends.#low.putAll(values);
    ends.#high.putAll(values);
    return ends;
  }

  /** The smallest value; undefined where too many have been taken back. */
  get min(): number | undefined {
    return this.#low.outermost;
  }

  /** The largest, likewise. */
  get max(): number | undefined {
    return this.#high.outermost;
  }

  add(value: number, times: number): void {
    for (let time = 0; time < Math.min(times, KNOWN_MAX); time += 1) {
      this.#low.add(value);
      this.#high.add(value);
    }
  }

  subtract(value: number): void {
    this.#low.subtract(value);
    this.#high.subtract(value);
  }

  merge(other: KnownEnds): void {
    this.#low.merge(other.#low);
    this.#high.merge(other.#high);
  }
}

/** What a bucket knows of its values. */
interface KnownValues {
  readonly count: number;
  readonly min: number;
  readonly isStale: boolean;
  readonly isLoose: boolean;
  /** Null where all values are the smallest one, or none is known by itself. */
  readonly values: { readonly values: readonly number[] | null } | null;
  readonly ends: KnownEnds | null;
}

/** The ends of the values of a bucket, so many of them; null where they are not known. */
export function endsOf(bucket: KnownValues, count = bucket.count): KnownEnds | null {
  if (bucket.isStale) return null;
  if (bucket.ends !== null) return bucket.ends;
  if (bucket.values !== null) {
    const { values } = bucket.values;
    return values === null ? null : KnownEnds.of(values);
  }
  if (bucket.isLoose) return null;
  const length = Math.min(count, KNOWN_MAX + 1);
  return KnownEnds.of(Array.from({ length }, () => bucket.min));
}

/** The ends of the values of two buckets; null where those of either are not known. The ends of the first may be changed. */
export function endsTogether(first: KnownValues, second: KnownValues): KnownEnds | null {
  const [own, others] = [endsOf(first), endsOf(second)];
  if (own === null || others === null) return null;
  own.merge(others);
  return own;
}
