/*
 * What calculators derive for each other. A wait begins when a customer writes and nobody has answered yet, and ends with the answer; who may
 * answer is a choice (X2), from which message it counts is one too (X1).
 */
import type { EpochMs } from '../time/instant.ts';
import type { Evidence } from './observation.ts';

/** A customer has begun to wait, or waits again because the reply has failed (X13). */
export interface WaitOpened {
  readonly type: 'wait.opened';
  readonly at: EpochMs;
  readonly conversationId: string;
  readonly sessionId: string;
  /** The message from which it counts. */
  readonly anchorAt: EpochMs;
}

/** Somebody has answered. */
export interface WaitClosed {
  readonly type: 'wait.closed';
  readonly at: EpochMs;
  readonly conversationId: string;
  readonly sessionId: string;
  /** The message from which it counts. */
  readonly anchorAt: EpochMs;
  /** Place among the waits of the session, from 1; a wait that is open again keeps it. */
  readonly ordinal: number;
  readonly responder: 'human' | 'bot' | 'automation';
  readonly responderId: string | null;
  /** The queue of the session when it was answered; null where there was none. */
  readonly queueId: string | null;
  /** The anchor's message and the reply. */
  readonly because: readonly Evidence[];
}

/**
 * An answer has failed afterwards: the wait it had closed was not over (X13). What was measured of it no longer holds.
 *
 * Where that changes waits after it, they are reopened first, the latest one first; what holds instead is told anew, in order.
 */
export interface WaitReopened {
  readonly type: 'wait.reopened';
  readonly at: EpochMs;
  readonly conversationId: string;
  readonly sessionId: string;
  readonly ordinal: number;
  readonly anchorAt: EpochMs;
}

/** An agent has looked at a conversation: a stretch of focus is over (§4). */
export interface VisitClosed {
  readonly type: 'visit.closed';
  /** The end. */
  readonly at: EpochMs;
  readonly agentId: string;
  readonly conversationId: string;
  /** The session that was answered or looked at; null where there was none yet. */
  readonly sessionId: string | null;
  readonly channelId: string;
  /** The agent's engagement with the conversation at the time; null where there was none. */
  readonly engagementId: string | null;
  /** Place among the visits of the agent, from 1. */
  readonly ordinal: number;
  /** Equal to the end for a reply to a conversation that was not in focus. */
  readonly startAt: EpochMs;
  readonly replies: number;
  /** Ids of the replies, null for one without; ascending in time. */
  readonly messageIds: readonly (string | null)[];
  /** What opened the visit, and the replies. */
  readonly because: readonly Evidence[];
}

/** An agent no longer has work that was theirs: how long they looked at it meanwhile. */
export interface WorkAttended {
  readonly type: 'work.attended';
  /** When the work closed, or passed to somebody else. */
  readonly at: EpochMs;
  readonly agentId: string;
  readonly conversationId: string;
  readonly sessionId: string;
  readonly workId: string;
  readonly queueId: string | null;
  /** Milliseconds in focus from the acceptance on; null for an agent whose desk reports no focus. */
  readonly focusMs: number | null;
  /** The part of it within opening hours; null with it. */
  readonly businessMs: number | null;
  readonly isTabBased: boolean;
}

/** What calculators tell each other. */
export type DerivedObservation =
  | WaitOpened
  | WaitClosed
  | WaitReopened
  | VisitClosed
  | WorkAttended;

/** The types of what calculators tell each other. */
export const DERIVED_TYPES: ReadonlySet<string> = new Set<DerivedObservation['type']>([
  'wait.opened',
  'wait.closed',
  'wait.reopened',
  'visit.closed',
  'work.attended',
]);

/** Whether something is derived, rather than told by the host or the engine. */
export const isDerived = (heard: { readonly type: string }): heard is DerivedObservation =>
  DERIVED_TYPES.has(heard.type);
