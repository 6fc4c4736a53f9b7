// What an engagement hears: assignments, the ticket, the customer, the session and its agent.
import type { EngagementEvent, SessionFact } from '../../machines/index.ts';
import type { EventOf } from '../events/vocabulary.ts';
import type { Deadline } from './deadline.ts';
import type { Draft } from './draft.ts';
import type { Assignment, Engagement } from './engagement.ts';
import {
  advanceEngagement,
  beginEngagement,
  engagementOf,
  isAtRest,
  situationOf,
} from './engagement-step.ts';
import type { Session } from './session.ts';
import type { Work } from './work.ts';

/** An agent has work in hand: accepted, or theirs because the customer answered them (EN03, EN04, EN06, EN07). */
export function engagementByWork(draft: Draft, work: Work, wasOffered: boolean): void {
  const { session } = draft.conversation;
  const { agentId } = work;
  if (session === null || agentId === null || session.id !== work.sessionId) return;
  const before = engagementOf(draft, session);
  if (before !== undefined && !before.isOver) {
    if (before.agentId === agentId) return;
    leave(draft, session, before, {});
  }
  const isAnswer = draft.cause.type === 'customer.message';
  const assignment: Assignment = {
    agentId,
    groupId: work.queueId,
    assignedAt: draft.at,
    offeredAt: wasOffered ? work.assignedAt : null,
    acceptedAt: isAnswer ? null : draft.at,
  };
  const { sinceCustomerMs, ticketRests } = situationOf(draft, session);
  beginEngagement(draft, session, assignment, {
    type: isAnswer ? 'session.activated' : 'work.accepted',
    isTransfer: work.isTransfer,
    sinceCustomerMs,
    ticketRests,
  });
}

/** The ticketing says whose the conversation is (EN04–EN07, EN13, EN16). */
export function engagementByAssignment(draft: Draft, event: EventOf<'assignment.changed'>): void {
  const session = draft.session;
  if (session === undefined || !isNamed(event, session)) return;
  const before = engagementOf(draft, session);
  const agentId = event.to ?? null;
  if (agentId === null) {
    const isAnothers = typeof event.from === 'string' && event.from !== before?.agentId;
    if (before !== undefined && !isAnothers) leave(draft, session, before, { toNobody: true });
    return;
  }
  if (before?.agentId === agentId && before.isHeld) return;
  if (before !== undefined && before.agentId !== agentId) leave(draft, session, before, {});
  const offer = draft.conversation.works.find(
    (work) =>
      work.agentId === agentId && work.sessionId === session.id && work.status === 'Assigned',
  );
  const assignment: Assignment = {
    agentId,
    groupId: session.queueId,
    assignedAt: draft.at,
    offeredAt: offer?.assignedAt ?? null,
    acceptedAt: null,
  };
  beginEngagement(draft, session, assignment, {
    type: 'assignment.changed',
    by: event.by,
    ...situationOf(draft, session),
  });
}

/** The ticket of the conversation changes its status (EN08, EN14–EN16, EN20). */
export function engagementByTicket(draft: Draft, event: EventOf<'ticket.statusChanged'>): void {
  const session = draft.session;
  if (session === undefined) {
    solvedAfterTheEnd(draft, event);
    return;
  }
  if (!isNamed(event, session) || isOfAnotherTicket(session, event)) return;
  const was = event.from ?? session.ticketStatus;
  const isFirstWord = session.ticketStatus === null;
  session.ticketId = event.ticketId;
  session.ticketStatus = event.to;
  const before = engagementOf(draft, session);
  if (before === undefined) return;
  const engagement = isFirstWord ? withStatusAtStart(draft, before, event.from ?? null) : before;
  const byCustomer =
    draft.conversation.lastCustomerMessageAt === draft.at || isEndUser(draft, event.by);
  const heard: EngagementEvent = {
    type: 'ticket.statusChanged',
    to: event.to,
    byCustomer,
    atOnce: engagement.endedAt === draft.at,
    ...situationOf(draft, session),
  };
  const isReopened = !isAtRest(event.to) && was !== null && isAtRest(was);
  if (engagement.isOver && engagement.isHeld && isReopened) {
    beginEngagement(draft, session, goingOn(draft, engagement), heard);
  } else {
    const isHeld = engagement.isHeld && event.to !== 'deleted';
    advanceEngagement(draft, session, engagement, heard, { isHeld });
  }
}

/** A ticket that is solved at the very instant of the session's end says more of the engagement's end than that. */
function solvedAfterTheEnd(draft: Draft, event: EventOf<'ticket.statusChanged'>): void {
  const { session, engagement } = draft.conversation;
  if (session === null || engagement === null || engagement.endedAt !== draft.at) return;
  if (!isNamed(event, session) || isOfAnotherTicket(session, event)) return;
  const known =
    session.ticketStatus === null
      ? withStatusAtStart(draft, engagement, event.from ?? null)
      : engagement;
  advanceEngagement(
    draft,
    session,
    known,
    { type: 'ticket.statusChanged', to: event.to, atOnce: true },
    { ticket: { ticketId: event.ticketId, ticketStatus: event.to } },
  );
}

