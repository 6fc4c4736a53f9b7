/*
 * The metrics of one tenant while it runs. Events and facts come in the order of commits; after a refresh the figures are those of the order
 * of time. What lies beyond the lateness bound is folded once and for all; what may still change is folded on a copy. Of that copy whoever a
 * late event concerns is folded anew, and what was told of them and no longer holds is taken back by name.
 */
import type { AnyFact } from '../events/fact.ts';
import type { VerdictName } from '../events/verdict.ts';
import type { EventIn } from '../events/vocabulary.ts';
import type { EpochMs } from '../time/instant.ts';
import { FigureChanges, type ChangesBySubject } from './figure-changes.ts';
import { areSameChanges, differenceBySubject, differenceOf } from './figure-difference.ts';
import { FigureTeller, type Correction } from './figure-teller.ts';
import type { LateWord } from './late-word.ts';
import type { Measurement } from './measurement.ts';
import { MetricFold, type MetricFoldOptions } from './metric-fold.ts';
import type { MetricSetup } from './metric-setup.ts';
import type { MetricSink } from './metric-sink.ts';
import { MomentOrder } from './moment-order.ts';
import { inSteps } from './moment-steps.ts';
import { untold, type OpenFold } from './open-fold.ts';
import type { Moment } from './observation.ts';
import { knowOpenPieces } from './span-pieces.ts';
import type { SubjectIds } from './subject-shelf.ts';

/** Who follows moments as they come into the order of time. */
export interface MomentFollower {
  /** A moment that nothing can change any more, in order; it was followed before, unless that is void. */
  settled(moment: Moment): void;
  /** What was followed and has not settled is void: whoever wants it looks at what waits. */
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

/** The metrics of one tenant while it runs. */
export class LiveMetrics {
  readonly #options: LiveMetricsOptions;
  readonly #teller: FigureTeller;
  readonly #order: MomentOrder;
  readonly #settled: MetricFold;
  readonly #settledChanges: FigureChanges;
  #settledMs: number;
  #settledTo: EpochMs = -Infinity;
  /** The fold of what may still change, and what it has told. */
  #open: OpenFold | undefined;
  #latest: EpochMs = -Infinity;
  /** A refresh that has begun and is not over. */
  #steps: Generator<void> | undefined;

