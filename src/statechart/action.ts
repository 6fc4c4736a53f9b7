// Actions as `compile` leaves them: one shape for all kinds. What runs them is in microstep.ts.
import type { ChartEvent, ChartFunction } from './chart-args.ts';
import { slotOf } from './write-key.ts';

/** What an action does. @internal */
export type ActionKind =
  | 'emit'
  /** Assigns one key, a function of the machine its value. */
  | 'assignOne'
  | 'assignKeys'
  /** Assigns what one function of the machine returns. */
  | 'assignCall'
  | 'schedule'
  | 'cancel'
  | 'raise';

/** What distinguishes one action from another; what is left out is not used by its kind. @internal */
export interface ActionParts {
  readonly kind: ActionKind;
  /** Computes the context, the event, the delay or the id. */
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

/** The copy of a context where the host does not say how to make one. @internal */
export const spreadCopy: CopyContext = (context: object) => ({ ...context });

const NO_EVENT: ChartEvent = Object.freeze({ type: '' });

/** An action of the machine. @internal */
export class CompiledAction {
  readonly kind: ActionKind;
  /** Computes what the action needs, whether the machine gives a function or a value. */
  readonly call: ChartFunction;
  readonly params: unknown;
  /** Whether `call` always returns the same, and what. */
  readonly isConstant: boolean;
  readonly value: unknown;
  /** What an assign writes, with the places from which it writes each key. */
  readonly keys: readonly string[];
  readonly slots: readonly number[];
  readonly values: readonly unknown[];
  readonly key: string;
  readonly slot: number;
  readonly copy: CopyContext;
  readonly event: ChartEvent;
  readonly id: string;
  readonly name: string;

  constructor(parts: ActionParts) {
    const { value, params } = parts;
    const given: ChartFunction = parts.call ?? (() => value);
    const paramsOf = typeof params === 'function' ? (params as ChartFunction) : undefined;
    this.kind = parts.kind;
    this.call = paramsOf === undefined ? given : (args) => given(args, paramsOf(args));
    this.params = paramsOf === undefined ? params : undefined;
    this.isConstant = parts.call === undefined && paramsOf === undefined;
    this.value = value;
    this.keys = parts.keys ?? [];
    this.slots = this.keys.map(slotOf);
    this.values = parts.values ?? [];
    this.key = parts.key ?? '';
    this.slot = parts.key === undefined ? 0 : slotOf(parts.key);
    this.copy = parts.copy ?? spreadCopy;
    this.event = parts.event ?? NO_EVENT;
    this.id = parts.id ?? '';
    this.name = parts.name ?? '';
  }
}
