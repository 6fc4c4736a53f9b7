// A session put away: every field in its place, instants relative to its start, what follows from the chart left out.
import {
  ENHANCED_SETTINGS,
  STANDARD_SETTINGS,
  type AgentType,
  type EndedBy,
  type Origin,
  type SessionSettings,
} from '../../machines/index.ts';
import type { EpochMs } from '../time/instant.ts';
import { SESSION_GRAPHS, sessionCharts, statusMetaOf } from './charts.ts';
import { sessionIdOf } from './conversation-id.ts';
import { fromCell, toCell, type Cell } from './packed-words.ts';
import { Session } from './session.ts';

/** A list without the nulls at its end. */
export function trimmed(cells: Cell[]): Cell[] {
  while (cells.length > 0 && cells.at(-1) === null) cells.pop();
  return cells;
}

/** Only what a session pins is kept of its settings: the rest is refreshed before its next step. */
const PINS: readonly SessionSettings[] = [
  ENHANCED_SETTINGS,
  { ...ENHANCED_SETTINGS, capacityModel: 'statusBased' },
  STANDARD_SETTINGS,
  { ...STANDARD_SETTINGS, capacityModel: 'statusBased' },
];

const pinsOf = ({ platform, capacityModel }: SessionSettings) =>
  (platform === 'standard' ? 2 : 0) + (capacityModel === 'statusBased' ? 1 : 0);

/** Puts a session into cells. */
export function packSession(session: Session): Cell[] {
  const { context, startAt } = session;
  const since = (at: EpochMs | null) => (at === null ? null : at - startAt);
  const flags =
    pinsOf(context.settings) +
    (context.humanAccepted ? 4 : 0) +
    (context.contentHeld ? 8 : 0) +
    (session.isTransfer ? 16 : 0);
  return trimmed([
    session.ordinal,
    SESSION_GRAPHS.indexOf(session.graph),
    toCell(session.value),
    flags,
    context.agentMessages,
    context.endUserMessages,
    toCell(context.agentType),
    toCell(session.origin),
    startAt,
    since(session.lastModifiedAt),
    since(session.acceptAt),
    toCell(session.policyVersion),
    toCell(session.ownerId),
    toCell(session.suspendedBy),
    toCell(session.queueId),
    toCell(session.openingMessageId),
    since(session.endAt),
    toCell(session.endedBy),
    toCell(session.endReason),
    toCell(session.endCause),
    toCell(session.errorReason),
    since(session.queuedAt),
    toCell(session.preferredAgentId),
    session.declinerIds.length === 0 ? null : JSON.stringify(session.declinerIds),
    toCell(session.lapsedWorkId),
  ]);
}

/** The session that `packSession` has put away. */
export function unpackSession(conversationId: string, cells: readonly Cell[]): Session {
  const text = (index: number) => fromCell(cells[index]);
  const number = (index: number) => (cells[index] ?? 0) as number;
  const startAt = number(8);
  const at = (index: number) => (typeof cells[index] === 'number' ? startAt + number(index) : null);
  const graph = SESSION_GRAPHS[number(1)] ?? 'enhanced-customer';
  const flags = number(3);
  const value = text(2) ?? 'unborn';
  const context = {
    settings: PINS[flags & 3] ?? ENHANCED_SETTINGS,
    agentType: text(6) as AgentType,
    agentMessages: number(4),
    endUserMessages: number(5),
    humanAccepted: (flags & 4) !== 0,
    contentHeld: (flags & 8) !== 0,
  };
  const session = new Session(sessionIdOf(conversationId, number(0)), number(0), graph, {
    value,
    context,
    at: startAt,
    policyVersion: text(11) ?? '',
  });
  const meta = statusMetaOf(sessionCharts[graph], value);
  session.status = meta?.status ?? session.status;
  session.waitingFor = meta?.waitingFor ?? null;
  session.isTransfer = (flags & 16) !== 0;
  session.origin = text(7) as Origin;
  session.lastModifiedAt = startAt + number(9);
  session.acceptAt = at(10);
  session.ownerId = text(12);
  session.suspendedBy = text(13) as EndedBy | null;
  session.queueId = text(14);
  session.openingMessageId = text(15);
  session.endAt = at(16);
  session.endedBy = text(17) as EndedBy | null;
  session.endReason = text(18);
  session.endCause = text(19);
  session.errorReason = text(20);
  session.queuedAt = at(21);
  session.preferredAgentId = text(22);
  const decliners = text(23);
  if (decliners !== null) session.declinerIds = JSON.parse(decliners) as string[];
  session.lapsedWorkId = text(24);
  return session;
}
