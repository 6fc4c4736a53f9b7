// When a host is killed: after so many answers, while it opens, while it closes, or by itself at one statement.
import type { Seeded } from '../bench/seeded.ts';
import type { DyingPlace, Phase } from './host-protocol.ts';

/** One way to end a life. */
export interface KillPlan {
  /** For the report. */
  readonly name: string;
  /** Answers after which it is killed from outside; Infinity for never. */
  readonly answers: number;
  /** Killed from outside at this word. */
  readonly word: 'opening' | 'closing' | undefined;
  /** Answers after which it is told to close; Infinity for never. */
  readonly closeAfter: number;
  /** Where it ends itself. */
  readonly dieAt: DyingPlace | undefined;
}

const NEVER = { answers: Infinity, word: undefined, closeAfter: Infinity, dieAt: undefined };

/** At most so many statements lie in a phase of a host with a small file. */
const STATEMENTS_MAX: Readonly<Record<Phase, number>> = {
  opening: 45,
  serving: 120,
  checkpoint: 150,
  closing: 30,
};

/** The ways, in turn, so that a dozen kills use each of them. */
const WAYS: readonly ((chance: Seeded) => KillPlan)[] = [
  (chance) => ({ ...NEVER, name: 'under load', answers: chance.between(1, 300) }),
  (chance) => ({ ...NEVER, name: 'in a checkpoint', dieAt: placeIn('checkpoint', chance) }),
  () => ({ ...NEVER, name: 'at its opening', word: 'opening' }),
  (chance) => ({ ...NEVER, name: 'under load', answers: chance.between(1, 300) }),
  (chance) => ({
    ...NEVER,
    name: 'at its close',
    word: 'closing',
    closeAfter: chance.between(0, 60),
  }),
  (chance) => ({ ...NEVER, name: 'in its opening', dieAt: placeIn('opening', chance) }),
  (chance) => ({ ...NEVER, name: 'at a statement', dieAt: placeIn('serving', chance) }),
  (chance) => ({
    ...NEVER,
    name: 'in its close',
    closeAfter: chance.between(0, 60),
    dieAt: placeIn('closing', chance),
  }),
];

/** The plan of the n-th life. */
export const killPlanOf = (life: number, chance: Seeded): KillPlan =>
  (WAYS[life % WAYS.length] as (typeof WAYS)[number])(chance);

const placeIn = (phase: Phase, chance: Seeded): DyingPlace => ({
  phase,
  statement: chance.between(1, STATEMENTS_MAX[phase]),
});
