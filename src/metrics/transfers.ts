// Transfers from one agent to another agent, queue, flow or bot. A bot that hands over to people transfers nothing.
import { sessionCalculator } from './calculator.ts';
import type { DerivedMetric, MetricDefinition } from './metric-definition.ts';
import { share } from './share.ts';

const counted = (
  parts: Pick<MetricDefinition, 'id' | 'name' | 'definition'> & Partial<MetricDefinition>,
): MetricDefinition => ({
  unit: 'count',
  levels: ['agt', 'team', 'que', 'ch', 'acc'],
  attribution: 'end',
  options: [],
  sources: ['Dynamics 365', 'Amazon Connect'],
  version: 1,
  ...parts,
});

/** Transfers, of the agent who let go. Source: metrics.md §1D. */
export const transfersOut = counted({
  id: 'transfersOut',
  name: 'Transfers out',
  definition:
    'Transfers by an agent, counted when made, of the queue that the work had come from; the label is the kind of the destination: agent, queue, flow or bot.',
});

/** Transfers, of the agent who took over. Source: metrics.md §1D. */
export const transfersIn = counted({
  id: 'transfersIn',
  name: 'Transfers in',
  definition:
    'Transferred sessions that an agent accepted, counted at the acceptance, even where it is the same agent out of another queue.',
});

/** Transfers of an ended session that an agent handled. Source: metrics.md §1D. */
export const transfersPerSession = counted({
  id: 'transfersPerSession',
  name: 'Transfers per session',
  definition:
    'Transfers in a session, counted at its end, for sessions that a human agent accepted; the label is transferred or kept.',
  levels: ['ses', 'ch', 'acc'],
});

/** Counts the transfers of each session. */
export const transfers = sessionCalculator({
  name: 'transfers',
  definitions: [transfersOut, transfersIn, transfersPerSession],
  start: () => ({ count: 0, isHandled: false }),
  on: {
    'session.transferred': (state, { sessionId, data }, context) => {
      if (sessionId === null) return;
      state.count += 1;
      context.count(transfersOut, sessionId, 1, data.toKind, data.fromAgentId ?? null);
    },
    'work.accepted': (state, { data }, context) => {
      const { agentId, isTransfer, workId: key, queueId = null } = data;
      if (agentId === undefined) return;
      state.isHandled = true;
      if (!isTransfer) return;
      const figure = context.figure('aw', key);
      figure.value = 1;
      figure.agentId = agentId;
      figure.queueId = queueId;
      context.tell(transfersIn, figure);
    },
    'session.ended': ({ count: value, isHandled }, { sessionId }, context) => {
      if (!isHandled || sessionId === null) return;
      const label = value > 0 ? 'transferred' : 'kept';
      context.count(transfersPerSession, sessionId, value, label, null);
    },
  },
});

/** Share of what agents handled that was transferred. Source: metrics.md §1D. */
export const transferRate: DerivedMetric = {
  id: 'transferRate',
  name: 'Transfer rate',
  definition:
    'Ended sessions with a transfer, of those that a human agent accepted; or, by option, pieces of work that ended in a transfer, of all that ended.',
  unit: 'share',
  levels: ['agt', 'team', 'que', 'ch', 'acc'],
  attribution: 'end',
  options: ['transferRate'],
  sources: ['Dynamics 365', 'Amazon Connect'],
  version: 1,
  of: ['transfersPerSession', 'handleTimeAgentWork'],
  figure: (read, options) => {
    const of = options.transferRate === 'sessions' ? 'transfersPerSession' : 'handleTimeAgentWork';
    return share(read(of, 'transferred').count, read(of).count);
  },
};
