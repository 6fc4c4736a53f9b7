// The past under another definition: what is reported as differing is what two folds by themselves say differently, however often a figure
// is told and taken back meanwhile.
import * as fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { addressOf } from '../../src/engine/moments.ts';
import { CALCULATORS, METRICS } from '../../src/metrics/catalogue.ts';
import type { Measurement } from '../../src/metrics/measurement.ts';
import { isDerivedMetric, type DerivedMetric } from '../../src/metrics/metric-definition.ts';
import { MetricFold } from '../../src/metrics/metric-fold.ts';
import type { Moment } from '../../src/metrics/observation.ts';
import { Recomputation, type Recomputed } from '../../src/metrics/recompute.ts';
import { recomputePlanOf } from '../../src/metrics/recompute-plan.ts';
import type { MetricOptions } from '../../src/policy/metric-options.ts';
import { metricOptions, type PartialMetricOptions } from '../../src/policy/metric-profiles.ts';
import { SEED } from '../statechart/xstate-oracle.ts';
import { fullStreams } from './full-streams.ts';
import { momentsOf } from './random-moments.ts';

vi.setConfig({ testTimeout: 120_000 });

const DEFINITIONS: readonly PartialMetricOptions[] = [
  {},
  { reopening: 'session', resolutionTime: 'full' },
  { resolutionCounting: 'stillResolved', resolutionTime: 'cycle' },
  { businessHoursSchedule: 'closing', firstContactResolution: 'noRecontact' },
  { anchor: 'lastUnanswered', retractFailedReplies: false, focus: { policy: 'allFocus' } },
];

const definitions = fc.constantFrom(...DEFINITIONS).map((over) => metricOptions(null, over));

/** What a fold by itself has standing in the end. */
function standing(moments: readonly Moment[], options: MetricOptions): readonly Measurement[] {
  const held = new Set<Measurement>();
  const fold = new MetricFold({
    tenant: 'default',
    calculators: CALCULATORS,
    options,
    addressOf,
    sink: {
      recorded: (figure) => held.add(figure),
      retracted: (figure) => held.delete(figure),
    },
  });
  for (const moment of moments) fold.observe(moment);
  fold.reach(moments.at(-1)?.at ?? 0);
  return [...held];
}

function recomputed(
  moments: readonly Moment[],
  before: MetricOptions,
  after: MetricOptions,
): Recomputed {
  const recomputation = new Recomputation({ before, after, addressOf });
  for (const moment of moments) recomputation.take('default', moment);
  return recomputation.report();
}

/** What a figure says, whichever ticket or session it is filed under. */
const saying = ({ metric, at, from, valueMs, value, businessMs, missing, dims }: Measurement) =>
  JSON.stringify([metric, at, from, valueMs, value, businessMs, missing, dims.label]);

const exactly = (figure: Measurement) => `${figure.level} ${figure.key} ${saying(figure)}`;

/** How much oftener each thing is said in one list than in the other. */
function surplus(
  ones: readonly Measurement[],
  others: readonly Measurement[],
  said: (figure: Measurement) => string = saying,
) {
  const counts = new Map<string, number>();
  for (const one of ones) counts.set(said(one), (counts.get(said(one)) ?? 0) + 1);
  for (const one of others) counts.set(said(one), (counts.get(said(one)) ?? 0) - 1);
  return [...counts].filter(([, count]) => count !== 0).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

it(`reports the figures that two folds say differently, and no others (seed ${SEED})`, () => {
  let differing = 0;
  fc.assert(
    fc.property(fullStreams, definitions, definitions, (events, before, after) => {
      const moments = momentsOf(events);
      const report = recomputed(moments, before, after);
      const { twice } = recomputePlanOf(report.options);
      const ofPlan = (figures: readonly Measurement[]) =>
        figures.filter(({ metric }) => twice.has(metric));
      const [ones, others] = [standing(moments, before), standing(moments, after)];
      const listed = report.differences;
      expect(
        surplus(
          listed.flatMap((one) => one.before ?? []),
          listed.flatMap((one) => one.after ?? []),
        ),
      ).toEqual(surplus(ofPlan(ones), ofPlan(others)));
      expect(report.differencesCount).toBe(listed.length);
      // Each is said on its side oftener than on the other: nothing is listed that was taken back, or that the other has come to say.
      const ahead = new Map(surplus(ofPlan(ones), ofPlan(others), exactly));
      const more = (figure: Measurement | undefined) =>
        figure === undefined ? 0 : (ahead.get(exactly(figure)) ?? 0);
      expect(listed.filter((one) => one.before !== undefined && more(one.before) <= 0)).toEqual([]);
      expect(listed.filter((one) => one.after !== undefined && more(one.after) >= 0)).toEqual([]);
      differing += listed.length;
    }),
    { seed: SEED, numRuns: 150 },
  );
  expect(differing).toBeGreaterThan(300);
});

/** The sum and count that a rate reads, of figures that stand. */
function readOf(figures: readonly Measurement[]): Parameters<DerivedMetric['figure']>[0] {
  return (metric, label = null) => {
    const ours = figures.filter(
      (one) => one.metric === metric && (label === null || one.dims.label === label),
    );
    const values = ours.flatMap(({ valueMs, value, businessMs }) => {
      const figure = valueMs ?? value;
      return figure === null ? [] : [[figure, businessMs ?? figure] as const];
    });
    return {
      count: values.length,
      sum: values.reduce((sum, [value]) => sum + value, 0),
      sumBusiness: values.reduce((sum, [, business]) => sum + business, 0),
      min: null,
      max: null,
      members: 0,
      missing: ours.length - values.length,
    };
  };
}

it(`works rates out under both definitions, also of what is folded but once (seed ${SEED})`, () => {
  let rates = 0;
  fc.assert(
    fc.property(
      fullStreams,
      fc.constantFrom('zendesk', 'connect', 'chatwoot', 'salesforce'),
      (events, profile) => {
        const moments = momentsOf(events);
        const [before, after] = [metricOptions(), metricOptions(profile)];
        const report = recomputed(moments, before, after);
        const [ones, others] = [standing(moments, before), standing(moments, after)];
        for (const { metric, ...found } of report.rates) {
          const rate = METRICS.get(metric) as DerivedMetric;
          expect([metric, found]).toEqual([
            metric,
            {
              before: rate.figure(readOf(ones), before),
              after: rate.figure(readOf(others), after),
            },
          ]);
          rates += 1;
        }
      },
    ),
    { seed: SEED, numRuns: 40 },
  );
  expect(rates).toBeGreaterThan(100);
});

it('reads every rate whose own options or whose parts an option concerns', () => {
  const { rates } = recomputePlanOf(['serviceLevel']);
  expect(rates.map(({ id }) => id)).toEqual(['serviceLevelPct', 'abandonmentRate']);
  const ofOne = recomputePlanOf(['anchor'], ['occupancy']);
  expect([[...ofOne.reported], [...ofOne.twice], [...ofOne.once]]).toEqual([
    [],
    [],
    ['busyTime', 'idleTime'],
  ]);
  expect([...METRICS.values()].filter(isDerivedMetric).length).toBeGreaterThan(30);
});
