/*
 * The presence of an agent, and what its stretches count for. An agent who sends heartbeats is known to have been there up to the last sign of
 * life only: what changes after it waits until the next one, or until the agent is lost sight of as of the last.
 */
import type { EventOf } from '../events/vocabulary.ts';
import type { EpochMs } from '../time/instant.ts';
import {
  availableTime,
  loggedInTime,
  nonProductiveTime,
  onlineTime,
  scheduledTime,
  timeInPresence,
  unwatchedTime,
  utilizedTime,
} from './agent-time-metrics.ts';
import { ofAgent, type AgentTime, type TimeChange } from './agent-time-state.ts';
import type { FoldContext } from './calculator.ts';
import { recordMissing } from './missing-spans.ts';
import type { Evidence } from './observation.ts';
import {
  AVAILABLE,
  GONE,
  logPresence,
  UNAVAILABLE,
  UNREPORTED,
  type PresenceClass,
} from './presence-log.ts';
import { changeCapacity, changeWork, cutWork } from './work-on-hand.ts';

/** The host reports a presence. The same again changes nothing. */
export function report(
  state: AgentTime,
  event: EventOf<'agent.presence'>,
  context: FoldContext,
): void {
  const { at, status } = event;
  const reason = event.reason ?? null;
  const isRoutable = event.routable ?? null;
  const isSameRow = !state.isLost && state.status === status && state.reason === reason;
  if (isSameRow && state.isRoutable === isRoutable) return;
  cutAll(state, at, context);
  if (!isSameRow) endRow(state, at, context);
  Object.assign(state, { status, reason, isRoutable, isLost: false });
  enter(state, at, event.id);
  if (!isSameRow) beginRow(state, at, context);
  if (state.presence === GONE) state.beatAt = null;
}

/** The agent gives a sign of life: what has waited for it counts, and an agent who was lost is back. */
export function showLife(
  state: AgentTime,
  at: EpochMs,
  because: Evidence,
  context: FoldContext,
): void {
  if (state.beatAt !== null) {
    drain(state, context);
    state.beatAt = at;
  }
  if (!state.isLost) return;
  cutAll(state, at, context);
  state.isLost = false;
  enter(state, at, because);
  beginRow(state, at, context);
}

/** An agent whose heartbeats have stayed away for too long was last there at the last sign of life. */
export function loseSight(state: AgentTime, context: FoldContext): void {
  const { beatAt, presence } = state;
  if (beatAt === null) return;
  state.beatAt = null;
  if (presence !== GONE) {
    cutAll(state, beatAt, context);
    endRow(state, beatAt, context);
    state.isLost = true;
    state.presence = GONE;
    logPresence(state.log, beatAt, GONE);
  }
  drain(state, context);
}

/** Brings a change about, now or once it is known that the agent was there. */
export function take(state: AgentTime, news: TimeChange, context: FoldContext): void {
  if (state.beatAt !== null && news.at > state.beatAt) state.waiting.push(news);
  else apply(state, news, context);
}

/** Brings about what has waited. */
export function drain(state: AgentTime, context: FoldContext): void {
  const { waiting } = state;
  if (waiting.length === 0) return;
  state.waiting = [];
  for (const news of waiting) apply(state, news, context);
}

/** Cuts all that runs. */
export function cutAll(state: AgentTime, at: EpochMs, context: FoldContext): void {
  cutPresence(state, at, context);
  cutWork(state, at, context);
}

function apply(state: AgentTime, news: TimeChange, context: FoldContext): void {
  switch (news.kind) {
    case 'work':
      changeWork(state, news, context);
      return;
    case 'capacity':
      changeCapacity(state, news, context);
      return;
    case 'teams':
      cutAll(state, news.at, context);
  }
}

/** From here on the agent is what has been reported. */
function enter(state: AgentTime, at: EpochMs, because: Evidence): void {
  state.presence = classOf(state);
  state.presenceSince = at;
  state.presenceBecause = because;
  state.activityBecause = because;
  logPresence(state.log, at, state.presence);
}

function classOf({ status, isRoutable }: AgentTime): PresenceClass {
  if (status === null) return UNREPORTED;
  if (status === 'offline') return GONE;
  return (isRoutable ?? status === 'online') ? AVAILABLE : UNAVAILABLE;
}

function cutPresence(state: AgentTime, at: EpochMs, context: FoldContext): void {
  const { presenceSince: since, presenceBecause, status, reason, presence } = state;
  if (at <= since) return;
  state.presenceSince = at;
  if (status === null || state.isLost) return;
  const because = presenceBecause === null ? [] : [presenceBecause];
  const span = { ...ofAgent(context.subjectId), since, at, because };
  const label = reason === null ? status : `${status}:${reason}`;
  context.tell(timeInPresence, { ...span, label });
  if (presence === GONE) return;
  context.tell(loggedInTime, span);
  if (status === 'online' || context.options.agentTime.online === 'notOffline') {
    context.tell(onlineTime, span);
  }
  context.tell(presence === AVAILABLE ? availableTime : nonProductiveTime, span);
  if (presence === AVAILABLE && !state.hasFocus) {
    context.tell(unwatchedTime, span);
    recordMissing(utilizedTime, { ...span, missing: 'focus' }, context);
  }
  if (!state.hasShift) recordMissing(scheduledTime, { ...span, missing: 'shift' }, context);
}

function beginRow(state: AgentTime, at: EpochMs, context: FoldContext): void {
  state.rowSince = at;
  state.rowsCount += 1;
  putRow(state, at, null, context);
}

function endRow(state: AgentTime, at: EpochMs, context: FoldContext): void {
  const { rowSince } = state;
  if (rowSince === null) return;
  state.rowSince = null;
  // Taken back at the very instant at which it was said.
  if (rowSince === at) context.drop('presence', rowKey(state, context));
  else putRow(state, rowSince, at, context);
}

function putRow(
  state: AgentTime,
  startAt: EpochMs,
  endAt: EpochMs | null,
  context: FoldContext,
): void {
  const { status, reason } = state;
  if (status === null) return;
  const agentId = context.subjectId;
  const fields = { agentId, status, reason, startAt, endAt };
  context.put('presence', rowKey(state, context), startAt, fields);
}

const rowKey = ({ rowsCount }: AgentTime, { subjectId }: FoldContext) =>
  `${subjectId}/${rowsCount}`;
