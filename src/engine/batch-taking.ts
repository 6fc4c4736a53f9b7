// One batch while it is decided: commands in, an outcome for each at the end.
import type { Verdict } from '../events/verdict.ts';
import type { Batch } from './batch.ts';
import type { CommitRequest } from './commit-request.ts';
import { DispatchOutcome } from './dispatch-outcome.ts';
import type { EngineCore } from './engine-core.ts';
import { isEvent, type Command } from './journal-record.ts';
import { WaitingTaken } from './late-arrivals.ts';

/** An outcome that is not known before the batch is whole. */
interface OpenOutcome {
  readonly request: CommitRequest;
  readonly index: number;
  readonly taken: WaitingTaken;
}

/** A batch in the making. */
export class BatchTaking {
  readonly batch: Batch;
  /** What the journal has to remember. */
  readonly commands: Command[] = [];
  /** Commands of requests that were taken, duplicates included, count. */
  takenCount = 0;
  readonly #core: EngineCore;
  readonly #open: OpenOutcome[] = [];
  #last: CommitRequest | undefined;
  #lastIndex = 0;

  constructor(core: EngineCore, batch: Batch) {
    this.#core = core;
    this.batch = batch;
  }

  /** The command taken last and its request, where only that can have broken the core, and none that waited for its place. */
  get sure(): readonly [CommitRequest, Command] | undefined {
    if (this.#last === undefined || (this.takenCount > 1 && this.#open.length > 0))
      return undefined;
    return [this.#last, this.#last.commands[this.#lastIndex] as Command];
  }

  /** Decides the next command of a request. */
  takeNext(request: CommitRequest): void {
    const command = request.commands[request.next] as Command;
    this.#last = request;
    this.#lastIndex = request.next;
    this.takenCount += 1;
    const { facts } = this.batch;
    const from = facts.length;
    if (!isEvent(command)) {
      this.#core.execute(command, this.batch);
      this.commands.push(command);
      request.answer(new DispatchOutcome(DONE, undefined, facts, from, facts.length));
      return;
    }
    const taken = this.#core.take(command, this.batch);
    const { verdict } = taken;
    if (verdict.verdict !== 'duplicate') this.commands.push(command);
    if (taken instanceof WaitingTaken) {
      this.#open.push({ request, index: request.outcomes.length, taken });
    }
    const stands = taken.conversation?.conversation;
    request.answer(new DispatchOutcome(verdict, stands, facts, from, facts.length));
  }

  /** Lets what came late take its place: all outcomes are known then. */
  finish(): void {
    this.#core.settleLate(this.batch);
    for (const { request, index, taken } of this.#open) {
      const { verdict, conversation, facts } = taken;
      const stands = conversation.conversation;
      request.outcomes[index] = new DispatchOutcome(verdict, stands, facts, 0, facts.length);
    }
  }
}

const DONE: Verdict = { eventId: '', verdict: 'applied' };
