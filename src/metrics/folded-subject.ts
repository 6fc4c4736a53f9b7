// What the fold keeps of one conversation or one agent: its figures by ordinal, so that one can be taken back.
import type { FigureChange } from './calculator.ts';
import { Measurement } from './measurement.ts';
import type { MetricSink } from './metric-sink.ts';
import type { Evidence } from './observation.ts';
import type { SessionSituation } from './session-situation.ts';

/** The figures of one subject that may still be taken back. */
export class FoldedSubject {
  readonly id: string;
  /** Ordinal of the next figure. */
  nextOrdinal = 1;
  /** True for a subject whose figures are final at once, but for the lasting ones: nothing is kept of them. */
  protected keepsOnlyLasting = false;
  readonly #figures = new Map<number, Measurement>();
  /** Whether the figures that are being recorded are final once their session has ended. */
  protected isFinalAtEnd = false;
  /** Figures that are. */
  readonly #untilEnd = new Map<number, Measurement>();
  /** Those that the next session does not make final. */
  readonly #lasting = new Set<number>();
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
      kept.set(ordinal, measurement);
    }
    if (isLasting) this.#lasting.add(ordinal);
    sink.recorded?.(measurement);
    return ordinal;
  }

  /** Takes in a figure that is never taken back. */
  tell(measurement: Measurement, session: SessionSituation | null, sink: MetricSink): void {
    if (session !== null) {
      if (session.endAt !== null) measurement.topics = session.topics;
      else this.#told.push(measurement);
    }
    sink.recorded?.(measurement);
  }

  retract(ordinal: number, sink: MetricSink): void {
    const measurement = this.#figure(ordinal);
    if (measurement === undefined) return;
    this.#lasting.delete(ordinal);
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
    const isLasting = this.#lasting.has(ordinal);
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
    for (const measurement of this.#figures.values()) knowTopics(measurement, session, sink);
    for (const [ordinal, measurement] of this.#untilEnd) {
      if (measurement.dims.sessionId !== session.sessionId) continue;
      knowTopics(measurement, session, sink);
      this.#untilEnd.delete(ordinal);
    }
  }

  #figure(ordinal: number): Measurement | undefined {
    return this.#figures.get(ordinal) ?? this.#untilEnd.get(ordinal);
  }

  /** Runs what records provisional figures: none of them is remembered, so that the next figure has the ordinal it would have had. */
  provisionally(run: () => void): void {
    const mark = this.nextOrdinal;
    const told = this.#told.length;
    run();
    this.#told.length = told;
    for (let ordinal = mark; ordinal < this.nextOrdinal; ordinal += 1) {
      this.#figures.delete(ordinal);
      this.#untilEnd.delete(ordinal);
    }
    this.nextOrdinal = mark;
  }

  /** From here on a lasting figure is as any other. */
  release(ordinal: number): void {
    this.#lasting.delete(ordinal);
    if (this.keepsOnlyLasting) this.#figures.delete(ordinal);
  }

  /** Takes over the figures of another that this one is a copy of. */
  protected takeFiguresOf(other: FoldedSubject): void {
    this.nextOrdinal = other.nextOrdinal;
    // Copies: what becomes known of a figure here is not known of it there.
    for (const [ordinal, figure] of other.#figures) this.#figures.set(ordinal, figure.copy());
    for (const [ordinal, figure] of other.#untilEnd) this.#untilEnd.set(ordinal, figure.copy());
    for (const ordinal of other.#lasting) this.#lasting.add(ordinal);
    this.#told = other.#told.map((figure) => figure.copy());
  }

  /** Lets go of figures that nobody can take back any more: all but the lasting ones and those of one session. */
  forget(keptSessionId: string | null): void {
    this.#told = this.#told.filter(({ dims }) => dims.sessionId === keptSessionId);
    for (const [ordinal, { dims }] of this.#figures) {
      if (this.#lasting.has(ordinal)) continue;
      if (keptSessionId === null || dims.sessionId !== keptSessionId) this.#figures.delete(ordinal);
    }
  }
}

function knowTopics(measurement: Measurement, session: SessionSituation, sink: MetricSink): void {
  if (measurement.dims.sessionId !== session.sessionId || measurement.topics !== null) return;
  measurement.topics = session.topics;
  if (session.topics.length > 0) sink.topicsKnown?.(measurement);
}
