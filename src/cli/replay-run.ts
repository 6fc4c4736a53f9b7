// One replay: lines in, the engine on virtual time, the tables out.
import type { Conversation } from '../conversation/conversation.ts';
import type { Session } from '../conversation/session.ts';
import type { Work } from '../conversation/work.ts';
import type { EngineSink } from '../engine/engine-sink.ts';
import type { EngineTuning } from '../engine/engine-tuning.ts';
import { MemoryEngine } from '../engine/memory-engine.ts';
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
import { EventLines, type EndOfTime } from './event-lines.ts';

/** What a replay is told. */
export interface ReplayOptions {
  /** A partial policy over the defaults. */
  readonly policy?: unknown;
  readonly end: EndOfTime;
  readonly tables: readonly TableName[];
  readonly tuning?: EngineTuning | undefined;
  /** Hears decisions as a whole. */
  readonly onDecided?: NonNullable<EngineSink['decided']>;
  /** Hears what metrics read, instead of them; then there are no tables of metrics. */
  readonly onMoment?: TakeMoment;
  /** Hears the bytes read so far. */
  readonly onProgress?: ((bytes: number) => void) | undefined;
}

/** Where an event was read; set on events that are read from lines. */
const LINE = Symbol('line');

interface ReadEvent {
  [LINE]?: number;
}

/** Nobody waits for the verdicts of a replay: they are reached in batches. Some 2 kB a conversation that stays unpacked. */
const IN_BATCHES: EngineTuning = { batch: 512, unpackedCount: 16_384 };

/** One run over a stream of lines. Blank lines are passed over. */
export class ReplayRun extends EventLines implements EngineSink {
  readonly engine: MemoryEngine;
  readonly book: TableBook;
  /** Hears decisions as a whole, where metrics are wanted. */
  readonly decided?: NonNullable<EngineSink['decided']>;
  readonly #metrics: MetricBook | undefined;
  readonly #moments: Moments | undefined;
  #lastTold: Verdict | undefined;
  readonly #onProgress: ((bytes: number) => void) | undefined;

  /** @throws HoldlineError policy_invalid if the policy is none. */
  constructor(options: ReplayOptions) {
    const { policy, end, tables, tuning = IN_BATCHES, onProgress, onDecided } = options;
    const { onMoment } = options;
    super(end);
    this.book = new TableBook(tables);
    this.#onProgress = onProgress;
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
    this.engine = new MemoryEngine({ sink: this, policy, tuning });
  }

  protected take(input: unknown, number: number): void {
    if (typeof input === 'object' && input !== null) (input as ReadEvent)[LINE] = number;
    const verdict = this.engine.dispatch(input, true);
    // A parsed event has told its verdict to the sink; what was no event has none there.
    if (verdict.verdict === 'rejected' && verdict !== this.#lastTold) {
      this.counts.rejected += 1;
      this.book.reject(number, verdict, null);
      this.book.noteUnread(verdict);
    }
  }

  progress(bytes: number): void {
    this.#onProgress?.(bytes);
  }

  /** The input is over: decides what is waiting, and lets time run to its end. */
  finish(): void {
    const { engine } = this;
    if (this.end === 'drain') engine.drain();
    else if (this.end === 'lastEvent') engine.settle();
    else engine.advanceTo(this.end);
    this.#metrics?.finish(typeof this.end === 'number' ? this.end : undefined);
  }

  /** The rows of a table, in its order; the run must be over. */
  rows(table: TableName): Iterable<Row> {
    if (isMetricTable(table)) return this.#metrics?.rows(table) ?? [];
    const rows = this.book.rows(table, this.engine);
    return table === 'agent_work' ? (this.#metrics?.withActiveTime(rows) ?? rows) : rows;
  }

  fact(fact: AnyFact): void {
    this.book.fact(fact);
  }

  verdict(verdict: Verdict, event: EventIn): void {
    this.#lastTold = verdict;
    this.#moments?.verdict(verdict, event);
    this.book.verdict(verdict, event);
    const { counts } = this;
    switch (verdict.verdict) {
      case 'applied':
      case 'corrected':
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
        this.book.reject((event as ReadEvent)[LINE] ?? null, verdict, event.tenant);
        return;
      case 'deferred':
        return;
    }
  }

  sessionEnded(session: Session, conversation: Conversation, policy: Policy): void {
    this.book.sessionEnded(session, conversation, policy);
  }

  workFinished(work: Work, conversation: Conversation): void {
    this.book.workFinished(work, conversation);
  }

  protected unread(number: number, code: 'invalid_json' | 'too_large', message: string): void {
    const verdict: Verdict = { eventId: '', verdict: 'rejected', code, message };
    this.book.reject(number, verdict, null);
    this.book.noteUnread(verdict);
  }
}
