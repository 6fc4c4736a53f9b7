/*
 * An agent's desk: which clients are open, which conversation is looked at, and the visits that this makes. Plain data, changed in place; a
 * visit that is over is told to the context.
 */
import type { EpochMs } from '../time/instant.ts';
import type { FoldContext } from './calculator.ts';
import { lookedAt, visitEnd, type DeskClient } from './desk-clients.ts';
import { evidenceOf, type Evidence, type Observation } from './observation.ts';

/** A visit that goes on. */
export interface OpenVisit {
  /** The client, where each counts by itself; else null. */
  readonly clientId: string | null;
  readonly conversationId: string;
  readonly channelId: string;
  sessionId: string | null;
  /** Whether the session is one that was answered, or was open when the visit began. */
  isSessionSure: boolean;
  engagementId: string | null;
  readonly startAt: EpochMs;
  /** The last sign that the agent was at it. */
  activeAt: EpochMs;
  readonly messageIds: (string | null)[];
  readonly because: Evidence[];
}

/** Work that the agent has accepted and that has not closed. */
export interface HeldWork {
  readonly attempt: number;
  readonly conversationId: string;
  readonly acceptedAt: EpochMs;
  focusMs: number;
  /** The part of it within opening hours. */
  businessMs: number;
}

/** One agent's desk. */
export interface DeskState {
  /** Whether the agent's desk has ever told what is in focus. */
  isReporting: boolean;
  isWorking: boolean;
  /** The last heartbeat of an agent who sends them. */
  beatAt: EpochMs | null;
  readonly clients: DeskClient[];
  /** At most one, unless each client counts by itself. */
  visits: OpenVisit[];
  readonly engagements: Record<string, string>;
  readonly works: HeldWork[];
  visitsCount: number;
}

/** Whether a visit is the one to what a client shows. */
const isTarget = (visit: OpenVisit, client: DeskClient) =>
  visit.conversationId === client.conversationId &&
  (visit.clientId === null || visit.clientId === client.clientId);

/** Ends the visits to what is no longer looked at and begins those to what is. */
export function follow(state: DeskState, heard: Observation, context: FoldContext): void {
  // Most desks do not tell what is in front.
  if (state.clients.length === 0 && state.visits.length === 0) return;
  const { mode } = context.options.focus;
  const targets = state.isWorking ? lookedAt(state.clients, mode) : [];
  const { visits } = state;
  state.visits = visits.filter((visit) => {
    if (targets.some((client) => isTarget(visit, client))) return true;
    endVisit(state, visit, heard.at, context);
    return false;
  });
  for (const client of targets) {
    if (state.visits.some((visit) => isTarget(visit, client))) continue;
    const clientId = mode === 'perClient' ? client.clientId : null;
    const { conversationId, channelId } = client;
    state.visits.push(openVisit(state, { clientId, conversationId, channelId }, heard, context));
  }
}

/** A visit that begins with an observation. */
export function openVisit(
  state: DeskState,
  place: Pick<OpenVisit, 'clientId' | 'conversationId' | 'channelId'>,
  heard: Observation,
  context: FoldContext,
): OpenVisit {
  const session = context.sessionOf(place.conversationId);
  return {
    ...place,
    sessionId: session?.sessionId ?? null,
    isSessionSure: session !== undefined && session.endAt === null,
    engagementId: state.engagements[place.conversationId] ?? null,
    startAt: heard.at,
    activeAt: heard.at,
    messageIds: [],
    because: [evidenceOf(heard)],
  };
}

/** Ends a visit, no later than at an instant. One without length that answered nothing was none. */
export function endVisit(
  state: DeskState,
  visit: OpenVisit,
  at: EpochMs,
  context: FoldContext,
): void {
  const { startAt, conversationId, messageIds } = visit;
  const end = visitEnd(visit, at, context.options.focus.idleMs);
  if (end === startAt && messageIds.length === 0) return;
  for (const work of state.works) {
    if (work.conversationId === conversationId) attend(work, visit, end, context);
  }
  if (!visit.isSessionSure) {
    const session = context.sessionOf(conversationId);
    if (session !== undefined && session.startAt < end) visit.sessionId = session.sessionId;
  }
  tellVisit(state, visit, end, context);
}

/** Adds what of a visit, up to its end, was a look at work that the agent held. */
export function attend(
  work: HeldWork,
  { startAt, channelId }: OpenVisit,
  end: EpochMs,
  context: FoldContext,
): void {
  const from = Math.max(startAt, work.acceptedAt);
  if (from >= end) return;
  work.focusMs += end - from;
  work.businessMs += context.businessMs(channelId, from, end);
}

/** Tells of a visit that is over. */
export function tellVisit(
  state: DeskState,
  visit: OpenVisit,
  at: EpochMs,
  context: FoldContext,
): void {
  const { conversationId, sessionId, channelId, engagementId, startAt } = visit;
  const { messageIds, because } = visit;
  state.visitsCount += 1;
  context.derive({
    type: 'visit.closed',
    at,
    agentId: context.subjectId,
    conversationId,
    sessionId,
    channelId,
    engagementId,
    ordinal: state.visitsCount,
    startAt,
    replies: messageIds.length,
    messageIds,
    because,
  });
}

/** Ends every visit. */
export function closeAll(state: DeskState, at: EpochMs, context: FoldContext): void {
  for (const visit of state.visits) endVisit(state, visit, at, context);
  state.visits = [];
}

/** The agent is gone: nothing is looked at until a client comes to the front anew. */
export function leaveDesk(state: DeskState, at: EpochMs, context: FoldContext): void {
  closeAll(state, at, context);
  state.clients.length = 0;
  state.beatAt = null;
}
