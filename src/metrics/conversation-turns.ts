// How often the word passed from the customer to somebody else, and how long after the customer's last word the session went on.
import type { EpochMs } from '../time/instant.ts';
import { sessionCalculator } from './calculator.ts';
import type { MetricDefinition } from './metric-definition.ts';
import type { Evidence } from './observation.ts';

/** Runs of the customer that somebody followed. Source: metrics.md §1D (Amazon Connect). */
export const conversationTurns: MetricDefinition = {
  id: 'conversationTurns',
  name: 'Conversation turns',
  definition:
    'How often a run of messages of the customer was followed by one of an agent or a bot, counted when the session ends. Automatic messages take no turn.',
  unit: 'count',
  levels: ['ses', 'ch', 'acc'],
  attribution: 'end',
  options: [],
  sources: ['Amazon Connect: Conversation turn count'],
  version: 1,
};

/** From the customer's last message to the end. Source: metrics.md §1D (Amazon Connect). */
export const conversationCloseTime: MetricDefinition = {
  id: 'conversationCloseTime',
  name: 'Conversation close time',
  definition:
    "From the customer's last message to the end of the session. A session in which the customer never wrote has none.",
  unit: 'ms',
  levels: ['ses', 'agt', 'team', 'ch', 'acc'],
  attribution: 'end',
  options: ['businessHoursSchedule'],
  sources: ['Amazon Connect: Conversation close time'],
  version: 1,
  isSketched: true,
};

interface Turns {
  count: number;
  isWithCustomer: boolean;
  lastAt: EpochMs | null;
  lastId: Evidence | null;
}

/** Counts turns, and measures how a session ends after the customer's last word. */
export const turnTaking = sessionCalculator({
  name: 'conversation-turns',
  definitions: [conversationTurns, conversationCloseTime],
  start: (): Turns => ({ count: 0, isWithCustomer: false, lastAt: null, lastId: null }),
  on: {
    'message.recorded': (state, { at, causationId, data: { actor } }) => {
      if (actor === 'System') return;
      if (actor === 'EndUser') {
        state.isWithCustomer = true;
        state.lastAt = at;
        state.lastId = causationId;
      } else if (state.isWithCustomer) {
        state.isWithCustomer = false;
        state.count += 1;
      }
    },
    'session.ended': (state, { sessionId }, context) => {
      if (sessionId === null) return;
      context.count(conversationTurns, sessionId, state.count, null, null);
      if (state.lastAt === null || state.lastId === null) return;
      const figure = context.figure('ses', sessionId);
      figure.since = state.lastAt;
      figure.agentId = context.session?.agentId ?? null;
      figure.because = [state.lastId];
      context.tell(conversationCloseTime, figure);
    },
  },
});
