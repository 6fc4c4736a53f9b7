/*
 * Conversations that were resolved, and how long that took. A ticket that is reported says when; a session without one is resolved when it is
 * closed, or ends while an agent has it. A customer whom nobody served was not helped by the session running out.
 */
import type { Fact } from '../events/fact.ts';
import type { EventOf } from '../events/vocabulary.ts';
import type { EpochMs } from '../time/instant.ts';
import { CLOSING } from './bot-sessions.ts';
import { conversationCalculator, type FoldContext } from './calculator.ts';
import {
  closedConversations,
  resolutionTime,
  resolvedConversations,
} from './resolution-metrics.ts';
import { newCase, release, reopen, resolve, undo, type Case } from './resolved-case.ts';
import { isOfSessionAtHand } from './session-at-hand.ts';
import { isByCustomer } from './session-messages.ts';

interface Resolving {
  /** Tickets, in the order in which they were first reported. */
  tickets: Case[];
  /** The sessions of the customer that are one case, for want of tickets: the last one, or those that it opened again. */
  session: Case | null;
  /** Whether the session at hand is of that case: not where an agent or automation began it. */
  isOfCase: boolean;
  /** Whether an agent has the session at hand. */
  isHeld: boolean;
  /** Whether a ticket was reported in it. */
  isTicketed: boolean;
  /** Whether anybody has answered since it began, or since a ticket was solved in it. */
  isAnswered: boolean;
  /** When a ticket was solved in it last; 0 for never. */
  solvedAt: EpochMs;
}

/** Tickets of one conversation that are followed: those before them are taken to stay as they are. */
const TICKETS_MAX = 8;

/** Counts resolved conversations. */
export const closedConversationCounts = conversationCalculator<Resolving>({
  name: 'closed-conversations',
  definitions: [closedConversations, resolvedConversations, resolutionTime],
  start: () => ({
    tickets: [],
    session: null,
    isOfCase: false,
    isHeld: false,
    isTicketed: false,
    isAnswered: false,
    solvedAt: 0,
  }),
  writers: ['Agent', 'Bot'],
  on: {
    'session.created': begin,
    'session.queued': (state, _fact, context) => {
      if (isOfSessionAtHand(context)) state.isHeld = false;
    },
    'work.accepted': (state, { data }) => {
      state.isHeld = data.agentId !== undefined;
    },
    'message.recorded': (state, { data }) => {
      if (state.isAnswered || (data.actor !== 'Agent' && data.actor !== 'Bot')) return;
      state.isAnswered = true;
      if (state.session !== null) state.session.isAnswered = true;
      for (const ticket of state.tickets) ticket.isAnswered = true;
    },
    'ticket.statusChanged': (state, event, context) => {
      if (context.options.reopening === 'ticket') changeTicket(state, event, context);
    },
    'session.ended': (state, { at, data }, context) => {
      const { session, isOfCase, isTicketed, isHeld, tickets } = state;
      if (session === null || !isOfCase || !isOfSessionAtHand(context)) return;
      if (isTicketed || tickets.some(({ resolvedAt }) => resolvedAt === null)) return;
      if (isHeld || CLOSING.has(data.reason)) resolve(session, at, context);
    },
  },
});

function begin(state: Resolving, fact: Fact<'session.created'>, context: FoldContext): void {
  const { at, sessionId, causationId, data } = fact;
  if (sessionId === null || !isOfSessionAtHand(context)) return;
  state.isHeld = false;
  state.isTicketed = false;
  state.isAnswered = false;
  state.solvedAt = 0;
  state.isOfCase = isByCustomer(data.origin);
  for (const ticket of state.tickets) ticket.isByCustomer ??= state.isOfCase;
  // What an agent or automation begins opens nothing again; the customer still may.
  if (!state.isOfCase) return;
  const { session: last } = state;
  if (last !== null && isBack(last, at, context)) {
    reopen(last, at, causationId, context);
    return;
  }
  if (last !== null) release(last, context);
  state.session = newCase(sessionId, at, causationId, true);
}

/** Whether a session opens what was resolved before again, rather than begin something new. */
function isBack({ resolvedAt }: Case, at: EpochMs, { options }: FoldContext): boolean {
  const { reopening, reopenWithinMs } = options;
  if (reopening !== 'session' || resolvedAt === null) return false;
  return reopenWithinMs === null || at - resolvedAt <= reopenWithinMs;
}

function changeTicket(
  state: Resolving,
  event: EventOf<'ticket.statusChanged'>,
  context: FoldContext,
): void {
  const { at, id, ticketId, to } = event;
  const isSolved = to === 'solved' || to === 'closed';
  const known = state.tickets.find((one) => one.id === ticketId);
  const ticket = known ?? addTicket(state, event, context);
  if (isOpen(context)) state.isTicketed = true;
  if (to === 'deleted') {
    release(ticket, context);
    state.tickets = state.tickets.filter((one) => one !== ticket);
  } else if (!isSolved) {
    if (ticket.resolvedAt !== null) reopen(ticket, at, id, context);
  } else if (ticket.resolvedAt === null) {
    if (ticket.isByCustomer === null) assignToLast(state, ticket, context);
    resolve(ticket, at, context);
    state.isAnswered = false;
    state.solvedAt = at;
  }
}

const isOpen = ({ session }: FoldContext): boolean => session !== null && session.endAt === null;

/** A ticket that is reported for the first time. While no session is open it is that of the next, or of the last if it is solved before. */
function addTicket(
  state: Resolving,
  { at, id, ticketId, from, to }: EventOf<'ticket.statusChanged'>,
  context: FoldContext,
): Case {
  if (state.tickets.length === TICKETS_MAX) {
    const oldest = state.tickets.shift();
    if (oldest !== undefined) release(oldest, context);
  }
  const ticket = newCase(ticketId, at, id, null);
  if (isOpen(context)) belongToSession(state, ticket, to === 'solved' || to === 'closed', context);
  if (from === 'solved' || from === 'closed') {
    // Resolved before anything was told of it: what comes is not its first resolution, and its beginning is unknown.
    ticket.resolvedAt = at;
    ticket.resolutions = 1;
    ticket.isWhole = false;
  }
  state.tickets.push(ticket);
  return ticket;
}

/** The first ticket of a session began with it; another one when it was reported, or, solved at once, after the one before it. */
function belongToSession(
  state: Resolving,
  ticket: Case,
  isSolved: boolean,
  { session }: FoldContext,
): void {
  if (session === null) return;
  const { isTicketed, isAnswered, solvedAt, session: own } = state;
  ticket.isByCustomer = isByCustomer(session.origin);
  ticket.isAnswered = isAnswered;
  if (isTicketed && !isSolved) return;
  ticket.startAt = isTicketed ? Math.max(solvedAt, session.startAt) : session.startAt;
  if (own?.startAt === ticket.startAt) ticket.begunBy = own.begunBy;
}

/** Solved after the end of a session, and none has begun since: that end was no resolution of its own. */
function assignToLast(state: Resolving, ticket: Case, context: FoldContext): void {
  belongToSession(state, ticket, true, context);
  if (!state.isTicketed && state.isOfCase && state.session !== null) undo(state.session, context);
}
