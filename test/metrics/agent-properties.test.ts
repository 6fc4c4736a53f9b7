// Laws of agents' time on random days: what holds whatever agents, customers and routers do.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { occupancy, utilization } from '../../src/metrics/agent-rates.ts';
import { AGENT_CALCULATORS } from '../../src/metrics/agent-catalogue.ts';
import { agentTime } from '../../src/metrics/agent-time.ts';
import { focusTimes } from '../../src/metrics/focus-time.ts';
import { focusVisits } from '../../src/metrics/focus-visits.ts';
import { momentOfEvent, type Moment } from '../../src/metrics/observation.ts';
import { DEFAULT_METRIC_OPTIONS } from '../../src/policy/metric-options.ts';
import { formatInstant } from '../../src/time/instant.ts';
import { SEED } from '../statechart/xstate-oracle.ts';
import { readTotals } from './agent-day.ts';
import { gaugedTime } from './agent-gauges.ts';
import { dayOf, deeds, focusOptions, MORNING } from './desk-arbitraries.ts';
import { foldMoments, type Measured } from './measured.ts';
import { putAway } from './put-away.ts';
import { momentsOf } from './random-moments.ts';

const RUNS = { seed: SEED, numRuns: 60 };
const AGENTS = ['A', 'B'] as const;
const USERS = ['c', 'd', 'e'] as const;

const WORDS = [
  'presence',
  'presence',
  'ask',
  'ask',
  'ask',
  'offer',
  'offer',
  'accept',
  'accept',
  'accept',
  'accept',
  'decline',
  'say',
  'end',
  'transfer',
  'closeTab',
  'inactivate',
  'capacity',
  'team',
  'shift',
] as const;

/** Things that happen, some at one instant; many of them are refused where they cannot be. */
const days = fc.array(
  fc.record({
    afterMs: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 20 * 60_000 })),
    word: fc.constantFrom(...WORDS),
    agentId: fc.constantFrom(...AGENTS),
    endUserId: fc.constantFrom(...USERS),
    status: fc.constantFrom('online', 'online', 'away', 'busy', 'offline'),
    routable: fc.constantFrom(undefined, undefined, true, false),
    amount: fc.constantFrom(0, 1, 2, 5),
    weight: fc.constantFrom(0.5, 1, 2),
    isProductive: fc.boolean(),
  }),
  { minLength: 0, maxLength: 120, size: 'max' },
);

type Happening = (typeof days extends fc.Arbitrary<infer T> ? T : never)[number];

/** A random day through the engine, on a channel of either kind of capacity. */
function momentsOn(day: readonly Happening[], isTabBased: boolean): readonly Moment[] {
  const channel = {
    channelId: 'chat',
    channelType: 'WhatsApp',
    platform: 'enhanced',
    capacityModel: isTabBased ? 'tabBased' : 'statusBased',
    queueId: 'Q1',
    ...(isTabBased && { acw: { seconds: 60 } }),
  };
  const events: object[] = [{ id: 'z', type: 'channel.configured', at: MORNING, ...channel }];
  let at = MORNING;
  for (const [index, happening] of day.entries()) {
    at += happening.afterMs;
    const id = `p${String(index).padStart(3, '0')}`;
    events.push({ id, at, ...eventOf(happening, id, at) });
  }
  return momentsOf(events);
}

function eventOf(happening: Happening, id: string, at: number): object {
  const { word, agentId, endUserId, status, routable, amount, weight, isProductive } = happening;
  const where = { channelId: 'chat', endUserId };
  const work = { ...where, agentId, workId: `w-${endUserId}-${agentId}` };
  switch (word) {
    case 'presence':
      return {
        type: 'agent.presence',
        agentId,
        status,
        ...(routable !== undefined && { routable }),
      };
    case 'ask':
      return { type: 'customer.message', ...where, messageId: id };
    case 'offer':
      return { type: 'work.offered', ...work };
    case 'accept':
      return { type: 'work.accepted', ...work };
    case 'decline':
      return { type: 'work.declined', ...work };
    case 'say':
      return { type: 'agent.message', ...where, agentId, messageId: id };
    case 'end':
      return { type: 'agent.ended', ...where, agentId };
    case 'transfer':
      return { type: 'agent.transferred', ...where, agentId, to: { kind: 'queue', id: 'Q2' } };
    case 'closeTab':
      return { type: 'agent.closedTab', ...where, agentId, outcome: 'end' };
    case 'inactivate':
      return { type: 'agent.markedInactive', ...where, agentId };
    case 'capacity':
      return { type: 'agent.capacity', agentId, capacity: amount, weight };
    case 'team':
      return { type: 'agent.team', agentId, teamIds: [`t${amount}`] };
    case 'shift': {
      const from = at + (amount - 3) * 600_000;
      const activities = [{ from, to: from + 3_600_000, productive: isProductive }];
      return { type: 'agent.shift', agentId, activities };
    }
  }
}

/** Where a run ends: some time after the last moment, so that all sorts of things still run. */
const endOf = (moments: readonly Moment[]) => (moments.at(-1)?.at ?? MORNING) + 7_000;

const fold = (moments: readonly Moment[], calculators = AGENT_CALCULATORS): Measured => {
  const until = formatInstant(endOf(moments));
  return foldMoments(moments, { calculators, until, asOf: until });
};

