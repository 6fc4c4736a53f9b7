// Laws of focus on random days: what holds whatever agents do.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { customerWaits } from '../../src/metrics/customer-waits.ts';
import { focusTimes } from '../../src/metrics/focus-time.ts';
import { focusVisits } from '../../src/metrics/focus-visits.ts';
import type { FocusOptions } from '../../src/policy/metric-options.ts';
import { formatInstant } from '../../src/time/instant.ts';
import { SEED } from '../statechart/xstate-oracle.ts';
import { dayOf, deeds, focusOptions, MORNING } from './desk-arbitraries.ts';
import { lookedAtSlowly } from './desk-screen.ts';
import { foldMoments, type Measured } from './measured.ts';
import { putAway } from './put-away.ts';
import type { Moment } from '../../src/metrics/observation.ts';

const CALCULATORS = [customerWaits, focusVisits, focusTimes];
const RUNS = { seed: SEED, numRuns: 200 };

const fold = (
  moments: readonly Moment[],
  focus: FocusOptions,
  calculators = CALCULATORS,
): Measured => {
  const asOf = formatInstant(moments.at(-1)?.at ?? 0);
  return foldMoments(moments, { calculators, options: { focus }, asOf });
};

/** Milliseconds of a metric by agent, or by agent and conversation. */
function sums(measured: Measured, metric: string, byConversation: boolean): Map<string, number> {
  const found = new Map<string, number>();
  for (const { dims, valueMs } of measured.of(metric)) {
    const where = byConversation ? ` ${dims.sessionId?.slice(0, -2)}` : '';
    const key = `${dims.agentId}${where}`;
    if (valueMs) found.set(key, (found.get(key) ?? 0) + valueMs);
  }
  return found;
}

const asObject = (map: ReadonlyMap<string, number>) => Object.fromEntries(map);

describe(`focus (seed ${SEED})`, () => {
  it('is at least handle time, and at most time at work, for each agent', () => {
    fc.assert(
      fc.property(deeds, focusOptions, (list, focus) => {
        const moments = dayOf(list);
        const measured = fold(moments, focus);
        const handle = sums(measured, 'handleTime', false);
        const looked = sums(measured, 'focusTime', false);
        const { work } = lookedAtSlowly(moments, focus, MORNING);
        for (const agentId of ['A', 'B']) {
          const ms = looked.get(agentId) ?? 0;
          expect(handle.get(agentId) ?? 0).toBeLessThanOrEqual(ms);
          expect(ms).toBeLessThanOrEqual(work.get(agentId) ?? 0);
        }
      }),
      RUNS,
    );
  });

  it('is on one conversation at a time: visits of one agent never overlap', () => {
    fc.assert(
      fc.property(deeds, focusOptions, (list, focus) => {
        const visits = fold(dayOf(list), focus)
          .rows('visits')
          .toSorted((a, b) => a.startAt - b.startAt || a.endAt - b.endAt);
        for (const agentId of ['A', 'B']) {
          let lastEnd = 0;
          for (const visit of visits) {
            if (visit.agentId !== agentId || visit.startAt === visit.endAt) continue;
            expect(visit.startAt).toBeGreaterThanOrEqual(lastEnd);
            lastEnd = visit.endAt;
          }
        }
      }),
      RUNS,
    );
  });

  it('is what a look at the screen between any two moments shows', () => {
    fc.assert(
      fc.property(deeds, focusOptions, (list, some) => {
        const focus = { ...some, idleMs: null };
        const moments = dayOf(list.filter(({ what }) => what !== 'agent.heartbeat'));
        const { front } = lookedAtSlowly(moments, focus, MORNING);
        expect(asObject(sums(fold(moments, focus), 'focusTime', true))).toEqual(asObject(front));
      }),
      RUNS,
    );
  });

  it('comes out the same when every state is put away as JSON after each observation', () => {
    fc.assert(
      fc.property(deeds, focusOptions, (list, focus) => {
        const moments = dayOf(list);
        const whole = fold(moments, focus);
        const inParts = fold(moments, focus, CALCULATORS.map(putAway));
        expect(inParts.measurements).toEqual(whole.measurements);
        expect(inParts.rows('visits')).toEqual(whole.rows('visits'));
      }),
      RUNS,
    );
  });
});
