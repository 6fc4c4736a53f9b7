// `holdline replay --store`: the durable engine on virtual time, over a file that keeps the result.
import { openEngine } from '../engine/open-engine.ts';
import type { EngineClock } from '../engine/engine-clock.ts';
import type { Engine } from '../engine/engine.ts';
import type { VerdictCode } from '../events/codes.ts';
import { DEFAULT_TENANT } from '../events/default-tenant.ts';
import type { Verdict } from '../events/verdict.ts';
import { EngineTables } from '../tables/engine-tables.ts';
import type { Row, TableName } from '../tables/table.ts';
import type { EpochMs } from '../time/instant.ts';
import { countVerdict, EventLines, instantOf, type EndOfTime } from './event-lines.ts';

/** The longest that time may run on by itself after the last event, milliseconds. */
const DRAIN_MAX_MS = 60 * 24 * 60 * 60 * 1000;

/** Stands at the latest instant that the engine has taken from the input: a time too far ahead moves nothing. */
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
  /** Lines of this run that the store keeps nothing of: those that are no events, and repeats. */
  readonly #unread: Row[] = [];
  readonly #repeats: Row[] = [];
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
    this.#noteInstants();
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

  /** The rows of a table, of this and all earlier runs; repeats and lines that are no events are known of this run only. */
  rows(table: TableName): readonly Row[] {
    const until = typeof this.end === 'number' ? this.end : undefined;
    this.#tables ??= new EngineTables(this.#engine.inside, until);
    const rows = this.#tables.rows(table);
    if (table === 'verdicts') return [...rows, ...this.#repeats, ...this.#unread.map(verdictRow)];
    if (table !== 'rejections') return rows;
    const read = rows.map((row) => ({
      ...row,
      line: this.#lines.get(String(row['event_id'])) ?? null,
    }));
    return [...this.#unread, ...read].toSorted(
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
    const outcomes = await this.#engine.dispatchMany(lines.map(({ input }) => input));
    outcomes.forEach((outcome, index) => {
      const { number = 0, input } = lines[index] ?? {};
      this.#count(outcome, number, input);
    });
    this.#noteInstants();
  }

  #count(verdict: Verdict, number: number, input: unknown): void {
    if (isNoEvent(verdict, input)) this.#reject(number, verdict);
    else this.#lines.set(verdict.eventId, number);
    countVerdict(this.counts, verdict);
    // Until it turns out otherwise.
    if (verdict.verdict === 'deferred') this.counts.applied += 1;
    if (verdict.verdict !== 'duplicate') return;
    this.#repeats.push({
      event_id: verdict.eventId,
      verdict: 'duplicate',
      code: null,
      tenant: (input as { readonly tenant?: string }).tenant ?? DEFAULT_TENANT,
    });
  }

  #noteInstants(): void {
    for (const tenant of this.#engine.tenants) {
      const at = this.#engine.inside.watermarkOf(tenant);
      if (at > this.#clock.latest) this.#clock.latest = at;
    }
  }

  protected unread(line: number, code: VerdictCode, message: string): void {
    this.counts.rejected += 1;
    this.#reject(line, { eventId: '', code, message });
  }

  #reject(line: number, { eventId, code, message }: Rejection): void {
    const event_id = eventId === '' ? null : eventId;
    const why = { code: code ?? null, message: message ?? null };
    this.#unread.push({ line, event_id, ...why, rule: null, tenant: null });
  }
}

type Rejection = Pick<Verdict, 'eventId' | 'code' | 'message'>;

const verdictRow = ({ event_id = null, code = null }: Row): Row => ({
  event_id,
  verdict: 'rejected',
  code,
  tenant: null,
});

/** Whether a line was refused as something that is no event: the engine keeps nothing of it. */
function isNoEvent({ code }: Verdict, input: unknown): boolean {
  if (code === 'time_out_of_range') return instantOf(input) === undefined;
  return code === 'invalid_event' || code === 'unknown_type';
}

const keyOf = (tenant: string, eventId: string) => JSON.stringify([tenant, eventId]);
