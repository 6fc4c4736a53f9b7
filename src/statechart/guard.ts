// Guards: compiled from XState's forms (name, name with params, function, and/or/not), evaluated as `evaluateGuard` does.
import { and, not, or, stateIn } from 'xstate';
import type { ChartFunction } from './chart-args.ts';
import { type ChartPlace, ChartUnsupportedError } from './chart-error.ts';

type GuardKind = 'not' | 'and' | 'or';

/** A guard ready to evaluate: one call, with params that are already known. @internal */
export interface CompiledGuard {
  readonly test: ChartFunction;
  readonly params: unknown;
}

/** A guard as XState writes it: a name, a name with params, or a function (perhaps one made by `and`, `or`, `not`). */
type MachineGuard = string | { readonly type: string; readonly params?: unknown } | GuardFunction;
type GuardFunction = ChartFunction & {
  readonly check?: unknown;
  readonly guards?: readonly MachineGuard[];
};

const checkOf = (guard: unknown): unknown => (guard as GuardFunction).check;
const COMBINATORS = new Map<unknown, { readonly kind: GuardKind; readonly word: string }>([
  [checkOf(not('')), { kind: 'not', word: 'not' }],
  [checkOf(and([])), { kind: 'and', word: ' and ' }],
  [checkOf(or([])), { kind: 'or', word: ' or ' }],
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
    if (typeof params !== 'function') return { test: found, params };
    const paramsOf = params as ChartFunction;
    return { test: (args) => found(args, paramsOf(args)), params: undefined };
  }
  if (found.check === STATE_IN) {
    throw new ChartUnsupportedError(at, 'guard stateIn', 'put the transition on that state');
  }
  const combinator = COMBINATORS.get(found.check);
  if (combinator === undefined) {
    throw new ChartUnsupportedError(at, 'guard with a check of its own', 'use and, or, not');
  }
  const parts = (found.guards ?? []).map((part) => compilePart(part, implementations, at, path));
  return { test: combined(combinator.kind, parts), params: undefined };
}

/** One test of several; `and` and `or` stop at the first answer, from left to right. */
function combined(kind: GuardKind, parts: readonly CompiledGuard[]): ChartFunction {
  const passes = (args: Parameters<ChartFunction>[0]) => (part: CompiledGuard) =>
    Boolean(part.test(args, part.params));
  switch (kind) {
    case 'and':
      return (args) => parts.every(passes(args));
    case 'or':
      return (args) => parts.some(passes(args));
    case 'not':
      return (args) => !parts.every(passes(args));
  }
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
  const whole = guard as GuardFunction;
  const combinator = COMBINATORS.get(whole.check);
  if (combinator === undefined) {
    // `guard: () => …` is a function that JavaScript itself names after the key.
    return whole.name === '' || whole.name === 'guard' ? '(inline)' : whole.name;
  }
  const parts = (whole.guards ?? []).map((part) => {
    const nested = typeof part === 'function' && part.check !== undefined;
    return nested && checkOf(part) !== checkOf(not(''))
      ? `(${describePart(part)})`
      : describePart(part);
  });
  return combinator.kind === 'not' ? `not ${parts.join('')}` : parts.join(combinator.word);
}
