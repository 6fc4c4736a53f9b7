// The judge of a compiled chart: runs the same event through XState's own `transition()` and compares everything.
import { deepStrictEqual, strictEqual } from 'node:assert';
import * as fc from 'fast-check';
import {
  type AnyMachineSnapshot,
  type AnyStateMachine,
  createActor,
  initialTransition,
  transition,
} from 'xstate';
import type { ChartEvent } from '../../src/statechart/chart-args.ts';
import type { ChartState, CompiledChart, Step } from '../../src/statechart/compiled-chart.ts';
import { compile } from '../../src/statechart/compile.ts';
import { plainState, toPath, toStateValue } from '../../src/statechart/state-path.ts';
import { initialStep, step } from '../../src/statechart/step.ts';
import { GuardScript, provideScriptedGuards } from './guard-script.ts';
import {
  assertIgnored,
  assertTaken,
  type Attempt,
  attempt,
  compareAttempts,
  type ExecutedAction,
  type Outcome,
  outcomeOf,
  type TheirStep,
} from './xstate-outcome.ts';

/** The seed of all random tests of this run: `FC_SEED`, else the time. */
export const SEED =
  process.env['FC_SEED'] === undefined ? Date.now() % 2 ** 31 : Number(process.env['FC_SEED']);

/** Events in a sequence, and events to choose from for each. */
const SEQUENCE_MAX = 12;
const CHOICES_MAX = 12;

/** Any chart, whatever its types. */
type AnyChart = CompiledChart<unknown>;
/** How a machine becomes a chart; a control test puts a faulty one in its place. */
export type Compiler = (machine: AnyStateMachine) => AnyChart;

/** What a walk has seen. */
export interface WalkCounts {
  readonly leaves: number;
  /** Declared transitions that were the first to be taken at least once, of those that do not only forbid. */
  readonly transitionsTaken: number;
  readonly transitions: number;
  /** Compared (state, event, guard outcomes). */
  readonly triples: number;
}

/** What random sequences have seen. */
export interface SequenceCounts {
  readonly sequences: number;
  readonly steps: number;
  readonly ignored: number;
}

/**
 * Compares one step with XState's `transition()`: value, context, facts, delays, cancelled ids, the transition taken,
 * and that an event which XState ignores leaves the very same context.
 *
 * A state that is done is the one deliberate difference: `transition()` would still run transitions of the root, an
 * actor (and a chart) does not.
 *
 * @throws AssertionError naming machine, state and event where the two differ.
 * @returns The step; undefined if both threw.
 */
export function assertStepEqualsTransition(
  machine: AnyStateMachine,
  chart: AnyChart,
  state: ChartState<unknown>,
  event: ChartEvent,
): Step<unknown> | undefined {
  const snapshot = snapshotOf(machine, state);
  return compareStep(machine, chart, snapshot, event, () => {
    const [next, actions] = transition(machine, snapshot, event);
    return [next as AnyMachineSnapshot, actions];
  })?.step;
}

/** Compares the chart's beginning with `initialTransition()`. */
export function assertInitialStepEquals(
  machine: AnyStateMachine,
  chart: AnyChart,
  input?: unknown,
): Step<unknown> | undefined {
  const [snapshot, actions] = initialTransition(machine, input);
  const theirs: Attempt<Outcome> =
    snapshot.status === 'error'
      ? { threw: snapshot.error }
      : { result: outcomeOf(snapshot as AnyMachineSnapshot, actions) };
  const ours = attempt(() => initialStep(chart, input));
  compareAttempts(`${machine.id} at its beginning`, ours, theirs);
  return 'result' in ours ? ours.result : undefined;
}

/** XState's snapshot of a chart state. */
export function snapshotOf(
  machine: AnyStateMachine,
  state: ChartState<unknown>,
): AnyMachineSnapshot {
  return machine.resolveState({
    value: toStateValue(state.value),
    context: state.context,
  }) as AnyMachineSnapshot;
}

/**
 * Every leaf x event x context x outcome of the named guards that XState asks for on the way.
 *
 * Adds the machine's own after and done events, an unforeseen event for each wildcard and an unknown one.
 */
export function walkExhaustively(
  machine: AnyStateMachine,
  events: readonly ChartEvent[],
  contexts: readonly unknown[],
  compiler: Compiler = compile,
): WalkCounts {
  const script = new GuardScript();
  const scripted = provideScriptedGuards(machine, script);
  const chart = compiler(scripted);
  const taken = new Set<unknown>();
  let triples = 0;
  const all = [...events, ...impliedEvents(chart)];
  for (const value of chart.leaves.keys()) {
    for (const context of contexts) {
      for (const event of all) {
        script.explore(() => {
          const state = { value, context };
          const reached = assertStepEqualsTransition(scripted, chart, state, event);
          if (reached?.taken !== undefined) taken.add(reached.taken);
          triples += 1;
        });
      }
    }
  }
  return {
    leaves: chart.leaves.size,
    transitions: chart.transitions.filter(
      ({ target, actions, meta }) => target ?? actions[0] ?? meta,
    ).length,
    transitionsTaken: taken.size,
    triples,
  };
}

