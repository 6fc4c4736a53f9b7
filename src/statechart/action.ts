// Actions at run time: one shape for all kinds, executed in order against the step that is being made.
import type { ChartEvent, ChartFunction, StepArgs } from './chart-args.ts';
import type {
  ChartLeaf,
  EmittedFact,
  ScheduledDelay,
  Step,
  TakenTransition,
} from './compiled-chart.ts';

export const ASSIGN_KEYS = 0;
export const ASSIGN_CALL = 1;
export const EMIT = 2;
export const RAISE = 3;
export const SCHEDULE = 4;
export const CANCEL = 5;
export const RAISE_DONE = 6;

/** @internal */
export type ActionKind =
  | typeof ASSIGN_KEYS
  | typeof ASSIGN_CALL
  | typeof EMIT
  | typeof RAISE
  | typeof SCHEDULE
  | typeof CANCEL
  | typeof RAISE_DONE;

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
    this.copy = parts.copy ?? spreadCopy;
    this.event = parts.event ?? NO_EVENT;
    this.id = parts.id ?? '';
    this.name = parts.name ?? '';
  }
}

// Shared by every step in which nothing of the kind happened.
const NO_FACTS: EmittedFact[] = [];
const NO_DELAYS: ScheduledDelay[] = [];
const NO_IDS: string[] = [];
const NO_EVENTS: ChartEvent[] = [];
for (const empty of [NO_FACTS, NO_DELAYS, NO_IDS, NO_EVENTS]) Object.freeze(empty);

/** A step while it is made; handed out as a read-only `Step`. @internal */
export class StepRecord implements Step<unknown> {
  value: string;
  context: unknown;
  taken: TakenTransition | undefined;
  done: boolean;
  emitted: EmittedFact[];
  scheduled: ScheduledDelay[];
  cancelled: string[];
  raised: ChartEvent[];

  constructor(leaf: ChartLeaf, context: unknown) {
    this.value = leaf.path;
    this.context = context;
    this.taken = undefined;
    this.done = leaf.done;
    this.emitted = NO_FACTS;
    this.scheduled = NO_DELAYS;
    this.cancelled = NO_IDS;
    this.raised = NO_EVENTS;
  }
}

/** Runs actions in order: assigns change `args.context`, everything else is noted in `record`. @internal */
export function perform(
  actions: readonly CompiledAction[],
  args: StepArgs,
  record: StepRecord,
): void {
  for (let index = 0; index < actions.length; index += 1) {
    const action = actions[index] as CompiledAction;
    const params = action.paramsOf === undefined ? action.params : action.paramsOf(args);
    switch (action.kind) {
      case ASSIGN_KEYS:
        args.context = assignKeys(action, args, params);
        break;
      case ASSIGN_CALL:
        args.context = assignCall(action, args, params);
        break;
      case EMIT:
        emitFact(record, resolve(action, args, params) as EmittedFact);
        break;
      case RAISE:
        raiseEvent(record, resolve(action, args, params) as ChartEvent);
        break;
      case SCHEDULE:
        schedule(action, args, params, record);
        break;
      case CANCEL:
        cancelId(record, resolve(action, args, params) as string);
        break;
      case RAISE_DONE:
        raiseEvent(record, doneEvent(action, resolve(action, args, params)));
        break;
    }
  }
}

function resolve(action: CompiledAction, args: StepArgs, params: unknown): unknown {
  return action.call === undefined ? action.value : action.call(args, params);
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

function emitFact(record: StepRecord, fact: EmittedFact): void {
  if (record.emitted === NO_FACTS) record.emitted = [fact];
  else record.emitted.push(fact);
}

function raiseEvent(record: StepRecord, event: ChartEvent): void {
  if (record.raised === NO_EVENTS) record.raised = [event];
  else record.raised.push(event);
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
    raiseEvent(record, action.event);
    return;
  }
  const delay: ScheduledDelay = {
    id: action.id,
    name: action.name,
    delayMs,
    eventType: action.event.type,
  };
  if (record.scheduled === NO_DELAYS) record.scheduled = [delay];
  else record.scheduled.push(delay);
}

/** Also takes back what the step itself has scheduled under that id, so that "cancel, then arm" is right for the host. */
function cancelId(record: StepRecord, id: string): void {
  if (record.cancelled === NO_IDS) record.cancelled = [id];
  else record.cancelled.push(id);
  if (record.scheduled.length === 0) return;
  if (record.scheduled.some((delay) => delay.id === id)) {
    const kept = record.scheduled.filter((delay) => delay.id !== id);
    record.scheduled = kept.length === 0 ? NO_DELAYS : kept;
  }
}

const doneEvent = (action: CompiledAction, output: unknown): ChartEvent => {
  const event: ChartEvent & { readonly output: unknown } = { type: action.event.type, output };
  return event;
};
