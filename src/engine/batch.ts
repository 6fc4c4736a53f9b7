import type { AnyFact } from '../events/fact.ts';
import type { Verdict } from '../events/verdict.ts';
import type { EpochMs } from '../time/instant.ts';

/** What one commit establishes, in order. Nobody hears of it before it is written. */
export class Batch {
  /** The engine's clock when the batch was decided. */
  readonly recordedAt: EpochMs;
  readonly facts: AnyFact[] = [];
  /** Verdicts given, those that replace an earlier one included. */
  readonly verdicts: Verdict[] = [];

  constructor(recordedAt: EpochMs) {
    this.recordedAt = recordedAt;
  }
}
