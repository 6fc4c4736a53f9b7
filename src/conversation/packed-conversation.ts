// A conversation put away: one short line of JSON, so that an idle session costs a string and one due time.
import type { KnownConsent } from '../events/set-up-events.ts';
import type { TimerName } from '../events/timer-names.ts';
import type { EpochMs } from '../time/instant.ts';
import { parseConversationId, sessionIdOf } from './conversation-id.ts';
import { Conversation, type HeldTab, type PendingNotification } from './conversation.ts';
import { Deadline } from './deadline.ts';
import { packSession, trimmed, unpackSession, type Cell } from './packed-session.ts';
import { Work } from './work.ts';

/** What `unpackConversation` gives back. */
export interface Unpacked {
  readonly conversation: Conversation;
  /** What the host has put beside it. */
  readonly beside: readonly number[];
}

interface Rest {
  readonly works: readonly Work[];
  readonly heldTabs: readonly HeldTab[];
  readonly pending: readonly PendingNotification[];
}

type Packed = readonly [
  person: readonly Cell[],
  session: readonly Cell[] | 0,
  deadlines: readonly (readonly Cell[])[],
  beside: readonly number[],
  rest?: Rest,
];

/** Puts a conversation away, together with numbers of the host. */
export function packConversation(conversation: Conversation, beside: readonly number[]): string {
  const { session, works, heldTabs, pending } = conversation;
  const isPlain = works.length === 0 && heldTabs.length === 0 && pending.length === 0;
  const person = trimmed([
    conversation.sessionsCount,
    conversation.attemptsCount,
    conversation.isKnown ? 1 : 0,
    conversation.lastCustomerMessageAt,
    conversation.consent,
    conversation.accountId,
    conversation.contactId,
    conversation.leadId,
    conversation.locale,
  ]);
  const packed: Packed = [
    person,
    session === null ? 0 : packSession(session),
    conversation.deadlines.map(packDeadline),
    beside,
  ];
  return JSON.stringify(isPlain ? packed : [...packed, { works, heldTabs, pending }]);
}

/** The conversation that `packConversation` has put away under its id. */
export function unpackConversation(id: string, line: string): Unpacked {
  const [person, session, deadlines, beside, rest] = JSON.parse(line) as Packed;
  const conversation = new Conversation(id, parseConversationId(id));
  const text = (index: number) => (person[index] ?? null) as string | null;
  conversation.sessionsCount = (person[0] ?? 0) as number;
  conversation.attemptsCount = (person[1] ?? 0) as number;
  conversation.isKnown = person[2] === 1;
  conversation.lastCustomerMessageAt = (person[3] ?? null) as EpochMs | null;
  conversation.consent = text(4) as KnownConsent | null;
  conversation.accountId = text(5);
  conversation.contactId = text(6);
  conversation.leadId = text(7);
  conversation.locale = text(8);
  if (session !== 0) conversation.session = unpackSession(id, session);
  if (deadlines.length > 0) {
    conversation.deadlines = deadlines.map((cells) => unpackDeadline(id, cells));
  }
  if (rest !== undefined) {
    conversation.works = rest.works.map(unpackWork);
    conversation.heldTabs = rest.heldTabs;
    conversation.pending = rest.pending;
  }
  return { conversation, beside };
}

/** The id of an `after` begins like this; its event has the same name. */
const afterPrefix = (name: string) => `xstate.after.${name}.`;

function packDeadline(deadline: Deadline): Cell[] {
  const { name, id, eventType } = deadline;
  const prefix = afterPrefix(name);
  const isAfter = id === eventType && id.startsWith(prefix);
  return [
    Number(deadline.sessionId.slice(deadline.sessionId.lastIndexOf('/') + 1)),
    deadline.attempt,
    name,
    deadline.dueAt,
    deadline.setBy,
    isAfter ? id.slice(prefix.length) : id,
    ...(isAfter ? [] : [eventType]),
  ];
}

function unpackDeadline(conversationId: string, cells: readonly Cell[]): Deadline {
  const [ordinal, attempt, name, dueAt, setBy, rest, eventType] = cells as [
    number,
    number,
    TimerName,
    EpochMs,
    string,
    string,
    string | undefined,
  ];
  const id = eventType === undefined ? afterPrefix(name) + rest : rest;
  const owner = { sessionId: sessionIdOf(conversationId, ordinal), attempt };
  return new Deadline(owner, { id, name, eventType: eventType ?? id }, dueAt, setBy);
}

function unpackWork(fields: Work): Work {
  return Object.assign(new Work(fields), fields);
}
