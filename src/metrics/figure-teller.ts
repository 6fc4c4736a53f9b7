// Tells how the figures that stand have changed: what fell is taken back by name.
import type { StandingFigure } from './figure-changes.ts';
import type { FigureDifference } from './figure-difference.ts';
import { pairFigures } from './figure-pairs.ts';
import type { Measurement } from './measurement.ts';
import type { MetricSink } from './metric-sink.ts';

/** A figure that was told and holds no longer, and the one that holds in its place, if one does. */
export interface Correction {
  readonly superseded: Measurement;
  readonly by: Measurement | undefined;
}

/** Tells a sink of differences, and of corrections whoever wants to hear of them. */
export class FigureTeller {
  readonly #sink: MetricSink;
  readonly #onCorrected: ((correction: Correction) => void) | undefined;

  constructor(sink: MetricSink, onCorrected: ((correction: Correction) => void) | undefined) {
    this.#sink = sink;
    this.#onCorrected = onCorrected;
  }

  /** Tells what fell, each with what stands in its place, and then what has come to stand. */
  tell({ fallen, risen }: FigureDifference): void {
    const sink = this.#sink;
    const changed = fallen.length === 0 ? { fallen, risen } : this.#tellTopics(fallen, risen);
    for (const pair of pairFigures(changed.fallen, changed.risen)) {
      const superseded = asItStood(pair.fallen);
      sink.retracted?.(superseded);
      this.#onCorrected?.({ superseded, by: pair.by && asItStood(pair.by) });
    }
    for (const one of changed.risen) sink.recorded?.(asItStood(one));
  }

  /** Figures that stand, and of which only the topics are others: tells those, and returns what else has changed. */
  #tellTopics(
    fallen: readonly StandingFigure[],
    risen: readonly StandingFigure[],
  ): FigureDifference {
    const sink = this.#sink;
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
}

/** The figure with the topics that it had; most often itself. */
function asItStood({ measurement, topics }: StandingFigure): Measurement {
  const now = measurement.topics;
  if (now === topics || (topics === null && now?.length === 0)) return measurement;
  const then = measurement.copy();
  then.topics = topics;
  return then;
}
