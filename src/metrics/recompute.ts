/*
 * The past under another definition: the same moments are folded under both, side by side, and only what differs is kept. Only calculators
 * run whose metrics an option that changes concerns, and those that derive something for them.
 */
import type { MetricOptions } from '../policy/metric-options.ts';
import type { EpochMs } from '../time/instant.ts';
import type { Calculator } from './calculator.ts';
import { calculatorsOf, concernedBy } from './calculators-of.ts';
import type { ConversationAddress } from './conversation-fold.ts';
import { FigureSummaries, type FigureSummary } from './figure-summary.ts';
import type { Measurement } from './measurement.ts';
import { MetricFold } from './metric-fold.ts';
import type { MetricSink } from './metric-sink.ts';
import type { Moment } from './observation.ts';

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

/** A figure that the two definitions see differently; undefined where one of them sees none. */
export interface FigureDiffers {
  readonly tenant: string;
  readonly before: Measurement | undefined;
  readonly after: Measurement | undefined;
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

/** The report of a recomputation. */
export interface Recomputed {
  /** Options that differ. */
  readonly options: readonly (keyof MetricOptions)[];
  /** The metrics that were computed twice, summed up. */
  readonly metrics: readonly MetricDiffers[];
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
  readonly #metrics: ReadonlySet<string>;
  readonly #calculators: readonly Calculator[];
  readonly #tenants = new Map<string, BothFolds>();
  readonly #before = new FigureSummaries();
  readonly #after = new FigureSummaries();
  readonly #differences: FigureDiffers[] = [];
  #differencesCount = 0;
  readonly #differing = new Map<string, number>();
  #momentsCount = 0;

  constructor(wish: RecomputeWish) {
    this.#wish = wish;
    this.#options = differingOptions(wish.before, wish.after);
    const { metrics = concernedBy(this.#options) } = wish;
    this.#metrics = new Set(metrics);
    this.#calculators = calculatorsOf(this.#metrics);
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
    const { before, after } = this.#wish;
    const differing = (metric: string, label: string | null) =>
      this.#differing.get(nameOf(metric, label)) ?? 0;
    const metrics: MetricDiffers[] = [...this.#before.summaries(before)].map((summary) => {
      const { metric, label } = summary;
      return {
        metric,
        label,
        before: summary,
        after: this.#after.summary(metric, label, after),
        differencesCount: differing(metric, label),
      };
    });
    for (const summary of this.#after.summaries(after)) {
      const { metric, label } = summary;
      if (this.#before.summary(metric, label, before) !== undefined) continue;
      const differencesCount = differing(metric, label);
      metrics.push({ metric, label, before: undefined, after: summary, differencesCount });
    }
    return {
      options: this.#options,
      metrics,
      differencesCount: this.#differencesCount,
      differences: this.#differences,
      momentsCount: this.#momentsCount,
    };
  }

  #foldsOf(tenant: string): BothFolds {
    let folds = this.#tenants.get(tenant);
    if (folds === undefined) {
      folds = new BothFolds(tenant, this.#wish, this.#calculators, this.#metrics);
      this.#tenants.set(tenant, folds);
    }
    return folds;
  }

  /** What an instant has brought under both: the same figures in the same order, most often. */
  #compare(tenant: string, { told }: BothFolds): void {
    if (told.before.length === 0 && told.after.length === 0) return;
    let isAllSame = told.before.length === told.after.length;
    for (let place = 0; place < told.before.length; place += 1) {
      const one = told.before[place] as Told;
      this.#before.add(one.measurement, one.sign);
      isAllSame &&= isSame(one, told.after[place]);
    }
    for (let place = 0; place < told.after.length; place += 1) {
      const one = told.after[place] as Told;
      this.#after.add(one.measurement, one.sign);
    }
    if (!isAllSame) this.#compareEach(tenant, told.before.slice(), told.after.slice());
    while (told.before.length > 0) told.before.pop();
    while (told.after.length > 0) told.after.pop();
  }

  #compareEach(tenant: string, before: readonly Told[], after: Told[]): void {
    const left = before.filter((one) => !takeSame(one, after));
    for (const { measurement, sign } of left) {
      if (sign < 0) continue;
      const place = successorOf(measurement, after);
      const other = place < 0 ? undefined : after.splice(place, 1)[0];
      this.#differ({ tenant, before: measurement, after: other?.measurement });
    }
    for (const { measurement, sign } of after) {
      if (sign > 0) this.#differ({ tenant, before: undefined, after: measurement });
    }
  }

