import type { WorkContext, WorkStatus } from '../../machines/index.ts';
import type { EpochMs } from '../time/instant.ts';

/**
 * One assignment attempt as it stands: where the agent-work chart is, and what its record shows.
 *
 * Held immutable between decisions. Instants are event time.
 */
export class Work {
  /** Ordinal of the attempt in its conversation, from 1. */
  readonly attempt: number;
  readonly sessionId: string;
  /** The router's id, or one made here until the router names its own. */
  workId: string;
  /** Whether the work was made here, by a transfer or a customer's answer, and the router has not named it yet. */
  isProvisional: boolean;
  agentId: string | null;
  botId: string | null;
  queueId: string | null;
  isTransfer: boolean;
  value = 'unborn';
  context: WorkContext;
  status: WorkStatus = 'Assigned';
  requestedAt: EpochMs;
  assignedAt: EpochMs;
  acceptedAt: EpochMs | null = null;
  closedAt: EpochMs | null = null;
  declinedAt: EpochMs | null = null;
  timedOutAt: EpochMs | null = null;
  canceledAt: EpochMs | null = null;
  declineReason: string | null = null;
  acwStartedAt: EpochMs | null = null;
  acwEndedAt: EpochMs | null = null;

  constructor(start: WorkStart) {
    this.attempt = start.attempt;
    this.sessionId = start.sessionId;
    this.workId = start.workId;
    this.isProvisional = start.isProvisional;
    this.agentId = start.agentId;
    this.botId = start.botId;
    this.queueId = start.queueId;
    this.isTransfer = start.isTransfer;
    this.context = start.context;
    this.requestedAt = start.requestedAt;
    this.assignedAt = start.assignedAt;
  }

  /** A copy for a decision to work on. */
  copy(): Work {
    const copy = new Work(this);
    copy.value = this.value;
    copy.status = this.status;
    copy.acceptedAt = this.acceptedAt;
    copy.closedAt = this.closedAt;
    copy.declinedAt = this.declinedAt;
    copy.timedOutAt = this.timedOutAt;
    copy.canceledAt = this.canceledAt;
    copy.declineReason = this.declineReason;
    copy.acwStartedAt = this.acwStartedAt;
    copy.acwEndedAt = this.acwEndedAt;
    return copy;
  }
}

/** What work begins with. */
export interface WorkStart {
  readonly attempt: number;
  readonly sessionId: string;
  readonly workId: string;
  readonly isProvisional: boolean;
  readonly agentId: string | null;
  readonly botId: string | null;
  readonly queueId: string | null;
  readonly isTransfer: boolean;
  readonly context: WorkContext;
  readonly requestedAt: EpochMs;
  readonly assignedAt: EpochMs;
}
