/*
 * The first response of a session (X3): from the customer's first message, or the hand-off by a bot, to the first message of a human that
 * stands. Kept apart from the waits, because a bot may end a wait but never this.
 */
import type { EpochMs } from '../time/instant.ts';
import { sessionCalculator, type FoldContext } from './calculator.ts';
import { firstStanding, setFailed, type FirstReply } from './first-replies.ts';
import {
  nothingOwed,
  owedSince,
  takeHandOff,
  takeMessage,
  type FirstResponseOwed,
} from './first-response-owed.ts';
import { businessSample } from './off-hours.ts';
import { firstResponseTime, slaFirstResponses, unansweredSessions } from './response-metrics.ts';
import { isByCustomer } from './session-messages.ts';
import { isOwedByHuman } from './session-situation.ts';

interface FirstResponse extends FirstResponseOwed {
  /** A ticket is open again in it. */
  reopensTicket: boolean;
  /** Whether it was answered before, by what was judged last. */
  isAgain: boolean;
  hasBotMessage: boolean;
  endAt: EpochMs | null;
  /** Figures that a receipt may take back. */
  figures: number[];
}

/** Records first responses, their targets, and sessions without one. */
export const firstResponses = sessionCalculator({
  name: 'first-response-time',
  definitions: [firstResponseTime, slaFirstResponses, unansweredSessions],
  outlivesEnd: true,
  start: (): FirstResponse => ({
    ...nothingOwed(),
    reopensTicket: false,
    isAgain: false,
    hasBotMessage: false,
    endAt: null,
    figures: [],
  }),
  on: {
    'message.recorded': (state, fact, context) => {
      if (fact.data.actor === 'Bot') state.hasBotMessage = true;
      if (takeMessage(state, fact, context) && state.figures.length === 0) judge(state, context);
    },
    'session.escalated': takeHandOff,
    'ticket.statusChanged': (state, { from, to }) => {
      if (isOver(from) && !isOver(to) && to !== 'deleted') state.reopensTicket = true;
    },
    'message.failed': (state, { messageId }, context) => {
      if (context.options.retractFailedReplies) receive(state, messageId, true, context);
    },
    'message.sent': (state, { messageId }, context) => receive(state, messageId, false, context),
    'message.delivered': (state, { messageId }, context) =>
      receive(state, messageId, false, context),
    'message.read': (state, { messageId }, context) => receive(state, messageId, false, context),
    'session.ended': (state, { at }, context) => end(state, at, context),
    'session.errored': (state, { at }, context) => end(state, at, context),
  },
  asOf: (state, at, context) => {
    if (state.endAt === null && firstStanding(state.replies) === undefined)
      breach(state, at, context);
  },
});

const isOver = (status: string | null | undefined) => status === 'solved' || status === 'closed';

function receive(
  state: FirstResponse,
  messageId: string,
  hasFailed: boolean,
  context: FoldContext,
): void {
  // The message may also be the one that had answered before.
  const isOfBefore = isAnsweredAgain(state, context) !== state.isAgain;
  if (setFailed(state.replies, messageId, hasFailed) || isOfBefore) judge(state, context);
}

function end(state: FirstResponse, at: EpochMs, context: FoldContext): void {
  state.endAt = at;
  if (firstStanding(state.replies) === undefined) judge(state, context);
}

/** Records what holds now, in the place of what was recorded before. */
function judge(state: FirstResponse, context: FoldContext): void {
  for (const figure of state.figures) context.retract(figure);
  state.figures = [];
  state.isAgain = isAnsweredAgain(state, context);
  const reply = firstStanding(state.replies);
  if (reply !== undefined) respond(state, reply, context);
  else if (state.endAt !== null) leaveUnanswered(state, state.endAt, context);
}

function respond(state: FirstResponse, reply: FirstReply, context: FoldContext): void {
  const start = owedSince(state, reply.at, context);
  if (start === null || context.session === null || state.isAgain) return;
  const { sessionId, channelId } = context.session;
  const { at, agentId, queueId } = reply;
  const { responseClock, responseOffHours } = context.options;
  const span = { from: start.at, to: at };
  const businessMs = businessSample(channelId, span, responseOffHours, context);
  const figure = context.figure('ses', sessionId);
  figure.at = at;
  figure.agentId = agentId;
  figure.queueId = queueId;
  figure.because = start.id === null ? [reply.id] : [start.id, reply.id];
  if (businessMs !== null) {
    figure.since = start.at;
    figure.businessMs = businessMs;
    state.figures.push(context.record(firstResponseTime, figure));
  }
  const targetMs = targetOf(channelId, start.at, context);
  const clockMs = responseClock === 'business' ? businessMs : at - start.at;
  if (targetMs === null || clockMs === null) return;
  figure.since = undefined;
  figure.businessMs = null;
  figure.value = 1;
  figure.label = clockMs <= targetMs ? 'met' : 'breached';
  state.figures.push(context.record(slaFirstResponses, figure));
}

function leaveUnanswered(state: FirstResponse, at: EpochMs, context: FoldContext): void {
  const { firstInbound, hasBotMessage } = state;
  const { session } = context;
  if (firstInbound === null || session?.wasRouted !== true) return;
  state.figures.push(
    context.record(unansweredSessions, {
      level: 'ses',
      key: session.sessionId,
      at,
      value: 1,
      label: hasBotMessage ? 'bot' : 'nobody',
      because: [firstInbound.id],
    }),
  );
  const breached = breach(state, at, context);
  if (breached !== null) state.figures.push(breached);
}

/** Whether it opens again what was answered before, a ticket or by the options the session before it: there is no second first response. */
function isAnsweredAgain({ reopensTicket }: FirstResponse, { session, options }: FoldContext) {
  if (session === null) return false;
  if (options.reopening === 'ticket') return reopensTicket && session.wasAnsweredBefore;
  const { answeredEndAt, startAt, origin } = session;
  if (answeredEndAt === null || !isByCustomer(origin)) return false;
  return options.reopenWithinMs === null || startAt - answeredEndAt <= options.reopenWithinMs;
}

/** Records a first response that is owed as breached if it is beyond its target at an instant. */
function breach(state: FirstResponse, at: EpochMs, context: FoldContext): number | null {
  const { session, options } = context;
  const start = owedSince(state, at, context);
  if (start === null || session === null || isAnsweredAgain(state, context)) return null;
  const { sessionId, channelId, agentId } = session;
  const targetMs = targetOf(channelId, start.at, context);
  if (targetMs === null || !isOwedByHuman(session)) return null;
  const span = { from: start.at, to: at };
  const waitedMs =
    options.responseClock === 'business'
      ? businessSample(channelId, span, options.responseOffHours, context)
      : at - start.at;
  if (waitedMs === null || waitedMs <= targetMs) return null;
  const because = start.id === null ? [] : [start.id];
  const place = { level: 'ses', key: sessionId, at, agentId, because } as const;
  return context.record(slaFirstResponses, { ...place, value: 1, label: 'breached' });
}

/** The target that was in force when the wait began. */
const targetOf = (channelId: string, since: EpochMs, context: FoldContext) =>
  context.channelOf(channelId, since)?.sla.firstResponseMs ?? null;
