// A session as readers see it: its record, with the conversation that it belongs to.
import { parseSessionId } from '../conversation/conversation-id.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { restoreSession } from '../conversation/stored-conversation.ts';
import type { Session } from '../conversation/session.ts';
import type { StoredSession } from '../store/store.ts';

/** One session. Instants are epoch milliseconds of event time. */
export interface SessionView extends Readonly<
  Pick<
    Session,
    | 'id'
    | 'graph'
    | 'status'
    | 'waitingFor'
    | 'origin'
    | 'startAt'
    | 'acceptAt'
    | 'endAt'
    | 'endedBy'
    | 'endReason'
    | 'endCause'
    | 'suspendedBy'
    | 'errorReason'
    | 'ownerId'
    | 'queueId'
    | 'policyVersion'
    | 'lastModifiedAt'
    | 'isOpen'
  >
> {
  readonly tenant: string;
  readonly channelId: string;
  readonly endUserId: string;
  readonly conversationId: string;
  readonly agentType: string;
  /** Public messages of human agents, count. */
  readonly agentMessages: number;
  /** Messages of the customer, keywords included, count. */
  readonly endUserMessages: number;
  /** Dotted path of the leaf at which its chart stands. */
  readonly value: string;
}

/** The view of a session in its conversation. */
export function viewOf(
  session: Session,
  {
    id,
    tenant,
    channelId,
    endUserId,
  }: Pick<Conversation, 'id' | 'tenant' | 'channelId' | 'endUserId'>,
): SessionView {
  const { context } = session;
  return {
    id: session.id,
    tenant,
    channelId,
    endUserId,
    conversationId: id,
    graph: session.graph,
    status: session.status,
    isOpen: session.isOpen,
    value: session.value,
    waitingFor: session.waitingFor,
    origin: session.origin,
    agentType: context.agentType,
    startAt: session.startAt,
    acceptAt: session.acceptAt,
    endAt: session.endAt,
    endedBy: session.endedBy,
    endReason: session.endReason,
    endCause: session.endCause,
    suspendedBy: session.suspendedBy,
    errorReason: session.errorReason,
    ownerId: session.ownerId,
    queueId: session.queueId,
    agentMessages: context.agentMessages,
    endUserMessages: context.endUserMessages,
    policyVersion: session.policyVersion,
    lastModifiedAt: session.lastModifiedAt,
  };
}

/** The view of a stored session. */
export function viewOfStored({
  id,
  conversationId,
  tenant,
  channelId,
  state,
}: StoredSession): SessionView {
  const session = restoreSession(conversationId, JSON.parse(state) as readonly unknown[]);
  const endUserId = parseSessionId(id)?.endUserId ?? '';
  return viewOf(session, { id: conversationId, tenant, channelId, endUserId });
}
