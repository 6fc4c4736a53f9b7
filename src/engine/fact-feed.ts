// A tenant's feed of facts: numbers them without gaps, folds the session metrics and the loads, and tells the listeners.
import { Fact, type AnyFact } from '../events/fact.ts';
import type { Desk } from '../desk/desk.ts';
import { LoadBook } from '../desk/load.ts';
import { SessionMetrics } from '../metrics/session-metrics.ts';
import type { Policy } from '../policy/policy.ts';
import type { ShelfEntry } from './conversation-shelf.ts';
import type { EngineSink } from './engine-sink.ts';

/** The feed of one tenant. */
export class FactFeed {
  readonly loads = new LoadBook();
  readonly #sink: EngineSink;
  readonly #deskOf: (agentId: string) => Desk | undefined;
  #seq = 0;

  constructor(sink: EngineSink, deskOf: (agentId: string) => Desk | undefined) {
    this.#sink = sink;
    this.#deskOf = deskOf;
  }

  /** The number of the last fact; 0 before the first. */
  get seq(): number {
    return this.#seq;
  }

  /** Publishes the facts of one decision, and those that follow from them. */
  publish(facts: readonly AnyFact[], entry: ShelfEntry, policy: Policy): void {
    for (let index = 0; index < facts.length; index += 1) {
      const fact = facts[index] as AnyFact;
      this.#emit(fact);
      if (fact.sessionId === null) continue;
      this.#measure(fact, fact.sessionId, entry, policy);
      const { type } = fact;
      if (ofWork(type)) this.#weigh(fact, policy);
    }
  }

  #emit(fact: AnyFact): void {
    this.#seq += 1;
    fact.seq = this.#seq;
    // On virtual time nothing is noticed later than it happens.
    fact.recordedAt = fact.at;
    this.#sink.fact?.(fact);
  }

  #measure(fact: AnyFact, sessionId: string, entry: ShelfEntry, policy: Policy): void {
    let metrics = entry.metrics;
    if (metrics?.sessionId !== sessionId) {
      if (fact.type !== 'session.created') return;
      metrics = new SessionMetrics(sessionId);
      entry.beside = entry.metrics;
      entry.metrics = metrics;
    }
    const rows = metrics.fold(fact, policy);
    if (fact.type === 'session.ended' || fact.type === 'session.errored') {
      // A notification that ended at once stood beside an open session: that one goes on.
      entry.metrics = entry.beside;
      entry.beside = null;
    }
    if (rows === undefined) return;
    for (const row of rows) this.#emit(derived(fact, 'metric.recorded', row));
  }

  /** Work beyond what an agent may have is reported, never prevented (I10). */
  #weigh(fact: AnyFact, policy: Policy): void {
    this.loads.fold(fact);
    if (fact.type !== 'work.accepted' || fact.data.agentId === undefined) return;
    const { agentId, workId } = fact.data;
    const { items, paused } = this.loads.of(agentId);
    const { maxItems } = policy.capacity;
    if (items + paused > maxItems) {
      const load = items + paused;
      this.#emit(derived(fact, 'work.overCapacity', { workId, agentId, load, capacity: maxItems }));
    }
    const desk = this.#deskOf(agentId);
    if (desk === undefined || desk.capacity === null) return;
    const load = items * desk.weight;
    const { capacity } = desk;
    if (load <= capacity) return;
    this.#emit(derived(fact, 'work.overCapacity', { workId, agentId, load, capacity }));
  }
}

/** Whether a type is one of work; the first letter rules nearly all others out. */
const ofWork = (type: string) =>
  (type.charCodeAt(0) === W || type.charCodeAt(0) === A) &&
  (type.startsWith('work.') || type.startsWith('acw.'));

const W = 'w'.charCodeAt(0);
const A = 'a'.charCodeAt(0);

/** A fact that follows from another one: same instant, same place, same cause. */
function derived<T extends 'metric.recorded' | 'work.overCapacity'>(
  from: AnyFact,
  type: T,
  data: Fact<T>['data'],
): AnyFact {
  return new Fact(type, from.at, from, from.sessionId, data) as AnyFact;
}
