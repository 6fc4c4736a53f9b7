// Guards: compiled from XState's forms (name, name with params, function, and/or/not), evaluated as `evaluateGuard` does.
import { and, not, or, stateIn } from 'xstate';
import type { ChartFunction, StepArgs } from './chart-args.ts';
import { type ChartPlace, ChartUnsupportedError } from './chart-error.ts';

/** A guard that is one function. @internal */
export const FUNCTION = 0;
const NOT = 1;
const AND = 2;
const OR = 3;

type GuardKind = typeof FUNCTION | typeof NOT | typeof AND | typeof OR;

/** A guard ready to evaluate; one shape for all kinds, so that the hot path stays monomorphic. @internal */
export class CompiledGuard {
  readonly kind: GuardKind;
  readonly test: ChartFunction;
  readonly params: unknown;
  readonly paramsOf: ChartFunction | undefined;
  readonly parts: readonly CompiledGuard[];

  constructor(
    kind: GuardKind,
    test: ChartFunction,
    params: unknown,
    paramsOf: ChartFunction | undefined,
    parts: readonly CompiledGuard[],
  ) {
    this.kind = kind;
    this.test = test;
    this.params = params;
    this.paramsOf = paramsOf;
    this.parts = parts;
  }
}

/** Whether the guard lets the transition pass; `and` and `or` stop at the first answer, from left to right. @internal */
export function evaluateGuard(guard: CompiledGuard, args: StepArgs): boolean {
  switch (guard.kind) {
    case FUNCTION: {
      const params = guard.paramsOf === undefined ? guard.params : guard.paramsOf(args);
      return Boolean(guard.test(args, params));
    }
    case NOT:
      return !evaluateGuard(guard.parts[0] as CompiledGuard, args);
    case AND:
      for (const part of guard.parts) if (!evaluateGuard(part, args)) return false;
      return true;
    case OR:
      for (const part of guard.parts) if (evaluateGuard(part, args)) return true;
  }
  return false;
}

/** A guard as XState writes it: a name, a name with params, or a function (perhaps one made by `and`, `or`, `not`). */
type MachineGuard = string | { readonly type: string; readonly params?: unknown } | GuardFunction;
type GuardFunction = ChartFunction & {
  readonly check?: unknown;
  readonly guards?: readonly MachineGuard[];
};

const checkOf = (guard: unknown): unknown => (guard as GuardFunction).check;
const COMBINATORS = new Map<unknown, { readonly kind: GuardKind; readonly word: string }>([
  [checkOf(not('')), { kind: NOT, word: 'not' }],
  [checkOf(and([])), { kind: AND, word: ' and ' }],
  [checkOf(or([])), { kind: OR, word: ' or ' }],
]);
const STATE_IN = checkOf(stateIn(''));

/**
 * The compiled form of one guard of a machine; undefined for no guard.
 *
 * @throws ChartUnsupportedError for `stateIn`, a name without an implementation, names that refer to each other in a circle.
 * @internal
 */
export function compileGuard(
  guard: unknown,
  implementations: Readonly<Record<string, unknown>>,
  at: ChartPlace,
): CompiledGuard | undefined {
  if (guard === undefined) return undefined;
  return compilePart(guard as MachineGuard, implementations, at, []);
}

function compilePart(
  guard: MachineGuard,
  implementations: Readonly<Record<string, unknown>>,
  at: ChartPlace,
  seen: readonly string[],
): CompiledGuard {
  const name = nameOf(guard);
  const found = name === undefined ? guard : (implementations[name] as MachineGuard | undefined);
  if (name !== undefined && seen.includes(name)) {
    throw new ChartUnsupportedError(
      at,
      `guard '${name}' that refers to itself`,
      'break the circle',
    );
  }
  if (found === undefined) {
    throw new ChartUnsupportedError(
      at,
      `guard '${name}' without an implementation`,
      'give it one in setup() or provide() before compiling',
    );
  }
  const path = name === undefined ? seen : [...seen, name];
  // As in XState, an implementation may itself be a name; the params of the outer reference are then lost.
  if (typeof found !== 'function') return compilePart(found, implementations, at, path);
  if (!('check' in found)) {
    const params = typeof guard === 'object' ? guard.params : undefined;
    const paramsOf = typeof params === 'function' ? (params as ChartFunction) : undefined;
    return new CompiledGuard(FUNCTION, found, paramsOf ? undefined : params, paramsOf, []);
  }
  if (found.check === STATE_IN) {
    throw new ChartUnsupportedError(at, 'guard stateIn', 'put the transition on that state');
  }
  const combinator = COMBINATORS.get(found.check);
  if (combinator === undefined) {
    throw new ChartUnsupportedError(at, 'guard with a check of its own', 'use and, or, not');
  }
  const parts = (found.guards ?? []).map((part) => compilePart(part, implementations, at, path));
  return new CompiledGuard(combinator.kind, found, undefined, undefined, parts);
}

const nameOf = (guard: MachineGuard): string | undefined => {
  if (typeof guard === 'string') return guard;
  return typeof guard === 'object' ? guard.type : undefined;
};

/** A guard in words, `not isNote and hasRoom`; a function without a name is `(inline)`; undefined for no guard. @internal */
export function describeGuard(guard: unknown): string | undefined {
  return guard === undefined ? undefined : describePart(guard as MachineGuard);
}

function describePart(guard: MachineGuard): string {
  const name = nameOf(guard);
  if (name !== undefined) return name;
  const combined = guard as GuardFunction;
  const combinator = COMBINATORS.get(combined.check);
  if (combinator === undefined) {
    // `guard: () => …` is a function that JavaScript itself names after the key.
    return combined.name === '' || combined.name === 'guard' ? '(inline)' : combined.name;
  }
  const parts = (combined.guards ?? []).map((part) => {
    const nested = typeof part === 'function' && part.check !== undefined;
    return nested && checkOf(part) !== checkOf(not(''))
      ? `(${describePart(part)})`
      : describePart(part);
  });
  return combinator.kind === NOT ? `not ${parts.join('')}` : parts.join(combinator.word);
}
