// The records that metrics keep beside their measurements: what the tables engagements, visits, messages, presence, response_times, csat and tags show.
import type { EpochMs } from '../time/instant.ts';

/** What each kind of record says. All instants are event time, all durations milliseconds; no value is null. */
export interface RecordFields {
  engagements: {
    readonly engagementId: string;
    readonly sessionId: string;
    readonly ticketId: string | null;
    readonly channelId: string;
    readonly agentId: string;
    readonly groupId: string | null;
    readonly requesterId: string;
    readonly startAt: EpochMs;
    readonly endAt: EpochMs;
    readonly startReason: string;
    readonly endReason: string;
    readonly durationMs: number;
    readonly offerTimeMs: number | null;
    readonly assignmentToFirstReplyMs: number | null;
    readonly assignmentToFirstReplyBusinessMs: number | null;
    readonly agentMessages: number;
    readonly agentReplies: number;
    readonly endUserMessages: number;
    readonly totalRequesterWaitMs: number;
    readonly averageRequesterWaitMs: number | null;
    readonly longestRequesterWaitMs: number | null;
    readonly ticketStatusStart: string | null;
    readonly ticketStatusEnd: string | null;
  };
  visits: {
    readonly agentId: string;
    readonly sessionId: string | null;
    readonly conversationId: string;
    readonly engagementId: string | null;
    readonly startAt: EpochMs;
    readonly endAt: EpochMs;
    readonly replies: number;
  };
  messages: {
    readonly messageId: string;
    readonly sessionId: string | null;
    readonly at: EpochMs;
    readonly direction: 'inbound' | 'outbound';
    readonly actorType: string;
    readonly actorId: string | null;
    readonly status: string;
    /** As text, whichever the provider writes: a column has one type. */
    readonly statusCode: string | null;
  };
  presence: {
    readonly agentId: string;
    readonly status: string;
    readonly reason: string | null;
    readonly startAt: EpochMs;
    /** Null while it lasts. */
    readonly endAt: EpochMs | null;
  };
  response_times: {
    readonly sessionId: string;
    /** Place among the waits of the session, from 1. */
    readonly ordinal: number;
    readonly openedAt: EpochMs;
    readonly closedAt: EpochMs;
    readonly responder: string;
    readonly responderId: string | null;
    readonly isFirst: boolean;
    readonly valueMs: number;
    readonly valueBusinessMs: number;
    readonly targetMs: number | null;
    readonly isMet: boolean | null;
  };
  csat: {
    readonly surveyId: string;
    readonly sessionId: string | null;
    readonly agentId: string | null;
    readonly requestedAt: EpochMs | null;
    readonly answeredAt: EpochMs | null;
    readonly scale: number | null;
    readonly score: number | null;
  };
  tags: {
    readonly tagId: string;
    readonly kind: string;
    readonly sessionId: string | null;
    readonly conversationId: string;
    readonly taggedAt: EpochMs;
    readonly untaggedAt: EpochMs | null;
  };
}

/** A kind of record: the name of its table. */
export type RecordKind = keyof RecordFields;

/** One record. The same key again replaces what was put under it before. */
export interface MetricRecord<K extends RecordKind = RecordKind> {
  readonly kind: K;
  readonly key: string;
  /** By which the table is ordered; event time. */
  readonly at: EpochMs;
  readonly fields: RecordFields[K];
}
