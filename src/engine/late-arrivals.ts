// Late events of one batch, put aside until something has to know what they change: those of one conversation take their places
// together, so that its history is folded once a batch and not once an event.
import type { ConversationEvent } from '../conversation/decide.ts';
import type { Refused } from '../conversation/refusals.ts';
import type { AnyFact } from '../events/fact.ts';
import { compareEvents } from '../events/order.ts';
import type { Verdict } from '../events/verdict.ts';
import type { EpochMs } from '../time/instant.ts';
import type { LiveConversation } from './live-conversation.ts';
import type { TailStep } from './tail-step.ts';
import { effective, type Taken } from './taken.ts';

/** An event whose verdict is told once it has taken its place, with the batch at the latest. */
export class WaitingTaken implements Taken {
  readonly event: ConversationEvent;
  readonly conversation: LiveConversation;
  /** Whether it comes before something that was decided; else it only came after such a one. */
  readonly isLate: boolean;
  verdict: Verdict;
  /** What it has established, from when it is settled. */
  facts: readonly AnyFact[] = [];

  constructor(event: ConversationEvent, conversation: LiveConversation, isLate: boolean) {
    this.event = event;
    this.conversation = conversation;
    this.isLate = isLate;
    this.verdict = { eventId: event.id, verdict: 'deferred' };
  }
}

/** Events of one conversation that wait together, in the order of their arrival. */
export interface LateGroup {
  readonly conversation: LiveConversation;
  /** The one that comes first in the order of time. */
  first: ConversationEvent;
  readonly waiting: WaitingTaken[];
}

/** The late events of one tenant that wait. */
export class LateArrivals {
  #groups = new Map<LiveConversation, LateGroup>();
  #earliestAt: EpochMs = Infinity;

  /** The instant of the earliest that waits; Infinity when none does. */
  get earliestAt(): EpochMs {
    return this.#earliestAt;
  }

  /** Puts an event aside. */
  add(waiting: WaitingTaken): WaitingTaken {
    const { event, conversation } = waiting;
    const group = this.#groups.get(conversation);
    if (group === undefined) {
      this.#groups.set(conversation, { conversation, first: event, waiting: [waiting] });
      conversation.isWaitedFor = true;
    } else {
      group.waiting.push(waiting);
      if (compareEvents(event, group.first) < 0) group.first = event;
    }
    if (event.at < this.#earliestAt) this.#earliestAt = event.at;
    return waiting;
  }

  /** Takes all out, in the order in which their conversations came. */
  takeAll(): Iterable<LateGroup> {
    if (this.#groups.size === 0) return [];
    const groups = [...this.#groups.values()];
    for (const { conversation } of groups) conversation.isWaitedFor = false;
    this.#groups.clear();
    this.#earliestAt = Infinity;
    return groups;
  }
}

/**
 * Gives each event of a group, whose places are taken, its verdict and the facts that it has caused; the first in time gets
 * also what followed from all of them.
 *
 * All that are late are `corrected` if any told fact no longer holds: which of them took it back cannot be told apart. One that
 * is not late here is so only where it has taken something back elsewhere.
 */
export function answerGroup(
  { conversation, waiting, first }: LateGroup,
  repaired: boolean,
  facts: readonly AnyFact[],
  verdictOf: (step: TailStep, event: ConversationEvent, refusal: Refused) => Verdict,
): void {
  const shares = new Map(waiting.map(({ event }) => [event.id, [] as AnyFact[]]));
  const rest = shares.get(first.id);
  for (const fact of facts) (shares.get(fact.causationId) ?? rest)?.push(fact);
  const { tail } = conversation;
  for (const taken of waiting) {
    const { event, isLate } = taken;
    const step = tail.findLast((other) => other.input === event && other.role === 'own');
    taken.facts = shares.get(event.id) ?? [];
    const corrects = repaired && (isLate || taken.facts.some(isCorrection));
    taken.verdict =
      step?.refusal === undefined
        ? effective(event, corrects)
        : verdictOf(step, event, step.refusal);
  }
}

const isCorrection = ({ type }: AnyFact) =>
  type === 'session.corrected' || type === 'metric.corrected';
