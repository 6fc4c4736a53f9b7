// Laws between the figures of one session, on random streams.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { FLOW_CALCULATORS } from '../../src/metrics/flow-catalogue.ts';
import { sessionMessages } from '../../src/metrics/session-messages.ts';
import { streams } from '../replay/event-stream.ts';
import { SEED } from '../statechart/xstate-oracle.ts';
import { foldMoments, type Measured } from './measured.ts';
import { momentsOf } from './random-moments.ts';
import { totalsOf } from './told.ts';

const calculators = [sessionMessages, ...FLOW_CALCULATORS];
const SETTINGS = { seed: SEED, numRuns: 100 };

/** Milliseconds of a metric by session. */
function bySession(measured: Measured, metric: string): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { dims, valueMs } of measured.of(metric)) {
    const sessionId = dims.sessionId ?? '';
    sums.set(sessionId, (sums.get(sessionId) ?? 0) + (valueMs ?? 0));
  }
  return sums;
}

test(`timeInStatus, backlog and queueWaitTime of a session add up (seed ${SEED})`, () => {
  let seen = 0;
  fc.assert(
    fc.property(streams, (events) => {
      const measured = foldMoments(momentsOf(events), { calculators });
      const inStatus = bySession(measured, 'timeInStatus');
      const open = bySession(measured, 'backlog');
      const waited = bySession(measured, 'queueWaitTime');
      const unassigned = bySession(measured, 'unassigned');
      for (const [sessionId, ms] of bySession(measured, 'sessionDuration')) {
        seen += 1;
        expect([inStatus.get(sessionId) ?? 0, open.get(sessionId)]).toEqual([ms, ms]);
        expect(unassigned.get(sessionId) ?? 0).toBeLessThanOrEqual(ms);
      }
      for (const [sessionId, ms] of bySession(measured, 'customerTotalWait')) {
        expect(waited.get(sessionId)).toBe(ms);
      }
    }),
    SETTINGS,
  );
  expect(seen).toBeGreaterThan(10);
});

test(`counts of ended sessions agree with each other (seed ${SEED})`, () => {
  fc.assert(
    fc.property(streams, (events) => {
      const measured = foldMoments(momentsOf(events), { calculators });
      const count = (metric: string, label?: string) => totalsOf(measured, metric, label).count;
      const ended = count('sessionsByStatus', 'Ended');
      for (const metric of ['sessionsByEndedByType', 'sessionsByAgentType', 'messagesPerSession']) {
        expect(count(metric)).toBe(ended);
      }
      expect(count('botSessions')).toBeLessThanOrEqual(ended);
      expect(count('transfersPerSession')).toBe(count('acceptedSessionLength'));
      expect(count('timeToAccept')).toBe(count('workOffers', 'accepted'));
      expect(count('timeToReject')).toBe(count('workOffers', 'declined'));
      expect(count('segmentWorkTime')).toBe(count('segmentMessages'));
      expect(count('answered')).toBe(count('speedOfAnswer'));
      expect(count('answeredInTarget')).toBeLessThanOrEqual(count('answered'));
      expect(count('shortAbandoned')).toBeLessThanOrEqual(count('abandonedInTarget'));
    }),
    SETTINGS,
  );
});

test(`figures as of an instant are those by then and what goes on: a report changes nothing (seed ${SEED})`, () => {
  fc.assert(
    fc.property(streams, (events) => {
      const moments = momentsOf(events);
      const at = moments.at(-1)?.at;
      if (at === undefined) return;
      const asOf = new Date(at).toISOString();
      const before = foldMoments(moments, { calculators }).measurements;
      const reported = foldMoments(moments, { calculators, asOf });
      expect(reported.measurements.slice(0, before.length)).toEqual(before);
      const open = totalsOf(reported, 'backlogAge').count;
      expect(totalsOf(reported, 'backlog').count - before.filter(isBacklog).length).toBe(open);
    }),
    { ...SETTINGS, numRuns: 30 },
  );
});

const isBacklog = ({ metric }: { readonly metric: string }) => metric === 'backlog';
