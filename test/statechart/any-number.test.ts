// `step` has ways of its own for few facts and few keys: there must be no number at which it goes wrong.
import { describe, expect, it } from 'vitest';
import { type AnyStateMachine, assign, createMachine, emit } from 'xstate';
import { compile } from '../../src/statechart/compile.ts';
import { initialStep, step } from '../../src/statechart/step.ts';

describe('step', () => {
  it('emits any number of facts, in order', () => {
    const types = ['a', 'b', 'c', 'd', 'e', 'f'];
    for (let count = 1; count <= types.length; count += 1) {
      const wanted = types.slice(0, count).map((type) => ({ type }));
      const go = { actions: wanted.map((fact) => emit(fact)) };
      const machine = createMachine({ initial: 's', states: { s: { on: { go } } } });
      const many = compile(machine as AnyStateMachine);
      const { emitted } = step(many, initialStep(many, undefined), { type: 'go' });
      expect(emitted).toStrictEqual(wanted);
    }
  });

  it('assigns any number of keys, one at a time and together', () => {
    const keys = Array.from({ length: 20 }, (_, index) => `key${index}`);
    const each = keys.map((key, index) => assign({ [key]: () => index }));
    const together = assign(Object.fromEntries(keys.map((key, index) => [key, -index])));
    const on = { each: { actions: each }, together: { actions: together } };
    const machine = createMachine({ context: {}, initial: 's', states: { s: { on } } });
    const chartOfKeys = compile(machine as AnyStateMachine);
    const begun = initialStep(chartOfKeys, undefined);
    const [one, all] = ['each', 'together'].map((type) => step(chartOfKeys, begun, { type }));
    expect(one?.context).toStrictEqual(Object.fromEntries(keys.map((key, n) => [key, n])));
    expect(all?.context).toStrictEqual(Object.fromEntries(keys.map((key, n) => [key, -n])));
    expect(begun.context).toStrictEqual({});
  });
});
