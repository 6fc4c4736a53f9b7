// Every actor that is watched, as it stands: what a viewer is told when it opens, and a late receiver of the wire.
import type { ChartBook } from './chart-book.ts';
import { Ring } from './ring.ts';
import { shownStep } from './shown-step.ts';
import type { ActorSource, ShownActor, ShownStep } from './viewer-protocol.ts';
import type { WireActor, WireEvent, WireSnapshotTaken } from './wire-event.ts';

/** Actors kept, count; those that are over or gone make room first. */
const ACTORS_MAX = 1000;

/** Steps kept of clients of the wire, count: their history is nowhere else. */
const CLIENT_STEPS_MAX = 20_000;

/** Latest steps and messages for whoever comes later, count. */
const TAIL_MAX = 200;

/** Who hears what has changed. */
export interface ActorListener {
  changed(actorId: string): void;
  stepped(step: ShownStep): void;
  forgotten(actorId: string): void;
  /** A message of the wire, under the actor's id in this book. */
  told(event: WireEvent): void;
}

interface Entry {
  readonly actor: Omit<WireActor, 'definition'>;
  shown: ShownActor;
  snapshot: WireSnapshotTaken | undefined;
}

/** The actors by their ids, in the order in which they came. */
export class ActorBook {
  readonly #charts: ChartBook;
  readonly #listener: ActorListener;
  readonly #entries = new Map<string, Entry>();
  readonly #tail = new Ring<ShownStep>(TAIL_MAX);
  readonly #wireTail = new Ring<WireEvent>(TAIL_MAX);
  readonly #clientSteps = new Ring<ShownStep>(CLIENT_STEPS_MAX);
  #order = 0;

  constructor(charts: ChartBook, listener: ActorListener) {
    this.#charts = charts;
    this.#listener = listener;
  }

  /** Takes a message in. Ids in it are unique among all sources. */
  take(event: WireEvent, source: ActorSource): void {
    if (event.type === '@xstate.actor') this.#begin(event, source);
    const entry = this.#entries.get(event.sessionId) ?? this.#unannounced(event, source);
    if (event.type === '@xstate.snapshot') this.#step(entry, event, source);
    if (event.type !== '@xstate.actor') this.#wireTail.push(event);
    this.#listener.told(event);
  }

  actors(): readonly ShownActor[] {
    return [...this.#entries.values()].map(({ shown }) => shown);
  }

  actor(id: string): ShownActor | undefined {
    return this.#entries.get(id)?.shown;
  }

  /** The latest steps of all actors, in order. */
  tail(): readonly ShownStep[] {
    return this.#tail.items().filter(({ actorId }) => this.#entries.has(actorId));
  }

  /** The steps of an actor that a client of the wire shows, in order. */
  clientSteps(actorId: string): readonly ShownStep[] {
    return this.#clientSteps.items().filter((step) => step.actorId === actorId);
  }

  /** What a receiver of the wire has missed: all actors, the last snapshot of each, and the latest messages. */
  wireSoFar(): readonly WireEvent[] {
    const tail = this.#wireTail.items().filter(({ sessionId }) => this.#entries.has(sessionId));
    const told = new Set(tail.map(({ sessionId }) => sessionId));
    const actors: WireEvent[] = [];
    const snapshots: WireEvent[] = [];
    for (const [id, { actor, shown, snapshot }] of this.#entries) {
      const definition = this.#charts.definitionOf(shown.chart);
      actors.push(definition === undefined ? actor : { ...actor, definition });
      if (snapshot !== undefined && !told.has(id)) snapshots.push(snapshot);
    }
    return [...actors, ...snapshots, ...tail];
  }

  /** A client has gone: its actors stay as they were. */
  disconnect(ids: Iterable<string>): void {
    for (const id of ids) {
      const entry = this.#entries.get(id);
      if (entry === undefined) continue;
      entry.shown = { ...entry.shown, isConnected: false };
      this.#listener.changed(id);
    }
  }

  forget(id: string): void {
    if (this.#entries.delete(id)) this.#listener.forgotten(id);
  }

  #begin({ definition, ...actor }: WireActor, source: ActorSource): void {
    const id = actor.sessionId;
    const known = this.#entries.get(id);
    const chart = definition === undefined ? undefined : this.#charts.take(definition);
    if (known === undefined) this.#makeRoom();
    const shown: ShownActor = {
      id,
      name: actor.name,
      machine: chart?.machine ?? 'actor',
      chart: chart?.key ?? null,
      source,
      isConnected: true,
      since: known?.shown.since ?? Number(actor.createdAt),
      stepsCount: known?.shown.stepsCount ?? 0,
      last: known?.shown.last ?? null,
    };
    this.#entries.set(id, { actor, shown, snapshot: known?.snapshot });
    this.#listener.changed(id);
  }

  /** An actor whose beginning was missed is shown without its chart. */
  #unannounced({ sessionId, createdAt, id, _version }: WireEvent, source: ActorSource): Entry {
    const snapshot = { status: 'active' };
    const base = { sessionId, rootId: sessionId, createdAt, id, _version };
    this.#begin({ type: '@xstate.actor', name: sessionId, snapshot, ...base }, source);
    return this.#entries.get(sessionId) as Entry;
  }

  #step(entry: Entry, event: WireSnapshotTaken, source: ActorSource): void {
    if (source !== 'client' && isUnborn(event)) return;
    this.#order += 1;
    const step = shownStep(event, event.sessionId, this.#order);
    const { shown } = entry;
    entry.snapshot = event;
    entry.shown = { ...shown, stepsCount: shown.stepsCount + 1, last: step };
    this.#tail.push(step);
    if (source === 'client') this.#clientSteps.push(step);
    this.#listener.stepped(step);
    this.#listener.changed(event.sessionId);
  }

  #makeRoom(): void {
    if (this.#entries.size < ACTORS_MAX) return;
    const [first] = this.#entries.keys();
    let leaving = first;
    for (const [id, { shown }] of this.#entries) {
      if (shown.isConnected && (shown.last === null || shown.last.state === 'active')) continue;
      leaving = id;
      break;
    }
    if (leaving !== undefined) this.forget(leaving);
  }
}

/** Where a session stands before it exists: the wire has it because an actor begins with it, and nothing has happened yet. */
const isUnborn = ({ event, snapshot }: WireSnapshotTaken) =>
  event.type === 'xstate.init' && snapshot.value === 'unborn';
