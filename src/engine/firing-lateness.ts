import { createHistogram } from 'node:perf_hooks';
import type { EpochMs } from '../time/instant.ts';

/** How late deadlines fired: milliseconds, and how many there were. */
export interface LatenessFigures {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** Measures how late deadlines fire. */
export class FiringLateness {
  readonly #histogram = createHistogram();

  /** Notes one firing. */
  note(dueAt: EpochMs, firedAt: EpochMs): void {
    // The histogram counts from one: a millisecond is added and taken off again.
    this.#histogram.record(Math.max(0, Math.round(firedAt - dueAt)) + 1);
  }

  /** All firings so far. */
  get figures(): LatenessFigures {
    const { count } = this.#histogram;
    if (count === 0) return { count: 0, p50: 0, p99: 0, max: 0 };
    const at = (percentile: number) => this.#histogram.percentile(percentile) - 1;
    return { count, p50: at(50), p99: at(99), max: this.#histogram.max - 1 };
  }
}
