/*
 * Facts out: what the core establishes. A chart or a rule says what happened (the payload); the host stamps when, where
 * and why (the envelope). Facts are never edited.
 */
import type { EpochMs } from '../time/instant.ts';

/** Version of the fact shapes on any wire. */
export const FACT_SCHEMA_VERSION = 1;

/** Fields that every fact about an assignment carries. */
export interface WorkFields {
  /** Ordinal of the attempt in its conversation: it stays when the router gives the work its own id. */
  readonly attempt: number;
  readonly workId: string;
  readonly agentId: string | undefined;
  readonly botId: string | undefined;
  readonly queueId: string | undefined;
  readonly isTransfer: boolean;
  /** What the work takes of the agent's capacity from here on. */
  readonly occupies: 'full' | 'paused' | 'none';
  readonly requestedAt: EpochMs;
}

/** Why an engagement began. Source: docs/lifecycle.md#engagement. */
export type EngagementStart =
  | 'routingAssignmentAccepted'
  | 'assigned'
  | 'manualAssignment'
  | 'transferred'
  | 'reopened'
  /** The customer wrote again after the engagement had ended for inactivity; the vendor has no name for it. */
  | 'resumed';

/** Why an engagement ended. Source: docs/lifecycle.md#engagement. */
export type EngagementEnd =
  | 'inactivityTimeout'
  | 'agentClosedConversation'
  | 'transferred'
  | 'ticketPendingOrHold'
  | 'ticketSolved'
  /** The agent no longer has the work: unassigned, gone offline, or the ticket was deleted. */
  | 'removed'
  /** The session came to an end that no reason of the vendor names. */
  | 'unknown'
  /** The agent goes on with this requester in another channel. */
  | 'channelSwitched';

/** Fields that every fact about an engagement carries. */
export interface EngagementFields {
  /** The conversation's key, `engagement-` and the ordinal of the engagement in it: it survives any repair of history. */
  readonly engagementId: string;
  readonly agentId: string;
  /** The queue from which the work came; undefined where it came from none. */
  readonly groupId: string | undefined;
  /** The ticket of which a status was reported last; undefined where none was. */
  readonly ticketId: string | undefined;
  /** The end user. */
  readonly requesterId: string;
}

