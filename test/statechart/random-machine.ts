// Random machines: whatever combination of nesting, targets, guards, raises and delays nobody thought of.
import * as fc from 'fast-check';
import { type AnyStateMachine, assign, cancel, createMachine, emit, not, raise } from 'xstate';

/** Microsteps after which both sides give up; random machines often run in circles. */
const ITERATIONS_MAX = 25;
const EVENTS = ['e', 'f', 'f.g', 'f.h'];
const DESCRIPTORS = [...EVENTS, '*', 'f.*'];

/** Event types for random machines. */
export const randomEvent = fc.constantFrom(...EVENTS, 'z').map((type) => ({ type }));

interface CounterArgs {
  readonly context: { readonly n: number };
}

const action = fc.oneof(
  fc.nat(9).map((at) => emit(({ context }: CounterArgs) => ({ type: 'fact', at, n: context.n }))),
  fc.constant(assign({ n: ({ context }: CounterArgs) => (context.n + 1) % 5 })),
  fc.constantFrom(...EVENTS).map((type) => raise({ type })),
  fc.nat(2).map((id) => raise({ type: 'f.g' }, { id: `t${id}`, delay: 10 * id })),
  fc.nat(2).map((id) => cancel(`t${id}`)),
);
const actions = fc.array(action, { maxLength: 2 });
const guard = fc.option(
  fc
    .record({ mod: fc.integer({ min: 2, max: 3 }), negated: fc.boolean() })
    .map(({ mod, negated }) => {
      const divides = ({ context }: CounterArgs) => context.n % mod === 0;
      return negated ? not(divides) : divides;
    }),
  { nil: undefined, freq: 2 },
);

const transition = (ids: readonly string[]) =>
  fc.record({
    target: fc.option(fc.constantFrom(...ids.map((id) => `#${id}`)), { nil: undefined, freq: 3 }),
    reenter: fc.boolean(),
    actions,
    guard,
  });

const transitions = (ids: readonly string[]) => fc.array(transition(ids), { maxLength: 2 });

const stateOf = (ids: readonly string[]) =>
  fc.record({
    entry: actions,
    exit: actions,
    on: fc.dictionary(fc.constantFrom(...DESCRIPTORS), transitions(ids), { maxKeys: 3 }),
    after: fc.dictionary(fc.constantFrom('100', '200'), transitions(ids), { maxKeys: 1 }),
    always: fc.oneof(
      { arbitrary: fc.constant(undefined), weight: 3 },
      { arbitrary: transitions(ids), weight: 1 },
    ),
    onDone: fc.option(transition(ids), { nil: undefined, freq: 1 }),
    initialActions: actions,
  });

/** The shape of a machine: ids of its states, each with its children. */
interface Shape {
  readonly id: string;
  readonly final: boolean;
  readonly children: readonly Shape[];
}

const leaf = (id: string, final = false): Shape => ({ id, final, children: [] });
const node = (id: string, ...children: Shape[]): Shape => ({ id, final: false, children });

const SHAPES: readonly Shape[] = [
  node('root', leaf('a'), leaf('b'), leaf('end', true)),
  node('root', node('a', leaf('a1'), leaf('a2'), leaf('aEnd', true)), leaf('b')),
  node(
    'root',
    node('a', node('a1', leaf('x'), leaf('y')), leaf('a2')),
    node('b', leaf('b1')),
    leaf('end', true),
  ),
  node('root', node('a', node('a1', leaf('x'), leaf('xEnd', true)), leaf('aEnd', true)), leaf('c')),
];

const idsOf = (shape: Shape): string[] => [shape.id, ...shape.children.flatMap(idsOf)];

type StateParts = Readonly<Record<string, unknown>> & { readonly initialActions: unknown };

function configOf(shape: Shape, parts: ReadonlyMap<string, StateParts>): Record<string, unknown> {
  const { initialActions, onDone, ...own } = parts.get(shape.id) as StateParts;
  const [first] = shape.children;
  if (shape.final) return { id: shape.id, type: 'final', entry: own['entry'], exit: own['exit'] };
  if (first === undefined) return { id: shape.id, ...own };
  const states = shape.children.map((child) => [child.id, configOf(child, parts)] as const);
  return {
    id: shape.id,
    ...own,
    ...(onDone === undefined ? {} : { onDone }),
    initial: { target: first.id, actions: initialActions },
    states: Object.fromEntries(states),
  };
}

/** A random machine of one of a few shapes, up to three levels deep. */
export const randomMachine: fc.Arbitrary<AnyStateMachine> = fc
  .constantFrom(...SHAPES)
  .chain((shape) => {
    const ids = idsOf(shape);
    const states = fc.tuple(...ids.map(() => stateOf(ids)));
    return states.map((parts) => {
      const byId = new Map(ids.map((id, index) => [id, parts[index] as StateParts]));
      return createMachine({
        ...configOf(shape, byId),
        context: { n: 0 },
        options: { maxIterations: ITERATIONS_MAX },
      }) as AnyStateMachine;
    });
  });
