// A series read bucket by bucket of one grain: what the table of roll-ups shows.
import type { EpochMs } from '../time/instant.ts';
import { FigureBucket } from './figure-bucket.ts';
import { SeriesWalk, type FigureSeries } from './figure-series.ts';
import { KEPT_GRAINS } from './kept-grains.ts';
import type { Rollups } from './rollups.ts';

const MINUTE_MS = 60_000;

/** The grains that are read of whole series. */
export type RollupGrain = 'hour' | 'day';

/** Everything of one bucket. */
export interface ReadBucket {
  readonly startAt: EpochMs;
  readonly bucket: FigureBucket;
}

/**
 * The buckets of a series that hold anything, ascending. Spans that are split are in every bucket that they touch.
 *
 * Hours begin where at least hours are kept: what is older is in the days.
 */
export function* bucketsOf(
  series: FigureSeries,
  grain: RollupGrain,
  { kept, rebuild }: Rollups,
): Generator<ReadBucket> {
  const starts = KEPT_GRAINS.flatMap((name) =>
    name === 'day' && grain === 'hour' ? [] : series[name].map(({ startMinute }) => startMinute),
  ).toSorted((a, b) => a - b);
  const { calendar } = kept;
  const floor = (minute: number) => calendar.bucketStart(minute * MINUTE_MS, grain);
  const [first] = starts;
  if (first === undefined) return;
  const walk = new SeriesWalk(series, floor(first) / MINUTE_MS, kept, rebuild);
  const last = floor(starts.at(-1) as number);
  let place = 0;
  for (let startAt = floor(first); startAt <= last;) {
    const end = calendar.nextBucketStart(startAt, grain);
    const bucket = new FigureBucket(0);
    walk.take(end / MINUTE_MS, bucket);
    if (!bucket.isEmpty || bucket.whole > 0) yield { startAt, bucket };
    while (place < starts.length && (starts[place] as number) * MINUTE_MS < end) place += 1;
    // A span may last through buckets in which nothing begins or ends.
    startAt = series.rule.isSplit || place >= starts.length ? end : floor(starts[place] as number);
  }
}
