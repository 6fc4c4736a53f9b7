/*
 * What a figure rests on: the measurements behind it, the events behind each of them, and the arithmetic. The moments are folded again with
 * the calculators of that metric alone, so that the answer is the definition at work and not a memory of it.
 */
import type { MetricOptions } from '../policy/metric-options.ts';
import type { EpochMs } from '../time/instant.ts';
import type { Calculator } from './calculator.ts';
import { calculatorsOf } from './calculators-of.ts';
import { METRICS } from './catalogue.ts';
import type { ConversationAddress } from './conversation-fold.ts';
import { FigureArithmetic, type WorkedOut } from './figure-arithmetic.ts';
import type { Dimension } from './figure-series.ts';
import type { Measurement } from './measurement.ts';
import { isDerivedMetric, type DerivedMetric, type MetricDefinition } from './metric-definition.ts';
import { MetricFold } from './metric-fold.ts';
import type { Evidence, Moment } from './observation.ts';
import { witnessesOf } from './unsent-input.ts';
import { unknownMetric } from './unknown-metric.ts';

/** Which figure is asked about. */
export interface ExplainWish {
  readonly metric: string;
  /** Session, engagement, work, agent, queue, channel, team or topic; left out: everything. */
  readonly key?: string | undefined;
  /** Of what the key is; left out: of anything. */
  readonly dimension?: Dimension | undefined;
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
  /** True for what was still running at the end of time, as if it ended then. */
  readonly isProvisional: boolean;
  readonly measurement: Measurement;
  readonly events: readonly EvidenceEvent[];
}

/** The answer. */
export interface Explanation extends WorkedOut {
  readonly definition: MetricDefinition | DerivedMetric;
  readonly measurements: readonly ExplainedMeasurement[];
}

/** Takes moments in, each tenant's in the order of time, and explains. */
export class Explaining {
  readonly #wish: ExplainWish;
  readonly #definition: MetricDefinition | DerivedMetric;
  readonly #metrics: ReadonlySet<string>;
  readonly #calculators: readonly Calculator[];
  /** How often each metric had a value, those included that tell only whether an input came. */
  readonly #valued = new Map<string, number>();
  readonly #folds = new Map<string, MetricFold>();
  readonly #figures = new Map<Measurement, { tenant: string; isProvisional: boolean }>();
  readonly #arithmetic: FigureArithmetic;
  readonly #latest = new Map<string, EpochMs>();
  #isProvisional = false;
  /** Where each event of the evidence stands; kept for all, since a figure may rest on any. */
  readonly #events = new Map<string, { readonly at: EpochMs; readonly types: string[] }>();

  /** @throws HoldlineError unknown_metric. */
  constructor(wish: ExplainWish) {
    const definition = METRICS.get(wish.metric);
    if (definition === undefined) throw unknownMetric(wish.metric);
    this.#wish = wish;
    this.#definition = definition;
    const { from = -Infinity, to = Infinity, options } = wish;
    this.#arithmetic = new FigureArithmetic({ from, to }, options);
    this.#metrics = new Set(isDerivedMetric(definition) ? definition.of : [definition.id]);
    const inputs = [definition.id, ...this.#metrics].flatMap((id) => METRICS.get(id)?.needs ?? []);
    this.#calculators = calculatorsOf(
      new Set([...this.#metrics, ...witnessesOf(inputs, wish.options)]),
    );
  }

  take(tenant: string, moment: Moment): void {
    const { id, at, observations } = moment;
    if (!id.startsWith(TIMER)) {
      const types = observations.map(({ type }) => type);
      const known = this.#events.get(`${tenant}\n${id}`);
      if (known === undefined) this.#events.set(`${tenant}\n${id}`, { at, types });
      else known.types.push(...types);
    }
    this.#latest.set(tenant, at);
    this.#foldOf(tenant).observe(moment);
  }

  /**
   * The answer. Time has reached `at`, or each tenant's last moment where it is left out.
   *
   * @param asOf True: what is still running then counts as if it ended.
   * @param reached What passing time alone ends is told up to here; left out: up to where time has come.
   */
  explain(at?: EpochMs, asOf = true, reached?: EpochMs): Explanation {
    for (const [tenant, fold] of this.#folds) {
      const latest = Math.max(at ?? -Infinity, this.#latest.get(tenant) ?? -Infinity);
      fold.reach(reached ?? latest);
      this.#isProvisional = true;
      if (asOf) fold.asOf(latest);
      this.#isProvisional = false;
    }
    const found = [...this.#figures]
      .filter(([measurement]) => this.#isAsked(measurement))
      .toSorted(([a], [b]) => a.at - b.at);
    const definition = this.#definition;
    const measurements = found.map(([measurement, { tenant, isProvisional }]) => ({
      tenant,
      measurement,
      isProvisional,
      events: measurement.evidence.flatMap((id) => {
        // A deadline is named by its timer alone; what it caused counts at its instant.
        if (id.startsWith(TIMER)) return [{ id, at: measurement.at, types: ['timer.fired'] }];
        const event = this.#events.get(`${tenant}\n${id}`);
        return event === undefined ? [] : [{ id, ...event }];
      }),
    }));
    const figures = found.map(([measurement]) => measurement);
    const worked = isDerivedMetric(definition)
      ? this.#arithmetic.derived(definition, figures, this.#known())
      : this.#arithmetic.measured(definition, figures, this.#known());
    return { definition, measurements, ...worked };
  }

  #foldOf(tenant: string): MetricFold {
    let fold = this.#folds.get(tenant);
    if (fold === undefined) {
      const { options, addressOf } = this.#wish;
      fold = new MetricFold({
        tenant,
        options,
        addressOf,
        calculators: this.#calculators,
        sink: {
          recorded: (measurement) => {
            this.#value(measurement, 1);
            if (!this.#metrics.has(measurement.metric)) return;
            this.#figures.set(measurement, { tenant, isProvisional: this.#isProvisional });
          },
          retracted: (measurement) => {
            this.#value(measurement, -1);
            this.#figures.delete(measurement);
          },
          // Figures are looked for by their topics, too.
          topicsKnown: () => undefined,
          contactsMerged: (survivorId, mergedId) =>
            this.#arithmetic.names.merge(survivorId, mergedId),
        },
      });
      this.#folds.set(tenant, fold);
    }
    return fold;
  }

  #value({ metric, missing }: Measurement, step: 1 | -1): void {
    if (missing === null) this.#valued.set(metric, (this.#valued.get(metric) ?? 0) + step);
  }

  /** Metrics that ever had a value. */
  #known(): ReadonlySet<string> {
    return new Set([...this.#valued].flatMap(([metric, count]) => (count > 0 ? [metric] : [])));
  }

  #isAsked(measurement: Measurement): boolean {
    const { key, dims, topics } = measurement;
    if (!this.#arithmetic.counts(measurement)) return false;
    const { key: asked, dimension } = this.#wish;
    const { sessionId, channelId, queueId, agentId, teamIds } = dims;
    if (dimension !== undefined) {
      const of = { account: [asked], channel: [channelId], queue: [queueId], agent: [agentId] };
      const keys = { ...of, team: teamIds, topic: topics ?? [] }[dimension];
      return (keys as readonly unknown[]).includes(asked);
    }
    if (asked === undefined || asked === key) return true;
    return (
      [sessionId, channelId, queueId, agentId].includes(asked) ||
      teamIds.includes(asked) ||
      topics?.includes(asked) === true
    );
  }
}

const TIMER = 'timer.';
