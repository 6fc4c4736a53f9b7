// Explores a compiled chart together with time: every state that events and silence can bring about, each once.
// Owns the queue of states and the firing of deadlines; what is right or wrong, the model says.
import { compareDeadlines, Deadline } from '../../src/conversation/deadline.ts';
import type { TimerName } from '../../src/events/timer-names.ts';
import type { ChartEvent } from '../../src/statechart/chart-args.ts';
import type {
  ChartLeaf,
  ChartState,
  CompiledChart,
  Step,
  TakenTransition,
} from '../../src/statechart/compiled-chart.ts';
import { initialStep, step } from '../../src/statechart/step.ts';

/** A chart at one moment: where it is, and which deadlines run. */
export interface Timed<C> extends ChartState<C> {
  /** In the order in which they fire; `dueAt` counts from now. */
  readonly pending: readonly Deadline[];
}

/** One move of the search: an event, or a deadline that fires. */
export interface Move<C> {
  readonly event: ChartEvent;
  /** Name of the deadline that fired; undefined for an event from outside. */
  readonly fired: TimerName | undefined;
  readonly from: Timed<C>;
  readonly to: Timed<C>;
  readonly step: Step<C>;
}

/** What is explored and what must hold. `G` is what the model itself keeps beside the chart: its own idea of the clocks. */
export interface ChartModel<C, G> {
  readonly name: string;
  readonly chart: CompiledChart<C>;
  readonly input: unknown;
  readonly start: G;
  /** Most time that passes at once, milliseconds; Infinity jumps from deadline to deadline. */
  readonly tickMs: number;
  /** Events that may come in this state. */
  readonly eventsIn: (state: Timed<C>, leaf: ChartLeaf, own: G) => readonly ChartEvent[];
  /** What of the context tells states apart; counters are left out. */
  readonly keyOf: (context: C) => string;
  readonly follow: (own: G, move: Move<C>) => G;
  readonly elapse: (own: G, ms: number) => G;
  readonly ownKey: (own: G) => string;
  /** What is wrong with a state; undefined if nothing is. */
  readonly judge: (state: Timed<C>, own: G) => string | undefined;
  /** What is wrong with a move; undefined if nothing is. */
  readonly judgeMove: (move: Move<C>, own: G) => string | undefined;
}

/** What a search has seen. */
interface Explored {
  readonly states: number;
  readonly moves: number;
  readonly taken: ReadonlySet<TakenTransition>;
}

/** A property that does not hold, with the shortest way there. */
export class PropertyFailure extends Error {
  constructor(model: string, what: string, way: readonly string[]) {
    super(`${model}: ${what}\n  after ${way.join(' -> ')}`);
    this.name = 'PropertyFailure';
  }
}

/** States that one search may visit; more means that the model is not finite. */
const STATES_MAX = 20_000;
/** Deadlines that silence may set off one after the other. */
const CHAIN_MAX = 20;

interface Visit<C, G> {
  readonly state: Timed<C>;
  readonly own: G;
  readonly cameFrom: Visit<C, G> | undefined;
  /** What led here. */
  readonly by: Cause;
}

type Cause = ChartEvent | Deadline | string;

/**
 * Breadth first, until no new state is left.
 *
 * @throws PropertyFailure at the first property that does not hold.
 */
function explore<C, G>(model: ChartModel<C, G>): Explored {
  const begun = initialStep(model.chart, model.input as never);
  const first: Visit<C, G> = {
    state: armed({ value: begun.value, context: begun.context, pending: [] }, begun),
    own: model.start,
    cameFrom: undefined,
    by: 'the beginning',
  };
  const seen = new Set<string>([keyOf(model, first)]);
  const queue = [first];
  const taken = new Set<TakenTransition>();
  let moves = 0;
  const visit = (next: Visit<C, G>) => {
    const key = keyOf(model, next);
    if (seen.has(key)) return;
    seen.add(key);
    if (seen.size > STATES_MAX) fail(model, next, `more than ${STATES_MAX} states`);
    queue.push(next);
  };
  for (let index = 0; index < queue.length; index += 1) {
    const here = queue[index] as Visit<C, G>;
    const complaint = model.judge(here.state, here.own);
    if (complaint !== undefined) fail(model, here, complaint);
    for (const { to, move, own, by } of successors(model, here)) {
      moves += 1;
      const next = { state: to, own, cameFrom: here, by };
      const wrong = move === undefined ? undefined : model.judgeMove(move, here.own);
      if (wrong !== undefined) fail(model, next, wrong);
      if (move?.step.taken !== undefined) taken.add(move.step.taken);
      visit(next);
    }
  }
  return { states: seen.size, moves, taken };
}

/**
 * Explores a chart under several settings; `unreached` names the declared transitions that none of them brings about.
 *
 * An eventless transition follows another one and shares its rule, so that it is not asked for.
 *
 * @throws PropertyFailure at the first property that does not hold.
 */
