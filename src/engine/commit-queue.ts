// The requests that wait for their commit, in the order in which they came, and at most so many events of them.
import { HoldlineError } from '../events/holdline-error.ts';
import { CommitRequest } from './commit-request.ts';
import type { DispatchOutcome } from './dispatch-outcome.ts';
import type { DispatchWatch } from './engine-observer.ts';
import type { Command } from './journal-record.ts';

/** The queue of one commit loop. */
export class CommitQueue {
  #requests: CommitRequest[] = [];
  #pendingCount = 0;
  /** The answer to the request that came last. */
  #lastAnswer: Promise<unknown> = Promise.resolve();
  readonly #pendingMax: number;

  /** @param pendingMax Events that may wait, at most, count. */
  constructor(pendingMax: number) {
    this.#pendingMax = pendingMax;
  }

  /** Events that wait for their commit, count. */
  get pendingCount(): number {
    return this.#pendingCount;
  }

  get isEmpty(): boolean {
    return this.#requests.length === 0;
  }

  get requests(): readonly CommitRequest[] {
    return this.#requests;
  }

  /** Adds a request; rejects with `overloaded` if more would wait than may. `added` is called if not. */
  add(
    commands: readonly Command[],
    watch: DispatchWatch | undefined,
    added: () => void,
  ): Promise<readonly DispatchOutcome[]> {
    const waiting = this.#pendingCount;
    const most = this.#pendingMax;
    if (waiting > 0 && waiting + commands.length > most) {
      const message = `expected at most ${most} events to wait for their commit, found ${waiting}: send the event again a little later`;
      return Promise.reject(new HoldlineError('overloaded', message, { retryable: true }));
    }
    this.#pendingCount += commands.length;
    const answer = new Promise<readonly DispatchOutcome[]>((resolve, reject) => {
      this.#requests.push(new CommitRequest(commands, resolve, reject, watch));
      added();
    });
    this.#lastAnswer = answer;
    return answer;
  }

  /** Resolves once all that waits now has its answer, whatever it is. */
  async answered(): Promise<void> {
    if (this.isEmpty) return;
    await this.#lastAnswer.catch(() => undefined);
  }

  /** Answers the requests whose last command is committed. */
  settle(): void {
    let done = 0;
    for (const request of this.#requests) {
      request.committed = request.next;
      if (!request.isTaken) break;
      done += 1;
      this.#pendingCount -= request.commands.length;
      request.resolve(request.outcomes);
    }
    if (done > 0) this.#requests = this.#requests.slice(done);
  }

  /** Forgets what was taken and not committed. */
  rewind(): void {
    for (const request of this.#requests) request.rewind();
  }

  /** Takes those out of which something was taken and not committed. */
  takeUncommitted(): readonly CommitRequest[] {
    const failed = this.#requests.filter(({ next, committed }) => next > committed);
    this.#requests = this.#requests.filter(({ next, committed }) => next === committed);
    return failed;
  }

  /** Lets a request go on without a command that the engine fails on. */
  setAside(request: CommitRequest, command: Command): void {
    this.#pendingCount -= 1;
    const others = request.without(command);
    this.#requests = this.#requests.map((other) => (other === request ? others : other));
    // What is left of it may be nothing: it is answered with the next batch.
    if (this.#requests.length === 1 && others.isTaken) this.settle();
  }

  /** Refuses requests, whether or not they still wait here. */
  refuse(requests: readonly CommitRequest[], error: unknown): void {
    const refused = new Set(requests);
    this.#requests = this.#requests.filter((request) => !refused.has(request));
    for (const request of requests) {
      this.#pendingCount -= request.commands.length;
      request.reject(error);
    }
  }
}
