// How metrics read the journal of their engine: a step at a time, however long it is.
import type { LiveMetrics } from '../metrics/live-metrics.ts';
import type { EpochMs } from '../time/instant.ts';
import type { EngineInside } from './engine-inside.ts';
import { JournalAhead } from './journal-ahead.ts';
import { tellRecord } from './journal-moments.ts';
import { readRecord } from './journal-record.ts';

/** Events that are read at once: some milliseconds. */
const EVENTS_A_STEP = 1000;

/** What is read, for whom. */
export interface MetricsReadingParts {
  readonly inside: EngineInside;
  readonly tenant: string;
  readonly live: LiveMetrics;
  /** What lies so far back changes no more, milliseconds. */
  readonly settledMs: () => number;
  /** Hears how far event time has come. */
  readonly reached: (at: EpochMs) => void;
  readonly eventsAStep?: number | undefined;
}

/** The journal as the metrics of one tenant read it. */
export class MetricsReading {
  /** Place in the journal up to which it was read. */
  position = 0;
  /** Events that were read so far, of all tenants. */
  eventsCount = 0;
  readonly #parts: MetricsReadingParts;
  readonly #eventsAStep: number;

  constructor(parts: MetricsReadingParts) {
    this.#parts = parts;
    this.#eventsAStep = parts.eventsAStep ?? EVENTS_A_STEP;
  }

  /** Brings figures up to the last commit, a step at a time. A reading that comes between two steps finishes it. */
  *refreshing(): Generator<void> {
    // What has not fired by now is not in what is read: it is of no earlier instant.
    const deadlineAt = this.#parts.inside.nextDeadlineAt();
    if (this.#readSome()) yield* this.#catchUp(deadlineAt);
    yield* this.#foldIn();
  }

  /** A long journal is folded while it is read: all of it at once might be more than memory holds. */
  *#catchUp(deadlineAt: EpochMs): Generator<void> {
    const { inside, tenant } = this.#parts;
    const ahead = yield* JournalAhead.look(
      (position) => inside.store.records(position),
      this.position,
      this.#eventsAStep,
    );
    do {
      yield* this.#foldIn(Math.min(deadlineAt, ahead.earliestAfter(this.position, tenant)));
    } while (this.#readSome());
  }

  /** @param openFrom Nothing from this instant on is folded once and for all. */
  *#foldIn(openFrom = Infinity): Generator<void> {
    const { live, settledMs, reached } = this.#parts;
    live.widen(settledMs());
    yield* live.refreshing(openFrom);
    if (live.latest !== -Infinity) reached(live.latest);
  }

  /** Reads on, as far as a step goes. False once there is no more. */
  #readSome(): boolean {
    const { inside, tenant, live } = this.#parts;
    let events = 0;
    for (const stored of inside.store.records(this.position)) {
      const record = readRecord(stored);
      this.position = stored.position;
      tellRecord(record, (whose) => (whose === tenant ? live : undefined));
      events += 1 + record.commands.length;
      this.eventsCount += record.commands.length;
      if (events >= this.#eventsAStep) return true;
    }
    return false;
  }
}