/** What each type of fact says, beyond the envelope. */
export interface FactPayloads {
  'session.created': {
    readonly origin: string;
    readonly graph: string;
    readonly agentType: string;
    readonly platform: 'standard' | 'enhanced';
  };
  'session.statusChanged': {
    /** Null at creation. */
    readonly from: string | null;
    readonly to: string;
    /** The type of the event, or `timer.<name>`. */
    readonly cause: string;
    /** The row of the lifecycle, `EC38`. */
    readonly rule: string;
  };
  'session.queued': {
    readonly reason: string;
    readonly queueId: string | undefined;
    readonly preferredAgentId: string | undefined;
  };
  'session.dequeued': { readonly outcome: string };
  'session.activated': { readonly by: 'agent' | 'bot' | 'endUser'; readonly firstAccept: boolean };
  'session.inactivated': { readonly by: string; readonly reason: string };
  'session.paused': object;
  'session.resumed': { readonly rerouted: boolean };
  'session.transferred': {
    readonly toKind: string;
    readonly toId: string | undefined;
    readonly fellBack: boolean;
    readonly fromAgentId: string | undefined;
  };
  'session.escalated': object;
  'session.routingFailed': { readonly queueId: string | undefined };
  'session.consentHeld': object;
  'session.ended': { readonly by: string; readonly reason: string; readonly status: 'Ended' };
  'session.errored': { readonly reason: string };
  /** The same failure as that of the session before: nothing is opened, that session's record is touched (I14). */
  'session.errorRepeated': { readonly reason: string };
  'session.consentRecorded': {
    readonly keyword: string | undefined;
    readonly from: string | null;
    readonly to: string | null;
  };
  'message.recorded': {
    readonly messageId: string | undefined;
    readonly actor: 'EndUser' | 'Agent' | 'Bot' | 'System';
    readonly direction: 'inbound' | 'outbound';
    readonly keyword: string | undefined;
    /** The end user, agent or bot who wrote; undefined for the system, and for a bot without a name. */
    readonly actorId: string | undefined;
    /** Present and true where an agent wrote without having been asked. */
    readonly proactive?: true;
    /** Present and true where nobody wrote it: a notification. */
    readonly automated?: true;
    /** The emoji of a customer's message, in order; absent where the host named none. */
    readonly emoji?: readonly string[];
  };
  'response.requested': { readonly response: string };
  'notification.deferred': { readonly allowExisting: string };
  /** A notification that waited may not be sent any more. */
  'notification.dropped': { readonly eventId: string; readonly code: string };
  'notification.downgraded': { readonly longevity: string };
  'timer.fired': { readonly name: string; readonly rule: string };
  /** An operator had a pending deadline follow the policy and channel in force. */
  'timer.rearmed': {
    readonly name: string;
    /** The row of the lifecycle that set it. */
    readonly rule: string;
    /** The instant it had. */
    readonly from: EpochMs;
    /** The instant it has from here on; null: the policy has switched it off, and it is pending no more. */
    readonly to: EpochMs | null;
  };
  'work.offered': WorkFields & {
    /** True when the agent had declined this very request and has not been offline since (X12). */
    readonly afterOwnDecline: boolean;
  };
  'work.accepted': WorkFields;
  'work.declined': WorkFields & { readonly reason: string | undefined };
  'work.timedOut': WorkFields;
  'work.unavailable': WorkFields;
  'work.canceled': WorkFields;
  'work.transferred': WorkFields;
  'work.paused': WorkFields;
  'work.resumed': WorkFields;
  'work.closed': WorkFields;
  /** The agent has closed the tab of work that was over: its capacity is free. */
  'work.released': WorkFields;
  /** The router gave an agent more than their capacity: reported, never prevented. */
  'work.overCapacity': {
    readonly workId: string;
    readonly agentId: string;
    /** Summed weight of what the agent holds, or its number where that is what is over. */
    readonly load: number;
    readonly capacity: number;
  };
  'engagement.started': EngagementFields & {
    readonly startReason: EngagementStart;
    /** Of the ticket, at the start; undefined where none was reported by then. */
    readonly ticketStatus: string | undefined;
    /** When the agent had the conversation; the start itself, or before it where the conversation had to become active first. */
    readonly assignedAt: EpochMs;
    /** When the work was offered to this agent last; undefined where it was given without an offer. */
    readonly offeredAt: EpochMs | undefined;
    /** When this agent accepted; undefined where there was nothing to accept. */
    readonly acceptedAt: EpochMs | undefined;
  };
  'engagement.ended': EngagementFields & {
    readonly endReason: EngagementEnd;
    readonly startedAt: EpochMs;
    /** Of the ticket, at the start: as reported by then, or as its first change since says that it was; undefined where neither does. */
    readonly ticketStatusStart: string | undefined;
    /** Of the ticket, at the end, the change that ended the engagement included. */
    readonly ticketStatus: string | undefined;
    /**
     * True for a better reason that came at the very instant of the end: it stands in place of the fact of the same engagement that was
     * told before it.
     */
    readonly supersedes: boolean;
  };
  /** An engagement that was still open when its time ran out: it is not reported. */
  'engagement.discarded': EngagementFields & {
    readonly reason: 'retentionExpired';
    readonly startedAt: EpochMs;
  };
  'acw.started': WorkFields;
  'acw.extended': WorkFields;
  'acw.ended': WorkFields;
  /** History was repaired: these facts of the feed no longer hold; those that hold instead follow. */
  'session.corrected': {
    /** Their `seq`, ascending. */
    readonly supersedes: readonly number[];
  };
  /** A figure no longer holds; the one that does follows, if there is one. */
  'metric.corrected': {
    readonly metric: string;
    /** `seq` of the fact that recorded it. */
    readonly supersedes: readonly number[];
  };
  'metric.recorded': {
    readonly metric: string;
    /** Integer seconds, half up, or a count; null where the policy shows no zero for no sample. */
    readonly value: number | null;
    /** Milliseconds; null for a count, and where there is no sample. */
    readonly valueMs: number | null;
    readonly sampleCount: number;
    readonly definitionVersion: number;
  };
}

/** A type of fact. */
export type FactType = keyof FactPayloads;

/** One fact as it leaves: the envelope and what it says. */
export class Fact<T extends FactType = FactType> {
  readonly type: T;
  /** When it happened: event time, epoch milliseconds. */
  readonly at: EpochMs;
  readonly tenant: string;
  readonly conversationId: string;
  /** Null for a fact of the conversation that concerns no session. */
  readonly sessionId: string | null;
  /** The id of the event in, or `timer.<name>` for a deadline. */
  readonly causationId: string;
  readonly data: FactPayloads[T];
  /** Place in the tenant's feed, from 1 and without gaps; 0 until the host has numbered it. */
  seq = 0;
  /** When the host noticed: epoch milliseconds; on virtual time equal to `at`. */
  recordedAt = 0;

  constructor(
    type: T,
    at: EpochMs,
    place: FactPlace,
    sessionId: string | null,
    data: FactPayloads[T],
  ) {
    this.type = type;
    this.at = at;
    this.tenant = place.tenant;
    this.conversationId = place.conversationId;
    this.sessionId = sessionId;
    this.causationId = place.causationId;
    this.data = data;
  }

  /** Unique in all tenants. */
  get eventId(): string {
    return `${this.tenant}#${this.seq}`;
  }

  get schemaVersion(): number {
    return FACT_SCHEMA_VERSION;
  }

  /** Everything that a fact says on a wire. */
  toJSON(): object {
    const { eventId, schemaVersion, seq, type, at, recordedAt } = this;
    const { tenant, conversationId, sessionId, causationId, data } = this;
    const envelope = { eventId, schemaVersion, seq, type, at, recordedAt };
    return { ...envelope, tenant, conversationId, sessionId, causationId, data };
  }
}

/** Where facts come from and what caused them. */
export interface FactPlace {
  readonly tenant: string;
  readonly conversationId: string;
  readonly causationId: string;
}

/** A fact of any type, told apart by `type`. */
export type AnyFact = { [T in FactType]: Fact<T> }[FactType];
