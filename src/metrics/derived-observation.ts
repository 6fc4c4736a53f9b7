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
  /** The anchor's message and the reply. */
  readonly because: readonly Evidence[];
}

/** An answer has failed afterwards: the wait it had closed was not over (X13). What was measured of it no longer holds. */
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
  readonly sessionId: string | null;
  readonly startAt: EpochMs;
  readonly replies: number;
}

/** What calculators tell each other. */
export type DerivedObservation = WaitOpened | WaitClosed | WaitReopened | VisitClosed;
