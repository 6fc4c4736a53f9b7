import type { Work } from '../conversation/work.ts';
import type { EpochMs } from '../time/instant.ts';
import { instantCell } from './session-rows.ts';
import type { Row } from './table.ts';

/** A row of `agent_work`: one assignment attempt as it stands. Active time needs focus events and is null without them. */
export function workRow(work: Work, tenant: string): Row {
  return {
    work_id: work.workId,
    session_id: work.sessionId,
    agent_id: work.agentId,
    bot_id: work.botId,
    queue_id: work.queueId,
    status: work.status,
    requested_at: instantCell(work.requestedAt),
    assigned_at: instantCell(work.assignedAt),
    accepted_at: instantCell(work.acceptedAt),
    closed_at: instantCell(work.closedAt),
    declined_at: instantCell(work.declinedAt),
    timed_out_at: instantCell(work.timedOutAt),
    canceled_at: instantCell(work.canceledAt),
    decline_reason: work.declineReason,
    speed_to_answer_ms: between(work.requestedAt, work.acceptedAt),
    handle_time_ms: work.acceptedAt === null ? null : between(work.acceptedAt, work.closedAt),
    active_time_ms: null,
    acw_ms: work.acwStartedAt === null ? null : between(work.acwStartedAt, work.acwEndedAt),
    acw_extensions: work.acwStartedAt === null ? null : work.context.extensions,
    is_transfer: work.isTransfer,
    tenant,
  };
}

const between = (from: EpochMs, to: EpochMs | null) => (to === null ? null : to - from);
