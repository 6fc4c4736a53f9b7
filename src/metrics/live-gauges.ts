// What the live board answers: figures of the moment, of which nothing is kept, and the views that are put together of others.
import type { MetricDefinition } from './metric-definition.ts';

type Said = Pick<MetricDefinition, 'id' | 'name' | 'unit' | 'levels' | 'definition' | 'sources'>;

const gauge = (said: Said): MetricDefinition => ({
  ...said,
  attribution: 'instant',
  options: [],
  version: 1,
});

/** Gauges and views, in the order of the catalogue. They are read of `LiveBoard`, of a table or of the feed, and never measured. */
export const LIVE_GAUGES: readonly MetricDefinition[] = [
  gauge({
    id: 'onlineUsers',
    name: 'Online users',
    unit: 'count',
    levels: ['agt', 'team', 'acc'],
    definition: 'Agents who are logged in now, by presence and reason.',
    sources: ['Sparkcentral real-time board'],
  }),
  gauge({
    id: 'ownedConversations',
    name: 'Owned conversations',
    unit: 'count',
    levels: ['agt'],
    definition: 'Open sessions that an agent holds now, each with its status and messages so far.',
    sources: ['Sparkcentral real-time board'],
  }),
  gauge({
    id: 'queueSize',
    name: 'Queue size',
    unit: 'count',
    levels: ['que'],
    definition: 'Sessions that wait in a queue now.',
    sources: ['Amazon Connect', 'Genesys oWaiting'],
  }),
  gauge({
    id: 'waitsPastTarget',
    name: 'Waits past the target',
    unit: 'count',
    levels: ['acc'],
    definition:
      'Customers who wait for an answer now, longer than the target of their channel allows.',
    sources: ['Sparkcentral', 'Chatwoot'],
  }),
  gauge({
    id: 'availableSlots',
    name: 'Available slots',
    unit: 'count',
    levels: ['agt'],
    definition:
      'Capacity of an agent that nothing occupies; none while away, and never below zero.',
    sources: ['LivePerson', 'Amazon Connect "availability"'],
  }),
  gauge({
    id: 'agentLoad',
    name: 'Agent load',
    unit: 'share',
    levels: ['agt'],
    definition:
      'Weight of what an agent holds over the capacity; above one where the router gave too much.',
    sources: ['LivePerson', 'Dynamics 365'],
  }),
  gauge({
    id: 'agentActivity',
    name: 'Agent activity',
    unit: 'count',
    levels: ['agt'],
    definition:
      'One word for what an agent does now; the most pressing of what holds: missed, rejected, on contact, wrap-up, incoming, presence.',
    sources: ['Amazon Connect "agent activity"'],
  }),
  gauge({
    id: 'userOverview',
    name: 'User overview',
    unit: 'count',
    levels: ['agt'],
    definition:
      'A row an agent: availability, conversations owned, replied and resolved, messages out, first response, response, handle time, satisfaction. Put together of those metrics.',
    sources: ['Sparkcentral'],
  }),
  gauge({
    id: 'conversationEventFlow',
    name: 'Conversation event flow',
    unit: 'count',
    levels: ['ses'],
    definition:
      'Everything that happened in a conversation, in order: the transitions and messages tables, or a subscription to its facts.',
    sources: ['Sparkcentral'],
  }),
];
