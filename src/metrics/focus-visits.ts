/*
 * Which conversation an agent looks at, and from when to when (metrics.md §4). One stack of clients an agent; the visit is to what the foremost
 * one shows. What a visit is worth is decided in focus-time.ts, with the conversation.
 */
import type { AnyFact } from '../events/fact.ts';
import type { EventOf } from '../events/vocabulary.ts';
import { agentCalculator, type FoldContext } from './calculator.ts';
import { bringToFront, closeClient, coverClient, release, visitEnd } from './desk-clients.ts';
import {
  attend,
  closeAll,
  endVisit,
  follow,
  leaveDesk,
  openVisit,
  tellVisit,
  type DeskState,
  type OpenVisit,
} from './desk-visits.ts';
import { evidenceOf } from './observation.ts';

type FocusEvent = EventOf<'focus.opened' | 'focus.regained' | 'focus.closed' | 'focus.blurred'>;
type EngagementFact = Extract<
  AnyFact,
  { type: 'engagement.started' | 'engagement.ended' | 'engagement.discarded' }
>;
type WorkFact = Extract<
  AnyFact,
  { type: 'work.closed' | 'work.transferred' | 'work.canceled' | 'work.unavailable' }
>;

/** Derives the visits of an agent, and how long accepted work was in focus. Records nothing itself. */
export const focusVisits = agentCalculator({
  name: 'focus-visits',
  derives: true,
  definitions: [],
  start: (): DeskState => ({
    isReporting: false,
    isWorking: true,
    beatAt: null,
    clients: [],
    visits: [],
    engagements: {},
    works: [],
    visitsCount: 0,
  }),
  reach: (state, at, context) => {
    const { beatAt } = state;
    if (beatAt === null || at - beatAt <= context.options.heartbeatTimeoutMs) return;
    leaveDesk(state, beatAt, context);
  },
  asOf: (state, at, context) => closeAll(state, at, context),
  on: {
    'focus.opened': (state, event, context) => bring(state, event, context),
    'focus.regained': (state, event, context) => bring(state, event, context),
    'focus.closed': (state, event, context) => {
      state.isReporting = true;
      closeClient(state.clients, event.clientId, context.conversationId ?? '');
      follow(state, event, context);
    },
    'focus.blurred': (state, event, context) => {
      state.isReporting = true;
      if (context.options.focus.blur === 'ignore') return;
      coverClient(state.clients, event.clientId);
      follow(state, event, context);
    },
    'agent.heartbeat': (state, { at }) => {
      state.beatAt = at;
    },
    'agent.activity': (state, event, context) => act(state, event, context),
    'agent.presence': (state, event, context) => {
      const { status, at } = event;
      const isAway = status === 'away' && context.options.focus.awayStops;
      state.isWorking = status !== 'offline' && !isAway;
      if (!state.isWorking) leaveDesk(state, at, context);
      else follow(state, event, context);
    },
    'message.recorded': (state, fact, context) => reply(state, fact, context),
    'engagement.started': (state, fact, context) => engage(state, fact, context),
    'engagement.ended': (state, fact, context) => {
      disengage(state, fact);
      if (!context.options.focus.stopOnEngagementEnd) return;
      release(state.clients, fact.conversationId, true);
      follow(state, fact, context);
    },
    'engagement.discarded': (state, fact) => disengage(state, fact),
    'work.accepted': (state, { at, conversationId, data }) => {
      state.works.push({
        attempt: data.attempt,
        conversationId,
        acceptedAt: at,
        focusMs: 0,
        businessMs: 0,
      });
    },
    'work.closed': (state, fact, context) => letGo(state, fact, context),
    'work.transferred': (state, fact, context) => letGo(state, fact, context),
    'work.canceled': (state, fact, context) => letGo(state, fact, context),
    'work.unavailable': (state, fact, context) => letGo(state, fact, context),
  },
});

