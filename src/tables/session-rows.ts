// The rows that records and facts of sessions become.
import type { Conversation } from '../conversation/conversation.ts';
import type { Deadline } from '../conversation/deadline.ts';
import type { Session } from '../conversation/session.ts';
import type { Fact } from '../events/fact.ts';
import type { Channel } from '../policy/channel.ts';
import { isFullyOptedIn } from '../policy/consent.ts';
import type { Policy } from '../policy/policy.ts';
import { formatInstant, type EpochMs } from '../time/instant.ts';
import type { Row } from './table.ts';

/** An instant as the tables show it; null stays null. */
export const instantCell = (at: EpochMs | null) => (at === null ? null : formatInstant(at));

/** A row of `sessions`: the record as it stands. */
export function sessionRow(
  session: Session,
  conversation: Pick<Conversation, 'id' | 'tenant' | 'channelId' | 'endUserId'>,
  policy: Policy,
): Row {
  const { context } = session;
  // The vendor's own counters are empty on enhanced channels (X14).
  const counts = policy.legacyCounters === 'all' || !session.isEnhanced;
  return {
    session_id: session.id,
    tenant: conversation.tenant,
    conversation_id: conversation.id,
    channel_id: conversation.channelId,
    end_user_id: conversation.endUserId,
    graph: session.graph,
    status: session.status,
    waiting_for: session.waitingFor,
    origin: session.origin,
    agent_type: context.agentType,
    start_at: formatInstant(session.startAt),
    accept_at: instantCell(session.acceptAt),
    end_at: instantCell(session.endAt),
    ended_by_type: session.isEnhanced ? session.endedBy : null,
    end_cause: session.endCause,
    suspended_by_type: session.suspendedBy,
    error_reason: session.errorReason,
    owner_id: session.ownerId,
    agent_message_count: counts ? context.agentMessages : null,
    end_user_message_count: counts ? context.endUserMessages : null,
    policy_version: session.policyVersion,
    last_modified_at: formatInstant(session.lastModifiedAt),
  };
}

/** A row of `transitions`. */
export function transitionRow(fact: Fact<'session.statusChanged'>): Row {
  return {
    session_id: fact.sessionId,
    seq: fact.seq,
    at: formatInstant(fact.at),
    recorded_at: formatInstant(fact.recordedAt),
    from_status: fact.data.from,
    to_status: fact.data.to,
    cause: fact.data.cause,
    rule: fact.data.rule,
    tenant: fact.tenant,
  };
}

/** A row of `session_metrics`. */
export function sessionMetricRow(fact: Fact<'metric.recorded'>): Row {
  return {
    session_id: fact.sessionId,
    metric_type: fact.data.metric,
    value: fact.data.value,
    value_ms: fact.data.valueMs,
    sample_count: fact.data.sampleCount,
    tenant: fact.tenant,
  };
}

/** A row of `end_users`. */
export function endUserRow(conversation: Conversation, channel: Channel): Row {
  return {
    end_user_id: conversation.endUserId,
    channel_id: conversation.channelId,
    account_id: conversation.accountId,
    contact_id: conversation.contactId,
    consent_status: conversation.consent,
    is_fully_opted_in: isFullyOptedIn(conversation.consent, channel.consentType),
    tenant: conversation.tenant,
  };
}

/** A row of `timers`: a deadline that is pending. */
export function timerRow(deadline: Deadline, tenant: string): Row {
  return {
    session_id: deadline.sessionId,
    name: deadline.name,
    due_at: formatInstant(deadline.dueAt),
    set_by: deadline.setBy,
    tenant,
  };
}
