/*
 * The metrics of one tenant while it runs. Events and facts come in the order of commits; after a refresh the figures are those of the order
 * of time. What lies beyond the lateness bound is folded once and for all; what may still change is folded on a copy, which is made anew when
 * something has arrived before what it has seen. What was told and no longer holds is taken back by name.
 */
import type { AnyFact } from '../events/fact.ts';
import type { VerdictName } from '../events/verdict.ts';
import type { EventIn } from '../events/vocabulary.ts';
import type { EpochMs } from '../time/instant.ts';
import {
  differenceOf,
  FigureChanges,
  type FigureDifference,
  type StandingFigure,
} from './figure-changes.ts';
import { pairFigures } from './figure-pairs.ts';
import type { Measurement } from './measurement.ts';
import { MetricFold, type MetricFoldOptions } from './metric-fold.ts';
import type { MetricSetup } from './metric-setup.ts';
import type { MetricSink } from './metric-sink.ts';
import { MomentOrder } from './moment-order.ts';
import type { Moment } from './observation.ts';
import { knowOpenPieces } from './span-pieces.ts';

/** A figure that was told and holds no longer, and the one that holds in its place, if one does. */
export interface Correction {
  readonly superseded: Measurement;
  readonly by: Measurement | undefined;
}

/** Who follows moments as they come into the order of time. */
export interface MomentFollower {
  /** A moment that nothing can change any more, in order; what was followed before is void. */
  settled(moment: Moment): void;
  /** What was followed since the last settled moment is void: it comes anew. */
  again(): void;
  /** A moment that may still change, in order. */
  followed(moment: Moment): void;
}

/** What live metrics are made of. */
export interface LiveMetricsOptions extends Omit<MetricFoldOptions, 'from'> {
  /** The conversation that an event is about; null where it is about none. */
  readonly conversationOf: (event: EventIn) => string | null;
  /** Hears which figures a late event has changed. */
  readonly onCorrected?: (correction: Correction) => void;
  readonly follower?: MomentFollower;
  /** What lies so far behind the latest instant changes no more, milliseconds: twice the lateness bound. */
  readonly settledMs: number;
  /** The earliest deadline that has not fired: nothing from there on is settled. Left out: none is ever late. */
  readonly pendingFrom?: () => EpochMs;
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
  readonly #settledChanges: FigureChanges;
  #settledMs: number;
  #settledTo: EpochMs = -Infinity;
  /** The fold of what may still change, and what it has told. */
  #open: OpenFold | undefined;
  #latest: EpochMs = -Infinity;

  constructor(options: LiveMetricsOptions) {
    this.#options = options;
    this.#settledMs = options.settledMs;
    this.#order = new MomentOrder(options.conversationOf);
    this.#settledChanges = this.#changes();
    // Figures of the settled fold are told by the difference only.
    this.#settled = new MetricFold({ ...options, sink: this.#settledChanges });
  }

  /** The latest instant that an applied event or a fact has shown. */
  get latest(): EpochMs {
    return this.#latest;
  }

  /** Before this instant nothing changes any more. */
  get settledTo(): EpochMs {
    return this.#settledTo;
  }

  /** Channels and teams as far as moments have told of them. */
  get setup(): MetricSetup {
    return this.#settled.setup;
  }

  /** The lateness bound has grown: what lies so far behind changes no more. It never shrinks. */
  widen(settledMs: number): void {
    if (settledMs > this.#settledMs) this.#settledMs = settledMs;
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
    const settledMs = this.#settledMs;
    const pendingFrom = this.#options.pendingFrom?.() ?? Infinity;
    const limit = Math.min(this.#latest - settledMs, pendingFrom);
    // Settled in strides: each time, what is open is folded anew.
    if (limit - this.#settledTo >= settledMs) {
      this.#foldAnew(limit);
      return;
    }
    if (this.#open === undefined || this.#order.isDisordered) this.#foldAnew(this.#settledTo);
    else this.#foldOn(this.#open);
  }

  /** Moments that may still change, in order. */
  openMoments(): readonly Moment[] {
    return this.#order.waiting();
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
    const place = changes.place;
    for (const moment of fresh) {
      fold.observe(moment);
      this.#options.follower?.followed(moment);
    }
    this.#order.mark(fresh.at(-1));
    this.#tell(differenceOf(changes.since(place)));
  }

  #foldAnew(settledTo: EpochMs): void {
    const { follower } = this.#options;
    const before = this.#open?.changes.take() ?? [];
    this.#settledTo = Math.max(this.#settledTo, settledTo);
    follower?.again();
    for (const moment of this.#order.takeBefore(this.#settledTo)) {
      this.#settled.observe(moment);
      follower?.settled(moment);
    }
    if (Number.isFinite(this.#settledTo)) this.#settled.reach(this.#settledTo);
    const changes = this.#changes();
    const fold = new MetricFold({ ...this.#options, sink: changes, from: this.#settled });
    const waiting = this.#order.waiting();
    for (const moment of waiting) fold.observe(moment);
    this.#open = { fold, changes };
    this.#order.mark(waiting.at(-1));
    const settled = this.#settledChanges.take();
    this.#tell(differenceOf([...settled, ...changes.since(0)], before));
  }

  #tell({ fallen, risen }: FigureDifference): void {
    const { sink, onCorrected } = this.#options;
    const changed = fallen.length === 0 ? { fallen, risen } : this.#tellTopics(fallen, risen);
    for (const pair of pairFigures(changed.fallen, changed.risen)) {
      const superseded = asItStood(pair.fallen);
      sink.retracted?.(superseded);
      onCorrected?.({ superseded, by: pair.by && asItStood(pair.by) });
    }
    for (const one of changed.risen) sink.recorded?.(asItStood(one));
  }

  /** Figures that stand, and of which only the topics are others: tells those, and returns what else has changed. */
  #tellTopics(
    fallen: readonly StandingFigure[],
    risen: readonly StandingFigure[],
  ): FigureDifference {
    const { sink } = this.#options;
    const fallenBySays = new Map<string, StandingFigure[]>();
    for (const one of fallen) {
      const { says } = one.measurement;
      const same = fallenBySays.get(says);
      if (same === undefined) fallenBySays.set(says, [one]);
      else same.push(one);
    }
    const others = risen.filter((one) => {
      const before = fallenBySays.get(one.measurement.says)?.pop();
      if (before === undefined) return true;
      if (before.topics !== null) sink.topicsForgotten?.(asItStood(before));
      if (one.topics !== null) sink.topicsKnown?.(asItStood(one));
      return false;
    });
    return { fallen: [...fallenBySays.values()].flat(), risen: others };
  }

  #changes(): FigureChanges {
    const openTimeOf = ({ dims: { channelId } }: Measurement, from: EpochMs, to: EpochMs) =>
      channelId === null ? to - from : this.setup.businessMs(channelId, from, to, 'piecewise');
    return new FigureChanges(this.#options.sink, (one) => knowOpenPieces(one, openTimeOf));
  }
}

/** The figure with the topics that it had; most often itself. */
function asItStood({ measurement, topics }: StandingFigure): Measurement {
  const now = measurement.topics;
  if (now === topics || (topics === null && now?.length === 0)) return measurement;
  const then = measurement.copy();
  then.topics = topics;
  return then;
}
