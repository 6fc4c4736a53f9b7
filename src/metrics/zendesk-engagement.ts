/*
 * Engagements in the shape of Zendesk's Omnichannel Engagements API: the same figures under the vendor's names, in whole seconds, with 0 where
 * there is none. Source: metrics.md §1A (ZD-API, ZENPY).
 */
import type { EngagementEnd, EngagementStart } from '../events/fact.ts';
import { formatInstant, type EpochMs } from '../time/instant.ts';
import type { RecordFields } from './metric-record.ts';

/** One row of the vendor's `agent_engagement_data`. Times are UTC to the second, without a zone. */
export interface ZendeskEngagement {
  readonly engagement_id: string;
  readonly ticket_id: string | null;
  readonly agent_id: string;
  readonly group_id: string | null;
  readonly requester_id: string;
  readonly channel: 'MESSAGING';
  readonly engagement_start_time: string;
  readonly engagement_end_time: string;
  readonly engagement_start_reason: string;
  readonly engagement_end_reason: string;
  readonly ticket_status_start: string | null;
  readonly ticket_status_end: string | null;
  readonly offer_time_seconds: number;
  readonly assignment_to_first_reply_time_seconds: number;
  readonly agent_messages_count: number;
  readonly agent_replies_count: number;
  readonly end_user_messages_count: number;
  readonly total_requester_wait_time_seconds: number;
  readonly average_requester_wait_time_seconds: number;
  readonly longest_requester_wait_time_seconds: number;
}

/** The vendor lists no enumerators of start reasons that could be read in full: these are its documented reasons in the form of the others. */
const START_REASONS: Readonly<Record<EngagementStart, string>> = {
  routingAssignmentAccepted: 'ROUTING_ASSIGNMENT_ACCEPTED',
  assigned: 'ASSIGNED',
  manualAssignment: 'MANUAL_ASSIGNMENT',
  transferred: 'TRANSFERRED',
  reopened: 'REOPENED',
  resumed: 'UNKNOWN',
};

/** The vendor's enumerators of end reasons, by ours. */
const END_REASONS: Readonly<Record<EngagementEnd, string>> = {
  inactivityTimeout: 'INACTIVITY_TIMEOUT',
  agentClosedConversation: 'AGENT_ENDED',
  transferred: 'MANUAL_REASSIGNMENT',
  ticketPendingOrHold: 'WORK_ITEM_ON_HOLD',
  ticketSolved: 'WORK_ITEM_SOLVED',
  removed: 'REMOVED',
  unknown: 'UNKNOWN_REMOVE',
  channelSwitched: 'UNKNOWN_REMOVE',
};

/** An engagement as Zendesk would show it. Seconds are rounded half up; a reason that this version does not know is `UNKNOWN`. */
export function toZendeskEngagement(row: RecordFields['engagements']): ZendeskEngagement {
  return {
    engagement_id: row.engagementId,
    ticket_id: row.ticketId,
    agent_id: row.agentId,
    group_id: row.groupId,
    requester_id: row.requesterId,
    channel: 'MESSAGING',
    engagement_start_time: toSecond(row.startAt),
    engagement_end_time: toSecond(row.endAt),
    engagement_start_reason: named(START_REASONS, row.startReason),
    engagement_end_reason: named(END_REASONS, row.endReason),
    ticket_status_start: row.ticketStatusStart?.toUpperCase() ?? null,
    ticket_status_end: row.ticketStatusEnd?.toUpperCase() ?? null,
    offer_time_seconds: seconds(row.offerTimeMs),
    assignment_to_first_reply_time_seconds: seconds(row.assignmentToFirstReplyMs),
    agent_messages_count: row.agentMessages,
    agent_replies_count: row.agentReplies,
    end_user_messages_count: row.endUserMessages,
    total_requester_wait_time_seconds: seconds(row.totalRequesterWaitMs),
    average_requester_wait_time_seconds: seconds(row.averageRequesterWaitMs),
    longest_requester_wait_time_seconds: seconds(row.longestRequesterWaitMs),
  };
}

const named = (names: Readonly<Record<string, string>>, reason: string) =>
  Object.hasOwn(names, reason) ? (names[reason] ?? 'UNKNOWN') : 'UNKNOWN';

const seconds = (ms: number | null) => (ms === null ? 0 : Math.round(ms / 1000));

const toSecond = (at: EpochMs) => formatInstant(at).slice(0, 19);
