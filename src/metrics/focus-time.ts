/*
 * What the visits to a conversation are worth: time in focus, and what of it is handle time under the policy of the options. A visit is judged
 * anew when something that happens afterwards changes it: a reply that failed, a later reply, a wait that was not over.
 */
import type { EpochMs } from '../time/instant.ts';
import { conversationCalculator, type FoldContext } from './calculator.ts';
import type { VisitClosed, WorkAttended } from './derived-observation.ts';
import { activeTime, focusTime, handleTime } from './focus-definitions.ts';
import {
  closeWait,
  noWaits,
  openWait,
  reopenWait,
  waitedWithin,
  type SessionWaits,
} from './session-waits.ts';

/** A visit that may be judged anew. */
interface KeptVisit {
  readonly visit: VisitClosed;
  /** Ordinal of its handle time, and what that says; null while it has none. */
  ordinal: number | null;
  ms: number | null;
}

interface FocusTimeState {
  /** Visits since the session began, oldest first. */
  visits: KeptVisit[];
  /** Messages that have failed since the session began. */
  failed: string[];
  waits: SessionWaits;
}

/** Visits since the session began that are kept for a later judgement; older ones stand as they are. */
const VISITS_MAX = 256;

/** Records focus, handle and active time, and the visits. */
export const focusTimes = conversationCalculator({
  name: 'focus-time',
  definitions: [handleTime, focusTime, activeTime],
  start: (): FocusTimeState => ({ visits: [], failed: [], waits: noWaits() }),
  on: {
    'session.created': (state) => {
      if (state.visits.length > 0) state.visits = [];
      if (state.failed.length > 0) state.failed = [];
      state.waits = noWaits();
    },
    'visit.closed': (state, visit, context) => {
      recordFocus(visit, context);
      putVisit(state, visit, context);
      if (state.visits.length === VISITS_MAX) state.visits.shift();
      state.visits.push({ visit, ordinal: null, ms: null });
      judge(state, state.visits.length - 1, context);
      if (visit.replies > 0 && context.options.focus.policy === 'creditOnReply') {
        judgeSince(state, 0, context);
      }
    },
    'message.failed': (state, { messageId }, context) => {
      if (!context.options.retractFailedReplies || state.failed.includes(messageId)) return;
      state.failed.push(messageId);
      answeredAnew(state, messageId, context);
    },
    'message.delivered': (state, { messageId }, context) => arrived(state, messageId, context),
    'message.read': (state, { messageId }, context) => arrived(state, messageId, context),
    'wait.opened': (state, { anchorAt }, context) => {
      if (!countsWaits(context)) return;
      const since = Math.min(anchorAt, state.waits.openSince ?? anchorAt);
      openWait(state.waits, anchorAt);
      judgeSince(state, since, context);
    },
    'wait.closed': (state, wait, context) => {
      if (!countsWaits(context)) return;
      const since = Math.min(wait.anchorAt, state.waits.openSince ?? wait.anchorAt);
      closeWait(state.waits, wait);
      judgeSince(state, since, context);
    },
    'wait.reopened': (state, { ordinal, anchorAt }, context) => {
      if (!countsWaits(context)) return;
      reopenWait(state.waits, ordinal, anchorAt);
      judgeSince(state, anchorAt, context);
    },
    'work.attended': (_state, attended, context) => recordWork(attended, context),
  },
});

const countsWaits = ({ options }: FoldContext) => options.focus.policy === 'awaitingReply';

/** What a figure of a visit is about: the session, or the agent alone where there was none yet. */
function placeOf({ agentId, sessionId, channelId, at }: VisitClosed) {
  const place = { agentId, sessionId, channelId, at };
  return sessionId === null
    ? { ...place, level: 'agt' as const, key: agentId }
    : { ...place, level: 'ses' as const, key: sessionId };
}

function recordFocus(visit: VisitClosed, context: FoldContext): void {
  const { startAt, at, because } = visit;
  if (at > startAt) {
    context.tell(focusTime, { ...placeOf(visit), since: startAt, because });
  }
}

