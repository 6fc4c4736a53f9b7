// The fold of what may still change, beside the one that is settled.
import type { ChangesBySubject, FigureChange, FigureChanges } from './figure-changes.ts';
import type { MetricFold } from './metric-fold.ts';

/** The fold, and what it has told. */
export interface OpenFold {
  readonly fold: MetricFold;
  readonly changes: FigureChanges;
}

/**
 * What the passing of time has brought to the settled fold and the open one has not told yet; undefined where the two have gone apart.
 *
 * Whoever the open fold is ahead with has been told of the time that has passed by what came after it.
 */
export function untold(reached: ChangesBySubject, { fold, changes }: OpenFold) {
  const risen: FigureChange[] = [];
  const toldOf = (kind: keyof ChangesBySubject) => {
    const told = new Map<string, readonly FigureChange[]>();
    for (const [id, list] of reached[kind]) {
      if (fold.isAheadOf(kind, id)) told.set(id, list);
      else risen.push(...list);
    }
    return told;
  };
  const told = { conversations: toldOf('conversations'), agents: toldOf('agents') };
  return changes.takeSame(told) ? risen : undefined;
}
