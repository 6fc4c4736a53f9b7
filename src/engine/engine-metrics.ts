/*
 * The metrics of a running engine: its journal read with a cursor of their own, so that a commit never waits for them and they can be made
 * anew at any time. Figures are those of the last commit whenever one is asked for.
 */
import { EventEmitter } from 'eventemitter3';
import { CALCULATORS, METRICS } from '../metrics/catalogue.ts';
import { Explaining, type Explanation } from '../metrics/explain.ts';
import type { Group } from '../metrics/figure-reading.ts';
import {
  Figures,
  type BucketFigure,
  type FigureChoice,
  type Stretch,
  type StretchFigure,
} from '../metrics/figures.ts';
import { LiveMetrics, type Correction } from '../metrics/live-metrics.ts';
import type { Measurement } from '../metrics/measurement.ts';
import type { MetricSink } from '../metrics/metric-sink.ts';
import { Rollups } from '../metrics/rollups.ts';
import type { MetricOptions } from '../policy/metric-options.ts';
import type { Store } from '../store/store.ts';
import type { EpochMs } from '../time/instant.ts';
import { ReportingCalendar, type Grain } from '../time/reporting-calendar.ts';
import { WEEKDAYS } from '../time/weekly-hours.ts';
import { conversationOf, journalMoments, tellRecord } from './journal-moments.ts';
import { readRecord } from './journal-record.ts';
import { addressOf } from './moments.ts';

/** What may be listened to. Listeners are told when figures are brought up to the last commit. */
export interface MetricListeners {
  /** A figure stands. */
  recorded: (measurement: Measurement) => void;
  /** A late event has changed what was told: the figure that fell, and the one that stands in its place. */
  'metric.corrected': (correction: Correction) => void;
}

/** What the metrics of an engine are made of. */
export interface EngineMetricsParts {
  readonly store: Store;
  readonly tenant: string;
  readonly options: MetricOptions;
  /** The lateness bound of the policy, milliseconds. */
  readonly latenessMs: number;
}

/** Which figures an explanation is asked of. */
export interface ExplainedWindow extends Partial<Stretch> {
  /** Session, engagement, work, agent, queue, channel, team or topic; left out: everything. */
  readonly key?: string;
}

/** A figure may count what is still running as if it ended at an instant: `asOf`, event time. */
export interface LiveFigureChoice extends FigureChoice {
  readonly asOf?: EpochMs;
}

/** The metrics of one tenant of an engine. Made by `engine.metrics()`. */
export class EngineMetrics {
  readonly tenant: string;
  readonly options: MetricOptions;
  readonly #store: Store;
  readonly #live: LiveMetrics;
  readonly #rollups: Rollups;
  readonly #settledMs: number;
  readonly #emitter = new EventEmitter<MetricListeners>();
  #position = 0;

  constructor({ store, tenant, options, latenessMs }: EngineMetricsParts) {
    this.tenant = tenant;
    this.options = options;
    this.#store = store;
    this.#rollups = rollupsFor(options);
    this.#settledMs = Math.max(MINUTE_MS, 2 * latenessMs);
    const rollups = this.#rollups;
    const sink: MetricSink = {
      recorded: (measurement) => {
        rollups.recorded(measurement);
        this.#emitter.emit('recorded', measurement);
      },
      retracted: (measurement) => rollups.retracted(measurement),
      topicsKnown: (measurement) => rollups.topicsKnown(measurement),
      contactsMerged: (survivorId, mergedId) => rollups.contactsMerged(survivorId, mergedId),
    };
    this.#live = new LiveMetrics({
      tenant,
      options,
      sink,
      addressOf,
      calculators: CALCULATORS,
      settledMs: this.#settledMs,
      conversationOf: (event) => conversationOf(tenant, event),
      onCorrected: (correction) => this.#emitter.emit('metric.corrected', correction),
    });
  }

  /** Place in the journal up to which figures have come. */
  get position(): number {
    return this.#position;
  }

  /** Listens to figures as they come and fall. Returns the metrics. */
  on<K extends keyof MetricListeners>(type: K, listener: MetricListeners[K]): this {
    this.#emitter.on(type, listener as never);
    return this;
  }

  /** Stops listening. Returns the metrics. */
  off<K extends keyof MetricListeners>(type: K, listener: MetricListeners[K]): this {
    this.#emitter.off(type, listener as never);
    return this;
  }

  /** Brings the figures up to the last commit. Every reading does so by itself. */
  refresh(): void {
    for (const stored of this.#store.records(this.#position)) {
      this.#position = stored.position;
      tellRecord(readRecord(stored), (tenant) => (tenant === this.tenant ? this.#live : undefined));
    }
    this.#live.refresh();
    if (this.#live.latest !== -Infinity) this.#rollups.reach(this.#live.latest);
  }

  /**
   * One figure of a group over a stretch of event time; null with the reason where there is none.
   *
   * @throws HoldlineError unknown_metric
   */
  figure(metric: string, group: Group & Stretch, choice: LiveFigureChoice = {}): StretchFigure {
    return this.#figures(choice.asOf).figure(metric, group, choice);
  }

  /**
   * A figure for each bucket that a stretch touches.
   *
   * @throws HoldlineError unknown_metric, grain_not_kept
   */
  series(
    metric: string,
    group: Group & Stretch,
    grain: Grain,
    choice: LiveFigureChoice = {},
  ): readonly BucketFigure[] {
    return this.#figures(choice.asOf).series(metric, group, grain, choice);
  }

  /** One figure of the last twelve hours. @throws HoldlineError unknown_metric */
  rolling(metric: string, group: Group, choice: LiveFigureChoice = {}): StretchFigure {
    return this.#figures(choice.asOf).rolling(metric, group, choice);
  }

  /**
   * What a figure rests on: its measurements, the events behind each, the arithmetic. The journal is folded again for it.
   *
   * @throws HoldlineError unknown_metric
   */
  explain(metric: string, window: ExplainedWindow = {}): Explanation {
    const explaining = new Explaining({ metric, ...window, options: this.options, addressOf });
    for (const { tenant, moment } of journalMoments(this.#store.records(0), this.#settledMs)) {
      if (tenant === this.tenant) explaining.take(tenant, moment);
    }
    return explaining.explain();
  }

  #figures(asOf: EpochMs | undefined): Figures {
    this.refresh();
    const parts = {
      metricOf: (id: string) => METRICS.get(id),
      options: this.options,
      rollups: this.#rollups,
    };
    if (asOf === undefined) return new Figures(parts);
    const provisional = rollupsFor(this.options);
    this.#live.asOf(asOf, provisional);
    return new Figures({ ...parts, provisional });
  }
}

const MINUTE_MS = 60_000;

function rollupsFor({ reportingZone, firstDayOfWeek, responseClock }: MetricOptions): Rollups {
  return new Rollups({
    calendar: new ReportingCalendar(reportingZone, WEEKDAYS[firstDayOfWeek - 1]),
    metricOf: (id) => METRICS.get(id),
    responseClock,
  });
}
