/*
 * Whether what was resolved was resolved at the first contact, by one of four readings. A figure that a later event proves wrong, a ticket
 * opened again, a customer who comes back or a reply that failed (X13), is taken back and put right where it stood.
 */
import type { EpochMs } from '../time/instant.ts';
import { conversationCalculator, type FoldContext } from './calculator.ts';
import {
  customerWrote,
  endedContact,
  judgeContact,
  newContact,
  type EndedContact,
  type OpenContact,
} from './ended-contact.ts';
import { firstContactResolved } from './first-contact-metrics.ts';
import {
  addReply,
  copyReplies,
  firstStanding,
  noReplies,
  setFailed,
  type FirstReplies,
} from './first-replies.ts';
import type { MessageReceipt } from './observation.ts';
import { isOfSessionAtHand } from './session-at-hand.ts';
import { isByCustomer } from './session-messages.ts';

/** The ticket of which was reported last. */
interface Ticket {
  readonly ticketId: string;
  hasWaited: boolean;
  isSolved: boolean;
  /** Whether it was solved when the last session ended, or has been since. */
  isOfLast: boolean;
  reopens: number;
  /** Ordinal of the figure of its resolution, and its value; null while it is unresolved. */
  figure: number | null;
  value: number;
}

interface Contacts {
  ticket: Ticket | null;
  /** Human messages while the ticket was the one at hand, up to its solving. */
  replies: FirstReplies;
  /** Those since a ticket was solved: the next ticket may be reported after them. */
  repliesSinceSolved: FirstReplies;
  /** Ordinal that says that no ticket was reported: one may be, of the session that has just ended. */
  without: number | null;
  open: OpenContact;
  /** The session that ended last, and the last of those that have a figure. */
  ended: EndedContact | null;
  last: EndedContact | null;
  /** The open session began too soon after the last one, and is a recontact if it has a topic of it. */
  mayRecontact: boolean;
}

/** Measures first-contact resolution. */
export const firstContact = conversationCalculator<Contacts>({
  name: 'first-contact-resolution',
  definitions: [firstContactResolved],
  start: () => ({
    ticket: null,
    replies: noReplies(),
    repliesSinceSolved: noReplies(),
    without: null,
    open: newContact(),
    ended: null,
    last: null,
    mayRecontact: false,
  }),
  writers: ['Agent', 'EndUser'],
  on: {
    'ticket.statusChanged': (state, { ticketId, to }, context) => {
      const ticket = ticketAtHand(state, ticketId, context);
      if (to === 'solved' || to === 'closed') {
        if (!ticket.isSolved) solve(state, ticket, context);
        return;
      }
      if (ticket.isSolved && to !== 'deleted') reopen(state, ticket, context);
      if (to === 'pending' || to === 'hold') ticket.hasWaited = true;
    },
    'session.created': (state, { at, data }, context) => {
      if (!isOfSessionAtHand(context)) return;
      state.open = newContact();
      state.without = null;
      recontact(state, at, data.origin, context);
    },
    'work.accepted': ({ open: { agentIds } }, { data }, context) => {
      const { agentId } = data;
      if (agentId === undefined || agentIds.includes(agentId) || !isOfSessionAtHand(context))
        return;
      agentIds.push(agentId);
    },
    'message.recorded': (state, { at, causationId: id, data }, context) => {
      const { actor, messageId = null, actorId: agentId = null } = data;
      if (actor === 'EndUser') customerWrote(state.open);
      if (actor !== 'Agent') return;
      const reply = { at, id, messageId, agentId, queueId: null };
      if (context.options.firstContactResolution !== 'oneTouch') {
        addReply(state.open.replies, reply);
        return;
      }
      if (state.ticket?.isSolved !== true) addReply(state.replies, reply);
      addReply(state.repliesSinceSolved, reply);
    },
    'message.failed': (state, receipt, context) => {
      if (context.options.retractFailedReplies) receive(state, receipt, context);
    },
    'message.sent': receive,
    'message.delivered': receive,
    'message.read': receive,
    'session.ended': (state, { at, sessionId }, context) => {
      if (isOfSessionAtHand(context) && sessionId !== null) end(state, at, sessionId, context);
    },
  },
});

function ticketAtHand(state: Contacts, ticketId: string, context: FoldContext): Ticket {
  const { ticket, without } = state;
  if (ticket?.ticketId === ticketId) return ticket;
  if (without !== null) context.retract(without);
  state.without = null;
  if (ticket !== null) {
    state.replies = copyReplies(state.repliesSinceSolved);
    if (ticket.figure !== null) context.release(ticket.figure);
  }
  state.ticket = {
    ticketId,
    hasWaited: false,
    isSolved: false,
    isOfLast: false,
    reopens: 0,
    figure: null,
    value: 0,
  };
  return state.ticket;
}

