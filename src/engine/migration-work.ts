// What a change of the agent-work chart means for assignments that may still change, of open sessions and of such that are over.
import { workChart } from '../conversation/charts.ts';
import type { Conversation } from '../conversation/conversation.ts';
import type { Deadline } from '../conversation/deadline.ts';
import type { Work } from '../conversation/work.ts';
import {
  fateOf,
  readdressed,
  type ConflictChoice,
  type DeadlineFate,
  type LeafMap,
  type SessionMove,
} from './migration-plan.ts';

/** The chart of assignments, by the name that `--map` and the report use. */
export const WORK_GRAPH = 'agent-work';

/** What becomes of one assignment. */
export interface WorkMove extends Pick<SessionMove, 'fate' | 'from' | 'to' | 'why'> {
  readonly work: Work;
  readonly deadlines: readonly { readonly deadline: Deadline; readonly fate: DeadlineFate }[];
}

/** What becomes of the assignments of a conversation. */
export function planWorks(
  { works, deadlines }: Conversation,
  map: LeafMap,
  choice: ConflictChoice,
): readonly WorkMove[] {
  return works.map((work): WorkMove => {
    const { value: from, attempt } = work;
    const wanted = map.get(`${WORK_GRAPH}:${from}`) ?? map.get(from);
    const own = workChart.leaves.get(wanted ?? from);
    const leaf = own ?? (choice === 'refuse' ? undefined : leafLike(work));
    const why = own === undefined ? 'sameStatus' : wanted === undefined ? 'sameLeaf' : 'mapped';
    const its = deadlines.filter((deadline) => deadline.attempt === attempt);
    return {
      work,
      from,
      to: leaf?.path,
      fate: own === undefined ? 'conflicts' : 'moves',
      why: leaf === undefined ? 'noLeaf' : why,
      deadlines: its.map((deadline) => ({
        deadline,
        fate: leaf === undefined ? 'kept' : fateOf(deadline, leaf),
      })),
    };
  });
}

/** A conversation with its assignments at their new places. */
export function worksMoved(conversation: Conversation, moves: readonly WorkMove[]): Conversation {
  if (moves.every(({ from, to }) => to === undefined || from === to)) return conversation;
  const copy = conversation.copy();
  const byWork = new Map(moves.map((move) => [move.work, move]));
  copy.works = conversation.works.map((work) => {
    const to = byWork.get(work)?.to;
    if (to === undefined || to === work.value) return work;
    const next = work.copy();
    next.value = to;
    return next;
  });
  const places = new Map(
    moves.flatMap(({ to, deadlines }) =>
      deadlines.map(({ deadline, fate }) => [deadline, { fate, to: to ?? '' }] as const),
    ),
  );
  copy.deadlines = conversation.deadlines.flatMap((deadline) => {
    const place = places.get(deadline);
    if (place === undefined || place.fate === 'kept') return [deadline];
    return place.fate === 'lapses' ? [] : [readdressed(deadline, workChart.leaves.get(place.to))];
  });
  return copy;
}

const leafLike = ({ status }: Work) =>
  [...workChart.leaves.values()].find(({ done, meta }) => !done && meta?.['status'] === status);
