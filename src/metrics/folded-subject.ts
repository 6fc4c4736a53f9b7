// What the fold keeps of one conversation or one agent: its figures by ordinal, so that one can be taken back.
import type { FigureChange } from './calculator.ts';
import { KeptFigures } from './kept-figures.ts';
import type { EpochMs } from '../time/instant.ts';
import { Measurement } from './measurement.ts';
import type { MetricSink } from './metric-sink.ts';
import type { Evidence } from './observation.ts';
import type { SessionSituation } from './session-situation.ts';

/** The figures of one subject that may still be taken back. */
export class FoldedSubject {
  readonly id: string;
  /** The instant of the last moment that has changed it. */
  touchedAt: EpochMs = -Infinity;
  /** Ordinal of the next figure. */
  nextOrdinal = 1;
  /** True for a subject whose figures are final at once, but for the lasting ones: nothing is kept of them. */
  protected keepsOnlyLasting = false;
  #figures = new KeptFigures();
  /** Whether the figures that are being recorded are final once their session has ended. */
  protected isFinalAtEnd = false;
  /** Figures that are. */
  #untilEnd = new KeptFigures();
  /** Those that the next session does not make final. */
  #lasting: number[] = [];
  /** Final figures of sessions that are open: nothing is owed to them but topics. */
  #told: Measurement[] = [];

  constructor(id: string) {
    this.id = id;
  }

  /** Takes a figure in and returns its ordinal. Topics that are known already are set. */
  record(
    measurement: Measurement,
    session: SessionSituation | null,
    sink: MetricSink,
    isLasting = false,
  ): number {
    const ordinal = this.nextOrdinal;
    this.nextOrdinal += 1;
    if (session !== null && session.endAt !== null) measurement.topics = session.topics;
    if (isLasting || !this.keepsOnlyLasting) {
      const isOpen = session !== null && session.endAt === null;
      const kept = this.isFinalAtEnd && isOpen && !isLasting ? this.#untilEnd : this.#figures;
      kept.add(ordinal, measurement);
    }
    if (isLasting) this.#lasting.push(ordinal);
    sink.recorded?.(measurement);
    return ordinal;
  }

  /** Takes in a figure that is never taken back. */
  tell(measurement: Measurement, session: SessionSituation | null, sink: MetricSink): void {
    if (session !== null) {
      if (session.endAt !== null) measurement.topics = session.topics;
      else if (sink.topicsKnown !== undefined) this.#told.push(measurement);
    }
    sink.recorded?.(measurement);
  }

  retract(ordinal: number, sink: MetricSink): void {
    const measurement = this.#figure(ordinal);
    if (measurement === undefined) return;
    this.#endLasting(ordinal);
    this.#figures.delete(ordinal);
    this.#untilEnd.delete(ordinal);
    sink.retracted?.(measurement);
  }

  /** Puts a figure with another value or class in the place of one; returns its ordinal, or that given where the figure is final. */
  amend(
    ordinal: number,
    { value, label }: FigureChange,
    evidence: Evidence | null,
    sink: MetricSink,
  ): number {
    const before = this.#figure(ordinal);
    if (before === undefined) return ordinal;
    const { metric, level, key, at, from, valueMs, businessMs, dims, missing } = before;
    const after = new Measurement(
      { metric, level, key, at, from },
      { valueMs, value: value ?? before.value, businessMs },
      label === undefined ? dims : { ...dims, label },
      evidence === null ? before.evidence : [...before.evidence, evidence],
      missing,
    );
    after.topics = before.topics;
    const isLasting = this.#lasting.includes(ordinal);
    this.retract(ordinal, sink);
    return this.record(after, null, sink, isLasting);
  }

  /** Figures of a session that has ended get its topics. */
  closeSession(session: SessionSituation, sink: MetricSink): void {
    const { sessionId } = session;
    let kept = 0;
    for (const measurement of this.#told) {
      if (measurement.dims.sessionId === sessionId) knowTopics(measurement, session, sink);
      else this.#told[kept++] = measurement;
    }
    this.#told.length = kept;
    this.#figures.each((measurement) => knowTopics(measurement, session, sink));
    this.#untilEnd.keep((measurement) => {
      if (measurement.dims.sessionId !== sessionId) return true;
      knowTopics(measurement, session, sink);
      return false;
    });
  }

  #figure(ordinal: number): Measurement | undefined {
    return this.#figures.at(ordinal) ?? this.#untilEnd.at(ordinal);
  }

  /** Runs what records provisional figures: none of them is remembered, so that the next figure has the ordinal it would have had. */
  provisionally(run: () => void): void {
    const mark = this.nextOrdinal;
    const told = this.#told.length;
    run();
    this.#told.length = told;
    this.#figures.cut(mark);
    this.#untilEnd.cut(mark);
    this.nextOrdinal = mark;
  }

  #endLasting(ordinal: number): void {
    const place = this.#lasting.indexOf(ordinal);
    if (place !== -1) this.#lasting.splice(place, 1);
  }

  /** From here on a lasting figure is as any other. */
  release(ordinal: number): void {
    this.#endLasting(ordinal);
    if (this.keepsOnlyLasting) this.#figures.delete(ordinal);
  }

  /** Takes over the figures of another that this one is a copy of. */
  protected takeFiguresOf(other: FoldedSubject): void {
    this.nextOrdinal = other.nextOrdinal;
    // Copies: what becomes known of a figure here is not known of it there.
    this.#figures = other.#figures.copy();
    this.#untilEnd = other.#untilEnd.copy();
    this.#lasting = [...other.#lasting];
    this.#told = other.#told.map((figure) => figure.copy());
  }

  /** Lets go of figures that nobody can take back any more: all but the lasting ones and those of one session. */
  forget(keptSessionId: string | null): void {
    if (this.#told.length > 0) {
      this.#told = this.#told.filter(({ dims }) => dims.sessionId === keptSessionId);
    }
    this.#figures.keep(({ dims }, ordinal) => {
      const isOfKept = keptSessionId !== null && dims.sessionId === keptSessionId;
      return isOfKept || this.#lasting.includes(ordinal);
    });
  }
}

function knowTopics(measurement: Measurement, session: SessionSituation, sink: MetricSink): void {
  if (measurement.dims.sessionId !== session.sessionId || measurement.topics !== null) return;
  measurement.topics = session.topics;
  if (session.topics.length > 0) sink.topicsKnown?.(measurement);
}
