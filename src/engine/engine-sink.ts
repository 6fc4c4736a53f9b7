import type { Session } from '../conversation/session.ts';
import type { Work } from '../conversation/work.ts';
import type { AnyFact } from '../events/fact.ts';
import type { Verdict } from '../events/verdict.ts';
import type { EpochMs } from '../time/instant.ts';

/** Who hears everything that an engine decides, in order. Every method is optional. */
export interface EngineSink {
  /** A numbered fact. */
  fact?(fact: AnyFact): void;
  /** The final verdict of an event; `at` is the event's instant. */
  verdict?(verdict: Verdict, at: EpochMs): void;
  /** A session whose record is final, or was touched again after its end. */
  sessionEnded?(session: Session, tenant: string): void;
  /** An assignment whose record is final. */
  workFinished?(work: Work, tenant: string): void;
}
