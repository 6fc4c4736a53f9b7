/*
 * The metrics of a running engine: its journal read with a cursor of their own, so that a commit never waits for them and they can be made
 * anew at any time. Figures are those of the last commit whenever one is asked for.
 */
import { EventEmitter } from 'eventemitter3';
import { BoardKeeper } from '../metrics/board-keeper.ts';
import { CALCULATORS, METRICS } from '../metrics/catalogue.ts';
import { Explaining, type Explanation } from '../metrics/explain.ts';
import type { Group } from '../metrics/figure-reading.ts';
import {
  Figures,
  type BucketFigure,
  type Stretch,
  type StretchFigure,
} from '../metrics/figures.ts';
import { LiveBoard } from '../metrics/live-board.ts';
import { LiveMetrics } from '../metrics/live-metrics.ts';
import type { Measurement } from '../metrics/measurement.ts';
import type { MetricSink } from '../metrics/metric-sink.ts';
import type { Rollups } from '../metrics/rollups.ts';
import { knowOpenPieces, type OpenTimeOf } from '../metrics/span-pieces.ts';
import { StandingContacts } from '../metrics/standing-contacts.ts';
import { waitDueAt } from '../metrics/wait-target.ts';
import type { MetricOptions } from '../policy/metric-options.ts';
import type { EpochMs } from '../time/instant.ts';
import type { Grain } from '../time/reporting-calendar.ts';
import { assertArgument } from './call-argument.ts';
import type { EngineInside } from './engine-inside.ts';
import { conversationOf, journalMoments } from './journal-moments.ts';
import { rollupsFor } from './live-rollups.ts';
import { followCommits } from './metrics-following.ts';
import {
  FIGURE_GROUP,
  FIGURE_STRETCH,
  type ExplainedWindow,
  type LiveFigureChoice,
  type MetricListeners,
} from './metric-questions.ts';
import type { MetricsKept } from './metrics-kept.ts';
import { MetricsReading } from './metrics-reading.ts';
import { addressOf } from './moments.ts';
import { RawFigures } from './raw-figures.ts';

/** What the metrics of an engine are made of. */
export interface EngineMetricsParts {
  readonly inside: EngineInside;
  readonly tenant: string;
  readonly options: MetricOptions;
  readonly kept: MetricsKept;
  /** How much of the journal is read at once; left out: some milliseconds' worth. */
  readonly eventsAStep?: number | undefined;
}

