import type { DecidedStep } from './engine-sink.ts';
import type { AnyFact } from '../events/fact.ts';
import type { Verdict } from '../events/verdict.ts';
import type { EpochMs } from '../time/instant.ts';

/** A verdict and whose event it is about. */
export interface TenantVerdict extends Verdict {
  readonly tenant: string;
}

/** What one commit establishes, in order. Nobody hears of it before it is written. */
export class Batch {
  /** The engine's clock when the batch was decided. */
  readonly recordedAt: EpochMs;
  /** Whether time is that of the events: then nothing is noticed later than it happens. */
  readonly isEventTime: boolean;
  readonly facts: AnyFact[] = [];
  /** Verdicts that are not simply `applied` at once: refusals, and what replaces an earlier verdict. */
  readonly verdicts: TenantVerdict[] = [];

  /** Each decision as a whole, where somebody watches; undefined where nobody does. */
  readonly decided: DecidedStep[] | undefined;

  constructor(recordedAt: EpochMs, isEventTime = false, isWatched = false) {
    this.recordedAt = recordedAt;
    this.isEventTime = isEventTime;
    this.decided = isWatched ? [] : undefined;
  }

  /** Notes the verdict of an event that is being taken; that it applies goes without saying. */
  answer(tenant: string, verdict: Verdict): void {
    if (verdict.verdict !== 'applied') this.verdicts.push({ tenant, ...verdict });
  }

  /** Notes a verdict that replaces an earlier one. */
  replace(tenant: string, verdict: Verdict): void {
    this.verdicts.push({ tenant, ...verdict });
  }
}
