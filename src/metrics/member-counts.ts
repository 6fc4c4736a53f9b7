// Distinct counts: who was there, and how many measurements say so, so that one that is taken back leaves the others standing.
import { assertInvariant } from '../events/holdline-error.ts';

/** Ids of contacts that have become one. A merge holds for all time: a merged contact was always the survivor. */
export class MemberNames {
  readonly #survivors = new Map<string, string>();
  #version = 0;

  /** Changes with each merge. */
  get version(): number {
    return this.#version;
  }

  /** Makes two contacts one. A merge that is known already, or that would go in a circle, changes nothing. */
  merge(survivorId: string, mergedId: string): void {
    const survivor = this.survivorOf(survivorId);
    const merged = this.survivorOf(mergedId);
    if (survivor === merged) return;
    this.#survivors.set(merged, survivor);
    this.#version += 1;
  }

  /** The id that stands for a contact: its own where it was never merged. */
  survivorOf(id: string): string {
    let survivor = id;
    for (;;) {
      const next = this.#survivors.get(survivor);
      if (next === undefined) return survivor;
      survivor = next;
    }
  }
}

/** A member and how many measurements name it. */
export type PackedMember = readonly [id: string, count: number];

/** The members of one bucket, exact. */
export class MemberCounts {
  readonly #counts = new Map<string, number>();
  #distinct = 0;
  /** Of the names with which `#distinct` was counted; -1 where it is out of date. */
  #version = -1;

  /** Takes measurements of a member in. */
  add(id: string, times = 1): void {
    this.#counts.set(id, (this.#counts.get(id) ?? 0) + times);
    this.#version = -1;
  }

  /** Takes measurements of a member back. They must have been added. */
  subtract(id: string, times = 1): void {
    const left = (this.#counts.get(id) ?? 0) - times;
    assertInvariant(left >= 0, `expected member ${id} in a bucket, found none`);
    if (left === 0) this.#counts.delete(id);
    else this.#counts.set(id, left);
    this.#version = -1;
  }

  merge(other: MemberCounts): void {
    for (const [id, count] of other.#counts) this.add(id, count);
  }

  /** Takes back all of another, which must have been added or merged. */
  subtractAll(other: MemberCounts): void {
    for (const [id, count] of other.#counts) this.subtract(id, count);
  }

  /** How many different members there are; contacts that are one by `names` count once. */
  distinct(names: MemberNames | null): number {
    if (names === null || names.version === 0) return this.#counts.size;
    if (this.#version !== names.version) {
      const survivors = new Set<string>();
      for (const id of this.#counts.keys()) survivors.add(names.survivorOf(id));
      this.#distinct = survivors.size;
      this.#version = names.version;
    }
    return this.#distinct;
  }

  toJSON(): readonly PackedMember[] {
    return [...this.#counts];
  }

  static fromJSON(packed: readonly PackedMember[]): MemberCounts {
    const members = new MemberCounts();
    for (const [id, count] of packed) members.add(id, count);
    return members;
  }
}
