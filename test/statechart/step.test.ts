import { describe, expect, expectTypeOf, it } from 'vitest';
import { type AnyStateMachine, assign, createMachine, emit, raise } from 'xstate';
import type { Step } from '../../src/statechart/compiled-chart.ts';
import { compile } from '../../src/statechart/compile.ts';
import {
  plainState,
  resolvableState,
  toPath,
  toStateValue,
} from '../../src/statechart/state-path.ts';
import { initialStep, step } from '../../src/statechart/step.ts';
import { clock, ledger } from './specimen-actions.ts';
import { gates, queue } from './specimen-guards.ts';
import { house, wild } from './specimen-states.ts';
import {
  assertInitialStepEquals,
  assertStepEqualsTransition,
  snapshotOf,
  walkExhaustively,
} from './xstate-oracle.ts';

const emitting = (type: string) =>
  createMachine({
    initial: 'a',
    states: { a: { on: { go: { target: 'a', actions: emit({ type }) } } } },
  }) as AnyStateMachine;

describe('step', () => {
  const chart = compile(clock);
  const off = initialStep(chart);

  it('returns the very same value and context for an event that nobody handles', () => {
    const unheardOf: string = 'unheard of';
    const reached = step(chart, off, { type: unheardOf });
    expect(reached.taken).toBeUndefined();
    expect(reached.context).toBe(off.context);
    expect(reached.value).toBe('off');
    expect(reached.emitted).toBe(step(chart, off, { type: 'xstate.other' }).emitted);
    expect(Object.isFrozen(reached.emitted)).toBe(true);
  });

  it('counts a transition that only forbids as ignoring the event', () => {
    const forbidding = compile(wild);
    const inner = initialStep(forbidding);
    const explained = step(forbidding, inner, { type: 'explained' });
    expect(explained.taken).toBeUndefined();
    expect(explained.context).toBe(inner.context);
    expect(step(forbidding, inner, { type: 'unheard of' }).taken?.eventType).toBe('*');
  });

  it('reports the first transition taken, as the chart lists it', () => {
    const { taken } = step(chart, off, { type: 'arm' });
    expect(chart.transitions).toContain(taken);
    expect(taken).toMatchObject({ source: 'off', eventType: 'arm', target: 'on.first' });
  });

  it('names what it schedules and what to step with when it is due', () => {
    const armed = step(chart, off, { type: 'arm', ms: 40 });
    expect(armed.scheduled).toStrictEqual([
      { id: 'ring', name: 'asked', delayMs: 40, eventType: 'ring' },
      {
        id: 'xstate.after.1000.clock.on',
        name: '1000',
        delayMs: 1000,
        eventType: 'xstate.after.1000.clock.on',
      },
      {
        id: 'xstate.after.idle.clock.on',
        name: 'idle',
        delayMs: 300,
        eventType: 'xstate.after.idle.clock.on',
      },
      {
        id: 'xstate.after.fixed.clock.on',
        name: 'fixed',
        delayMs: 250,
        eventType: 'xstate.after.fixed.clock.on',
      },
      {
        id: 'xstate.after.asked.clock.on.first',
        name: 'asked',
        delayMs: 40,
        eventType: 'xstate.after.asked.clock.on.first',
      },
    ]);
    const due = step(chart, armed, { type: 'xstate.after.1000.clock.on' });
    expect(due.value).toBe('on.second');
    expect(due.taken?.description).toBe('a second has passed');
    expect(due.cancelled).toStrictEqual(['xstate.after.asked.clock.on.first']);
  });

  it('takes back a delay that the same step starts and cancels', () => {
    const beyond = step(chart, off, { type: 'pass' });
    expect(beyond.value).toBe('beyond');
    expect(beyond.cancelled).toStrictEqual(['ring', 'xstate.after.idle.clock.through']);
    expect(beyond.scheduled).toStrictEqual([
      { id: 'ring', name: '5', delayMs: 5, eventType: 'ring' },
    ]);
  });

  it('ignores every event once the chart is done, as an actor does', () => {
    const houseChart = compile(house);
    const gone = step(houseChart, initialStep(houseChart), { type: 'leave' });
    expect(gone).toMatchObject({ value: 'gone', done: true });
    expect(gone.emitted.map((fact) => (fact as { text?: string }).text)).toStrictEqual([
      'cellar out',
      'leaving',
      'gone in',
      'gone out',
      'root out',
    ]);
    expect(step(houseChart, gone, { type: 'rootTargetless' }).taken).toBeUndefined();
  });

  it('lists the internal events, done events included', () => {
    const houseChart = compile(house);
    const hall = { value: 'ground.hall', context: { visits: 0 } };
    expect(step(houseChart, hall, { type: 'finish' }).raised).toStrictEqual([
      { type: 'xstate.done.state.ground', output: { by: 'door' } },
    ]);
  });

  it('changes neither the state nor the event', () => {
    const state = Object.freeze({ value: 'off', context: Object.freeze({ idleMs: 1, rings: 0 }) });
    const event = Object.freeze({ type: 'ring' as const });
    expect(step(chart, state, event).context).toStrictEqual({ idleMs: 1, rings: 1 });
    expect(step(chart, state, event)).toStrictEqual(step(chart, state, event));
  });

  it('lets no wildcard match the events of an actor itself', () => {
    const wildChart = compile(wild);
    const inner = initialStep(wildChart);
    for (const type of ['xstate.init', 'xstate.stop', 'xstate.error.actor.child']) {
      expect(step(wildChart, inner, { type }).taken).toBeUndefined();
    }
    const other = { type: 'xstate.after.5.other' };
    expect(assertStepEqualsTransition(wild, wildChart, inner, other)?.taken?.eventType).toBe('*');
  });

  it('refuses a state that is not a leaf of the chart', () => {
    const state = { value: 'on', context: off.context };
    expect(() => step(chart, state, { type: 'arm' })).toThrow(
      expect.objectContaining({ code: 'chart_state_unknown' }),
    );
  });

  it('goes by the chart that it is given, not by the one that made the state', () => {
    const [first, second] = [compile(emitting('first')), compile(emitting('second'))];
    const made = step(first, initialStep(first, undefined), { type: 'go' });
    for (const each of [second, first, second]) {
      const type = each === first ? 'first' : 'second';
      expect(step(each, made, { type: 'go' }).emitted).toStrictEqual([{ type }]);
    }
  });

  it('finds what handles an event, in whatever order the types come', () => {
    const types = ['a', 'b', 'c', 'd'];
    const on = Object.fromEntries(types.map((type) => [type, { actions: emit({ type }) }]));
    const many = compile(createMachine({ initial: 's', states: { s: { on } } }) as AnyStateMachine);
    let state = initialStep(many, undefined);
    for (const type of ['a', 'b', 'a', 'none', 'c', 'b', 'none', 'd', 'd', 'a']) {
      state = step(many, state, { type });
      expect(state.emitted).toStrictEqual(type === 'none' ? [] : [{ type }]);
    }
  });

  it('stops a machine that never comes to rest', () => {
    const ring = createMachine({
      id: 'ring',
      initial: 'a',
      states: { a: { on: { go: 'b' } }, b: { always: 'c' }, c: { always: 'b' } },
    }) as AnyStateMachine;
    const chartOfRing = compile(ring);
    expect(() => step(chartOfRing, { value: 'a', context: {} }, { type: 'go' })).toThrow(
      expect.objectContaining({ code: 'chart_loop' }),
    );
  });

  it.each(['self', 'system', 'spawn'])('refuses to hand out %s', (property) => {
    const machine = createMachine({
      id: 'nosy',
      context: { seen: null },
      initial: 'a',
      states: {
        a: { on: { look: { actions: assign({ seen: (args) => Reflect.get(args, property) }) } } },
      },
    });
    const nosy = compile(machine);
    expect(() => step(nosy, initialStep(nosy), { type: 'look' })).toThrow(
      expect.objectContaining({
        code: 'chart_unsupported',
        statePath: 'a',
        feature: `guard, action or delay that reads '${property}'`,
      }),
    );
  });

  it('lets an error of the machine pass through', () => {
    const machine = createMachine({
      initial: 'a',
      states: { a: { on: { go: { guard: () => JSON.parse('{') === 1, target: 'a' } } } },
    }) as AnyStateMachine;
    const failing = compile(machine);
    expect(() => step(failing, { value: 'a', context: {} }, { type: 'go' })).toThrow(SyntaxError);
  });

  it('carries the types of the machine', () => {
    const ledgerChart = compile(ledger);
    const opened = initialStep(ledgerChart, { opening: 3 });
    expectTypeOf(opened.context.total).toBeNumber();
    expectTypeOf(step(ledgerChart, opened, { type: 'add', amount: 2 })).toExtend<
      Step<{ readonly total: number }>
    >();
    // @ts-expect-error the machine has no such event
    step(ledgerChart, opened, { type: 'ad', amount: 2 });
    // @ts-expect-error the input has no such key
    initialStep(ledgerChart, { closing: 3 });
    expect(opened.context.total).toBe(3);
  });
});

