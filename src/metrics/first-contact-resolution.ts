/*
 * Whether what was resolved was resolved at the first contact, by one of four readings. A figure that a later event proves wrong, a ticket
 * opened again or a customer who comes back, is taken back and put right where it stood.
 */
import type { EpochMs } from '../time/instant.ts';
import { conversationCalculator, type FoldContext } from './calculator.ts';
import type { DerivedMetric, MetricDefinition } from './metric-definition.ts';
import { isOfSessionAtHand } from './session-at-hand.ts';
import { isByCustomer } from './session-messages.ts';
import { share } from './share.ts';

/** Whether a resolution was one at first contact, 1 or 0. Source: metrics.md §1D. */
export const firstContactResolved: MetricDefinition = {
  id: 'firstContactResolved',
  name: 'Resolved at first contact',
  definition:
    'One figure a resolution, 1 or 0. oneTouch: a solved ticket with an agent’s reply that was never pending, on hold or reopened. The others are of ended sessions with a human reply: singleContact, one agent accepted and no ticket was reopened; noCustomerFollowUp, the customer wrote nothing after the first human reply; noRecontact, no new session of the customer within the silence asked for.',
  unit: 'count',
  levels: ['ses', 'agt', 'team', 'top', 'ch', 'acc'],
  attribution: 'end',
  options: ['firstContactResolution', 'noRecontactMs', 'recontactTopic'],
  sources: ['Zendesk one-touch', 'Intercom', 'Freshservice', 'Gladly'],
  version: 1,
};

/** Share of resolutions at first contact. Source: metrics.md §1D. */
export const firstContactResolutionRate: DerivedMetric = {
  ...firstContactResolved,
  id: 'firstContactResolutionRate',
  name: 'First-contact resolution rate',
  definition:
    'Resolutions at first contact, by the reading of the options, of all that were resolved.',
  unit: 'share',
  of: ['firstContactResolved'],
  figure: (read) => share(read('firstContactResolved').sum, read('firstContactResolved').count),
};

/** The ticket of which was reported last. */
interface Ticket {
  readonly ticketId: string;
  hasWaited: boolean;
  isSolved: boolean;
  /** Whether it was solved when the last session ended, or has been since. */
  isOfLast: boolean;
  reopens: number;
  /** Ordinal of the figure of its resolution; null while it is unresolved. */
  figure: number | null;
}

/** The session that ended last. */
interface LastContact {
  readonly at: EpochMs;
  /** Ordinal of its figure. */
  readonly figure: number;
  readonly topics: readonly string[];
}

interface Contacts {
  ticket: Ticket | null;
  /** Human messages while the ticket was the one at hand. */
  replies: number;
  /** Those since a ticket was solved: the next ticket may be reported after them. */
  repliesSinceSolved: number;
  /** Of the open session. */
  readonly agentIds: string[];
  humanWrote: boolean;
  customerFollowedUp: boolean;
  wasReopened: boolean;
  last: LastContact | null;
  /** The open session began too soon after the last one, and is a recontact if it has a topic of it. */
  mayRecontact: boolean;
}

/** Measures first-contact resolution. */
export const firstContact = conversationCalculator<Contacts>({
  name: 'first-contact-resolution',
  definitions: [firstContactResolved],
  start: () => ({
    ticket: null,
    replies: 0,
    repliesSinceSolved: 0,
    agentIds: [],
    humanWrote: false,
    customerFollowedUp: false,
    wasReopened: false,
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
      state.agentIds.length = 0;
      state.humanWrote = false;
      state.customerFollowedUp = false;
      state.wasReopened = false;
      recontact(state, at, data.origin, context);
    },
    'work.accepted': ({ agentIds }, { data }, context) => {
      const { agentId } = data;
      if (agentId === undefined || agentIds.includes(agentId) || !isOfSessionAtHand(context))
        return;
      agentIds.push(agentId);
    },
    'message.recorded': (state, { data }) => {
      if (data.actor === 'Agent') {
        state.humanWrote = true;
        state.replies += 1;
        state.repliesSinceSolved += 1;
      } else if (data.actor === 'EndUser' && state.humanWrote) state.customerFollowedUp = true;
    },
    'session.ended': (state, { at, sessionId }, context) => {
      if (isOfSessionAtHand(context) && sessionId !== null) end(state, at, sessionId, context);
    },
  },
});

function ticketAtHand(state: Contacts, ticketId: string, context: FoldContext): Ticket {
  const { ticket } = state;
  if (ticket?.ticketId === ticketId) return ticket;
  if (ticket !== null) {
    state.replies = state.repliesSinceSolved;
    if (ticket.figure !== null) context.release(ticket.figure);
  }
  state.ticket = {
    ticketId,
    hasWaited: false,
    isSolved: false,
    isOfLast: false,
    reopens: 0,
    figure: null,
  };
  return state.ticket;
}

function solve(state: Contacts, ticket: Ticket, context: FoldContext): void {
  ticket.isSolved = true;
  ticket.isOfLast = context.session !== null && context.session.endAt !== null;
  state.repliesSinceSolved = 0;
  if (context.options.firstContactResolution !== 'oneTouch') return;
  const isFirst = state.replies > 0 && !ticket.hasWaited && ticket.reopens === 0;
  ticket.figure = context.record(firstContactResolved, {
    level: 'ses',
    key: ticket.ticketId,
    value: isFirst ? 1 : 0,
    agentId: context.session?.agentId ?? null,
    isLasting: true,
  });
}

/** What was solved is not: its figure goes, and what the session before had resolved alone did not last. */
function reopen(state: Contacts, ticket: Ticket, context: FoldContext): void {
  ticket.isSolved = false;
  ticket.reopens += 1;
  state.wasReopened = true;
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

function disprove(state: Contacts, context: FoldContext): void {
  if (state.last === null) return;
  context.release(context.amend(state.last.figure, { value: 0 }));
  state.last = null;
}

function end(state: Contacts, at: EpochMs, key: string, context: FoldContext): void {
  const topics = context.session?.topics ?? [];
  if (state.mayRecontact && state.last?.topics.some((topic) => topics.includes(topic)) === true) {
    disprove(state, context);
  }
  state.mayRecontact = false;
  if (state.ticket !== null) state.ticket.isOfLast = state.ticket.isSolved;
  const variant = context.options.firstContactResolution;
  if (variant === 'oneTouch') {
    if (state.ticket !== null) return;
    const nothing = context.figure('ses', key);
    nothing.missing = 'ticket';
    context.tell(firstContactResolved, nothing);
    return;
  }
  if (!state.humanWrote) return;
  if (state.last !== null) context.release(state.last.figure);
  const figure = context.record(firstContactResolved, {
    level: 'ses',
    key,
    value: isFirstContact(state, variant) ? 1 : 0,
    agentId: context.session?.agentId ?? null,
    isLasting: true,
  });
  state.last = { at, figure, topics: [...topics] };
}

function isFirstContact(
  { agentIds, customerFollowedUp, wasReopened }: Contacts,
  variant: 'singleContact' | 'noCustomerFollowUp' | 'noRecontact',
): boolean {
  switch (variant) {
    case 'singleContact':
      return agentIds.length === 1 && !wasReopened;
    case 'noCustomerFollowUp':
      return !customerFollowedUp;
    case 'noRecontact':
      return true;
  }
}
