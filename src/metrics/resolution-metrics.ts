// What is measured of conversations that were resolved.
import type { MetricDefinition } from './metric-definition.ts';

/** Conversations resolved. Source: metrics.md §1C (S003; Sparkcentral "closed conversations"). */
export const closedConversations: MetricDefinition = {
  id: 'closedConversations',
  name: 'Closed conversations',
  definition:
    'Conversations that a customer began, in which an agent or bot wrote, and that were resolved: their ticket was solved or closed, or, where no ticket was reported, the session was closed by a person, bot or automation, or ended by itself or by the customer while an agent had it. Of several resolutions of one conversation the first counts, every one, or the last unless it was opened again, as the option says.',
  unit: 'count',
  levels: ['ses', 'top', 'ch', 'acc'],
  attribution: 'end',
  options: ['resolutionCounting', 'reopening', 'reopenWithinMs'],
  sources: ['Sparkcentral: Closed conversations'],
  version: 1,
};

/** Conversations resolved, by who resolved them. Source: metrics.md §1C (S003). */
export const resolvedConversations: MetricDefinition = {
  ...closedConversations,
  id: 'resolvedConversations',
  name: 'Resolved conversations',
  definition:
    'As closed conversations, credited to the agent who had the conversation when it was resolved, their teams, and the topics of the session. Nobody is credited with what a bot resolved.',
  levels: ['ses', 'agt', 'team', 'top', 'ch', 'acc'],
  sources: ['Sparkcentral: Resolved conversations by user, team, topic'],
};

/** How long it took to resolve a conversation. Source: metrics.md §1C (S003; ZD-DUR first and full resolution). */
export const resolutionTime: MetricDefinition = {
  ...resolvedConversations,
  id: 'resolutionTime',
  name: 'Resolution time',
  definition:
    'From the beginning of a conversation to its resolution, as resolved conversations have it. By option to the first one, to the last (a later one takes the place of the one before), or each from the reopening before it.',
  unit: 'ms',
  isSketched: true,
  options: ['resolutionTime', 'reopening', 'reopenWithinMs', 'businessHoursSchedule'],
  sources: [
    'Sparkcentral: Resolution time',
    'Zendesk: First and full resolution time',
    'Intercom: Time to close',
  ],
};