describe('initialStep', () => {
  it.each([clock, gates, house, ledger, queue, wild] as AnyStateMachine[])(
    'equals the initial transition of $id',
    (machine) => {
      expect(assertInitialStepEquals(machine, compile(machine))?.done).toBe(false);
    },
  );

  it('runs entry actions and comes to rest', () => {
    const machine = createMachine({
      initial: 'a',
      entry: emit({ type: 'begun' }),
      states: {
        a: { entry: raise({ type: 'on' }), on: { on: 'b' } },
        b: { always: 'c' },
        c: { type: 'final' },
      },
    }) as AnyStateMachine;
    expect(initialStep(compile(machine), undefined)).toMatchObject({
      value: 'c',
      done: true,
      emitted: [{ type: 'begun' }],
      taken: { source: 'a', target: 'b' },
    });
  });
});

describe('state paths', () => {
  it('convert both ways', () => {
    const value = { open: { Active: 'x' } };
    expect(toPath(value)).toBe('open.Active.x');
    expect(toStateValue('open.Active.x')).toStrictEqual(value);
    expect(toStateValue(toPath('a'))).toBe('a');
    expect(() => toPath({ a: 'x', b: 'y' })).toThrow('one child at each level');
  });

  it('convert every leaf to what XState resolves, and back', () => {
    const chart = compile(house);
    for (const value of chart.leaves.keys()) {
      const state = { value, context: { visits: 1 } };
      expect(house.resolveState(resolvableState(chart, state)).value).toStrictEqual(
        toStateValue(value),
      );
      expect(plainState(chart, snapshotOf(house, state))).toStrictEqual(state);
    }
  });
});

const withoutChain = (machine: AnyStateMachine) => {
  const chart = compile(machine);
  chart.leaves.get('idle')?.candidates.delete('chain');
  return chart;
};

const withoutFirst = (machine: AnyStateMachine) => {
  const chart = compile(machine);
  chart.leaves.get('first')?.always.pop();
  return chart;
};

describe('the oracle', () => {
  const contexts = [{ count: 0, limit: 2, trail: [] }];
  const events = ['start', 'chain', 'bump', 'reset'].map((type) => ({ type }));

  it('finds a transition that the compiled chart has lost', () => {
    expect(() => walkExhaustively(queue, events, contexts, withoutChain)).toThrow(
      'queue in idle on',
    );
  });

  it('finds an eventless transition that is not taken', () => {
    expect(() => walkExhaustively(queue, events, contexts, withoutFirst)).toThrow(
      'queue in idle on',
    );
  });

  it('finds nothing in the chart as it is', () => {
    expect(walkExhaustively(queue, events, contexts).triples).toBeGreaterThan(0);
  });
});