  #differ(difference: FigureDiffers): void {
    const { before, after } = difference;
    // Known by another key, a ticket's or a session's: the same figure.
    if (before !== undefined && after !== undefined && hasSameValue(before, after)) return;
    this.#differencesCount += 1;
    const [first, second] = [nameIn(before), nameIn(after)];
    if (first !== null) this.#count(first);
    if (second !== null && second !== first) this.#count(second);
    const { differencesMax = DIFFERENCES_MAX } = this.#wish;
    if (this.#differences.length < differencesMax) this.#differences.push(difference);
  }

  #count(name: string): void {
    this.#differing.set(name, (this.#differing.get(name) ?? 0) + 1);
  }
}

/** A figure that was told, or taken back. */
interface Told {
  readonly measurement: Measurement;
  readonly sign: 1 | -1;
}

/** One tenant under both definitions. */
class BothFolds {
  readonly before: MetricFold;
  readonly after: MetricFold;
  /** The latest instant seen. */
  latest: EpochMs = -Infinity;
  /** What a moment has brought. */
  readonly told: { readonly before: Told[]; readonly after: Told[] } = { before: [], after: [] };

  constructor(
    tenant: string,
    wish: RecomputeWish,
    calculators: readonly Calculator[],
    metrics: ReadonlySet<string>,
  ) {
    const { addressOf, from = -Infinity, to = Infinity } = wish;
    const sinkOf = (told: Told[]): MetricSink => {
      const tell = (measurement: Measurement, sign: 1 | -1) => {
        const { metric, at } = measurement;
        if (at >= from && at < to && metrics.has(metric)) told.push({ measurement, sign });
      };
      return { recorded: (one) => tell(one, 1), retracted: (one) => tell(one, -1) };
    };
    const parts = { tenant, calculators, addressOf };
    this.before = new MetricFold({
      ...parts,
      options: wish.before,
      sink: sinkOf(this.told.before),
    });
    this.after = new MetricFold({ ...parts, options: wish.after, sink: sinkOf(this.told.after) });
  }
}

const nameOf = (metric: string, label: string | null) => `${metric}\n${label ?? ''}`;

const nameIn = (measurement: Measurement | undefined) =>
  measurement === undefined ? null : nameOf(measurement.metric, measurement.dims.label);

function isSame(one: Told, other: Told | undefined): boolean {
  if (other === undefined || one.sign !== other.sign) return false;
  const [a, b] = [one.measurement, other.measurement];
  return hasSameValue(a, b) && isAboutTheSame(a, b);
}

const hasSameValue = (a: Measurement, b: Measurement) =>
  a.valueMs === b.valueMs &&
  a.value === b.value &&
  a.businessMs === b.businessMs &&
  a.at === b.at &&
  a.from === b.from &&
  a.missing === b.missing;

/** The figure that stands in place of one: of the same subject, else one that counts at the same instant. */
function successorOf(one: Measurement, others: readonly Told[]): number {
  const same = others.findIndex(
    ({ measurement, sign }) => sign > 0 && isAboutTheSame(one, measurement),
  );
  if (same >= 0) return same;
  return others.findIndex(
    ({ measurement: { metric, at, dims }, sign }) =>
      sign > 0 && metric === one.metric && at === one.at && dims.label === one.dims.label,
  );
}

const isAboutTheSame = (a: Measurement, b: Measurement) =>
  a.metric === b.metric && a.level === b.level && a.key === b.key && a.dims.label === b.dims.label;

function takeSame(one: Told, others: Told[]): boolean {
  const index = others.findIndex((other) => isSame(one, other));
  if (index < 0) return false;
  others.splice(index, 1);
  return true;
}
