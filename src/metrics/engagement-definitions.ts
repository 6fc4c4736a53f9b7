// The metrics of engagements: what one agent's leg of a conversation took. Source: metrics.md §1A (S004, Zendesk), §3.
import type { DerivedMetric, MetricDefinition } from './metric-definition.ts';

const DOCUMENTED = ['Zendesk: Omnichannel engagements'] as const;

const common = {
  levels: ['eng'],
  attribution: 'end',
  options: [],
  version: 1,
} as const;

const duration = {
  ...common,
  unit: 'ms',
  options: ['businessHoursSchedule'],
  isSketched: true,
} as const;
const count = { ...common, unit: 'count' } as const;

/** Length of an engagement. */
export const engagementDuration: MetricDefinition = {
  ...duration,
  id: 'engagementDuration',
  name: 'Engagement duration',
  definition:
    'From the start of an engagement to its end, without pauses. Engagements that were discarded because they stayed open too long have none.',
  sources: [...DOCUMENTED, 'Zendesk: Engagement duration'],
};

/** How long the agent who took the work looked at the offer. */
export const offerTime: MetricDefinition = {
  ...duration,
  id: 'offerTime',
  name: 'Offer time to agent',
  definition:
    'From the last offer of the work to the agent who accepted it, to the acceptance. Offers to others before do not count; work that was given without an offer has none.',
  sources: [...DOCUMENTED, 'Zendesk: offer_time_seconds'],
  needs: ['offer'],
};

/** How long until the agent wrote. */
export const assignmentToFirstReply: MetricDefinition = {
  ...duration,
  id: 'assignmentToFirstReply',
  name: 'Assignment to first reply',
  definition:
    'From the start of an engagement to the first public message of its agent. The offer is not in it. By default engagements that begin outside opening hours are left out.',
  options: ['offHours', 'businessHoursSchedule', 'retractFailedReplies'],
  sources: [...DOCUMENTED, 'Zendesk: assignment_to_first_reply_time_seconds'],
  needs: ['reply'],
};

/** Messages of the agent. */
export const agentMessages: MetricDefinition = {
  ...count,
  id: 'agentMessages',
  name: 'Agent messages',
  definition:
    'Public messages that the engaged agent wrote, from the start to the end of the engagement, both included. Notes and other agents are not counted.',
  sources: [...DOCUMENTED, 'Zendesk: agent_messages_count'],
};

/** Runs of messages with which the agent answered. */
export const agentReplies: MetricDefinition = {
  ...count,
  id: 'agentReplies',
  name: 'Agent replies',
  definition:
    "Times that a message of the engaged agent ended a wait of the customer: the first of the agent's messages in a row counts, the others do not.",
  options: ['anchor', 'responders', 'keywordMessages', 'retractFailedReplies'],
  sources: [...DOCUMENTED, 'Zendesk: agent_replies_count'],
};

/** Messages of the customer. */
export const endUserMessages: MetricDefinition = {
  ...count,
  id: 'endUserMessages',
  name: 'End-user messages',
  definition:
    'Messages that the customer wrote from the start to the end of the engagement, both included. What was written before the agent came is not counted.',
  sources: [...DOCUMENTED, 'Zendesk: end_user_messages_count'],
};

const waiting = {
  ...duration,
  options: [
    'anchor',
    'responders',
    'keywordMessages',
    'retractFailedReplies',
    'businessHoursSchedule',
  ],
} as const;

/** All of the customer's waiting. */
export const totalRequesterWaitTime: MetricDefinition = {
  ...waiting,
  id: 'totalRequesterWaitTime',
  name: 'Total requester wait time',
  definition:
    'Time the customer waited for an answer during the engagement. A wait that is running when it starts counts from there, one that is running at the end counts up to there.',
  sources: [...DOCUMENTED, 'Zendesk: total_requester_wait_time_seconds'],
};

