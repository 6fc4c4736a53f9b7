import type {
  EndedBy,
  Origin,
  SessionContext,
  SessionStatus,
  StatusMeta,
} from '../../machines/index.ts';
import type { EpochMs } from '../time/instant.ts';
import type { SessionGraph } from './charts.ts';
import { isTerminal } from './charts.ts';

/**
 * One messaging session as it stands: where its chart is, and what its record shows.
 *
 * Held immutable between decisions; a decision works on a copy. Instants are event time.
 */
export class Session {
  /** The conversation's key and the session's ordinal: it survives any repair of history. */
  readonly id: string;
  readonly ordinal: number;
  readonly graph: SessionGraph;
  value: string;
  context: SessionContext;
  status: SessionStatus;
  waitingFor: NonNullable<StatusMeta['waitingFor']> | null = null;
  origin: Origin = 'InboundInitiated';
  startAt: EpochMs;
  acceptAt: EpochMs | null = null;
  endAt: EpochMs | null = null;
  endedBy: EndedBy | null = null;
  endReason: string | null = null;
  endCause: string | null = null;
  suspendedBy: EndedBy | null = null;
  errorReason: string | null = null;
  /** The queue while waiting, the agent or bot from their acceptance on. */
  ownerId: string | null = null;
  /** The agent that a transfer or the owner of a reply names as preferred. */
  preferredAgentId: string | null = null;
  queueId: string | null = null;
  queuedAt: EpochMs | null = null;
  /** Whether the wait that runs was caused by a transfer. */
  isTransfer = false;
  /** Agents who declined the request that waits, in that order, until they go offline (X12). */
  declinerIds: readonly string[] = NOBODY;
  /** The offer that lapsed last: the router's own word on it may still come. */
  lapsedWorkId: string | null = null;
  openingMessageId: string | null = null;
  /** The ticket that the session is about, and its status as it was reported last; null where none was. */
  ticketId: string | null = null;
  ticketStatus: string | null = null;
  /** Version of the policy that decided the last change of status. */
  policyVersion: string;
  lastModifiedAt: EpochMs;

  constructor(
    id: string,
    ordinal: number,
    graph: SessionGraph,
    start: { value: string; context: SessionContext; at: EpochMs; policyVersion: string },
  ) {
    this.id = id;
    this.ordinal = ordinal;
    this.graph = graph;
    this.value = start.value;
    this.context = start.context;
    this.status = 'New';
    this.startAt = start.at;
    this.lastModifiedAt = start.at;
    this.policyVersion = start.policyVersion;
  }

  /** Whether the session can still change. */
  get isOpen(): boolean {
    return !isTerminal(this.status);
  }

  /** Whether the record is that of an enhanced channel; frozen at creation (I7). */
  get isEnhanced(): boolean {
    return this.context.settings.platform === 'enhanced';
  }

  /** A copy for a decision to work on. */
  copy(): Session {
    const copy = new Session(this.id, this.ordinal, this.graph, {
      value: this.value,
      context: this.context,
      at: this.startAt,
      policyVersion: this.policyVersion,
    });
    copy.status = this.status;
    copy.waitingFor = this.waitingFor;
    copy.origin = this.origin;
    copy.acceptAt = this.acceptAt;
    copy.endAt = this.endAt;
    copy.endedBy = this.endedBy;
    copy.endReason = this.endReason;
    copy.endCause = this.endCause;
    copy.suspendedBy = this.suspendedBy;
    copy.errorReason = this.errorReason;
    copy.ownerId = this.ownerId;
    copy.preferredAgentId = this.preferredAgentId;
    copy.queueId = this.queueId;
    copy.queuedAt = this.queuedAt;
    copy.isTransfer = this.isTransfer;
    copy.declinerIds = this.declinerIds;
    copy.lapsedWorkId = this.lapsedWorkId;
    copy.openingMessageId = this.openingMessageId;
    copy.ticketId = this.ticketId;
    copy.ticketStatus = this.ticketStatus;
    copy.lastModifiedAt = this.lastModifiedAt;
    return copy;
  }
}

const NOBODY: readonly string[] = Object.freeze([]);
