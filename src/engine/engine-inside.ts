import type { EpochMs } from '../time/instant.ts';
import type { Store } from '../store/store.ts';
import type { CommitLoop } from './commit-loop.ts';
import type { EngineClock } from './engine-clock.ts';
import type { CommitBell } from './fact-subscription.ts';
import type { SetupHistory } from './setup-history.ts';

/** Shows them. @internal */
export function insideOf(
  store: Store,
  bell: CommitBell,
  loop: CommitLoop,
  clock: EngineClock,
): EngineInside {
  return {
    store,
    bell,
    setupOf: (tenant) => loop.core.tenant(tenant).setup,
    watermarkOf: (tenant) => loop.core.tenant(tenant).watermark,
    nextDeadlineAt: () => loop.core.due.nextAt,
    now: () => clock.now(),
  };
}

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
