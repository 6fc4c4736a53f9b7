import type { EngineClock, EpochMs } from 'holdline';

/**
 * Dates what the service itself reports: never two events at one instant.
 *
 * Events of one instant are ordered by their kind and then by their id, whichever was sent first. A router that offers again in
 * the very millisecond of a refusal means an order, so the second event is dated a millisecond later.
 */
export class EventDates {
  readonly #clock: EngineClock;
  #last: EpochMs = 0;

  constructor(clock: EngineClock) {
    this.#clock = clock;
  }

  /** Now, or a millisecond after the last one. */
  next(): EpochMs {
    this.#last = Math.max(this.#clock.now(), this.#last + 1);
    return this.#last;
  }
}
