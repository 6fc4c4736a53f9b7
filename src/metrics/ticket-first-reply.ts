// Zendesk's first reply time: from the creation of a ticket, whichever session the reply comes in.
import type { EventOf } from '../events/vocabulary.ts';
import type { EpochMs } from '../time/instant.ts';
import { conversationCalculator, type FoldContext } from './calculator.ts';
import {
  addReply,
  firstStanding,
  noReplies,
  setFailed,
  type FirstReplies,
} from './first-replies.ts';
import type { Evidence } from './observation.ts';
import { businessSample } from './off-hours.ts';
import { ticketFirstReplyTime } from './response-metrics.ts';

interface TicketFirstReply {
  ticketId: string | null;
  /** Null where the ticket was there before the first thing that the host has told of it. */
  created: { readonly at: EpochMs; readonly id: Evidence } | null;
  replies: FirstReplies;
  /** What is recorded of the ticket. */
  figure: number | null;
  /** The last session that has no figure for want of a ticket, and the ordinal that says so. */
  missing: { readonly sessionId: string; readonly figure: number } | null;
}

/** Records the first reply to each ticket. */
export const ticketFirstReplies = conversationCalculator({
  name: 'ticket-first-reply',
  definitions: [ticketFirstReplyTime],
  start: (): TicketFirstReply => ({
    ticketId: null,
    created: null,
    replies: noReplies(),
    figure: null,
    missing: null,
  }),
  writers: ['Agent'],
  on: {
    'session.created': (state) => {
      // What was written before is not of a ticket that is yet to be told of.
      if (state.ticketId === null) state.replies = noReplies();
    },
    'ticket.statusChanged': (state, event, context) => {
      if (event.ticketId !== state.ticketId) turnTo(state, event, context);
    },
    'message.recorded': (state, { at, causationId: id, data }, context) => {
      const { actor, messageId = null, actorId: agentId = null } = data;
      if (actor !== 'Agent') return;
      if (state.ticketId === null) missTicket(state, agentId, context);
      else if (state.created === null) return;
      const queueId = context.session?.queueId ?? null;
      addReply(state.replies, { at, id, messageId, agentId, queueId });
      if (state.figure === null) judge(state, context);
    },
    'message.failed': (state, { messageId }, context) => {
      if (context.options.retractFailedReplies) receive(state, messageId, true, context);
    },
    'message.sent': (state, { messageId }, context) => receive(state, messageId, false, context),
    'message.delivered': (state, { messageId }, context) =>
      receive(state, messageId, false, context),
    'message.read': (state, { messageId }, context) => receive(state, messageId, false, context),
  },
});

/** Another ticket. One that was new until now was created with the session, whose replies are its own. */
function turnTo(
  state: TicketFirstReply,
  { at, id, ticketId, from, to }: EventOf<'ticket.statusChanged'>,
  context: FoldContext,
): void {
  const { session } = context;
  const isFirst = state.ticketId === null;
  if (state.figure !== null) context.release(state.figure);
  state.ticketId = ticketId;
  state.figure = null;
  const isOfSession = from === 'new' && session !== null && session.endAt === null;
  if (isOfSession) state.created = { at: session.startAt, id };
  else state.created = to === 'new' || from === null ? { at, id } : null;
  if (!isFirst || !isOfSession) state.replies = noReplies();
  judge(state, context);
  if (state.figure === null || state.missing?.sessionId !== session?.sessionId) return;
  if (state.missing !== null) context.retract(state.missing.figure);
  state.missing = null;
}

function receive(
  state: TicketFirstReply,
  messageId: string,
  hasFailed: boolean,
  context: FoldContext,
): void {
  if (setFailed(state.replies, messageId, hasFailed)) judge(state, context);
}

function judge(state: TicketFirstReply, context: FoldContext): void {
  if (state.figure !== null) context.retract(state.figure);
  state.figure = null;
  const reply = firstStanding(state.replies);
  const { session } = context;
  if (reply === undefined || state.created === null || session === null) return;
  const span = { from: state.created.at, to: reply.at };
  const { responseOffHours } = context.options;
  const businessMs = businessSample(session.channelId, span, responseOffHours, context);
  if (businessMs === null) return;
  state.figure = context.record(ticketFirstReplyTime, {
    level: 'ses',
    key: session.sessionId,
    at: reply.at,
    since: state.created.at,
    businessMs,
    agentId: reply.agentId,
    queueId: reply.queueId,
    because: [state.created.id, reply.id],
    isLasting: true,
  });
}

/** Once a session: the host has told of no ticket by the first message of an agent. */
function missTicket(state: TicketFirstReply, agentId: string | null, context: FoldContext): void {
  const sessionId = context.session?.sessionId;
  if (sessionId === undefined || state.missing?.sessionId === sessionId) return;
  const figure = context.figure('ses', sessionId);
  figure.agentId = agentId;
  figure.missing = 'ticket';
  state.missing = { sessionId, figure: context.record(ticketFirstReplyTime, figure) };
}
