/*
 * Handle time as a ticketing system sees it: stretches during which a conversation is open and somebody's, of those in which an agent wrote.
 * A ticket that waits for somebody else, a change of hands and a conversation gone quiet interrupt it.
 */
import type { EventOf } from '../events/vocabulary.ts';
import type { EpochMs } from '../time/instant.ts';
import { sessionCalculator, type FoldContext } from './calculator.ts';
import type { MetricDefinition } from './metric-definition.ts';
import { evidenceOf, type Evidence, type Observation } from './observation.ts';

/** Open and assigned time with an agent's message. Source: metrics.md §1E (ZD-HT, IC-MET). */
export const handleTimeAssigned: MetricDefinition = {
  id: 'handleTimeAssigned',
  name: 'Handle time (assigned)',
  definition:
    'Time a conversation was open and assigned to an agent, in stretches during which an agent wrote at least once; one figure a stretch, told when it is interrupted. A stretch begins with the assignment, with the ticket opened again, with a customer who takes a quiet conversation up again, or with an agent writing in one that rests. It ends when the ticket is pending, on hold, solved, closed or deleted, when the conversation changes hands or nobody has it, when it has gone quiet, and with the session.',
  unit: 'ms',
  levels: ['ses', 'agt', 'team', 'ch', 'que', 'acc'],
  attribution: 'end',
  options: ['businessHoursSchedule'],
  sources: ['Zendesk: Messaging handle time', 'Intercom: Handling time'],
  version: 1,
  shows: 'sum',
};

interface AssignedTime {
  agentId: string | null;
  /** The ticket whose status counts: the first that was named. */
  ticketId: string | null;
  isTicketOpen: boolean;
  /** Start of the running stretch; null where none runs. */
  since: EpochMs | null;
  hasMessage: boolean;
  because: Evidence[];
}

/** Measures open and assigned time. */
export const assignedHandleTime = sessionCalculator<AssignedTime>({
  name: 'assigned-handle-time',
  definitions: [handleTimeAssigned],
  start: () => ({
    agentId: null,
    ticketId: null,
    isTicketOpen: true,
    since: null,
    hasMessage: false,
    because: [],
  }),
  writers: ['Agent'],
  on: {
    'work.accepted': (state, fact, context) => {
      if (fact.data.agentId !== undefined) assign(state, fact.data.agentId, fact, context);
    },
    'assignment.changed': (state, event, context) => {
      if (context.session?.endAt !== null) return;
      assign(state, event.to ?? null, event, context);
    },
    'work.transferred': (state, fact, context) => letGo(state, fact, context),
    'work.closed': (state, fact, context) => letGo(state, fact, context),
    'acw.started': (state, fact, context) => letGo(state, fact, context),
    'work.paused': (state, fact, context) => {
      if (isOwn(state, fact.data)) pause(state, fact, context);
    },
    'work.resumed': (state, fact) => {
      if (isOwn(state, fact.data)) go(state, fact);
    },
    'engagement.started': (state, fact) => {
      if (isOwn(state, fact.data)) go(state, fact);
    },
    'engagement.ended': (state, fact, context) => {
      if (isOwn(state, fact.data)) pause(state, fact, context);
    },
    'ticket.statusChanged': (state, event, context) => followTicket(state, event, context),
    'message.recorded': (state, fact) => {
      const { actor, automated } = fact.data;
      if (actor !== 'Agent' || automated === true || state.agentId === null) return;
      if (state.since === null) begin(state, fact);
      if (!state.hasMessage) note(state, fact);
      state.hasMessage = true;
    },
    'session.ended': (state, fact, context) => assign(state, null, fact, context),
    'session.errored': (state, fact, context) => assign(state, null, fact, context),
  },
});

const isOwn = ({ agentId }: AssignedTime, data: { readonly agentId?: string | undefined }) =>
  agentId !== null && data.agentId === agentId;

/** The conversation is somebody's, or nobody's. */
function assign(
  state: AssignedTime,
  agentId: string | null,
  heard: Observation,
  context: FoldContext,
): void {
  if (agentId === state.agentId) return;
  pause(state, heard, context);
  state.agentId = agentId;
  if (agentId !== null) go(state, heard);
}

type WorkOver = Extract<Observation, { type: 'work.transferred' | 'work.closed' | 'acw.started' }>;

function letGo(state: AssignedTime, fact: WorkOver, context: FoldContext): void {
  if (isOwn(state, fact.data)) assign(state, null, fact, context);
}

/** A stretch begins, unless the ticket rests. */
function go(state: AssignedTime, heard: Observation): void {
  if (state.since === null && state.isTicketOpen) begin(state, heard);
}

function begin(state: AssignedTime, heard: Observation): void {
  state.since = heard.at;
  state.hasMessage = false;
  state.because = [evidenceOf(heard)];
}

function note({ because }: AssignedTime, heard: Observation): void {
  const evidence = evidenceOf(heard);
  if (!because.includes(evidence)) because.push(evidence);
}

function pause(state: AssignedTime, { at }: Observation, context: FoldContext): void {
  const { since, hasMessage, agentId, because } = state;
  state.since = null;
  if (since === null || !hasMessage || context.session === null) return;
  const { sessionId: key } = context.session;
  const figure = context.figure('ses', key);
  figure.agentId = agentId;
  figure.since = since;
  figure.at = at;
  figure.because = because;
  context.tell(handleTimeAssigned, figure);
}

function followTicket(
  state: AssignedTime,
  event: EventOf<'ticket.statusChanged'>,
  context: FoldContext,
): void {
  state.ticketId ??= event.ticketId;
  if (event.ticketId !== state.ticketId) return;
  state.isTicketOpen = event.to === 'new' || event.to === 'open';
  if (!state.isTicketOpen) pause(state, event, context);
  else if (state.agentId !== null) go(state, event);
}
