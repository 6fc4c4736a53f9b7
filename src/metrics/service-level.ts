// Shares of the stays in queues: the service level and the abandonment rate, in each vendor's reading.
import type { AbandonmentOptions, ServiceLevelOptions } from '../policy/metric-options.ts';
import type { DerivedMetric, ReadTotals } from './metric-definition.ts';
import { share } from './share.ts';

/** Which classes a reading of the service level counts; the targets stay as they are. */
export type ServiceLevelReading = Omit<
  ServiceLevelOptions,
  'targetMs' | 'shortAbandonMs' | 'clock'
>;

const NOTHING_COUNTED: ServiceLevelReading = {
  countAbandons: false,
  countShort: false,
  countFlowOut: false,
  abandonsInsideTargetCountAsMet: false,
  denominator: 'classes',
};

/** Documented readings of the service level by name. Source: metrics.md §1D. */
export const SERVICE_LEVEL_READINGS = {
  /** Answered in target of answered: Genesys with all its switches off. */
  answered: NOTHING_COUNTED,
  /** Of answered and abandoned. */
  answeredAndAbandoned: { ...NOTHING_COUNTED, countAbandons: true, countShort: true },
  /** Of answered and abandoned, but for short abandonments. */
  withoutShort: { ...NOTHING_COUNTED, countAbandons: true },
  /** Of all that has ended. */
  allEnded: { ...NOTHING_COUNTED, countAbandons: true, countShort: true, countFlowOut: true },
  /** Amazon Connect: whatever left within the target by answer or abandonment, of all that was queued. */
  connect: {
    ...NOTHING_COUNTED,
    countAbandons: true,
    countShort: true,
    abandonsInsideTargetCountAsMet: true,
    denominator: 'offered',
  },
  /** Talkdesk: answered in target of all inbound, but for short abandonments. */
  talkdesk: { ...NOTHING_COUNTED, countAbandons: true, denominator: 'offered' },
} as const satisfies Readonly<Record<string, ServiceLevelReading>>;

/** The service level by a reading, 0..1; null where nothing is counted below. */
export function serviceLevelOf(read: ReadTotals, options: ServiceLevelOptions): number | null {
  const { countAbandons, countShort, countFlowOut, denominator } = options;
  const short = read('shortAbandoned').count;
  const inTarget = read('abandonedInTarget').count;
  // One threshold lies within the other, so that the smaller class is what both have in common.
  const metShort = options.shortAbandonMs <= options.targetMs ? short : inTarget;
  const metAbandons = options.abandonsInsideTargetCountAsMet
    ? inTarget - (countShort ? 0 : metShort)
    : 0;
  const met = read('answeredInTarget').count + metAbandons;
  if (denominator === 'offered') {
    return share(met, read('offered').count - (countShort ? 0 : short));
  }
  const allAbandons = read('abandoned').count - (countShort ? 0 : short);
  // What counts as met is counted below as well, or the share could pass 1.
  const abandons = countAbandons ? allAbandons : metAbandons;
  const flowedOut = countFlowOut ? read('flowOut').count : 0;
  return share(met, read('answered').count + abandons + flowedOut);
}

/** The abandonment rate by a reading, 0..1; null where nothing is counted below. */
export function abandonmentRateOf(read: ReadTotals, options: AbandonmentOptions): number | null {
  const short = options.countShort ? 0 : read('shortAbandoned').count;
  const lost = read('abandoned').count - short;
  const all =
    options.denominator === 'offered'
      ? read('offered').count - short
      : read('answered').count + lost;
  return share(lost, all);
}

/** Share of the stays in queues that were served in time. Source: metrics.md §1D. */
export const serviceLevelPct: DerivedMetric = {
  id: 'serviceLevelPct',
  name: 'Service level',
  definition:
    'Stays answered within the target, of those that the options count: answered ones always, abandoned, short abandoned and flowed-out ones as chosen, or everything offered.',
  unit: 'share',
  levels: ['que', 'ch', 'acc'],
  attribution: 'end',
  options: ['serviceLevel'],
  sources: ['Genesys', 'Amazon Connect', 'Talkdesk', 'NewVoiceMedia', 'CxEngage'],
  version: 1,
  of: [
    'answered',
    'answeredInTarget',
    'abandoned',
    'shortAbandoned',
    'abandonedInTarget',
    'flowOut',
    'offered',
  ],
  figure: (read, { serviceLevel }) => serviceLevelOf(read, serviceLevel),
};

/** Share of the stays in queues that the customer broke off. Source: metrics.md §1D. */
export const abandonmentRate: DerivedMetric = {
  id: 'abandonmentRate',
  name: 'Abandonment rate',
  definition:
    'Abandoned stays of all that were offered, or of those answered or abandoned; short abandonments are left out where the options say so.',
  unit: 'share',
  levels: ['que', 'ch', 'acc'],
  attribution: 'end',
  options: ['abandonment', 'serviceLevel'],
  sources: ['Genesys', 'Amazon Connect', 'Google CCAI'],
  version: 1,
  of: ['abandoned', 'shortAbandoned', 'answered', 'offered'],
  figure: (read, { abandonment }) => abandonmentRateOf(read, abandonment),
};
