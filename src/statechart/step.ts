// step: one event run to quiescence, as a pure function. The order of everything follows XState's macrostep.
// Never keeps anything between two calls but what it has looked up in the chart.
import { perform } from './action.ts';
import { ActorAccess, type ChartEvent, InitialArgs, StepArgs } from './chart-args.ts';
import { ChartError, ChartUnsupportedError } from './chart-error.ts';
import type {
  Candidate,
  ChartLeaf,
  ChartState,
  CompiledChart,
  EmittedFact,
  Step,
} from './compiled-chart.ts';
import { matchesWildcard } from './event-descriptor.ts';
import { type CompiledGuard, evaluateGuard } from './guard.ts';
import { leafAt } from './state-path.ts';
import { NO_IDS, StepRecord } from './step-record.ts';

/** Event types remembered a leaf, those that the machine names included; others are matched anew each time. */
const KNOWN_TYPES_MAX = 512;

const NO_CANDIDATES: readonly Candidate[] = [];

/**
 * What one event does to a state of the chart; changes neither.
 *
 * An event that is not handled returns the same `value` and `context`, with `taken` undefined; so does any event in a
 * top-level final state. An error thrown by a guard, an action or a delay of the machine passes through.
 *
 * Where the code itself names the event's type, it must be one of the machine's or begin with `xstate.`; a type that only
 * runs know, as that of a deadline, is any text.
 *
 * @throws ChartError chart_state_unknown if the state is not at a leaf of the chart.
 * @throws ChartError chart_loop if the event sets off microsteps without end.
 * @throws ChartUnsupportedError if the machine's code reads `self`, `system` or `spawn`.
 */
export function step<
  TContext,
  TEvent extends ChartEvent = ChartEvent,
  TEmitted extends EmittedFact = EmittedFact,
>(
  chart: CompiledChart<TContext, TEvent, unknown, TEmitted>,
  state: ChartState<TContext>,
  event: NoInfer<TEvent> | { readonly type: `xstate.${string}` },
): Step<TContext, TEmitted>;
export function step<TContext, TEmitted extends EmittedFact, TType extends string>(
  chart: CompiledChart<TContext, ChartEvent, unknown, TEmitted>,
  state: ChartState<TContext>,
  event: { readonly type: TType } & (string extends TType ? unknown : never),
): Step<TContext, TEmitted>;
export function step(
  chart: CompiledChart<unknown>,
  state: ChartState<unknown>,
  event: ChartEvent,
): Step<unknown> {
  return run(chart, leafOf(chart, state), state.context, event);
}

/**
 * The chart at its beginning: the initial leaf, the context made from the input, the effects of all entry actions.
 *
 * @throws ChartError chart_loop if it never comes to rest.
 * @throws ChartUnsupportedError if the machine's code reads `self`, `system` or `spawn`.
 */
export function initialStep<TContext, TInput, TEmitted extends EmittedFact = EmittedFact>(
  chart: CompiledChart<TContext, ChartEvent, TInput, TEmitted>,
  ...[input]: undefined extends TInput ? [input?: TInput] : [input: TInput]
): Step<TContext, TEmitted> {
  const { contextOf, context, actions, leaf } = chart.start;
  const event: ChartEvent & { readonly input: unknown } = { type: 'xstate.init', input };
  const record = new StepRecord(leaf, context, undefined, NO_IDS);
  try {
    if (contextOf !== undefined) {
      record.context = { ...(contextOf(new InitialArgs(input)) as object) };
    }
    const args = new StepArgs(record.context, event);
    perform(actions, 1, args, record);
    record.context = args.context;
    settle(chart, leaf, args, record);
  } catch (error) {
    throw located(error, chart.id, leaf.path);
  }
  return record as StepRecord & Step<TContext, TEmitted>;
}

/** The leaf of a state; one that `step` has returned knows it, if it comes from this chart. */
function leafOf<TContext>(chart: CompiledChart<TContext>, state: ChartState<TContext>): ChartLeaf {
  if (state instanceof StepRecord) {
    const leaf = StepRecord.leafOf(state);
    if (leaf.home === chart.leaves && leaf.path === state.value) return leaf;
  }
  const leaf = leafAt(chart, state.value);
  leaf.home = chart.leaves;
  return leaf;
}

function run(
  chart: CompiledChart<unknown>,
  leaf: ChartLeaf,
  context: unknown,
  event: ChartEvent,
): StepRecord {
  const candidates = leaf.done ? NO_CANDIDATES : candidatesOf(leaf, event.type);
  if (candidates.length === 0 && (leaf.always.length === 0 || leaf.done)) {
    return new StepRecord(leaf, context, undefined, NO_IDS);
  }
  const args = new StepArgs(context, event);
  try {
    const chosen = select(candidates, args);
    const record =
      chosen === undefined ? new StepRecord(leaf, context, undefined, NO_IDS) : begin(chosen, args);
    const next = chosen === undefined ? leaf : chosen.next;
    if (next.always.length > 0 || record.raised.length > 0) settle(chart, next, args, record);
    return record;
  } catch (error) {
    throw located(error, chart.id, leaf.path);
  }
}

