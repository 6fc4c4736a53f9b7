// What goes wrong in one simulation, and when: drawn from the seed, apart from the workload.
import type { Seeded } from '../bench/seeded.ts';

/** What becomes of one write. */
export type WriteFault =
  | 'none'
  /** Nothing is written, and that is said. */
  | 'refused'
  /** It is written, and yet an error is told. */
  | 'writtenButRefused'
  /** The machine stops before anything is written. */
  | 'crashBefore'
  /** The machine stops after the write, before it is safe. */
  | 'crashUnsynced'
  /** The machine stops after it is safe, before anybody hears. */
  | 'crashAfter';

/** One write's fate. */
export interface WriteFate {
  readonly fault: WriteFault;
  /** Turns of the event loop until it answers; undefined for an answer at once. */
  readonly turns: number | undefined;
}

/** How often what goes wrong; 0..1. */
interface Shares {
  readonly refused: number;
  readonly crashed: number;
  readonly slow: number;
}

/** The faults of one seed. Swarm: each seed has some kinds of them only. */
export class Faults {
  readonly #chance: Seeded;
  readonly #appends: Shares;
  readonly #checkpoints: Shares;
  /** Share of the pauses between two steps at which the machine stops. */
  readonly crashes: number;
  /** Share of the events that are sent twice. */
  readonly duplicates: number;
  /** Share of the steps after which nobody waits for the answer. */
  readonly impatience: number;
  #isCalm = false;

  constructor(chance: Seeded) {
    this.#chance = chance;
    const share = (isPresent: number, value: number) => (chance.chance(isPresent) ? value : 0);
    this.#appends = { refused: share(0.4, 0.06), crashed: share(0.4, 0.04), slow: share(0.5, 0.4) };
    this.#checkpoints = {
      refused: share(0.4, 0.2),
      crashed: share(0.4, 0.1),
      slow: share(0.5, 0.4),
    };
    this.crashes = share(0.6, 0.08);
    this.duplicates = share(0.5, 0.15);
    this.impatience = share(0.7, 0.5);
  }

  /** Nothing goes wrong any more. */
  calm(): void {
    this.#isCalm = true;
  }

  /** Whether something happens that has a share. */
  strikes(share: number): boolean {
    return this.#chance.chance(share) && !this.#isCalm;
  }

  /** The fate of the next write. */
  next(kind: 'append' | 'checkpoint'): WriteFate {
    const shares = kind === 'append' ? this.#appends : this.#checkpoints;
    const chance = this.#chance;
    const fate = chance.next();
    const turns = chance.chance(shares.slow) ? chance.between(1, 3) : undefined;
    if (this.#isCalm) return { fault: 'none', turns: undefined };
    if (fate < shares.refused) {
      return { fault: chance.pick(['refused', 'writtenButRefused'] as const), turns };
    }
    if (fate > 1 - shares.crashed) {
      return {
        fault: chance.pick(['crashBefore', 'crashUnsynced', 'crashAfter'] as const),
        turns,
      };
    }
    return { fault: 'none', turns };
  }
}
