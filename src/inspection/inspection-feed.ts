// The port of the inspection: what an engine or a store says of its sessions. Everything else here works on this alone.
import type { EpochMs } from '../time/instant.ts';

/** A value that JSON can hold and a log line can show. */
export type Scalar = string | number | boolean | null;

/** Named values, as an event, a fact or a chart's context carries them. */
export type Fields = Readonly<Record<string, unknown>>;

/** A pending deadline of a session, as data. */
export interface InspectedDeadline {
  readonly name: string;
  readonly dueAt: EpochMs;
  /** The row of the lifecycle that set it. */
  readonly setBy: string;
}

/** What one event or one deadline did to one session. All instants are epoch milliseconds. */
export interface InspectedStep {
  readonly sessionId: string;
  readonly conversationId: string;
  /** The chart of the session, `enhanced-customer`. */
  readonly graph: string;
  /** Number of the last fact of the step; that of the step before if it has none. Ascending within a session. */
  readonly seq: number;
  readonly at: EpochMs;
  /** When the engine noticed. */
  readonly recordedAt: EpochMs;
  /** The event in; of a deadline only the type, `timer.<name>`. */
  readonly event: { readonly type: string } & Fields;
  /** The type of the event, or `timer.<name>`. */
  readonly cause: string;
  /** The row of the lifecycle by which the status changed, or that had set the deadline; null where neither is known. */
  readonly rule: string | null;
  /** The status before; null at the session's creation. */
  readonly from: string | null;
  /** The status after; the same as before where only something inside it changed. */
  readonly to: string;
  /** Dotted path of the chart's active leaf after the step, `open.Active.withBot`. */
  readonly value: string;
  /** Counters and switches of the chart's context, without its settings. */
  readonly context: Fields;
  /** Those of the session that are pending after the step, ascending by `dueAt`. */
  readonly deadlines: readonly InspectedDeadline[];
  /** What the step established about the session, in order: the type and what the fact says. */
  readonly facts: readonly ({ readonly type: string } & Fields)[];
  /** True if a later repair of history has replaced the step. */
  readonly superseded?: boolean;
}

/**
 * What can be said of the time in a feed.
 *
 * `live`: an engine on the system clock. `virtual`: an engine whose time only moves with its events. `recorded`: nothing more will
 * happen.
 */
export type FeedKind = 'live' | 'virtual' | 'recorded';

/** Hears each step, in order. */
export type StepListener = (step: InspectedStep) => void;

/** Some of the sessions of a feed. */
export interface SessionList {
  /** The last step of each, in the order in which they began. */
  readonly lastSteps: readonly InspectedStep[];
  /** Sessions that the feed has beside these, count. */
  readonly moreCount: number;
}

/** Sessions to watch. What is returned belongs to the reader. */
export interface InspectionFeed {
  readonly kind: FeedKind;
  /** The engine's clock; for a recorded feed the instant at which its recording ends. */
  now(): EpochMs;
  /** Calls the listener with each step as it is committed, until the returned function is called. */
  follow(listener: StepListener): () => void;
  /** The sessions that a reader may want to see first, at most `limit`. */
  sessions(limit: number): SessionList | Promise<SessionList>;
  /** All steps of a session in order, superseded ones included; empty for a session that is not known. */
  history(sessionId: string): readonly InspectedStep[] | Promise<readonly InspectedStep[]>;
  /** Sessions that this feed itself could not keep, count; undefined counts as 0. */
  readonly leftOut?: number;
}
