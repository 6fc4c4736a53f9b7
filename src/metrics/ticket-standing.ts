// Tickets that wait for somebody: for the customer (pending), or for a third party (hold), as spans. A ticket may outlast its session.
import type { EpochMs } from '../time/instant.ts';
import { conversationCalculator, type FoldContext } from './calculator.ts';
import type { MetricDefinition } from './metric-definition.ts';

const gauge = (parts: Pick<MetricDefinition, 'id' | 'name' | 'definition'>): MetricDefinition => ({
  ...parts,
  unit: 'ms',
  levels: ['ch', 'acc'],
  attribution: 'split',
  options: [],
  sources: ['Chatwoot', 'Zendesk'],
  version: 1,
  needs: ['ticket'],
});

/** Tickets that wait for the customer. Source: metrics.md §1D. */
export const pending = gauge({
  id: 'pending',
  name: 'Pending',
  definition: 'Time that a ticket spent pending. At an instant: tickets that are pending.',
});

/** Tickets that wait for somebody else. Source: metrics.md §1D. */
export const onHold = gauge({
  id: 'onHold',
  name: 'On hold',
  definition: 'Time that a ticket spent on hold. At an instant: tickets that are on hold.',
});

/** Tickets that wait, by id; and whether the host reports tickets of this conversation at all. */
interface Tickets {
  isReported: boolean;
  readonly waiting: Record<string, { readonly status: 'pending' | 'hold'; readonly at: EpochMs }>;
  /** Ordinals that say that it does not: it may yet, of the session that has just ended. */
  readonly without: number[];
}

/** Measures tickets that wait. */
export const waitingTickets = conversationCalculator<Tickets>({
  name: 'ticket-standing',
  definitions: [pending, onHold],
  start: () => ({ isReported: false, waiting: {}, without: [] }),
  on: {
    'ticket.statusChanged': (state, { at, ticketId, to }, context) => {
      state.isReported = true;
      for (const figure of state.without) context.retract(figure);
      state.without.length = 0;
      if (state.waiting[ticketId]?.status === to) return;
      close(state, ticketId, context);
      if (to === 'pending' || to === 'hold') state.waiting[ticketId] = { status: to, at };
    },
    'session.created': ({ without }) => {
      without.length = 0;
    },
    'session.ended': ({ isReported, without }, { sessionId }, context) => {
      if (isReported || sessionId === null) return;
      const figure = context.figure('ses', sessionId);
      figure.since = context.session?.startAt ?? 0;
      figure.missing = 'ticket';
      without.push(context.record(pending, figure), context.record(onHold, figure));
    },
  },
  asOf: (state, _at, context) => {
    for (const ticketId of Object.keys(state.waiting)) close(state, ticketId, context);
  },
});

/** Records the stretch of a ticket that waited until now. */
function close(state: Tickets, ticketId: string, context: FoldContext): void {
  const ticket = state.waiting[ticketId];
  if (ticket === undefined) return;
  delete state.waiting[ticketId];
  const metric = ticket.status === 'pending' ? pending : onHold;
  // The session may be over: the time belongs to the ticket, on the conversation's channel.
  context.tell(metric, { level: 'ses', key: ticketId, since: ticket.at });
}
