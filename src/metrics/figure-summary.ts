// What many figures of one metric come to: count, sum, extremes and quantiles, from a stream of figures that may be taken back.
import type { MetricOptions } from '../policy/metric-options.ts';
import { ReportingCalendar } from '../time/reporting-calendar.ts';
import { METRICS } from './catalogue.ts';
import { bucketRule } from './figure-part.ts';
import { showsOf } from './figure-view.ts';
import type { Measurement } from './measurement.ts';
import { MemberCounts, MemberNames } from './member-counts.ts';
import type { MetricDefinition, MetricUnit } from './metric-definition.ts';
import { QuantileSketch } from './quantile-sketch.ts';
import { NO_TOTALS, type Totals } from './totals.ts';

/** The summary of a metric. Durations in milliseconds; null where there is no value. */
export interface FigureSummary {
  readonly metric: string;
  /** Class within the metric; null where it has none. */
  readonly label: string | null;
  /** What a figure of all of them shows: their sum, average, largest, or the members that they name; null where there is no value. */
  readonly value: number | null;
  /** Figures with a value, count. */
  readonly count: number;
  readonly sum: number;
  readonly average: number | null;
  /** The average of those that have a business time, within opening hours; null where no figure has one. */
  readonly averageBusiness: number | null;
  /** Of more than 16 figures within 1 % of the one at the rank; where all are whole it is whole, and up to 49 exact. */
  readonly p50: number | null;
  readonly p90: number | null;
  /** Figures without a value, count. */
  readonly missing: number;
}

class Running {
  count = 0;
  sum = 0;
  sumBusiness = 0;
  /** As `sumBusiness`, figures that have no business time by their whole value. */
  sumClock = 0;
  countBusiness = 0;
  missing = 0;
  /** Figures that are no whole numbers, count. */
  fractions = 0;
  readonly values = new QuantileSketch();
  /** The members by month, all in one where months do not matter; null where the metric counts none. */
  readonly members: Map<string, MemberCounts> | null;

  constructor(unit: MetricUnit) {
    this.members = unit === 'members' ? new Map() : null;
  }
}

/** Sums figures up by metric and label. */
export class FigureSummaries {
  readonly #running = new Map<string, Map<string | null, Running>>();
  readonly #calendar: ReportingCalendar;
  /** Contacts that have become one. */
  readonly names = new MemberNames();

  constructor({ reportingZone }: Pick<MetricOptions, 'reportingZone'>) {
    this.#calendar = new ReportingCalendar(reportingZone);
  }

  add(measurement: Measurement, sign: 1 | -1): void {
    const { metric, dims, valueMs, value, businessMs } = measurement;
    const running = this.#of(metric, dims.label);
    if (running.members !== null) this.#addMember(running.members, measurement, sign);
    const figure = valueMs ?? value;
    if (figure === null) {
      running.missing += sign;
      return;
    }
    running.count += sign;
    running.sum += sign * figure;
    running.sumClock += sign * (businessMs ?? figure);
    if (!Number.isInteger(figure)) running.fractions += sign;
    if (businessMs !== null) {
      running.sumBusiness += sign * businessMs;
      running.countBusiness += sign;
    }
    if (sign > 0) running.values.add(figure);
    else running.values.subtract(figure);
  }

  /** The classes of a metric that figures were told of. */
  labelsOf(metric: string): readonly (string | null)[] {
    return [...(this.#running.get(metric)?.keys() ?? [])];
  }

  /** What a rate reads of a metric, in one class or in all; extremes and members are not kept. */
  totals(metric: string, label: string | null = null): Totals {
    let [count, sum, sumBusiness, missing] = [0, 0, 0, 0];
    for (const [name, running] of this.#running.get(metric) ?? []) {
      if (label !== null && name !== label) continue;
      count += running.count;
      sum += running.sum;
      sumBusiness += running.sumClock;
      missing += running.missing;
    }
    return { ...NO_TOTALS, count, sum, sumBusiness, missing };
  }

  /** One summary; undefined where there was no figure. */
  summary(metric: string, label: string | null, options: MetricOptions): FigureSummary | undefined {
    const running = this.#running.get(metric)?.get(label);
    if (running === undefined) return undefined;
    return summaryOf(metric, label, running, options, this.names);
  }

  #addMember(
    months: Map<string, MemberCounts>,
    { metric, key, at }: Measurement,
    sign: 1 | -1,
  ): void {
    const month = METRICS.get(metric)?.isMonthly === true ? this.#calendar.monthKey(at) : '';
    let members = months.get(month);
    if (members === undefined) months.set(month, (members = new MemberCounts()));
    if (sign > 0) members.add(key);
    else members.subtract(key);
  }

  #of(metric: string, label: string | null): Running {
    let labels = this.#running.get(metric);
    if (labels === undefined) this.#running.set(metric, (labels = new Map()));
    let running = labels.get(label);
    if (running === undefined) {
      running = new Running(METRICS.get(metric)?.unit ?? 'count');
      labels.set(label, running);
    }
    return running;
  }
}

function summaryOf(
  metric: string,
  label: string | null,
  running: Running,
  options: MetricOptions,
  names: MemberNames,
): FigureSummary {
  const { count, sum, sumBusiness, countBusiness, missing, fractions, values } = running;
  const { percentileMethod } = options;
  const isWhole = fractions === 0;
  return {
    metric,
    label,
    value: shownOf(METRICS.get(metric) as MetricDefinition, running, options, names),
    count,
    sum,
    average: count === 0 ? null : sum / count,
    averageBusiness: countBusiness === 0 ? null : sumBusiness / countBusiness,
    p50: values.quantile(0.5, percentileMethod, isWhole),
    p90: values.quantile(0.9, percentileMethod, isWhole),
    missing,
  };
}

/** As a figure of the whole span shows it. */
function shownOf(
  definition: MetricDefinition,
  { count, sum, sumClock, missing, fractions, values, members }: Running,
  { responseClock }: MetricOptions,
  names: MemberNames,
): number | null {
  const shows = showsOf(definition);
  if (shows === 'members') {
    const contacts = definition.countsContacts === true ? names : null;
    return [...(members?.values() ?? [])].reduce((all, one) => all + one.distinct(contacts), 0);
  }
  if (count === 0) return shows === 'sum' && missing === 0 ? 0 : null;
  if (shows === 'max') return values.quantile(1, 'nearestRank', fractions === 0);
  const total = bucketRule(definition, responseClock).readsBusiness ? sumClock : sum;
  return shows === 'sum' ? total : total / count;
}
