// What a customer wrote is needed for one thing, its keyword; but which words are keywords may turn out later, by a channel or a
// policy whose event is under way. So a message keeps digests of what in its text may be a keyword, and they are looked up
// each time that it is decided. The text itself goes no further than the door: not into memory that lasts, not into the journal.
import type { ConversationEvent } from '../conversation/decide.ts';
import type { DecisionContext } from '../conversation/decision-context.ts';
import type { KeywordKind } from '../events/set-up-words.ts';
import type { EventIn } from '../events/vocabulary.ts';
import { keywordKindsOf, type KeywordKinds } from '../policy/keywords.ts';
import { digestOf, digestsOf, type TextDigests } from './keyword-digest.ts';

/** Takes the text out of an event, and puts its digests in unless the event says itself which keyword it is. */
export function takeTextOut(event: EventIn): void {
  if (event.type !== 'customer.message' || event.text === undefined) return;
  const { text } = event;
  const own = event as { text?: string | undefined; textDigests?: TextDigests };
  own.text = undefined;
  if (event.keyword !== undefined) return;
  const trimmed = text.trim();
  if (trimmed !== '') own.textDigests = digestsOf(trimmed);
}

/** An event as it is to be decided: with the keyword that its text is in the set-up of a decision, if it is one. */
export function withKeyword(event: ConversationEvent, context: DecisionContext): ConversationEvent {
  if (event.type !== 'customer.message' || event.keyword !== undefined) return event;
  const { textDigests } = event as { readonly textDigests?: TextDigests };
  // A host may call a field of its own so.
  if (!Array.isArray(textDigests)) return event;
  const keyword = keywordOf(textDigests, context);
  return keyword === undefined ? event : { ...event, keyword };
}

function keywordOf(
  [whole, first = whole, bare = first]: TextDigests,
  { channel, policy }: DecisionContext,
): KeywordKind | undefined {
  const digests = keywordDigestsOf(keywordKindsOf(channel, policy));
  const kind = digests.get(whole);
  if (kind !== undefined || policy.consent.match === 'exact') return kind;
  return digests.get(first) ?? digests.get(bare);
}

type KeywordDigests = ReadonlyMap<number, KeywordKind>;

const digestsOfKinds = new WeakMap<KeywordKinds, KeywordDigests>();

function keywordDigestsOf(kinds: KeywordKinds): KeywordDigests {
  let digests = digestsOfKinds.get(kinds);
  if (digests === undefined) {
    digests = new Map([...kinds].map(([word, kind]) => [digestOf(word), kind]));
    digestsOfKinds.set(kinds, digests);
  }
  return digests;
}
