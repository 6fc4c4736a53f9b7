// What the router reports: offers, acceptances, refusals. Its facts are facts; only the status may contradict them.
import type { EventOf } from '../events/vocabulary.ts';
import { dueInstant } from '../policy/timer-mode.ts';
import type { Draft } from './draft.ts';
import { statusNotAvailable } from './ownership.ts';
import { noOpenSession, refused, type Refused } from './refusals.ts';
import { returnToQueue } from './session-record.ts';
import { stepSession } from './session-step.ts';
import type { Session } from './session.ts';
import type { Work } from './work.ts';
import { beginWork, dropSuperseded, ownWork, stepWork } from './work-step.ts';

/** The router offers the session to an agent (EC10, AW01). */
export function workOffered(draft: Draft, event: EventOf<'work.offered'>): Refused | undefined {
  const session = draft.session;
  if (session === undefined) return noOpenSession(draft.conversation);
  const provisional = provisionalOf(draft, session, event.agentId);
  if (provisional !== undefined) {
    const named = nameWork(draft, provisional, event.workId);
    stepWork(draft, named, { type: 'work.offered', expiresInMs: expiryOf(draft, event.expiresAt) });
    return undefined;
  }
  if (stepSession(draft, session, event) === undefined)
    return statusNotAvailable(session, event.type);
  supersede(draft, session);
  if (event.queueId !== undefined) {
    session.queueId = event.queueId;
    session.ownerId = event.queueId;
  }
  // Nobody asks for an agent after the offer was made.
  const requestedAt =
    event.requestedAt === undefined ? undefined : Math.min(event.requestedAt, draft.at);
  beginWork(
    draft,
    session,
    { workId: event.workId, agentId: event.agentId, botId: null, requestedAt },
    { type: 'work.offered', expiresInMs: expiryOf(draft, event.expiresAt) },
  );
  return undefined;
}

/** A human agent accepts (EC11, SC03); without an offer it is an auto-accept. */
export function workAccepted(draft: Draft, event: EventOf<'work.accepted'>): Refused | undefined {
  const session = draft.session;
  if (session === undefined) return noOpenSession(draft.conversation);
  const provisional = provisionalOf(draft, session, event.agentId);
  if (provisional?.status === 'Opened') {
    nameWork(draft, provisional, event.workId);
    return undefined;
  }
  draft.agentId = event.agentId;
  // Leaving the queue clears it, and work without an offer was requested when the session was queued.
  const requestedAt = session.queuedAt ?? undefined;
  const named = provisional ?? assignedWork(draft, session, event.workId);
  // An offer that somebody else accepts is another attempt: the one it was made to is free again.
  const offered = named?.agentId === event.agentId ? named : undefined;
  if (stepSession(draft, session, event) === undefined)
    return statusNotAvailable(session, event.type);
  supersede(draft, session, offered?.attempt);
  if (offered === undefined) {
    beginWork(
      draft,
      session,
      { workId: event.workId, agentId: event.agentId, botId: null, requestedAt },
      event,
    );
  } else {
    stepWork(draft, nameWork(draft, offered, event.workId), event);
  }
  dropSuperseded(draft, session.id);
  return undefined;
}

/** A bot accepts (EC12, SC03). */
export function botAccepted(draft: Draft, event: EventOf<'bot.accepted'>): Refused | undefined {
  const session = draft.session;
  if (session === undefined) return noOpenSession(draft.conversation);
  draft.botId = event.botId ?? 'bot';
  const requestedAt = session.queuedAt ?? undefined;
  if (stepSession(draft, session, event) === undefined)
    return statusNotAvailable(session, event.type);
  supersede(draft, session);
  beginWork(
    draft,
    session,
    { workId: event.workId, agentId: null, botId: draft.botId, requestedAt },
    event,
  );
  dropSuperseded(draft, session.id);
  return undefined;
}

