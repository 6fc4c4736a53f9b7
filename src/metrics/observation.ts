/*
 * What metrics read: the facts that the engine established and the events of the host that only metrics need, in one order. A moment is all
 * that one event, or one deadline, has brought.
 */
import type { AnyFact } from '../events/fact.ts';
import { EVENT_KINDS, kindRank } from '../events/order.ts';
import type { EventIn, EventOf, EventType } from '../events/vocabulary.ts';
import type { EpochMs } from '../time/instant.ts';

/** Types of events that metrics read as they came in; everything else reaches them as facts. */
export const OBSERVED_TYPES = [
  'channel.configured',
  'channel.disabled',
  'channel.enabled',
  'policy.changed',
  'endUser.updated',
  'contact.merged',
  'reaction.added',
  'reaction.removed',
  'assignment.changed',
  'bot.ended',
  'message.sent',
  'message.delivered',
  'message.read',
  'message.failed',
  'conversation.tagged',
  'conversation.untagged',
  'ticket.statusChanged',
  'csat.requested',
  'csat.answered',
  'agent.presence',
  'agent.heartbeat',
  'agent.capacity',
  'agent.team',
  'agent.shift',
  'agent.activity',
  'focus.opened',
  'focus.closed',
  'focus.blurred',
  'focus.regained',
  'clock.advanced',
] as const satisfies readonly EventType[];

/** An event of the host that metrics read themselves. */
export type ObservedEvent = EventOf<(typeof OBSERVED_TYPES)[number]>;

/** One thing that metrics read, told apart by `type`. Instants are event time. */
export type Observation = AnyFact | ObservedEvent;

const OBSERVED: ReadonlySet<EventType> = new Set(OBSERVED_TYPES);

/** Whether metrics read events of this type as they came in. */
export function isObserved(event: EventIn): event is ObservedEvent {
  return OBSERVED.has(event.type);
}

/** What became of a message, which may be one of a session that is over. */
export type MessageReceipt = EventOf<
  'message.sent' | 'message.delivered' | 'message.read' | 'message.failed'
>;

/** Whether an observation says what became of a message. */
export function isReceipt(seen: Observation): seen is MessageReceipt {
  const { type } = seen;
  return (
    type === 'message.sent' ||
    type === 'message.delivered' ||
    type === 'message.read' ||
    type === 'message.failed'
  );
}

/** How a measurement names what it rests on: the id of an event in, or `timer.<name>` for a deadline. */
export type Evidence = string;

/** The name of an observation in the evidence of a measurement: what caused it, which no repair of history renames. */
export function evidenceOf(observation: Observation): Evidence {
  return 'seq' in observation ? observation.causationId : observation.id;
}

/** All that one event, or one deadline, has brought. */
export interface Moment {
  /** Event time, epoch milliseconds; for a deadline its due instant. */
  readonly at: EpochMs;
  /** Place among the moments of one instant: the kind of the event, after all kinds for a deadline. */
  readonly rank: number;
  /** The id of the event in, or `timer.<name>`. */
  readonly id: string;
  /** The conversation that it is about; null where it is about none, or about an agent only. */
  readonly conversationId: string | null;
  /** What metrics read of it, in order. The event itself, where it is read, stands before its facts. */
  readonly observations: readonly Observation[];
}

/** The rank of a deadline: an event at its very instant comes first. */
const DEADLINE_RANK = EVENT_KINDS.length;

/** The moment of an applied event and the facts that it caused. */
export function momentOfEvent(
  event: EventIn,
  conversationId: string | null,
  facts: readonly AnyFact[],
): Moment {
  const { at, type, id } = event;
  const observations = isObserved(event) ? [event, ...facts] : facts;
  return { at, rank: kindRank(type), id, conversationId, observations };
}

/** The moment of a deadline and the facts that it caused. */
export function momentOfDeadline(
  dueAt: EpochMs,
  id: string,
  conversationId: string,
  facts: readonly AnyFact[],
): Moment {
  return { at: dueAt, rank: DEADLINE_RANK, id, conversationId, observations: facts };
}

/** Negative when `a` comes first, positive when `b` does, 0 for the same moment. Source: events.md §2 "Order". */
export function compareMoments(a: Moment, b: Moment): number {
  if (a.at !== b.at) return a.at - b.at;
  if (a.rank !== b.rank) return a.rank - b.rank;
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
}
