// What every store owes an engine: one suite for all kinds.
import { describe, onTestFinished } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { describeCheckpoints } from './checkpoint-conformance.ts';
import { describeJournal } from './journal-conformance.ts';
import { describeSearch } from './search-conformance.ts';
import { describeUpkeep } from './upkeep-conformance.ts';

/** Runs the suite on one kind of store. */
export function describeStore(kind: string, open: () => Store): void {
  const opening = () => {
    const store = open();
    onTestFinished(() => store.close());
    return store;
  };
  describe(`a store: ${kind}`, { timeout: 20_000 }, () => {
    describeJournal(opening);
    describeCheckpoints(opening);
    describeSearch(opening);
    describeUpkeep(opening);
  });
}
