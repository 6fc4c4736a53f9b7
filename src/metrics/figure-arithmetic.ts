/*
 * How a figure comes of its measurements, in numbers and in words. It adds up as the roll-ups do: spans are cut at the window's edges, members
 * are counted once a month where they are counted by the month, and what one figure shows is the definition's choice.
 */
import type { MetricOptions } from '../policy/metric-options.ts';
import type { EpochMs } from '../time/instant.ts';
import { ReportingCalendar } from '../time/reporting-calendar.ts';
import { METRICS } from './catalogue.ts';
import { bucketRule } from './figure-part.ts';
import { reasonOfRate, showsOf } from './figure-view.ts';
import type { Measurement } from './measurement.ts';
import { MemberNames } from './member-counts.ts';
import type { DerivedMetric, MetricDefinition } from './metric-definition.ts';
import type { Totals } from './totals.ts';
import { unsentInputs } from './unsent-input.ts';

/** A stretch of event time, `[from, to)`. */
export interface FigureWindow {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** A figure worked out. */
export interface WorkedOut {
  /** Milliseconds, a count, a share or a score; null where there is no value. */
  readonly value: number | null;
  /** Why there is none: the input that was missing, no samples, or nothing to divide by; null where there is one. */
  readonly missing: string | null;
  /** Line by line. */
  readonly arithmetic: readonly string[];
}

/** Summands that are written out. */
const PARTS_MAX = 20;

/** Works figures out over a window. */
export class FigureArithmetic {
  readonly names = new MemberNames();
  readonly #window: FigureWindow;
  readonly #options: MetricOptions;
  readonly #calendar: ReportingCalendar;

  constructor(window: FigureWindow, options: MetricOptions) {
    this.#window = window;
    this.#options = options;
    this.#calendar = new ReportingCalendar(options.reportingZone);
  }

  /** Whether a measurement counts in the window: by its instant, or for a span that is split by any part of it. */
  counts({ from, at, metric }: Measurement): boolean {
    const definition = METRICS.get(metric);
    const isMonthly = definition !== undefined && 'isMonthly' in definition && definition.isMonthly;
    const window = isMonthly ? this.#months() : this.#window;
    if (from === null) return at >= window.from && at < window.to;
    return at > window.from && from < window.to;
  }

  /** The whole months that the window touches: what is counted by the month is so whatever is asked for. */
  #months(): FigureWindow {
    const { from, to } = this.#window;
    const startOf = (at: EpochMs) =>
      Number.isFinite(at) ? this.#calendar.bucketStart(at, 'month') : at;
    const isWhole = startOf(to) === to;
    return {
      from: startOf(from),
      to: isWhole ? to : this.#calendar.nextBucketStart(to, 'month'),
    };
  }

