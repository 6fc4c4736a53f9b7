// A conversation as a store keeps it: lists of plain values whose places are a format, readable by every later version.
// What is put away in memory for a while is packed tighter (packed-conversation.ts) and never leaves the process.
import {
  ENGAGEMENT_SETTINGS,
  ENHANCED_SETTINGS,
  STANDARD_SETTINGS,
  type EngagementContext,
  type SessionContext,
  type SessionSettings,
  type WorkContext,
} from '../../machines/index.ts';
import type { TimerName } from '../events/timer-names.ts';
import type { EpochMs } from '../time/instant.ts';
import { parseConversationId, sessionIdOf } from './conversation-id.ts';
import { Conversation } from './conversation.ts';
import { Deadline } from './deadline.ts';
import { Engagement, type Assignment } from './engagement.ts';
import { Session } from './session.ts';
import { Work } from './work.ts';

/** A value that JSON writes. */
type Cell = unknown;
type Cells = readonly Cell[];

// The order of the fields is the format: add at the end, never move.
const PERSON_FIELDS = [
  'isKnown',
  'accountId',
  'contactId',
  'leadId',
  'locale',
  'consent',
  'lastCustomerMessageAt',
  'sessionsCount',
  'attemptsCount',
  'engagementsCount',
] as const satisfies readonly (keyof Conversation)[];

const SESSION_FIELDS = [
  'status',
  'waitingFor',
  'origin',
  'acceptAt',
  'endAt',
  'endedBy',
  'endReason',
  'endCause',
  'suspendedBy',
  'errorReason',
  'ownerId',
  'preferredAgentId',
  'queueId',
  'queuedAt',
  'isTransfer',
  'declinerIds',
  'lapsedWorkId',
  'openingMessageId',
  'lastModifiedAt',
  'ticketId',
  'ticketStatus',
] as const satisfies readonly (keyof Session)[];

const ENGAGEMENT_FIELDS = [
  'ordinal',
  'isHeld',
  'startedAt',
  'endedAt',
  'ticketStatusStart',
] as const satisfies readonly (keyof Engagement)[];

const WORK_FIELDS = [
  'value',
  'status',
  'acceptedAt',
  'closedAt',
  'declinedAt',
  'timedOutAt',
  'canceledAt',
  'declineReason',
  'acwStartedAt',
  'acwEndedAt',
] as const satisfies readonly (keyof Work)[];

/** The conversation as a list of plain values. */
export function storeConversation(conversation: Conversation): Cells {
  const { session, works, deadlines, heldTabs, pending, engagement } = conversation;
  const isPlain = heldTabs.length === 0 && pending.length === 0;
  return [
    read(conversation, PERSON_FIELDS),
    session === null ? 0 : storeSession(session),
    works.map((work) => storeWork(work)),
    deadlines.map((deadline) => storeDeadline(deadline)),
    ...(isPlain && engagement === null ? [] : [heldTabs, pending]),
    ...(engagement === null ? [] : [storeEngagement(engagement)]),
  ];
}

/** The conversation that `storeConversation` has put into a list. */
export function restoreConversation(id: string, stored: Cells): Conversation {
  const [person, session, works, deadlines, heldTabs, pending, engagement] = stored as [
    Cells,
    Cells | 0,
    readonly Cells[],
    readonly Cells[],
    Conversation['heldTabs']?,
    Conversation['pending']?,
    Cells?,
  ];
  const conversation = new Conversation(id, parseConversationId(id));
  write(conversation, PERSON_FIELDS, person);
  // A row from before there were engagements has none.
  conversation.engagementsCount ??= 0;
  if (session !== 0) conversation.session = restoreSession(id, session);
  if (works.length > 0) conversation.works = works.map((cells) => restoreWork(cells));
  if (deadlines.length > 0) {
    conversation.deadlines = deadlines.map((cells) => restoreDeadline(id, cells));
  }
  if (heldTabs !== undefined) conversation.heldTabs = heldTabs;
  if (pending !== undefined) conversation.pending = pending;
  if (engagement !== undefined) conversation.engagement = restoreEngagement(engagement);
  return conversation;
}

/** The session as a list of plain values. Of its settings only what it pinned at its creation is kept (I7). */
export function storeSession(session: Session): Cells {
  const { context } = session;
  const { platform, capacityModel } = context.settings;
  return [
    session.ordinal,
    session.graph,
    session.value,
    session.startAt,
    session.policyVersion,
    [
      platform,
      capacityModel,
      context.agentType,
      context.agentMessages,
      context.endUserMessages,
      context.humanAccepted,
      context.contentHeld,
    ],
    ...read(session, SESSION_FIELDS),
  ];
}

