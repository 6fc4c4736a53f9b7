// Zendesk's first reply time: from the creation of a ticket, whichever session the reply comes in.
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
  /** The last session that has no figure for want of a ticket. */
  missingIn: string | null;
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
    missingIn: null,
  }),
  writers: ['Agent'],
  on: {
    'ticket.statusChanged': (state, { at, id, ticketId, from, to }, context) => {
      if (ticketId === state.ticketId) return;
      if (state.figure !== null) context.release(state.figure);
      state.ticketId = ticketId;
      state.created = to === 'new' || from === null ? { at, id } : null;
      state.replies = noReplies();
      state.figure = null;
    },
    'message.recorded': (state, { at, causationId: id, data }, context) => {
      const { actor, messageId = null, actorId: agentId = null } = data;
      if (actor !== 'Agent') return;
      if (state.ticketId === null) missTicket(state, agentId, context);
      if (state.created === null) return;
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
  if (sessionId === undefined || state.missingIn === sessionId) return;
  state.missingIn = sessionId;
  const figure = context.figure('ses', sessionId);
  figure.agentId = agentId;
  figure.missing = 'ticket';
  context.tell(ticketFirstReplyTime, figure);
}
