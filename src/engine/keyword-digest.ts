// Numbers that stand for what in a text may be a keyword. They are written into journals: the same text has to give the same
// numbers for ever.
import { firstWordOf, KEYWORD_LENGTH_MAX, withoutPunctuation } from '../policy/keywords.ts';

/**
 * Digests of a text: of the whole, of its first word, of that word without the punctuation after it. One at the end that says the
 * same as the one before it is left out; 0 stands for what is too long to be a keyword.
 */
export type TextDigests = readonly [whole: number, firstWord?: number, bareWord?: number];

/** Fifty-three bits of a word, case aside; 0 for one that is too long to be a keyword. */
export function digestOf(word: string): number {
  if (word.length > KEYWORD_LENGTH_MAX) return 0;
  const text = word.toLowerCase();
  let low = LOW_SEED;
  let high = HIGH_SEED;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    low = lowAfter(low, unit);
    high = highAfter(high, unit);
  }
  return digestFrom(low, high, text.length);
}

/** The digests of a trimmed text. Of plain ASCII, which most texts are, one pass gives all three and makes no other text. */
export function digestsOf(trimmed: string): TextDigests {
  const { length } = trimmed;
  let low = LOW_SEED;
  let high = HIGH_SEED;
  let [bareLow, bareHigh, bareLength] = [low, high, 0];
  let index = 0;
  for (; index < length; index += 1) {
    const unit = lowerCase(trimmed.charCodeAt(index));
    if (unit >= ASCII_END) return digestsOfParts(trimmed);
    if (isSpace(unit)) break;
    low = lowAfter(low, unit);
    high = highAfter(high, unit);
    if (isPunctuation(unit)) continue;
    bareLow = low;
    bareHigh = high;
    bareLength = index + 1;
  }
  const first = digestFrom(low, high, index);
  const bare = bareLength === index ? first : digestFrom(bareLow, bareHigh, bareLength);
  if (index === length) return asDigests(first, first, bare);
  if (length > KEYWORD_LENGTH_MAX) return asDigests(0, first, bare);
  for (; index < length; index += 1) {
    const unit = lowerCase(trimmed.charCodeAt(index));
    if (unit >= ASCII_END) return digestsOfParts(trimmed);
    low = lowAfter(low, unit);
    high = highAfter(high, unit);
  }
  return asDigests(digestFrom(low, high, length), first, bare);
}

function digestsOfParts(trimmed: string): TextDigests {
  const firstWord = firstWordOf(trimmed);
  const bareWord = withoutPunctuation(firstWord);
  return asDigests(digestOf(trimmed), digestOf(firstWord), digestOf(bareWord));
}

function asDigests(whole: number, first: number, bare: number): TextDigests {
  if (bare !== first) return [whole, first, bare];
  return first === whole ? [whole] : [whole, first];
}

const ASCII_END = 128;
const LOW_SEED = 0x811c9dc5;
const HIGH_SEED = 0x9747b28c;

const lowerCase = (unit: number): number => (unit >= 65 && unit <= 90 ? unit + 32 : unit);

const isSpace = (unit: number): boolean => unit === 32 || (unit >= 9 && unit <= 13);

/** Of `.`, `,`, `;`, `:`, `!`, `?`. */
const isPunctuation = (unit: number): boolean =>
  unit === 46 || unit === 44 || unit === 59 || unit === 58 || unit === 33 || unit === 63;

function lowAfter(low: number, unit: number): number {
  const bits = Math.imul(low ^ unit, 0x5bd1e995);
  return bits ^ (bits >>> 15);
}

function highAfter(high: number, unit: number): number {
  const bits = Math.imul(high ^ unit, 0x1b873593);
  return bits ^ (bits >>> 13);
}

function digestFrom(low: number, high: number, length: number): number {
  if (length > KEYWORD_LENGTH_MAX) return 0;
  return (mixed(high ^ length) & 0x1fffff) * 0x100000000 + (mixed(low) >>> 0);
}

function mixed(word: number): number {
  let bits = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
