// The fold of one agent: presence, focus, the work held, own messages, over all conversations.
import type { EpochMs } from '../time/instant.ts';
import type { AgentCalculator, Heard } from './calculator.ts';
import type { FoldStep } from './fold-step.ts';
import { FoldedSubject } from './folded-subject.ts';
import type { Hearers } from './hearers.ts';

/** One agent in the fold. */
export class AgentFold extends FoldedSubject {
  readonly #hearers: Hearers<AgentCalculator<unknown>>;
  readonly #states: unknown[];

  constructor(id: string, hearers: Hearers<AgentCalculator<unknown>>) {
    super(id);
    this.#hearers = hearers;
    this.#states = hearers.start();
  }

  /** Folds one observation in. */
  hear(heard: Heard, step: FoldStep): void {
    this.reach(heard.at, step);
    for (const { index, hear } of this.#hearers.of(heard.type)) {
      step.turnTo(this, null, heard, heard.at);
      hear(this.#states[index], heard, step);
    }
  }

  /** Closes what the passing of time alone has ended. */
  reach(at: EpochMs, step: FoldStep): void {
    const { calculators } = this.#hearers;
    for (let index = 0; index < calculators.length; index += 1) {
      const calculator = calculators[index];
      if (calculator?.reach === undefined) continue;
      step.turnTo(this, null, null, at);
      calculator.reach(this.#states[index], at, step);
    }
  }

  /** Records what is still running, as of an instant. */
  asOf(at: EpochMs, step: FoldStep): void {
    this.#hearers.calculators.forEach((calculator, index) => {
      if (calculator.asOf === undefined) return;
      step.turnTo(this, null, null, at);
      calculator.asOf(structuredClone(this.#states[index]), at, step);
    });
  }
}
