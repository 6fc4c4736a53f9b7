import type { DispatchOutcome } from '../engine/dispatch-outcome.ts';
import type { EngineOptions } from '../engine/open-engine.ts';
import { openEngine } from '../engine/open-engine.ts';
import type { Engine } from '../engine/engine.ts';
import type { Explanation } from '../engine/engine-reader.ts';
import type { AnyFact } from '../events/fact.ts';
import type { EpochMs } from '../time/instant.ts';
import { EventKit, type BuiltEvent } from './event-kit.ts';
import { VirtualClock } from './virtual-clock.ts';

/** How an engine for a test is set up. */
export interface TestEngineOptions extends Omit<EngineOptions, 'clock'> {
  /** Where the clock stands first: RFC 3339 with offset, or epoch milliseconds; Monday, 2 March 2026, 09:00 UTC without it. */
  readonly at?: EpochMs | string;
  /** The tenant of the events that `events` makes. */
  readonly tenant?: string;
}

/** A session with its history, its deadlines and the time: all that a matcher can show. */
export interface TestedSession extends Explanation {
  readonly now: EpochMs;
}

/** An engine on a clock of its own, with a maker of events dated by that clock. */
export class TestEngine {
  readonly engine: Engine;
  readonly clock: VirtualClock;
  readonly events: EventKit;
  readonly #facts: AnyFact[] = [];

  /** @internal Use `testEngine`. */
  constructor({ at, tenant, ...options }: TestEngineOptions) {
    this.clock = new VirtualClock(at);
    this.engine = openEngine({ ...options, clock: this.clock });
    const { clock } = this;
    this.events = new EventKit(tenant === undefined ? { clock } : { clock, tenant });
    this.engine.on('fact', (fact) => void this.#facts.push(fact));
  }

  /** Everything that the engine has told so far, in order. */
  get facts(): readonly AnyFact[] {
    return this.#facts;
  }

  /** Dispatches events in order. The answer is that to the last one. */
  async send(...events: readonly [BuiltEvent, ...BuiltEvent[]]): Promise<DispatchOutcome> {
    const outcomes = await this.engine.dispatchMany(events);
    return outcomes.at(-1) as DispatchOutcome;
  }

  /** A session by its id, or the current one of a conversation; undefined if there is none. */
  session(
    of: string | { readonly channelId: string; readonly endUserId: string },
  ): TestedSession | undefined {
    const { tenant } = this.events;
    const id =
      typeof of === 'string' ? of : this.engine.conversation({ tenant, ...of })?.session?.id;
    const explained = id === undefined ? undefined : this.engine.explain(id);
    return explained === undefined ? undefined : { ...explained, now: this.clock.now() };
  }

  /** Closes the engine. */
  close(): Promise<void> {
    return this.engine.close();
  }
}

/**
 * An engine in memory for a test: nothing in it waits for the wall clock.
 *
 * @throws HoldlineError as `openEngine`; time_invalid if `at` is no instant.
 */
export const testEngine = (options: TestEngineOptions = {}): TestEngine => new TestEngine(options);
