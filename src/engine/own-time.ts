// Whether a store lives by the wall clock, or by a time of its own as what `replay --store` has filled.
import type { Store } from '../store/store.ts';
import type { EpochMs } from '../time/instant.ts';
import { readRecord } from './journal-record.ts';
import { keptProgress } from './kept-tenant.ts';

/**
 * The latest instant of a store whose deadlines fire only when its host says so; undefined for one that lives by the wall clock, and
 * where nothing of the journal is kept or can be read.
 */
export function ownTimeOf(store: Store): EpochMs | undefined {
  let at: EpochMs;
  try {
    const last = store.records(store.lastPosition - 1).next().value;
    if (last === undefined) return undefined;
    const { isEventTime, recordedAt } = readRecord(last);
    if (!isEventTime) return undefined;
    at = recordedAt;
  } catch {
    // Damage is found by those who look for it.
    return undefined;
  }
  const watermarks = keptProgress(store.tenants()).map(({ watermark }) => watermark ?? -Infinity);
  return Math.max(at, ...watermarks);
}