/** The session that `storeSession` has put into a list. */
export function restoreSession(conversationId: string, cells: Cells): Session {
  const [ordinal, graph, value, startAt, policyVersion, context] = cells as [
    number,
    Session['graph'],
    string,
    number,
    string,
    Cells,
  ];
  const session = new Session(sessionIdOf(conversationId, ordinal), ordinal, graph, {
    value,
    context: restoreContext(context),
    at: startAt,
    policyVersion,
  });
  write(session, SESSION_FIELDS, cells.slice(6));
  return session;
}

/** The assignment as a list of plain values. */
export function storeWork(work: Work): Cells {
  return [
    work.attempt,
    work.sessionId,
    work.workId,
    work.isProvisional,
    work.agentId,
    work.botId,
    work.queueId,
    work.isTransfer,
    work.context,
    work.requestedAt,
    work.assignedAt,
    ...read(work, WORK_FIELDS),
  ];
}

/** The assignment that `storeWork` has put into a list. */
export function restoreWork(cells: Cells): Work {
  const work = new Work({
    attempt: cells[0] as number,
    sessionId: cells[1] as string,
    workId: cells[2] as string,
    isProvisional: cells[3] as boolean,
    agentId: cells[4] as string | null,
    botId: cells[5] as string | null,
    queueId: cells[6] as string | null,
    isTransfer: cells[7] as boolean,
    context: cells[8] as WorkContext,
    requestedAt: cells[9] as number,
    assignedAt: cells[10] as number,
  });
  write(work, WORK_FIELDS, cells.slice(11));
  return work;
}

/** Of its settings nothing is kept: the next step has them anew. */
function storeEngagement(engagement: Engagement): Cells {
  const { agentId, groupId, value, context, assignment } = engagement;
  const { startReason, endReason } = context;
  const its = [agentId, groupId, value, startReason, endReason, assignment];
  return [...its, ...read(engagement, ENGAGEMENT_FIELDS)];
}

function restoreEngagement(cells: Cells): Engagement {
  const [agentId, groupId, value, startReason, endReason, assignment] = cells as [
    string,
    string | null,
    string,
    EngagementContext['startReason'],
    EngagementContext['endReason'],
    Assignment | null,
  ];
  const context = { settings: ENGAGEMENT_SETTINGS, startReason, endReason };
  const engagement = new Engagement({ agentId, groupId }, assignment, { value, context });
  write(engagement, ENGAGEMENT_FIELDS, cells.slice(6));
  return engagement;
}

function restoreContext(cells: Cells): SessionContext {
  const [platform, capacityModel] = cells as [
    SessionSettings['platform'],
    SessionSettings['capacityModel'],
  ];
  return {
    settings: PINNED[platform][capacityModel],
    agentType: cells[2] as SessionContext['agentType'],
    agentMessages: cells[3] as number,
    endUserMessages: cells[4] as number,
    humanAccepted: cells[5] as boolean,
    contentHeld: cells[6] as boolean,
  };
}

/** Settings that only hold the pins: the rest is refreshed before the next step. */
const PINNED = {
  enhanced: {
    tabBased: ENHANCED_SETTINGS,
    statusBased: { ...ENHANCED_SETTINGS, capacityModel: 'statusBased' },
  },
  standard: {
    tabBased: STANDARD_SETTINGS,
    statusBased: { ...STANDARD_SETTINGS, capacityModel: 'statusBased' },
  },
} as const satisfies Record<
  SessionSettings['platform'],
  Record<SessionSettings['capacityModel'], SessionSettings>
>;

function storeDeadline(deadline: Deadline): Cells {
  const { sessionId, attempt, id, name, eventType, dueAt, setBy, armedAt } = deadline;
  const ordinal = Number(sessionId.slice(sessionId.lastIndexOf('/') + 1));
  // Of an `after`, the event is named as the deadline itself.
  const type = eventType === id ? 0 : eventType;
  return [ordinal, attempt, dueAt, name, setBy, id, type, armedAt];
}

function restoreDeadline(conversationId: string, cells: Cells): Deadline {
  const [ordinal, attempt, dueAt, name, setBy, id, type = 0, armedAt = null] = cells as [
    number,
    number,
    number,
    TimerName,
    string,
    string,
    (string | 0)?,
    (EpochMs | null)?,
  ];
  const owner = { sessionId: sessionIdOf(conversationId, ordinal), attempt };
  const eventType = type === 0 ? id : type;
  return new Deadline(owner, { id, name, eventType }, dueAt, setBy, armedAt);
}

function read<T extends object>(from: T, fields: readonly (keyof T)[]): Cell[] {
  const cells: Cell[] = fields.map((field) => from[field]);
  while (cells.length > 0 && cells.at(-1) === null) cells.pop();
  return cells;
}

function write<T extends object>(to: T, fields: readonly (keyof T)[], cells: Cells): void {
  for (let index = 0; index < fields.length; index += 1) {
    const field = fields[index] as keyof T;
    to[field] = (index < cells.length ? cells[index] : null) as T[keyof T];
  }
}
