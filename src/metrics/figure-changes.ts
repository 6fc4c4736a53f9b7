// What a stretch of folding has done to the figures that stand: which it has added, which it has taken away, whose topics it has made known.
import type { Measurement } from './measurement.ts';
import type { MetricSink } from './metric-sink.ts';

/** Figures by what they say, with how many of each more or fewer there are. */
class Tally {
  readonly #entries = new Map<string, { readonly measurement: Measurement; count: number }>();

  add(says: string, measurement: Measurement, count: number): void {
    const entry = this.#entries.get(says);
    if (entry === undefined) this.#entries.set(says, { measurement, count });
    else entry.count += count;
  }

  /** Each figure as often as there are more of it. */
  *more(): Generator<Measurement> {
    for (const { measurement, count } of this.#entries.values()) {
      for (let index = 0; index < count; index += 1) yield measurement;
    }
  }

  /** Each figure as often as there are fewer of it. */
  *fewer(): Generator<Measurement> {
    for (const { measurement, count } of this.#entries.values()) {
      for (let index = 0; index > count; index -= 1) yield measurement;
    }
  }
}

/** A sink that remembers, and may tell another one meanwhile. */
export class FigureChanges implements MetricSink {
  readonly recordings: Measurement[] = [];
  readonly retractions: Measurement[] = [];
  readonly known: Measurement[] = [];
  readonly #also: MetricSink | undefined;
  /** Whether the other one is told, too. */
  isTelling = false;

  constructor(also?: MetricSink) {
    this.#also = also;
  }

  recorded(measurement: Measurement): void {
    this.recordings.push(measurement);
    if (this.isTelling) this.#also?.recorded?.(measurement);
  }

  retracted(measurement: Measurement): void {
    this.retractions.push(measurement);
    if (this.isTelling) this.#also?.retracted?.(measurement);
  }

  topicsKnown(measurement: Measurement): void {
    this.known.push(measurement);
    if (this.isTelling) this.#also?.topicsKnown?.(measurement);
  }

  contactsMerged(survivorId: string, mergedId: string): void {
    this.#also?.contactsMerged?.(survivorId, mergedId);
  }
}

/** The difference between what was told and what holds. */
export interface FigureDifference {
  readonly fallen: readonly Measurement[];
  readonly risen: readonly Measurement[];
  readonly topicsKnown: readonly Measurement[];
  readonly topicsForgotten: readonly Measurement[];
}

/** What holds after `now` in place of `before`: figures that both say are no difference. */
export function differenceOf(
  now: readonly FigureChanges[],
  before: readonly FigureChanges[],
): FigureDifference {
  const figures = new Tally();
  const topics = new Tally();
  const count = (changes: FigureChanges, sign: number) => {
    for (const one of changes.recordings) figures.add(one.says, one, sign);
    for (const one of changes.retractions) figures.add(one.says, one, -sign);
    for (const one of changes.known) topics.add(`${one.says}${String(one.topics)}`, one, sign);
  };
  for (const changes of before) count(changes, -1);
  for (const changes of now) count(changes, 1);
  return {
    fallen: [...figures.fewer()],
    risen: [...figures.more()],
    topicsKnown: [...topics.more()],
    topicsForgotten: [...topics.fewer()],
  };
}
