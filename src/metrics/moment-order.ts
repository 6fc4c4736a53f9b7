/*
 * What arrives in the order of commits leaves in the order of time. Moments wait until nothing can change them any more: facts that a repair
 * supersedes are taken out, and events whose verdict turns. Memory: what lies within the lateness bound.
 */
import type { AnyFact } from '../events/fact.ts';
import { EVENT_KINDS, kindRank } from '../events/order.ts';
import type { VerdictName } from '../events/verdict.ts';
import type { EventIn, EventType } from '../events/vocabulary.ts';
import type { EpochMs } from '../time/instant.ts';
import { agentsToldOf, LateWord } from './late-word.ts';
import { compareMoments, isObserved, type Moment, type Observation } from './observation.ts';
import type { SubjectIds } from './subject-shelf.ts';

interface WaitingMoment extends Moment {
  readonly observations: Observation[];
  /** Which of the moments it was made as. */
  readonly ordinal: number;
}

/** What one event brings to several conversations is one moment each: in the order in which it was told. */
const compareWaiting = (a: WaitingMoment, b: WaitingMoment): number =>
  compareMoments(a, b) || a.ordinal - b.ordinal;

/** The moments of one tenant that may still change. */
export class MomentOrder {
  readonly #moments = new Map<string, WaitingMoment>();
  /** Where a fact waits, by its `seq`. */
  readonly #bySeq = new Map<number, WaitingMoment>();
  /** Events that have been seen and may still turn out otherwise, by id. */
  readonly #events = new Map<string, { readonly event: EventIn; isIn: boolean }>();
  readonly #conversationOf: (event: EventIn) => string | null;
  /** What waits, by whom it is about and by whom it is told. */
  readonly #byConversation = new Map<string, Set<WaitingMoment>>();
  readonly #byAgent = new Map<string, Set<WaitingMoment>>();
  /** Agents whose desks have ever told what is in front. */
  readonly #focusing = new Set<string>();
  /** Moments ever made, count. */
  #made = 0;
  /** Changed since the last mark, and after it. */
  #fresh = new Set<WaitingMoment>();
  /** The last moment at the last mark. */
  #mark: Moment | undefined;
  #late = new LateWord();

  /** @param conversationOf The conversation that an event is about; null where it is about none. */
  constructor(conversationOf: (event: EventIn) => string | null) {
    this.#conversationOf = conversationOf;
  }

  /** Whom it concerns that something at or before the marked moment has changed since. */
  get late(): LateWord {
    return this.#late;
  }

