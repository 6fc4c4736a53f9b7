// How long customers wait for answers, and whether the target of the channel is met (X1, X13).
import type { EpochMs } from '../time/instant.ts';
import { sessionCalculator, type FoldContext } from './calculator.ts';
import { asksForAnswer } from './counted-messages.ts';
import type { WaitClosed } from './derived-observation.ts';
import { businessSample } from './off-hours.ts';
import {
  conversationResponseTime,
  responseTime,
  slaConversationResponses,
} from './response-metrics.ts';
import { isOwedByHuman } from './session-situation.ts';

interface ResponseTimes {
  /** Figures of each wait that is over, three a wait: ordinals, NONE where there is none. */
  readonly figures: number[];
  /** From when the open wait counts; null while nobody waits. */
  openSince: EpochMs | null;
  /** Waits that are over. */
  closedCount: number;
  endAt: EpochMs | null;
  /** The breach of a wait that was open at the end. */
  endFigure: number;
}

const NONE = -1;
const FIGURES_PER_WAIT = 3;

/** Records responses, their targets and the table of them. */
export const responseTimes = sessionCalculator({
  name: 'response-times',
  definitions: [responseTime, conversationResponseTime, slaConversationResponses],
  outlivesEnd: true,
  start: (): ResponseTimes => ({
    figures: [],
    openSince: null,
    closedCount: 0,
    endAt: null,
    endFigure: NONE,
  }),
  writers: ['EndUser'],
  hearsMessages: ({ anchor }) => anchor === 'lastUnanswered',
  on: {
    'wait.opened': (state, { anchorAt }, context) => {
      state.openSince = anchorAt;
      judgeEnd(state, context);
    },
    'message.recorded': (state, { at, data }, { options }) => {
      // The wait goes on; under this choice it counts from the customer's latest message.
      const moves = options.anchor === 'lastUnanswered' && state.openSince !== null;
      if (moves && asksForAnswer(data, options)) state.openSince = at;
    },
    'wait.closed': (state, wait, context) => {
      state.openSince = null;
      state.closedCount = wait.ordinal;
      judgeEnd(state, context);
      close(state, wait, context);
    },
    'wait.reopened': (state, { ordinal, sessionId }, context) => {
      state.closedCount = ordinal - 1;
      const from = (ordinal - 1) * FIGURES_PER_WAIT;
      for (const figure of state.figures.splice(from, FIGURES_PER_WAIT)) {
        if (figure !== NONE) context.retract(figure);
      }
      context.drop('response_times', recordKey(sessionId, ordinal));
    },
    'session.ended': (state, { at }, context) => {
      state.endAt = at;
      judgeEnd(state, context);
    },
    'session.errored': (state, { at }, context) => {
      state.endAt = at;
      judgeEnd(state, context);
    },
  },
  asOf: (state, at, context) => {
    if (state.endAt === null) breach(state, at, context);
  },
});

const recordKey = (sessionId: string, ordinal: number) => `${sessionId}/${ordinal}`;

function close(state: ResponseTimes, wait: WaitClosed, context: FoldContext): void {
  const { sessionId, ordinal, anchorAt, at, responder, responderId, queueId, because } = wait;
  const { options, session } = context;
  const isMeasured = responder === 'human' || options.nonHumanResponses === 'measured';
  if (!isMeasured || session === null) {
    state.figures.push(NONE, NONE, NONE);
    return;
  }
  const { channelId } = session;
  const span = { from: anchorAt, to: at };
  const sampleMs = businessSample(channelId, span, options.responseOffHours, context);
  const businessMs = sampleMs ?? 0;
  const valueMs = at - anchorAt;
  const targetMs = targetOf(channelId, anchorAt, context);
  const clockMs = options.responseClock === 'business' ? sampleMs : valueMs;
  const isMet = targetMs === null || clockMs === null ? null : clockMs <= targetMs;
  const isFirst = ordinal === 1;
  const agentId = responder === 'human' ? responderId : null;
  if (isFirst && !options.includeFirstResponse) state.figures.push(NONE, NONE, NONE);
  else {
    const figure = context.figure('ses', sessionId);
    figure.at = at;
    figure.agentId = agentId;
    figure.queueId = queueId;
    figure.because = because;
    figure.since = anchorAt;
    figure.businessMs = businessMs;
    figure.label = responder;
    const isSample = sampleMs !== null;
    const response = isSample ? context.record(responseTime, figure) : NONE;
    const own = isSample ? context.record(conversationResponseTime, figure) : NONE;
    let judged = NONE;
    if (isMet !== null) {
      figure.since = undefined;
      figure.businessMs = null;
      figure.value = 1;
      figure.label = isMet ? 'met' : 'breached';
      judged = context.record(slaConversationResponses, figure);
    }
    state.figures.push(response, own, judged);
  }
  if (!context.keepsRecords) return;
  context.put('response_times', recordKey(sessionId, ordinal), at, {
    sessionId,
    ordinal,
    openedAt: anchorAt,
    closedAt: at,
    responder,
    responderId,
    isFirst,
    valueMs,
    valueBusinessMs: businessMs,
    targetMs,
    isMet,
  });
}

/** The target that was in force when the wait began: a later one does not move what has been promised. */
const targetOf = (channelId: string, since: EpochMs, context: FoldContext) =>
  context.channelOf(channelId, since)?.sla.responseMs ?? null;

/** A wait that is open at the end of its session is breached there, or never counts. */
function judgeEnd(state: ResponseTimes, context: FoldContext): void {
  if (state.endAt === null) return;
  if (state.endFigure !== NONE) context.retract(state.endFigure);
  state.endFigure = breach(state, state.endAt, context);
}

/** Records the open wait as breached if it is beyond its target at an instant. */
function breach({ openSince, closedCount }: ResponseTimes, at: EpochMs, context: FoldContext) {
  const { options, session } = context;
  if (openSince === null || session === null || !isOwedByHuman(session)) return NONE;
  if (closedCount === 0 && !options.includeFirstResponse) return NONE;
  const { channelId, sessionId, agentId } = session;
  const targetMs = targetOf(channelId, openSince, context);
  if (targetMs === null) return NONE;
  const span = { from: openSince, to: at };
  const waitedMs =
    options.responseClock === 'business'
      ? businessSample(channelId, span, options.responseOffHours, context)
      : at - openSince;
  if (waitedMs === null || waitedMs <= targetMs) return NONE;
  return context.record(slaConversationResponses, {
    level: 'ses',
    key: sessionId,
    at,
    agentId,
    value: 1,
    label: 'breached',
  });
}
