// What a stretch of folding has done to the figures that stand: which it has added, which it has taken away, whose topics it has made known.
import type { Measurement } from './measurement.ts';
import type { MetricSink } from './metric-sink.ts';

type Topics = readonly string[] | null;

/** A figure as it stood at one moment: its topics become known later, and are part of what was told. */
export interface StandingFigure {
  readonly measurement: Measurement;
  readonly topics: Topics;
}

/** A figure that has come to stand, or stands no more. */
export interface FigureChange extends StandingFigure {
  readonly by: 1 | -1;
}

/** A sink that remembers what it was told, in order. */
export class FigureChanges implements MetricSink {
  #changes: FigureChange[] = [];
  readonly #beside: Pick<MetricSink, 'contactsMerged'>;
  readonly #prepare: (measurement: Measurement) => void;

  /**
   * @param beside Hears of merged contacts at once: they hold for all time.
   * @param prepare Sees each figure first.
   */
  constructor(
    beside: Pick<MetricSink, 'contactsMerged'>,
    prepare: (measurement: Measurement) => void,
  ) {
    this.#beside = beside;
    this.#prepare = prepare;
  }

  /** How many changes there were so far: a place for `since`. */
  get place(): number {
    return this.#changes.length;
  }

  /** The changes from a place on. */
  since(place: number): readonly FigureChange[] {
    return place === 0 ? this.#changes : this.#changes.slice(place);
  }

  /** All changes, which are then forgotten. */
  take(): readonly FigureChange[] {
    const changes = this.#changes;
    this.#changes = [];
    return changes;
  }

  recorded(measurement: Measurement): void {
    this.#prepare(measurement);
    this.#changes.push({ measurement, topics: topicsOf(measurement), by: 1 });
  }

  retracted(measurement: Measurement): void {
    this.#changes.push({ measurement, topics: topicsOf(measurement), by: -1 });
  }

  topicsKnown(measurement: Measurement): void {
    const topics = topicsOf(measurement);
    this.#changes.push({ measurement, topics: null, by: -1 }, { measurement, topics, by: 1 });
  }

  contactsMerged(survivorId: string, mergedId: string): void {
    this.#beside.contactsMerged?.(survivorId, mergedId);
  }
}

/** The difference between what was told and what holds. */
export interface FigureDifference {
  readonly fallen: readonly StandingFigure[];
  readonly risen: readonly StandingFigure[];
}

/** What holds after `now` in place of `before`: figures that both say are no difference. In the order in which they came about. */
export function differenceOf(
  now: readonly FigureChange[],
  before: readonly FigureChange[] = [],
): FigureDifference {
  if (before.length === 0 && now.every(({ by }) => by === 1)) return { fallen: [], risen: now };
  const tally = new Map<string, { readonly figure: StandingFigure; count: number }>();
  const count = (changes: readonly FigureChange[], sign: number) => {
    for (const change of changes) {
      const { measurement, topics, by } = change;
      const name =
        topics === null ? measurement.says : `${measurement.says}${JSON.stringify(topics)}`;
      const entry = tally.get(name);
      if (entry === undefined) tally.set(name, { figure: change, count: sign * by });
      else entry.count += sign * by;
    }
  };
  count(before, -1);
  count(now, 1);
  const fallen: StandingFigure[] = [];
  const risen: StandingFigure[] = [];
  for (const { figure, count: more } of tally.values()) {
    for (let index = 0; index < more; index += 1) risen.push(figure);
    for (let index = 0; index > more; index -= 1) fallen.push(figure);
  }
  return { fallen, risen };
}

/** No topics are as none known: neither counts anywhere. */
const topicsOf = ({ topics }: Measurement): Topics =>
  topics === null || topics.length === 0 ? null : topics;
