import type { EpochMs } from '../time/instant.ts';
import type { Store } from '../store/store.ts';
import type { CommitBell } from './fact-subscription.ts';
import type { SetupHistory } from './setup-history.ts';

/** What those read who put an engine's tables together, or its metrics. @internal */
export interface EngineInside {
  readonly store: Store;
  /** Rings after each commit. */
  readonly bell: CommitBell;
  /** The set-up of a tenant. */
  setupOf(tenant: string): SetupHistory;
  /** The latest instant that a tenant has seen; -Infinity before its first event. */
  watermarkOf(tenant: string): EpochMs;
  /** The earliest deadline that has not fired; Infinity where there is none. */
  nextDeadlineAt(): EpochMs;
  /** The engine's clock. */
  now(): EpochMs;
}
