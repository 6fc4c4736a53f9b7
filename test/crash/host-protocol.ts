// What is said between a test and the process that it kills: one line of JSON each, orders in, words out.
import type { PendingDeadline } from '../../src/engine/dispatch-outcome.ts';
import type { DurableTuning } from '../../src/engine/engine-options.ts';

/** A part of a host's life. */
export type Phase = 'opening' | 'serving' | 'checkpoint' | 'closing';

/** Where in its own work a host ends itself, by SIGKILL: at the n-th statement that it gives to SQLite in that phase. */
export interface DyingPlace {
  readonly phase: Phase;
  readonly statement: number;
}

/** What a host opens. */
export interface OpenOrder {
  readonly file: string;
  readonly tuning: DurableTuning;
  /** `system`: the wall clock; a number: a clock that is driven, where it stands. */
  readonly clock: 'system' | number;
  /** Pages in the write-ahead log after which SQLite copies them into the file; its default without it. */
  readonly logPages?: number | undefined;
  readonly dieAt?: DyingPlace | undefined;
}

/** An event as it goes over the wire. */
export interface HostEvent {
  readonly id: string;
  readonly type: string;
  readonly at: number;
  readonly tenant: string;
  readonly [field: string]: unknown;
}

/** What a host is told to do. */
export type Order =
  | { readonly order: 'open'; readonly options: OpenOrder }
  | {
      readonly order: 'take';
      readonly events: readonly HostEvent[];
      /** One `dispatchMany` in place of a `dispatch` each. */
      readonly together: boolean;
      /** Where a driven clock stands before. */
      readonly now: number;
    }
  | { readonly order: 'advance'; readonly to: number }
  | { readonly order: 'checkpoint' }
  | { readonly order: 'fill' }
  | { readonly order: 'free' }
  | { readonly order: 'close' };

/** The answer to an event, written once its dispatch has resolved. */
export interface Answer {
  readonly said: 'answer';
  readonly id: string;
  readonly verdict: string;
  readonly sessionId: string | null;
  readonly status: string | null;
  readonly deadlines: readonly PendingDeadline[];
  /** Numbers of the facts that it established. */
  readonly facts: readonly number[];
}

/** An event that was not taken. */
export interface Failure {
  readonly said: 'failed';
  /** Null where it was no event that failed. */
  readonly id: string | null;
  readonly code: string | null;
  readonly isRetryable: boolean;
  readonly message: string;
}

/** What a host says. */
export type Word =
  | { readonly said: 'ready' | 'opening' | 'open' | 'closing' | 'closed' | 'done' }
  | Answer
  | Failure
  /** A listener has heard a fact. */
  | {
      readonly said: 'heard';
      readonly tenant: string;
      readonly seq: number;
      readonly type: string;
    };
