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

const AGENT_TYPES: readonly AgentType[] = ['Agent', 'Bot', 'BotToAgent', 'System'];
const ORIGINS: readonly Origin[] = [
  'AgentInitiated',
  'Help',
  'InboundInitiated',
  'OptIn',
  'OptOut',
  'TriggeredOutbound',
];

/** An instant as text in quotes is shorter than its number. */
const RADIX = 36;

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
    toCell(session.value),
    flags * SESSION_GRAPHS.length + SESSION_GRAPHS.indexOf(session.graph),
    context.agentMessages,
    context.endUserMessages,
    AGENT_TYPES.indexOf(context.agentType) + AGENT_TYPES.length * ORIGINS.indexOf(session.origin),
    startAt.toString(RADIX),
    since(session.lastModifiedAt),
    since(session.acceptAt),
    toCell(session.policyVersion),
    toCell(session.ownerId),
    toCell(session.suspendedBy),
    toCell(session.queueId),
    session.ticketId === null ? null : `${session.ticketStatus} ${session.ticketId}`,
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
  const startAt = Number.parseInt(cells[6] as string, RADIX);
  const at = (index: number) => (typeof cells[index] === 'number' ? startAt + number(index) : null);
  const graph = SESSION_GRAPHS[number(2) % SESSION_GRAPHS.length] ?? 'enhanced-customer';
  const flags = Math.floor(number(2) / SESSION_GRAPHS.length);
  const value = text(1) ?? 'unborn';
  const context = {
    settings: PINS[flags & 3] ?? ENHANCED_SETTINGS,
    agentType: AGENT_TYPES[number(5) % AGENT_TYPES.length] ?? 'Agent',
    agentMessages: number(3),
    endUserMessages: number(4),
    humanAccepted: (flags & 4) !== 0,
    contentHeld: (flags & 8) !== 0,
  };
  const session = new Session(sessionIdOf(conversationId, number(0)), number(0), graph, {
    value,
    context,
    at: startAt,
    policyVersion: text(9) ?? '',
  });
  const meta = statusMetaOf(sessionCharts[graph], value);
  session.status = meta?.status ?? session.status;
  session.waitingFor = meta?.waitingFor ?? null;
  session.isTransfer = (flags & 16) !== 0;
  session.origin = ORIGINS[Math.floor(number(5) / AGENT_TYPES.length)] ?? 'InboundInitiated';
  session.lastModifiedAt = startAt + number(7);
  session.acceptAt = at(8);
  session.ownerId = text(10);
  session.suspendedBy = text(11) as EndedBy | null;
  session.queueId = text(12);
  const ticket = text(13);
  if (ticket !== null) {
    const space = ticket.indexOf(' ');
    session.ticketStatus = ticket.slice(0, space);
    session.ticketId = ticket.slice(space + 1);
  }
  session.openingMessageId = text(14);
  session.endAt = at(15);
  session.endedBy = text(16) as EndedBy | null;
  session.endReason = text(17);
  session.endCause = text(18);
  session.errorReason = text(19);
  session.queuedAt = at(20);
  session.preferredAgentId = text(21);
  const decliners = text(22);
  if (decliners !== null) session.declinerIds = JSON.parse(decliners) as string[];
  session.lapsedWorkId = text(23);
  return session;
}