  /** A metric's figure of the measurements that count; `known` are the metrics that ever had a value. */
  measured(
    definition: MetricDefinition,
    figures: readonly Measurement[],
    known: ReadonlySet<string>,
  ): WorkedOut {
    const totals = this.totals(definition, figures);
    const shows = showsOf(definition);
    const { readsBusiness } = bucketRule(definition, this.#options.responseClock);
    const sum = readsBusiness ? totals.sumBusiness : totals.sum;
    const without = withoutLine(figures, totals.missing);
    if (shows === 'members') {
      const line = `${totals.members} distinct in ${figures.length} measurements${definition.isMonthly === true ? ', each month by itself' : ''}`;
      return { value: totals.members, missing: null, arithmetic: [line, ...without] };
    }
    const parts = figures.flatMap((one) => this.#partOf(one, readsBusiness) ?? []);
    if (parts.length === 0) {
      return this.#nothing(definition, figures, without, known);
    }
    const clock = readsBusiness ? ' in opening hours' : '';
    const shown = parts.map((part) => bare(part, definition)).slice(0, PARTS_MAX);
    const more = parts.length > PARTS_MAX ? ` + … (${parts.length - PARTS_MAX} more)` : '';
    if (shows === 'max') {
      const largest = Math.max(...parts);
      const line = `largest of ${shown.join(', ')}${more} = ${withUnit(largest, definition)}`;
      return { value: largest, missing: null, arithmetic: [line, ...without] };
    }
    const total = `${shown.join(' + ')}${more} = ${withUnit(sum, definition)}${clock}`;
    if (shows === 'sum') return { value: sum, missing: null, arithmetic: [total, ...without] };
    const average = sum / parts.length;
    const line = `${withUnit(sum, definition)} / ${parts.length} = ${withUnit(average, definition)}`;
    return { value: average, missing: null, arithmetic: [total, line, ...without] };
  }

  /** A rate of the totals that it reads. */
  derived(
    definition: DerivedMetric,
    figures: readonly Measurement[],
    known: ReadonlySet<string>,
  ): WorkedOut {
    const lines = new Map<string, string>();
    const read = (metric: string, label?: string | null): Totals => {
      const base = METRICS.get(metric);
      const ours = figures.filter(
        (one) =>
          one.metric === metric &&
          (label === undefined || label === null || one.dims.label === label),
      );
      const totals = this.totals(base ?? definition, ours);
      const { count, members } = totals;
      const name = label === undefined || label === null ? metric : `${metric} ${label}`;
      const isMembers = base?.unit === 'members';
      const value = isMembers ? `${members} distinct` : bothClocks(totals, base ?? definition);
      const missing = withoutLine(ours, totals.missing).map((line) => `, ${line}`);
      lines.set(name, `${name}: ${value} in ${count} measurements${missing.join('')}`);
      return totals;
    };
    const value = definition.figure(read, this.#options);
    const missingOf = (id: string) =>
      figures.find(({ metric, missing: input }) => metric === id && input !== null)?.missing ??
      null;
    const missing =
      value === null
        ? reasonOfRate(definition, missingOf, {
            options: this.#options,
            isMeasured: (id) => known.has(id),
            metricOf: (id) => METRICS.get(id),
          })
        : null;
    const last =
      value === null
        ? `no value: ${missing ?? ''}`
        : `${definition.id} = ${withUnit(value, definition)}`;
    return { value, missing, arithmetic: [...lines.values(), last] };
  }

  /** What measurements add up to within the window. A span counts once, where it ends. */
  totals(definition: MetricDefinition, figures: readonly Measurement[]): Totals {
    let [sum, sumBusiness, count, missing] = [0, 0, 0, 0];
    let [min, max] = [Infinity, -Infinity];
    const members = new Set<string>();
    for (const one of figures) {
      if (definition.unit === 'members') members.add(this.#memberOf(one, definition));
      const part = this.#partOf(one, false);
      if (part === null) {
        missing += 1;
        continue;
      }
      const endsLater = one.from !== null && one.at > this.#window.to;
      if (!endsLater) count += 1;
      sum += part;
      sumBusiness += this.#partOf(one, true) ?? 0;
      min = Math.min(min, part);
      max = Math.max(max, part);
    }
    const isEmpty = min === Infinity;
    return {
      count,
      sum,
      sumBusiness,
      min: isEmpty ? null : min,
      max: isEmpty ? null : max,
      members: members.size,
      missing,
    };
  }

  #memberOf({ key, at }: Measurement, { countsContacts, isMonthly }: MetricDefinition): string {
    const id = countsContacts === true ? this.names.survivorOf(key) : key;
    return isMonthly === true ? `${this.#calendar.monthKey(at)} ${id}` : id;
  }

  /** The part of a measurement that lies in the window; null where it has no value. */
  #partOf(one: Measurement, isBusiness: boolean): number | null {
    const { from, at, valueMs, value, businessMs, times } = one;
    const figure = valueMs ?? value;
    if (figure === null) return null;
    if (from === null) return isBusiness ? (businessMs ?? figure) : figure;
    const window = this.#window;
    const [start, end] = [Math.max(from, window.from), Math.min(at, window.to)];
    const elapsed = Math.max(0, end - start) * times;
    if (!isBusiness || businessMs === null || businessMs === valueMs) return elapsed;
    if (one.openPieces === null) return start === from && end === at ? businessMs : 0;
    let open = 0;
    for (let index = 0; index < one.openPieces.length; index += 2) {
      const low = Math.max(start, one.openPieces[index] as number);
      const high = Math.min(end, one.openPieces[index + 1] as number);
      if (high > low) open += (high - low) * times;
    }
    return open;
  }

  #nothing(
    definition: MetricDefinition,
    figures: readonly Measurement[],
    without: readonly string[],
    known: ReadonlySet<string>,
  ): WorkedOut {
    const [needed] = unsentInputs(definition, {
      options: this.#options,
      isMeasured: (id) => known.has(id),
    });
    const input = figures.find(({ missing }) => missing !== null)?.missing;
    if (input === undefined && needed === undefined && showsOf(definition) === 'sum') {
      return { value: 0, missing: null, arithmetic: ['no measurement: 0'] };
    }
    const missing = input ?? needed ?? 'noSamples';
    return { value: null, missing, arithmetic: [...without, `no value: ${missing}`] };
  }
}

function withoutLine(figures: readonly Measurement[], missing: number): readonly string[] {
  if (missing === 0) return [];
  const reasons = new Set(figures.flatMap((one) => one.missing ?? []));
  return [`${missing} without a value (${[...reasons].join(', ')} missing)`];
}

/** A value in the unit in which a reader thinks of it: seconds, or percent of a share. */
export function withUnit(value: number, { unit }: MetricDefinition): string {
  if (unit === 'ms') return `${rounded(value / 1000)} s`;
  if (unit === 'share') return `${rounded(value * 100)} %`;
  return unit === 'perHour' ? `${rounded(value)} an hour` : String(rounded(value));
}

const bare = (value: number, { unit }: MetricDefinition) =>
  String(rounded(unit === 'ms' ? value / 1000 : value));

const rounded = (value: number) => Math.round(value * 1000) / 1000;

/** A sum, and where it differs that within opening hours, which a rate may read. */
function bothClocks({ sum, sumBusiness }: Totals, definition: MetricDefinition | DerivedMetric) {
  const whole = withUnit(sum, definition);
  if (definition.unit !== 'ms' || sumBusiness === sum) return whole;
  return `${whole}, ${withUnit(sumBusiness, definition)} in opening hours,`;
}
