// The fold of one agent: presence, focus, the work held, own messages, over all conversations.
import type { EpochMs } from '../time/instant.ts';
import type { AgentCalculator, Heard } from './calculator.ts';
import type { DerivedObservation } from './derived-observation.ts';
import type { FoldStep } from './fold-step.ts';
import { FoldedSubject } from './folded-subject.ts';
import type { Hearer, Hearers, Reacher } from './hearers.ts';

/** One agent in the fold. */
export class AgentFold extends FoldedSubject {
  readonly #hearers: Hearers<AgentCalculator<unknown>>;
  #states: unknown[];

  constructor(id: string, hearers: Hearers<AgentCalculator<unknown>>) {
    super(id);
    // No session of an agent ever begins that would make its figures final.
    this.keepsOnlyLasting = true;
    this.#hearers = hearers;
    this.#states = hearers.start();
  }

  /** A copy that may go another way. */
  copy(): AgentFold {
    const copy = new AgentFold(this.id, this.#hearers);
    copy.#states = structuredClone(this.#states);
    copy.takeFiguresOf(this);
    return copy;
  }

  /** Folds one observation in. */
  hear(heard: Heard, step: FoldStep): void {
    this.reach(heard.at, step);
    this.#tell(heard, step);
  }

  /** Closes what the passing of time alone has ended. */
  reach(at: EpochMs, step: FoldStep): void {
    const { reaching } = this.#hearers;
    for (let place = 0; place < reaching.length; place += 1) {
      const { index, calculator } = reaching[place] as Reacher;
      step.turnTo(this, null, null, at);
      calculator.reach?.(this.#states[index], at, step);
    }
  }

  /** Records what is still running, as of an instant, and returns what was derived of it for the conversations. */
  asOf(at: EpochMs, step: FoldStep): readonly DerivedObservation[] {
    const { calculators } = this.#hearers;
    const told: DerivedObservation[] = [];
    const kept = this.#states;
    this.#states = structuredClone(kept);
    this.provisionally(() => {
      // Whose heartbeats stayed away is no longer there, though nothing has said so yet (H15).
      this.reach(at, step);
      for (const derived of step.derived.splice(0)) {
        told.push(derived);
        this.#tell(derived, step);
      }
      for (let index = 0; index < calculators.length; index += 1) {
        step.turnTo(this, null, null, at);
        calculators[index]?.asOf?.(this.#states[index], at, step);
        for (const derived of step.derived.splice(0)) {
          told.push(derived);
          this.#tell(derived, step);
        }
      }
    });
    this.#states = kept;
    return told;
  }

  #tell(heard: Heard, step: FoldStep): void {
    const hearers = this.#hearers.of(heard);
    if (hearers.length === 0) return;
    step.turnTo(this, null, heard, heard.at);
    for (let place = 0; place < hearers.length; place += 1) {
      const { index, hear } = hearers[place] as Hearer;
      hear(this.#states[index], heard, step);
    }
  }
}
