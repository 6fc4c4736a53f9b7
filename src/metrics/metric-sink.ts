import type { FoldedSubject } from './folded-subject.ts';
import type { Measurement } from './measurement.ts';
import type { MetricRecord, RecordKind } from './metric-record.ts';

/** Who hears what is measured, in order. Every method is optional. */
export interface MetricSink {
  /** What comes next is told by this conversation or agent. */
  turnTo?(subject: FoldedSubject): void;
  recorded?(measurement: Measurement): void;
  /** A figure no longer holds: a repair of history, a reply that failed, a schedule that changed. */
  retracted?(measurement: Measurement): void;
  /**
   * The session of a figure has ended: its topics are known from here on (X10). A final figure that was recorded before that end gets its topics
   * only for a sink that has this method: for one without it the fold holds on to nothing that cannot be taken back.
   */
  topicsKnown?(measurement: Measurement): void;
  /** The topics of a figure hold no longer; the figure itself does. */
  topicsForgotten?(measurement: Measurement): void;
  put?(record: MetricRecord): void;
  dropped?(kind: RecordKind, key: string): void;
  /** Two contacts are one from here on: distinct counts follow the survivor. */
  contactsMerged?(survivorId: string, mergedId: string): void;
}
