/*
 * Which keyword a customer's text is, if any. Each pair of channel and consent policy gets one index, built at its first text.
 */
import type { KeywordKind } from '../events/set-up-words.ts';
import type { Channel } from './channel.ts';
import type { ConsentPolicy, Policy } from './policy.ts';

/** Kinds in the order in which they win a word that stands in several lists: the customer's wish to be left alone comes first. */
const PRECEDENCE: readonly KeywordKind[] = ['optOut', 'doubleOptIn', 'optIn', 'help', 'custom'];

/** Longest text that can be a keyword, UTF-16 units; a policy and a channel take no longer words. */
export const KEYWORD_LENGTH_MAX = 256;

/** The keywords of a channel: words in lower case with their kinds. */
export type KeywordKinds = ReadonlyMap<string, KeywordKind>;

/** The keywords, and the length of the longest. */
interface KeywordIndex {
  readonly kinds: KeywordKinds;
  readonly lengthMax: number;
}

const indexes = new WeakMap<Channel, WeakMap<ConsentPolicy, KeywordIndex>>();

/**
 * The kind of keyword that a text is on a channel, or undefined for ordinary text and for none.
 *
 * The whole trimmed text is compared, case aside; under `match: 'firstWord'` its first word is as well, punctuation after it aside.
 * A channel's own list replaces the policy's of the same kind; enhanced SMS enforces the extra opt-out words either way.
 * Source: lifecycle.md §1.5.
 */
export function matchKeyword(
  channel: Channel,
  policy: Policy,
  text: string | undefined,
): KeywordKind | undefined {
  if (text === undefined) return undefined;
  const index = indexOf(channel, policy.consent);
  const trimmed = text.trim();
  const whole = lookUp(index, trimmed);
  if (whole !== undefined || policy.consent.match === 'exact') return whole;
  const firstWord = firstWordOf(trimmed);
  return lookUp(index, firstWord) ?? lookUp(index, withoutPunctuation(firstWord));
}

/** The first word of a trimmed text, with what is written after it without a space. */
export function firstWordOf(trimmed: string): string {
  return /^\S+/.exec(trimmed)?.[0] ?? '';
}

/** A word without the punctuation at its end. */
export function withoutPunctuation(word: string): string {
  let end = word.length;
  // Not by a regular expression: that would try again from each of a million exclamation marks.
  while (end > 0 && '.,;:!?'.includes(word.charAt(end - 1))) end -= 1;
  return word.slice(0, end);
}

/** The keywords of a channel under a policy; the very same map for the same two. */
export function keywordKindsOf(channel: Channel, policy: Policy): KeywordKinds {
  return indexOf(channel, policy.consent).kinds;
}

function lookUp(index: KeywordIndex, text: string): KeywordKind | undefined {
  // Most messages are longer than any keyword: they cost no lower-casing.
  return text.length > index.lengthMax ? undefined : index.kinds.get(text.toLowerCase());
}

function indexOf(channel: Channel, consent: ConsentPolicy): KeywordIndex {
  let ofChannel = indexes.get(channel);
  if (ofChannel === undefined) {
    ofChannel = new WeakMap();
    indexes.set(channel, ofChannel);
  }
  let index = ofChannel.get(consent);
  if (index === undefined) {
    index = buildIndex(channel, consent);
    ofChannel.set(consent, index);
  }
  return index;
}

function buildIndex(channel: Channel, consent: ConsentPolicy): KeywordIndex {
  const kinds = new Map<string, KeywordKind>();
  let lengthMax = 0;
  for (const kind of PRECEDENCE) {
    for (const written of wordsOf(kind, channel, consent)) {
      const word = written.trim().toLowerCase();
      if (word === '' || word.length > KEYWORD_LENGTH_MAX || kinds.has(word)) continue;
      kinds.set(word, kind);
      // Lower-casing may change a length, so both forms count.
      lengthMax = Math.max(lengthMax, word.length, written.trim().length);
    }
  }
  return { kinds, lengthMax };
}

function wordsOf(kind: KeywordKind, channel: Channel, consent: ConsentPolicy): readonly string[] {
  const words = channel.keywords[kind] ?? consent[kind];
  const enhancedSms = channel.platform === 'enhanced' && channel.channelType === 'Text';
  return kind === 'optOut' && enhancedSms ? [...words, ...consent.smsExtraOptOut] : words;
}