/** An offer comes to nothing: declined, lapsed, or taken back (EC13, AW03, AW04, AW06). */
export function offerOver(
  draft: Draft,
  event: EventOf<'work.declined' | 'work.timedOut' | 'work.rescinded'>,
): Refused | undefined {
  const session = draft.session;
  if (session === undefined) return noOpenSession(draft.conversation);
  const work = offerNamed(draft, session, event.workId) ?? unnamedOffer(draft, session, event);
  if (work === undefined) return noSuchOffer(session, event);
  const isDisplaced = work.value === 'Superseded';
  if (!isDisplaced && stepSession(draft, session, event) === undefined) {
    return statusNotAvailable(session, event.type);
  }
  if (event.type === 'work.declined') {
    const own = ownWork(draft, work);
    own.declineReason = event.reason ?? null;
    if (own.agentId !== null) {
      const others = session.declinerIds.filter((agentId) => agentId !== own.agentId);
      session.declinerIds = [...others, own.agentId];
    }
    stepWork(draft, own, event);
  } else stepWork(draft, work, event);
  returnToQueue(draft, session);
  return undefined;
}

function noSuchOffer(
  session: Session,
  event: EventOf<'work.declined' | 'work.timedOut' | 'work.rescinded'>,
): Refused | undefined {
  // The router's own word on an offer whose push time-out has already fired says nothing new.
  const isKnown = event.workId === undefined || event.workId === session.lapsedWorkId;
  if (event.type === 'work.timedOut' && session.lapsedWorkId !== null && isKnown) return undefined;
  const named = event.workId === undefined ? 'any work' : `work ${event.workId}`;
  return refused(
    'unknown_work',
    `session ${session.id} has no open offer of ${named}: send its work.offered first (AW01), or leave the event out`,
  );
}

/** From the offer to its expiry; undefined for an offer that never lapses by itself. */
export function expiryOf(draft: Draft, expiresAt: number | undefined): number | undefined {
  if (expiresAt !== undefined) return Math.max(0, expiresAt - draft.at);
  const mode = draft.context.policy.pushTimeout;
  return mode === null ? undefined : dueInstant(mode, draft.at) - draft.at;
}

/** Offers that the router has silently turned away from: lapsed if their time was up, cancelled otherwise (I8). */
function supersede(draft: Draft, session: Session, exceptAttempt?: number): void {
  for (const work of draft.conversation.works) {
    const isOther = work.sessionId === session.id && work.attempt !== exceptAttempt;
    if (!isOther || work.status !== 'Assigned' || !work.value.startsWith('Assigned')) continue;
    const lapsed = draft.conversation.deadlines.some(
      (deadline) => deadline.attempt === work.attempt && deadline.dueAt <= draft.at,
    );
    if (lapsed) session.lapsedWorkId = work.workId;
    stepWork(draft, work, { type: lapsed ? 'work.timedOut' : 'work.superseded' });
  }
}

/** Work that was made here for this agent and that the router now names. */
function provisionalOf(draft: Draft, session: Session, agentId: string): Work | undefined {
  return draft.conversation.works.find(
    (work) =>
      work.isProvisional &&
      work.sessionId === session.id &&
      work.agentId === agentId &&
      work.value !== 'Superseded',
  );
}

function nameWork(draft: Draft, work: Work, workId: string): Work {
  const own = ownWork(draft, work);
  own.workId = workId;
  own.isProvisional = false;
  return own;
}

function assignedWork(draft: Draft, session: Session, workId: string): Work | undefined {
  return draft.conversation.works.find(
    (work) => work.sessionId === session.id && work.workId === workId && work.status === 'Assigned',
  );
}

function offerNamed(draft: Draft, session: Session, workId: string | undefined): Work | undefined {
  const offers = draft.conversation.works.filter(
    (work) =>
      work.sessionId === session.id && (work.status === 'Assigned' || work.value === 'Superseded'),
  );
  if (workId !== undefined) return offers.find((work) => work.workId === workId);
  return offers.find((work) => work.status === 'Assigned');
}

/** An offer that was made here by a transfer, and that the router speaks of by an id of its own. */
function unnamedOffer(
  draft: Draft,
  session: Session,
  { agentId, workId }: EventOf<'work.declined' | 'work.timedOut' | 'work.rescinded'>,
): Work | undefined {
  const offer = draft.conversation.works.find(
    (work) =>
      work.isProvisional &&
      work.sessionId === session.id &&
      work.status === 'Assigned' &&
      (agentId === undefined || work.agentId === agentId),
  );
  return offer === undefined || workId === undefined ? offer : nameWork(draft, offer, workId);
}
