// Time that an engine is told, where no clock of its own tells it.
import { HoldlineError } from '../events/holdline-error.ts';
import { parseInstant, type EpochMs } from '../time/instant.ts';
import type { CommitLoop } from './commit-loop.ts';

/**
 * Lets deadlines fire up to an instant, it included, so many at once at most.
 *
 * @throws HoldlineError time_invalid if the instant is none.
 */
export async function advanceLoop(
  loop: CommitLoop,
  instant: EpochMs | string,
  limit: number,
): Promise<void> {
  const at = parseInstant(instant);
  if (typeof at === 'string') {
    throw new HoldlineError(
      'time_invalid',
      `expected an RFC 3339 time with offset or epoch milliseconds, found ${String(instant)}: correct it`,
    );
  }
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop
    await loop.submit([{ command: 'tick', before: at + 1, limit, tenant: null }]);
    if (loop.core.due.nextAt > at) return;
  }
}

/** Fires the deadlines that nothing late can change any more. */
export async function fireCertain(loop: CommitLoop): Promise<void> {
  const ticks = [...loop.core.tenants.values()].map(
    ({ id, horizon }) =>
      ({ command: 'tick', before: horizon, limit: Infinity, tenant: id }) as const,
  );
  if (ticks.length > 0) await loop.submit(ticks);
}
