// Who listens to an engine while it lives: told after the commit, each for itself.
import { EventEmitter } from 'eventemitter3';
import type { AnyFact, Fact, FactType } from '../events/fact.ts';
import type { Batch, TenantVerdict } from './batch.ts';
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

/** The listeners of one engine. */
export class ListenerBoard {
  readonly #emitter = new EventEmitter<EngineListeners>();
  readonly #observer: EngineObserver | undefined;

  constructor(observer: EngineObserver | undefined) {
    this.#observer = observer;
  }

  on(type: keyof EngineListeners, listener: unknown): void {
    this.#emitter.on(type, listener as never);
  }

  off(type: keyof EngineListeners, listener: unknown): void {
    this.#emitter.off(type, listener as never);
  }

  /** Tells the facts and verdicts of a commit. */
  tellBatch({ facts, verdicts }: Batch): void {
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
