// What the fold keeps of one conversation or one agent: its figures by ordinal, so that one can be taken back.
import type { Measurement } from './measurement.ts';
import type { MetricSink } from './metric-sink.ts';
import type { SessionSituation } from './session-situation.ts';

/** The figures of one subject that may still be taken back. */
export class FoldedSubject {
  readonly id: string;
  /** Ordinal of the next figure. */
  nextOrdinal = 1;
  readonly #figures = new Map<number, Measurement>();

  constructor(id: string) {
    this.id = id;
  }

  /** Takes a figure in and returns its ordinal. Topics that are known already are set. */
  record(measurement: Measurement, session: SessionSituation | null, sink: MetricSink): number {
    const ordinal = this.nextOrdinal;
    this.nextOrdinal += 1;
    if (session !== null && session.endAt !== null) measurement.topics = session.topics;
    this.#figures.set(ordinal, measurement);
    sink.recorded?.(measurement);
    return ordinal;
  }

  retract(ordinal: number, sink: MetricSink): void {
    const measurement = this.#figures.get(ordinal);
    if (measurement === undefined) return;
    this.#figures.delete(ordinal);
    sink.retracted?.(measurement);
  }

  /** Figures of a session that has ended get its topics. */
  closeSession(session: SessionSituation, sink: MetricSink): void {
    for (const measurement of this.#figures.values()) {
      if (measurement.dims.sessionId !== session.sessionId || measurement.topics !== null) continue;
      measurement.topics = session.topics;
      if (session.topics.length > 0) sink.topicsKnown?.(measurement);
    }
  }

  /** Runs what records provisional figures: none of them is remembered, so that the next figure has the ordinal it would have had. */
  provisionally(run: () => void): void {
    const mark = this.nextOrdinal;
    run();
    for (let ordinal = mark; ordinal < this.nextOrdinal; ordinal += 1)
      this.#figures.delete(ordinal);
    this.nextOrdinal = mark;
  }

  /** Lets go of figures that nobody can take back any more. */
  forget(): void {
    this.#figures.clear();
  }
}
