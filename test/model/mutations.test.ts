import { AssertionError } from 'node:assert';
import * as fc from 'fast-check';
import type { AnyStateMachine } from 'xstate';
import { describe, expect, it } from 'vitest';
import {
  agentWork,
  engagement,
  enhancedBusiness,
  enhancedCustomer,
  notification,
  standardBusiness,
  standardCustomer,
  type EngagementContext,
  type SessionContext,
  type WorkContext,
} from '../../machines/index.ts';
import type { SessionGraph } from '../../src/conversation/charts.ts';
import type { ChartEvent } from '../../src/statechart/chart-args.ts';
import type { CompiledChart } from '../../src/statechart/compiled-chart.ts';
import { ChartError } from '../../src/statechart/chart-error.ts';
import { compile } from '../../src/statechart/compile.ts';
import {
  sessionContexts,
  sessionEvents,
  sessionTimers,
  workContexts,
  workEvents,
} from '../machines/chart-alphabet.ts';
import { engagementContexts, engagementEvents } from '../machines/engagement-alphabet.ts';
import { SEED, walkExhaustively } from '../statechart/xstate-oracle.ts';
import { exploreAll, PropertyFailure } from './chart-explorer.ts';
import { engagementInputs, engagementModel } from './engagement-model.ts';
import { describeMutation, mutate, type Mutation, mutationsOf } from './mutations.ts';
import { sessionModels } from './session-model.ts';
import { workInputs, workModel } from './work-model.ts';

/** Faults drawn for each machine. */
const FAULTS_EACH = 9;

interface Subject {
  readonly machine: AnyStateMachine;
  readonly events: readonly ChartEvent[];
  readonly contexts: readonly unknown[];
  /** Explores a chart in place of the machine's own; what is never reached is a fault too. */
  readonly check: (chart: CompiledChart<unknown>) => { unreached: readonly string[] };
}

const graph = (machine: AnyStateMachine): Subject => ({
  machine,
  events: [...sessionEvents, ...sessionTimers],
  contexts: sessionContexts,
  check: (chart) =>
    exploreAll(sessionModels(machine.id as SessionGraph, chart as CompiledChart<SessionContext>)),
});

const subjects: readonly Subject[] = [
  ...[enhancedCustomer, enhancedBusiness, standardCustomer, standardBusiness, notification].map(
    graph,
  ),
  {
    machine: agentWork,
    events: workEvents,
    contexts: workContexts,
    check: (chart) =>
      exploreAll(workInputs.map((input) => workModel(chart as CompiledChart<WorkContext>, input))),
  },
  {
    machine: engagement,
    events: engagementEvents,
    contexts: engagementContexts,
    check: (chart) =>
      exploreAll(
        engagementInputs.map((input) =>
          engagementModel(chart as CompiledChart<EngagementContext>, input),
        ),
      ),
  },
];

type Killer = 'model check' | 'equality' | 'nobody';

describe(`a fault on purpose does not survive (seed ${SEED})`, () => {
  it.each(subjects)(
    'in $machine.id',
    (subject) => {
      const chart = compile(subject.machine) as CompiledChart<never>;
      const seenBy: Record<Killer, string[]> = { 'model check': [], equality: [], nobody: [] };
      const drawn = draw(mutationsOf(chart), FAULTS_EACH);
      for (const mutation of drawn) {
        const fault = describeMutation(chart, mutation);
        seenBy[killerOf(subject, chart, mutation)].push(fault);
      }
      const { equality, nobody } = seenBy;
      const killed = drawn.length - nobody.length;
      console.info(`${subject.machine.id}: ${killed} of ${drawn.length} faults found`);
      if (equality.length > 0) console.info('by equality alone:', equality);
      expect(nobody).toEqual([]);
    },
    60_000,
  );
});

/** Faults drawn at random, as many of each kind as the number allows. */
function draw(all: readonly Mutation[], count: number): readonly Mutation[] {
  const kinds = ['drop', 'retarget', 'delay', 'forget'] as const;
  return kinds.flatMap((kind, index) => {
    const ofKind = all.filter((mutation) => mutation.kind === kind);
    const share = Math.ceil((count - index) / kinds.length);
    const picked = fc.shuffledSubarray(ofKind, {
      minLength: Math.min(share, ofKind.length),
      maxLength: Math.min(share, ofKind.length),
    });
    return fc.sample(picked, { numRuns: 1, seed: SEED })[0] ?? [];
  });
}

/** The model check is asked first: equality sees any fault of a compilation, but none of a machine. */
function killerOf(subject: Subject, chart: CompiledChart<never>, mutation: Mutation): Killer {
  const faulty = mutate(chart, mutation) as CompiledChart<unknown>;
  if (fails(subject, faulty)) return 'model check';
  try {
    walkExhaustively(subject.machine, subject.events, subject.contexts, (machine) =>
      mutate(compile(machine) as CompiledChart<unknown>, mutation),
    );
    return 'nobody';
  } catch (error) {
    if (error instanceof AssertionError || error instanceof ChartError) return 'equality';
    throw error;
  }
}

function fails(subject: Subject, faulty: CompiledChart<unknown>): boolean {
  try {
    return subject.check(faulty).unreached.length > 0;
  } catch (error) {
    if (error instanceof PropertyFailure || error instanceof ChartError) return true;
    throw error;
  }
}
