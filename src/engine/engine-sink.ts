import type { Conversation } from '../conversation/conversation.ts';
import type { Session } from '../conversation/session.ts';
import type { Work } from '../conversation/work.ts';
import type { AnyFact } from '../events/fact.ts';
import type { Verdict } from '../events/verdict.ts';
import type { EventIn } from '../events/vocabulary.ts';
import type { Policy } from '../policy/policy.ts';

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
}
