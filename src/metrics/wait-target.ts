import type { MetricOptions } from '../policy/metric-options.ts';
import type { EpochMs } from '../time/instant.ts';
import type { MetricSetup } from './metric-setup.ts';

/**
 * When a wait that began at an instant should be over, by the target of its channel and the clock of responses; null where the channel has no
 * target, or will never be open for so long.
 *
 * @param isFirst Whether nobody has answered in the session yet: first responses have a target of their own.
 */
export function waitDueAt(
  setup: MetricSetup,
  responseClock: MetricOptions['responseClock'],
  { channelId, anchorAt, isFirst }: { channelId: string; anchorAt: EpochMs; isFirst: boolean },
): EpochMs | null {
  const sla = setup.channelAt(channelId, anchorAt)?.sla;
  const targetMs = (isFirst ? sla?.firstResponseMs : sla?.responseMs) ?? null;
  if (targetMs === null) return null;
  if (responseClock === 'calendar') return anchorAt + targetMs;
  return setup.dueAfter(channelId, anchorAt, targetMs) ?? null;
}
