/*
 * The past under another definition: the same moments are folded under both, side by side, and only what differs is kept. What no option
 * that changes concerns, and only a rate reads, is folded once.
 */
import type { MetricOptions } from '../policy/metric-options.ts';
import type { EpochMs } from '../time/instant.ts';
import { calculatorsOf } from './calculators-of.ts';
import { METRICS } from './catalogue.ts';
import type { ConversationAddress } from './conversation-fold.ts';
import {
  areSame,
  DifferingFigures,
  type FigureDiffers,
  type ToldFigure,
} from './differing-figures.ts';
import { FigureSummaries, type FigureSummary } from './figure-summary.ts';
import type { Measurement } from './measurement.ts';
import type { DerivedMetric } from './metric-definition.ts';
import { MetricFold } from './metric-fold.ts';
import type { MetricSink } from './metric-sink.ts';
import type { Moment } from './observation.ts';
import { recomputePlanOf, type RecomputePlan } from './recompute-plan.ts';

/** What is to be recomputed. */
export interface RecomputeWish {
  readonly before: MetricOptions;
  readonly after: MetricOptions;
  /** Only these; left out: every metric that an option which differs concerns. */
  readonly metrics?: readonly string[] | undefined;
  /** Figures that count from here on. */
  readonly from?: EpochMs | undefined;
  /** Figures that count before here. */
  readonly to?: EpochMs | undefined;
  /** Most differing figures that are kept one by one; all are counted. */
  readonly differencesMax?: number;
  readonly addressOf: (conversationId: string) => ConversationAddress;
}

/** One metric, or one class of it, under both definitions. */
export interface MetricDiffers {
  readonly metric: string;
  readonly label: string | null;
  readonly before: FigureSummary | undefined;
  readonly after: FigureSummary | undefined;
  /** Figures that differ, count. */
  readonly differencesCount: number;
}

/** A rate under both definitions; null where there is no value. */
export interface RateDiffers {
  readonly metric: string;
  readonly before: number | null;
  readonly after: number | null;
}

/** The report of a recomputation. */
export interface Recomputed {
  /** Options that differ. */
  readonly options: readonly (keyof MetricOptions)[];
  /** The metrics that are measured, summed up, in the order of the catalogue. */
  readonly metrics: readonly MetricDiffers[];
  /** The figures that are worked out from totals of others, in the order of the catalogue. */
  readonly rates: readonly RateDiffers[];
  /** Figures that differ, count. */
  readonly differencesCount: number;
  /** The first of them, in order of time. */
  readonly differences: readonly FigureDiffers[];
  readonly momentsCount: number;
}

const DIFFERENCES_MAX = 100_000;

/** The options in which two definitions differ. */
export function differingOptions(
  before: MetricOptions,
  after: MetricOptions,
): readonly (keyof MetricOptions)[] {
  const names = Object.keys(before) as (keyof MetricOptions)[];
  return names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}

/** Folds moments under two definitions. Feed it the moments of each tenant in the order of time, then ask for the report. */
export class Recomputation {
  readonly #wish: RecomputeWish;
  readonly #options: readonly (keyof MetricOptions)[];
  readonly #plan: RecomputePlan;
  readonly #tenants = new Map<string, BothFolds>();
  readonly #before: FigureSummaries;
  readonly #after: FigureSummaries;
  readonly #differing: DifferingFigures;
  #momentsCount = 0;

  constructor(wish: RecomputeWish) {
    this.#wish = wish;
    this.#before = new FigureSummaries(wish.before);
    this.#after = new FigureSummaries(wish.after);
    this.#options = differingOptions(wish.before, wish.after);
    this.#plan = recomputePlanOf(this.#options, wish.metrics);
    this.#differing = new DifferingFigures(wish.differencesMax ?? DIFFERENCES_MAX);
  }

  take(tenant: string, moment: Moment): void {
    this.#momentsCount += 1;
    const folds = this.#foldsOf(tenant);
    // Within one instant the two may come to the same in another order.
    if (moment.at !== folds.latest) this.#compare(tenant, folds);
    folds.latest = moment.at;
    folds.before.observe(moment);
    folds.after.observe(moment);
  }

