// What is measured of responses: how long customers wait, whether targets are met, who is left without an answer.
import type { MetricOptions } from '../policy/metric-options.ts';
import type { DerivedMetric, MetricDefinition, ReadTotals } from './metric-definition.ts';
import { share } from './share.ts';

const RESPONSE_OPTIONS = [
  'anchor',
  'responders',
  'nonHumanResponses',
  'keywordMessages',
  'retractFailedReplies',
] as const;

/** From the customer's first message, or the bot's hand-off, to the first message of a human. Source: metrics.md §1C, X3. */
export const firstResponseTime: MetricDefinition = {
  id: 'firstResponseTime',
  name: 'First response time',
  definition:
    "From the customer's first message in a session, or the last hand-off by a bot before the reply, to the first message of a human agent. Bots, automation and notes never stop it. A session that reopens a ticket which was answered before has none; by option one that a customer begins soon after an answered one.",
  unit: 'ms',
  levels: ['ses', 'agt', 'team', 'top', 'ch', 'acc'],
  attribution: 'end',
  options: [
    'firstResponseStart',
    'keywordMessages',
    'retractFailedReplies',
    'reopening',
    'reopenWithinMs',
    'businessHoursSchedule',
    'responseOffHours',
    'responseClock',
  ],
  sources: ['Sparkcentral: First response time', 'Chatwoot: first_response', 'Intercom'],
  version: 1,
  isSketched: true,
};

/** The mean of first response times. Source: metrics.md §1C. */
export const averageFirstResponseTime: DerivedMetric = {
  id: 'averageFirstResponseTime',
  name: 'Average first response time',
  definition:
    'Sum of first response times divided by their number, on the clock of the options. Sessions without a reply are not in it: they are in unansweredSessions.',
  unit: 'ms',
  levels: ['agt', 'team', 'top', 'ch', 'acc'],
  attribution: 'end',
  options: ['responseClock', 'responseOffHours'],
  sources: ['Sparkcentral: Average first response time'],
  version: 1,
  of: ['firstResponseTime'],
  figure: (read, { responseClock }) => {
    const { count, sum, sumBusiness } = read('firstResponseTime');
    if (count === 0) return null;
    return (responseClock === 'business' ? sumBusiness : sum) / count;
  },
};

/** From the creation of a ticket to the first message of an agent. Source: metrics.md X3 (Zendesk). */
export const ticketFirstReplyTime: MetricDefinition = {
  id: 'ticketFirstReplyTime',
  name: 'Ticket first reply time',
  definition:
    'From the creation of a ticket to the first public message of a human agent after it, in whichever session that comes. Once a ticket. No value where the host reports no tickets.',
  unit: 'ms',
  levels: ['ses', 'agt', 'team', 'top', 'ch', 'acc'],
  attribution: 'end',
  options: ['retractFailedReplies', 'businessHoursSchedule', 'responseOffHours'],
  sources: ['Zendesk: First reply time'],
  version: 1,
  needs: ['ticket'],
  isSketched: true,
};

/** Sessions in which the customer wrote and no human did. Source: metrics.md §1C. */
export const unansweredSessions: MetricDefinition = {
  id: 'unansweredSessions',
  name: 'Unanswered sessions',
  definition:
    'Ended sessions in which the customer wrote and no human agent did afterwards, counted at the end. The label says whether a bot had it. Sessions of keywords alone, for which nobody is asked, are none.',
  unit: 'count',
  levels: ['ses', 'ch', 'que', 'acc'],
  attribution: 'end',
  options: ['keywordMessages', 'retractFailedReplies'],
  sources: ['Sparkcentral'],
  version: 1,
};

/** Every wait of a customer. Source: metrics.md §1C, X1, X2, X13. */
export const responseTime: MetricDefinition = {
  id: 'responseTime',
  name: 'Response time',
  definition:
    'From the message with which a customer begins to wait to the first message that answers it. Further messages of the same run measure nothing, and an unanswered tail has no figure. The label is the kind of responder.',
  unit: 'ms',
  levels: ['ses', 'agt', 'team', 'top', 'ch', 'que', 'acc'],
  attribution: 'end',
  options: [
    ...RESPONSE_OPTIONS,
    'includeFirstResponse',
    'businessHoursSchedule',
    'responseOffHours',
    'responseClock',
  ],
  sources: ['Zendesk: Next reply time', 'Chatwoot: reply_time', 'Amazon Connect: agent response'],
  version: 1,
  isSketched: true,
};

/** The same under the name that conversation reports use. Source: metrics.md §1C. */
export const conversationResponseTime: MetricDefinition = {
  ...responseTime,
  id: 'conversationResponseTime',
  name: 'Conversation response time',
  definition:
    'The response times of a conversation, each wait by itself: the figures of responseTime under the name of Sparkcentral.',
  sources: ['Sparkcentral: Response time'],
};

const target = (
  parts: Pick<MetricDefinition, 'id' | 'name' | 'definition'>,
  options: MetricDefinition['options'],
): MetricDefinition => ({
  ...parts,
  unit: 'count',
  levels: ['ses', 'agt', 'team', 'top', 'ch', 'que', 'acc'],
  attribution: 'end',
  options: [...options, 'responseClock', 'responseOffHours'],
  sources: ['Sparkcentral: SLA'],
  version: 1,
});

/** First responses that had a target, by what became of it. */
export const slaFirstResponses = target(
  {
    id: 'slaFirstResponses',
    name: 'First responses with a target',
    definition:
      "First responses under the channel's target at the start of the wait, labelled met or breached; exactly the target is met. A wait that ends unanswered beyond it is breached, one within it is not counted.",
  },
  [
    'firstResponseStart',
    'keywordMessages',
    'retractFailedReplies',
    'reopening',
    'reopenWithinMs',
    'businessHoursSchedule',
  ],
);

/** Responses that had a target, by what became of it. */
export const slaConversationResponses = target(
  {
    id: 'slaConversationResponses',
    name: 'Responses with a target',
    definition:
      "Responses under the channel's target at the start of the wait, labelled met or breached; exactly the target is met. A wait that ends unanswered beyond it is breached, one within it is not counted.",
  },
  [...RESPONSE_OPTIONS, 'includeFirstResponse', 'businessHoursSchedule'],
);

const metShare = (of: MetricDefinition) => (read: ReadTotals, _options: MetricOptions) =>
  share(read(of.id, 'met').count, read(of.id).count);

/** Share of first responses within the target. Source: metrics.md §1C. */
export const slaFirstResponse: DerivedMetric = {
  ...slaFirstResponses,
  id: 'slaFirstResponse',
  name: 'First response SLA',
  definition:
    'First responses within the target divided by all that had one, waits that are beyond it already included. No value where no channel has a target.',
  unit: 'share',
  of: [slaFirstResponses.id],
  figure: metShare(slaFirstResponses),
};

/** Share of responses within the target. Source: metrics.md §1C. */
export const slaConversationResponse: DerivedMetric = {
  ...slaConversationResponses,
  id: 'slaConversationResponse',
  name: 'Conversation response SLA',
  definition:
    'Responses within the target divided by all that had one, waits that are beyond it already included. No value where no channel has a target.',
  unit: 'share',
  of: [slaConversationResponses.id],
  figure: metShare(slaConversationResponses),
};
