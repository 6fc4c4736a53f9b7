// What a span is worth as a sample where the channel was closed all the while (X8).
import type { MetricOptions } from '../policy/metric-options.ts';
import type { EpochMs } from '../time/instant.ts';
import type { FoldContext } from './calculator.ts';

/**
 * Milliseconds of `[from, to)` within opening hours as a sample of a latency; null where it is none.
 *
 * As soon as a millisecond is open the choice has no say. Of a span that is closed throughout, `zero` makes 0, `calendar` the elapsed time and
 * `exclude` no sample. A span without length is outside when its instant is.
 * Source: metrics.md X8.
 */
export function businessSample(
  channelId: string,
  { from, to }: { readonly from: EpochMs; readonly to: EpochMs },
  offHours: MetricOptions['offHours'],
  context: FoldContext,
): number | null {
  const ms = context.businessMs(channelId, from, to);
  if (ms > 0 || offHours === 'zero') return ms;
  if (to <= from && context.businessMs(channelId, to, to + 1) > 0) return 0;
  return offHours === 'exclude' ? null : to - from;
}
