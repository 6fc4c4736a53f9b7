// From a store to a core that stands where the last commit left it: the checkpoint, and the journal after it decided again.
import { HoldlineError } from '../events/holdline-error.ts';
import type { Policy } from '../policy/policy.ts';
import type { Store } from '../store/store.ts';
import { Batch } from './batch.ts';
import { EngineCore, type CoreOptions } from './engine-core.ts';
import type { AnyFact } from '../events/fact.ts';
import { isErased, readRecord } from './journal-record.ts';
import { CHARTS_KEY, currentCharts, keptPolicy, restoreTenants } from './kept-tenant.ts';

/**
 * The core as of the last record of a store; of `any` charts only where a migration looks at it.
 *
 * @throws HoldlineError policy_invalid if it was opened with another policy before; charts_changed if the open sessions of the store were decided by other charts; store_corrupt if the
 * journal, decided again, says something else, or what is read of it is damaged.
 */
export function recover(
  store: Store,
  options: Omit<CoreOptions, 'source'>,
  charts: 'same' | 'any' = 'same',
): EngineCore {
  const documents = store.tenants();
  if (charts === 'same') assertSameCharts(store, documents.get(CHARTS_KEY));
  assertSamePolicy(store, keptPolicy(documents), options.policy);
  const core = new EngineCore({ ...options, source: store });
  for (const { tenant, hashes } of store.ids()) core.idsOf(tenant).restore(hashes);
  restoreTenants(core, documents);
  for (const stored of store.records(store.checkpointPosition)) {
    const { position, recordedAt, isEventTime, commands, verdicts, facts } = readRecord(stored);
    const batch = new Batch(recordedAt, isEventTime);
    core.executeAll(commands, batch);
    const isSame = areSame(batch.facts, facts) && batch.verdicts.length === verdicts.length;
    if (!isSame) throw decidedOtherwise(store, position);
  }
  // What is due first has to be readable: damage there shows now, not when its hour comes.
  void core.due.nextAt;
  return core;
}

function assertSameCharts(store: Store, kept: string | undefined): void {
  if (kept === undefined || kept === JSON.stringify(currentCharts())) return;
  throw new HoldlineError(
    'charts_changed',
    `the sessions in ${store.name} were decided by other charts than this version runs: ` +
      `run holdline migrate --dry-run to see what would change, then holdline migrate`,
  );
}

/** What was decided under one policy and is decided again under another would be another history. */
function assertSamePolicy(store: Store, kept: Policy | undefined, given: Policy): void {
  if (kept === undefined || JSON.stringify(kept) === JSON.stringify(given)) return;
  throw new HoldlineError(
    'policy_invalid',
    `${store.name} was opened with another policy before: leave the policy out to go on with that one, or give the same, ` +
      `and change it by an event policy.changed`,
  );
}

/** Whether facts are those that were told: by number, type, instant and session. What was erased is told by its number. */
function areSame(decided: readonly AnyFact[], told: readonly AnyFact[]): boolean {
  if (decided.length !== told.length) return false;
  for (let index = 0; index < told.length; index += 1) {
    const [is, was] = [decided[index] as AnyFact, told[index] as AnyFact];
    if (is.seq !== was.seq || is.type !== was.type || is.at !== was.at) return false;
    if (is.sessionId !== was.sessionId && !isErased(was)) return false;
  }
  return true;
}

const decidedOtherwise = (store: Store, position: number) =>
  new HoldlineError(
    'store_corrupt',
    `record ${position} of ${store.name}, decided again, says something else than was written: ` +
      `open it with the version that wrote it, which leaves a checkpoint when it closes, or restore a backup`,
    { details: { position } },
  );
