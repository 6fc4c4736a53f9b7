/*
 * How long a ticket stood in its statuses until it was solved. Each stretch is measured under the opening hours of its time; the figures are of
 * the whole life of the ticket, and a later solving takes the place of an earlier one.
 */
import type { EventOf } from '../events/vocabulary.ts';
import type { EpochMs } from '../time/instant.ts';
import { conversationCalculator, type FoldContext } from './calculator.ts';
import type { MetricDefinition } from './metric-definition.ts';
import type { Evidence } from './observation.ts';
import {
  agentWaitTime,
  agentWorkTime,
  onHoldTime,
  requesterWaitTimeTicket,
  solveTime,
} from './ticket-time-metrics.ts';

/** Statuses that are added up. */
const COUNTED = ['new', 'open', 'pending', 'hold'] as const;

type CountedStatus = (typeof COUNTED)[number];

/** Which statuses each figure adds up. */
const SUMS: readonly (readonly [MetricDefinition, readonly CountedStatus[]])[] = [
  [agentWorkTime, ['new', 'open']],
  [requesterWaitTimeTicket, ['new', 'open', 'hold']],
  [agentWaitTime, ['pending']],
  [onHoldTime, ['hold']],
];

/** One ticket. */
interface Ticket {
  readonly ticketId: string;
  status: string;
  statusAt: EpochMs;
  readonly createdAt: EpochMs;
  /** False where it is not known how it stood before the first change that was told. */
  readonly isWhole: boolean;
  readonly ms: Record<CountedStatus, number>;
  readonly businessMs: Record<CountedStatus, number>;
  /** Changes, oldest first; of very many, the last. */
  readonly because: Evidence[];
  figures: number[];
}

interface Tickets {
  tickets: Ticket[];
}

/** Tickets of one conversation that are followed at once, and changes that are named; of more, the oldest are let go. */
const TICKETS_MAX = 16;
const EVIDENCE_MAX = 64;

/** Records the times of tickets when they are solved. */
export const ticketTimes = conversationCalculator<Tickets>({
  name: 'ticket-times',
  definitions: [...SUMS.map(([metric]) => metric), solveTime],
  start: () => ({ tickets: [] }),
  on: {
    'ticket.statusChanged': (state, event, context) => {
      const ticket = ticketOf(state, event, context);
      const { to, id } = event;
      if (ticket.because.length === EVIDENCE_MAX) ticket.because.shift();
      ticket.because.push(id);
      const was = ticket.status;
      addUp(ticket, event, context);
      ticket.status = to;
      const isSolved = (to === 'solved' || to === 'closed') && was !== 'solved' && was !== 'closed';
      if (isSolved) solve(ticket, event.at, context);
      if (to === 'closed' || to === 'deleted') forget(state, ticket, context);
    },
  },
});

function ticketOf(
  state: Tickets,
  event: EventOf<'ticket.statusChanged'>,
  context: FoldContext,
): Ticket {
  const { ticketId } = event;
  const known = state.tickets.find((ticket) => ticket.ticketId === ticketId);
  if (known !== undefined) return known;
  const oldest = state.tickets[0];
  if (oldest !== undefined && state.tickets.length === TICKETS_MAX) forget(state, oldest, context);
  const ticket = newTicket(event, context);
  state.tickets.push(ticket);
  return ticket;
}

/** A ticket that is told of for the first time: created now, or, if it was new until now, with the session. */
function newTicket(event: EventOf<'ticket.statusChanged'>, context: FoldContext): Ticket {
  const { ticketId, from = null, to, at } = event;
  const { session } = context;
  const isOfSession = from === 'new' && session !== null && session.endAt === null;
  const createdAt = isOfSession ? session.startAt : at;
  return {
    ticketId,
    status: from ?? to,
    statusAt: createdAt,
    createdAt,
    isWhole: from === null || isOfSession,
    ms: nothing(),
    businessMs: nothing(),
    because: [],
    figures: [],
  };
}

const nothing = () => ({ new: 0, open: 0, pending: 0, hold: 0 });

const isCounted = (status: string): status is CountedStatus =>
  COUNTED.some((counted) => counted === status);

/** The status that has held is over. */
function addUp(
  ticket: Ticket,
  { at, channelId }: EventOf<'ticket.statusChanged'>,
  context: FoldContext,
): void {
  const { status, statusAt, ms, businessMs } = ticket;
  ticket.statusAt = at;
  if (!isCounted(status)) return;
  ms[status] += at - statusAt;
  const place = channelId ?? context.session?.channelId;
  businessMs[status] +=
    place === undefined ? at - statusAt : context.businessMs(place, statusAt, at, 'piecewise');
}

function solve(ticket: Ticket, at: EpochMs, context: FoldContext): void {
  for (const figure of ticket.figures) context.retract(figure);
  const { session } = context;
  const own = {
    level: 'ses',
    key: session?.sessionId ?? ticket.ticketId,
    agentId: session?.agentId ?? null,
    because: [...ticket.because],
    isLasting: true,
  } as const;
  if (!ticket.isWhole) {
    ticket.figures = [...SUMS.map(([metric]) => metric), solveTime].map((metric) =>
      context.record(metric, { ...own, at, missing: 'ticket' }),
    );
    return;
  }
  ticket.figures = SUMS.map(([metric, statuses]) => {
    let ms = 0;
    let businessMs = 0;
    for (const status of statuses) {
      ms += ticket.ms[status];
      businessMs += ticket.businessMs[status];
    }
    return context.record(metric, { ...own, at, ms, businessMs });
  });
  ticket.figures.push(context.record(solveTime, { ...own, at, since: ticket.createdAt }));
}

/** Nothing more is to come of a ticket. */
function forget(state: Tickets, ticket: Ticket, context: FoldContext): void {
  for (const figure of ticket.figures) context.release(figure);
  state.tickets = state.tickets.filter((other) => other !== ticket);
}
