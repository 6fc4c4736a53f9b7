/*
 * Which keyword a customer's text is, if any. Each pair of channel and consent policy gets one index, built at its first text.
 */
import type { KeywordKind } from '../events/set-up-words.ts';
import type { Channel } from './channel.ts';
import type { ConsentPolicy, Policy } from './policy.ts';

/** Kinds in the order in which they win a word that stands in several lists: the customer's wish to be left alone comes first. */
const PRECEDENCE: readonly KeywordKind[] = ['optOut', 'doubleOptIn', 'optIn', 'help', 'custom'];

/** Words in lower case with their kinds, and the length of the longest. */
interface KeywordIndex {
  readonly kinds: ReadonlyMap<string, KeywordKind>;
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
  const firstWord = /^\S+/.exec(trimmed)?.[0] ?? '';
  return lookUp(index, firstWord) ?? lookUp(index, firstWord.replace(/[.,;:!?]+$/, ''));
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
      if (word === '' || kinds.has(word)) continue;
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
