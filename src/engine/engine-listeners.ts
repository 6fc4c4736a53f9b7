// Who listens to an engine while it lives: told after the commit, each for itself.
import { EventEmitter } from 'eventemitter3';
import type { AnyFact, Fact, FactType } from '../events/fact.ts';
import type { Batch, TenantVerdict } from './batch.ts';
import { assertArgument } from './call-argument.ts';
import { CALLBACK, LISTENED } from './call-shapes.ts';
import type { EngineClock } from './engine-clock.ts';
import type { DecidedStep, EngineSink } from './engine-sink.ts';
import type { EngineObserver } from './engine-observer.ts';

/**
 * What may be listened to: each type of fact, `fact` for all; `verdict`; `error`.
 *
 * Told after the commit, in its order. What a listener reads of the engine is as of that commit, and it may dispatch. `verdict`
 * leaves out events that applied at once, duplicates, and input that is no event; a verdict that replaces `deferred` is told
 * whatever it is. A listener dies with the process: what must not be missed is subscribed to.
 */
export type EngineListeners = { [T in FactType]: (fact: Fact<T>) => void } & {
  fact: (fact: AnyFact) => void;
  verdict: (verdict: TenantVerdict) => void;
  error: (error: unknown) => void;
};

/** How somebody begins or stops to listen; whoever is called returns itself. */
export interface Listening<Self> {
  (type: 'fact', listener: EngineListeners['fact']): Self;
  (type: 'verdict', listener: EngineListeners['verdict']): Self;
  (type: 'error', listener: EngineListeners['error']): Self;
  <T extends FactType>(type: T, listener: (fact: Fact<T>) => void): Self;
}

/** Who watches each decision as a whole. */
export interface InspectedDecisions extends Required<Pick<EngineSink, 'decided'>> {
  /** Told at the opening whose time the decisions are in. */
  runsOn?(clock: Pick<EngineClock, 'kind' | 'now'>): void;
}

/** Causes that are told of an inspection that fails, at most. */
const CAUSES_MAX = 20;

/** The listeners of one engine. */
export class ListenerBoard {
  readonly #emitter = new EventEmitter<EngineListeners>();
  readonly #observer: EngineObserver | undefined;
  readonly #inspect: InspectedDecisions | undefined;
  /** What the inspection has thrown so far, by message: a feed that fails does so at every step. */
  readonly #inspectErrors = new Set<string>();

  constructor(observer: EngineObserver | undefined, inspect?: InspectedDecisions) {
    this.#observer = observer;
    this.#inspect = inspect;
  }

  /** @throws HoldlineError argument_invalid for what is never told: its listener would wait for ever. */
  on(type: keyof EngineListeners, listener: unknown): void {
    assertArgument('on', LISTENED, type, 'type');
    assertArgument('on', CALLBACK, listener, 'listener');
    this.#emitter.on(type, listener as never);
  }

  off(type: keyof EngineListeners, listener: unknown): void {
    this.#emitter.off(type, listener as never);
  }

  /** Tells the facts and verdicts of a commit. */
  tellBatch({ facts, verdicts, decided }: Batch): void {
    if (decided !== undefined) this.#tellInspect(decided);
    if (this.#emitter.eventNames().length === 0) return;
    for (const fact of facts) {
      this.#tell('fact', fact);
      this.#tell(fact.type, fact);
    }
    for (const verdict of verdicts) this.#tell('verdict', verdict);
  }

  /** Tells of an error. */
  tellError(error: unknown): void {
    this.#tell('error', error);
  }

  #tellInspect(decided: readonly DecidedStep[]): void {
    for (const step of decided) {
      try {
        this.#inspect?.decided(step);
      } catch (error) {
        this.#failInspect(error);
      }
    }
  }

  /** The inspection failed: the engine goes on, and each cause is told once. */
  #failInspect(error: unknown): void {
    const cause = error instanceof Error ? error.message : typeof error;
    if (this.#inspectErrors.has(cause) || this.#inspectErrors.size >= CAUSES_MAX) return;
    this.#inspectErrors.add(cause);
    this.#observer?.failed?.({ kind: 'inspection', error });
    this.tellError(error);
  }

  /** A listener's error is its own: it is told as an error, and disturbs nobody else. */
  #tell<T extends keyof EngineListeners>(type: T, said: Parameters<EngineListeners[T]>[0]): void {
    for (const listener of this.#emitter.listeners(type)) {
      try {
        (listener as (said: unknown) => void)(said);
      } catch (error) {
        this.#observer?.failed?.({ kind: 'listener', error });
        if (type !== 'error') this.tellError(error);
      }
    }
  }
}
