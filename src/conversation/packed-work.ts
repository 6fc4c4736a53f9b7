// An assignment put away: every field in its place, instants relative to the session's start.
import type { WorkStatus } from '../../machines/index.ts';
import type { EpochMs } from '../time/instant.ts';
import { sessionIdOf } from './conversation-id.ts';
import { fromCell, toCell, type Cell } from './packed-words.ts';
import type { Session } from './session.ts';
import { Work } from './work.ts';

/** Stands for the agent or queue that the session names as well. */
const THE_SESSIONS = -1;

/** Puts an assignment into cells, beside the session that the conversation holds. */
export function packWork(work: Work, session: Session | null): Cell[] {
  const epoch = session?.startAt ?? 0;
  const { context } = work;
  const since = (at: EpochMs | null) => (at === null ? null : at - epoch);
  const flags =
    (work.isProvisional ? 1 : 0) +
    (work.isTransfer ? 2 : 0) +
    (context.capacityModel === 'statusBased' ? 4 : 0);
  const cells: Cell[] = [
    work.attempt,
    Number(work.sessionId.slice(work.sessionId.lastIndexOf('/') + 1)),
    toCell(work.workId),
    flags,
    isShared(work.agentId, session?.ownerId) ? THE_SESSIONS : toCell(work.agentId),
    toCell(work.botId),
    isShared(work.queueId, session?.queueId) ? THE_SESSIONS : toCell(work.queueId),
    toCell(work.value),
    toCell(work.status),
    since(work.requestedAt),
    since(work.assignedAt),
    since(work.acceptedAt),
    // Zero is left out as well: most channels know no such work.
    context.maxExtensions === 0 ? null : context.maxExtensions,
    context.extensions === 0 ? null : context.extensions,
    context.acwMs,
    since(work.closedAt),
    since(work.declinedAt),
    since(work.timedOutAt),
    since(work.canceledAt),
    toCell(work.declineReason),
    since(work.acwStartedAt),
    since(work.acwEndedAt),
  ];
  while (cells.at(-1) === null) cells.pop();
  return cells;
}

const isShared = (own: string | null, other: string | null | undefined) =>
  own !== null && own === other;

/** The assignment that `packWork` has put away beside the session. */
export function unpackWork(
  conversationId: string,
  cells: readonly Cell[],
  session: Session | null,
): Work {
  const epoch = session?.startAt ?? 0;
  const text = (index: number) => fromCell(cells[index]);
  const number = (index: number) => (cells[index] ?? 0) as number;
  const at = (index: number) => (typeof cells[index] === 'number' ? epoch + number(index) : null);
  const flags = number(3);
  const work = new Work({
    attempt: number(0),
    sessionId: sessionIdOf(conversationId, number(1)),
    workId: text(2) ?? '',
    isProvisional: (flags & 1) !== 0,
    isTransfer: (flags & 2) !== 0,
    agentId: cells[4] === THE_SESSIONS ? (session?.ownerId ?? null) : text(4),
    botId: text(5),
    queueId: cells[6] === THE_SESSIONS ? (session?.queueId ?? null) : text(6),
    requestedAt: epoch + number(9),
    assignedAt: epoch + number(10),
    context: {
      capacityModel: (flags & 4) === 0 ? 'tabBased' : 'statusBased',
      maxExtensions: number(12),
      extensions: number(13),
      acwMs: (cells[14] ?? null) as number | null,
    },
  });
  work.value = text(7) ?? 'unborn';
  work.status = text(8) as WorkStatus;
  work.acceptedAt = at(11);
  work.closedAt = at(15);
  work.declinedAt = at(16);
  work.timedOutAt = at(17);
  work.canceledAt = at(18);
  work.declineReason = text(19);
  work.acwStartedAt = at(20);
  work.acwEndedAt = at(21);
  return work;
}
