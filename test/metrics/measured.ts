// What calculators make of a story: the events go through the very engine, in order of time, and come out as figures and records.
import { addressOf, Moments } from '../../src/engine/moments.ts';
import { MemoryEngine } from '../../src/engine/memory-engine.ts';
import type { Calculator } from '../../src/metrics/calculator.ts';
import type { Measurement } from '../../src/metrics/measurement.ts';
import { MetricFold } from '../../src/metrics/metric-fold.ts';
import type { MetricRecord, RecordKind } from '../../src/metrics/metric-record.ts';
import type { Moment } from '../../src/metrics/observation.ts';
import { DEFAULT_METRIC_OPTIONS, type MetricOptions } from '../../src/policy/metric-options.ts';
import { parseInstant, type EpochMs } from '../../src/time/instant.ts';

/** What is measured, and how. */
export interface Measuring {
  readonly calculators: readonly Calculator[];
  readonly options?: Partial<MetricOptions>;
  /** A partial policy. */
  readonly policy?: unknown;
  /** Time goes on until then; left out: until the last event. */
  readonly until?: string;
  /** What is still running is recorded as if it ended then. */
  readonly asOf?: string;
}

/** The figures and records that still hold at the end. */
export class Measured {
  readonly measurements: readonly Measurement[];
  readonly records: ReadonlyMap<string, MetricRecord>;
  readonly moments: readonly Moment[];

  constructor(
    measurements: readonly Measurement[],
    records: ReadonlyMap<string, MetricRecord>,
    moments: readonly Moment[],
  ) {
    this.measurements = measurements;
    this.records = records;
    this.moments = moments;
  }

  /** The measurements of one metric. */
  of(metric: string): readonly Measurement[] {
    return this.measurements.filter((one) => one.metric === metric);
  }

  /** The values of one metric, by key where there is but one a key: seconds for durations, else the value. */
  values(metric: string): readonly (number | null)[] {
    return this.of(metric).map(({ valueMs, value }) => (valueMs === null ? value : valueMs / 1000));
  }

  /** The records of one kind, in the order in which they were put down. */
  rows<K extends RecordKind>(kind: K): readonly MetricRecord<K>['fields'][] {
    return [...this.records.values()]
      .filter((record) => record.kind === kind)
      .map(({ fields }) => fields as MetricRecord<K>['fields']);
  }
}

/** Measures events of the wire. Tenant: the default one. Throws if an event is rejected. */
export function measure(events: readonly object[], measuring: Measuring): Measured {
  const moments: Moment[] = [];
  const sink = new Moments((_tenant, moment) => moments.push(moment));
  const engine = new MemoryEngine({
    policy: measuring.policy,
    sink: {
      decided: (decision) => sink.decided(decision),
      verdict: (verdict, event) => {
        if (verdict.verdict === 'rejected') throw new Error(`${event.type}: ${verdict.message}`);
        sink.verdict(verdict, event);
      },
    },
  });
  for (const event of events) {
    const verdict = engine.dispatch(event);
    if (verdict.verdict === 'rejected') throw new Error(verdict.message);
  }
  if (measuring.until === undefined) engine.settle();
  else engine.advanceTo(measuring.until);
  return foldMoments(moments, measuring);
}

/** Folds moments that are already in order. */
export function foldMoments(moments: readonly Moment[], measuring: Measuring): Measured {
  const { calculators, options, until, asOf } = measuring;
  const measurements = new Set<Measurement>();
  const records = new Map<string, MetricRecord>();
  const fold = new MetricFold({
    tenant: 'default',
    calculators,
    options: { ...DEFAULT_METRIC_OPTIONS, ...options },
    addressOf,
    sink: {
      recorded: (measurement) => measurements.add(measurement),
      retracted: (measurement) => measurements.delete(measurement),
      // Whoever has this method gets figures that know their topics in the end.
      topicsKnown: () => undefined,
      put: (record) => records.set(`${record.kind} ${record.key}`, record),
      dropped: (kind, key) => records.delete(`${kind} ${key}`),
    },
  });
  for (const moment of moments) fold.observe(moment);
  fold.reach(until === undefined ? (moments.at(-1)?.at ?? 0) : instant(until));
  if (asOf !== undefined) fold.asOf(instant(asOf));
  return new Measured([...measurements], records, moments);
}

function instant(text: string): EpochMs {
  const at = parseInstant(text);
  if (typeof at === 'string') throw new Error(`${text} is no instant`);
  return at;
}
