// How many messages a session took, and whether the customer wrote at all once somebody was there.
import { sessionCalculator, type FoldContext } from './calculator.ts';
import type { DerivedMetric, MetricDefinition } from './metric-definition.ts';
import type { SessionSituation } from './session-situation.ts';
import { share } from './share.ts';

/** Messages of an ended session, by end user, agent, bot and system. Notes are none. Source: metrics.md §1B, §1D. */
export const messagesPerSession: MetricDefinition = {
  id: 'messagesPerSession',
  name: 'Messages per session',
  definition:
    'Messages that customer, agents and bots wrote in a session, counted when it ends. Notes and automatic replies are none.',
  unit: 'count',
  levels: ['ses', 'top', 'ch', 'acc'],
  attribution: 'end',
  options: [],
  sources: ['Holdline'],
  version: 1,
};

/** Messages of a resolved session. Source: metrics.md §1D; what is resolved: §1C `closedConversations`. */
export const messagesPerResolution: MetricDefinition = {
  ...messagesPerSession,
  id: 'messagesPerResolution',
  name: 'Messages per resolution',
  definition:
    'As messages per session, for ended sessions that a customer began and that have an answer of an agent or bot.',
};

/** Whether an accepted session was a ghost, 1 or 0. Source: metrics.md §1D (Dynamics 365). */
export const ghostConversations: MetricDefinition = {
  id: 'ghostConversations',
  name: 'Ghost conversations',
  definition:
    'Ended sessions that a human agent accepted: 1 where the customer wrote nothing after the first acceptance, else 0. Sessions that agents or automation began are left out.',
  unit: 'count',
  levels: ['ses', 'ch', 'acc'],
  attribution: 'end',
  options: [],
  sources: ['Dynamics 365'],
  version: 1,
};

/** Share of the accepted sessions whose customer was gone. Source: metrics.md §1D (Dynamics 365). */
export const ghostConversationRate: DerivedMetric = {
  ...ghostConversations,
  id: 'ghostConversationRate',
  name: 'Ghost conversation rate',
  definition: 'Ghost conversations of all accepted sessions that a customer began.',
  unit: 'share',
  levels: ['ch', 'acc'],
  of: ['ghostConversations'],
  figure: (read) => share(read('ghostConversations').sum, read('ghostConversations').count),
};

interface MessageCounts {
  count: number;
  outbound: number;
  isAccepted: boolean;
  wroteAfterAccept: boolean;
}

/** Counts the messages of a session. */
export const sessionMessages = sessionCalculator<MessageCounts>({
  name: 'session-messages',
  definitions: [messagesPerSession, messagesPerResolution, ghostConversations],
  start: () => ({ count: 0, outbound: 0, isAccepted: false, wroteAfterAccept: false }),
  on: {
    'message.recorded': (state, { data }) => {
      if (data.actor === 'System') return;
      state.count += 1;
      if (data.actor !== 'EndUser') state.outbound += 1;
      else if (state.isAccepted) state.wroteAfterAccept = true;
    },
    'work.accepted': (state, { data }) => {
      if (data.agentId !== undefined) state.isAccepted = true;
    },
    'session.ended': (state, _fact, context) => {
      if (context.session !== null) count(state, context.session, context);
    },
  },
});

function count(
  { count: value, outbound, isAccepted, wroteAfterAccept }: MessageCounts,
  { sessionId: key, origin }: SessionSituation,
  context: FoldContext,
): void {
  context.count(messagesPerSession, key, value, null, null);
  if (!isByCustomer(origin)) return;
  if (outbound > 0) context.count(messagesPerResolution, key, value, null, null);
  if (!isAccepted) return;
  context.count(ghostConversations, key, wroteAfterAccept ? 0 : 1, null, null);
}

/** Whether a session began because a customer wrote. */
export const isByCustomer = (origin: string): boolean =>
  origin !== 'AgentInitiated' && origin !== 'TriggeredOutbound';
