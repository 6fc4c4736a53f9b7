// Sixty-four bits of a text, for telling texts apart that nobody has made to collide.

/** The lower word of the hash made last, never 0: two results cost an object otherwise. */
export let hashLow = 0;
/** The higher word of the hash made last. */
export let hashHigh = 0;

/** Hashes a text: Murmur-like over its code units, two words side by side. The result stands in `hashLow` and `hashHigh`. */
export function hashText(text: string): void {
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    low = Math.imul(low ^ unit, 0x5bd1e995);
    low ^= low >>> 15;
    high = Math.imul(high ^ unit, 0x1b873593);
    high ^= high >>> 13;
  }
  hashLow = mixed(low);
  hashHigh = mixed(high ^ text.length);
  if (hashLow === 0) hashLow = 1;
}

function mixed(word: number): number {
  let bits = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
