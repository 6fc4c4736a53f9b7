// What a change of the charts means for one session: whether it stays, moves or conflicts, and what becomes of its deadlines.
import { sessionCharts, SESSION_GRAPHS, type SessionGraph } from '../conversation/charts.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { Deadline } from '../conversation/deadline.ts';
import type { Session } from '../conversation/session.ts';
import type { ChartLeaf } from '../statechart/compiled-chart.ts';

/** What is done with a session whose place the new chart does not have. */
export type ConflictChoice = 'refuse' | 'keep' | 'end';

/** Where sessions go whose place has another name, by `leaf` or `graph:leaf` of the old chart. */
export type LeafMap = ReadonlyMap<string, string>;

/** What a deadline does when its session moves. Its instant stays in every case but the last. */
export type DeadlineFate = 'kept' | 'readdressed' | 'lapses';

/** What becomes of one session. */
export interface SessionMove {
  readonly fate: 'moves' | 'conflicts';
  readonly graph: string;
  readonly from: string;
  /** Undefined: the new chart has no place for it. */
  readonly to: string | undefined;
  readonly why: 'sameLeaf' | 'mapped' | 'sameStatus' | 'noLeaf' | 'noGraph';
  readonly deadlines: readonly { readonly deadline: Deadline; readonly fate: DeadlineFate }[];
}

/** What becomes of an open session whose chart has changed. */
export function planMove(
  { deadlines }: Conversation,
  session: Session,
  map: LeafMap,
  choice: ConflictChoice,
): SessionMove {
  const { graph, value: from } = session;
  // Deadlines of work belong to another chart.
  const own = deadlines.filter(
    ({ sessionId, attempt }) => sessionId === session.id && attempt === 0,
  );
  const nowhere = (why: 'noLeaf' | 'noGraph'): SessionMove => ({
    fate: 'conflicts',
    graph,
    from,
    to: undefined,
    why,
    deadlines: own.map((deadline) => ({ deadline, fate: 'kept' })),
  });
  if (!isGraph(graph)) return nowhere('noGraph');
  const { leaves } = sessionCharts[graph];
  const wanted = map.get(`${graph}:${from}`) ?? map.get(from);
  const leaf = leaves.get(wanted ?? from);
  const move = (
    to: ChartLeaf,
    why: SessionMove['why'],
    fate: SessionMove['fate'],
  ): SessionMove => ({
    fate,
    graph,
    from,
    to: to.path,
    why,
    deadlines: own.map((deadline) => ({ deadline, fate: fateOf(deadline, to) })),
  });
  if (leaf !== undefined) return move(leaf, wanted === undefined ? 'sameLeaf' : 'mapped', 'moves');
  const like = choice === 'refuse' ? undefined : leafLike(session, leaves);
  return like === undefined ? nowhere('noLeaf') : move(like, 'sameStatus', 'conflicts');
}

/** A session at its new place, with the deadlines that go with it. */
export function moved(conversation: Conversation, { to, deadlines }: SessionMove): Conversation {
  const { session } = conversation;
  if (session === null || to === undefined) return conversation;
  const copy = conversation.copy();
  const next = session.copy();
  next.value = to;
  const meta = sessionCharts[session.graph].leaves.get(to)?.meta as
    | Pick<Session, 'status' | 'waitingFor'>
    | undefined;
  next.status = meta?.status ?? session.status;
  next.waitingFor = meta?.waitingFor ?? null;
  copy.session = next;
  const fates = new Map(deadlines.map(({ deadline, fate }) => [deadline, fate]));
  copy.deadlines = conversation.deadlines.flatMap((deadline) => {
    const fate = fates.get(deadline) ?? 'kept';
    if (fate === 'lapses') return [];
    return fate === 'kept' ? [deadline] : [readdressed(deadline, leafOf(session.graph, to))];
  });
  return copy;
}

const isGraph = (graph: string): graph is SessionGraph =>
  (SESSION_GRAPHS as readonly string[]).includes(graph);

const leafOf = (graph: SessionGraph, path: string) => sessionCharts[graph].leaves.get(path);

/** The first place in the new chart that shows the same status to everybody outside. */
function leafLike(
  { status, waitingFor }: Session,
  leaves: ReadonlyMap<string, ChartLeaf>,
): ChartLeaf | undefined {
  const open = [...leaves.values()].filter(
    ({ done, meta }) => !done && meta?.['status'] === status,
  );
  return open.find(({ meta }) => (meta?.['waitingFor'] ?? null) === waitingFor) ?? open[0];
}

/** Whether what fires a deadline is still heard at a place. */
export function fateOf(deadline: Deadline, leaf: ChartLeaf): DeadlineFate {
  if (leaf.candidates.has(deadline.eventType)) return 'kept';
  return addressOf(deadline, leaf) === undefined ? 'lapses' : 'readdressed';
}

/** The event by which a place, or a state around it, hears of a timer of the same name. */
const addressOf = ({ name }: Deadline, leaf: ChartLeaf): string | undefined =>
  [...leaf.candidates.keys()].find((type) => type.startsWith(`xstate.after.${name}.`)) ??
  (leaf.candidates.has(`timer.${name}`) ? `timer.${name}` : undefined);

/** A deadline as it is heard of at a place; its instant stays. */
export function readdressed(deadline: Deadline, leaf: ChartLeaf | undefined): Deadline {
  const address = leaf === undefined ? undefined : addressOf(deadline, leaf);
  if (address === undefined) return deadline;
  const { sessionId, attempt, name, dueAt, setBy, armedAt } = deadline;
  const id = address.startsWith('xstate.after.') ? address : deadline.id;
  return new Deadline(
    { sessionId, attempt },
    { id, name, eventType: address },
    dueAt,
    setBy,
    armedAt,
  );
}
