// A clock that stands still until a test moves it: thirty hours pass in a millisecond, deadline by deadline.
import type { EngineClock } from '../engine/engine-clock.ts';
import { HoldlineError } from '../events/holdline-error.ts';
import { parseDuration } from '../time/duration.ts';
import { formatInstant, parseInstant, type EpochMs } from '../time/instant.ts';

/** Where a virtual clock stands if nobody says otherwise: a Monday morning. */
const START = '2026-03-02T09:00:00.000Z';

/** A clock for tests. Give the same one to the engine and to whoever dates the events. */
export class VirtualClock implements EngineClock {
  readonly kind = 'virtual';
  #now: EpochMs;
  #wakeAt: EpochMs = Infinity;
  #wake: (() => Promise<void>) | undefined;

  /** @throws HoldlineError time_invalid if the start is no instant. */
  constructor(start: EpochMs | string = START) {
    this.#now = instantOf(start);
  }

  now(): EpochMs {
    return this.#now;
  }

  /** The time as RFC 3339 text, for the `at` of events. */
  get at(): string {
    return formatInstant(this.#now);
  }

  wakeAt(at: EpochMs, wake: () => Promise<void>): void {
    this.#wakeAt = at;
    this.#wake = wake;
  }

  stop(): void {
    this.#wakeAt = Infinity;
    this.#wake = undefined;
  }

  /**
   * Moves the clock on by an ISO 8601 duration or milliseconds, and resolves once all that this brings about is committed.
   * It stops at each deadline on the way, so that what a deadline causes is recorded at its very instant.
   *
   * @throws HoldlineError time_invalid for what is no duration.
   */
  async advanceBy(duration: string | number): Promise<void> {
    const ms = typeof duration === 'number' ? duration : parseDuration(duration, 'zeroAllowed');
    if (typeof ms !== 'number' || !(ms >= 0)) {
      throw new HoldlineError(
        'time_invalid',
        `expected an ISO 8601 duration such as "PT30H" or milliseconds, found ${String(duration)}: correct it`,
      );
    }
    await this.advanceTo(this.#now + ms);
  }

  /** As `advanceBy`, to an instant. @throws HoldlineError time_invalid for what is none, or lies behind. */
  async advanceTo(instant: EpochMs | string): Promise<void> {
    const target = instantOf(instant);
    if (target < this.#now) {
      throw new HoldlineError(
        'time_invalid',
        `expected an instant at or after ${this.at}, found ${formatInstant(target)}: a virtual clock goes forward only`,
      );
    }
    while (this.#wakeAt <= target && this.#wake !== undefined) {
      const wake = this.#wake;
      this.#now = Math.max(this.#now, this.#wakeAt);
      this.stop();
      // oxlint-disable-next-line no-await-in-loop
      await wake();
    }
    this.#now = target;
  }
}

function instantOf(written: EpochMs | string): EpochMs {
  const at = parseInstant(written);
  if (typeof at !== 'string') return at;
  throw new HoldlineError(
    'time_invalid',
    `expected an RFC 3339 time with offset or epoch milliseconds, found ${String(written)}: correct it`,
  );
}
