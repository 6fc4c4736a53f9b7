const CAPACITY_MIN = 1024;
const PIECE_BITS = 16;
const PIECE_BYTES = 1 << PIECE_BITS;
/** A code unit takes at most so many bytes in its place. */
const UNIT_BYTES_MAX = 3;
/** Slots between ids that differ in their last code unit by one: the ids of other tens fill them. */
const STEP = 4;

/**
 * Strings that were seen, for very many of them; nothing is ever taken out.
 *
 * A hash table with open addressing beside the bytes of the strings, both outside of the heap: a string that is new, as
 * nearly all are, is known to be so without a look at any other one, and the collector has nothing to follow. A `Set`
 * would keep every string alive, and with it the interpreter's own table of short strings, which each line that is
 * parsed has to search; it also ends at 2^24 entries.
 */
export class IdSet {
  /** For each slot the hash of its string, 0 for a slot that is free, and the place where the string lies. */
  #slots = new Int32Array(CAPACITY_MIN * 2);
  readonly #pieces: Uint8Array[] = [];
  /** Bytes in use of the last piece. */
  #used = PIECE_BYTES;
  #size = 0;

  /** Strings in the set, count. */
  get size(): number {
    return this.#size;
  }

  /** Whether a string was added. */
  has(id: string): boolean {
    return this.#slots[this.#slotOf(hashOf(id), id)] !== 0;
  }

  /** Adds a string; false if it was there already. */
  add(id: string): boolean {
    const hash = hashOf(id);
    const slot = this.#slotOf(hash, id);
    if (this.#slots[slot] !== 0) return false;
    this.#slots[slot] = hash;
    this.#slots[slot + 1] = this.#write(id);
    this.#size += 1;
    // At three quarters the chains are still short; a slot costs eight bytes.
    if (this.#size * 8 > this.#slots.length * 3) this.#grow();
    return true;
  }

  /** The slot that holds a string, or the free one where it belongs. */
  #slotOf(hash: number, id: string): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = (hash << 1) & mask;
    for (;;) {
      const found = slots[slot];
      if (found === 0 || (found === hash && this.#isAt(slots[slot + 1] as number, id))) return slot;
      slot = (slot + 2) & mask;
    }
  }

  /** Puts a string away and returns its place: its length, then its code units, each in as few bytes as it needs. */
  #write(id: string): number {
    const bytesMax = (id.length + 2) * UNIT_BYTES_MAX;
    if (this.#used + bytesMax > PIECE_BYTES) {
      this.#pieces.push(new Uint8Array(Math.max(PIECE_BYTES, bytesMax)));
      this.#used = 0;
    }
    const place = ((this.#pieces.length - 1) << PIECE_BITS) | this.#used;
    const piece = this.#pieces.at(-1) as Uint8Array;
    let at = writeNumber(piece, this.#used, id.length);
    for (let index = 0; index < id.length; index += 1) {
      at = writeNumber(piece, at, id.charCodeAt(index));
    }
    this.#used = Math.min(at, PIECE_BYTES);
    return place;
  }

  #isAt(place: number, id: string): boolean {
    const piece = this.#pieces[place >>> PIECE_BITS] as Uint8Array;
    let at = place & (PIECE_BYTES - 1);
    for (let index = -1; index < id.length; index += 1) {
      let rest = index < 0 ? id.length : id.charCodeAt(index);
      for (; rest > 0x7f; rest >>>= 7) {
        if (piece[at] !== ((rest & 0x7f) | 0x80)) return false;
        at += 1;
      }
      if (piece[at] !== rest) return false;
      at += 1;
    }
    return true;
  }

  #grow(): void {
    const old = this.#slots;
    const slots = new Int32Array(old.length * 2);
    const mask = slots.length - 1;
    for (let from = 0; from < old.length; from += 2) {
      const hash = old[from] as number;
      if (hash === 0) continue;
      let slot = (hash << 1) & mask;
      while (slots[slot] !== 0) slot = (slot + 2) & mask;
      slots[slot] = hash;
      slots[slot + 1] = old[from + 1] as number;
    }
    this.#slots = slots;
  }
}

/** Seven bits a byte, the lowest first; the last byte is below 128. Returns the place behind it. */
function writeNumber(piece: Uint8Array, from: number, number: number): number {
  let at = from;
  let rest = number;
  for (; rest > 0x7f; rest >>>= 7) {
    piece[at] = (rest & 0x7f) | 0x80;
    at += 1;
  }
  piece[at] = rest;
  return at + 1;
}

/**
 * FNV-1a over the code units but the last, with the bits mixed so that the lower ones are as good as the others; then
 * the last one in steps. So ids that are counted up lie near each other, where memory is at hand already. Never 0.
 */
function hashOf(id: string): number {
  const last = id.length - 1;
  let hash = 0x811c9dc5;
  for (let index = 0; index < last; index += 1) {
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  }
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  hash ^= hash >>> 12;
  if (last >= 0) hash = (hash + id.charCodeAt(last) * STEP) | 0;
  return hash === 0 ? 1 : hash;
}
