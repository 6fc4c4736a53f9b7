// A conversation put away: one short line of JSON, so that an idle session costs a string and one due time.
import type { KnownConsent } from '../events/set-up-events.ts';
import type { TimerName } from '../events/timer-names.ts';
import type { EpochMs } from '../time/instant.ts';
import { parseConversationId, sessionIdOf } from './conversation-id.ts';
import { Conversation, type HeldTab, type PendingNotification } from './conversation.ts';
import { Deadline } from './deadline.ts';
import { packSession, trimmed, unpackSession } from './packed-session.ts';
import { packWork, unpackWork } from './packed-work.ts';
import { fromCell, toCell, type Cell } from './packed-words.ts';

/** What `unpackConversation` gives back. */
export interface Unpacked {
  readonly conversation: Conversation;
  /** What the host has put beside it. */
  readonly beside: readonly number[];
}

type Rest = readonly [
  works: readonly (readonly Cell[])[],
  heldTabs?: readonly HeldTab[],
  pending?: readonly PendingNotification[],
];

type Packed = readonly [
  person: readonly Cell[],
  session: readonly Cell[] | 0,
  deadlines: readonly (readonly Cell[])[],
  beside: readonly Cell[],
  rest?: Rest,
];

/** Puts a conversation away, together with numbers of the host. */
export function packConversation(conversation: Conversation, beside: readonly number[]): string {
  const { session, works, heldTabs, pending } = conversation;
  const isPlain = works.length === 0 && heldTabs.length === 0 && pending.length === 0;
  const epoch = session === null ? 0 : session.startAt;
  const { lastCustomerMessageAt } = conversation;
  const person = trimmed([
    conversation.sessionsCount,
    conversation.attemptsCount,
    conversation.isKnown ? 1 : 0,
    lastCustomerMessageAt === null ? null : lastCustomerMessageAt - epoch,
    toCell(conversation.consent),
    toCell(conversation.accountId),
    toCell(conversation.contactId),
    toCell(conversation.leadId),
    toCell(conversation.locale),
  ]);
  const packed: Packed = [
    person,
    session === null ? 0 : packSession(session),
    conversation.deadlines.map((deadline) => packDeadline(deadline, epoch)),
    beside.map((number) => packNumber(number, epoch)),
  ];
  if (isPlain) return inOnePiece(JSON.stringify(packed));
  const cells = works.map((work) => packWork(work, session));
  const isOnlyWork = heldTabs.length === 0 && pending.length === 0;
  const rest: Rest = isOnlyWork ? [cells] : [cells, heldTabs, pending];
  return inOnePiece(JSON.stringify([...packed, rest]));
}

/** The conversation that `packConversation` has put away under its id. */
export function unpackConversation(id: string, line: string): Unpacked {
  const [person, session, deadlines, beside, rest] = JSON.parse(line) as Packed;
  const conversation = new Conversation(id, parseConversationId(id));
  const text = (index: number) => fromCell(person[index]);
  if (session !== 0) conversation.session = unpackSession(id, session);
  const epoch = conversation.session === null ? 0 : conversation.session.startAt;
  const lastCustomerMessageAt = person[3] ?? null;
  conversation.sessionsCount = (person[0] ?? 0) as number;
  conversation.attemptsCount = (person[1] ?? 0) as number;
  conversation.isKnown = person[2] === 1;
  conversation.lastCustomerMessageAt =
    lastCustomerMessageAt === null ? null : (lastCustomerMessageAt as number) + epoch;
  conversation.consent = text(4) as KnownConsent | null;
  conversation.accountId = text(5);
  conversation.contactId = text(6);
  conversation.leadId = text(7);
  conversation.locale = text(8);
  if (deadlines.length > 0) {
    conversation.deadlines = deadlines.map((cells) => unpackDeadline(id, cells, epoch));
  }
  if (rest !== undefined) {
    const [works, heldTabs = [], pending = []] = rest;
    conversation.works = works.map((cells) => unpackWork(id, cells, conversation.session));
    conversation.heldTabs = heldTabs;
    conversation.pending = pending;
  }
  const numbers = beside.map((cell) =>
    typeof cell === 'string' ? Number.parseInt(cell, 36) + epoch : (cell as number),
  );
  return { conversation, beside: numbers };
}

/** Numbers of the host from here on are instants, and are kept relative to the session's start. */
const INSTANTS_FROM: EpochMs = 946_684_800_000;

/** Infinity stays a number: JSON writes it as null. */
const packNumber = (number: number, epoch: EpochMs): Cell =>
  number >= INSTANTS_FROM && number !== Infinity ? (number - epoch).toString(36) : number;

/**
 * The line as one piece of memory. What JSON.stringify returns is a tree of pieces in V8, and half as large again; reading
 * passes over the space at the end.
 */
const inOnePiece = (line: string) => [line, ''].join(' ');

/** Stands for an event that is named as its deadline. */
const AS_THE_ID = -1;

function packDeadline(deadline: Deadline, epoch: EpochMs): Cell[] {
  const { id, eventType, armedAt } = deadline;
  const cells: Cell[] = [
    Number(deadline.sessionId.slice(deadline.sessionId.lastIndexOf('/') + 1)),
    deadline.attempt,
    toCell(deadline.name),
    deadline.dueAt - epoch,
    toCell(deadline.setBy),
    toCell(id),
  ];
  // Of an `after`, the event is named as the deadline itself.
  if (eventType !== id) cells.push(toCell(eventType));
  if (armedAt === null) return cells;
  if (eventType === id) cells.push(AS_THE_ID);
  cells.push(armedAt - epoch);
  return cells;
}

function unpackDeadline(conversationId: string, cells: readonly Cell[], epoch: EpochMs): Deadline {
  const text = (index: number) => fromCell(cells[index]) ?? '';
  const number = (index: number) => (cells[index] ?? 0) as number;
  const owner = { sessionId: sessionIdOf(conversationId, number(0)), attempt: number(1) };
  const id = text(5);
  const eventType = cells.length > 6 && cells[6] !== AS_THE_ID ? text(6) : id;
  const delay = { id, name: text(2) as TimerName, eventType };
  const armedAt = cells.length > 7 ? epoch + number(7) : null;
  return new Deadline(owner, delay, epoch + number(3), text(4), armedAt);
}