function putVisit(state: FocusTimeState, visit: VisitClosed, context: FoldContext): void {
  const { agentId, sessionId, conversationId, engagementId, startAt, at, ordinal } = visit;
  const replies = visit.messageIds.filter((id) => stands(state, id)).length;
  context.put('visits', `${agentId}/${ordinal}`, startAt, {
    agentId,
    sessionId,
    conversationId,
    engagementId,
    startAt,
    endAt: at,
    replies,
  });
}

const stands = ({ failed }: FocusTimeState, messageId: string | null) =>
  messageId === null || !failed.includes(messageId);

const isAnswered = (state: FocusTimeState, { messageIds }: VisitClosed) =>
  messageIds.some((id) => stands(state, id));

/** A message that had failed has arrived after all: the latest word counts. */
function arrived(state: FocusTimeState, messageId: string, context: FoldContext): void {
  const place = state.failed.indexOf(messageId);
  if (place < 0) return;
  state.failed.splice(place, 1);
  answeredAnew(state, messageId, context);
}

/** A reply stands no longer, or again: the visit shows it, and so may those before it. */
function answeredAnew(state: FocusTimeState, messageId: string, context: FoldContext): void {
  const kept = state.visits.find(({ visit }) => visit.messageIds.includes(messageId));
  if (kept === undefined) return;
  putVisit(state, kept.visit, context);
  judgeSince(state, 0, context);
}

/** Judges the visits anew that went on after an instant. */
function judgeSince(state: FocusTimeState, since: EpochMs, context: FoldContext): void {
  for (let index = 0; index < state.visits.length; index += 1) {
    if ((state.visits[index] as KeptVisit).visit.at > since) judge(state, index, context);
  }
}

/** Gives a visit the handle time it has by now, in place of what it had. */
function judge(state: FocusTimeState, index: number, context: FoldContext): void {
  const kept = state.visits[index];
  if (kept === undefined) return;
  const { visit } = kept;
  const { startAt, at, channelId, because } = visit;
  const stretches = countsWaits(context) ? waitedWithin(state.waits, startAt, at) : null;
  let ms: number | null = null;
  if (stretches === null) {
    if (qualifies(state, index, visit, context)) ms = at - startAt;
  } else if (stretches.length > 0) ms = sum(stretches.map(({ from, to }) => to - from));
  if (ms === kept.ms) return;
  if (kept.ordinal !== null) context.retract(kept.ordinal);
  kept.ms = ms;
  kept.ordinal = null;
  if (ms === null) return;
  const spans = stretches ?? [{ from: startAt, to: at }];
  const businessMs = sum(spans.map(({ from, to }) => context.businessMs(channelId, from, to)));
  kept.ordinal = context.record(handleTime, { ...placeOf(visit), ms, businessMs, because });
}

function qualifies(
  state: FocusTimeState,
  index: number,
  visit: VisitClosed,
  { options }: FoldContext,
): boolean {
  const { policy } = options.focus;
  if (policy === 'allFocus') return true;
  if (isAnswered(state, visit)) return true;
  if (policy === 'repliedVisit') return false;
  const answered = state.visits.findLastIndex(
    (later) => isSameLeg(visit, later.visit) && isAnswered(state, later.visit),
  );
  return answered > index;
}

/** Whether two visits are of one agent in one engagement, or outside any in one session. */
const isSameLeg = (a: VisitClosed, b: VisitClosed) =>
  a.agentId === b.agentId &&
  a.engagementId === b.engagementId &&
  (a.engagementId !== null || a.sessionId === b.sessionId);

/** Work is over: its active time, or that nobody knows what its agent had in front. */
function recordWork(attended: WorkAttended, context: FoldContext): void {
  const { agentId, sessionId, workId, queueId, focusMs, businessMs, isTabBased } = attended;
  const figure = context.figure('ses', sessionId);
  figure.agentId = agentId;
  figure.sessionId = sessionId;
  figure.queueId = queueId;
  if (focusMs === null) {
    figure.missing = 'focus';
    context.tell(handleTime, figure);
  }
  if (!isTabBased) return;
  figure.level = 'aw';
  figure.key = workId;
  figure.missing = focusMs === null || businessMs === null ? 'focus' : null;
  if (figure.missing === null) {
    figure.ms = focusMs;
    figure.businessMs = businessMs;
  }
  context.tell(activeTime, figure);
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
