import type { DecidedStep, EngineSink } from '../engine/engine-sink.ts';
import type { EpochMs } from '../time/instant.ts';
import { readArgument } from '../engine/call-argument.ts';
import { inspectedSteps } from './inspected-steps.ts';
import type {
  FeedKind,
  InspectedStep,
  InspectionFeed,
  SessionList,
  StepListener,
} from './inspection-feed.ts';
import { MEMORY_FEED_OPTIONS } from './inspection-shapes.ts';
import { Sampler, type Sample } from './sample.ts';

/** Steps kept of one session, count; the oldest go first. */
const STEPS_MAX = 1000;

/** What a memory feed may be told. */
export interface MemoryFeedOptions {
  /** Which sessions are kept; all, and at most 1,000 at a time, by default. */
  readonly sample?: Sample;
  /** Whose time it is; left out: that of the engine which takes the feed as `inspect`, else that of the last decision. */
  readonly clock?: FeedClock;
}

/** What a feed asks a clock. */
export interface FeedClock {
  readonly kind: 'system' | 'virtual';
  /** Epoch milliseconds. */
  now(): EpochMs;
}

/**
 * The feed of an engine: give it to `openEngine` as `inspect`, to a `MemoryEngine` as its sink, or call its `decided` yourself.
 *
 * It keeps the steps of the sessions that it watches, in bounded memory.
 */
export class MemoryFeed implements InspectionFeed, Required<Pick<EngineSink, 'decided'>> {
  readonly #steps = new Map<string, InspectedStep[]>();
  readonly #listeners = new Set<StepListener>();
  readonly #sampler: Sampler;
  #now: EpochMs = 0;
  #isClosed = false;

  #clock: FeedClock | undefined;

  /** @throws HoldlineError argument_invalid for what is no option. */
  constructor(options: MemoryFeedOptions = {}) {
    const read = readArgument('new MemoryFeed', MEMORY_FEED_OPTIONS, options);
    const { sample = { sessionsMax: 1000 }, clock } = read;
    this.#clock = clock;
    this.#sampler = new Sampler(sample, (sessionId) => this.#steps.delete(sessionId));
  }

  get kind(): FeedKind {
    if (this.#isClosed) return 'recorded';
    return this.#clock?.kind === 'system' ? 'live' : 'virtual';
  }

  get leftOut(): number {
    return this.#sampler.leftOut;
  }

  now(): EpochMs {
    return this.#isClosed ? this.#now : (this.#clock?.now() ?? this.#now);
  }

  /** Says whose time it is; `openEngine` does. A clock that was given with the feed stays. */
  runsOn(clock: FeedClock): void {
    this.#clock ??= clock;
  }

  /** Says that nothing more will come: what is kept is a recording from now on. */
  close(): void {
    this.#isClosed = true;
  }

  decided(decision: DecidedStep): void {
    this.#now = Math.max(this.#now, decision.cause.at);
    if (!this.#concerns(decision)) return;
    for (const fact of decision.facts) {
      if (fact.type === 'session.corrected') this.#strike(fact.sessionId, fact.data.supersedes);
    }
    for (const step of inspectedSteps(decision, this.#lastStepOf)) {
      if (!this.#sampler.takes(step)) continue;
      this.#keep(step);
      for (const listener of this.#listeners) tell(listener, step);
    }
  }

  follow(listener: StepListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  sessions(limit: number): SessionList {
    const last: InspectedStep[] = [];
    for (const steps of this.#steps.values()) {
      const step = steps.at(-1);
      if (step !== undefined) last.push(step);
    }
    // A recording is told from its beginning; of an engine that runs the latest sessions matter most.
    const lastSteps = this.#isClosed ? last.slice(0, limit) : last.slice(-limit);
    return { lastSteps, moreCount: last.length - lastSteps.length };
  }

  history(sessionId: string): readonly InspectedStep[] {
    return [...(this.#steps.get(sessionId) ?? [])];
  }

  /** Whether a session begins, or one is concerned that is watched: all others cost no more than this. */
  #concerns({ conversation, facts }: DecidedStep): boolean {
    const { session } = conversation;
    if (session !== null && this.#sampler.has(session.id)) return true;
    return facts.some(
      ({ type, sessionId }) =>
        type === 'session.created' || (sessionId !== null && this.#sampler.has(sessionId)),
    );
  }

  /** Marks the steps of a session whose facts no longer hold. */
  #strike(sessionId: string | null, supersedes: readonly number[]): void {
    const steps = sessionId === null ? undefined : this.#steps.get(sessionId);
    if (steps === undefined) return;
    const gone = new Set(supersedes);
    for (const [index, step] of steps.entries()) {
      if (gone.has(step.seq)) steps[index] = { ...step, superseded: true };
    }
  }

  readonly #lastStepOf = (sessionId: string) => this.#steps.get(sessionId)?.at(-1);

  #keep(step: InspectedStep): void {
    const steps = this.#steps.get(step.sessionId);
    if (steps === undefined) this.#steps.set(step.sessionId, [step]);
    else steps.push(step);
    if (steps !== undefined && steps.length > STEPS_MAX) steps.shift();
  }
}

/** A watcher's error is its own: it is thrown by itself and disturbs no decision. */
function tell(listener: StepListener, step: InspectedStep): void {
  try {
    listener(step);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
