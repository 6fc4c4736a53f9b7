// Roll-ups and figures of a few measurements, for tests that work them out by hand.
import { Figures } from '../../src/metrics/figures.ts';
import type { DerivedMetric } from '../../src/metrics/metric-definition.ts';
import { Rollups, type RawMeasurements } from '../../src/metrics/rollups.ts';
import { DEFAULT_METRIC_OPTIONS, type MetricOptions } from '../../src/policy/metric-options.ts';
import { ReportingCalendar } from '../../src/time/reporting-calendar.ts';
import { at } from '../time/zones.ts';
import { KINDS, measurementOf, metric, openMs, type Kind, type Said } from './raw-figures.ts';

/** The whole tenant. */
export const ACCOUNT = { dimension: 'account' } as const;

const share: DerivedMetric = {
  ...metric('share', 'share'),
  of: ['plain', 'events'],
  figure: (read) => {
    const { count } = read('events');
    return count === 0 ? null : read('plain').count / count;
  },
};

const rate: DerivedMetric = {
  ...metric('rate', 'share', { needs: ['csat'] }),
  of: ['score'],
  figure: (read) => {
    const { count, sum } = read('score');
    return count === 0 ? null : sum / count;
  },
};

/** Metrics that read the clock of responses, those that show something else than their kind does, and rates. */
const MORE = {
  responses: metric('responses', 'ms', { options: ['responseClock'], isSketched: true }),
  peak: metric('peak', 'count', { shows: 'max' }),
  share,
  rate,
};

/** The metric of an id. */
export function metricOf(id: string) {
  return KINDS[id as Kind] ?? MORE[id as keyof typeof MORE];
}

/** Roll-ups in a zone, as of the last measurement unless told otherwise. */
export function world(
  said: readonly Said[],
  zone = 'UTC',
  options: Partial<MetricOptions> = {},
  rawMeasurements?: RawMeasurements,
) {
  const all = { ...DEFAULT_METRIC_OPTIONS, reportingZone: zone, ...options };
  const rollups = new Rollups({
    calendar: new ReportingCalendar(zone),
    metricOf,
    responseClock: all.responseClock,
    openTimeOf: (_measurement, from, to) => openMs(from, to),
    ...(rawMeasurements === undefined ? {} : { rawMeasurements }),
  });
  const measurements = said.map(measurementOf);
  for (const one of measurements) rollups.recorded(one);
  return { rollups, measurements, figures: new Figures({ metricOf, options: all, rollups }) };
}

/** A stretch of the whole tenant. */
export const stretch = (from: string, to: string) => ({ ...ACCOUNT, from: at(from), to: at(to) });