function solve(state: Contacts, ticket: Ticket, context: FoldContext): void {
  ticket.isSolved = true;
  ticket.isOfLast = context.session !== null && context.session.endAt !== null;
  state.repliesSinceSolved = noReplies();
  if (context.options.firstContactResolution !== 'oneTouch') return;
  ticket.value = oneTouchOf(state, ticket);
  ticket.figure = context.record(firstContactResolved, {
    level: 'ses',
    key: ticket.ticketId,
    value: ticket.value,
    agentId: context.session?.agentId ?? null,
    isLasting: true,
  });
}

function oneTouchOf({ replies }: Contacts, { hasWaited, reopens }: Ticket): number {
  const isAnswered = firstStanding(replies) !== undefined;
  return isAnswered && !hasWaited && reopens === 0 ? 1 : 0;
}

/** A message has failed, or has arrived after all. */
function receive(state: Contacts, { type, messageId }: MessageReceipt, context: FoldContext): void {
  const hasFailed = type === 'message.failed';
  if (context.options.firstContactResolution === 'oneTouch') {
    setFailed(state.repliesSinceSolved, messageId, hasFailed);
    if (setFailed(state.replies, messageId, hasFailed)) judgeTicket(state, context);
    return;
  }
  setFailed(state.open.replies, messageId, hasFailed);
  const { ended, last } = state;
  for (const contact of last === ended ? [ended] : [last, ended]) {
    if (contact === null || !setFailed(contact.contact.replies, messageId, hasFailed)) continue;
    judgeContact(contact, context);
    if (contact.figure !== null) followLast(state, contact, context);
  }
}

function judgeTicket(state: Contacts, context: FoldContext): void {
  const { ticket } = state;
  if (ticket === null || ticket.figure === null) return;
  const value = oneTouchOf(state, ticket);
  if (value === ticket.value) return;
  ticket.value = value;
  ticket.figure = context.amend(ticket.figure, { value });
}

/** What was solved is not: its figure goes, and what the session before had resolved alone did not last. */
function reopen(state: Contacts, ticket: Ticket, context: FoldContext): void {
  ticket.isSolved = false;
  ticket.reopens += 1;
  state.open.wasReopened = true;
  if (ticket.figure !== null) context.retract(ticket.figure);
  ticket.figure = null;
  const isSingle = context.options.firstContactResolution === 'singleContact';
  if (isSingle && ticket.isOfLast) disprove(state, context);
  ticket.isOfLast = false;
}

/** A customer who is back within the silence that was asked for has not been helped. */
function recontact(state: Contacts, at: EpochMs, origin: string, context: FoldContext): void {
  const { firstContactResolution, noRecontactMs, recontactTopic } = context.options;
  const { last } = state;
  state.mayRecontact = false;
  if (firstContactResolution !== 'noRecontact' || last === null || !isByCustomer(origin)) return;
  if (at - last.at >= noRecontactMs) return;
  if (recontactTopic === 'any') disprove(state, context);
  else state.mayRecontact = true;
}

function disprove({ last }: Contacts, context: FoldContext): void {
  if (last === null) return;
  last.isDisproved = true;
  judgeContact(last, context);
}

function end(state: Contacts, at: EpochMs, key: string, context: FoldContext): void {
  const { session, options } = context;
  const topics = [...(session?.topics ?? [])];
  if (state.mayRecontact && state.last?.topics.some((topic) => topics.includes(topic)) === true) {
    disprove(state, context);
  }
  state.mayRecontact = false;
  if (state.ticket !== null) state.ticket.isOfLast = state.ticket.isSolved;
  if (options.firstContactResolution === 'oneTouch') {
    if (state.ticket !== null) return;
    const nothing = context.figure('ses', key);
    nothing.missing = 'ticket';
    state.without = context.record(firstContactResolved, nothing);
    return;
  }
  const { agentId = null, queueId = null } = session ?? {};
  const ended = endedContact(state.open, { key, at, agentId, queueId, topics });
  state.open = newContact();
  state.ended = ended;
  judgeContact(ended, context);
  if (ended.figure !== null) followLast(state, ended, context);
}

/** A session with a figure takes the place of the one before it: nothing disproves that any more. */
function followLast(state: Contacts, contact: EndedContact, context: FoldContext): void {
  const { last } = state;
  if (last === contact) return;
  if (last !== null && last.figure !== null) context.release(last.figure);
  state.last = contact;
}
