// Conversations that have left memory while a late event could still change them: the store has them with their last steps.
// Here is only what says when they have to be looked for, and how far back a set-up has to be remembered for their sake.
import type { EpochMs } from '../time/instant.ts';

/** Those that left together: the first and the last instant of their steps. */
export type ParkedPiece = readonly [from: EpochMs, until: EpochMs];

/** Pieces kept apart, at most: what leaves afterwards is counted to the last one. */
const PIECES_MAX = 64;

/** How far the steps of a tenant's parked conversations reach. It may reach further than they do, never less far. */
export class ParkedTails {
  #pieces: ParkedPiece[] = [];

  /** Notes conversations that leave together; `from` and `until` are instants of their first and last steps. */
  add(from: EpochMs, until: EpochMs): void {
    const last = this.#pieces.length < PIECES_MAX ? undefined : this.#pieces.pop();
    this.#pieces.push([
      Math.min(from, last?.[0] ?? Infinity),
      Math.max(until, last?.[1] ?? -Infinity),
    ]);
  }

  /** Forgets those whose last steps are older than what may still change. */
  forgetBefore(horizon: EpochMs): void {
    if (this.#pieces.length > 0) {
      this.#pieces = this.#pieces.filter(([, until]) => until >= horizon);
    }
  }

  /** Instant of the first step; Infinity where nothing is parked. */
  get from(): EpochMs {
    return Math.min(Infinity, ...this.#pieces.map(([from]) => from));
  }

  /** Instant of the last step; -Infinity where nothing is parked. */
  get until(): EpochMs {
    return Math.max(-Infinity, ...this.#pieces.map(([, until]) => until));
  }

  /** For a checkpoint. */
  keep(): readonly ParkedPiece[] {
    return this.#pieces;
  }

  /** Takes up what a checkpoint has kept. */
  restore(pieces: readonly ParkedPiece[]): void {
    this.#pieces = [...pieces];
  }
}
