// Actions at run time: one shape for all kinds, executed in order against the step that is being made.
import type { ChartEvent, ChartFunction, StepArgs } from './chart-args.ts';
import type { EmittedFact } from './compiled-chart.ts';
import type { StepRecord } from './step-record.ts';

export const ASSIGN_KEYS = 0;
export const ASSIGN_CALL = 1;
export const EMIT = 2;
export const RAISE = 3;
export const SCHEDULE = 4;
export const CANCEL = 5;
export const RAISE_DONE = 6;
export const ASSIGN_ONE = 7;

/** @internal */
export type ActionKind =
  | typeof ASSIGN_KEYS
  | typeof ASSIGN_CALL
  | typeof EMIT
  | typeof RAISE
  | typeof SCHEDULE
  | typeof CANCEL
  | typeof RAISE_DONE
  | typeof ASSIGN_ONE;

/** What distinguishes one action from another; what is left out is not used by its kind. @internal */
export interface ActionParts {
  readonly kind: ActionKind;
  /** Computes the context, the event, the delay, the id or the output. */
  readonly call?: ChartFunction | undefined;
  /** What `call` would return, where the machine gives a value. */
  readonly value?: unknown;
  readonly params?: unknown;
  /** Keys and values (or functions) of an assign in object form. */
  readonly keys?: readonly string[];
  readonly values?: readonly unknown[];
  /** The key of an assign of one, whose value `call` computes. */
  readonly key?: string;
  /** Copies the context that an assign changes. */
  readonly copy?: CopyContext;
  /** The event, id and name of a delayed raise. */
  readonly event?: ChartEvent;
  readonly id?: string;
  readonly name?: string;
}

/** Returns a copy of a context: all of its properties, and nothing that the copy shares but their values. */
export type CopyContext = (context: never) => object;

const spreadCopy: CopyContext = (context: object) => ({ ...context });

const NO_EVENT: ChartEvent = Object.freeze({ type: '' });

/** An action ready to run. @internal */
export class CompiledAction {
  readonly kind: ActionKind;
  readonly call: ChartFunction | undefined;
  readonly value: unknown;
  readonly params: unknown;
  readonly paramsOf: ChartFunction | undefined;
  readonly keys: readonly string[];
  readonly values: readonly unknown[];
  readonly key: string;
  readonly copy: CopyContext;
  readonly event: ChartEvent;
  readonly id: string;
  readonly name: string;

  constructor(parts: ActionParts) {
    const dynamic = typeof parts.params === 'function';
    this.kind = parts.kind;
    this.call = parts.call;
    this.value = parts.value;
    this.params = dynamic ? undefined : parts.params;
    this.paramsOf = dynamic ? (parts.params as ChartFunction) : undefined;
    this.keys = parts.keys ?? [];
    this.values = parts.values ?? [];
    this.key = parts.key ?? '';
    this.copy = parts.copy ?? spreadCopy;
    this.event = parts.event ?? NO_EVENT;
    this.id = parts.id ?? '';
    this.name = parts.name ?? '';
  }
}

/**
 * Runs actions in order: assigns change `args.context`, everything else is noted in `record`.
 *
 * `factsCount` is how many facts a list that is still empty makes room for.
 *
 * @internal
 */
export function perform(
  actions: readonly CompiledAction[],
  factsCount: number,
  args: StepArgs,
  record: StepRecord,
): void {
  let facts = record.emitted.length;
  for (let index = 0; index < actions.length; index += 1) {
    const action = actions[index] as CompiledAction;
    const params = action.paramsOf === undefined ? action.params : action.paramsOf(args);
    switch (action.kind) {
      case ASSIGN_ONE:
        args.context = assignOne(action, args, params);
        break;
      case ASSIGN_KEYS:
        args.context = assignKeys(action, args, params);
        break;
      case ASSIGN_CALL:
        args.context = assignCall(action, args, params);
        break;
      case EMIT:
        record.emit(resolve(action, args, params) as EmittedFact, facts, factsCount);
        facts += 1;
        break;
      case RAISE:
        record.raise(resolve(action, args, params) as ChartEvent);
        break;
      case SCHEDULE:
        schedule(action, args, params, record);
        break;
      case CANCEL:
        record.cancel(resolve(action, args, params) as string);
        break;
      case RAISE_DONE:
        record.raise(doneEvent(action, resolve(action, args, params)));
        break;
    }
  }
}

function resolve(action: CompiledAction, args: StepArgs, params: unknown): unknown {
  return action.call === undefined ? action.value : action.call(args, params);
}

function assignOne(action: CompiledAction, args: StepArgs, params: unknown): unknown {
  const value = (action.call as ChartFunction)(args, params);
  const next = action.copy(args.context as never) as Record<string, unknown>;
  next[action.key] = value;
  return next;
}

/** Every function sees the context as it was before the whole assign. */
function assignKeys(action: CompiledAction, args: StepArgs, params: unknown): unknown {
  const { keys, values } = action;
  const next = action.copy(args.context as never) as Record<string, unknown>;
  for (let index = 0; index < keys.length; index += 1) {
    const value = values[index];
    next[keys[index] as string] =
      typeof value === 'function' ? (value as ChartFunction)(args, params) : value;
  }
  return next;
}

function assignCall(action: CompiledAction, args: StepArgs, params: unknown): unknown {
  const update = (action.call as ChartFunction)(args, params) as object | undefined;
  return Object.assign(action.copy(args.context as never), update);
}

// As in XState: a delay that is not a number is no delay, and the event is raised at once.
function schedule(
  action: CompiledAction,
  args: StepArgs,
  params: unknown,
  record: StepRecord,
): void {
  const delayMs = resolve(action, args, params);
  if (typeof delayMs !== 'number') {
    record.raise(action.event);
    return;
  }
  record.schedule({
    id: action.id,
    name: action.name,
    delayMs,
    eventType: action.event.type,
  });
}

const doneEvent = (action: CompiledAction, output: unknown): ChartEvent => {
  const event: ChartEvent & { readonly output: unknown } = { type: action.event.type, output };
  return event;
};
