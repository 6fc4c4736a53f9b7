// How far back in event time what is still to be read of a journal reaches: what lies before may be folded once and for all, and let go.
import type { Store } from '../store/store.ts';
import type { EpochMs } from '../time/instant.ts';
import { isErased, isEvent, readRecord, type ReadRecord } from './journal-record.ts';

/** The rest of a journal, seen once without keeping any of it. */
export class JournalAhead {
  /** Places in the journal, ascending, and the earliest instant that anything after each is of. */
  readonly #positions: number[] = [];
  readonly #earliest: EpochMs[] = [];

  /** Reads what comes after a place, a step of so many events at a time. What is written later is not in it. */
  static *look(
    store: Store,
    position: number,
    tenant: string,
    eventsAStep: number,
  ): Generator<void, JournalAhead> {
    const ahead = new JournalAhead();
    for (let from = position, isMore = true; isMore;) {
      const begun = from;
      let [events, earliest] = [0, Infinity];
      isMore = false;
      for (const stored of store.records(from)) {
        const record = readRecord(stored);
        from = stored.position;
        earliest = Math.min(earliest, earliestOf(record, tenant));
        events += 1 + record.commands.length;
        isMore = events >= eventsAStep;
        if (isMore) break;
      }
      ahead.#positions.push(begun);
      ahead.#earliest.push(earliest);
      yield;
    }
    for (let place = ahead.#earliest.length - 2; place >= 0; place -= 1) {
      const [own = Infinity, next = Infinity] = ahead.#earliest.slice(place, place + 2);
      ahead.#earliest[place] = Math.min(own, next);
    }
    return ahead;
  }

  /** The earliest instant that anything after a place is of; Infinity where nothing comes after it. */
  earliestAfter(position: number): EpochMs {
    const place = this.#positions.findLastIndex((begun) => begun <= position);
    return this.#earliest[place] ?? -Infinity;
  }
}

function earliestOf({ commands, facts }: ReadRecord, tenant: string): EpochMs {
  let earliest = Infinity;
  for (const command of commands) {
    if (isEvent(command) && command.tenant === tenant) earliest = Math.min(earliest, command.at);
  }
  for (const fact of facts) {
    if (!isErased(fact) && fact.tenant === tenant) earliest = Math.min(earliest, fact.at);
  }
  return earliest;
}