function bring(state: DeskState, event: FocusEvent, context: FoldContext): void {
  state.isReporting = true;
  const { conversationId } = context;
  if (conversationId === null) return;
  const channelId = event.channelId ?? context.sessionOf(conversationId)?.channelId ?? '';
  bringToFront(state.clients, { clientId: event.clientId, conversationId, channelId });
  follow(state, event, context);
}

/** The agent moves the mouse: a pause that was too long is cut out. */
function act(state: DeskState, event: EventOf<'agent.activity'>, context: FoldContext): void {
  const { at, clientId } = event;
  const { idleMs } = context.options.focus;
  state.visits = state.visits.map((visit) => {
    if (visit.clientId !== null && visit.clientId !== clientId) return visit;
    if (idleMs !== null && at - visit.activeAt > idleMs) {
      endVisit(state, visit, at, context);
      return openVisit(state, visit, event, context);
    }
    visit.activeAt = at;
    return visit;
  });
}

/** A reply counts in the visit to its conversation; one from outside the desk is a visit without length. */
function reply(
  state: DeskState,
  fact: Extract<AnyFact, { type: 'message.recorded' }>,
  context: FoldContext,
): void {
  const { data, at, conversationId, sessionId } = fact;
  if (data.automated === true || !state.isReporting) return;
  const messageId = data.messageId ?? null;
  const visit = visitTo(state, conversationId);
  if (visit !== undefined) {
    if (visit.messageIds.length === 0) visit.sessionId = sessionId;
    visit.isSessionSure = true;
    visit.activeAt = at;
    visit.messageIds.push(messageId);
    visit.because.push(evidenceOf(fact));
    return;
  }
  const channelId = context.sessionOf(conversationId)?.channelId ?? '';
  const instant = openVisit(state, { clientId: null, conversationId, channelId }, fact, context);
  tellVisit(state, { ...instant, sessionId, messageIds: [messageId] }, at, context);
}

/** The visit to a conversation; where clients count by themselves, that of the foremost one. */
function visitTo(state: DeskState, conversationId: string): OpenVisit | undefined {
  if (state.visits.length === 0) return undefined;
  const visits = state.visits.filter((visit) => visit.conversationId === conversationId);
  if (visits.length < 2) return visits[0];
  const foremost = state.clients.findLast((client) =>
    visits.some(({ clientId }) => clientId === client.clientId),
  );
  return visits.find(({ clientId }) => clientId === foremost?.clientId);
}

function engage(state: DeskState, fact: EngagementFact, context: FoldContext): void {
  const { conversationId, data } = fact;
  state.engagements[conversationId] = data.engagementId;
  for (const visit of state.visits) {
    if (visit.conversationId === conversationId) visit.engagementId ??= data.engagementId;
  }
  release(state.clients, conversationId, false);
  follow(state, fact, context);
}

function disengage(state: DeskState, { conversationId, data }: EngagementFact): void {
  if (state.engagements[conversationId] === data.engagementId) {
    delete state.engagements[conversationId];
  }
}

function letGo(state: DeskState, fact: WorkFact, context: FoldContext): void {
  const { at, conversationId, sessionId, data } = fact;
  const { works } = state;
  let place = 0;
  let work = works[0];
  while (work !== undefined) {
    if (work.conversationId === conversationId && work.attempt === data.attempt) break;
    work = works[++place];
  }
  if (work === undefined) return;
  works.splice(place, 1);
  if (sessionId === null) return;
  const { idleMs } = context.options.focus;
  for (const visit of state.visits) {
    if (visit.conversationId !== conversationId) continue;
    attend(work, visit, visitEnd(visit, at, idleMs), context);
  }
  const session = context.sessionOf(conversationId);
  const channel = context.channelOf(session?.channelId ?? '', session?.startAt);
  context.derive({
    type: 'work.attended',
    at,
    agentId: context.subjectId,
    conversationId,
    sessionId,
    workId: data.workId,
    queueId: data.queueId ?? null,
    focusMs: state.isReporting ? work.focusMs : null,
    businessMs: state.isReporting ? work.businessMs : null,
    isTabBased: channel?.capacityModel === 'tabBased',
  });
}
