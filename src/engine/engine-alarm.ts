// Wakes an engine when its clock reaches the next deadline. A disk that is full stays so for a while: deadlines that could
// not be written down are not fired again at once.
import type { EpochMs } from '../time/instant.ts';
import type { EngineClock } from './engine-clock.ts';
import type { CommitLoop } from './commit-loop.ts';

/** The first wait after a failure, and the longest one, milliseconds of the engine's clock; each is twice the one before. */
const WAIT_MIN_MS = 1000;
const WAIT_MAX_MS = 60_000;

/** What waits beside the deadlines, and is looked at with them. */
export interface AlarmedBeside {
  /** When it has to be looked at; Infinity when nothing waits. */
  nextAt(): EpochMs;
  look(now: EpochMs): void;
}

/** The alarm of one engine. Whatever is dispatched while it waits tries to fire what is due as well. */
export class EngineAlarm {
  readonly #clock: EngineClock;
  readonly #loop: CommitLoop;
  readonly #beside: AlarmedBeside;
  #waitMs = 0;
  /** Nothing is tried by itself before this instant. */
  #notBefore: EpochMs = -Infinity;
  #hasCommitted = false;
  #isStopped: boolean;

  /** @param isOn False where something else than the clock says when deadlines fire. */
  constructor(clock: EngineClock, loop: CommitLoop, beside: AlarmedBeside, isOn: boolean) {
    this.#clock = clock;
    this.#loop = loop;
    this.#beside = beside;
    this.#isStopped = !isOn;
  }

  /** Asks the clock for the next call. */
  arm(): void {
    if (this.#isStopped) return;
    const dueAt = Math.max(this.#nextAt, this.#notBefore);
    this.#clock.wakeAt(Math.min(dueAt, this.#beside.nextAt()), () => this.#wake());
  }

  /** Something was committed: the store takes what it is given. */
  committed(): void {
    this.#hasCommitted = true;
    this.#waitMs = 0;
    this.#notBefore = -Infinity;
    this.arm();
  }

  /** The engine closes. */
  stop(): void {
    this.#isStopped = true;
    this.#clock.stop();
  }

  /** When something is due: at once where that cannot be read, since trying to fire it tells why. */
  get #nextAt(): EpochMs {
    try {
      return this.#loop.core.nextAt;
    } catch {
      return this.#clock.now();
    }
  }

  async #wake(): Promise<void> {
    this.#hasCommitted = false;
    this.#loop.tick();
    await this.#loop.whenIdle();
    if (this.#isStopped) return;
    const now = this.#clock.now();
    if (!this.#hasCommitted && this.#nextAt <= now) {
      this.#waitMs = Math.min(WAIT_MAX_MS, Math.max(WAIT_MIN_MS, this.#waitMs * 2));
      this.#notBefore = now + this.#waitMs;
    }
    this.#beside.look(now);
    this.arm();
  }
}
