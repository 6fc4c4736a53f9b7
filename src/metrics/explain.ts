/*
 * What a figure rests on: the measurements behind it, the events behind each of them, and the arithmetic. The moments are folded again with
 * the calculators of that metric alone, so that the answer is the definition at work and not a memory of it.
 */
import { HoldlineError } from '../events/holdline-error.ts';
import type { MetricOptions } from '../policy/metric-options.ts';
import type { EpochMs } from '../time/instant.ts';
import { calculatorsOf } from './calculators-of.ts';
import { METRICS } from './catalogue.ts';
import type { ConversationAddress } from './conversation-fold.ts';
import type { Measurement } from './measurement.ts';
import type { DerivedMetric, MetricDefinition } from './metric-definition.ts';
import { MetricFold } from './metric-fold.ts';
import type { Evidence, Moment } from './observation.ts';
import { NO_TOTALS, type Totals } from './totals.ts';

/** Which figure is asked about. */
export interface ExplainWish {
  readonly metric: string;
  /** Session, engagement, work, agent, queue, channel, team or topic; left out: everything. */
  readonly key?: string | undefined;
  /** Figures that count from here on. */
  readonly from?: EpochMs | undefined;
  /** Figures that count before here. */
  readonly to?: EpochMs | undefined;
  readonly options: MetricOptions;
  readonly addressOf: (conversationId: string) => ConversationAddress;
}

/** What caused an event of the evidence, where it was read. */
export interface EvidenceEvent {
  readonly id: Evidence;
  readonly at: EpochMs;
  /** Types of what metrics read of it: the event itself, the facts that it caused. */
  readonly types: readonly string[];
}

/** One measurement with what it rests on. */
export interface ExplainedMeasurement {
  readonly tenant: string;
  readonly measurement: Measurement;
  readonly events: readonly EvidenceEvent[];
}

/** The answer. */
export interface Explanation {
  readonly definition: MetricDefinition | DerivedMetric;
  /** Milliseconds, a count, a share or a score; null where there is no value. */
  readonly value: number | null;
  /** How the value comes of the measurements, line by line. */
  readonly arithmetic: readonly string[];
  readonly measurements: readonly ExplainedMeasurement[];
}

/** Takes moments in, each tenant's in the order of time, and explains. */
export class Explaining {
  readonly #wish: ExplainWish;
  readonly #definition: MetricDefinition | DerivedMetric;
  readonly #metrics: ReadonlySet<string>;
  readonly #folds = new Map<string, MetricFold>();
  readonly #figures = new Map<Measurement, string>();
  /** Where each event of the evidence stands; kept for all, since a figure may rest on any. */
  readonly #events = new Map<string, { readonly at: EpochMs; readonly types: string[] }>();

  /** @throws HoldlineError unknown_metric. */
  constructor(wish: ExplainWish) {
    const definition = METRICS.get(wish.metric);
    if (definition === undefined) throw unknownMetric(wish.metric);
    this.#wish = wish;
    this.#definition = definition;
    this.#metrics = new Set(isDerivedMetric(definition) ? definition.of : [definition.id]);
  }

  take(tenant: string, moment: Moment): void {
    const { id, at, observations } = moment;
    if (!id.startsWith(TIMER)) {
      const types = observations.map(({ type }) => type);
      const known = this.#events.get(`${tenant}\n${id}`);
      if (known === undefined) this.#events.set(`${tenant}\n${id}`, { at, types });
      else known.types.push(...types);
    }
    this.#foldOf(tenant).observe(moment);
  }

