// The deciding half of a replay: events that are read already go in, the engine runs on virtual time, tables come out.
// It knows nothing of lines, and so may run in another thread than the reading.
import type { Conversation } from '../conversation/conversation.ts';
import type { Session } from '../conversation/session.ts';
import type { Work } from '../conversation/work.ts';
import type { EngineSink } from '../engine/engine-sink.ts';
import type { EngineTuning } from '../engine/engine-tuning.ts';
import { ParsedEngine } from '../engine/parsed-engine.ts';
import type { AnyFact } from '../events/fact.ts';
import type { Verdict } from '../events/verdict.ts';
import type { EventIn } from '../events/vocabulary.ts';
import type { Policy } from '../policy/policy.ts';
import { Moments, type TakeMoment } from '../engine/moments.ts';
import { metricOptionsOf } from '../policy/policy-metrics.ts';
import { policyOf } from './policy-of.ts';
import { ACTIVE_TIME, MetricBook } from '../tables/metric-book.ts';
import { TableBook } from '../tables/table-book.ts';
import { isMetricTable, type Row, type TableName } from '../tables/table.ts';
import { countVerdict, type EndOfTime, type ReplayCounts } from './event-lines.ts';

/** What the deciding half of a replay is told. */
export interface ReplayOptions {
  /** A partial policy over the defaults. */
  readonly policy?: unknown;
  readonly end: EndOfTime;
  readonly tables: readonly TableName[];
  readonly tuning?: EngineTuning | undefined;
  /** Hears each fact. */
  readonly onFact?: (fact: AnyFact) => void;
  /** Hears each final verdict on an event. */
  readonly onVerdict?: (verdict: Verdict, event: EventIn) => void;
  /** Hears decisions as a whole. */
  readonly onDecided?: NonNullable<EngineSink['decided']>;
  /** Hears what metrics read, instead of them; then there are no tables of metrics. */
  readonly onMoment?: TakeMoment;
}

/** Where an event was read; set on events that are read from lines. */
const LINE = Symbol('line');

interface ReadEvent {
  [LINE]?: number;
}

/** Nobody waits for the verdicts of a replay: they are reached in batches. Some 2 kB a conversation that stays unpacked. */
const IN_BATCHES: EngineTuning = { batch: 2048, unpackedCount: 16_384 };

/** One replay of events. Its counts are the caller's, who has lines to count that are no events. */
export class ReplayedEvents implements EngineSink {
  readonly engine: ParsedEngine;
  readonly book: TableBook;
  /** Hears decisions as a whole, where metrics are wanted. */
  readonly decided?: NonNullable<EngineSink['decided']>;
  readonly #metrics: MetricBook | undefined;
  readonly #moments: Moments | undefined;
  readonly #end: EndOfTime;
  readonly #counts: ReplayCounts;
  readonly #onFact: ReplayOptions['onFact'];
  readonly #onVerdict: ReplayOptions['onVerdict'];

  /** @throws HoldlineError policy_invalid if the policy is none. */
  constructor(options: ReplayOptions, counts: ReplayCounts) {
    const { policy, end, tables, tuning = IN_BATCHES, onDecided, onMoment } = options;
    this.#end = end;
    this.#counts = counts;
    this.#onFact = options.onFact;
    this.#onVerdict = options.onVerdict;
    this.book = new TableBook(tables);
    const metricTables = tables.filter(isMetricTable);
    const isMeasured = metricTables.length > 0 || tables.includes('agent_work');
    if (isMeasured && onMoment === undefined) {
      this.#metrics = new MetricBook({
        tables: new Set(metricTables),
        options: metricOptionsOf(policyOf(policy)),
        calculators: metricTables.length > 0 ? undefined : ACTIVE_TIME,
      });
    }
    const take = onMoment ?? this.#metrics?.take.bind(this.#metrics);
    if (take !== undefined) {
      const moments = new Moments(take);
      this.#moments = moments;
      this.decided = (decision) => moments.decided(decision);
    } else if (onDecided !== undefined) this.decided = onDecided;
    this.engine = new ParsedEngine({ sink: this, policy, tuning });
  }

  /** Takes an event that `parseEvent` has read from a line; `number` counts from 1. */
  take(event: EventIn, number: number): void {
    (event as ReadEvent)[LINE] = number;
    this.engine.take(event);
  }

  /** Notes a line that holds no event. */
  refuse(number: number, verdict: Verdict): void {
    this.#counts.rejected += 1;
    this.book.reject(number, verdict, null);
    this.book.noteUnread(verdict);
  }

  /** The input is over: decides what is waiting, and lets time run to its end. */
  finish(): void {
    const end = this.#end;
    if (end === 'drain') this.engine.drain();
    else if (end === 'lastEvent') this.engine.settle();
    else this.engine.advanceTo(end);
    this.#metrics?.finish(typeof end === 'number' ? end : undefined);
  }

  /** Conversations of all tenants, count. */
  get conversations(): number {
    return this.engine.tenants.reduce((sum, tenant) => sum + tenant.shelf.size, 0);
  }

  /** The rows of a table, in its order; the run must be over. */
  rows(table: TableName): Iterable<Row> {
    if (isMetricTable(table)) return this.#metrics?.rows(table) ?? [];
    const rows = this.book.rows(table, this.engine);
    return table === 'agent_work' ? (this.#metrics?.withActiveTime(rows) ?? rows) : rows;
  }

  fact(fact: AnyFact): void {
    this.book.fact(fact);
    this.#onFact?.(fact);
  }

  verdict(verdict: Verdict, event: EventIn): void {
    this.#moments?.verdict(verdict, event);
    this.#onVerdict?.(verdict, event);
    this.book.verdict(verdict, event);
    countVerdict(this.#counts, verdict);
    if (verdict.verdict !== 'rejected') return;
    this.book.reject((event as ReadEvent)[LINE] ?? null, verdict, event.tenant);
  }

  sessionEnded(session: Session, conversation: Conversation, policy: Policy): void {
    this.book.sessionEnded(session, conversation, policy);
  }

  workFinished(work: Work, conversation: Conversation): void {
    this.book.workFinished(work, conversation);
  }
}
