import type { EngagementContext } from '../../machines/index.ts';
import type { EpochMs } from '../time/instant.ts';

/** How a conversation came to an agent; instants are event time. */
export interface Assignment {
  readonly agentId: string;
  /** The queue from which the work came; null for none. */
  readonly groupId: string | null;
  readonly assignedAt: EpochMs;
  /** Null where the work was given without an offer. */
  readonly offeredAt: EpochMs | null;
  /** Null where there was nothing to accept. */
  readonly acceptedAt: EpochMs | null;
}

/**
 * The engagement of the session that is open, or that was open last: where its chart is, and what will be told of its end.
 *
 * It exists from the assignment on: armed while it waits for the customer, then active, then ended; an ended one is kept because its agent
 * may go on, and because a better reason may come at the same instant. Held immutable between decisions. Instants are event time.
 */
export class Engagement {
  readonly agentId: string;
  readonly groupId: string | null;
  value: string;
  context: EngagementContext;
  /** Ordinal in the conversation, from 1; 0 while it has not begun. */
  ordinal = 0;
  /** Whether the agent still has the conversation: another leg may begin without an assignment. */
  isHeld = true;
  /** What is told at the beginning; null from then on. */
  assignment: Assignment | null;
  startedAt: EpochMs | null = null;
  endedAt: EpochMs | null = null;
  /** Status of the ticket at the start, as far as it is known by now. */
  ticketStatusStart: string | null = null;

  constructor(
    { agentId, groupId }: Pick<Assignment, 'agentId' | 'groupId'>,
    assignment: Assignment | null,
    at: { readonly value: string; readonly context: EngagementContext },
  ) {
    this.agentId = agentId;
    this.groupId = groupId;
    this.assignment = assignment;
    this.value = at.value;
    this.context = at.context;
  }

  /** Whether it runs. */
  get isActive(): boolean {
    return this.startedAt !== null && this.endedAt === null;
  }

  /** Whether it is over. */
  get isOver(): boolean {
    return this.endedAt !== null;
  }

  /** A copy for a decision to work on. */
  copy(): Engagement {
    const copy = new Engagement(this, this.assignment, this);
    copy.ordinal = this.ordinal;
    copy.isHeld = this.isHeld;
    copy.startedAt = this.startedAt;
    copy.endedAt = this.endedAt;
    copy.ticketStatusStart = this.ticketStatusStart;
    return copy;
  }
}

/** The id of the n-th engagement of a conversation, n from 1. */
export const engagementIdOf = (conversationId: string, ordinal: number) =>
  `${conversationId}/engagement-${ordinal}`;
