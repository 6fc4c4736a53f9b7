import type { Batch } from './batch.ts';
import type { EngineCore } from './engine-core.ts';
import type { EngineSettings } from './engine-options.ts';
import type { TickCommand } from './journal-record.ts';

/**
 * Lets the deadlines fire that the clock has reached: they come before what arrives now.
 *
 * @param hasRequests Whether something waits to be decided; without it a tick that would fire nothing is left out.
 * @returns The tick for the journal, and whether more may be due; undefined where there is nothing to do.
 */
export function tickByClock(
  core: EngineCore,
  batch: Batch,
  { ticksByClock, firingsAtOnce: limit }: EngineSettings,
  hasRequests: boolean,
): { readonly tick: TickCommand; readonly isMoreDue: boolean } | undefined {
  if (!ticksByClock) return undefined;
  // Each tick that is carried out is written down, since later repairs depend on how far time has been.
  if (!hasRequests && core.nextAt > batch.recordedAt) return undefined;
  const tick: TickCommand = { command: 'tick', before: batch.recordedAt + 1, limit, tenant: null };
  return { tick, isMoreDue: core.tick(tick, batch) === limit };
}
