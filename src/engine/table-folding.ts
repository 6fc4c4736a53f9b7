// Whoever asks the tables of the store waits until they have all that was submitted before.
import { setImmediate } from 'node:timers/promises';

/** Those who wait for a checkpoint because they read what it writes. */
export class TableFolding {
  readonly #answered: () => Promise<void>;
  readonly #nextCheckpoint: () => Promise<void>;
  #folding: Promise<unknown> = Promise.resolve();

  /**
   * @param answered Resolves once all that waits for its commit has its answer.
   * @param nextCheckpoint Resolves at the end of a checkpoint that begins from now on, or once none is needed.
   */
  constructor(answered: () => Promise<void>, nextCheckpoint: () => Promise<void>) {
    this.#answered = answered;
    this.#nextCheckpoint = nextCheckpoint;
  }

  /** Resolves once the tables have all that was submitted before, if they can be written; what is submitted meanwhile goes on. */
  fold(): Promise<void> {
    const folding = this.#fold();
    this.#folding = Promise.all([this.#folding, folding]);
    return folding;
  }

  /** Resolves once nobody waits any more, and all who did have been told. */
  async folded(): Promise<void> {
    await this.#folding;
    await setImmediate();
  }

  async #fold(): Promise<void> {
    await this.#answered();
    await this.#nextCheckpoint();
  }
}
