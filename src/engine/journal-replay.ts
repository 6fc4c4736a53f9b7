// A journal decided again from its beginning, for those who want to see how everything came about.
import { HoldlineError } from '../events/holdline-error.ts';
import type { Policy } from '../policy/policy.ts';
import type { Store } from '../store/store.ts';
import { Batch } from './batch.ts';
import { EngineCore } from './engine-core.ts';
import type { EngineSink } from './engine-sink.ts';
import { readRecord } from './journal-record.ts';

/** What a store knows before its first record: nothing. */
const NOTHING = {
  conversation: () => undefined,
  conversations: () => [],
  due: () => [],
  tailed: () => [],
};

/**
 * Decides a journal again, decision by decision. Everything that it holds is in memory afterwards.
 *
 * @throws HoldlineError not_available if retention has taken the beginning of the journal; policy_invalid if it was decided
 * under another policy than the one given.
 */
export function replayJournal(
  store: Store,
  policy: Policy,
  sink: Required<Pick<EngineSink, 'decided'>>,
): void {
  const core = new EngineCore({ policy, clockKind: 'virtual', source: NOTHING });
  let expected = 1;
  for (const stored of store.records(0)) {
    const { position, recordedAt, isEventTime, commands, facts } = readRecord(stored);
    if (position !== expected) throw beginsLater(store, position);
    expected += 1;
    const batch = new Batch(recordedAt, isEventTime, true);
    core.executeAll(commands, batch);
    if (batch.facts.length !== facts.length) throw otherPolicy(store, position);
    for (const step of batch.decided ?? []) sink.decided(step);
  }
}

const beginsLater = (store: Store, position: number) =>
  new HoldlineError(
    'not_available',
    `the journal of ${store.name} begins at record ${position}, what was before is no longer kept: watch the engine that runs on it`,
  );

const otherPolicy = (store: Store, position: number) =>
  new HoldlineError(
    'policy_invalid',
    `record ${position} of ${store.name} was decided under another policy: give the one that the engine is opened with`,
  );
