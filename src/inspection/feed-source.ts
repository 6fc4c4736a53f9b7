// The sessions of a feed on their way to the wire: sampled, redacted, announced.
import type { EpochMs } from '../time/instant.ts';
import type { FeedKind, InspectedStep, InspectionFeed } from './inspection-feed.ts';
import { redactionOf, type Redact } from './redaction.ts';
import { Sampler, type Sample } from './sample.ts';
import { shownStep } from './shown-step.ts';
import type { ShownStep } from './viewer-protocol.ts';
import type { WireEvent } from './wire-event.ts';
import { WireProducer } from './wire-producer.ts';

/** Whose actors a server shows beside those of clients. */
export interface SessionSource {
  readonly kind: FeedKind;
  readonly title: string | undefined;
  /** Sessions that are not watched, count. */
  readonly leftOut: number;
  now(): EpochMs;
  /** All steps of an actor of the source, in order; empty for one that is not known. */
  history(actorId: string): Promise<readonly ShownStep[]>;
  /** Shows what there is, and follows it from then on. */
  start(): Promise<void>;
  close(): void;
}

/** Where the messages of a source go. */
export interface WireSink {
  take(event: WireEvent): void;
  forget(actorId: string): void;
}

/** What is done with a feed's sessions. */
export interface FeedSourceOptions {
  readonly sample?: Sample | undefined;
  readonly redact?: Redact | undefined;
  readonly title?: string | undefined;
}

/** The sessions of a feed. */
export class FeedSource implements SessionSource {
  readonly title: string | undefined;
  readonly #feed: InspectionFeed;
  readonly #sampler: Sampler;
  readonly #redact: Redact;
  readonly #producer: WireProducer;
  /** The real ids of the sessions that are shown, by their shown ids, and the other way round. */
  readonly #realIds = new Map<string, string>();
  readonly #shownIds = new Map<string, string>();
  /** Sessions that had begun and found no place in the list, count. */
  #unlisted = 0;
  #hasWarned = false;
  #unfollow: () => void = () => undefined;

  constructor(feed: InspectionFeed, sink: WireSink, options: FeedSourceOptions = {}) {
    this.#feed = feed;
    this.title = options.title;
    this.#redact = redactionOf(options.redact);
    this.#producer = this.#producerTo((event) => sink.take(event));
    this.#sampler = new Sampler(options.sample, (realId) => {
      const shownId = this.#shownIds.get(realId);
      this.#shownIds.delete(realId);
      if (shownId === undefined) return;
      this.#realIds.delete(shownId);
      this.#producer.forget(shownId);
      sink.forget(shownId);
    });
  }

  get kind(): FeedKind {
    return this.#feed.kind;
  }

  get leftOut(): number {
    return this.#sampler.leftOut + this.#unlisted + (this.#feed.leftOut ?? 0);
  }

  now(): EpochMs {
    return this.#feed.now();
  }

  async start(): Promise<void> {
    // What happens while the sessions are being read is told after them.
    let early: InspectedStep[] | undefined = [];
    this.#unfollow = this.#feed.follow((step) => {
      if (early === undefined) this.#take(step);
      else early.push(step);
    });
    const listed = new Map<string, InspectedStep>();
    const { lastSteps, moreCount } = await this.#feed.sessions(this.#sampler.sessionsMax);
    this.#unlisted = moreCount;
    for (const step of lastSteps) {
      listed.set(step.sessionId, step);
      this.#take(step, true);
    }
    for (const step of early) if (!isTold(step, listed.get(step.sessionId))) this.#take(step);
    early = undefined;
  }

  async history(actorId: string): Promise<readonly ShownStep[]> {
    const realId = this.#realIds.get(actorId);
    if (realId === undefined) return [];
    const steps: ShownStep[] = [];
    const producer = this.#producerTo((event) => {
      // Its birth is no step: nothing had happened.
      if (event.type !== '@xstate.snapshot' || event.holdline === undefined) return;
      steps.push(shownStep(event, actorId, steps.length + 1));
    });
    for (const step of await this.#feed.history(realId)) producer.take(step);
    return steps;
  }

  /** The id under which a session is shown; undefined if it is not shown. */
  shownIdOf(realId: string): string | undefined {
    return this.#shownIds.get(realId);
  }

  close(): void {
    this.#unfollow();
  }

  #take(step: InspectedStep, isFirst = false): void {
    if (!this.#sampler.takes(step, isFirst)) return;
    let shownId: string;
    try {
      shownId = this.#producer.take(step).sessionId;
    } catch (error) {
      // A redaction of the host's own that fails must neither stop the engine nor show what it was to hide.
      if (!this.#hasWarned) process.emitWarning(`a step could not be shown: ${String(error)}`);
      this.#hasWarned = true;
      return;
    }
    this.#realIds.set(shownId, step.sessionId);
    this.#shownIds.set(step.sessionId, shownId);
  }

  #producerTo(send: (event: WireEvent) => void): WireProducer {
    return new WireProducer({ send, redact: this.#redact, details: true });
  }
}

/** Whether a step is not newer than the one that a list gave for its session. */
const isTold = (step: InspectedStep, listed: InspectedStep | undefined) =>
  listed !== undefined && step.seq <= listed.seq && step.at <= listed.at;
