// Bugs on purpose: each is one that a careless store or host has, and a simulation that does not find them proves nothing.
import type { Checkpoint, StoredConversation } from '../../src/store/store.ts';

/** What a planted bug changes; what it leaves out stays right. */
export interface PlantedBug {
  /** Whether this write is not synced. */
  readonly skipsSync?: () => boolean;
  /** Whether this write is answered before it is safe. */
  readonly answersEarly?: (kind: 'append' | 'checkpoint') => boolean;
  /** What is written of a checkpoint. */
  readonly checkpoint?: (checkpoint: Checkpoint) => Checkpoint;
  /** What is found due. */
  readonly due?: (rows: readonly StoredConversation[]) => readonly StoredConversation[];
}

/** Nothing is wrong. */
export const NO_BUG: PlantedBug = {};

/** Happens every n-th time. */
function every(count: number): () => boolean {
  let times = 0;
  return () => {
    times += 1;
    return times % count === 0;
  };
}

/** The bugs by name; each is made anew for a run. */
export const PLANTED_BUGS: Readonly<Record<string, () => PlantedBug>> = {
  skippedSync: () => ({ skipsSync: every(2) }),
  acknowledgedBeforeCommit: () => ({ answersEarly: (kind) => kind === 'append' }),
  droppedDeadline: () => {
    const isDropped = every(3);
    return { due: (rows) => (isDropped() ? rows.slice(1) : rows) };
  },
  forgottenDeadline: () => ({
    checkpoint: (checkpoint) => ({
      ...checkpoint,
      conversations: checkpoint.conversations.map((row) => ({ ...row, dueAt: null })),
    }),
  }),
  forgottenIds: () => ({ checkpoint: (checkpoint) => ({ ...checkpoint, ids: [] }) }),
  lostTails: () => ({
    checkpoint: (checkpoint) => ({
      ...checkpoint,
      conversations: checkpoint.conversations.map((row) => ({ ...row, tailUntil: null })),
    }),
  }),
  tornCheckpoint: () => ({
    checkpoint: (checkpoint) => ({
      ...checkpoint,
      conversations: checkpoint.conversations.slice(1),
    }),
  }),
  wrongMark: () => ({
    checkpoint: (checkpoint) => ({
      ...checkpoint,
      marks: checkpoint.marks.map((mark) => ({ ...mark, seq: Math.max(0, mark.seq - 5) })),
    }),
  }),
};
