// Lines as events: what every replay reads alike, whichever engine decides what it read.
import type { Verdict } from '../events/verdict.ts';
import { parseInstant, type EpochMs } from '../time/instant.ts';
import { LINE_BYTES_MAX, type LineListener } from './line-reader.ts';

/** When time ends: at the last event, at an instant, or when nothing is pending any more. */
export type EndOfTime = 'lastEvent' | 'drain' | EpochMs;

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

/** Counts before the first line. */
export const noCounts = (): ReplayCounts => ({
  lines: 0,
  applied: 0,
  duplicate: 0,
  late: 0,
  rejected: 0,
  leftOut: 0,
});

/** Counts a final verdict. */
export function countVerdict(counts: ReplayCounts, { verdict }: Verdict): void {
  switch (verdict) {
    case 'applied':
    case 'corrected':
      counts.applied += 1;
      return;
    case 'duplicate':
    case 'late':
    case 'rejected':
      counts[verdict] += 1;
      return;
    case 'deferred':
      return;
  }
}

const BRACE = 0x7b;

/** Reads lines as JSON, counts them, and leaves out what lies after the end of time. Blank lines are passed over. */
export abstract class EventLines implements LineListener {
  readonly counts = noCounts();
  protected readonly end: EndOfTime;

  constructor(end: EndOfTime) {
    this.end = end;
  }

  /** Takes what a line holds; `number` counts from 1. */
  protected abstract take(input: unknown, number: number): void;

  /** Notes and counts a line that holds nothing readable. */
  protected abstract unread(
    number: number,
    code: 'invalid_json' | 'too_large',
    message: string,
  ): void;

  line(text: string, number: number): void {
    if (text.charCodeAt(0) !== BRACE && text.trim() === '') return;
    this.counts.lines += 1;
    let input: unknown;
    try {
      input = JSON.parse(text);
    } catch (error) {
      const reason = withoutQuote(error instanceof Error ? error.message : String(error));
      this.unread(
        number,
        'invalid_json',
        `the line is no JSON (${reason}): write one object a line`,
      );
      return;
    }
    if (this.#isAfterTheEnd(input)) this.counts.leftOut += 1;
    else this.take(input, number);
  }

  tooLong(number: number): void {
    this.counts.lines += 1;
    this.unread(
      number,
      'too_large',
      `the line is longer than ${LINE_BYTES_MAX} bytes: leave out what Holdline does not need`,
    );
  }

  notUtf8(number: number): void {
    this.counts.lines += 1;
    this.unread(number, 'invalid_json', 'the line is no UTF-8: write the file in that encoding');
  }

  #isAfterTheEnd(input: unknown): boolean {
    return typeof this.end !== 'string' && (instantOf(input) ?? -Infinity) > this.end;
  }
}

/** The instant that an input claims; undefined if it is none. */
export function instantOf(input: unknown): EpochMs | undefined {
  const at = (input as { at?: unknown } | null)?.at;
  if (typeof at !== 'string' && typeof at !== 'number') return undefined;
  const instant = parseInstant(at);
  return typeof instant === 'number' ? instant : undefined;
}

/** The parser's reason without the piece of the line that it quotes: a message's text gets into no table. */
const withoutQuote = (reason: string) => reason.replace(/, (?:\.\.\.)?"[^]*$/, '');