export function exploreAll<C, G>(
  models: readonly ChartModel<C, G>[],
): {
  readonly states: number;
  readonly moves: number;
  readonly unreached: readonly string[];
} {
  const taken = new Set<TakenTransition>();
  let states = 0;
  let moves = 0;
  for (const model of models) {
    const explored = explore(model);
    states += explored.states;
    moves += explored.moves;
    for (const each of explored.taken) taken.add(each);
  }
  const unreached = (models[0]?.chart.transitions ?? [])
    .filter((transition) => transition.eventType !== '' && !taken.has(transition))
    .map(({ source, eventType, description }) => `${source} ${eventType}: ${description}`);
  return { states, moves, unreached };
}

interface Successor<C, G> {
  readonly to: Timed<C>;
  /** Undefined when only time passes. */
  readonly move: Move<C> | undefined;
  readonly own: G;
  readonly by: Cause;
}

function* successors<C, G>(
  model: ChartModel<C, G>,
  { state, own }: Visit<C, G>,
): Generator<Successor<C, G>> {
  const leaf = model.chart.leaves.get(state.value) as ChartLeaf;
  for (const event of model.eventsIn(state, leaf, own)) {
    const move = moveBy(model.chart, state, event);
    yield { to: move.to, move, own: model.follow(own, move), by: event };
  }
  const due = dueNow(state);
  if (due !== undefined) {
    const move = fire(model.chart, state, due);
    yield { to: move.to, move, own: model.follow(own, move), by: due };
  } else if (state.pending.length > 0) {
    const ms = Math.min(model.tickMs, earliest(state));
    yield { to: passed(state, ms), move: undefined, own: model.elapse(own, ms), by: `${ms} ms` };
  }
}

/** What silence from everybody leads to: how long it takes until nothing is pending, and where the chart is then. */
export function waitInSilence<C>(
  chart: CompiledChart<C>,
  from: Timed<C>,
): { readonly ms: number; readonly end: Timed<C>; readonly fired: readonly string[] } {
  let state = from;
  let ms = 0;
  const fired: string[] = [];
  while (state.pending.length > 0) {
    const due = dueNow(state);
    if (due === undefined) {
      const wait = earliest(state);
      ms += wait;
      state = passed(state, wait);
    } else {
      fired.push(due.name);
      state = fire(chart, state, due).to;
      if (fired.length > CHAIN_MAX) throw new PropertyFailure('silence', 'goes on for ever', fired);
    }
  }
  return { ms, end: state, fired };
}

/** The state after an event from outside. */
function moveBy<C>(chart: CompiledChart<C>, from: Timed<C>, event: ChartEvent): Move<C> {
  const result = step(chart, from, event);
  return { event, fired: undefined, from, to: armed(from, result), step: result };
}

function fire<C>(chart: CompiledChart<C>, from: Timed<C>, due: Deadline): Move<C> {
  const event = { type: due.eventType };
  const rest = { ...from, pending: from.pending.filter((other) => other !== due) };
  const result = step(chart, rest, event);
  return { event, fired: due.name, from, to: armed(rest, result), step: result };
}

/** Applies what a step cancels and schedules; a chart that is done has no deadlines. */
function armed<C>(from: Timed<C>, result: Step<C>): Timed<C> {
  const { value, context, cancelled, scheduled, done } = result;
  let pending: readonly Deadline[] = done ? [] : from.pending;
  if (!done && (cancelled.length > 0 || scheduled.length > 0)) {
    pending = [
      ...pending.filter(
        ({ id }) => !cancelled.includes(id) && !scheduled.some((delay) => delay.id === id),
      ),
      ...scheduled.map(
        ({ id, name, eventType, delayMs }) =>
          new Deadline(OWNER, { id, name: name as TimerName, eventType }, delayMs, ''),
      ),
    ].toSorted(compareDeadlines);
  }
  return { value, context, pending };
}

const OWNER = { sessionId: 'model', attempt: 0 };

const earliest = <C>(state: Timed<C>) => state.pending[0]?.dueAt ?? Infinity;

function dueNow<C>(state: Timed<C>): Deadline | undefined {
  const [first] = state.pending;
  return first !== undefined && first.dueAt <= 0 ? first : undefined;
}

const passed = <C>(state: Timed<C>, ms: number): Timed<C> => ({
  ...state,
  pending: state.pending.map((each) => new Deadline(OWNER, each, each.dueAt - ms, each.setBy)),
});

function keyOf<C, G>(model: ChartModel<C, G>, { state, own }: Visit<C, G>): string {
  const clocks = state.pending.map(({ id, dueAt }) => `${id}:${dueAt}`).join(',');
  return `${state.value}|${model.keyOf(state.context)}|${clocks}|${model.ownKey(own)}`;
}

function fail<C, G>(model: ChartModel<C, G>, at: Visit<C, G>, what: string): never {
  const way: string[] = [];
  for (let visit: Visit<C, G> | undefined = at; visit !== undefined; visit = visit.cameFrom) {
    way.unshift(`${describe(visit.by)} [${visit.state.value}]`);
  }
  throw new PropertyFailure(model.name, what, way);
}

function describe(cause: Cause): string {
  if (typeof cause === 'string') return cause;
  if (cause instanceof Deadline) return `timer ${cause.name}`;
  const { type, ...fields } = cause;
  const said = JSON.stringify(fields);
  return said === '{}' ? type : `${type} ${said}`;
}