  /** The report; time has reached `at`, where it is given. */
  report(at?: EpochMs): Recomputed {
    for (const [tenant, folds] of this.#tenants) {
      const latest = Math.max(at ?? -Infinity, folds.latest);
      folds.before.reach(latest);
      folds.after.reach(latest);
      this.#compare(tenant, folds);
    }
    const { rates, reported } = this.#plan;
    const metrics = [...METRICS.keys()].filter((metric) => reported.has(metric));
    return {
      options: this.#options,
      metrics: metrics.flatMap((metric) => this.#summedUp(metric)),
      rates: rates.map((rate) => this.#rateOf(rate)),
      differencesCount: this.#differing.count,
      differences: this.#differing.list,
      momentsCount: this.#momentsCount,
    };
  }

  /** A metric by its classes. */
  #summedUp(metric: string): readonly MetricDiffers[] {
    const { before, after } = this.#wish;
    const ofAfter = this.#summariesAfter(metric);
    const labels = new Set([...this.#before.labelsOf(metric), ...ofAfter.labelsOf(metric)]);
    return [...labels]
      .toSorted((a, b) => ((a ?? '') < (b ?? '') ? -1 : 1))
      .map((label) => ({
        metric,
        label,
        before: this.#before.summary(metric, label, before),
        after: ofAfter.summary(metric, label, after),
        differencesCount: this.#differing.countOf(metric, label),
      }));
  }

  #rateOf(rate: DerivedMetric): RateDiffers {
    const { before, after } = this.#wish;
    return {
      metric: rate.id,
      before: rate.figure((id, label) => this.#before.totals(id, label), before),
      after: rate.figure((id, label) => this.#summariesAfter(id).totals(id, label), after),
    };
  }

  /** What no option concerns is folded once, and holds under both. */
  #summariesAfter = (metric: string): FigureSummaries =>
    this.#plan.twice.has(metric) ? this.#after : this.#before;

  #foldsOf(tenant: string): BothFolds {
    let folds = this.#tenants.get(tenant);
    if (folds === undefined) {
      folds = new BothFolds(tenant, this.#wish, this.#plan, [this.#before, this.#after]);
      this.#tenants.set(tenant, folds);
    }
    return folds;
  }

  /** What an instant has brought under both: the same figures in the same order, most often. */
  #compare(tenant: string, { told }: BothFolds): void {
    if (told.before.length === 0 && told.after.length === 0) return;
    for (const { measurement, sign } of told.before) this.#before.add(measurement, sign);
    for (const { measurement, sign } of told.after) this.#after.add(measurement, sign);
    if (!areSame(told.before, told.after)) {
      this.#differing.take(tenant, told.before, told.after);
    }
    while (told.before.length > 0) told.before.pop();
    while (told.after.length > 0) told.after.pop();
  }
}

/** One tenant under both definitions. */
class BothFolds {
  readonly before: MetricFold;
  readonly after: MetricFold;
  /** The latest instant seen. */
  latest: EpochMs = -Infinity;
  /** What a moment has brought. */
  readonly told: { readonly before: ToldFigure[]; readonly after: ToldFigure[] } = {
    before: [],
    after: [],
  };

  constructor(
    tenant: string,
    wish: RecomputeWish,
    { once, twice }: RecomputePlan,
    [single, other]: readonly [before: FigureSummaries, after: FigureSummaries],
  ) {
    const { addressOf, from = -Infinity, to = Infinity } = wish;
    const sinkOf = (told: ToldFigure[], summaries: FigureSummaries): MetricSink => {
      const tell = (measurement: Measurement, sign: 1 | -1) => {
        const { metric, at } = measurement;
        if (at < from || at >= to) return;
        if (twice.has(metric)) told.push({ measurement, sign });
        else if (summaries === single && once.has(metric)) single.add(measurement, sign);
      };
      return {
        recorded: (one) => tell(one, 1),
        retracted: (one) => tell(one, -1),
        contactsMerged: (survivorId, mergedId) => summaries.names.merge(survivorId, mergedId),
      };
    };
    const { before, after } = this.told;
    this.before = new MetricFold({
      tenant,
      addressOf,
      calculators: calculatorsOf(new Set([...once, ...twice])),
      options: wish.before,
      sink: sinkOf(before, single),
    });
    this.after = new MetricFold({
      tenant,
      addressOf,
      calculators: calculatorsOf(twice),
      options: wish.after,
      sink: sinkOf(after, other),
    });
  }
}
