// One replay: lines in, the engine on virtual time, the tables out.
import { parseEvent } from '../events/parse-event.ts';
import { Refusal, verdictOnInput } from '../events/refusal.ts';
import type { Row, TableName } from '../tables/table.ts';
import { EventLines } from './event-lines.ts';
import { ReplayedEvents, type ReplayOptions } from './replayed-events.ts';

/** One run over a stream of lines, read and decided in one thread. Blank lines are passed over. */
export class ReplayRun extends EventLines {
  readonly replayed: ReplayedEvents;

  /** @throws HoldlineError policy_invalid if the policy is none. */
  constructor(options: ReplayOptions) {
    super(options.end);
    this.replayed = new ReplayedEvents(options, this.counts);
  }

  protected take(input: unknown, number: number): void {
    const event = parseEvent(input, true);
    if (event instanceof Refusal) this.replayed.refuse(number, verdictOnInput(event));
    else this.replayed.take(event, number);
  }

  protected unread(number: number, code: 'invalid_json' | 'too_large', message: string): void {
    this.replayed.refuse(number, { eventId: '', verdict: 'rejected', code, message });
  }

  /** The input is over: decides what is waiting, and lets time run to its end. */
  finish(): void {
    this.replayed.finish();
  }

  /** The rows of a table, in its order; the run must be over. */
  rows(table: TableName): Iterable<Row> {
    return this.replayed.rows(table);
  }
}
