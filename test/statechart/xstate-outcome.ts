// What a step and XState's transition have done, in one form, and the assertions that compare the two.
import { AssertionError, deepStrictEqual, fail, strictEqual } from 'node:assert';
import type {
  AnyMachineSnapshot,
  AnyStateMachine,
  AnyStateNode,
  AnyTransitionDefinition,
} from 'xstate';
import type { ChartEvent } from '../../src/statechart/chart-args.ts';
import type { ChartState, EmittedFact, Step } from '../../src/statechart/compiled-chart.ts';
import { toPath } from '../../src/statechart/state-path.ts';

/** The observable outcome of one event. */
export interface Outcome {
  readonly value: string;
  readonly context: unknown;
  readonly done: boolean;
  readonly emitted: readonly EmittedFact[];
  readonly scheduled: readonly { id: string; delayMs: number; eventType: string }[];
  readonly cancelled: readonly string[];
}

/** An action that XState hands out instead of executing it. */
export interface ExecutedAction {
  readonly type: string;
  readonly params?: unknown;
}

/** What XState's `transition()` returns. */
export type TheirStep = readonly [AnyMachineSnapshot, readonly ExecutedAction[]];
/** A result, or what was thrown instead. */
export type Attempt<T> = { readonly result: T } | { readonly threw: unknown };

/** Runs `make`; a failed assertion is not an outcome and passes through. */
export const attempt = <T>(make: () => T): Attempt<T> => {
  try {
    return { result: make() };
  } catch (error) {
    if (error instanceof AssertionError) throw error;
    return { threw: error };
  }
};

/** Both threw, or both ended alike. */
export function compareAttempts(
  where: string,
  ours: Attempt<Step<unknown>>,
  theirs: Attempt<Outcome>,
) {
  if ('threw' in ours || 'threw' in theirs) {
    if (!('threw' in ours))
      fail(`${where}: only XState threw: ${String((theirs as { threw: unknown }).threw)}`);
    if (!('threw' in theirs)) throw ours.threw;
    return;
  }
  const { value, context, done, emitted, scheduled, cancelled } = ours.result;
  const delays = scheduled.map(({ id, delayMs, eventType }) => ({ id, delayMs, eventType }));
  const mine: Outcome = { value, context, done, emitted, scheduled: delays, cancelled };
  try {
    deepStrictEqual(mine, theirs.result);
  } catch (error) {
    if (error instanceof Error)
      error.message = `${where}: step (+) and XState (-)\n${error.message}`;
    throw error;
  }
}

/** Nothing happened at all. */
export function assertIgnored(
  where: string,
  state: ChartState<unknown>,
  reached: Step<unknown>,
): void {
  const { value, context, taken, emitted, scheduled, cancelled, raised } = reached;
  strictEqual(taken, undefined, `${where}: nothing is taken`);
  strictEqual(value, state.value, `${where}: the value stays`);
  strictEqual(context, state.context, `${where}: the context stays the very same`);
  const effects = [...emitted, ...scheduled, ...cancelled, ...raised];
  deepStrictEqual(effects, [], `${where}: an ignored event has no effect`);
}

/** XState's own choice for the event; if it chooses nothing, only an eventless transition may be taken. */
export function assertTaken(
  where: string,
  machine: AnyStateMachine,
  snapshot: AnyMachineSnapshot,
  event: ChartEvent,
  { taken }: Step<unknown>,
): void {
  const [chosen] = machine.getTransitionData(snapshot, event) as AnyTransitionDefinition[];
  if (chosen === undefined || isForbidding(chosen)) {
    strictEqual(taken?.eventType ?? '', '', `${where}: taken`);
    return;
  }
  strictEqual(taken?.source, (chosen.source as AnyStateNode).path.join('.'), `${where}: source`);
  strictEqual(taken?.eventType, chosen.eventType, `${where}: event type`);
  strictEqual(taken?.description, chosen.description, `${where}: description`);
  strictEqual(taken?.meta, chosen.meta, `${where}: meta`);
}

/** No target, no actions, no meta: with meta it would be a row that says that nothing happens. */
const isForbidding = ({ target, actions, meta }: AnyTransitionDefinition) =>
  target === undefined && actions.length === 0 && meta === undefined;

/** What XState did, in the chart's words; a delay that is cancelled within the step is taken back. */
export function outcomeOf(
  snapshot: AnyMachineSnapshot,
  actions: readonly ExecutedAction[],
): Outcome {
  const emitted: EmittedFact[] = [];
  const cancelled: string[] = [];
  let scheduled: { id: string; delayMs: number; eventType: string }[] = [];
  for (const { type, params } of actions) {
    const { event, id, delay, sendId } = params as {
      event: EmittedFact;
      id: string;
      delay: number | undefined;
      sendId: string;
    };
    if (type === 'xstate.emit') emitted.push(event);
    else if (type === 'xstate.cancel') {
      cancelled.push(sendId);
      scheduled = scheduled.filter((each) => each.id !== sendId);
    } else if (type !== 'xstate.raise') fail(`XState executed ${type}`);
    else if (typeof delay === 'number')
      scheduled.push({ id, delayMs: delay, eventType: event.type });
  }
  const { context, status } = snapshot;
  const value = toPath(snapshot.value);
  return { value, context, done: status === 'done', emitted, scheduled, cancelled };
}
