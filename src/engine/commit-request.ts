// What waits for its commit: commands that were submitted together, and who waits for the answer.
import type { Verdict } from '../events/verdict.ts';
import type { Batch } from './batch.ts';
import { DispatchOutcome } from './dispatch-outcome.ts';
import type { DispatchWatch } from './engine-observer.ts';
import type { Command } from './journal-record.ts';

/** Who hears of a commit. */
export interface CommitListener {
  committed(batch: Batch, position: number, commands: readonly Command[]): void;
  failed(error: unknown): void;
  checkpointed(): void;
}

/** Commands submitted together; they may take several commits. */
export class CommitRequest {
  readonly commands: readonly Command[];
  readonly outcomes: DispatchOutcome[] = [];
  /** The next command to take. */
  next = 0;
  /** Commands that are committed, count. */
  committed = 0;
  /** Who watches the dispatch that it stands for. */
  readonly watch: DispatchWatch | undefined;
  readonly resolve: (outcomes: readonly DispatchOutcome[]) => void;
  readonly reject: (error: unknown) => void;

  constructor(
    commands: readonly Command[],
    resolve: (outcomes: readonly DispatchOutcome[]) => void,
    reject: (error: unknown) => void,
    watch?: DispatchWatch,
  ) {
    this.commands = commands;
    this.resolve = resolve;
    this.reject = reject;
    this.watch = watch;
  }

  /** Whether nothing is left to take. */
  get isTaken(): boolean {
    return this.next >= this.commands.length;
  }

  /** Notes the outcome of the next command. */
  answer(outcome: DispatchOutcome): void {
    this.outcomes.push(outcome);
    this.next += 1;
  }

  /** Forgets what was taken and not committed. */
  rewind(): void {
    this.next = this.committed;
    this.outcomes.length = this.committed;
  }

  /** The same request without the command that broke the core; its answer is put back in its place at the end. */
  without(command: Command): CommitRequest {
    const index = this.commands.indexOf(command);
    const others = this.commands.filter((_, at) => at !== index);
    const whole = new CommitRequest(
      others,
      (outcomes) => this.resolve(outcomes.toSpliced(index, 0, faultOutcome(command))),
      this.reject,
      this.watch,
    );
    whole.committed = this.committed;
    whole.next = this.committed;
    whole.outcomes.push(...this.outcomes.slice(0, this.committed));
    return whole;
  }
}

/** The answer to an event that the engine failed on. */
export function faultOutcome(command: Command): DispatchOutcome {
  const message =
    'the engine failed on this event and set it aside, nothing has changed: report it with the log of the engine';
  const eventId = 'command' in command ? '' : command.id;
  const verdict: Verdict = { eventId, verdict: 'rejected', code: 'engine_fault', message };
  return new DispatchOutcome(verdict, undefined, [], 0, 0);
}
