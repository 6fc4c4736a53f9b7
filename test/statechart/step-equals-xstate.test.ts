import * as fc from 'fast-check';
import type { AnyStateMachine } from 'xstate';
import { describe, expect, it } from 'vitest';
import type { ChartEvent } from '../../src/statechart/chart-args.ts';
import { compile } from '../../src/statechart/compile.ts';
import { randomEvent, randomMachine } from './random-machine.ts';
import { clock, ledger } from './specimen-actions.ts';
import { gates, queue } from './specimen-guards.ts';
import { house, wild } from './specimen-states.ts';
import { randomSequences, SEED, walkExhaustively } from './xstate-oracle.ts';

const SEQUENCES_EACH = 4000;
const RANDOM_MACHINES = 1000;

interface Specimen {
  readonly machine: AnyStateMachine;
  readonly contexts: readonly unknown[];
  readonly events: readonly ChartEvent[];
  readonly input?: fc.Arbitrary<unknown>;
}

const bare = (machine: AnyStateMachine): ChartEvent[] => {
  const types = compile(machine).transitions.map(({ eventType }) => eventType);
  return [...new Set(types)]
    .filter((type) => !/^xstate\.|\*$|^$/.test(type))
    .map((type) => ({ type }));
};
const withField = (events: ChartEvent[], key: string, values: readonly unknown[]): ChartEvent[] =>
  events.flatMap((event) => values.map((value) => ({ ...event, [key]: value })));

const specimens: readonly Specimen[] = [
  { machine: house, contexts: [{ visits: 0 }, { visits: 3 }], events: bare(house) },
  {
    machine: queue,
    contexts: [
      { count: 0, limit: 2, trail: [] },
      { count: 1, limit: 3, trail: ['x'] },
    ],
    events: bare(queue),
    input: fc.option(fc.record({ limit: fc.nat(4) }), { nil: undefined }),
  },
  {
    machine: gates,
    contexts: [
      { level: 0, open: false },
      { level: 4, open: true },
    ],
    events: withField(bare(gates), 'strength', [0, 3, 9]),
  },
  {
    machine: wild,
    contexts: [{ hits: 0 }, { hits: 1 }, { hits: 2 }, { hits: 3 }],
    events: [
      ...bare(wild),
      ...['a', 'a.b.d', 'a.b.c.d', 'x', 'x.y', 'ab'].map((type) => ({ type })),
    ],
  },
  {
    machine: ledger,
    contexts: [
      { total: 0, last: '', items: [] },
      { total: 11, last: 'x', items: [1, 2, 3], note: 'y' },
    ],
    events: withField(bare(ledger), 'amount', [0, 5]),
    input: fc.option(fc.record({ opening: fc.nat(20) }), { nil: undefined }),
  },
  {
    machine: clock,
    contexts: [
      { idleMs: 100, rings: 0 },
      { idleMs: 333, rings: 2 },
    ],
    events: [...bare(clock), ...withField(bare(clock), 'ms', [0, 30])],
  },
];

describe(`a step equals XState's transition (seed ${SEED})`, () => {
  it.each(specimens)('on every leaf, event and guard outcome of $machine.id', (specimen) => {
    const counts = walkExhaustively(specimen.machine, specimen.events, specimen.contexts);
    console.info(`${specimen.machine.id}: ${JSON.stringify(counts)}`);
    expect(counts.triples).toBeGreaterThan(counts.leaves * specimen.contexts.length);
    expect(counts.transitionsTaken / counts.transitions).toBeGreaterThan(0.8);
  });

  it.each(specimens)('along random sequences of $machine.id', (specimen) => {
    const event = fc.constantFrom(...specimen.events);
    const counts = randomSequences(specimen.machine, event, SEQUENCES_EACH, specimen.input);
    console.info(`${specimen.machine.id}: ${JSON.stringify(counts)}`);
    expect(counts.sequences).toBeGreaterThanOrEqual(SEQUENCES_EACH);
    expect(counts.ignored).toBeLessThan(counts.steps);
  });

  it('on random machines', () => {
    let steps = 0;
    const property = fc.property(randomMachine, (machine) => {
      steps += randomSequences(machine, randomEvent, 6).steps;
    });
    fc.assert(property, { numRuns: RANDOM_MACHINES, seed: SEED });
    console.info(`${RANDOM_MACHINES} random machines: ${steps} steps`);
    expect(steps).toBeGreaterThan(RANDOM_MACHINES);
  }, 60_000);
});