/** The metrics of one tenant of an engine. Made by `openMetrics`. */
export class EngineMetrics {
  readonly tenant: string;
  readonly options: MetricOptions;
  readonly #inside: EngineInside;
  readonly #live: LiveMetrics;
  readonly #reading: MetricsReading;
  readonly #kept: MetricsKept;
  readonly #rollups: Rollups;
  readonly #board: BoardKeeper;
  readonly #raw: RawFigures;
  readonly #contacts = new StandingContacts(
    (metric) => METRICS.get(metric)?.countsContacts === true,
  );
  readonly #emitter = new EventEmitter<MetricListeners>();
  readonly #closing = new AbortController();

  constructor({ inside, tenant, options, kept, eventsAStep }: EngineMetricsParts) {
    this.tenant = tenant;
    this.options = options;
    this.#inside = inside;
    this.#raw = new RawFigures({ store: inside.store, tenant, options });
    this.#kept = kept;
    this.#rollups = rollupsFor(options, kept, (address, from, to) =>
      this.#reading.eventsCount > RAW_EVENTS_MAX
        ? NO_FIGURES
        : this.#raw.of(address, from, to, this.position, this.#settledMs),
    );
    this.#board = new BoardKeeper(
      new LiveBoard({
        options,
        addressOf,
        dueAt: (channelId, anchorAt, isFirst) =>
          waitDueAt(this.#live.setup, options.responseClock, { channelId, anchorAt, isFirst }),
      }),
    );
    this.#live = new LiveMetrics({
      tenant,
      options,
      sink: this.#sink(),
      addressOf,
      calculators: CALCULATORS,
      keptConversations: kept.conversations,
      follower: this.#board,
      settledMs: this.#settledMs,
      pendingFrom: () => (this.isClosed ? Infinity : inside.nextDeadlineAt()),
      conversationOf: (event) => conversationOf(tenant, event),
      onCorrected: ({ superseded, by }) => {
        this.#emitter.emit('metric.corrected', {
          superseded: this.#contacts.named(superseded),
          by: by && this.#contacts.named(by),
        });
      },
    });
    this.#reading = new MetricsReading({
      inside,
      tenant,
      live: this.#live,
      settledMs: () => this.#settledMs,
      reached: (at) => this.#rollups.reach(at),
      eventsAStep,
    });
  }

  /** Place in the journal up to which figures have come. */
  get position(): number {
    return this.#reading.position;
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

  /** For tables and tests: the roll-ups, and the instant before which nothing changes any more. @internal */
  get inside(): { readonly rollups: Rollups; readonly settledTo: EpochMs } {
    return { rollups: this.#rollups, settledTo: this.#live.settledTo };
  }

  /** Whether the metrics follow their engine no longer; figures stay those of the last commit that was read. */
  get isClosed(): boolean {
    return this.#closing.signal.aborted || this.#inside.bell.isClosed;
  }

  /** Stops following the engine. Closing twice does nothing more. */
  close(): void {
    this.#closing.abort();
  }

  /** Brings the figures up to the last commit. Every reading does so by itself, and so does each commit a little later. */
  refresh(): void {
    if (this.isClosed) this.#live.finish();
    else {
      const steps = this.#reading.refreshing();
      while (steps.next().done !== true);
    }
  }

  /**
   * Refreshes after commits until the engine or the metrics close.
   *
   * @internal
   */
  async follow(): Promise<void> {
    try {
      await followCommits(
        this.#inside.bell,
        this.#closing.signal,
        () => !this.isClosed,
        () => this.#reading.refreshing(),
      );
    } catch (error) {
      this.#emitter.emit('error', error);
    }
  }

  /** How things stand by the engine's clock: agents, open sessions by status, queues, waits past their target. */
  live(): LiveBoard {
    this.refresh();
    const board = this.#board.board(() => this.#live.openMoments());
    board.reach(this.#inside.now());
    return board;
  }

  /**
   * One figure of a group over a stretch of event time; null with the reason where there is none.
   *
   * @throws HoldlineError unknown_metric, argument_invalid
   */
  figure(metric: string, group: Group & Stretch, choice: LiveFigureChoice = {}): StretchFigure {
    assertArgument('figure', FIGURE_GROUP, group, 'group');
    assertArgument('figure', FIGURE_STRETCH, group, 'group');
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
    assertArgument('series', FIGURE_GROUP, group, 'group');
    assertArgument('series', FIGURE_STRETCH, group, 'group');
    return this.#figures(choice.asOf).series(metric, group, grain, choice);
  }

  /** One figure of the last twelve hours. @throws HoldlineError unknown_metric */
  rolling(metric: string, group: Group, choice: LiveFigureChoice = {}): StretchFigure {
    assertArgument('rolling', FIGURE_GROUP, group, 'group');
    return this.#figures(choice.asOf).rolling(metric, group, choice);
  }

  /**
   * What a figure rests on: its measurements, the events behind each, the arithmetic. The journal is folded again for it.
   *
   * @throws HoldlineError unknown_metric
   */
  explain(metric: string, { asOf, ...window }: ExplainedWindow = {}): Explanation {
    this.refresh();
    const explaining = new Explaining({ metric, ...window, options: this.options, addressOf });
    for (const { tenant, moment } of journalMoments(
      (position) => this.#inside.store.records(position),
      this.#settledMs,
    )) {
      if (tenant === this.tenant) explaining.take(tenant, moment);
    }
    const at = asOf === 'now' ? this.#inside.now() : asOf;
    // A figure tells what time alone has ended once nothing late can change it.
    return explaining.explain(at, asOf !== undefined, this.#live.settledTo);
  }

  #figures(asOf: EpochMs | 'now' | undefined): Figures {
    this.refresh();
    const parts = {
      metricOf: (id: string) => METRICS.get(id),
      options: this.options,
      rollups: this.#rollups,
    };
    if (asOf === undefined) return new Figures(parts);
    const provisional = rollupsFor(this.options, this.#kept);
    const at = asOf === 'now' ? this.#inside.now() : asOf;
    const openTimeOf = this.#openTimeOf;
    this.#live.asOf(at, {
      recorded: (one) => {
        knowOpenPieces(one, openTimeOf);
        provisional.recorded(one);
      },
    });
    return new Figures({ ...parts, provisional });
  }

  /** What lies so far behind the latest instant changes no more: twice the lateness bound of the policy in force, milliseconds. */
  get #settledMs(): number {
    return Math.max(MINUTE_MS, 2 * this.#inside.setupOf(this.tenant).policy.lateness);
  }

  #sink(): MetricSink {
    const rollups = this.#rollups;
    const contacts = this.#contacts;
    const recorded = (named: Measurement) => this.#emitter.emit('recorded', named);
    return {
      recorded: (measurement) => {
        rollups.recorded(measurement);
        const named = contacts.named(measurement);
        contacts.told(named);
        recorded(named);
      },
      retracted: (measurement) => {
        rollups.retracted(measurement);
        contacts.fell(contacts.named(measurement));
      },
      topicsKnown: (measurement) => rollups.topicsKnown(measurement),
      topicsForgotten: (measurement) => rollups.topicsForgotten(measurement),
      contactsMerged: (survivorId, mergedId) => {
        rollups.contactsMerged(survivorId, mergedId);
        for (const correction of contacts.merge(survivorId, mergedId)) {
          this.#emitter.emit('metric.corrected', correction);
          if (correction.by !== undefined) recorded(correction.by);
        }
      },
    };
  }

  readonly #openTimeOf: OpenTimeOf = ({ dims: { channelId } }, from, to) =>
    channelId === null ? to - from : this.#live.setup.businessMs(channelId, from, to, 'piecewise');
}

const MINUTE_MS = 60_000;
/** Of a longer journal an extreme that was lost stays unknown: to fold it again would hold up the host for seconds. */
const RAW_EVENTS_MAX = 50_000;
const NO_FIGURES: readonly Measurement[] = [];