/** The events that a machine implies beyond the host's: after, done, and some that only wildcards match, or nothing. */
function impliedEvents(chart: AnyChart): readonly ChartEvent[] {
  const types = chart.transitions.map(({ eventType }) => eventType);
  const internal = types.filter((type) => type.startsWith('xstate.'));
  const unforeseen = types.filter((type) => type.endsWith('.*')).map((type) => type.slice(0, -2));
  return [
    ...new Set([
      ...internal,
      ...unforeseen,
      ...unforeseen.map((type) => `${type}.unforeseen.one`),
      'oracle.unknown',
    ]),
  ].map((type) => ({ type }));
}

/**
 * Runs random sequences of events through both, from the machine's beginning, with the machine's own guards.
 *
 * Each event is the first of a few that the active leaf knows, so that sequences get somewhere.
 */
export function randomSequences(
  machine: AnyStateMachine,
  eventArbitrary: fc.Arbitrary<ChartEvent>,
  runs: number,
  inputArbitrary: fc.Arbitrary<unknown> = fc.constant(undefined),
  chart: AnyChart = compile(machine),
): SequenceCounts {
  const theirStep = reusableTransition(machine);
  const implied = fc.constantFrom(...impliedEvents(chart));
  const anyEvent = fc.oneof(
    { arbitrary: eventArbitrary, weight: 4 },
    { arbitrary: implied, weight: 1 },
  );
  const choices = fc.array(anyEvent, { minLength: 1, maxLength: CHOICES_MAX, size: 'max' });
  const sequence = fc.array(choices, { minLength: 1, maxLength: SEQUENCE_MAX });
  const counts = { sequences: 0, steps: 0, ignored: 0 };
  const property = fc.property(inputArbitrary, sequence, (input, sets) => {
    counts.sequences += 1;
    const start = assertInitialStepEquals(machine, chart, input);
    if (start === undefined) return;
    let snapshot = snapshotOf(machine, start);
    for (const events of sets) {
      const before = snapshot;
      const leaf = chart.leaves.get(toPath(before.value));
      const event = events.find(({ type }) => leaf?.candidates.has(type)) ?? events.at(0);
      if (event === undefined) return;
      const reached = compareStep(machine, chart, before, event, () => theirStep(before, event));
      if (reached === undefined) return;
      counts.steps += 1;
      if (reached.step.taken === undefined) counts.ignored += 1;
      if (before.status === 'done') return;
      snapshot = reached.snapshot;
    }
  });
  fc.assert(property, { numRuns: runs, seed: SEED });
  return counts;
}

function compareStep(
  machine: AnyStateMachine,
  chart: AnyChart,
  snapshot: AnyMachineSnapshot,
  event: ChartEvent,
  theirStep: () => TheirStep,
): { readonly step: Step<unknown>; readonly snapshot: AnyMachineSnapshot } | undefined {
  const state = plainState(chart, snapshot);
  const where = `${machine.id} in ${state.value} on ${JSON.stringify(event)}`;
  const frozen = structuredClone(state.context);
  const ours = attempt(() => step(chart, state, event));
  deepStrictEqual(state.context, frozen, `${where}: step changed the context that it was given`);
  if (snapshot.status === 'done') {
    if ('threw' in ours) throw ours.threw;
    assertIgnored(where, state, ours.result);
    return { step: ours.result, snapshot };
  }
  const theirs = attempt(theirStep);
  compareAttempts(
    where,
    ours,
    'threw' in theirs ? theirs : { result: outcomeOf(theirs.result[0], theirs.result[1]) },
  );
  if ('threw' in ours || 'threw' in theirs) return undefined;
  const [next] = theirs.result;
  if (next === snapshot) strictEqual(ours.result.context, state.context, `${where}: same context`);
  assertTaken(where, machine, snapshot, event, ours.result);
  if (ours.result.taken === undefined) assertIgnored(where, state, ours.result);
  return { step: ours.result, snapshot: next };
}

const nothing = (): void => {};

/** As `transition()`, which is this with a new actor each time: 36 µs instead of 1. */
function reusableTransition(
  machine: AnyStateMachine,
): (snapshot: AnyMachineSnapshot, event: ChartEvent) => TheirStep {
  let actions: ExecutedAction[] = [];
  const self = createActor(machine, { input: undefined });
  const scope = {
    self,
    system: self.system,
    id: '',
    sessionId: '',
    logger: nothing,
    defer: nothing,
    emit: nothing,
    stopChild: nothing,
    actionExecutor: (action: ExecutedAction) => {
      actions.push(action);
    },
  };
  return (snapshot, event) => {
    actions = [];
    return [machine.transition(snapshot, event, scope), actions];
  };
}
