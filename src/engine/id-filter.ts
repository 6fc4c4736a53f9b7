// Which event ids a tenant has seen, for very many of them: sixty-four bits of each in two flat arrays. Two ids that share all
// sixty-four bits would pass for one: among ten million ids the chance that a new one does is one in two million million.
import { hashHigh, hashLow, hashText } from './text-hash.ts';

const CAPACITY_MIN = 1024;

/** Bytes of one hash in a segment. */
const HASH_BYTES = 8;

/** Ids seen, by hash. */
export class IdFilter {
  /** Slots of two words; 0, 0 is a free one. */
  #words = new Uint32Array(CAPACITY_MIN * 2);
  #size = 0;
  /** What was added since the last `takeNew`, two words each. */
  #fresh: number[] = [];

  /** Ids seen, count. */
  get size(): number {
    return this.#size;
  }

  /** Whether an id was added. */
  has(id: string): boolean {
    hashText(id);
    return this.#words[this.#slotOf(hashLow, hashHigh) * 2] !== 0;
  }

  /** Adds an id; false if it was there already. */
  add(id: string): boolean {
    hashText(id);
    if (!this.#put(hashLow, hashHigh)) return false;
    this.#fresh.push(hashLow, hashHigh);
    return true;
  }

  /** The hashes added since it was asked last, eight bytes each. */
  takeNew(): Uint8Array {
    const words = Uint32Array.from(this.#fresh);
    this.#fresh = [];
    return new Uint8Array(words.buffer);
  }

  /** Adds the hashes of a segment. */
  restore(hashes: Uint8Array): void {
    const view = new DataView(hashes.buffer, hashes.byteOffset, hashes.byteLength);
    for (let at = 0; at + HASH_BYTES <= hashes.byteLength; at += HASH_BYTES) {
      this.#put(view.getUint32(at, true), view.getUint32(at + 4, true));
    }
  }

  #put(low: number, high: number): boolean {
    const slot = this.#slotOf(low, high);
    if (this.#words[slot * 2] !== 0) return false;
    this.#words[slot * 2] = low;
    this.#words[slot * 2 + 1] = high;
    this.#size += 1;
    // At three quarters the chains are still short.
    if (this.#size * 8 > this.#words.length * 3) this.#grow();
    return true;
  }

  #slotOf(low: number, high: number): number {
    const words = this.#words;
    const mask = words.length / 2 - 1;
    let slot = low & mask;
    for (;;) {
      const found = words[slot * 2];
      if (found === 0 || (found === low && words[slot * 2 + 1] === high)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    const old = this.#words;
    this.#words = new Uint32Array(old.length * 2);
    for (let from = 0; from < old.length; from += 2) {
      const low = old[from] as number;
      if (low === 0) continue;
      const slot = this.#slotOf(low, old[from + 1] as number);
      this.#words[slot * 2] = low;
      this.#words[slot * 2 + 1] = old[from + 1] as number;
    }
  }
}
