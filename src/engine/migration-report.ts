import type { Deadline } from '../conversation/deadline.ts';
import type { Session } from '../conversation/session.ts';
import type { EpochMs } from '../time/instant.ts';
import type { DeadlineFate, SessionMove } from './migration-plan.ts';
import { WORK_GRAPH, type WorkMove } from './migration-work.ts';

/** Sessions of one place in the old chart that go the same way. */
export interface MoveCount {
  readonly graph: string;
  /** Leaf of the old chart. */
  readonly from: string;
  /** Leaf of the new chart; null where it has none. */
  readonly to: string | null;
  readonly fate: SessionMove['fate'];
  readonly why: SessionMove['why'];
  readonly status: string;
  count: number;
  /** Some of them. */
  readonly examples: string[];
}

/** What re-arming would do to the deadlines of one name; counts, and milliseconds. */
export interface RearmCount {
  same: number;
  earlier: number;
  later: number;
  /** Switched off: they would not fire any more. */
  off: number;
  /** Would be due at once: their new instant lies in the past. */
  dueNow: number;
  /** The largest difference, milliseconds. */
  shiftMsMax: number;
}

/** Sessions named of each kind. */
const NAMED_MAX = 5;

/** What a migration means for all open sessions. */
export class MigrationReport {
  /** The charts that decided what is stored. */
  readonly storedCharts: readonly string[];
  /** The charts of this version. */
  readonly currentCharts: readonly string[];
  /** Sessions whose chart has not changed. */
  stays = 0;
  moves = 0;
  conflicts = 0;
  /** Sessions and assignments for which the new chart has no place. */
  unresolved = 0;
  /** Sessions to be ended after they have moved: those that were conflicts. */
  readonly conflictIds: string[] = [];
  readonly deadlines: Record<DeadlineFate, Record<string, number>> = {
    kept: {},
    readdressed: {},
    lapses: {},
  };
  /** By timer; empty without a proposed policy. */
  readonly rearm: Record<string, RearmCount> = {};
  readonly #places = new Map<string, MoveCount>();
  readonly #now: EpochMs;

  constructor(storedCharts: readonly string[], charts: readonly string[], now: EpochMs) {
    this.storedCharts = storedCharts;
    this.currentCharts = charts;
    this.#now = now;
  }

  /** Whether the store was decided by the charts of this version. */
  get isUnchanged(): boolean {
    return this.storedCharts.join(' ') === this.currentCharts.join(' ');
  }

  /** Whether a chart of this version decided what is stored. A store from before a chart was kept count of is taken as it is. */
  isSame(version: string): boolean {
    const graph = version.slice(0, version.indexOf('@'));
    return (
      this.storedCharts.includes(version) ||
      !this.storedCharts.some((stored) => stored.startsWith(`${graph}@`))
    );
  }

  /** Where sessions move from and to, the most first. */
  get places(): readonly MoveCount[] {
    return [...this.#places.values()].toSorted((a, b) => b.count - a.count);
  }

  countStay(): void {
    this.stays += 1;
  }

  countMove({ id, status }: Session, move: SessionMove): void {
    const { fate, graph, from, to, why, deadlines } = move;
    if (fate === 'moves') this.moves += 1;
    else {
      this.conflicts += 1;
      if (to === undefined) this.unresolved += 1;
      else this.conflictIds.push(id);
    }
    this.#countPlace(graph, { from, to, fate, why, deadlines }, status, id);
  }

  /** Counts what becomes of an assignment. */
  countWork({ work, ...move }: WorkMove): void {
    if (move.to === undefined) this.unresolved += 1;
    if (move.from === move.to) return;
    this.#countPlace(WORK_GRAPH, move, work.status, `${work.sessionId} ${work.attempt}`);
  }

  #countPlace(graph: string, move: Omit<WorkMove, 'work'>, status: string, example: string): void {
    const { from, to, fate, why, deadlines } = move;
    const key = JSON.stringify([graph, from, to, why]);
    let place = this.#places.get(key);
    if (place === undefined) {
      place = { graph, from, to: to ?? null, fate, why, status, count: 0, examples: [] };
      this.#places.set(key, place);
    }
    place.count += 1;
    if (place.examples.length < NAMED_MAX) place.examples.push(example);
    for (const { deadline, fate: its } of deadlines) {
      this.deadlines[its][deadline.name] = (this.deadlines[its][deadline.name] ?? 0) + 1;
    }
  }

  /** Counts what re-arming would do to a deadline: null switches it off. */
  countRearm({ name, dueAt }: Deadline, to: EpochMs | null): void {
    const empty: RearmCount = { same: 0, earlier: 0, later: 0, off: 0, dueNow: 0, shiftMsMax: 0 };
    const count = (this.rearm[name] ??= empty);
    if (to === dueAt) count.same += 1;
    else if (to === null) count.off += 1;
    else {
      if (to < dueAt) count.earlier += 1;
      else count.later += 1;
      if (to <= this.#now) count.dueNow += 1;
      count.shiftMsMax = Math.max(count.shiftMsMax, Math.abs(to - dueAt));
    }
  }

  /** All of it as plain data. */
  toJSON(): object {
    const { storedCharts, currentCharts, stays, moves, conflicts, unresolved } = this;
    const { places, deadlines, rearm } = this;
    const figures = { stays, moves, conflicts, unresolved, places, deadlines, rearm };
    return { storedCharts, currentCharts, ...figures };
  }
}
