// Actions at compile time: recognises XState's builtins, by name or inline, and refuses everything with an effect.
import { type ActionParts, CompiledAction, type CopyContext } from './action.ts';
import type { ChartEvent, ChartFunction } from './chart-args.ts';
import { type ChartPlace, ChartUnsupportedError } from './chart-error.ts';

/** The implementations of a machine that its actions refer to. @internal */
export interface ActionImplementations {
  readonly actions: Readonly<Record<string, unknown>>;
  readonly delays: Readonly<Record<string, unknown>>;
  /** How assigns copy the context; undefined for the spread. */
  readonly copyContext?: CopyContext | undefined;
}

/** What XState's builtins carry as properties of a function. */
interface Builtin {
  readonly type: string;
  readonly assignment?: unknown;
  readonly event?: unknown;
  readonly id?: string | undefined;
  readonly delay?: unknown;
  readonly sendId?: unknown;
}

/** Why each builtin that has an effect outside the chart is refused, and what to do instead. */
const REMEDIES: Readonly<Record<string, string>> = {
  'xstate.enqueueActions': 'write guarded transitions with assign, emit, raise and cancel',
  'xstate.sendTo': 'emit a fact and let the host pass it on',
  'xstate.spawnChild': 'emit a fact and let the host start it',
  'xstate.stopChild': 'emit a fact and let the host stop it',
  'xstate.log': 'emit a fact',
};

/**
 * The compiled form of one action of a machine.
 *
 * @throws ChartUnsupportedError for a plain function, a name without an implementation, a builtin that acts on other
 * actors, a delayed raise without a fixed id or with a payload, a delay without an implementation.
 * @internal
 */
export function compileAction(
  action: unknown,
  implementations: ActionImplementations,
  at: ChartPlace,
): CompiledAction {
  const inline = typeof action === 'function';
  const name = describeAction(action);
  const found = inline ? action : implementations.actions[name];
  if (found === undefined) {
    const remedy = 'give it one in setup() or provide() before compiling';
    throw new ChartUnsupportedError(at, `action '${name}' without an implementation`, remedy);
  }
  if (typeof found !== 'function' || !('resolve' in found)) {
    throw new ChartUnsupportedError(
      at,
      inline && name === '(inline)' ? 'plain function as an action' : `plain action '${name}'`,
      'emit a fact and let the host act on it, or assign',
    );
  }
  const params = inline || typeof action === 'string' ? undefined : (action as Params).params;
  return new CompiledAction({
    ...partsOf(found as unknown as Builtin, implementations, at),
    params,
  });
}

type Params = { readonly params?: unknown };

function partsOf(
  builtin: Builtin,
  implementations: ActionImplementations,
  at: ChartPlace,
): ActionParts {
  switch (builtin.type) {
    case 'xstate.assign': {
      const parts = assignParts(builtin.assignment);
      const { copyContext } = implementations;
      return copyContext === undefined ? parts : { ...parts, copy: copyContext };
    }
    case 'xstate.emit':
      return { kind: 'emit', ...valueOrCall(builtin.event) };
    case 'xstate.cancel':
      return { kind: 'cancel', ...valueOrCall(builtin.sendId) };
    case 'xstate.raise':
      return raiseParts(builtin, implementations, at);
    default: {
      const remedy = REMEDIES[builtin.type] ?? 'use assign, emit, raise or cancel';
      throw new ChartUnsupportedError(at, `action ${builtin.type}`, remedy);
    }
  }
}

function valueOrCall(value: unknown): Pick<ActionParts, 'call' | 'value'> {
  return typeof value === 'function' ? { call: value as ChartFunction } : { value };
}

function assignParts(assignment: unknown): ActionParts {
  if (typeof assignment === 'function') {
    return { kind: 'assignCall', call: assignment as ChartFunction };
  }
  const entries = Object.entries(assignment as object) as [string, unknown][];
  const [first] = entries;
  if (entries.length === 1 && typeof first?.[1] === 'function') {
    return { kind: 'assignOne', key: first[0], call: first[1] as ChartFunction };
  }
  return {
    kind: 'assignKeys',
    call: (_args, params) => params,
    keys: entries.map(([key]) => key),
    values: entries.map(([, value]) => value),
  };
}

function raiseParts(
  builtin: Builtin,
  implementations: ActionImplementations,
  at: ChartPlace,
): ActionParts {
  if (typeof builtin.event === 'string') {
    throw new ChartUnsupportedError(at, 'raise of a text', 'raise an event object');
  }
  if (builtin.delay === undefined) return { kind: 'raise', ...valueOrCall(builtin.event) };
  if (builtin.id === undefined) {
    const remedy = 'give the raise an id, by which its deadline is kept and cancelled';
    throw new ChartUnsupportedError(at, 'delayed raise without an id', remedy);
  }
  const event = builtin.event;
  if (typeof event === 'function' || Object.keys(event as object).length !== 1) {
    const remedy = 'raise a bare { type } and read the rest from the context when it is due';
    throw new ChartUnsupportedError(at, 'delayed raise of a computed event or a payload', remedy);
  }
  const { id, delay } = builtin;
  const implementation =
    typeof delay === 'string' ? namedDelay(delay, implementations.delays, at) : delay;
  return {
    kind: 'schedule',
    ...valueOrCall(implementation),
    event: event as ChartEvent,
    id,
    name: typeof delay === 'function' ? id : `${delay as string | number}`,
  };
}

// XState raises at once when a named delay is missing or is not a number; a deadline that is silently skipped is refused.
function namedDelay(
  name: string,
  delays: Readonly<Record<string, unknown>>,
  at: ChartPlace,
): unknown {
  const implementation = delays[name];
  if (typeof implementation === 'number' || typeof implementation === 'function') {
    return implementation;
  }
  throw new ChartUnsupportedError(
    at,
    `delay '${name}' without a number or function as its implementation`,
    'give it one in setup() or provide() before compiling',
  );
}

/** An action's name; `xstate.emit` and so on for a builtin without one, `(inline)` for a function without one. @internal */
export function describeAction(action: unknown): string {
  if (typeof action === 'string') return action;
  const { type, name } = action as { readonly type?: string; readonly name?: string };
  return type ?? (name === undefined || name === '' ? '(inline)' : name);
}
