// Laws of engagements on random days of one agent.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { customerWaits } from '../../src/metrics/customer-waits.ts';
import { engagementMetrics } from '../../src/metrics/engagement-metrics.ts';
import { SEED } from '../statechart/xstate-oracle.ts';
import { dayOf, deeds } from './desk-arbitraries.ts';
import { foldMoments } from './measured.ts';
import { putAway } from './put-away.ts';

const CALCULATORS = [customerWaits, engagementMetrics];
const RUNS = { seed: SEED, numRuns: 200 };

const day = deeds.map((list) =>
  dayOf(
    list.map((deed) => ({
      ...deed,
      agentId: 'A',
      // Focus and presence are nothing to an engagement: more is written instead.
      what: deed.what.startsWith('focus.') ? ('ask' as const) : deed.what,
    })),
  ),
);

describe(`engagements (seed ${SEED})`, () => {
  it('have no wait longer than all of them, no waiting longer than themselves, and no more replies than messages', () => {
    fc.assert(
      fc.property(day, (moments) => {
        for (const row of foldMoments(moments, { calculators: CALCULATORS }).rows('engagements')) {
          const longest = row.longestRequesterWaitMs ?? 0;
          expect(longest).toBeLessThanOrEqual(row.totalRequesterWaitMs);
          expect(row.averageRequesterWaitMs ?? 0).toBeLessThanOrEqual(longest);
          expect(row.totalRequesterWaitMs).toBeLessThanOrEqual(row.durationMs);
          expect(row.agentReplies).toBeLessThanOrEqual(row.agentMessages);
          expect(row.assignmentToFirstReplyMs ?? 0).toBeLessThanOrEqual(row.durationMs);
        }
      }),
      RUNS,
    );
  });

  it('say in figures what their rows say, once each', () => {
    fc.assert(
      fc.property(day, (moments) => {
        const measured = foldMoments(moments, { calculators: CALCULATORS });
        const rows = measured.rows('engagements');
        const byKey = (metric: string) =>
          Object.fromEntries(
            measured.of(metric).map(({ key, valueMs, value }) => [key, valueMs ?? value]),
          );
        expect(measured.of('engagementDuration')).toHaveLength(rows.length);
        for (const [metric, field] of [
          ['engagementDuration', 'durationMs'],
          ['totalRequesterWaitTime', 'totalRequesterWaitMs'],
          ['agentReplies', 'agentReplies'],
          ['agentMessages', 'agentMessages'],
          ['endUserMessages', 'endUserMessages'],
        ] as const) {
          expect(byKey(metric)).toEqual(
            Object.fromEntries(rows.map((row) => [row.engagementId, row[field]])),
          );
        }
      }),
      RUNS,
    );
  });

  it('come out the same when every state is put away as JSON after each observation', () => {
    fc.assert(
      fc.property(day, (moments) => {
        const whole = foldMoments(moments, { calculators: CALCULATORS });
        const inParts = foldMoments(moments, { calculators: CALCULATORS.map(putAway) });
        expect(inParts.measurements).toEqual(whole.measurements);
        expect(inParts.rows('engagements')).toEqual(whole.rows('engagements'));
      }),
      RUNS,
    );
  });
});
