// A conversation put away: one short line of JSON, so that an idle session costs a string and one due time.
import type { KnownConsent } from '../events/set-up-words.ts';
import type { EpochMs } from '../time/instant.ts';
import { parseConversationId } from './conversation-id.ts';
import { Conversation, type HeldTab, type PendingNotification } from './conversation.ts';
import { packDeadline, unpackDeadline } from './packed-deadline.ts';
import { packEngagement, unpackEngagement } from './packed-engagement.ts';
import { packSession, trimmed, unpackSession } from './packed-session.ts';
import { packWork, unpackWork } from './packed-work.ts';
import { fromCell, toCell, type Cell } from './packed-words.ts';

/** What `unpackConversation` gives back. */
export interface Unpacked {
  readonly conversation: Conversation;
  /** What the host has put beside it. */
  readonly beside: readonly number[];
}

type Packed = readonly [
  person: readonly Cell[],
  session: readonly Cell[] | 0,
  deadlines: readonly (readonly Cell[])[],
  beside: readonly Cell[],
  engagement?: readonly Cell[] | 0,
  works?: readonly (readonly Cell[])[] | 0,
  heldTabs?: readonly HeldTab[] | 0,
  pending?: readonly PendingNotification[] | 0,
];

/** Puts a conversation away, together with numbers of the host. */
export function packConversation(conversation: Conversation, beside: readonly number[]): string {
  const { session, works, deadlines, engagement, heldTabs, pending } = conversation;
  const epoch = session === null ? 0 : session.startAt;
  const { lastCustomerMessageAt } = conversation;
  const person = trimmed([
    conversation.sessionsCount,
    conversation.attemptsCount,
    // One number: whether the person is known, and beside it the count of engagements, small as it is.
    (conversation.isKnown ? 1 : 0) + 2 * conversation.engagementsCount,
    lastCustomerMessageAt === null ? null : lastCustomerMessageAt - epoch,
    toCell(conversation.consent),
    toCell(conversation.accountId),
    toCell(conversation.contactId),
    toCell(conversation.leadId),
    toCell(conversation.locale),
  ]);
  const packed = [
    person,
    session === null ? 0 : packSession(session),
    deadlines.map((deadline) => packDeadline(deadline, session)),
    beside.map((number) => packNumber(number, epoch)),
    engagement === null || session === null ? 0 : packEngagement(engagement, session),
    works.length === 0 ? 0 : works.map((work) => packWork(work, session)),
    heldTabs.length === 0 ? 0 : heldTabs,
    pending.length === 0 ? 0 : pending,
  ];
  while (packed.length > LEAST_PARTS && packed.at(-1) === 0) packed.pop();
  return inOnePiece(JSON.stringify(packed));
}

/** Parts of the line that are never left out. */
const LEAST_PARTS = 4;

/** The conversation that `packConversation` has put away under its id. */
export function unpackConversation(id: string, line: string): Unpacked {
  const [person, session, deadlines, beside, ...rest] = JSON.parse(line) as Packed;
  const [engagement = 0, works = 0, heldTabs = 0, pending = 0] = rest;
  const conversation = new Conversation(id, parseConversationId(id));
  const text = (index: number) => fromCell(person[index]);
  if (session !== 0) conversation.session = unpackSession(id, session);
  const own = conversation.session;
  const epoch = own === null ? 0 : own.startAt;
  const lastCustomerMessageAt = person[3] ?? null;
  const known = (person[2] ?? 0) as number;
  conversation.sessionsCount = (person[0] ?? 0) as number;
  conversation.attemptsCount = (person[1] ?? 0) as number;
  conversation.isKnown = known % 2 === 1;
  conversation.engagementsCount = Math.floor(known / 2);
  conversation.lastCustomerMessageAt =
    lastCustomerMessageAt === null ? null : (lastCustomerMessageAt as number) + epoch;
  conversation.consent = text(4) as KnownConsent | null;
  conversation.accountId = text(5);
  conversation.contactId = text(6);
  conversation.leadId = text(7);
  conversation.locale = text(8);
  if (deadlines.length > 0) {
    conversation.deadlines = deadlines.map((cells) => unpackDeadline(id, cells, own));
  }
  if (works !== 0) conversation.works = works.map((cells) => unpackWork(id, cells, own));
  if (engagement !== 0 && own !== null) {
    conversation.engagement = unpackEngagement(engagement, own, conversation.engagementsCount);
  }
  if (heldTabs !== 0) conversation.heldTabs = heldTabs;
  if (pending !== 0) conversation.pending = pending;
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
