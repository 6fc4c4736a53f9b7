import * as fc from 'fast-check';
import type { AnyStateMachine } from 'xstate';
import { describe, expect, it } from 'vitest';
import {
  agentPresence,
  agentWork,
  engagement,
  enhancedBusiness,
  enhancedCustomer,
  notification,
  standardBusiness,
  standardCustomer,
} from '../../machines/index.ts';
import {
  engagementChart,
  sessionCharts,
  type SessionGraph,
  workChart,
} from '../../src/conversation/charts.ts';
import { presenceChart } from '../../src/desk/desk.ts';
import type { ChartEvent } from '../../src/statechart/chart-args.ts';
import type { CompiledChart } from '../../src/statechart/compiled-chart.ts';
import { randomSequences, SEED, walkExhaustively } from '../statechart/xstate-oracle.ts';
import {
  anySessionEvent,
  presenceEvents,
  sessionContexts,
  sessionEvents,
  sessionInput,
  sessionTimers,
  workContexts,
  workEvents,
  workInput,
} from './chart-alphabet.ts';
import { engagementContexts, engagementEvents, engagementInput } from './engagement-alphabet.ts';

/** Sequences for each machine; together at least 20,000. */
const SEQUENCES_EACH = 3000;

interface Subject {
  readonly machine: AnyStateMachine;
  /** The very chart that the engine steps. */
  readonly chart: CompiledChart<unknown>;
  readonly events: readonly ChartEvent[];
  readonly contexts: readonly unknown[];
  readonly input: fc.Arbitrary<unknown>;
  readonly event: fc.Arbitrary<ChartEvent>;
}

const graph = (machine: AnyStateMachine): Subject => ({
  machine,
  chart: sessionCharts[machine.id as SessionGraph],
  events: [...sessionEvents, ...sessionTimers],
  contexts: sessionContexts,
  input: sessionInput,
  event: anySessionEvent,
});

const subjects: readonly Subject[] = [
  graph(enhancedCustomer),
  graph(enhancedBusiness),
  graph(standardCustomer),
  graph(standardBusiness),
  graph(notification),
  {
    machine: agentWork,
    chart: workChart,
    events: workEvents,
    contexts: workContexts,
    input: workInput,
    event: fc.constantFrom(...workEvents),
  },
  {
    machine: engagement,
    chart: engagementChart,
    events: engagementEvents,
    contexts: engagementContexts,
    input: engagementInput,
    event: fc.constantFrom(...engagementEvents),
  },
  {
    machine: agentPresence,
    chart: presenceChart,
    events: presenceEvents,
    contexts: [{}],
    input: fc.constant(undefined),
    event: fc.constantFrom(...presenceEvents),
  },
];

describe(`the compiled charts equal XState's transition (seed ${SEED})`, () => {
  it.each(subjects)('of $machine.id on every leaf, event and guard outcome', (subject) => {
    const { machine, events, contexts } = subject;
    const counts = walkExhaustively(machine, events, contexts);
    console.info(`${machine.id}: ${JSON.stringify(counts)}`);
    expect(counts.triples).toBeGreaterThanOrEqual(counts.leaves * contexts.length * events.length);
    expect(counts.transitionsTaken).toBe(counts.transitions);
  });

  let sequences = 0;

  it.each(subjects)('of $machine.id along random sequences', (subject) => {
    const { machine, event, input, chart } = subject;
    const counts = randomSequences(machine, event, SEQUENCES_EACH, input, chart);
    console.info(`${machine.id}: ${JSON.stringify(counts)}`);
    sequences += counts.sequences;
    expect(counts.steps).toBeGreaterThan(counts.sequences);
    expect(counts.ignored).toBeLessThan(counts.steps * 0.75);
  });

  it('along at least 20,000 random sequences together', () => {
    console.info(`random sequences of all machines: ${sequences} (seed ${SEED})`);
    expect(sequences).toBeGreaterThanOrEqual(20_000);
  });
});
