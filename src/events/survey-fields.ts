// What a schema cannot say about csat.answered: that the score lies on the scale that the survey offered.
import type { FieldFault } from './expectation.ts';
import type { EventOf } from './vocabulary.ts';

/** The score of an answer if it lies beyond its scale, or undefined. A scale of 5 has the scores 0 to 5, both ends included. */
export function surveyFault({ score, scale }: EventOf<'csat.answered'>): FieldFault | undefined {
  return score <= scale
    ? undefined
    : { path: 'score', expected: `a score of at most the scale, ${scale}`, found: String(score) };
}
