/*
 * The metrics of one tenant while it runs. Events and facts come in the order of commits; after a refresh the figures are those of the order
 * of time. What lies beyond the lateness bound is folded once and for all; what may still change is folded on a copy, which is made anew when
 * something has arrived before what it has seen. What was told and no longer holds is taken back by name.
 */
import type { AnyFact } from '../events/fact.ts';
import type { VerdictName } from '../events/verdict.ts';
import type { EventIn } from '../events/vocabulary.ts';
import type { EpochMs } from '../time/instant.ts';
import { FigureChanges, differenceOf, type FigureDifference } from './figure-changes.ts';
import type { Measurement } from './measurement.ts';
import { MetricFold, type MetricFoldOptions } from './metric-fold.ts';
import type { MetricSink } from './metric-sink.ts';
import { MomentOrder } from './moment-order.ts';

/** A figure that was told and holds no longer, and the one that holds in its place, if one does. */
export interface Correction {
  readonly superseded: Measurement;
  readonly by: Measurement | undefined;
}

/** What live metrics are made of. */
export interface LiveMetricsOptions extends Omit<MetricFoldOptions, 'from'> {
  /** The conversation that an event is about; null where it is about none. */
  readonly conversationOf: (event: EventIn) => string | null;
  /** Hears which figures a late event has changed. */
  readonly onCorrected?: (correction: Correction) => void;
  /** What lies so far behind the latest instant changes no more, milliseconds: twice the lateness bound. */
  readonly settledMs: number;
}

interface OpenFold {
  readonly fold: MetricFold;
  readonly changes: FigureChanges;
}

/** The metrics of one tenant while it runs. */
export class LiveMetrics {
  readonly #options: LiveMetricsOptions;
  readonly #order: MomentOrder;
  readonly #settled: MetricFold;
  #settledChanges = new FigureChanges();
  #settledTo: EpochMs = -Infinity;
  /** The fold of what may still change, and what it has told. */
  #open: OpenFold | undefined;
  #latest: EpochMs = -Infinity;

  constructor(options: LiveMetricsOptions) {
    this.#options = options;
    this.#order = new MomentOrder(options.conversationOf);
    this.#settled = new MetricFold({ ...options, sink: this.#settledSink() });
  }

  /** The latest instant that an applied event or a fact has shown. */
  get latest(): EpochMs {
    return this.#latest;
  }

  /** Takes an event in, with the verdict that it has so far. */
  event(event: EventIn, verdict: VerdictName): void {
    this.#order.event(event, verdict);
    if (verdict === 'applied' && event.at > this.#latest) this.#latest = event.at;
  }

  /** The verdict of an earlier event has changed. */
  verdict(eventId: string, verdict: VerdictName): void {
    this.#order.verdict(eventId, verdict);
  }

  /** Takes a fact in. */
  fact(fact: AnyFact): void {
    this.#order.fact(fact);
    if (fact.at > this.#latest) this.#latest = fact.at;
  }

  /** Brings the figures up to everything that has arrived. */
  refresh(): void {
    const { settledMs } = this.#options;
    const limit = this.#latest - settledMs;
    // Settled in strides: each time, what is open is folded anew.
    if (limit - this.#settledTo >= settledMs) {
      this.#foldAnew(limit);
      return;
    }
    if (this.#open === undefined || this.#order.isDisordered) this.#foldAnew(this.#settledTo);
    else this.#foldOn(this.#open);
  }

  /** Tells `sink` what is still running as if it ended at an instant. Provisional: nothing else hears of it. */
  asOf(at: EpochMs, sink: MetricSink): void {
    this.refresh();
    const from = this.#open?.fold ?? this.#settled;
    new MetricFold({ ...this.#options, sink, from }).asOf(at);
  }

  #foldOn({ fold, changes }: OpenFold): void {
    const fresh = this.#order.fresh();
    if (fresh.length === 0) return;
    changes.isTelling = true;
    for (const moment of fresh) fold.observe(moment);
    this.#order.mark(fresh.at(-1));
  }

  #foldAnew(settledTo: EpochMs): void {
    const before = this.#open?.changes;
    const settled = this.#settledChanges;
    this.#settledTo = Math.max(this.#settledTo, settledTo);
    for (const moment of this.#order.takeBefore(this.#settledTo)) this.#settled.observe(moment);
    const changes = new FigureChanges(this.#options.sink);
    const fold = new MetricFold({ ...this.#options, sink: changes, from: this.#settled });
    const waiting = this.#order.waiting();
    for (const moment of waiting) fold.observe(moment);
    this.#open = { fold, changes };
    this.#settledChanges = new FigureChanges();
    this.#order.mark(waiting.at(-1));
    this.#tell(differenceOf([settled, changes], before === undefined ? [] : [before]));
  }

  #tell({ fallen, risen, topicsKnown, topicsForgotten }: FigureDifference): void {
    const { sink, onCorrected } = this.#options;
    const successors = new Map<string, Measurement[]>();
    for (const one of risen) {
      const same = successors.get(subjectOf(one));
      if (same === undefined) successors.set(subjectOf(one), [one]);
      else same.push(one);
    }
    for (const one of topicsForgotten) {
      if (fallen.includes(one)) continue;
      sink.retracted?.(one);
      const again = one.copy();
      again.topics = null;
      sink.recorded?.(again);
    }
    for (const superseded of fallen) {
      sink.retracted?.(superseded);
      onCorrected?.({ superseded, by: successors.get(subjectOf(superseded))?.shift() });
    }
    for (const one of risen) sink.recorded?.(one);
    const isNew = new Set(risen);
    for (const one of topicsKnown) if (!isNew.has(one)) sink.topicsKnown?.(one);
  }

  /** Figures of the settled fold are told by the difference only. */
  #settledSink(): MetricSink {
    return {
      recorded: (measurement) => this.#settledChanges.recorded(measurement),
      retracted: (measurement) => this.#settledChanges.retracted(measurement),
      topicsKnown: (measurement) => this.#settledChanges.topicsKnown(measurement),
    };
  }
}

/** What a figure is about: another one about the same takes its place. */
const subjectOf = ({ metric, level, key, dims }: Measurement) =>
  `${metric}\n${level}\n${key}\n${dims.label ?? ''}`;
