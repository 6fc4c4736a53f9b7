/*
 * Figures as they are asked for: a metric, a group, a stretch of time. Averages are sums over counts, rates are worked out from totals, and
 * both only when they are read. Where there is no value the figure is null and says why.
 */
import { HoldlineError } from '../events/holdline-error.ts';
import type { MetricOptions } from '../policy/metric-options.ts';
import type { EpochMs } from '../time/instant.ts';
import { ReportingCalendar, type Bucket, type Grain } from '../time/reporting-calendar.ts';
import { WEEKDAYS } from '../time/weekly-hours.ts';
import {
  GroupWalk,
  readWindow,
  sumOfMonths,
  type Asked,
  type Group,
  type Reading,
  type Sources,
} from './figure-reading.ts';
import { derivedFigure, measuredFigure, type Figure, type FigureView } from './figure-view.ts';
import type { FigureSeries } from './figure-series.ts';
import { isDerivedMetric, type DerivedMetric, type MetricDefinition } from './metric-definition.ts';
import type { Rollups } from './rollups.ts';
import type { Totals } from './totals.ts';
import { unknownMetric } from './unknown-metric.ts';

const MINUTE_MS = 60_000;

/** A stretch of time, `[from, to)`. */
export interface Stretch {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** How a figure is read. */
export interface FigureChoice {
  /** The class within the metric; left out: all of them. */
  readonly label?: string | null;
}

/** A figure and the stretch that it covers: whole buckets of what is kept. */
export interface StretchFigure extends Figure, Stretch {}

/** A figure of one bucket of a series. */
export interface BucketFigure extends Figure, Bucket {}

/** Where figures come from. */
export interface FiguresOptions {
  readonly metricOf: (id: string) => MetricDefinition | DerivedMetric | undefined;
  readonly options: MetricOptions;
  readonly rollups: Rollups;
  /** What is still running, recorded as of now: added to every figure, and never kept. */
  readonly provisional?: Rollups;
}

/** Reads one metric, each of its totals where it is derived, over the same stretch. */
type ReadMetric = (definition: MetricDefinition, label: string | null | undefined) => Reading;

/** Reads figures. */
export class Figures {
  readonly #metricOf: FiguresOptions['metricOf'];
  readonly #options: MetricOptions;
  readonly #sources: Sources;
  readonly #calendar: ReportingCalendar;

  constructor({ metricOf, options, rollups, provisional }: FiguresOptions) {
    this.#metricOf = metricOf;
    this.#options = options;
    this.#sources = provisional === undefined ? [rollups] : [rollups, provisional];
    const { zone } = rollups.kept.calendar;
    this.#calendar = new ReportingCalendar(zone, WEEKDAYS[options.firstDayOfWeek - 1]);
  }

