/*
 * The metrics of engagements, from the facts that begin and end them. What is told of an engagement is told once it has ended, and again where
 * a better reason of the same instant, a failed reply or a late message of that instant says otherwise.
 */
import type { Fact } from '../events/fact.ts';
import type { EpochMs } from '../time/instant.ts';
import { sessionCalculator, type FoldContext } from './calculator.ts';
import { ENGAGEMENT_METRICS, ticketAgentReplies } from './engagement-definitions.ts';
import {
  countAgentMessage,
  countEndUserMessage,
  newLeg,
  shortOf,
  type Leg,
} from './engagement-leg.ts';
import type { Evidence } from './observation.ts';
import { dropLeg, tellLeg } from './engagement-report.ts';
import { humanReply } from './session-situation.ts';
import { closeWait, noWaits, openWait, reopenWait, type SessionWaits } from './session-waits.ts';

interface EngagementsState {
  /** Engagements of the session, the running one last; older ones stand as they are. */
  legs: Leg[];
  readonly waits: SessionWaits;
  failed: string[];
  /** What was written at the latest instant while no engagement ran: it belongs to one that starts at that very instant. */
  before: {
    at: EpochMs;
    messages: EarlierMessage[];
  };
  /** Ordinal of the session's figure of `ticketAgentReplies`; null while it has none. */
  ticketReply: number | null;
  /** When the session ended, and who had it then; null while it goes on. */
  ended: { readonly at: EpochMs; readonly agentId: string | null } | null;
}

/** A message of the customer, whose agent is null, or of an agent. */
interface EarlierMessage {
  readonly cause: Evidence;
  readonly messageId: string | null;
  readonly agentId: string | null;
}

/** Engagements of one session that may still be told anew. */
const LEGS_MAX = 32;

/** Measures engagements. */
export const engagementMetrics = sessionCalculator({
  name: 'engagement-metrics',
  definitions: ENGAGEMENT_METRICS,
  outlivesEnd: true,
  start: (): EngagementsState => ({
    legs: [],
    waits: noWaits(),
    failed: [],
    before: { at: -1, messages: [] },
    ticketReply: null,
    ended: null,
  }),
  on: {
    'message.recorded': (state, fact, context) => countMessage(state, fact, context),
    'engagement.started': (state, fact) => begin(state, fact),
    'engagement.ended': (state, fact, context) => end(state, fact, context),
    'engagement.discarded': (state, { data }, context) => {
      const leg = legOf(state, data.engagementId);
      if (leg === undefined) return;
      dropLeg(leg, context);
      state.legs = state.legs.filter((other) => other !== leg);
    },
    'wait.opened': (state, { anchorAt }) => openWait(state.waits, anchorAt),
    'wait.closed': (state, wait, context) => {
      closeWait(state.waits, wait);
      tellSince(state, wait.anchorAt, context);
    },
    'wait.reopened': (state, { ordinal, anchorAt }, context) => {
      reopenWait(state.waits, ordinal, anchorAt);
      tellSince(state, anchorAt, context);
    },
    'message.failed': (state, { messageId }, context) => {
      if (!context.options.retractFailedReplies || state.failed.includes(messageId)) return;
      state.failed.push(messageId);
      tellSince(state, 0, context);
      judgeTicketReply(state, context);
    },
    'message.delivered': (state, { messageId }, context) => arrived(state, messageId, context),
    'message.read': (state, { messageId }, context) => arrived(state, messageId, context),
    'message.sent': (state, _receipt, context) => judgeTicketReply(state, context),
    'session.ended': (state, { at, conversationId }, context) => {
      const agentId = context.sessionOf(conversationId)?.agentId ?? null;
      state.ended = { at, agentId };
      judgeTicketReply(state, context);
    },
  },
});

const legOf = ({ legs }: EngagementsState, engagementId: string) =>
  legs.findLast(({ start }) => start.data.engagementId === engagementId);

function countMessage(
  state: EngagementsState,
  { at, causationId: cause, data }: Fact<'message.recorded'>,
  context: FoldContext,
): void {
  const { actor, actorId, messageId = null } = data;
  const leg = state.legs.at(-1);
  // What comes at the very instant of an end belongs to what has ended.
  const isWithin = leg !== undefined && (leg.end === null || leg.end.at === at);
  if (!isWithin) {
    const agentId = actor === 'Agent' ? (actorId ?? null) : null;
    if (agentId !== null || actor === 'EndUser') {
      rememberBefore(state, at, { cause, messageId, agentId });
    }
    return;
  }
  if (actor === 'EndUser') countEndUserMessage(leg, cause);
  else if (actor === 'Agent' && actorId === leg.agentId) {
    countAgentMessage(leg, at, cause, messageId);
  } else return;
  if (leg.end !== null) tellLeg(leg, state, context);
}

function rememberBefore({ before }: EngagementsState, at: EpochMs, message: EarlierMessage): void {
  if (before.at === at) before.messages.push(message);
  else {
    before.at = at;
    before.messages = [message];
  }
}

function begin(state: EngagementsState, fact: Fact<'engagement.started'>): void {
  const leg = newLeg(fact);
  if (state.before.at === fact.at) {
    for (const { cause, messageId, agentId } of state.before.messages) {
      if (agentId === null) countEndUserMessage(leg, cause);
      else if (agentId === leg.agentId) countAgentMessage(leg, fact.at, cause, messageId);
    }
    state.before.at = -1;
  }
  if (state.legs.length === LEGS_MAX) state.legs.shift();
  // Most sessions have one: a list that is pushed to at first has room for seventeen.
  if (state.legs.length === 0) state.legs = [leg];
  else state.legs.push(leg);
}

function end(state: EngagementsState, fact: Fact<'engagement.ended'>, context: FoldContext): void {
  const leg = legOf(state, fact.data.engagementId);
  if (leg === undefined) return;
  leg.end = shortOf(fact);
  tellLeg(leg, state, context);
}

/** Tells engagements anew that ended no earlier than an instant: what is known of it may have changed. */
function tellSince(state: EngagementsState, since: EpochMs, context: FoldContext): void {
  for (const leg of state.legs) {
    if (leg.end !== null && leg.end.at >= since) tellLeg(leg, state, context);
  }
}

/** A message that had failed has arrived after all: the latest word counts. */
function arrived(state: EngagementsState, messageId: string, context: FoldContext): void {
  judgeTicketReply(state, context);
  const place = state.failed.indexOf(messageId);
  if (place < 0) return;
  state.failed.splice(place, 1);
  tellSince(state, 0, context);
}

/** A session that has ended counts if a reply in it stands. */
function judgeTicketReply(state: EngagementsState, context: FoldContext): void {
  const { ended, ticketReply } = state;
  const { session, options } = context;
  if (ended === null || session === null) return;
  const isAnswered = humanReply(session, options) !== undefined;
  if (isAnswered === (ticketReply !== null)) return;
  if (ticketReply !== null) {
    context.retract(ticketReply);
    state.ticketReply = null;
    return;
  }
  const figure = context.figure('ses', session.sessionId);
  figure.at = ended.at;
  figure.value = 1;
  figure.agentId = ended.agentId;
  state.ticketReply = context.record(ticketAgentReplies, figure);
}