/** The figures of one agent. */
const ofAgent = ({ measurements, records, moments }: Measured, agentId: string): Measured =>
  Object.assign(Object.create(Object.getPrototypeOf({}) as object) as Measured, {
    measurements: measurements.filter(({ dims }) => dims.agentId === agentId),
    records,
    moments,
  });

const GAUGED = [
  'loggedInTime',
  'availableTime',
  'nonProductiveTime',
  'idleTime',
  'busyTime',
  'contactTime',
  'occupiedCapacityTime',
  'availableCapacityTime',
];

describe(`agents' time (seed ${SEED})`, () => {
  it('is what a look at every agent between any two instants adds up to', () => {
    let crowded = 0;
    fc.assert(
      fc.property(days, fc.boolean(), (day, isTabBased) => {
        const moments = momentsOn(day, isTabBased);
        const measured = fold(moments);
        const sums = gaugedTime(moments, endOf(moments));
        for (const agentId of AGENTS) {
          const read = readTotals(ofAgent(measured, agentId));
          const gauged = sums.get(agentId) ?? {};
          const found = Object.fromEntries(GAUGED.map((metric) => [metric, read(metric).sum]));
          expect(found).toEqual(
            Object.fromEntries(GAUGED.map((metric) => [metric, gauged[metric] ?? 0])),
          );
          expect(read('concurrencyPeak').max ?? 0).toBe(gauged['peak'] ?? 0);
          if (gauged['occupiedCapacityTime'] !== undefined && gauged['peak'] === 3) crowded += 1;
        }
      }),
      RUNS,
    );
    expect(crowded).toBeGreaterThan(0);
  });

  it('with work is within the time logged in, and occupancy never passes 1', () => {
    fc.assert(
      fc.property(days, fc.boolean(), (day, isTabBased) => {
        const measured = fold(momentsOn(day, isTabBased));
        for (const agentId of AGENTS) {
          const read = readTotals(ofAgent(measured, agentId));
          const busyMs = read('busyTime', 'available').sum + read('busyTime', 'unavailable').sum;
          expect(busyMs).toBeLessThanOrEqual(read('onlineTime').sum);
          expect(read('adherentTime').sum).toBeLessThanOrEqual(read('scheduledTime').sum);
          for (const busyWhile of ['loggedIn', 'available'] as const) {
            const agentTimeOptions = { ...DEFAULT_METRIC_OPTIONS.agentTime, busyWhile };
            const options = { ...DEFAULT_METRIC_OPTIONS, agentTime: agentTimeOptions };
            expect(occupancy.figure(read, options) ?? 0).toBeLessThanOrEqual(1);
          }
        }
      }),
      RUNS,
    );
  });

  it('comes out the same when every state is put away as JSON after each observation', () => {
    fc.assert(
      fc.property(days, fc.boolean(), (day, isTabBased) => {
        const moments = momentsOn(day, isTabBased);
        const whole = fold(moments);
        const inParts = fold(moments, AGENT_CALCULATORS.map(putAway));
        expect(inParts.measurements).toEqual(whole.measurements);
        expect(inParts.rows('presence')).toEqual(whole.rows('presence'));
      }),
      RUNS,
    );
  });

  it('has presence rows that follow each other, the last one open', () => {
    fc.assert(
      fc.property(days, (day) => {
        const rows = fold(momentsOn(day, false)).rows('presence');
        for (const agentId of AGENTS) {
          const own = rows.filter((row) => row.agentId === agentId);
          for (const [index, { startAt, endAt }] of own.entries()) {
            expect(endAt).toBe(own[index + 1]?.startAt ?? null);
            expect(endAt ?? Infinity).toBeGreaterThan(startAt);
          }
        }
      }),
      RUNS,
    );
  });

  it('is at least the time in focus, and that at least handle time, with heartbeats or without', () => {
    fc.assert(
      fc.property(deeds, focusOptions, (list, focus) => {
        const begins = AGENTS.map((agentId) =>
          momentOfEvent(
            {
              id: `a-${agentId}`,
              type: 'agent.presence',
              at: MORNING,
              tenant: 'default',
              agentId,
              status: 'online',
            },
            null,
            [],
          ),
        );
        const moments = [...begins, ...dayOf(list)];
        const asOf = formatInstant(moments.at(-1)?.at ?? 0);
        const calculators = [focusVisits, focusTimes, agentTime];
        const measured = foldMoments(moments, { calculators, options: { focus }, asOf });
        for (const agentId of AGENTS) {
          const read = readTotals(ofAgent(measured, agentId));
          expect(read('handleTime').sum).toBeLessThanOrEqual(read('focusTime').sum);
          expect(read('focusTime').sum).toBeLessThanOrEqual(read('onlineTime').sum);
          expect(read('utilizedTime').sum).toBeLessThanOrEqual(read('availableTime').sum);
          for (const kind of ['focusOverAvailable', 'notIdleOverLoggedIn'] as const) {
            const options = { ...DEFAULT_METRIC_OPTIONS, utilization: kind };
            expect(utilization.figure(read, options) ?? 0).toBeLessThanOrEqual(1);
          }
        }
      }),
      RUNS,
    );
  });
});
