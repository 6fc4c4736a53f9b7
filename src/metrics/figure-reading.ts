// Reading one metric of one group: walks over its buckets, and what they add up to.
import type { EpochMs } from '../time/instant.ts';
import { FigureBucket } from './figure-bucket.ts';
import { SeriesWalk, type Dimension } from './figure-series.ts';
import type { MetricDefinition } from './metric-definition.ts';
import type { Rollups } from './rollups.ts';
import type { Totals } from './totals.ts';

const MINUTE_MS = 60_000;

/** Whose figures are read. */
export interface Group {
  readonly dimension: Dimension;
  /** Id of the channel, queue, team, agent or topic; of no meaning for the account. */
  readonly key?: string;
}

/** One metric of one group; all classes of it where `label` is undefined. */
export interface Asked {
  readonly definition: MetricDefinition;
  readonly group: Group;
  readonly label: string | null | undefined;
}

/** What was read of a stretch of time. */
export interface Reading {
  readonly totals: Totals;
  /** Everything of the stretch in one bucket, for quantiles. */
  readonly bucket: FigureBucket;
}

/** Roll-ups that are read together: what was recorded, and what is still running as of now. */
export type Sources = readonly [Rollups, ...Rollups[]];

const keyOf = ({ dimension, key }: Group) => (dimension === 'account' ? '' : (key ?? ''));

/** Reads stretches that follow each other. */
export class GroupWalk {
  readonly #asked: Asked;
  readonly #rollups: Rollups;
  readonly #walks: readonly SeriesWalk[];

  /** Begins at an instant at which a kept bucket starts. */
  constructor(sources: Sources, asked: Asked, from: EpochMs) {
    const { definition, group, label } = asked;
    this.#asked = asked;
    this.#rollups = sources[0];
    this.#walks = sources.flatMap((rollups) =>
      [...rollups.seriesOf(definition.id, group.dimension, keyOf(group), label)].map(
        (series) => new SeriesWalk(series, from / MINUTE_MS, rollups.kept, rollups.rebuild),
      ),
    );
  }

  /** Reads everything from where the walk stands up to an instant at which a kept bucket ends. */
  take(to: EpochMs): Reading {
    const bucket = new FigureBucket(0);
    for (const walk of this.#walks) walk.take(to / MINUTE_MS, bucket);
    return readingOf(bucket, this.#asked.definition, this.#rollups);
  }
}

/** Reads the rolling window. Its bucket is nobody's: it may be read and thrown away. */
export function readWindow(sources: Sources, { definition, group, label }: Asked): Reading {
  const bucket = new FigureBucket(0);
  for (const rollups of sources) {
    for (const series of rollups.seriesOf(definition.id, group.dimension, keyOf(group), label)) {
      const window = rollups.windowOf(series);
      bucket.merge(window.bucket(rollups.rebuild), series.rule.isSketched);
      if (!series.rule.isSplit) continue;
      const { ms, businessMs } = window.spanTime();
      bucket.whole += ms;
      bucket.sumBusiness += businessMs;
    }
  }
  return readingOf(bucket, definition, sources[0]);
}

/** Contacts that were merged are one where the metric counts contacts. */
function readingOf(
  bucket: FigureBucket,
  { countsContacts }: MetricDefinition,
  rollups: Rollups,
): Reading {
  return { bucket, totals: bucket.totals(countsContacts === true ? rollups.names : null) };
}

/** Readings of several months as one: who was there in two of them counts in each. */
export function sumOfMonths(months: readonly Reading[]): Reading {
  const bucket = new FigureBucket(0);
  let members = 0;
  for (const month of months) {
    bucket.merge(month.bucket, false);
    members += month.totals.members;
  }
  return { bucket, totals: { ...bucket.totals(null), members } };
}