  constructor(options: LiveMetricsOptions) {
    this.#options = options;
    this.#teller = new FigureTeller(options.sink, options.onCorrected);
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
    this.finish();
    if (settledMs > this.#settledMs) this.#settledMs = settledMs;
  }

  /** Takes an event in, with the verdict that it has so far. */
  event(event: EventIn, verdict: VerdictName): void {
    this.finish();
    this.#order.event(event, verdict);
    if (verdict === 'applied' && event.at > this.#latest) this.#latest = event.at;
  }

  /** The verdict of an earlier event has changed. */
  verdict(eventId: string, verdict: VerdictName): void {
    this.finish();
    this.#order.verdict(eventId, verdict);
  }

  /** Takes a fact in. */
  fact(fact: AnyFact): void {
    this.finish();
    this.#order.fact(fact);
    if (fact.at > this.#latest) this.#latest = fact.at;
  }

  /** Brings the figures up to everything that has arrived. */
  refresh(): void {
    this.refreshing();
    this.finish();
  }

  /**
   * As `refresh`, a step at a time: each takes some milliseconds. Whatever is called meanwhile finishes it first.
   *
   * @param openFrom Nothing from this instant on is settled: more of it is still to come.
   */
  refreshing(openFrom: EpochMs = Infinity): Iterable<void> {
    this.finish();
    // Now, and not in a later step: what fires by then has not arrived.
    const pendingFrom = this.#options.pendingFrom?.() ?? Infinity;
    const limit = Math.min(this.#latest - this.#settledMs, pendingFrom, openFrom);
    this.#steps = this.#refreshTo(limit);
    return this.#steps;
  }

  /** Finishes a refresh that has begun. */
  finish(): void {
    const steps = this.#steps;
    this.#steps = undefined;
    if (steps === undefined) return;
    while (steps.next().done !== true);
  }

  *#refreshTo(limit: EpochMs): Generator<void> {
    const open = this.#open;
    if (open !== undefined) yield* this.#foldIn(open);
    // Settled in strides: each time, all that waits is looked through.
    if (limit - this.#settledTo >= this.#settledMs / STRIDES) yield* this.#settle(limit);
    else if (open === undefined) yield* this.#foldAnew();
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

  *#foldIn(open: OpenFold): Generator<void> {
    const { late } = this.#order;
    if (!late.isNone) {
      const concerned = this.#concernedBy(late, open);
      if (concerned === undefined) {
        yield* this.#foldAnew();
        return;
      }
      yield* this.#foldAgain(concerned, open);
    }
    yield* this.#foldOn(open);
  }

  /** What comes after all that was folded. */
  *#foldOn(open: OpenFold): Generator<void> {
    const fresh = this.#order.fresh();
    for (const moment of inSteps(fresh)) {
      if (moment === null) {
        yield;
        continue;
      }
      this.#observe(open, moment);
      this.#options.follower?.followed(moment);
    }
    this.#order.mark(fresh.at(-1) ?? this.#order.marked);
    this.#teller.tell(differenceOf(open.changes.takeFresh()));
  }

  #observe({ fold, changes }: OpenFold, moment: Moment): void {
    changes.at = moment.at;
    fold.observe(moment);
  }

  /**
   * Whom late word concerns; undefined where that cannot be told from everybody.
   *
   * A conversation hears what its agents derive of it, and an agent hears of nothing but what names them, as long as no desk tells what is in
   * front: what an agent looks at depends on all conversations that they have on their screen.
   */
  #concernedBy(late: LateWord, { fold }: OpenFold): SubjectIds | undefined {
    if (late.isAboutAll) return undefined;
    const agents = new Set(late.agents);
    for (const id of late.conversations) {
      if (fold.isWatched(id)) return undefined;
      for (const agentId of this.#order.agentsIn(id)) agents.add(agentId);
    }
    for (const agentId of agents) if (this.#order.isFocusing(agentId)) return undefined;
    return { conversations: late.conversations, agents };
  }

  /** Folds some anew, and nobody else. */
  *#foldAgain(concerned: SubjectIds, { fold, changes }: OpenFold): Generator<void> {
    const before = changes.takeOf(concerned);
    fold.forget(concerned);
    for (const moment of inSteps(this.#order.seenOf(concerned))) {
      if (moment === null) {
        yield;
        continue;
      }
      changes.at = moment.at;
      fold.observeFor(concerned, moment);
    }
    changes.takeFresh();
    this.#options.follower?.again();
    this.#teller.tell(differenceBySubject([changes.of(concerned)], [before]));
  }

  /** Nothing before an instant changes any more: it is folded once and for all. */
  *#settle(limit: EpochMs): Generator<void> {
    const { follower } = this.#options;
    for (const moment of inSteps(this.#order.takeBefore(limit))) {
      if (moment === null) {
        yield;
        continue;
      }
      this.#settledChanges.at = moment.at;
      this.#settled.observe(moment);
      follower?.settled(moment);
    }
    const settled = this.#settledChanges.take();
    this.#settled.reach(limit);
    const reached = this.#settledChanges.take();
    this.#settledTo = limit;
    const open = this.#open;
    if (open === undefined) {
      yield* this.#foldAnew([settled, reached]);
      return;
    }
    const before = open.changes.takeBefore(limit);
    open.fold.forgetBefore(limit);
    const risen = areSameChanges(settled, before) ? untold(reached, open) : undefined;
    if (risen === undefined) yield* this.#foldAnew([settled, reached], [before]);
    else this.#teller.tell(differenceOf(risen));
  }

  /** Folds anew what is not settled, of everybody. @param settled What was settled of what has just been let go. */
  *#foldAnew(
    settled: readonly ChangesBySubject[] = [],
    letGo: readonly ChangesBySubject[] = [],
  ): Generator<void> {
    const before = this.#open?.changes.take();
    const changes = this.#changes();
    const fold = new MetricFold({ ...this.#options, sink: changes, from: this.#settled });
    const open = { fold, changes };
    this.#open = open;
    this.#options.follower?.again();
    const waiting = this.#order.waiting();
    for (const moment of inSteps(waiting)) {
      if (moment === null) yield;
      else this.#observe(open, moment);
    }
    this.#order.mark(waiting.at(-1));
    changes.takeFresh();
    const told = before === undefined ? letGo : [...letGo, before];
    this.#teller.tell(differenceBySubject([...settled, changes.all], told));
  }

  #changes(): FigureChanges {
    const openTimeOf = ({ dims: { channelId } }: Measurement, from: EpochMs, to: EpochMs) =>
      channelId === null ? to - from : this.setup.businessMs(channelId, from, to, 'piecewise');
    return new FigureChanges(this.#options.sink, (one) => knowOpenPieces(one, openTimeOf));
  }
}

/** How often what can no longer change is settled, while as much time passes as may still change. */
const STRIDES = 20;
