/*
 * What arrives in the order of commits leaves in the order of time. Moments wait until nothing can change them any more: facts that a repair
 * supersedes are taken out, and events whose verdict turns. Memory: what lies within the lateness bound.
 */
import type { AnyFact } from '../events/fact.ts';
import { EVENT_KINDS, kindRank } from '../events/order.ts';
import type { VerdictName } from '../events/verdict.ts';
import type { EventIn, EventType } from '../events/vocabulary.ts';
import type { EpochMs } from '../time/instant.ts';
import { compareMoments, isObserved, type Moment, type Observation } from './observation.ts';

interface WaitingMoment extends Moment {
  readonly observations: Observation[];
}

/** The moments of one tenant that may still change. */
export class MomentOrder {
  readonly #moments = new Map<string, WaitingMoment>();
  /** Where a fact waits, by its `seq`. */
  readonly #bySeq = new Map<number, WaitingMoment>();
  /** Events that have been seen and may still turn out otherwise, by id. */
  readonly #events = new Map<string, { readonly event: EventIn; isIn: boolean }>();
  readonly #conversationOf: (event: EventIn) => string | null;
  #size = 0;
  /** Made since the last mark. */
  #fresh: WaitingMoment[] = [];
  /** The last moment at the last mark. */
  #mark: Moment | undefined;
  #isDisordered = false;

  /** @param conversationOf The conversation that an event is about; null where it is about none. */
  constructor(conversationOf: (event: EventIn) => string | null) {
    this.#conversationOf = conversationOf;
  }

  /** Moments that wait, count. */
  get size(): number {
    return this.#size;
  }

  /** Whether something at or before the marked moment has changed since. */
  get isDisordered(): boolean {
    return this.#isDisordered;
  }

  /** Moments made since the last mark, in order. */
  fresh(): readonly Moment[] {
    return this.#fresh
      .filter(({ observations }) => observations.length > 0)
      .toSorted(compareMoments);
  }

  /** Everything so far has been seen; `last` is the last moment of it, undefined where nothing waits. */
  mark(last: Moment | undefined): void {
    this.#mark = last;
    this.#fresh = [];
    this.#isDisordered = false;
  }

  /** Takes an event in with the verdict that it has so far. */
  event(event: EventIn, verdict: VerdictName): void {
    if (this.#events.has(event.id)) return;
    const known = { event, isIn: false };
    this.#events.set(event.id, known);
    this.#place(known, verdict);
  }

  /** The verdict of an earlier event has changed. */
  verdict(eventId: string, verdict: VerdictName): void {
    const known = this.#events.get(eventId);
    if (known !== undefined) this.#place(known, verdict);
  }

  /** Takes a fact in. A correction takes out what it supersedes. */
  fact(fact: AnyFact): void {
    if (fact.type === 'session.corrected' || fact.type === 'metric.corrected') {
      for (const seq of fact.data.supersedes) this.#takeOut(seq);
    } else if (fact.type !== 'metric.recorded') {
      const type = this.#events.get(fact.causationId)?.event.type;
      const moment = this.#momentAt(
        fact.at,
        rankOf(fact.causationId, type),
        fact.causationId,
        fact.conversationId,
      );
      this.#touch(moment);
      insert(moment.observations, fact);
      this.#bySeq.set(fact.seq, moment);
    }
  }

  /** Moments before an instant, in order; they wait no longer. Nothing that arrives from here on may concern them. */
  takeBefore(instant: EpochMs): readonly Moment[] {
    const ripe: WaitingMoment[] = [];
    for (const [key, moment] of this.#moments) {
      if (moment.at >= instant) continue;
      this.#moments.delete(key);
      if (moment.observations.length === 0) continue;
      ripe.push(moment);
      for (const seen of moment.observations) {
        if ('seq' in seen) this.#bySeq.delete(seen.seq);
      }
    }
    for (const [id, { event }] of this.#events) {
      if (event.at < instant) this.#events.delete(id);
    }
    this.#size = this.#moments.size;
    return ripe.toSorted(compareMoments);
  }

  /** What waits, in order. */
  waiting(): readonly Moment[] {
    return [...this.#moments.values()]
      .filter(({ observations }) => observations.length > 0)
      .toSorted(compareMoments);
  }

  #place(known: { readonly event: EventIn; isIn: boolean }, verdict: VerdictName): void {
    const { event } = known;
    const isIn = verdict === 'applied' || verdict === 'corrected';
    if (isIn === known.isIn || !isObserved(event)) return;
    known.isIn = isIn;
    const rank = kindRank(event.type);
    const moment = this.#momentAt(event.at, rank, event.id, this.#conversationOf(event));
    this.#touch(moment);
    if (isIn) moment.observations.unshift(event);
    else moment.observations.splice(moment.observations.indexOf(event), 1);
  }

  #takeOut(seq: number): void {
    const moment = this.#bySeq.get(seq);
    if (moment === undefined) return;
    this.#bySeq.delete(seq);
    const index = moment.observations.findIndex((seen) => 'seq' in seen && seen.seq === seq);
    if (index >= 0) moment.observations.splice(index, 1);
    this.#touch(moment);
  }

  #touch(moment: Moment): void {
    if (this.#mark !== undefined && compareMoments(moment, this.#mark) <= 0) {
      this.#isDisordered = true;
    }
  }

  #momentAt(at: EpochMs, rank: number, id: string, conversationId: string | null): WaitingMoment {
    const key = `${at}\n${conversationId ?? ''}\n${id}`;
    let moment = this.#moments.get(key);
    if (moment === undefined) {
      moment = { at, rank, id, conversationId, observations: [] };
      this.#moments.set(key, moment);
      this.#fresh.push(moment);
      this.#size += 1;
    }
    return moment;
  }
}

/** Facts of one moment stand in the order of their numbers, after the event. */
function insert(observations: Observation[], fact: AnyFact): void {
  let index = observations.length;
  for (; index > 0; index -= 1) {
    const before = observations[index - 1] as Observation;
    if (!('seq' in before) || before.seq < fact.seq) break;
  }
  observations.splice(index, 0, fact);
}

/** After all events of an instant: what a deadline causes. */
function rankOf(causationId: string, type: EventType | undefined): number {
  return type === undefined || causationId.startsWith('timer.')
    ? EVENT_KINDS.length
    : kindRank(type);
}