/** The customer writes: silence is over, and what waited for a word may begin (EN09, EN19, EN21). */
export function engagementHearsCustomer(draft: Draft): void {
  const session = draft.session;
  const engagement = engagementOf(draft, session);
  if (session === undefined || engagement === undefined) return;
  if (engagement.isActive) {
    advanceEngagement(draft, session, engagement, CUSTOMER_WRITES);
    return;
  }
  const heard: EngagementEvent = { type: 'customer.message', ...situationOf(draft, session) };
  if (!engagement.isOver) advanceEngagement(draft, session, engagement, heard);
  else if (engagement.isHeld && mayResume(session, engagement)) {
    beginEngagement(draft, session, goingOn(draft, engagement), heard);
  }
}

/** A discarded leg is not told of again by a mere message, and a ticket at rest is opened first. */
const mayResume = ({ status, ticketStatus }: Session, { context }: Engagement) =>
  context.endReason !== null &&
  (ticketStatus === null || !isAtRest(ticketStatus)) &&
  status !== 'Paused' &&
  status !== 'Inactive';

/** The agent takes up a session that was paused (EN08). */
export function engagementTakenUp(draft: Draft, session: Session): void {
  const engagement = engagementOf(draft, session);
  if (engagement?.isOver !== true || !engagement.isHeld) return;
  beginEngagement(draft, session, goingOn(draft, engagement), {
    type: 'agent.resumed',
    ...situationOf(draft, session),
  });
}

/** An agent goes offline and has no work in the session any more (EN16). */
export function engagementReleased(draft: Draft, session: Session, agentId: string): void {
  const engagement = engagementOf(draft, session);
  if (engagement?.agentId !== agentId) return;
  const event = { type: 'agent.presence', status: 'offline' } as const;
  advanceEngagement(draft, session, engagement, event, { isHeld: false });
}

/** What becomes of the session becomes of the engagement (EN10–EN14, EN16, EN22). The owner is the one before the fact. */
export function engagementFollowsSession(
  draft: Draft,
  session: Session,
  fact: SessionFact,
  ownerId: string | null,
): void {
  const engagement = engagementOf(draft, session);
  if (engagement === undefined) return;
  const atOnce = engagement.endedAt === draft.at;
  switch (fact.type) {
    case 'session.ended':
      advanceEngagement(
        draft,
        session,
        engagement,
        { type: 'session.ended', reason: fact.reason, atOnce },
        { isHeld: false },
      );
      return;
    case 'session.errored':
      advanceEngagement(draft, session, engagement, { type: 'session.errored' }, { isHeld: false });
      return;
    case 'session.paused':
      advanceEngagement(draft, session, engagement, { type: 'session.paused' });
      return;
    case 'session.inactivated':
      becomesInactive(draft, session, engagement);
      return;
    case 'session.resumed':
      if (fact.rerouted) leave(draft, session, engagement, { toNobody: true });
      return;
    case 'session.transferred':
      // The ticketing may have named the next agent already, and theirs goes on.
      if (ownerId !== null && ownerId !== engagement.agentId) return;
      advanceEngagement(
        draft,
        session,
        engagement,
        { type: 'session.transferred', atOnce },
        { isHeld: false },
      );
      return;
    default:
  }
}

function becomesInactive(draft: Draft, session: Session, engagement: Engagement): void {
  // Tab-based, an inactive session is nobody's; status-based, it stays with its agent.
  const kept = session.context.settings.capacityModel === 'statusBased';
  const isHeld = kept && engagement.isHeld;
  advanceEngagement(draft, session, engagement, { type: 'session.inactivated', kept }, { isHeld });
}

/** A deadline of the engagement is due (EN10, EN11, EN18). */
export function fireForEngagement(draft: Draft, deadline: Deadline): void {
  const session = draft.session;
  const engagement = engagementOf(draft, session);
  if (session === undefined || engagement === undefined) return;
  if (session.id !== deadline.sessionId) return;
  advanceEngagement(draft, session, engagement, { type: deadline.eventType } as EngagementEvent);
}

function leave(
  draft: Draft,
  session: Session,
  engagement: Engagement,
  to: { readonly toNobody?: true },
): void {
  const atOnce = engagement.endedAt === draft.at;
  const event: EngagementEvent = { type: 'assignment.changed', ...to, atOnce };
  advanceEngagement(draft, session, engagement, event, { isHeld: false });
}

/** The same agent goes on: nobody assigned anything, so that the leg counts from its own beginning. */
const goingOn = ({ at }: Draft, { agentId, groupId }: Engagement): Assignment => ({
  agentId,
  groupId,
  assignedAt: at,
  offeredAt: null,
  acceptedAt: null,
});

/** The first word on a ticket says what its status was until then. */
function withStatusAtStart(
  draft: Draft,
  engagement: Engagement,
  status: string | null,
): Engagement {
  if (!engagement.isActive && engagement.endedAt !== draft.at) return engagement;
  const own = engagement.copy();
  own.ticketStatusStart = status;
  draft.conversation.engagement = own;
  return own;
}

const CUSTOMER_WRITES: EngagementEvent = Object.freeze({ type: 'customer.message' });

const isNamed = ({ sessionId }: { sessionId?: string | undefined }, { id }: Session) =>
  sessionId === undefined || sessionId === id;

/** Whether what ends is a ticket that this session is not about any more. */
const isOfAnotherTicket = (
  { ticketId }: Session,
  { ticketId: named, to }: EventOf<'ticket.statusChanged'>,
) =>
  ticketId !== null &&
  ticketId !== named &&
  (to === 'solved' || to === 'closed' || to === 'deleted');

const isEndUser = ({ conversation }: Draft, by: string) =>
  by === 'endUser' || by === conversation.endUserId;
