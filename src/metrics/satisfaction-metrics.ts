// What is measured of surveys, and how a score of any scale is read.
import type { MetricOptions } from '../policy/metric-options.ts';
import type { DerivedMetric, MetricDefinition } from './metric-definition.ts';
import { share } from './share.ts';

const ofSurveys = (
  parts: Pick<MetricDefinition, 'id' | 'name' | 'definition' | 'unit' | 'sources'>,
): MetricDefinition => ({
  ...parts,
  levels: ['ses', 'agt', 'team', 'top', 'ch', 'acc'],
  attribution: 'end',
  options: ['csat'],
  version: 1,
  needs: ['csat'],
});

/** How satisfied customers were, 0..1. Source: metrics.md §1C (S003; TRENGO for the normalised mean). */
export const csatScore = ofSurveys({
  id: 'csatScore',
  name: 'Satisfaction',
  definition:
    'Answered surveys whose score reaches the satisfied part of its scale (4 of 5), of all answered; by option the mean score instead, its scale brought to 0 to 1. Counted when answered (by option when sent, and then only surveys whose sending is known), for the agent who had the conversation when it was sent. A later answer to the same survey takes the place of the one before.',
  unit: 'share',
  sources: ['Sparkcentral: CSAT score', 'Trengo: CSAT (normalisedMean)', 'Simplesat'],
});

/** The mean score on five points. Source: metrics.md §1C (S003). */
export const csatAverage = ofSurveys({
  id: 'csatAverage',
  name: 'Average satisfaction',
  definition:
    'Mean score of answered surveys, from 1 to 5; other scales are brought to that, and the label is the scale. Counted and credited as satisfaction is.',
  unit: 'score',
  sources: ['Sparkcentral: CSAT average'],
});

/** Surveys sent. Source: metrics.md §1C; the response rate is read off it. */
export const csatSurveys = ofSurveys({
  id: 'csatSurveys',
  name: 'Surveys sent',
  definition:
    'Surveys sent, counted when sent; the label is answered or unanswered, however late the answer came.',
  unit: 'count',
  sources: ['Sparkcentral'],
});

/** Share of surveys that were answered. Source: metrics.md §1C (S003). */
export const csatResponseRate: DerivedMetric = {
  ...ofSurveys({
    id: 'csatResponseRate',
    name: 'Survey response rate',
    definition: 'Surveys sent in the window that were answered since, of all surveys sent in it.',
    unit: 'share',
    sources: ['Sparkcentral: CSAT response rate'],
  }),
  options: [],
  of: ['csatSurveys'],
  figure: (read) => share(read('csatSurveys', 'answered').count, read('csatSurveys').count),
};

/** Scores that differ by less are equal: a part of a scale is rarely exact. */
const EPSILON = 1e-9;

/** What an answer adds to the satisfaction score, 0..1. */
export function satisfactionOf(score: number, scale: number, csat: MetricOptions['csat']): number {
  if (csat.variant === 'normalisedMean') return normalised(score, scale);
  return score + EPSILON >= csat.satisfiedFrom * scale ? 1 : 0;
}

/** A score on five points, 1..5. */
export const onFivePoints = (score: number, scale: number): number =>
  1 + 4 * normalised(score, scale);

/** A score from 1 to the scale as 0..1; of a scale with but one point, whether it was given. A score of 0 on such a scale counts as 1. */
function normalised(score: number, scale: number): number {
  if (scale <= 1) return score >= scale ? 1 : 0;
  return Math.min(1, Math.max(0, (score - 1) / (scale - 1)));
}
