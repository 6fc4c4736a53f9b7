// What each fact of a session does to the session's record, and how it leaves.
import type { SessionFact } from '../../machines/index.ts';
import type { FactPayloads } from '../events/fact.ts';
import type { Draft } from './draft.ts';
import type { Session } from './session.ts';

/** Writes one fact of a session's chart into its record and establishes it, with what only the conversation knows. */
export function recordFact(draft: Draft, session: Session, fact: SessionFact): void {
  switch (fact.type) {
    case 'message.recorded':
      recordMessage(draft, session, fact);
      return;
    case 'session.consentHeld':
    case 'session.paused':
    case 'session.escalated':
      draft.establish(fact.type, session.id, {});
      return;
    case 'response.requested':
      draft.requestResponse(session.id, fact.response);
      return;
    case 'session.created':
      session.origin = fact.origin;
      draft.establish('session.created', session.id, {
        origin: fact.origin,
        graph: session.graph,
        agentType: session.context.agentType,
        platform: session.context.settings.platform,
      });
      return;
    case 'session.queued':
      enterQueue(draft, session, fact.reason);
      return;
    case 'session.dequeued':
      session.queuedAt = null;
      session.preferredAgentId = null;
      session.lapsedWorkId = null;
      session.declinerIds = NOBODY;
      draft.establish('session.dequeued', session.id, { outcome: fact.outcome });
      return;
    case 'session.activated':
      activate(draft, session, fact.by);
      return;
    case 'session.inactivated':
      session.suspendedBy = fact.by;
      draft.establish('session.inactivated', session.id, { by: fact.by, reason: fact.reason });
      return;
    case 'session.resumed':
      session.suspendedBy = null;
      draft.establish('session.resumed', session.id, { rerouted: fact.rerouted });
      return;
    case 'session.transferred':
      transfer(draft, session, fact);
      return;
    case 'session.routingFailed':
      session.queueId = draft.context.channel.fallbackQueueId ?? session.queueId;
      session.ownerId = session.queueId;
      draft.establish('session.routingFailed', session.id, {
        queueId: session.queueId ?? undefined,
      });
      return;
    case 'session.ended':
      session.endedBy = fact.by;
      session.endReason = fact.reason;
      leaveQueueUnserved(draft, session);
      tellEnd(draft, session, fact);
      return;
    case 'session.errored':
      session.endedBy = 'System';
      session.errorReason = fact.reason;
      leaveQueueUnserved(draft, session);
      draft.establish('session.errored', session.id, { reason: fact.reason });
      return;
  }
}

function recordMessage(
  draft: Draft,
  session: Session,
  fact: Extract<SessionFact, { type: 'message.recorded' }>,
): void {
  draft.establish('message.recorded', session.id, messageFields(draft, fact));
}

type MessageFields = FactPayloads['message.recorded'];

/** What is told of a message: who wrote it, and what only some messages have. Spelt out, for there is no fact more frequent. */
function messageFields(
  { cause, conversation }: Draft,
  { messageId, actor, direction, keyword }: Extract<SessionFact, { type: 'message.recorded' }>,
): MessageFields {
  switch (actor) {
    case 'EndUser': {
      const actorId = conversation.endUserId;
      const { emoji } = cause;
      return typeof emoji === 'object' && emoji.length > 0
        ? { messageId, actor, direction, keyword, actorId, emoji }
        : { messageId, actor, direction, keyword, actorId };
    }
    case 'Agent': {
      const actorId = cause.agentId;
      return cause.proactive === true
        ? { messageId, actor, direction, keyword, actorId, proactive: true }
        : { messageId, actor, direction, keyword, actorId };
    }
    case 'Bot':
      return { messageId, actor, direction, keyword, actorId: cause.botId };
    case 'System':
      return { messageId, actor, direction, keyword, actorId: undefined, automated: true };
  }
}

function tellEnd(
  draft: Draft,
  session: Session,
  { by, reason }: Extract<SessionFact, { type: 'session.ended' }>,
): void {
  draft.establish('session.ended', session.id, { by, reason, status: 'Ended' });
}