/** The mean wait. */
export const averageRequesterWaitTime: MetricDefinition = {
  ...waiting,
  id: 'averageRequesterWaitTime',
  name: 'Average requester wait time',
  definition:
    'The waits of one engagement added up and divided by their number, or by the number of agent replies where the option says so. None where there is nothing to divide by.',
  options: [...waiting.options, 'averageDenominator'],
  sources: [...DOCUMENTED, 'Zendesk: average_requester_wait_time_seconds'],
};

/** The longest wait. */
export const longestRequesterWaitTime: MetricDefinition = {
  ...waiting,
  id: 'longestRequesterWaitTime',
  name: 'Longest requester wait time',
  definition:
    'The longest of the waits of one engagement, one that was still running at its end included.',
  sources: [...DOCUMENTED, 'Zendesk: longest_requester_wait_time_seconds'],
};

/** Why it began. */
export const engagementStartReason: MetricDefinition = {
  ...count,
  id: 'engagementStartReason',
  name: 'Engagements by start reason',
  definition: 'Engagements that ended, by the reason for which they had begun.',
  sources: [...DOCUMENTED, 'Zendesk: engagement_start_reason'],
};

/** Why it ended. */
export const engagementEndReason: MetricDefinition = {
  ...count,
  id: 'engagementEndReason',
  name: 'Engagements by end reason',
  definition:
    'Engagements that ended, by the reason. Of several reasons at one instant the strongest counts, once.',
  sources: [...DOCUMENTED, 'Zendesk: engagement_end_reason'],
};

/** The ticket at the start. */
export const ticketStatusStart: MetricDefinition = {
  ...count,
  id: 'ticketStatusStart',
  name: 'Engagements by ticket status at start',
  definition: 'Engagements that ended, by the status of the ticket when they began.',
  sources: [...DOCUMENTED, 'Zendesk: ticket_status_start'],
  needs: ['ticket'],
};

/** The ticket at the end. */
export const ticketStatusEnd: MetricDefinition = {
  ...count,
  id: 'ticketStatusEnd',
  name: 'Engagements by ticket status at end',
  definition:
    'Engagements that ended, by the status of the ticket then, the change that ended them included.',
  sources: [...DOCUMENTED, 'Zendesk: ticket_status_end'],
  needs: ['ticket'],
};

/** Sessions in which an agent wrote at all. */
export const ticketAgentReplies: MetricDefinition = {
  ...count,
  id: 'ticketAgentReplies',
  name: 'Agent replies (ticket)',
  definition:
    'Sessions in which an agent wrote to the customer: however many messages a session has, it counts once, and not if all of them failed. Not the same as the replies of an engagement.',
  levels: ['ses'],
  options: ['retractFailedReplies'],
  sources: ['Zendesk: Agent replies of messaging tickets'],
};

/** All that is recorded of an engagement that ended. */
export const ENGAGEMENT_METRICS: readonly MetricDefinition[] = [
  engagementDuration,
  offerTime,
  assignmentToFirstReply,
  agentMessages,
  agentReplies,
  endUserMessages,
  totalRequesterWaitTime,
  averageRequesterWaitTime,
  longestRequesterWaitTime,
  engagementStartReason,
  engagementEndReason,
  ticketStatusStart,
  ticketStatusEnd,
  ticketAgentReplies,
];

/** Waiting by reply rather than by wait: the reading of a formula that the vendor's own data does not follow (X5). */
export const requesterWaitPerReply: DerivedMetric = {
  id: 'averageRequesterWaitTimePerReply',
  name: 'Average requester wait time per reply',
  definition:
    'Total requester wait time divided by agent replies, over all engagements asked for. None where no agent replied.',
  unit: 'ms',
  levels: ['eng'],
  attribution: 'end',
  options: ['anchor', 'responders', 'keywordMessages', 'retractFailedReplies'],
  sources: DOCUMENTED,
  version: 1,
  of: ['totalRequesterWaitTime', 'agentReplies'],
  figure: (read) => {
    const replies = read('agentReplies').sum;
    return replies === 0 ? null : read('totalRequesterWaitTime').sum / replies;
  },
};
