// An assignment put away: every field in its place, instants relative to the session's start.
import type { EpochMs } from '../time/instant.ts';
import { workStatusOf } from './charts.ts';
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
    (context.capacityModel === 'statusBased' ? 4 : 0) +
    (work.botId === null ? 0 : 8);
  const servedBy = work.botId ?? work.agentId;
  const cells: Cell[] = [
    work.attempt,
    Number(work.sessionId.slice(work.sessionId.lastIndexOf('/') + 1)),
    toCell(work.workId),
    flags,
    isShared(servedBy, session?.ownerId) ? THE_SESSIONS : toCell(servedBy),
    isShared(work.queueId, session?.queueId) ? THE_SESSIONS : toCell(work.queueId),
    toCell(work.value),
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
  const servedBy = cells[4] === THE_SESSIONS ? (session?.ownerId ?? null) : text(4);
  const isBots = (flags & 8) !== 0;
  const work = new Work({
    attempt: number(0),
    sessionId: sessionIdOf(conversationId, number(1)),
    workId: text(2) ?? '',
    isProvisional: (flags & 1) !== 0,
    isTransfer: (flags & 2) !== 0,
    agentId: isBots ? null : servedBy,
    botId: isBots ? servedBy : null,
    queueId: cells[5] === THE_SESSIONS ? (session?.queueId ?? null) : text(5),
    requestedAt: epoch + number(7),
    assignedAt: epoch + number(8),
    context: {
      capacityModel: (flags & 4) === 0 ? 'tabBased' : 'statusBased',
      acwMs: (cells[12] ?? null) as number | null,
      maxExtensions: number(10),
      extensions: number(11),
    },
  });
  work.value = text(6) ?? 'unborn';
  work.status = workStatusOf(work.value) ?? work.status;
  work.acceptedAt = at(9);
  work.closedAt = at(13);
  work.declinedAt = at(14);
  work.timedOutAt = at(15);
  work.canceledAt = at(16);
  work.declineReason = text(17);
  work.acwStartedAt = at(18);
  work.acwEndedAt = at(19);
  return work;
}
