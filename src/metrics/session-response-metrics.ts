// The session metrics of Salesforce as measurements: what is counted, and between whom.
import type { MetricDefinition } from './metric-definition.ts';

const LEVELS = ['ses', 'agt', 'team', 'top', 'ch', 'acc'] as const;

const duration = (
  parts: Pick<MetricDefinition, 'id' | 'name' | 'definition' | 'sources'> &
    Partial<MetricDefinition>,
): MetricDefinition => ({
  unit: 'ms',
  levels: LEVELS,
  attribution: 'end',
  options: ['anchor', 'keywordMessages', 'botAnswers', 'notificationRows'],
  version: 1,
  needs: ['reply'],
  ...parts,
});

const messages = (
  parts: Pick<MetricDefinition, 'id' | 'name' | 'definition' | 'sources'>,
): MetricDefinition => ({
  ...parts,
  unit: 'count',
  levels: LEVELS,
  attribution: 'end',
  options: ['keywordMessages', 'notificationRows'],
  version: 1,
});

/** Mean of a session's agent responses. Source: metrics.md §1B, lifecycle.md §6. */
export const agentResponseTimeAvg = duration({
  id: 'agentResponseTimeAvg',
  name: 'Average agent response time',
  definition:
    "Mean over a session of the time from the customer's message to the agent's answer. A bot's message answers the customer without a sample; the unanswered tail is in openWaitMs. Calendar time; credited to the agent who has the session at its end.",
  sources: ['Salesforce: AverageAgentResponseTime'],
});

/** Longest agent response of a session. Source: metrics.md §1B, lifecycle.md §6. */
export const agentResponseTimeMax = duration({
  id: 'agentResponseTimeMax',
  name: 'Maximum agent response time',
  definition: "The longest time in a session from the customer's message to the agent's answer.",
  sources: ['Salesforce: MaxAgentResponseTime'],
});

/** Mean of a session's customer responses. Source: metrics.md §1B, lifecycle.md §6. */
export const endUserResponseTimeAvg = duration({
  id: 'endUserResponseTimeAvg',
  name: 'Average end-user response time',
  definition:
    "Mean over a session of the time from the message of an agent or a bot to the customer's answer.",
  sources: ['Salesforce: AverageEndUserResponseTime'],
});

/** Longest customer response of a session. Source: metrics.md §1B, lifecycle.md §6. */
export const endUserResponseTimeMax = duration({
  id: 'endUserResponseTimeMax',
  name: 'Maximum end-user response time',
  definition:
    "The longest time in a session from the message of an agent or a bot to the customer's answer.",
  sources: ['Salesforce: MaxEndUserResponseTime'],
});

/** Messages of human agents. Source: metrics.md §1B. */
export const agentMessageCount = messages({
  id: 'agentMessageCount',
  name: 'Agent messages',
  definition: 'Public messages of human agents in an ended session. Notes and bots do not count.',
  sources: ['Salesforce: AgentMessageCount'],
});

/** Messages of the customer. Source: metrics.md §1B. */
export const endUserMessageCount = messages({
  id: 'endUserMessageCount',
  name: 'End-user messages',
  definition: 'Messages of the customer in an ended session, keywords included unless left out.',
  sources: ['Salesforce: EndUserMessageCount'],
});

/** From the first request for a human to the first human message. Source: metrics.md §1B, lifecycle.md §6. */
export const repFirstResponseTime = duration({
  id: 'repFirstResponseTime',
  name: 'Service rep first response time',
  definition:
    'From the first request for a human to the first message of a human after one accepted. Calendar time; what the customer wrote before anybody was asked does not count.',
  sources: ['Salesforce: ServiceRepFirstResponseTime'],
  options: ['notificationRows'],
});

/** How long the customer has waited unanswered when the session ends. Source: metrics.md §1B. */
export const openWaitMs = duration({
  id: 'openWaitMs',
  name: 'Open wait at the end',
  definition:
    "From the customer's unanswered message to the end of the session. Only where somebody waits; a bot's message answers.",
  sources: ['Holdline'],
  options: ['anchor', 'keywordMessages', 'botAnswers', 'notificationRows', 'businessHoursSchedule'],
  needs: [],
});

/** All of them. */
export const SESSION_RESPONSE_METRICS: readonly MetricDefinition[] = [
  agentResponseTimeAvg,
  agentResponseTimeMax,
  endUserResponseTimeAvg,
  endUserResponseTimeMax,
  agentMessageCount,
  endUserMessageCount,
  repFirstResponseTime,
  openWaitMs,
];
