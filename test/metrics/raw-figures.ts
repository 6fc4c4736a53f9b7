// The judge of roll-ups: measurements by chance, and what they add up to when all of them are gone through each time.
import * as fc from 'fast-check';
import { Measurement, type OptionalInput } from '../../src/metrics/measurement.ts';
import type { MetricDefinition, MetricUnit } from '../../src/metrics/metric-definition.ts';
import type { Group } from '../../src/metrics/figure-reading.ts';
import type { EpochMs } from '../../src/time/instant.ts';
import { DAY, HOUR, MINUTE } from '../time/zones.ts';

/** A metric for tests. */
export function metric(
  id: string,
  unit: MetricUnit,
  more: Partial<MetricDefinition> = {},
): MetricDefinition {
  return {
    id,
    name: id,
    definition: id,
    unit,
    levels: ['ses'],
    attribution: 'end',
    options: [],
    sources: [],
    version: 1,
    ...more,
  };
}

/** One of each kind. */
export const KINDS = {
  sketched: metric('sketched', 'ms', { isSketched: true }),
  plain: metric('plain', 'ms'),
  score: metric('score', 'score', { needs: ['csat'] }),
  events: metric('events', 'count'),
  split: metric('split', 'ms', { attribution: 'split' }),
  members: metric('members', 'members', { countsContacts: true }),
  monthly: metric('monthly', 'members', { countsContacts: true, isMonthly: true }),
} as const;

/** The name of a kind. */
export type Kind = keyof typeof KINDS;

/** Where a measurement belongs. */
export interface Belonging {
  readonly channelId?: string | null;
  readonly queueId?: string | null;
  readonly agentId?: string | null;
  readonly teamIds?: readonly string[];
  readonly label?: string | null;
  readonly topics?: readonly string[] | null;
}

/** What a measurement says. */
export interface Said extends Belonging {
  readonly kind: Kind;
  readonly at: EpochMs;
  /** Milliseconds, a value, or the length of a span. */
  readonly figure?: number;
  /** How often each millisecond of a split span counts. */
  readonly times?: number;
  readonly key?: string;
  readonly missing?: OptionalInput;
}

/** Open milliseconds of the first forty minutes of each hour since the epoch. */
const openBefore = (at: EpochMs) =>
  Math.floor(at / HOUR) * 40 * MINUTE + Math.min(at % HOUR, 40 * MINUTE);

/** Opening hours for tests: the first forty minutes of each hour. */
export const openMs = (from: EpochMs, to: EpochMs): number => openBefore(to) - openBefore(from);

/** A measurement. */
export function measurementOf(said: Said): Measurement {
  const { kind, at, figure = 1, times = 1, missing } = said;
  const { unit, attribution } = KINDS[kind];
  const isMs = unit === 'ms';
  const measurement = new Measurement(
    {
      metric: kind,
      level: 'ses',
      key: said.key ?? 'k',
      at,
      from: attribution === 'split' ? at - figure : null,
    },
    missing === undefined
      ? {
          valueMs: isMs ? figure * times : null,
          value: isMs ? null : figure,
          businessMs: isMs ? openMs(at - figure, at) * times : null,
        }
      : { valueMs: null, value: null, businessMs: null },
    {
      sessionId: 's',
      channelId: said.channelId ?? null,
      queueId: said.queueId ?? null,
      agentId: said.agentId ?? null,
      teamIds: said.teamIds ?? [],
      endUserAccountId: null,
      label: said.label ?? null,
    },
    [],
    missing ?? null,
  );
  measurement.topics = said.topics ?? null;
  return measurement;
}

/** Whether a measurement counts in a group. */
export function isIn({ dims, topics }: Measurement, { dimension, key = '' }: Group): boolean {
  switch (dimension) {
    case 'account':
      return true;
    case 'channel':
      return dims.channelId === key;
    case 'queue':
      return dims.queueId === key;
    case 'agent':
      return dims.agentId === key;
    case 'team':
      return dims.teamIds.includes(key);
    default:
      return topics?.includes(key) === true;
  }
}

const some = (...ids: string[]) => fc.constantFrom(null, ...ids);

const ANY_KIND: readonly Kind[] = ['sketched', 'plain', 'score', 'events', 'split', 'members'];

/** Measurements of some kinds, up to `span` milliseconds before an instant. */
export function measurements(
  around: EpochMs,
  span: number,
  kinds = ANY_KIND,
): fc.Arbitrary<Measurement> {
  return fc
    .record({
      kind: fc.constantFrom(...kinds),
      at: fc.oneof(
        fc.integer({ min: around - span, max: around }),
        fc.integer({ min: around - HOUR, max: around }),
        fc.integer({ min: around - 1000, max: around }),
        fc.integer({ min: around - span - HOUR, max: around - span }),
      ),
      ms: fc.oneof(
        fc.integer({ min: 0, max: 3 * MINUTE }),
        fc.integer({ min: 0, max: 5 }),
        fc.integer({ min: 0, max: 3 * DAY }),
      ),
      share: fc.integer({ min: -1000, max: 1000 }),
      key: fc.constantFrom('c1', 'c2', 'c3', 'c4'),
      times: fc.constantFrom(1, 1, 0, 3, 0.5, 2.25),
      isMissing: fc.boolean(),
      channelId: some('web', 'sms'),
      agentId: some('ann', 'bob'),
      teamIds: fc.subarray(['red', 'blue']),
      label: some('a', 'b'),
      topics: fc.option(fc.subarray(['billing', 'sales']), { nil: null }),
    })
    .map(({ ms, share, times, isMissing, ...said }) => {
      const { unit } = KINDS[said.kind];
      const figure = unit === 'ms' ? ms : unit === 'score' ? share / 1000 : 1;
      const missing = unit === 'score' && isMissing ? { missing: 'csat' as const } : {};
      const weight = said.kind === 'split' ? { times } : {};
      return measurementOf({ ...said, figure, ...weight, ...missing });
    });
}

/** What measurements add up to in `[from, to)`, each gone through. */
export interface RawTotals {
  readonly count: number;
  readonly sum: number;
  readonly sumBusiness: number;
  readonly missing: number;
  readonly members: number;
  /** Ascending. */
  readonly values: readonly number[];
}

/** Adds measurements of one kind up. */
export function rawTotals(
  all: readonly Measurement[],
  kind: Kind,
  from: EpochMs,
  to: EpochMs,
): RawTotals {
  const own = all.filter((one) => one.metric === kind);
  const within = own.filter(({ at }) => from <= at && at < to);
  const figures = within
    .map(({ valueMs, value }) => valueMs ?? value)
    .filter((one) => one !== null);
  const total = {
    count: figures.length,
    missing: within.length - figures.length,
    members: new Set(within.map(({ key }) => key)).size,
    values: figures.toSorted((a, b) => a - b),
  };
  if (kind !== 'split') {
    const micros = figures.reduce((sum, one) => sum + Math.round(one * 1_000_000), 0);
    const sumBusiness = within.reduce((sum, { businessMs }) => sum + (businessMs ?? 0), 0);
    return { ...total, sum: micros / 1_000_000, sumBusiness };
  }
  let sum = 0;
  let sumBusiness = 0;
  for (const { at, from: start, times } of own) {
    const low = Math.max(start ?? at, from);
    const high = Math.min(at, to);
    if (low >= high) continue;
    sum += (high - low) * times;
    sumBusiness += openMs(low, high) * times;
  }
  return { ...total, sum, sumBusiness };
}