  /**
   * One figure of a group.
   *
   * The stretch grows to whole buckets of what is kept at its ends: minutes for two days, then hours, then days. Contacts counted by the
   * month are those of every month that it touches, added up.
   * @throws HoldlineError unknown_metric
   */
  figure(metric: string, group: Group & Stretch, choice: FigureChoice = {}): StretchFigure {
    const { from, to } = this.#covered(this.#definition(metric), group);
    return { ...this.#figureOf(metric, choice, this.#reader(group, from, to)), from, to };
  }

  /**
   * A figure for each bucket that the stretch touches, ascending; empty buckets are there with a count of 0.
   *
   * Contacts counted by the month come by the month, whatever grain is asked for.
   * @throws HoldlineError unknown_metric
   * @throws HoldlineError grain_not_kept where the stretch begins before figures are kept in such small buckets
   */
  series(
    metric: string,
    group: Group & Stretch,
    grain: Grain,
    choice: FigureChoice = {},
  ): BucketFigure[] {
    const definition = this.#definition(metric);
    const buckets = this.#buckets(group, this.#isMonthly(definition) ? 'month' : grain);
    const first = buckets[0];
    if (first === undefined) return [];
    if (!this.#isMonthly(definition)) this.#assertKept(buckets, grain);
    const walks = new Map<string, GroupWalk>();
    return buckets.map((bucket) => {
      // Walks go on from bucket to bucket, so that a long series is read once.
      const read = (of: MetricDefinition, label: string | null | undefined) => {
        const name = `${of.id} ${String(label)}`;
        let walk = walks.get(name);
        if (walk === undefined) {
          const asked = { definition: of, group, label };
          walks.set(name, (walk = new GroupWalk(this.#sources, asked, first.start)));
        }
        return walk.take(bucket.end);
      };
      return { ...this.#figureOf(metric, choice, remembering(read)), ...bucket };
    });
  }

  /**
   * One figure of the last twelve hours, minute by minute up to the running one.
   *
   * Contacts counted by the month are those of the running month.
   * @throws HoldlineError unknown_metric
   */
  rolling(metric: string, group: Group, choice: FigureChoice = {}): StretchFigure {
    const definition = this.#definition(metric);
    const [rollups] = this.#sources;
    const { reached } = rollups.kept;
    const to = Number.isFinite(reached) ? (Math.floor(reached / MINUTE_MS) + 1) * MINUTE_MS : 0;
    if (this.#isMonthly(definition)) {
      return this.figure(metric, { ...group, from: to - 1, to }, choice);
    }
    const read: ReadMetric = (of, label) =>
      readWindow(this.#sources, { definition: of, group, label });
    const from = rollups.windowStart * MINUTE_MS;
    return { ...this.#figureOf(metric, choice, remembering(read)), from, to };
  }

  /**
   * The totals of the last twelve hours for every group of a dimension, by its id in no order; all classes together.
   *
   * @throws HoldlineError unknown_metric
   */
  rollingByGroup(metric: string, dimension: Group['dimension']): Map<string, Totals> {
    const definition = this.#definition(metric);
    const [rollups] = this.#sources;
    const names = definition.countsContacts === true ? rollups.names : null;
    const totals = new Map<string, Totals>();
    const isOnlySource = this.#sources.length === 1;
    const tail = rollups.windowStart;
    const { rebuild } = rollups;
    const count = (series: FigureSeries, key: string) => {
      if (isOnlySource) {
        const known = totals.size;
        totals.set(key, series.window(tail).totals(names, rebuild));
        if (totals.size > known) return;
      }
      // Another class of the same group, or what is still running beside it.
      const asked = { definition, group: { dimension, key }, label: undefined };
      totals.set(key, readWindow(this.#sources, asked).totals);
    };
    for (const source of this.#sources) source.shelfOf(metric)?.each(dimension, count);
    return totals;
  }

  #figureOf(metric: string, { label }: FigureChoice, read: ReadMetric): Figure {
    const definition = this.#definition(metric);
    const view: FigureView = {
      options: this.#options,
      isMeasured: (id) => this.#sources.some((rollups) => rollups.shelfOf(id)?.isMeasured === true),
      metricOf: this.#metricOf,
    };
    if (!isDerivedMetric(definition))
      return measuredFigure(definition, read(definition, label), view);
    // A rate of one class reads that class of what it divides, unless it names the classes itself.
    const readOf = (id: string, its?: string | null) =>
      read(this.#definition(id), (its ?? undefined) === undefined ? (label ?? undefined) : its);
    return derivedFigure(definition, readOf, view);
  }

  #reader(group: Group, from: EpochMs, to: EpochMs): ReadMetric {
    return remembering((definition, label) => {
      const asked: Asked = { definition, group, label };
      if (!this.#isMonthly(definition)) {
        return new GroupWalk(this.#sources, asked, from).take(to);
      }
      const months = this.#buckets({ from, to }, 'month');
      const walk = new GroupWalk(this.#sources, asked, months[0]?.start ?? from);
      return sumOfMonths(months.map(({ end }) => walk.take(end)));
    });
  }

  #covered(definition: MetricDefinition, { from, to }: Stretch): Stretch {
    const { kept } = this.#sources[0];
    if (this.#isMonthly(definition)) {
      const months = this.#buckets({ from, to }, 'month');
      return { from: months[0]?.start ?? from, to: months.at(-1)?.end ?? to };
    }
    return { from: kept.floor(from), to: kept.ceiling(to) };
  }

  #buckets({ from, to }: Stretch, grain: Grain): Bucket[] {
    return this.#calendar
      .split(from, to, grain)
      .map(({ bucketStart }) => this.#calendar.bucketAt(bucketStart, grain));
  }

  #assertKept(buckets: readonly Bucket[], grain: Grain): void {
    const { kept } = this.#sources[0];
    const wrong = buckets.find(({ start, end }) => {
      return kept.floor(start) !== start || kept.ceiling(end) !== end;
    });
    if (wrong === undefined) return;
    throw new HoldlineError(
      'grain_not_kept',
      `expected buckets of one ${kept.grainAt(wrong.start)} or larger at ${wrong.label}, found ${grain}: ask for larger ones`,
      { details: { grain, at: wrong.start } },
    );
  }

  #isMonthly(definition: MetricDefinition): boolean {
    return definition.isMonthly === true;
  }

  #definition(metric: string): MetricDefinition | DerivedMetric {
    const definition = this.#metricOf(metric);
    if (definition !== undefined) return definition;
    throw unknownMetric(metric);
  }
}

/** Reads each metric and class once: a walk gives a stretch only one time. */
function remembering(read: ReadMetric): ReadMetric {
  const readings = new Map<string, Reading>();
  return (definition, label) => {
    const name = `${definition.id} ${String(label)}`;
    let reading = readings.get(name);
    if (reading === undefined) readings.set(name, (reading = read(definition, label)));
    return reading;
  };
}
