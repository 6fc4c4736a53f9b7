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
        context.tell(inactiveToEndedTime, { level: 'ses', key: sessionId, since });
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
      context.tell(firstEngagementTime, { level: 'ses', key, since, agentId: data.agentId });
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
      context.tell(sessionsByStatus, { level: 'ses', key: sessionId, value: 1, label: 'Error' });
    },
  },
  asOf: (state, _at, context) => {
    const { session } = context;
    if (session === null || session.endAt !== null || state.status === null) return;
    leaveStatus(state, session.sessionId, context);
    const { status: label } = state;
    context.tell(sessionsByStatus, { level: 'ses', key: session.sessionId, value: 1, label });
  },
});

/** Counts a session at its start. */
function countBegun(session: SessionSituation, context: FoldContext): void {
  const { sessionId: key, conversationId, channelId, accountId, origin } = session;
  const channel = context.channelOf(channelId);
  const one = { level: 'ses', key, value: 1 } as const;
  context.tell(sessionsByOrigin, { ...one, label: origin });
  context.tell(trafficByChannelType, { ...one, label: channel?.channelType ?? null });
  context.tell(trafficByChannelName, { ...one, label: channel?.name ?? channelId });
  context.tell(sessionsPerAccount, { ...one, label: accountId });
  context.tell(messagingUsersPerAccount, { ...one, key: conversationId, label: accountId });
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
  context.tell(timeToFirstAssignment, { level: 'ses', key, since, agentId });
}

function leaveStatus(state: Lifetime, key: string, context: FoldContext): void {
  const { status: label, statusAt: since } = state;
  context.tell(timeInStatus, { level: 'ses', key, since, label });
}

function end(
  state: Lifetime,
  { sessionId: key, startAt: since, origin, agentType }: SessionSituation,
  by: string,
  context: FoldContext,
): void {
  const ofSession = { level: 'ses', key } as const;
  context.tell(sessionsByStatus, { ...ofSession, value: 1, label: 'Ended' });
  context.tell(sessionsByEndedByType, { ...ofSession, value: 1, label: by });
  context.tell(sessionsByAgentType, { ...ofSession, value: 1, label: agentType });
  context.tell(sessionDuration, { ...ofSession, since });
  const { acceptedAt } = state;
  if (acceptedAt !== null) {
    context.tell(acceptedSessionLength, { ...ofSession, since: acceptedAt });
    return;
  }
  context.tell(acceptedSessionLength, { ...ofSession, missing: 'acceptance' });
  if (origin === 'AgentInitiated') return;
  context.tell(firstEngagementTime, { ...ofSession, missing: 'acceptance' });
}
