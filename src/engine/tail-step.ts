// One input that a conversation has taken, kept while a late event may still come before it. What it did is not kept: a
// repair, which is rare, decides it once more; what every event leaves behind is what the collector has to carry.
import type { Refused } from '../conversation/refusals.ts';
import type { AnyFact } from '../events/fact.ts';
import { kindRank, type Ordered } from '../events/order.ts';
import type { EventIn } from '../events/vocabulary.ts';
import type { EpochMs } from '../time/instant.ts';
import { placeOfRearm, type RearmInput } from './rearm-input.ts';

/** Deadlines fire after everything else of their instant. */
const RANK_OF_DEADLINES = 99;

/** How a step came to a conversation. */
export type StepRole =
  /** An event that names the conversation. */
  | 'own'
  /** An event that reaches it without naming it. */
  | 'ambient'
  /** An operator's re-arming. */
  | 'rearm'
  | 'deadline';

/** When a deadline fired: all that its step has to know. */
export interface FiredAt {
  readonly at: EpochMs;
}

/** One input and the numbers of the facts that were told of it. */
export class TailStep {
  readonly role: StepRole;
  readonly input: EventIn | RearmInput | FiredAt;
  /** Number of its first fact; the others follow it, unless a repair has left it facts of several tellings. */
  #firstSeq = 0;
  #factsCount = 0;
  #scattered: readonly number[] | null = null;
  /** Why it could not apply where it stands now; undefined when it did. */
  refusal: Refused | undefined = undefined;
  /** Whether its verdict has been told as final. */
  isFinal = true;
  /** The engine's clock when it was deferred; null for a step that never was: a number would take room in every step. */
  deferredAt: EpochMs | null = null;

  constructor(role: StepRole, input: EventIn | RearmInput | FiredAt) {
    this.role = role;
    this.input = input;
  }

  /** When it happened, epoch milliseconds of event time. */
  get at(): EpochMs {
    return this.input.at;
  }

  /** Null for a deadline and a re-arming. */
  get event(): EventIn | null {
    return this.role === 'own' || this.role === 'ambient' ? (this.input as EventIn) : null;
  }

  /** Null for all but a re-arming. */
  get rearm(): RearmInput | null {
    return this.role === 'rearm' ? (this.input as RearmInput) : null;
  }

  get rank(): number {
    const { event, rearm } = this;
    const place = rearm === null ? event : placeOfRearm(rearm);
    return place === null ? RANK_OF_DEADLINES : kindRank(place.type);
  }

  get id(): string {
    return this.role === 'deadline' ? '' : (this.input as EventIn | RearmInput).id;
  }

  /** The numbers of its facts, in the order in which it establishes them. */
  get seqs(): readonly number[] {
    if (this.#scattered !== null) return this.#scattered;
    return Array.from({ length: this.#factsCount }, (_, index) => this.#firstSeq + index);
  }

  /** Notes the numbers of its facts. */
  note(facts: readonly AnyFact[]): void {
    const first = facts[0]?.seq ?? 0;
    this.#factsCount = facts.length;
    this.#firstSeq = first;
    this.#scattered = null;
    for (let index = 1; index < facts.length; index += 1) {
      if (facts[index]?.seq === first + index) continue;
      this.#scattered = facts.map(({ seq }) => seq);
      return;
    }
  }

  /** The numbers for a store: one after the other they are their count, negative, and the first of them. */
  keepSeqs(): readonly number[] {
    if (this.#scattered !== null) return this.#scattered;
    return this.#factsCount === 0 ? [] : [-this.#factsCount, this.#firstSeq];
  }

  /** Takes up what a store has kept. */
  restore(kept: readonly number[]): void {
    const [first = 0, second = 0] = kept;
    this.#scattered = first > 0 ? kept : null;
    this.#factsCount = Math.max(0, -first);
    this.#firstSeq = second;
  }
}

/** Whether a step comes after an event in the order of time. */
export function isAfter(step: TailStep, event: Ordered): boolean {
  const { at } = step;
  if (at !== event.at) return at > event.at;
  const byRank = step.rank - kindRank(event.type);
  return byRank === 0 ? step.id > event.id : byRank > 0;
}

/** Whether a step comes after an event in the order of time, or is that event. */
export const isAfterOrSame = (step: TailStep, event: Ordered): boolean =>
  isAfter(step, event) || (step.at === event.at && step.id === event.id);

/** Whether a step comes after another one in the order of time, or stands beside it. */
export function isNotBefore(step: TailStep, other: TailStep): boolean {
  if (step.at !== other.at) return step.at > other.at;
  return step.rank === other.rank ? step.id >= other.id : step.rank > other.rank;
}
