// What the live board answers: figures of the moment, of which nothing is kept, and the views that are put together of others.
import type { MetricDefinition } from './metric-definition.ts';

const gauge = (
  id: string,
  name: string,
  unit: MetricDefinition['unit'],
  levels: MetricDefinition['levels'],
  definition: string,
  sources: readonly string[],
): MetricDefinition => ({
  id,
  name,
  definition,
  unit,
  levels,
  attribution: 'instant',
  options: [],
  sources,
  version: 1,
});

/** Gauges and views, in the order of the catalogue. They are read of `LiveBoard`, of a table or of the feed, and never measured. */
export const LIVE_GAUGES: readonly MetricDefinition[] = [
  gauge(
    'onlineUsers',
    'Online users',
    'count',
    ['agt', 'team', 'acc'],
    'Agents who are logged in now, by presence and reason.',
    ['Sparkcentral real-time board'],
  ),
  gauge(
    'ownedConversations',
    'Owned conversations',
    'count',
    ['agt'],
    'Open sessions that an agent holds now, each with its status and messages so far.',
    ['Sparkcentral real-time board'],
  ),
  gauge('queueSize', 'Queue size', 'count', ['que'], 'Sessions that wait in a queue now.', [
    'Amazon Connect',
    'Genesys oWaiting',
  ]),
  gauge(
    'longestWaitLive',
    'Longest wait now',
    'ms',
    ['que'],
    'How long the session that has waited longest in a queue has been there.',
    ['Amazon Connect "oldest"'],
  ),
  gauge(
    'waitsPastTarget',
    'Waits past the target',
    'count',
    ['acc'],
    'Customers who wait for an answer now, longer than the target of their channel allows.',
    ['Sparkcentral', 'Chatwoot'],
  ),
  gauge(
    'availableSlots',
    'Available slots',
    'count',
    ['agt'],
    'Capacity of an agent that nothing occupies; none while away, and never below zero.',
    ['LivePerson', 'Amazon Connect "availability"'],
  ),
  gauge(
    'agentLoad',
    'Agent load',
    'share',
    ['agt'],
    'Weight of what an agent holds over the capacity; above one where the router gave too much.',
    ['LivePerson', 'Dynamics 365'],
  ),
  gauge(
    'agentActivity',
    'Agent activity',
    'count',
    ['agt'],
    'One word for what an agent does now; the most pressing of what holds: missed, rejected, on contact, wrap-up, incoming, presence.',
    ['Amazon Connect "agent activity"'],
  ),
  gauge(
    'userOverview',
    'User overview',
    'count',
    ['agt'],
    'A row an agent: availability, conversations owned, replied and resolved, messages out, first response, response, handle time, satisfaction. Put together of those metrics.',
    ['Sparkcentral'],
  ),
  gauge(
    'conversationEventFlow',
    'Conversation event flow',
    'count',
    ['ses'],
    'Everything that happened in a conversation, in order: the transitions and messages tables, or a subscription to its facts.',
    ['Sparkcentral'],
  ),
];