  /** Moments after the marked one, in order. */
  fresh(): readonly Moment[] {
    return [...this.#fresh].filter(isAnything).toSorted(compareWaiting);
  }

  /** Everything so far has been seen; `last` is the last moment of it, undefined where there was none. */
  mark(last: Moment | undefined): void {
    this.#mark = last;
    this.#fresh.clear();
    this.#late = new LateWord();
  }

  /** The marked moment. */
  get marked(): Moment | undefined {
    return this.#mark;
  }

  /** Whether an agent's desk has ever told what is in front. */
  isFocusing(agentId: string): boolean {
    return this.#focusing.has(agentId);
  }

  /** The agents who are told of what waits of a conversation. */
  agentsIn(conversationId: string): ReadonlySet<string> {
    const agents = new Set<string>();
    for (const { observations } of this.#byConversation.get(conversationId) ?? NOTHING) {
      for (const seen of observations) for (const id of agentsToldOf(seen)) agents.add(id);
    }
    return agents;
  }

  /** What waits up to the marked moment of some conversations, or is told to some agents, in order. */
  seenOf({ conversations, agents }: SubjectIds): readonly Moment[] {
    const found = new Set<WaitingMoment>();
    const take = (moments: Iterable<WaitingMoment> = NOTHING) => {
      for (const moment of moments) {
        if (isAnything(moment) && !this.#isNew(moment)) found.add(moment);
      }
    };
    for (const id of conversations) take(this.#byConversation.get(id));
    for (const id of agents) take(this.#byAgent.get(id));
    return [...found].toSorted(compareWaiting);
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
      this.#touch(moment, fact);
      insert(moment.observations, fact);
      this.#enter(moment, fact);
      this.#bySeq.set(fact.seq, moment);
    }
  }

  /** Moments before an instant, in order; they wait no longer. Nothing that arrives from here on may concern them. */
  takeBefore(instant: EpochMs): readonly Moment[] {
    const ripe: WaitingMoment[] = [];
    for (const [key, moment] of this.#moments) {
      if (moment.at >= instant) continue;
      this.#moments.delete(key);
      this.#fresh.delete(moment);
      this.#forget(moment);
      if (!isAnything(moment)) continue;
      ripe.push(moment);
      for (const seen of moment.observations) {
        if ('seq' in seen) this.#bySeq.delete(seen.seq);
      }
    }
    for (const [id, { event }] of this.#events) {
      if (event.at < instant) this.#events.delete(id);
    }
    return ripe.toSorted(compareWaiting);
  }

  /** What waits, in order. */
  waiting(): readonly Moment[] {
    return [...this.#moments.values()].filter(isAnything).toSorted(compareWaiting);
  }

  #place(known: { readonly event: EventIn; isIn: boolean }, verdict: VerdictName): void {
    const { event } = known;
    const isIn = verdict === 'applied' || verdict === 'corrected';
    if (isIn === known.isIn || !isObserved(event)) return;
    known.isIn = isIn;
    const rank = kindRank(event.type);
    const moment = this.#momentAt(event.at, rank, event.id, this.#conversationOf(event));
    this.#touch(moment, event);
    if (isIn) {
      moment.observations.unshift(event);
      this.#enter(moment, event);
    } else {
      moment.observations.splice(moment.observations.indexOf(event), 1);
      this.#leave(moment, event);
    }
  }

  #takeOut(seq: number): void {
    const moment = this.#bySeq.get(seq);
    if (moment === undefined) return;
    this.#bySeq.delete(seq);
    const index = moment.observations.findIndex((seen) => 'seq' in seen && seen.seq === seq);
    const [seen] = index < 0 ? [] : moment.observations.splice(index, 1);
    if (seen === undefined) return;
    this.#touch(moment, seen);
    this.#leave(moment, seen);
  }

  /** An observation comes to a moment, or goes from it. */
  #touch(moment: WaitingMoment, seen: Observation): void {
    if (this.#isNew(moment)) this.#fresh.add(moment);
    else this.#late.note(moment, seen);
  }

  #enter(moment: WaitingMoment, seen: Observation): void {
    if (moment.conversationId !== null) {
      addTo(this.#byConversation, moment.conversationId, moment);
    }
    for (const agentId of agentsToldOf(seen)) {
      addTo(this.#byAgent, agentId, moment);
      if (seen.type.startsWith('focus.')) this.#focusing.add(agentId);
    }
  }

  #leave(moment: WaitingMoment, seen: Observation): void {
    const isToldStill = (agentId: string) =>
      moment.observations.some((other) => agentsToldOf(other).includes(agentId));
    for (const agentId of agentsToldOf(seen)) {
      if (!isToldStill(agentId)) takeFrom(this.#byAgent, agentId, moment);
    }
  }

  #isNew(moment: Moment): boolean {
    return this.#mark === undefined || compareMoments(moment, this.#mark) > 0;
  }

  #forget(moment: WaitingMoment): void {
    if (moment.conversationId !== null) {
      takeFrom(this.#byConversation, moment.conversationId, moment);
    }
    for (const seen of moment.observations) {
      for (const agentId of agentsToldOf(seen)) takeFrom(this.#byAgent, agentId, moment);
    }
  }

  #momentAt(at: EpochMs, rank: number, id: string, conversationId: string | null): WaitingMoment {
    const key = `${at}\n${conversationId ?? ''}\n${id}`;
    let moment = this.#moments.get(key);
    if (moment === undefined) {
      this.#made += 1;
      moment = { at, rank, id, conversationId, observations: [], ordinal: this.#made };
      this.#moments.set(key, moment);
    }
    return moment;
  }
}

const isAnything = ({ observations }: Moment): boolean => observations.length > 0;

function addTo(index: Map<string, Set<WaitingMoment>>, id: string, moment: WaitingMoment): void {
  const moments = index.get(id);
  if (moments === undefined) index.set(id, new Set([moment]));
  else moments.add(moment);
}

function takeFrom(index: Map<string, Set<WaitingMoment>>, id: string, moment: WaitingMoment): void {
  const moments = index.get(id);
  if (moments === undefined) return;
  moments.delete(moment);
  if (moments.size === 0) index.delete(id);
}

const NOTHING: readonly WaitingMoment[] = [];

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
