const CAPACITY_MIN = 1024;

/**
 * Strings that were seen, for very many of them; nothing is ever taken out.
 *
 * A hash table with open addressing whose hashes lie in one piece of memory: a string that is new, as nearly all are, is
 * known to be so without a look at any other string. A `Set` follows pointers to old strings for that, and each of them
 * is a wait for memory; it also ends at 2^24 entries.
 */
export class IdSet {
  /** The hash of the string in the same slot of `#ids`; 0 for a slot that is free. */
  #hashes = new Int32Array(CAPACITY_MIN);
  #ids: (string | undefined)[] = slots(CAPACITY_MIN);
  #size = 0;

  /** Strings in the set, count. */
  get size(): number {
    return this.#size;
  }

  /** Whether a string was added. */
  has(id: string): boolean {
    return this.#ids[slotOf(this.#hashes, this.#ids, hashOf(id), id)] !== undefined;
  }

  /** Adds a string; false if it was there already. */
  add(id: string): boolean {
    const hash = hashOf(id);
    const slot = slotOf(this.#hashes, this.#ids, hash, id);
    if (this.#hashes[slot] !== 0) return false;
    this.#hashes[slot] = hash;
    this.#ids[slot] = id;
    this.#size += 1;
    // At three quarters the chains are still short; a slot costs twelve bytes.
    if (this.#size * 4 > this.#hashes.length * 3) this.#grow();
    return true;
  }

  #grow(): void {
    const capacity = this.#hashes.length * 2;
    const hashes = new Int32Array(capacity);
    const ids = slots(capacity);
    for (let from = 0; from < this.#hashes.length; from += 1) {
      const hash = this.#hashes[from] as number;
      if (hash === 0) continue;
      let slot = hash & (capacity - 1);
      while (hashes[slot] !== 0) slot = (slot + 1) & (capacity - 1);
      hashes[slot] = hash;
      ids[slot] = this.#ids[from];
    }
    this.#hashes = hashes;
    this.#ids = ids;
  }
}

function slots(capacity: number): (string | undefined)[] {
  const free: (string | undefined)[] = [];
  free.length = capacity;
  return free.fill(undefined);
}

/** The slot that holds a string, or the free one where it belongs. */
function slotOf(
  hashes: Int32Array,
  ids: readonly (string | undefined)[],
  hash: number,
  id: string,
): number {
  const mask = hashes.length - 1;
  let slot = hash & mask;
  for (;;) {
    const found = hashes[slot];
    if (found === 0 || (found === hash && ids[slot] === id)) return slot;
    slot = (slot + 1) & mask;
  }
}

/** FNV-1a over the code units, with the bits mixed so that the lower ones are as good as the others; never 0. */
function hashOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index += 1) {
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  }
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  hash ^= hash >>> 12;
  return hash === 0 ? 1 : hash;
}
