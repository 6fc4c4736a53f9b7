// How far back in event time what is still to be read of a journal reaches: what lies before may be folded once and for all, and let go.
import type { JournalRecord } from '../store/store.ts';
import type { EpochMs } from '../time/instant.ts';
import { isErased, isEvent, readRecord, type ReadRecord } from './journal-record.ts';

/** The records of a journal after a place. */
export type RecordsAfter = (position: number) => Iterable<JournalRecord>;

/** The rest of a journal, seen once without keeping any of it. */
export class JournalAhead {
  /** Places in the journal, ascending: where each step began. */
  readonly #begun: number[] = [];
  /** The earliest instant that anything from the beginning of each step on is of, by tenant. */
  readonly #earliest = new Map<string, EpochMs[]>();

  /** Reads what comes after a place, a step of so many events at a time. What is written later is not in it. */
  static *look(
    recordsAfter: RecordsAfter,
    position: number,
    eventsAStep: number,
  ): Generator<void, JournalAhead> {
    const ahead = new JournalAhead();
    for (let from = position, isMore = true; isMore;) {
      ahead.#begun.push(from);
      let events = 0;
      isMore = false;
      for (const stored of recordsAfter(from)) {
        const record = readRecord(stored);
        from = stored.position;
        ahead.#note(record);
        events += 1 + record.commands.length;
        isMore = events >= eventsAStep;
        if (isMore) break;
      }
      yield;
    }
    for (const steps of ahead.#earliest.values()) ahead.#reachBack(steps);
    return ahead;
  }

  /** The earliest instant that anything of a tenant after a place is of; Infinity where nothing is. */
  earliestAfter(position: number, tenant: string): EpochMs {
    const step = this.#begun.findLastIndex((begun) => begun <= position);
    return step < 0 ? -Infinity : (this.#earliest.get(tenant)?.[step] ?? Infinity);
  }

  #note({ commands, facts }: ReadRecord): void {
    for (const command of commands) {
      if (isEvent(command)) this.#noteAt(command.tenant, command.at);
    }
    for (const fact of facts) {
      if (!isErased(fact)) this.#noteAt(fact.tenant, fact.at);
    }
  }

  #noteAt(tenant: string, at: EpochMs): void {
    let steps = this.#earliest.get(tenant);
    if (steps === undefined) this.#earliest.set(tenant, (steps = []));
    const step = this.#begun.length - 1;
    steps[step] = Math.min(steps[step] ?? Infinity, at);
  }

  /** Each step reaches as far back as those after it. */
  #reachBack(steps: EpochMs[]): void {
    let earliest = Infinity;
    for (let step = this.#begun.length - 1; step >= 0; step -= 1) {
      earliest = Math.min(earliest, steps[step] ?? Infinity);
      steps[step] = earliest;
    }
  }
}
