import type { EpochMs } from '../time/instant.ts';

/** How an engine knows the time, and how it is woken. */
export interface EngineClock {
  /** `virtual` stands still until somebody moves it: the wall clock does not bound what may come. */
  readonly kind: 'system' | 'virtual';
  /** Epoch milliseconds. */
  now(): EpochMs;
  /**
   * Calls once the clock has reached an instant; at most one call is pending, a later request replaces it.
   *
   * `Infinity` asks for nothing any more. The promise of the call resolves once its consequences are committed.
   */
  wakeAt(at: EpochMs, wake: () => Promise<void>): void;
  /** Lets go of what is pending. */
  stop(): void;
}

/** The clock is looked at so often: it may have been set forward, or the machine may have slept, and timers of Node do not notice. */
const LOOK_EVERY_MS = 60_000;

/** The wall clock. A pending wake-up does not keep the process alive: that is the host's to decide. */
export class SystemClock implements EngineClock {
  readonly kind = 'system';
  #cancel: (() => void) | undefined;

  now(): EpochMs {
    return Date.now();
  }

  wakeAt(at: EpochMs, wake: () => Promise<void>): void {
    this.stop();
    if (at === Infinity) return;
    const waitMs = Math.min(Math.max(0, at - this.now()), LOOK_EVERY_MS);
    this.#cancel = this.after(waitMs, () => {
      // The clock may have been set back, or the wait was cut in pieces.
      if (this.now() >= at) void wake();
      else this.wakeAt(at, wake);
    });
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  /** Calls once after so many milliseconds, unless what it returns is called before. */
  protected after(ms: number, call: () => void): () => void {
    const timer = setTimeout(call, ms);
    timer.unref();
    return () => clearTimeout(timer);
  }
}
