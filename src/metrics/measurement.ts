// One figure of one subject: what was measured, when it counts, of whom, and what it rests on. Never edited; a repair retracts it.
import type { EpochMs } from '../time/instant.ts';
import type { Evidence } from './observation.ts';

/** What a measurement is about: session, engagement, agent work, agent, team, topic, channel, queue, or the whole tenant. */
export const METRIC_LEVELS = [
  'ses',
  'eng',
  'aw',
  'agt',
  'team',
  'top',
  'ch',
  'que',
  'acc',
] as const;

/** A level of measurement. */
export type MetricLevel = (typeof METRIC_LEVELS)[number];

/** Optional inputs that a host may not send. */
export const OPTIONAL_INPUTS = [
  'focus',
  'csat',
  'shift',
  'presence',
  'capacity',
  'receipts',
  'ticket',
  'offer',
  'reply',
  'acceptance',
  'emoji',
] as const;

/** An input that a figure would have needed. */
export type OptionalInput = (typeof OPTIONAL_INPUTS)[number];

/** By what a figure may be asked for. The value is that of the instant at which the measurement counts (X10). */
export interface Dimensions {
  readonly sessionId: string | null;
  readonly channelId: string | null;
  readonly queueId: string | null;
  /** The agent who acted. */
  readonly agentId: string | null;
  /** Teams of that agent at that instant; an agent in two teams counts in each, and once in every total. */
  readonly teamIds: readonly string[];
  /** The account of the end user, where the host named one. */
  readonly endUserAccountId: string | null;
  /** The class within the metric: an end reason, a status, a decline reason; null where the metric has none. */
  readonly label: string | null;
}

/** What is about to become a measurement. */
export interface Measured {
  metric: string;
  level: MetricLevel;
  key: string;
  at: EpochMs;
  from: EpochMs | null;
  valueMs: number | null;
  value: number | null;
  businessMs: number | null;
}

/** Nothing yet: to be filled in. */
export const nothingMeasured = (): Measured => ({
  metric: '',
  level: 'ses',
  key: '',
  at: 0,
  from: null,
  valueMs: null,
  value: null,
  businessMs: null,
});

/** One measurement. */
export class Measurement {
  /** The metric's id as the catalogue spells it. */
  readonly metric: string;
  readonly level: MetricLevel;
  /** Id of the session, engagement, work or agent. */
  readonly key: string;
  /** The instant at which it counts (X9): start or end of what was measured, or the end of a span that is split. Event time. */
  readonly at: EpochMs;
  /** Start of the span, for a metric whose value is split over the buckets that it touches; else null. */
  readonly from: EpochMs | null;
  /** Elapsed milliseconds; null for a count, or where there is no value. */
  readonly valueMs: number | null;
  /** A count, share or score; null for a duration, or where there is no value. */
  readonly value: number | null;
  /** The same span within the opening hours, milliseconds; null where the metric has none. */
  readonly businessMs: number | null;
  readonly dims: Dimensions;
  /** Which input was missing where there is no value; null otherwise. */
  readonly missing: OptionalInput | null;
  /** What the value rests on, in order of time. */
  readonly evidence: readonly Evidence[];
  /** Topics of the session at its end (X10); null until it has ended, and for what belongs to no session. */
  topics: readonly string[] | null = null;
  /**
   * The pieces of a split span within opening hours, as starts and ends in pairs; null where nobody has asked for them, and where the whole
   * span or nothing of it is open. They are those of the schedule that held when the figure was told, so that it can be taken back.
   */
  openPieces: readonly number[] | null = null;

  constructor(
    place: { metric: string; level: MetricLevel; key: string; at: EpochMs; from: EpochMs | null },
    figure: { valueMs: number | null; value: number | null; businessMs: number | null },
    dims: Dimensions,
    evidence: readonly Evidence[],
    missing: OptionalInput | null = null,
  ) {
    this.metric = place.metric;
    this.level = place.level;
    this.key = place.key;
    this.at = place.at;
    this.from = place.from;
    this.valueMs = figure.valueMs;
    this.value = figure.value;
    this.businessMs = figure.businessMs;
    this.dims = dims;
    this.missing = missing;
    this.evidence = evidence;
  }

  /** How often each millisecond of a split span counts: 1, or the weight or capacity by which the span was multiplied. */
  get times(): number {
    const { from, at, valueMs } = this;
    return from === null || valueMs === null || from >= at ? 1 : valueMs / (at - from);
  }

  /** Another one that says the same, and whose topics may become known by themselves. */
  copy(): Measurement {
    const { valueMs, value, businessMs } = this;
    const copy = new Measurement(
      this,
      { valueMs, value, businessMs },
      this.dims,
      this.evidence,
      this.missing,
    );
    copy.topics = this.topics;
    copy.openPieces = this.openPieces;
    return copy;
  }

  /** Equal for two measurements that say the same, whatever they rest on and whatever topics they have. */
  get says(): string {
    const { metric, level, key, at, from, valueMs, value, businessMs, dims, missing } = this;
    return JSON.stringify([
      metric,
      level,
      key,
      at,
      from,
      valueMs,
      value,
      businessMs,
      dims,
      missing,
      this.openPieces,
    ]);
  }
}

/** Whether two measurements say the same, as `says` does. */
export function saysTheSame(a: Measurement, b: Measurement): boolean {
  return (
    a.at === b.at &&
    a.metric === b.metric &&
    a.key === b.key &&
    a.level === b.level &&
    a.from === b.from &&
    a.valueMs === b.valueMs &&
    a.value === b.value &&
    a.businessMs === b.businessMs &&
    a.missing === b.missing &&
    areSameDimensions(a.dims, b.dims) &&
    isSameList(a.openPieces, b.openPieces)
  );
}

const areSameDimensions = (a: Dimensions, b: Dimensions): boolean =>
  a === b ||
  (a.sessionId === b.sessionId &&
    a.channelId === b.channelId &&
    a.queueId === b.queueId &&
    a.agentId === b.agentId &&
    a.endUserAccountId === b.endUserAccountId &&
    a.label === b.label &&
    isSameList(a.teamIds, b.teamIds));

/** Whether two lists have the same members in the same order, or neither is one. */
export function isSameList(
  a: readonly (string | number)[] | null,
  b: readonly (string | number)[] | null,
): boolean {
  if (a === b) return true;
  if (a === null || b === null || a.length !== b.length) return false;
  for (let place = 0; place < a.length; place += 1) if (a[place] !== b[place]) return false;
  return true;
}
