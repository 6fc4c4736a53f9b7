// step: one event run to quiescence, as a pure function. The order of everything follows XState's macrostep.
// Never keeps anything between two calls but what it has looked up in the chart.
import { ActorAccess, type ChartEvent, InitialArgs, StepArgs } from './chart-args.ts';
import { ChartError, ChartUnsupportedError } from './chart-error.ts';
import type { ChartLeaf, ChartState, CompiledChart, EmittedFact, Step } from './compiled-chart.ts';
import { microstep } from './microstep.ts';
import { firstEventless, firstRow, type Row } from './row.ts';
import { leafAt } from './state-path.ts';
import { nothingOf, StepRecord } from './step-record.ts';

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
  const { contextOf, context, copy, row, leaf } = chart.start;
  const event: ChartEvent & { readonly input: unknown } = { type: 'xstate.init', input };
  try {
    const begun =
      contextOf === undefined ? context : copy(contextOf(new InitialArgs(input)) as never);
    if (row.first === undefined && firstEventless(leaf) === undefined) {
      return nothingOf(leaf, begun) as StepRecord & Step<TContext, TEmitted>;
    }
    const args = new StepArgs(begun, event);
    const record = microstep(row, args);
    follow(chart, leaf, args, record);
    return record as StepRecord & Step<TContext, TEmitted>;
  } catch (error) {
    throw located(error, chart.id, leaf.path);
  }
}

/** The leaf of a state; one that `step` has returned knows it, if it comes from this chart. */
function leafOf<TContext>(chart: CompiledChart<TContext>, state: ChartState<TContext>): ChartLeaf {
  const known = StepRecord.leafOf(state);
  if (known !== undefined && known.home === chart.leaves) return known;
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
  const first = firstRow(leaf, event.type);
  if (first === undefined && firstEventless(leaf) === undefined) return nothingOf(leaf, context);
  const args = new StepArgs(context, event);
  try {
    const chosen = select(first, args);
    const record = chosen === undefined ? nothingOf(leaf, context) : microstep(chosen, args);
    follow(chart, chosen === undefined ? leaf : chosen.next, args, record);
    return record;
  } catch (error) {
    throw located(error, chart.id, leaf.path);
  }
}

/** The first row whose guard passes. */
function select(first: Row | undefined, args: StepArgs): Row | undefined {
  let row = first;
  while (row !== undefined) {
    // Called as a function, not as a method of the row, which is none of its business.
    const { test } = row;
    if (test === undefined) return row;
    const passes = test(args, row.params);
    // Nearly always a boolean; to ask whether any value counts as true takes V8 six comparisons.
    if (passes === true || (passes !== false && Boolean(passes))) return row;
    row = row.otherwise;
  }
  return undefined;
}

/** Lets a first microstep have its consequences, if it has any. */
function follow(
  chart: CompiledChart<unknown>,
  leaf: ChartLeaf,
  args: StepArgs,
  record: StepRecord,
): void {
  const eventless = select(firstEventless(leaf), args);
  if (eventless !== undefined || record.raised.length > 0) {
    settle(chart, leaf, eventless, args, record);
  }
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
  first: Row | undefined,
  args: StepArgs,
  record: StepRecord,
): void {
  let leaf = from;
  let eventless = first;
  let nextRaised = 0;
  for (let microsteps = 0; !leaf.done; microsteps += 1) {
    if (microsteps >= chart.microstepsMax) throw loopError(chart, leaf);
    let chosen = eventless;
    if (chosen === undefined) {
      const raised = record.raised[nextRaised];
      if (raised === undefined) return;
      nextRaised += 1;
      args.event = raised;
      chosen = select(firstRow(leaf, raised.type), args);
    }
    const { context } = args;
    const next: ChartLeaf = chosen === undefined ? leaf : chosen.next;
    if (chosen !== undefined) record.add(microstep(chosen, args));
    const isTried = eventless !== undefined && next === leaf && args.context === context;
    leaf = next;
    eventless = isTried ? undefined : select(firstEventless(leaf), args);
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
