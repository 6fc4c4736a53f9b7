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
import { TableBook } from '../tables/table-book.ts';
import type { TableName } from '../tables/table.ts';
import { parseInstant, type EpochMs } from '../time/instant.ts';
import { LINE_BYTES_MAX, type LineListener } from './line-reader.ts';

/** When time ends: at the last event, at an instant, or when nothing is pending any more. */
export type EndOfTime = 'lastEvent' | 'drain' | EpochMs;

/** What a replay is told. */
export interface ReplayOptions {
  /** A partial policy over the defaults. */
  readonly policy?: unknown;
  readonly end: EndOfTime;
  readonly tables: readonly TableName[];
  readonly tuning?: EngineTuning | undefined;
  /** Hears the bytes read so far. */
  readonly onProgress?: ((bytes: number) => void) | undefined;
}

/** Verdicts of a run, count each. */
export interface ReplayCounts {
  lines: number;
  applied: number;
  duplicate: number;
  late: number;
  rejected: number;
  /** Events after `--until`, which were not taken. */
  leftOut: number;
}

/** Where an event was read; set on events that are read from lines. */
const LINE = Symbol('line');

interface ReadEvent {
  [LINE]?: number;
}

/** Nobody waits for the verdicts of a replay: they are reached in batches. */
const IN_BATCHES: EngineTuning = { batch: 512 };

/** One run over a stream of lines. Blank lines are passed over. */
export class ReplayRun implements LineListener, EngineSink {
  readonly engine: MemoryEngine;
  readonly book: TableBook;
  readonly counts: ReplayCounts = {
    lines: 0,
    applied: 0,
    duplicate: 0,
    late: 0,
    rejected: 0,
    leftOut: 0,
  };
  readonly #end: EndOfTime;
  #lastTold: Verdict | undefined;
  readonly #onProgress: ((bytes: number) => void) | undefined;

  /** @throws HoldlineError policy_invalid if the policy is none. */
  constructor({ policy, end, tables, tuning = IN_BATCHES, onProgress }: ReplayOptions) {
    this.book = new TableBook(tables);
    this.#end = end;
    this.#onProgress = onProgress;
    this.engine = new MemoryEngine({ sink: this, policy, tuning });
  }

  line(text: string, number: number): void {
    if (text.charCodeAt(0) !== BRACE && text.trim() === '') return;
    this.counts.lines += 1;
    let input: unknown;
    try {
      input = JSON.parse(text);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#unread(
        number,
        'invalid_json',
        `the line is no JSON (${withoutQuote(reason)}): write one object a line`,
      );
      return;
    }
    if (this.#isAfterTheEnd(input)) {
      this.counts.leftOut += 1;
      return;
    }
    if (typeof input === 'object' && input !== null) (input as ReadEvent)[LINE] = number;
    const verdict = this.engine.dispatch(input, true);
    // A parsed event has told its verdict to the sink; what was no event has none there.
    if (verdict.verdict === 'rejected' && verdict !== this.#lastTold) {
      this.counts.rejected += 1;
      this.book.reject(number, verdict, null);
      this.book.noteUnread(verdict);
    }
  }

  tooLong(number: number): void {
    this.counts.lines += 1;
    this.#unread(
      number,
      'too_large',
      `the line is longer than ${LINE_BYTES_MAX} bytes: leave out what Holdline does not need`,
    );
  }

  notUtf8(number: number): void {
    this.counts.lines += 1;
    this.#unread(number, 'invalid_json', 'the line is no UTF-8: write the file in that encoding');
  }

  progress(bytes: number): void {
    this.#onProgress?.(bytes);
  }

  /** The input is over: decides what is waiting, and lets time run to its end. */
  finish(): void {
    const { engine } = this;
    if (this.#end === 'drain') engine.drain();
    else if (this.#end === 'lastEvent') engine.settle();
    else engine.advanceTo(this.#end);
  }

  fact(fact: AnyFact): void {
    this.book.fact(fact);
  }

  verdict(verdict: Verdict, event: EventIn): void {
    this.#lastTold = verdict;
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

  #isAfterTheEnd(input: unknown): boolean {
    if (typeof this.#end === 'string') return false;
    const at = (input as { at?: unknown } | null)?.at;
    if (typeof at !== 'string' && typeof at !== 'number') return false;
    const instant = parseInstant(at);
    return typeof instant === 'number' && instant > this.#end;
  }

  #unread(number: number, code: 'invalid_json' | 'too_large', message: string): void {
    const verdict: Verdict = { eventId: '', verdict: 'rejected', code, message };
    this.counts.rejected += 1;
    this.book.reject(number, verdict, null);
    this.book.noteUnread(verdict);
  }
}

const BRACE = '{'.charCodeAt(0);

/** The parser's reason without the piece of the line that it quotes: a message's text gets into no table. */
export const withoutQuote = (reason: string) => reason.replace(/, (?:\.\.\.)?"[^]*$/, '');
