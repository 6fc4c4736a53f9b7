// Agents who wrote. A figure an agent, minute and channel is as good as one a message: no bucket is shorter than a minute.
import { agentCalculator } from './calculator.ts';
import type { MetricDefinition } from './metric-definition.ts';

/** Distinct agents who wrote. Source: metrics.md §1C (S003; SPARK-USE). */
export const activeAgents: MetricDefinition = {
  id: 'activeAgents',
  name: 'Active agents',
  definition:
    'Distinct human agents with at least one message to a customer in the time asked for. To be logged in is not enough; notes, bots and automations do not count.',
  unit: 'members',
  levels: ['agt', 'team', 'ch', 'acc'],
  attribution: 'end',
  options: [],
  sources: ['Sparkcentral: Active users'],
  version: 1,
};

interface Written {
  /** Since the epoch; the last one in which the agent wrote. */
  minute: number;
  /** On which channels. */
  channelIds: (string | null)[];
}

const MINUTE_MS = 60_000;

/** Counts agents who write. */
export const agentsActive = agentCalculator<Written>({
  name: 'active-agents',
  definitions: [activeAgents],
  start: () => ({ minute: -1, channelIds: [] }),
  on: {
    'message.recorded': (state, { at, conversationId, sessionId, data }, context) => {
      if (data.automated === true) return;
      const channelId = context.sessionOf(conversationId)?.channelId ?? null;
      const minute = Math.floor(at / MINUTE_MS);
      if (state.minute !== minute) {
        state.minute = minute;
        state.channelIds = [channelId];
      } else if (state.channelIds.includes(channelId)) return;
      else state.channelIds.push(channelId);
      const { subjectId } = context;
      const figure = context.figure('agt', subjectId);
      figure.agentId = subjectId;
      figure.value = 1;
      figure.channelId = channelId;
      figure.sessionId = sessionId;
      context.tell(activeAgents, figure);
    },
  },
});