/** What may be taken on an event type, in order; empty if nothing. */
function candidatesOf(leaf: ChartLeaf, eventType: string): readonly Candidate[] {
  if (leaf.recent !== undefined && leaf.recentType === eventType) return leaf.recent;
  if (leaf.former !== undefined && leaf.formerType === eventType) return leaf.former;
  const found = leaf.candidates.get(eventType) ?? wildcardCandidates(leaf, eventType);
  leaf.former = leaf.recent;
  leaf.formerType = leaf.recentType;
  leaf.recent = found;
  leaf.recentType = eventType;
  return found;
}

function wildcardCandidates(leaf: ChartLeaf, eventType: string): readonly Candidate[] {
  if (leaf.wildcards.length === 0) return NO_CANDIDATES;
  const found = leaf.wildcards.flatMap((wildcard) =>
    matchesWildcard(eventType, wildcard.descriptor) ? wildcard.candidates : NO_CANDIDATES,
  );
  if (leaf.candidates.size < KNOWN_TYPES_MAX) leaf.candidates.set(eventType, found);
  return found;
}

/** The first candidate whose guard passes. */
function select(candidates: readonly Candidate[], args: StepArgs): Candidate | undefined {
  for (let index = 0; index < candidates.length; index += 1) {
    const candidate = candidates[index] as Candidate;
    const { test, guard } = candidate;
    if (test !== undefined ? test(args, candidate.testParams) : passes(guard, args)) {
      return candidate;
    }
  }
  return undefined;
}

const passes = (guard: CompiledGuard | undefined, args: StepArgs): boolean =>
  guard === undefined || evaluateGuard(guard, args);

/** The first microstep of an event, with the record that it begins. */
function begin(candidate: Candidate, args: StepArgs): StepRecord {
  const { next, transition, forbids, cancelled } = candidate;
  const record = new StepRecord(next, args.context, forbids ? undefined : transition, cancelled);
  perform(candidate.running, candidate.factsCount, args, record);
  record.context = args.context;
  return record;
}

/** A later microstep; returns the leaf that it leads to. */
function take(candidate: Candidate, args: StepArgs, record: StepRecord): ChartLeaf {
  if (record.taken === undefined && !candidate.forbids) record.taken = candidate.transition;
  for (const id of candidate.cancelled) record.cancel(id);
  perform(candidate.running, candidate.factsCount, args, record);
  record.context = args.context;
  record.moveTo(candidate.next);
  return candidate.next;
}

/**
 * Eventless transitions and raised events, until neither is left or the chart is done.
 *
 * As in XState, an eventless transition that changed neither leaf nor context is not tried again before the next
 * raised event, and a raised event becomes the `event` of all that follows.
 */
function settle(
  chart: CompiledChart<unknown>,
  from: ChartLeaf,
  args: StepArgs,
  record: StepRecord,
): void {
  let leaf = from;
  let nextRaised = 0;
  let tryEventless = true;
  for (let microsteps = 0; !leaf.done; microsteps += 1) {
    if (microsteps >= chart.microstepsMax) throw loopError(chart, leaf);
    const eventless: Candidate | undefined = tryEventless ? select(leaf.always, args) : undefined;
    let chosen: Candidate | undefined = eventless;
    if (chosen === undefined) {
      // Compared first: to read beyond the end of a list is slow.
      if (nextRaised >= record.raised.length) return;
      const raised = record.raised[nextRaised] as ChartEvent;
      nextRaised += 1;
      args.event = raised;
      chosen = select(candidatesOf(leaf, raised.type), args);
    }
    const { context } = args;
    const next: ChartLeaf = chosen === undefined ? leaf : take(chosen, args, record);
    tryEventless = eventless === undefined || next !== leaf || args.context !== context;
    leaf = next;
  }
}

const loopError = (chart: CompiledChart<unknown>, leaf: ChartLeaf): ChartError =>
  new ChartError(
    'chart_loop',
    `expected machine '${chart.id}' to come to rest, found no rest within ${chart.microstepsMax} microsteps, ` +
      `now in '${leaf.path}': break the circle of always transitions or raised events`,
  );

function located(error: unknown, machineId: string, path: string): unknown {
  if (!(error instanceof ActorAccess)) return error;
  return new ChartUnsupportedError(
    { machineId, path },
    `guard, action or delay that reads '${error.property}'`,
    'take what it needs from the context and the event',
  );
}
