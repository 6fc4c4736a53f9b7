// How many messages a session took, by who wrote them.
import { sessionCalculator } from './calculator.ts';
import type { MetricDefinition } from './metric-definition.ts';

/** Messages of an ended session, by end user, agent, bot and system. Notes are none. Source: metrics.md §1B, §1D. */
export const messagesPerSession: MetricDefinition = {
  id: 'messagesPerSession',
  name: 'Messages per session',
  definition:
    'Messages that customer, agents and bots wrote in a session, counted when it ends. Notes and automatic replies are none.',
  unit: 'count',
  levels: ['ses'],
  attribution: 'end',
  options: [],
  sources: ['Holdline'],
  version: 1,
};

/** Counts the messages of a session. */
export const sessionMessages = sessionCalculator({
  name: 'session-messages',
  definitions: [messagesPerSession],
  start: () => ({ count: 0 }),
  on: {
    'message.recorded': (state, { data }) => {
      if (data.actor !== 'System') state.count += 1;
    },
    'session.ended': (state, { sessionId }, context) => {
      if (sessionId === null) return;
      context.record(messagesPerSession, { level: 'ses', key: sessionId, value: state.count });
    },
  },
});
