import { describe, expect, it } from 'vitest';
import {
  type AnyStateMachine,
  createMachine,
  emit,
  enqueueActions,
  fromPromise,
  log,
  raise,
  sendParent,
  sendTo,
  spawnChild,
  stateIn,
  stopChild,
} from 'xstate';
import { ChartUnsupportedError } from '../../src/statechart/chart-error.ts';
import { compile } from '../../src/statechart/compile.ts';
import { gates } from './specimen-guards.ts';
import { house } from './specimen-states.ts';

type Config = Record<string, unknown>;

/** A machine whose state `outer.inner` is as given. */
const withInner = (inner: Config, implementations: Config = {}, root: Config = {}) =>
  createMachine(
    {
      id: 'specimen',
      initial: 'outer',
      states: { outer: { initial: 'inner', states: { inner, other: {} } } },
      ...root,
    },
    implementations,
  ) as AnyStateMachine;

const refusalOf = (machine: AnyStateMachine): ChartUnsupportedError => {
  try {
    compile(machine);
  } catch (error) {
    if (error instanceof ChartUnsupportedError) return error;
    throw error;
  }
  throw new Error('it was compiled');
};

const child = fromPromise(() => Promise.resolve());
const effect = (): void => {};
const due = { type: 'due' };
const duePlus = { type: 'due', by: 'x' };

const inInner: readonly [feature: string, inner: Config, implementations?: Config][] = [
  ['parallel state', { type: 'parallel', states: { a: {}, b: {} } }],
  ['invoke', { invoke: { src: child } }],
  ['route', { id: 'goal', route: {} }],
  [
    'child states in a state that is declared atomic or final',
    { type: 'final', states: { a: {} } },
  ],
  ['plain function as an action', { entry: (() => () => {})() }],
  ["plain action 'effect'", { exit: effect }],
  ["plain action 'effect'", { entry: 'effect' }, { actions: { effect } }],
  ["action 'missing' without an implementation", { on: { go: { actions: 'missing' } } }],
  ["action 'missing' without an implementation", { entry: [{ type: 'missing', params: {} }] }],
  ['action xstate.enqueueActions', { entry: enqueueActions(() => {}) }],
  ['action xstate.sendTo', { entry: sendTo('someone', due) }],
  ['action xstate.sendTo', { entry: sendParent(due) }],
  ['action xstate.spawnChild', { entry: spawnChild(child) }],
  ['action xstate.stopChild', { entry: stopChild('someone') }],
  ['action xstate.log', { on: { go: { actions: ['said'] } } }, { actions: { said: log('x') } }],
  ['raise of a text', { entry: raise('due' as never) }],
  ['delayed raise without an id', { entry: raise(due, { delay: 5 }) }],
  [
    'delayed raise of a computed event or a payload',
    { entry: raise(duePlus, { delay: 5, id: 'x' }) },
  ],
  [
    'delayed raise of a computed event or a payload',
    { entry: raise(() => due, { delay: 5, id: 'x' }) },
  ],
  ["delay 'unset' without a number or function as its implementation", { after: { unset: {} } }],
  [
    "delay 'odd' without a number or function as its implementation",
    { after: { odd: {} } },
    { delays: { odd: 'soon' } },
  ],
  ['guard stateIn', { on: { go: { guard: stateIn('outer'), target: 'other' } } }],
  ["guard 'missing' without an implementation", { always: { guard: 'missing', target: 'other' } }],
  [
    "guard 'a' that refers to itself",
    { always: { guard: 'a', target: 'other' } },
    { guards: { a: 'b', b: 'a' } },
  ],
  ['transition with several targets', { on: { go: ['other', { target: ['other', 'inner'] }] } }],
];

describe('compile', () => {
  it.each(inInner)('refuses %s, naming the state', (feature, inner, implementations = {}) => {
    const refusal = refusalOf(withInner(inner, implementations));
    expect(refusal).toMatchObject({
      code: 'chart_unsupported',
      machineId: 'specimen',
      statePath: 'outer.inner',
      feature,
    });
    expect(refusal.message).toContain("'specimen'");
    expect(refusal.message).toContain("'outer.inner'");
    expect(refusal.message).toContain(feature);
    expect(refusal.message).toMatch(/; \w+/);
  });

  it('refuses a history state', () => {
    const outer = { initial: 'a', states: { a: {}, back: { type: 'history' } } };
    const refusal = refusalOf(withInner({}, {}, { states: { outer } }));
    expect(refusal).toMatchObject({ statePath: 'outer.back', feature: 'history state' });
  });

  it('refuses a dot in the name of a state', () => {
    const refusal = refusalOf(withInner({}, {}, { states: { outer: {}, 'a.b': {} } }));
    expect(refusal.feature).toBe('dot in the name of a state');
  });

  it('refuses a machine without states, and says that it is the root', () => {
    const refusal = refusalOf(createMachine({ id: 'bare' }) as AnyStateMachine);
    expect(refusal).toMatchObject({ statePath: '', feature: 'machine without states' });
    expect(refusal.message).toContain('at its root');
  });

  it('refuses an output of the machine', () => {
    expect(refusalOf(withInner({}, {}, { output: 1 })).feature).toBe('output of the machine');
  });

  it('accepts the neighbours of what it refuses', () => {
    const inner = {
      entry: [raise(due), raise(due, { delay: 5, id: 'x' }), emit(due)],
      after: { 5: 'other' },
      on: { go: { guard: 'a', target: 'other' } },
    };
    expect(() => compile(withInner(inner, { guards: { a: 'b', b: () => true } }))).not.toThrow();
  });

  it('lists every leaf with what is around it', () => {
    const { leaves } = compile(house);
    expect([...leaves.keys()]).toStrictEqual([
      'cellar',
      'ground.hall',
      'ground.study.desk',
      'ground.study.shelf',
      'ground.leftByDoor',
      'ground.leftByWindow',
      'attic.dark',
      'attic.lit',
      'attic.closed',
      'gone',
    ]);
    expect(leaves.get('ground.study.shelf')).toMatchObject({
      path: 'ground.study.shelf',
      ancestors: ['ground', 'ground.study'],
      tags: ['building', 'floor', 'books'],
      meta: { owner: 'root', floor: 'study' },
      final: false,
      done: false,
    });
    expect(leaves.get('ground.leftByDoor')).toMatchObject({ final: true, done: false });
    expect(leaves.get('gone')).toMatchObject({ final: true, done: true });
  });

  it('lists each declared transition once, in words', () => {
    const { transitions } = compile(gates);
    expect(transitions).toHaveLength(14);
    expect(
      transitions.filter(({ source }) => source === 'a').map(({ guard }) => guard),
    ).toStrictEqual([
      'isOpen and (isStrong or isAbove)',
      'isAbove',
      'not both or isStrong',
      '(inline)',
      undefined,
    ]);
    expect(transitions.find(({ meta }) => meta !== undefined)).toMatchObject({
      source: 'b',
      eventType: 'try',
      target: 'a',
      meta: { rule: 'G1' },
    });
  });

  it('names the delay of an after, and the leaf where a transition ends', () => {
    const { transitions } = compile(house);
    expect(transitions.find(({ delay }) => delay !== undefined)).toMatchObject({
      source: '',
      delay: '9000',
      eventType: 'xstate.after.9000.house',
      target: undefined,
      actions: ['say'],
    });
    const self = transitions.find(
      ({ eventType, source }) => source === 'ground' && eventType === 'self',
    );
    expect(self).toMatchObject({ target: 'ground.hall', reenter: false });
  });
});
