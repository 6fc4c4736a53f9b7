// The life of one session: how long it lasted and in which status, how it began, who first took it, how it ended.
import type { EpochMs } from '../time/instant.ts';
import { sessionCalculator, type FoldContext } from './calculator.ts';
import type { SessionSituation } from './session-situation.ts';
import {
  acceptedSessionLength,
  firstEngagementTime,
  inactiveToEndedTime,
  messagingUsersPerAccount,
  sessionDuration,
  sessionsByAgentType,
  sessionsByEndedByType,
  sessionsByOrigin,
  sessionsByStatus,
  sessionsPerAccount,
  timeInStatus,
  timeToFirstAssignment,
  trafficByChannelName,
  trafficByChannelType,
} from './session-lifetime-metrics.ts';

/** One session so far. */
interface Lifetime {
  status: string | null;
  statusAt: EpochMs;
  acceptedAt: EpochMs | null;
  isAssigned: boolean;
}

/** Measures the life of each session. */
export const sessionLifetime = sessionCalculator<Lifetime>({
  name: 'session-lifetime',
  definitions: [
    sessionDuration,
    acceptedSessionLength,
    timeInStatus,
    inactiveToEndedTime,
    firstEngagementTime,
    timeToFirstAssignment,
    sessionsByEndedByType,
    sessionsByStatus,
    sessionsByOrigin,
    sessionsByAgentType,
    trafficByChannelType,
    trafficByChannelName,
    sessionsPerAccount,
    messagingUsersPerAccount,
  ],
  start: () => ({ status: null, statusAt: 0, acceptedAt: null, isAssigned: false }),
  on: {
    'session.created': (state, { data }, context) => {
      state.isAssigned = data.origin === 'AgentInitiated';
      if (context.session !== null) countBegun(context.session, context);
    },
    'session.statusChanged': (state, { at, sessionId, data }, context) => {
      if (sessionId === null) return;
      if (state.status !== null) leaveStatus(state, sessionId, context);
      if (state.status === 'Inactive' && data.to === 'Ended') {
        const { statusAt: since } = state;
        context.span(inactiveToEndedTime, sessionId, since, null, null);
      }
      state.status = data.to;
      state.statusAt = at;
    },
    'work.accepted': (state, { at, data }, context) => {
      const { session } = context;
      if (data.agentId === undefined || session === null) return;
      assign(state, session, data.agentId, context);
      if (state.acceptedAt !== null) return;
      state.acceptedAt = at;
      if (session.origin === 'AgentInitiated') return;
      const { sessionId: key, startAt: since } = session;
      context.span(firstEngagementTime, key, since, null, data.agentId);
    },
    'assignment.changed': (state, { to }, context) => {
      const { session } = context;
      if (typeof to !== 'string' || session === null || session.endAt !== null) return;
      assign(state, session, to, context);
    },
    'session.ended': (state, { data }, context) => {
      if (context.session !== null) end(state, context.session, data.by, context);
    },
    'session.errored': (_state, { sessionId }, context) => {
      if (sessionId === null) return;
      context.count(sessionsByStatus, sessionId, 1, 'Error', null);
    },
  },
  asOf: (state, _at, context) => {
    const { session } = context;
    if (session === null || session.endAt !== null || state.status === null) return;
    leaveStatus(state, session.sessionId, context);
    const { status: label } = state;
    context.count(sessionsByStatus, session.sessionId, 1, label, null);
  },
});

/** Counts a session at its start. */
function countBegun(session: SessionSituation, context: FoldContext): void {
  const { sessionId: key, conversationId, channelId, accountId, origin } = session;
  const channel = context.channelOf(channelId);
  context.count(sessionsByOrigin, key, 1, origin, null);
  context.count(trafficByChannelType, key, 1, channel?.channelType ?? null, null);
  context.count(trafficByChannelName, key, 1, channel?.name ?? channelId, null);
  context.count(sessionsPerAccount, key, 1, accountId, null);
  context.count(messagingUsersPerAccount, conversationId, 1, accountId, null);
}

/** The first human agent has the session. */
function assign(
  state: Lifetime,
  { sessionId: key, startAt: since }: SessionSituation,
  agentId: string,
  context: FoldContext,
): void {
  if (state.isAssigned) return;
  state.isAssigned = true;
  context.span(timeToFirstAssignment, key, since, null, agentId);
}

function leaveStatus(state: Lifetime, key: string, context: FoldContext): void {
  const { status: label, statusAt: since } = state;
  context.span(timeInStatus, key, since, label, null);
}

function end(
  state: Lifetime,
  { sessionId: key, startAt: since, origin, agentType }: SessionSituation,
  by: string,
  context: FoldContext,
): void {
  context.count(sessionsByStatus, key, 1, 'Ended', null);
  context.count(sessionsByEndedByType, key, 1, by, null);
  context.count(sessionsByAgentType, key, 1, agentType, null);
  context.span(sessionDuration, key, since, null, null);
  const { acceptedAt } = state;
  if (acceptedAt !== null) {
    context.span(acceptedSessionLength, key, acceptedAt, null, null);
    return;
  }
  const nothing = context.figure('ses', key);
  nothing.missing = 'acceptance';
  context.tell(acceptedSessionLength, nothing);
  if (origin === 'AgentInitiated') return;
  context.tell(firstEngagementTime, nothing);
  if (!state.isAssigned) context.tell(timeToFirstAssignment, nothing);
}
