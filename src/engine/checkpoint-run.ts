// How the checkpoints of an engine come about between its commits: begun, taken step by step, or written all at once.
import type { Checkpointer } from './checkpointer.ts';
import type { EngineCore } from './engine-core.ts';

/** What a checkpoint is of, and who hears of it. */
export interface CheckpointHost {
  core(): EngineCore;
  /** Whether nothing can be decided, so that nothing can be said of it either. */
  isBroken(): boolean;
  checkpointed(): void;
  /** One could not be written: the core has to be what the store has. */
  failed(error: unknown): void;
}

/** The checkpoints of one commit loop. */
export class CheckpointRun {
  /** Why one could not be written since whoever asks has cleared it; undefined if all were. */
  error: unknown;
  readonly #checkpointer: Checkpointer;
  readonly #host: CheckpointHost;

  constructor(checkpointer: Checkpointer, host: CheckpointHost) {
    this.#checkpointer = checkpointer;
    this.#host = host;
  }

  get isUnderWay(): boolean {
    return this.#checkpointer.isUnderWay;
  }

  /** Begins one here and now, between two commits, unless one is under way. */
  begin(): void {
    if (this.#host.isBroken() || this.isUnderWay) return;
    try {
      this.#checkpointer.begin(this.#host.core());
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Begins one where somebody waits for it. */
  beginIfAwaited(): void {
    if (!this.#checkpointer.isAwaited || this.isUnderWay) return;
    const canBegin = !this.#host.isBroken() && this.#checkpointer.isWanted(this.#host.core());
    if (canBegin) this.begin();
    else this.#checkpointer.release();
  }

  /** Does the next step of the one that is under way. False if that failed. */
  async step(): Promise<boolean> {
    // Whatever else the host has to do gets its turn.
    await new Promise<void>((resolve) => setImmediate(resolve));
    try {
      if (await this.#checkpointer.step()) this.#host.checkpointed();
      return true;
    } catch (error) {
      this.#failed(error);
      return false;
    }
  }

  /** Writes all that there is, and lets nothing be decided before it stands there. */
  async all(): Promise<void> {
    while (!this.#host.isBroken()) {
      if (!this.isUnderWay && !this.#checkpointer.isWanted(this.#host.core())) return;
      this.begin();
      // oxlint-disable-next-line no-await-in-loop
      if (!this.isUnderWay || !(await this.step())) return;
    }
  }

  #failed(error: unknown): void {
    this.error = error;
    this.#checkpointer.abandon();
    this.#checkpointer.release();
    // The journal has everything: what the checkpoint would have said is decided again from it.
    this.#host.failed(error);
  }
}
