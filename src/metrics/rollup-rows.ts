// Roll-ups as rows: what the table shows, and what a host puts away and takes up again.
import type { EpochMs } from '../time/instant.ts';
import { bucketAt } from './bucket-list.ts';
import { FigureBucket } from './figure-bucket.ts';
import { MICROS } from './figure-part.ts';
import type { FigureSeries, SeriesAddress } from './figure-series.ts';
import { KEPT_GRAINS, type KeptGrain } from './kept-grains.ts';
import { MemberCounts, type PackedMember } from './member-counts.ts';
import type { OptionalInput } from './measurement.ts';
import { QuantileSketch, type PackedSketch } from './quantile-sketch.ts';
import type { Rollups } from './rollups.ts';
import { SpanEdges } from './span-edges.ts';

const MINUTE_MS = 60_000;

/** One bucket of one series. Durations are milliseconds. */
export interface RollupRow extends SeriesAddress {
  /** The grain in which it is kept; `day` also for members that are counted by the month. */
  readonly grain: KeptGrain;
  readonly startAt: EpochMs;
  readonly count: number;
  /** Of spans that are split: null, their time is in the edges. */
  readonly sum: number | null;
  readonly sumBusiness: number | null;
  /** Null where there is no value, or while an extreme that was taken back is not rebuilt. */
  readonly min: number | null;
  readonly max: number | null;
  readonly missing: readonly (readonly [OptionalInput, number])[];
  /** Null where all values are equal, or quantiles are not kept. */
  readonly sketch: PackedSketch | null;
  readonly members: readonly PackedMember[] | null;
  /** Starts less ends of split spans and the sum of their offsets, by the calendar and within opening hours. */
  readonly edges: readonly [number, number, number, number] | null;
}

/** All buckets that hold anything, as rows, made while they are read. */
export function* rollupRows(rollups: Rollups): Generator<RollupRow> {
  for (const series of rollups.allSeries()) {
    for (const grain of KEPT_GRAINS) yield* rowsOf(series, grain, rollups);
  }
}

function* rowsOf(series: FigureSeries, grain: KeptGrain, rollups: Rollups): Generator<RollupRow> {
  for (const bucket of series[grain]) {
    if (bucket.isStale) rollups.rebuild(series, bucket, grain);
    if (!bucket.isEmpty) yield rowOf(series, bucket, grain);
  }
}

function rowOf(series: FigureSeries, bucket: FigureBucket, grain: KeptGrain): RollupRow {
  const { count, sum, sumBusiness, min, max } = bucket.totals(null);
  const { edges, members, missing, values } = bucket;
  const { isSplit } = series.rule;
  return {
    ...series.address,
    grain,
    startAt: bucket.startMinute * MINUTE_MS,
    count,
    sum: isSplit ? null : sum,
    sumBusiness: isSplit ? null : sumBusiness,
    min,
    max,
    missing: missing === null ? [] : [...missing],
    sketch: values === null ? null : values.toJSON(),
    members: members === null ? null : members.toJSON(),
    edges:
      edges === null || edges.isEmpty
        ? null
        : [edges.net, edges.offsetMs, edges.netBusiness, edges.offsetBusinessMs],
  };
}

/** Takes rows up again. Rows of metrics that there are not are left out. */
export function loadRollups(rollups: Rollups, rows: Iterable<RollupRow>): void {
  for (const row of rows) {
    const shelf = rollups.shelfOf(row.metric);
    if (shelf === undefined) continue;
    const labels = shelf.ofLabel(row.label);
    const { dimension } = row;
    // Members and what still runs have a value, too.
    if (dimension === 'account')
      shelf.valued += row.count + Number(row.members !== null || row.edges !== null);
    const series = dimension === 'account' ? labels.account() : labels.at(dimension, row.key);
    const bucket = bucketAt(series[row.grain], row.startAt / MINUTE_MS);
    bucket.merge(bucketOf(row), shelf.rule.isSketched);
    bucket.mergeEdges(bucketOf(row));
  }
}

function bucketOf(row: RollupRow): FigureBucket {
  const bucket = new FigureBucket(row.startAt / MINUTE_MS);
  const sum = row.sum ?? 0;
  bucket.count = row.count;
  bucket.whole = Math.trunc(sum);
  bucket.micros = Math.round((sum - bucket.whole) * MICROS);
  bucket.sumBusiness = row.sumBusiness ?? 0;
  bucket.min = row.min ?? 0;
  bucket.max = row.max ?? 0;
  bucket.isStale = row.count > 0 && row.min === null;
  bucket.values = row.sketch === null ? null : QuantileSketch.fromJSON(row.sketch);
  bucket.isLoose = row.sketch === null && row.count > 0 && (bucket.isStale || row.min !== row.max);
  bucket.missing = row.missing.length === 0 ? null : new Map(row.missing);
  bucket.members = row.members === null ? null : MemberCounts.fromJSON(row.members);
  if (row.edges !== null) {
    const edges = new SpanEdges();
    [edges.net, edges.offsetMs, edges.netBusiness, edges.offsetBusinessMs] = row.edges;
    bucket.edges = edges;
  }
  return bucket;
}
