import type { EpochMs } from '../time/instant.ts';

/** A deadline that falls exactly `after` milliseconds after its start. */
export interface ExactTimer {
  readonly mode: 'exact';
  readonly after: number;
}

/**
 * A deadline that a periodic job notices: the first run at or after `threshold` milliseconds from its start.
 *
 * Runs take place at `phase` + k · `every` milliseconds, counted from the Unix epoch.
 */
export interface SweepTimer {
  readonly mode: 'sweep';
  readonly threshold: number;
  readonly every: number;
  readonly phase: number;
}

/** How the instant of a deadline follows from its start. Source: lifecycle.md §0.1 X1, X2. */
export type TimerMode = ExactTimer | SweepTimer;

/**
 * The instant at which a timer started at `from` is due.
 *
 * Exact: `from + after`. Sweep: within [`from + threshold`, `from + threshold + every`). Source: lifecycle.md §0.1 X1.
 */
export function dueInstant(mode: TimerMode, from: EpochMs): EpochMs {
  if (mode.mode === 'exact') return from + mode.after;
  const earliest = from + mode.threshold;
  return mode.phase + Math.ceil((earliest - mode.phase) / mode.every) * mode.every;
}
