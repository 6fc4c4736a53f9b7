// What the viewer knows: the messages of the server folded into actors, charts and their steps.
import type { ChartLayout } from '../inspection/chart-layout.ts';
import {
  HISTORY_ACTORS_MAX,
  type FrameMessage,
  type HistoryMessage,
  type ServerMessage,
  type ShownActor,
  type ShownStep,
  type WelcomeMessage,
} from '../inspection/viewer-protocol.ts';

/** Steps kept for the log of all actors while they are live, count. */
const LOG_MAX = 400;

/** What the server said of itself. */
export type Watched = Pick<WelcomeMessage, 'title' | 'kind' | 'now' | 'leftOut'>;

/** An actor has gone from one place of its chart to another. */
export interface Move {
  readonly actorId: string;
  readonly chart: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/** Everything that was told so far. Listeners hear of each change once, after it. */
export class InspectionStore {
  /** Undefined until the server has said anything. */
  watched: Watched | undefined;
  isConnected = false;
  /** The viewer's clock when `now` was told, milliseconds of `performance.now()`. */
  toldAt = 0;
  readonly actors = new Map<string, ShownActor>();
  /** Null where a chart cannot be drawn. */
  readonly charts = new Map<string, ChartLayout | null>();
  /** The latest steps of all actors. */
  log: readonly ShownStep[] = [];
  /** All steps of the actors whose history was asked for. */
  readonly histories = new Map<string, readonly ShownStep[]>();
  readonly #asked = new Set<string>();
  readonly #listeners = new Set<() => void>();
  readonly #moveListeners = new Set<(moves: readonly Move[]) => void>();
  readonly #ask: (actorIds: readonly string[]) => void;
  /** The actor that the server wants to be shown first. */
  selectedFirst: string | null = null;

  /** @param ask Asks the server for the histories of actors. */
  constructor(ask: (actorIds: readonly string[]) => void) {
    this.#ask = ask;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Hears of what moves while it is live. */
  onMoves(listener: (moves: readonly Move[]) => void): () => void {
    this.#moveListeners.add(listener);
    return () => this.#moveListeners.delete(listener);
  }

  connected(isConnected: boolean): void {
    this.isConnected = isConnected;
    this.#changed();
  }

  take(message: ServerMessage): void {
    if (message.type === 'welcome') this.#welcome(message);
    else if (message.type === 'frame') this.#frame(message);
    else this.#history(message);
    this.#changed();
  }

  /** The engine's time now; it runs on by itself where the engine's does. */
  now(performanceNow: number): number {
    const { watched } = this;
    if (watched === undefined) return 0;
    return watched.kind === 'live' ? watched.now + performanceNow - this.toldAt : watched.now;
  }

  /** All known steps of an actor; asks for them the first time. */
  stepsOf(actorId: string): readonly ShownStep[] {
    this.wish([actorId]);
    return this.histories.get(actorId) ?? this.log.filter((step) => step.actorId === actorId);
  }

  /** Asks for the histories of actors that were not asked for yet. */
  wish(actorIds: Iterable<string>): void {
    const missing = [...actorIds].filter((id) => !this.#asked.has(id));
    for (const id of missing) this.#asked.add(id);
    for (let start = 0; start < missing.length; start += HISTORY_ACTORS_MAX) {
      this.#ask(missing.slice(start, start + HISTORY_ACTORS_MAX));
    }
  }

  #welcome(message: WelcomeMessage): void {
    this.actors.clear();
    this.#asked.clear();
    this.histories.clear();
    this.#hear(message);
    this.selectedFirst = message.selectedId;
    for (const actor of message.actors) this.actors.set(actor.id, actor);
    for (const { key, layout } of message.charts) this.charts.set(key, layout);
    this.log = message.tail;
    if (message.kind === 'recorded') this.wish(this.actors.keys());
  }

  #frame(message: FrameMessage): void {
    this.#hear(message);
    const moves = this.#movesOf(message);
    for (const actor of message.actors) this.actors.set(actor.id, actor);
    for (const { key, layout } of message.charts) this.charts.set(key, layout);
    for (const id of message.forgotten) {
      this.actors.delete(id);
      this.histories.delete(id);
      this.#asked.delete(id);
    }
    for (const step of message.steps) this.#append(step);
    if (message.steps.length > 0) this.log = [...this.log, ...message.steps].slice(-LOG_MAX);
    if (moves.length > 0) for (const listener of this.#moveListeners) listener(moves);
  }

  #history(message: HistoryMessage): void {
    for (const { id, steps } of message.actors) {
      if (!this.#asked.has(id)) continue;
      const last = steps.at(-1);
      const known = this.histories.get(id) ?? this.log.filter((step) => step.actorId === id);
      const newer = known.filter((step) => last === undefined || isAfter(step, last));
      this.histories.set(id, [...steps, ...newer]);
    }
  }

  #hear({ now, leftOut, ...rest }: WelcomeMessage | FrameMessage): void {
    const { title, kind } =
      'kind' in rest ? rest : (this.watched ?? { title: '', kind: 'live' as const });
    this.watched = { title, kind, now, leftOut };
    this.toldAt = performance.now();
  }

  #append(step: ShownStep): void {
    const known = this.histories.get(step.actorId);
    if (known === undefined) return;
    const last = known.at(-1);
    if (last === undefined || isAfter(step, last)) {
      this.histories.set(step.actorId, [...known, step]);
    }
    // A repair has changed what came before: the whole is asked for again.
    if (step.facts.some(({ type }) => type === 'session.corrected')) {
      this.#asked.delete(step.actorId);
      this.wish([step.actorId]);
    }
  }

  #movesOf(message: FrameMessage): readonly Move[] {
    const leaves = new Map<string, readonly string[]>();
    const moves: Move[] = [];
    for (const { actorId, leaves: to } of message.steps) {
      const actor = this.actors.get(actorId) ?? message.actors.find(({ id }) => id === actorId);
      const from = leaves.get(actorId) ?? this.actors.get(actorId)?.last?.leaves ?? BIRTH;
      leaves.set(actorId, to);
      if (typeof actor?.chart === 'string') moves.push({ actorId, chart: actor.chart, from, to });
    }
    return moves;
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** Where a session is before its first step. */
export const BIRTH: readonly string[] = ['unborn'];

/** Whether a step is newer than another one of the same actor. */
const isAfter = (step: ShownStep, other: ShownStep) => step.seq > other.seq || step.at > other.at;
