import type { Conversation } from '../conversation/conversation.ts';
import { Deadline } from '../conversation/deadline.ts';
import type { Session } from '../conversation/session.ts';
import type { Work } from '../conversation/work.ts';
import type { AnyFact } from '../events/fact.ts';
import type { Verdict } from '../events/verdict.ts';
import type { EventIn } from '../events/vocabulary.ts';
import type { Policy } from '../policy/policy.ts';
import type { EpochMs } from '../time/instant.ts';

/** Who hears everything that an engine decides, in order. Every method is optional. */
export interface EngineSink {
  /** A numbered fact. */
  fact?(fact: AnyFact): void;
  /** The final verdict of an event. */
  verdict?(verdict: Verdict, event: EventIn): void;
  /** A session whose record is final, or was touched again after its end; the policy is the one that holds then. */
  sessionEnded?(session: Session, conversation: Conversation, policy: Policy): void;
  /** An assignment whose record is final. */
  workFinished?(work: Work, conversation: Conversation): void;
  /** A decision as a whole, once its facts are numbered and told. For watching: it may come without any fact. */
  decided?(decision: DecidedStep): void;
}

/** What one event, or one deadline, did to a conversation. */
export interface DecidedStep {
  /** As it stands after the decision; held immutable. */
  readonly conversation: Conversation;
  /** Numbered facts of the decision, in order; without those that the feed derives from them. */
  readonly facts: readonly AnyFact[];
  readonly cause: {
    /** The type of the event in, or `timer.<name>`. */
    readonly type: string;
    /** The id of the event in, or `timer.<name>`. */
    readonly id: string;
    /** Instant of the event or of the deadline, epoch milliseconds. */
    readonly at: EpochMs;
  };
  /** Undefined for a deadline. */
  readonly event?: EventIn;
}

/** What a decision is about. @internal */
export type DecidedOn = EventIn | Deadline;

/** A decision and what caused it, put together for a sink. @internal */
export function decidedStep(
  conversation: Conversation,
  facts: readonly AnyFact[],
  on: DecidedOn,
): DecidedStep {
  if (on instanceof Deadline) {
    const timer = `timer.${on.name}`;
    return { conversation, facts, cause: { type: timer, id: timer, at: on.dueAt } };
  }
  const { type, id, at } = on;
  return { conversation, facts, cause: { type, id, at }, event: on };
}
