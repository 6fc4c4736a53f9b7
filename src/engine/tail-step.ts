// One input that a conversation has taken, kept while a late event may still come before it.
import type { Conversation } from '../conversation/conversation.ts';
import type { Refused } from '../conversation/refusals.ts';
import type { AnyFact } from '../events/fact.ts';
import { kindRank, type Ordered } from '../events/order.ts';
import type { EventIn } from '../events/vocabulary.ts';
import { placeOfRearm, type RearmInput } from './rearm-input.ts';
import type { EpochMs } from '../time/instant.ts';
import { textDigest } from './text-hash.ts';

/** Deadlines fire after everything else of their instant. */
const RANK_OF_DEADLINES = 99;

/** A fact of the feed as a repair sees it: its number, and what it says as text. */
export interface ToldFact {
  readonly seq: number;
  readonly signature: string;
  readonly type: string;
  readonly sessionId: string | null;
  /** The metric, of a figure. */
  readonly metric: string | undefined;
}

/** How a step came to a conversation. */
export type StepRole =
  /** An event that names the conversation. */
  | 'own'
  /** An event that reaches it without naming it. */
  | 'ambient'
  /** An operator's re-arming. */
  | 'rearm'
  | 'deadline';

/** One input and what was told of it. */
export class TailStep {
  readonly role: StepRole;
  readonly at: EpochMs;
  readonly rank: number;
  readonly id: string;
  /** Null for a deadline and a re-arming. */
  readonly event: EventIn | null;
  /** Null for all but a re-arming. */
  readonly rearm: RearmInput | null;
  /** Facts that were published for it, or what a checkpoint has kept of them. */
  facts: readonly (AnyFact | ToldFact)[] = NO_FACTS;
  /** The conversation after it; null for a step that was read from a store. */
  after: Conversation | null = null;
  /** Why it could not apply where it stands now; undefined when it did. */
  refusal: Refused | undefined = undefined;
  /** Whether its verdict has been told as final. */
  isFinal = true;
  /** The engine's clock when it was deferred; 0 for a step that never was. */
  deferredAt: EpochMs = 0;

  constructor(role: StepRole, at: EpochMs, event: EventIn | null, rearm: RearmInput | null = null) {
    this.role = role;
    this.at = at;
    this.event = event;
    this.rearm = rearm;
    const place = rearm === null ? event : placeOfRearm(rearm);
    this.rank = place === null ? RANK_OF_DEADLINES : kindRank(place.type);
    this.id = place === null ? '' : place.id;
  }
}

const NO_FACTS: readonly AnyFact[] = Object.freeze([]);

/** Whether a step comes after an event in the order of time. */
export function isAfter(step: TailStep, event: Ordered): boolean {
  if (step.at !== event.at) return step.at > event.at;
  const byRank = step.rank - kindRank(event.type);
  return byRank === 0 ? step.id > event.id : byRank > 0;
}

/** Whether a step comes after another one in the order of time, or stands beside it. */
export function isNotBefore(step: TailStep, other: TailStep): boolean {
  if (step.at !== other.at) return step.at > other.at;
  return step.rank === other.rank ? step.id >= other.id : step.rank > other.rank;
}

/** A fact as a repair compares it. */
export function toldFact(fact: AnyFact | ToldFact): ToldFact {
  if ('signature' in fact) return fact;
  const { seq, type, sessionId } = fact;
  const metric = fact.type === 'metric.recorded' ? fact.data.metric : undefined;
  return { seq, type, sessionId, metric, signature: signatureOf(fact) };
}

/** What a fact says, without its number: sixty-four bits of it, so that a tail in the store stays small. */
export function signatureOf({ type, at, sessionId, causationId, data }: AnyFact): string {
  return textDigest(JSON.stringify([type, at, sessionId, causationId, data]));
}