/** An end that knows no queue, an error or a disabled channel, takes the session out of the one it waits in. */
function leaveQueueUnserved(draft: Draft, session: Session): void {
  if (session.queuedAt === null) return;
  session.queuedAt = null;
  draft.establish('session.dequeued', session.id, { outcome: 'cancelled' });
}

function enterQueue(draft: Draft, session: Session, reason: string): void {
  const { channel, policy } = draft.context;
  if (reason !== 'transferred') {
    session.queueId = channel.queueId;
    session.isTransfer = false;
    const prefersOwner =
      reason === 'replied' &&
      (session.context.settings.capacityModel === 'statusBased' || policy.tabReply.preferOwner);
    session.preferredAgentId = prefersOwner ? session.ownerId : null;
  }
  session.queuedAt = draft.at;
  if (reason !== 'transferred') session.ownerId = session.queueId;
  draft.establish('session.queued', session.id, {
    reason,
    queueId: session.queueId ?? undefined,
    preferredAgentId: session.preferredAgentId ?? undefined,
  });
}

/** A direct transfer that came to nothing goes to the fallback queue, so that it does not wait unseen (Q13). */
export function returnToQueue(draft: Draft, session: Session): void {
  const { channel } = draft.context;
  const isDirect = session.isTransfer && session.preferredAgentId !== null;
  if (!isDirect || session.queuedAt === null) return;
  const isOffered = draft.conversation.works.some(
    (work) => work.sessionId === session.id && work.value.startsWith('Assigned'),
  );
  if (isOffered) return;
  session.preferredAgentId = null;
  session.queueId = channel.fallbackQueueId ?? channel.queueId;
  session.ownerId = session.queueId;
  draft.establish('session.queued', session.id, {
    reason: 'transferFailed',
    queueId: session.queueId ?? undefined,
    preferredAgentId: undefined,
  });
}

/** A transfer names its destination before the session enters the queue. */
function transfer(
  draft: Draft,
  session: Session,
  fact: Extract<SessionFact, { type: 'session.transferred' }>,
): void {
  const { channel } = draft.context;
  const fromAgentId = session.ownerId ?? undefined;
  session.isTransfer = true;
  session.preferredAgentId = null;
  if (fact.fellBack) session.queueId = channel.fallbackQueueId ?? channel.queueId;
  else if (fact.toKind === 'queue') session.queueId = fact.toId ?? channel.queueId;
  else session.queueId = null;
  if (fact.toKind === 'agent' && !fact.fellBack) session.preferredAgentId = fact.toId ?? null;
  // A flow or a bot owns what it is to route; the agent of a direct transfer owns it once they accept.
  const owner = fact.toKind === 'agent' ? null : (fact.toId ?? null);
  session.ownerId = session.queueId ?? owner;
  draft.establish('session.transferred', session.id, {
    toKind: fact.toKind,
    toId: fact.toId,
    fellBack: fact.fellBack,
    fromAgentId,
  });
}

function activate(draft: Draft, session: Session, by: 'agent' | 'bot' | 'endUser'): void {
  const firstAccept = session.acceptAt === null;
  if (by === 'agent' && draft.agentId !== null) session.ownerId = draft.agentId;
  if (by === 'bot') session.ownerId = draft.botId;
  if (acceptCounts(draft, by, firstAccept)) session.acceptAt = draft.at;
  draft.establish('session.activated', session.id, { by, firstAccept });
}

/** Which acceptance writes the accept time. Source: docs/lifecycle.md, MessagingSession.AcceptTime. */
function acceptCounts(draft: Draft, by: 'agent' | 'bot' | 'endUser', isFirst: boolean): boolean {
  switch (draft.context.policy.acceptTime) {
    case 'firstHuman':
      return isFirst && by !== 'bot';
    case 'firstAny':
      return isFirst;
    case 'latest':
      return true;
  }
}

const NOBODY: readonly string[] = Object.freeze([]);
