/*
 * The live board beside figures that late events may still change: one board of what is settled, and a copy of it that has seen what is not.
 * The copy is made when somebody asks, and again only after an event has come late.
 */
import type { LiveBoard } from './live-board.ts';
import type { MomentFollower } from './live-metrics.ts';
import type { Moment } from './observation.ts';

/** Keeps the live board of one tenant. */
export class BoardKeeper implements MomentFollower {
  readonly #settled: LiveBoard;
  #open: LiveBoard | undefined;

  /** @param board One that has seen nothing yet. */
  constructor(board: LiveBoard) {
    this.#settled = board;
  }

  settled(moment: Moment): void {
    this.#settled.observe(moment);
  }

  again(): void {
    this.#open = undefined;
  }

  followed(moment: Moment): void {
    this.#open?.observe(moment);
  }

  /** The board as of everything that was followed. @param waiting The moments that are not settled, for a copy that is made now. */
  board(waiting: () => readonly Moment[]): LiveBoard {
    if (this.#open === undefined) {
      const open = this.#settled.copy();
      for (const moment of waiting()) open.observe(moment);
      this.#open = open;
    }
    return this.#open;
  }
}
