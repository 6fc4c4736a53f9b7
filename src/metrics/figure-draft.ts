// The figure that is being filled in: one object for all of them, always of the same shape, because most of what metrics cost is figures.
import type { EpochMs } from '../time/instant.ts';
import type { Figure, FigureStanding } from './calculator.ts';
import type { MetricLevel, OptionalInput } from './measurement.ts';
import type { Evidence } from './observation.ts';

/** A figure to be told or recorded before the next one is begun. What is left as it is counts as left out; see `Figure`. */
export class FigureDraft {
  level: MetricLevel = 'ses';
  key = '';
  at: EpochMs | undefined = undefined;
  since: EpochMs | undefined = undefined;
  times = 1;
  ms: number | null = null;
  businessMs: number | null = null;
  value: number | undefined = undefined;
  agentId: string | null = null;
  queueId: string | null = null;
  label: string | null = null;
  sessionId: string | null | undefined = undefined;
  channelId: string | null = null;
  standing: FigureStanding | null = null;
  topics: readonly string[] | null | undefined = undefined;
  missing: OptionalInput | null = null;
  because: readonly Evidence[] | undefined = undefined;
  isLasting = false;

  /** Begins another figure: nothing of the one before is left. */
  begin(level: MetricLevel, key: string): this {
    this.level = level;
    this.key = key;
    this.at = undefined;
    this.since = undefined;
    this.times = 1;
    this.ms = null;
    this.businessMs = null;
    this.value = undefined;
    this.agentId = null;
    this.queueId = null;
    this.label = null;
    this.sessionId = undefined;
    this.channelId = null;
    this.standing = null;
    this.topics = undefined;
    this.missing = null;
    this.because = undefined;
    this.isLasting = false;
    return this;
  }

  /** Takes over a figure that is written as an object. */
  take(figure: Figure): this {
    this.level = figure.level;
    this.key = figure.key;
    this.at = figure.at;
    this.since = figure.since;
    this.times = figure.times ?? 1;
    this.ms = figure.ms ?? null;
    this.businessMs = figure.businessMs ?? null;
    this.value = figure.value;
    this.agentId = figure.agentId ?? null;
    this.queueId = figure.queueId ?? null;
    this.label = figure.label ?? null;
    this.sessionId = figure.sessionId;
    this.channelId = figure.channelId ?? null;
    this.standing = figure.standing ?? null;
    this.topics = figure.topics;
    this.missing = figure.missing ?? null;
    this.because = figure.because;
    this.isLasting = figure.isLasting === true;
    return this;
  }
}