  /** The answer; time has reached `at`, where it is given. */
  explain(at?: EpochMs): Explanation {
    if (at !== undefined) for (const fold of this.#folds.values()) fold.reach(at);
    const found = [...this.#figures]
      .filter(([measurement]) => this.#isAsked(measurement))
      .toSorted(([a], [b]) => a.at - b.at);
    const definition = this.#definition;
    const measurements = found.map(([measurement, tenant]) => ({
      tenant,
      measurement,
      events: measurement.evidence.flatMap((id) => {
        // A deadline is named by its timer alone; what it caused counts at its instant.
        if (id.startsWith(TIMER)) return [{ id, at: measurement.at, types: ['timer.fired'] }];
        const event = this.#events.get(`${tenant}\n${id}`);
        return event === undefined ? [] : [{ id, ...event }];
      }),
    }));
    const figures = found.map(([measurement]) => measurement);
    return { definition, measurements, ...this.#workOut(figures) };
  }

  #workOut(figures: readonly Measurement[]): Pick<Explanation, 'value' | 'arithmetic'> {
    const definition = this.#definition;
    if (!isDerivedMetric(definition)) return sumUp(definition, figures);
    const read = (metric: string, label?: string | null) =>
      totalsOf(
        figures.filter(
          (one) =>
            one.metric === metric &&
            (label === undefined || label === null || one.dims.label === label),
        ),
      );
    const value = definition.figure(read, this.#wish.options);
    const lines = definition.of.map((metric) => {
      const { count, sum, members, missing } = read(metric);
      const unit = METRICS.get(metric)?.unit;
      const shown = unit === 'members' ? `${members} distinct` : shownSum(sum, unit);
      return `${metric}: ${shown} in ${count} measurements${missing > 0 ? `, ${missing} without a value` : ''}`;
    });
    return { value, arithmetic: [...lines, `${definition.id} = ${String(value)}`] };
  }

  #foldOf(tenant: string): MetricFold {
    let fold = this.#folds.get(tenant);
    if (fold === undefined) {
      const { options, addressOf } = this.#wish;
      fold = new MetricFold({
        tenant,
        options,
        addressOf,
        calculators: calculatorsOf(this.#metrics),
        sink: {
          recorded: (measurement) => this.#figures.set(measurement, tenant),
          retracted: (measurement) => this.#figures.delete(measurement),
        },
      });
      this.#folds.set(tenant, fold);
    }
    return fold;
  }

  #isAsked({ metric, at, key, dims, topics }: Measurement): boolean {
    const { from = -Infinity, to = Infinity, key: asked } = this.#wish;
    if (!this.#metrics.has(metric) || at < from || at >= to) return false;
    if (asked === undefined || asked === key) return true;
    const { sessionId, channelId, queueId, agentId, teamIds } = dims;
    return (
      [sessionId, channelId, queueId, agentId].includes(asked) ||
      teamIds.includes(asked) ||
      topics?.includes(asked) === true
    );
  }
}

const TIMER = 'timer.';

const isDerivedMetric = (metric: MetricDefinition | DerivedMetric): metric is DerivedMetric =>
  'figure' in metric;

/** There is no metric of this name. @internal */
export function unknownMetric(id: string): HoldlineError {
  return new HoldlineError(
    'unknown_metric',
    `expected the id of a metric, found "${id}": holdline metrics lists them`,
  );
}

function totalsOf(figures: readonly Measurement[]): Totals {
  let [sum, sumBusiness, count, missing] = [0, 0, 0, 0];
  let [min, max] = [Infinity, -Infinity];
  const members = new Set<string>();
  for (const { valueMs, value, businessMs, key } of figures) {
    members.add(key);
    const figure = valueMs ?? value;
    if (figure === null) {
      missing += 1;
      continue;
    }
    count += 1;
    sum += figure;
    sumBusiness += businessMs ?? 0;
    min = Math.min(min, figure);
    max = Math.max(max, figure);
  }
  if (count === 0) return { ...NO_TOTALS, missing };
  return { count, sum, sumBusiness, min, max, members: members.size, missing };
}

const shownSum = (sum: number, unit: string | undefined) =>
  unit === 'ms' ? `${sum / 1000} s` : String(sum);

function sumUp(
  { id, unit }: MetricDefinition,
  figures: readonly Measurement[],
): Pick<Explanation, 'value' | 'arithmetic'> {
  const { count, sum, members, missing } = totalsOf(figures);
  const without =
    missing === 0
      ? []
      : [`${missing} without a value: ${[...new Set(reasonsOf(figures))].join(', ')} missing`];
  if (unit === 'members') {
    return { value: members, arithmetic: [`${members} distinct in ${count} measurements`] };
  }
  if (count === 0) return { value: null, arithmetic: [...without, `${id}: no measurement`] };
  const parts = figures
    .flatMap(({ valueMs, value }) => (valueMs === null ? (value ?? []) : valueMs / 1000))
    .slice(0, PARTS_MAX);
  const more = count > parts.length ? ` + … (${count - parts.length} more)` : '';
  const total = `${parts.join(' + ')}${more} = ${shownSum(sum, unit)}`;
  if (unit === 'count') return { value: sum, arithmetic: [total, ...without] };
  const average = `${shownSum(sum, unit)} / ${count} = ${shownSum(sum / count, unit)}`;
  return { value: sum / count, arithmetic: [total, average, ...without] };
}

/** Summands that are written out. */
const PARTS_MAX = 20;

const reasonsOf = (figures: readonly Measurement[]) =>
  figures.flatMap(({ missing }) => missing ?? []);
