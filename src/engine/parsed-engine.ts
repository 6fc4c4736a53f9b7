// The small host behind its door: events that are read already, decided in memory on virtual time with the very core that
// every host uses. It knows no schema: who reads events elsewhere, as a replay does, need not load one here.
import { EventEmitter } from 'eventemitter3';
import type { Conversation } from '../conversation/conversation.ts';
import type { Load } from '../desk/load.ts';
import type { AnyFact, Fact, FactType } from '../events/fact.ts';
import { HoldlineError } from '../events/holdline-error.ts';
import { DEFAULT_TENANT } from '../events/default-tenant.ts';
import type { Verdict } from '../events/verdict.ts';
import type { EventIn } from '../events/vocabulary.ts';
import { DEFAULT_POLICY } from '../policy/default-policy.ts';
import { describePolicyIssues, isPolicyIssues, parsePolicy } from '../policy/parse-policy.ts';
import type { Policy } from '../policy/policy.ts';
import { parseInstant, type EpochMs } from '../time/instant.ts';
import { AHEAD_MAX_MS } from './arrivals.ts';
import { assertArgument } from './call-argument.ts';
import { CALLBACK, LISTENED_IN_MEMORY } from './call-shapes.ts';
import type { DecidedStep, EngineSink } from './engine-sink.ts';
import type { EngineTuning } from './engine-tuning.ts';
import { Tenant } from './tenant.ts';

/** What an engine in memory may be told. */
export interface ParsedEngineOptions {
  /** A partial policy over the defaults, as in `policy.changed`. */
  readonly policy?: unknown;
  /** Hears everything that is decided, in order. */
  readonly sink?: EngineSink;
  readonly tuning?: EngineTuning | undefined;
}

/** The listeners of an engine: one for each type of fact, and `fact` for all of them. */
export type FactListeners = { [T in FactType]: (fact: Fact<T>) => void } & {
  fact: (fact: AnyFact) => void;
};

/**
 * An engine in memory on virtual time, over events that are read already.
 *
 * Modes: *taking* — events arrive, in any order within the lateness bound, and are answered `deferred`; *settled* —
 * `settle` and `advanceTo` decide what has arrived, and what is older from then on is `late`. It keeps nothing on disk.
 */
export class ParsedEngine {
  readonly #policy: Policy;
  readonly #tenants = new Map<string, Tenant>();
  /** The tenant of the last event; most often of the next one, too. */
  #lastTenant: Tenant | undefined;
  readonly #listeners = new EventEmitter<FactListeners>();
  readonly #sink: EngineSink;
  /** Whether anybody ever listened: without listeners a fact costs nothing more. */
  #isHeard = false;
  readonly #tuning: EngineTuning | undefined;

  /** @throws HoldlineError policy_invalid if the policy is none. */
  constructor(options: ParsedEngineOptions = {}) {
    this.#policy = readPolicy(options.policy);
    this.#tuning = options.tuning;
    this.#sink = this.#tapped(options.sink ?? {});
  }

  /** Listens to one type of fact, or to all as `fact`. Returns the engine. @throws HoldlineError argument_invalid for what is never told. */
  on(type: 'fact', listener: (fact: AnyFact) => void): this;
  on<T extends FactType>(type: T, listener: (fact: Fact<T>) => void): this;
  on(type: keyof FactListeners, listener: unknown): this {
    assertArgument('on', LISTENED_IN_MEMORY, type, 'type');
    assertArgument('on', CALLBACK, listener, 'listener');
    this.#isHeard = true;
    this.#listeners.on(type, listener as never);
    return this;
  }

  /** Stops listening. Returns the engine. */
  off(type: 'fact', listener: (fact: AnyFact) => void): this;
  off<T extends FactType>(type: T, listener: (fact: Fact<T>) => void): this;
  off(type: keyof FactListeners, listener: unknown): this {
    this.#listeners.off(type, listener as never);
    return this;
  }

  /** Takes an event in that `parseEvent` has read. */
  take(event: EventIn): Verdict {
    return this.#tenantOf(event.tenant).take(event);
  }

  /** Decides everything that has arrived, as if nothing more could come before it. */
  settle(): void {
    for (const tenant of this.#tenants.values()) tenant.settle();
  }

  /**
   * Lets time reach an instant in every tenant: deadlines at it included fire.
   *
   * @throws HoldlineError time_invalid if the instant is none.
   */
  advanceTo(instant: EpochMs | string): void {
    const at = parseInstant(instant);
    if (typeof at === 'string') {
      throw new HoldlineError(
        'time_invalid',
        `expected an RFC 3339 time with offset or epoch milliseconds, found ${String(instant)}: correct it`,
      );
    }
    for (const tenant of this.#tenants.values()) tenant.advanceTo(at);
  }

  /** Lets time go on until no deadline is pending, at most 60 days after the last event. */
  drain(): void {
    for (const tenant of this.#tenants.values()) {
      tenant.settle();
      if (tenant.watermark !== -Infinity) tenant.advanceTo(tenant.watermark + AHEAD_MAX_MS);
    }
  }

  /** The tenants seen so far, in code-unit order of their ids. */
  get tenants(): readonly Tenant[] {
    return [...this.#tenants.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** All conversations, by tenant and id. They are put together one at a time: nothing is held for the reader. */
  *conversations(): Generator<Conversation> {
    for (const tenant of this.tenants) yield* tenant.conversations();
  }

  /** What an agent carries now. */
  loadOf(agentId: string, tenant = DEFAULT_TENANT): Load {
    return this.#tenantOf(tenant).feed.loads.of(agentId);
  }

  #tenantOf(id: string): Tenant {
    if (this.#lastTenant?.id === id) return this.#lastTenant;
    let tenant = this.#tenants.get(id);
    if (tenant === undefined) {
      tenant = new Tenant(id, this.#policy, this.#sink, this.#tuning);
      this.#tenants.set(id, tenant);
    }
    this.#lastTenant = tenant;
    return tenant;
  }

  /** The caller's sink, and the listeners beside it. */
  #tapped(sink: EngineSink): EngineSink {
    return {
      fact: (fact) => {
        sink.fact?.(fact);
        if (this.#isHeard) tellListeners(this.#listeners, fact);
      },
      verdict: (verdict, event) => sink.verdict?.(verdict, event),
      sessionEnded: (session, conversation, policy) =>
        sink.sessionEnded?.(session, conversation, policy),
      workFinished: (work, conversation) => sink.workFinished?.(work, conversation),
      // Only where somebody watches: an absent method is never called, and nothing is put together for it.
      ...(sink.decided && { decided: (decision: DecidedStep) => sink.decided?.(decision) }),
    };
  }
}

/** A listener's error is its own: it is thrown by itself, as from an event target, and disturbs no decision. */
function tellListeners(listeners: EventEmitter<FactListeners>, fact: AnyFact): void {
  try {
    listeners.emit('fact', fact);
    listeners.emit(fact.type, ...([fact] as never));
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

function readPolicy(partial: unknown): Policy {
  if (partial === undefined) return DEFAULT_POLICY;
  const policy = parsePolicy(partial);
  if (isPolicyIssues(policy)) {
    throw new HoldlineError('policy_invalid', describePolicyIssues(policy));
  }
  return policy;
}
