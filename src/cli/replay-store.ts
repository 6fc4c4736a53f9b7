// `holdline replay --store`: the durable engine on virtual time, over a file that keeps the result.
import { openEngine } from '../engine/open-engine.ts';
import type { EngineClock } from '../engine/engine-clock.ts';
import type { Engine } from '../engine/engine.ts';
import type { Verdict } from '../events/verdict.ts';
import { EngineTables } from '../tables/engine-tables.ts';
import type { Row, TableName } from '../tables/table.ts';
import type { EpochMs } from '../time/instant.ts';
import { EventLines, instantOf, type EndOfTime } from './event-lines.ts';

/** The longest that time may run on by itself after the last event, milliseconds. */
const DRAIN_MAX_MS = 60 * 24 * 60 * 60 * 1000;

/** Stands at the latest instant that the input has shown. */
class InputClock implements EngineClock {
  readonly kind = 'virtual';
  latest: EpochMs = 0;

  now(): EpochMs {
    return this.latest;
  }

  wakeAt(): void {
    // Deadlines fire when the input says that time has passed.
  }

  stop(): void {
    // Nothing is pending.
  }
}

interface ReadLine {
  readonly number: number;
  readonly input: unknown;
}

/** One replay into a store. */
export class StoreRun extends EventLines {
  readonly #engine: Engine;
  readonly #clock = new InputClock();
  readonly #rejections: Row[] = [];
  /** Lines of this run by event id: the store does not know them. */
  readonly #lines = new Map<string, number>();
  /** Events that may still apply. */
  readonly #deferred = new Set<string>();
  #waiting: ReadLine[] = [];
  #tables: EngineTables | undefined;

  /** @throws HoldlineError as `openEngine`. */
  constructor(file: string, policy: unknown, end: EndOfTime) {
    super(end);
    this.#engine = openEngine({
      store: file,
      policy,
      clock: this.#clock,
      ticksByClock: false,
      tuning: { pendingMax: Number.MAX_SAFE_INTEGER },
    });
    this.#engine.on('verdict', ({ tenant, eventId, verdict }) => {
      const key = keyOf(tenant, eventId);
      if (verdict === 'deferred') this.#deferred.add(key);
      else if (this.#deferred.delete(key) && verdict === 'rejected') {
        this.counts.applied -= 1;
        this.counts.rejected += 1;
      }
    });
  }

  protected take(input: unknown, number: number): void {
    this.#waiting.push({ number, input });
  }

  /** What a piece of the input has brought is committed before the next one is read: memory stays at a piece. */
  async progress(): Promise<void> {
    await this.#commit();
    await this.#engine.fireCertain();
  }

  /** The input is over: decides what is waiting, lets time run to its end, and writes the tables of the store. */
  async finish(): Promise<void> {
    await this.#commit();
    const { latest } = this.#clock;
    if (this.end === 'drain') {
      await this.#engine.settle();
      await this.#engine.advanceTo(latest + DRAIN_MAX_MS);
    } else if (this.end === 'lastEvent') await this.#engine.settle();
    else {
      await this.#engine.advanceTo(this.end);
      await this.#engine.settle(this.end);
    }
    await this.#engine.checkpoint();
  }

  /** Conversations that the store knows, count. */
  get conversations(): number {
    let count = 0;
    for (const _ of this.#engine.inside.store.conversations({})) count += 1;
    return count;
  }

  /** The rows of a table, of this and all earlier runs; rejected lines are known of this run only. */
  rows(table: TableName): readonly Row[] {
    const until = typeof this.end === 'number' ? this.end : undefined;
    this.#tables ??= new EngineTables(this.#engine.inside, until);
    const rows = this.#tables.rows(table);
    if (table !== 'rejections') return rows;
    const read = rows.map((row) => ({
      ...row,
      line: this.#lines.get(String(row['event_id'])) ?? null,
    }));
    return [...this.#rejections, ...read].toSorted(
      (a, b) => Number(a['line'] ?? Infinity) - Number(b['line'] ?? Infinity),
    );
  }

  async close(): Promise<void> {
    await this.#engine.close();
  }

  async #commit(): Promise<void> {
    const lines = this.#waiting;
    this.#waiting = [];
    if (lines.length === 0) return;
    for (const { input } of lines) this.#noteInstant(input);
    const outcomes = await this.#engine.dispatchMany(lines.map(({ input }) => input));
    outcomes.forEach((outcome, index) => {
      const { number = 0 } = lines[index] ?? {};
      this.#count(outcome, number);
    });
  }

  #count(verdict: Verdict, number: number): void {
    const { counts } = this;
    this.#lines.set(verdict.eventId, number);
    switch (verdict.verdict) {
      case 'applied':
      case 'corrected':
      case 'deferred':
        counts.applied += 1;
        return;
      case 'duplicate':
        counts.duplicate += 1;
        return;
      case 'late':
        counts.late += 1;
        return;
      case 'rejected':
        counts.rejected += 1;
    }
  }

  #noteInstant(input: unknown): void {
    const at = instantOf(input);
    if (at !== undefined && at > this.#clock.latest) this.#clock.latest = at;
  }

  protected unread(number: number, code: string, message: string): void {
    this.counts.rejected += 1;
    this.#rejections.push({
      line: number,
      event_id: null,
      code,
      message,
      rule: null,
      tenant: null,
    });
  }
}

const keyOf = (tenant: string, eventId: string) => JSON.stringify([tenant, eventId]);
