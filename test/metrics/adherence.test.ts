import { describe, expect, test } from 'vitest';
import { adherencePct, conformancePct } from '../../src/metrics/agent-rates.ts';
import { agentTime } from '../../src/metrics/agent-time.ts';
import { DEFAULT_METRIC_OPTIONS } from '../../src/policy/metric-options.ts';
import { AgentDay, on, rateOf, seconds } from './agent-day.ts';
import { measure } from './measured.ts';

const calculators = [agentTime];
const MINUTE = 60;

type Activity = readonly [from: string, to: string, productive: boolean];

const shift = (activities: readonly Activity[]) => ({
  agentId: 'A',
  activities: activities.map(([from, to, productive]) => ({
    from: on(from),
    to: on(to),
    productive,
  })),
});

const PLANNED: readonly Activity[] = [
  ['09:00:00', '12:00:00', true],
  ['12:00:00', '13:00:00', false],
  ['13:00:00', '17:00:00', true],
];

/** The worked example: five minutes late, ten late to lunch, ten early home. */
const day = (activities = PLANNED) =>
  new AgentDay()
    .add('08:00:00', 'agent.shift', shift(activities))
    .presence('09:05:00', 'online')
    .presence('12:10:00', 'away', { reason: 'break' })
    .presence('13:00:00', 'online')
    .presence('16:50:00', 'offline')
    .add('18:00:00', 'agent.heartbeat', { agentId: 'B' });

/** The day, with all of it planned otherwise at a later instant. */
const late = (at: string) => {
  const revised = day().add(at, 'agent.shift', shift([['09:00:00', '17:00:00', false]]));
  return measure(revised.events, { calculators });
};

describe('adherence', () => {
  const measured = measure(day().events, { calculators });

  test('adherencePct is 455 of 480 minutes: 94.79 %', () => {
    expect(seconds(measured, 'scheduledTime')).toBe(480 * MINUTE);
    expect(seconds(measured, 'adherentTime')).toBe((175 + 50 + 230) * MINUTE);
    expect(rateOf(adherencePct, measured)).toBe(455 / 480);
    expect(seconds(measured, 'adherentTime', 'nonProductive')).toBe(50 * MINUTE);
  });

  test('conformancePct is 415 of 420 minutes: 98.81 %', () => {
    expect(seconds(measured, 'productiveTime')).toBe(415 * MINUTE);
    expect(seconds(measured, 'scheduledTime', 'productive')).toBe(420 * MINUTE);
    expect(rateOf(conformancePct, measured)).toBe(415 / 420);
  });

  test('what was not planned is left out, unless conformance asks for all available time', () => {
    const early = new AgentDay()
      .add('08:00:00', 'agent.shift', shift([['09:00:00', '10:00:00', true]]))
      .presence('08:30:00', 'online')
      .presence('10:00:00', 'offline');
    const seen = measure(early.events, { calculators });
    expect(rateOf(adherencePct, seen)).toBe(1);
    expect(rateOf(conformancePct, seen)).toBe(1);
    const agentTimeOptions = {
      ...DEFAULT_METRIC_OPTIONS.agentTime,
      conformance: 'anyTime',
    } as const;
    expect(rateOf(conformancePct, seen, { agentTime: agentTimeOptions })).toBe(1.5);
  });

  test('an activity counts when it is over, and as of an instant what has passed of it', () => {
    const until = { calculators, until: on('15:00:00'), asOf: on('15:00:00') };
    const events = day().events.filter((event) => (event as { at: string }).at < on('15:00:00'));
    const { asOf, ...over } = until;
    expect(seconds(measure(events, over), 'scheduledTime')).toBe(240 * MINUTE);
    const running = measure(events, { ...over, asOf });
    expect(seconds(running, 'scheduledTime')).toBe(360 * MINUTE);
    expect(seconds(running, 'adherentTime')).toBe((175 + 50 + 120) * MINUTE);
  });

  test('a plan that is changed later takes the place of what it overlaps, and figures follow', () => {
    // Back from training at 09:30, said the day after: the agent was late for nothing.
    const revised = day().add(
      '2026-03-04T10:00:00Z',
      'agent.shift',
      shift([['09:00:00', '09:30:00', false]]),
    );
    const seen = measure(revised.events, { calculators });
    expect(seconds(seen, 'scheduledTime')).toBe(480 * MINUTE);
    expect(seconds(seen, 'scheduledTime', 'productive')).toBe(390 * MINUTE);
    // 09:00-09:30 wanted the agent logged in and not available: 0 of 30. Then 09:30-12:00 whole.
    expect(seconds(seen, 'adherentTime')).toBe((0 + 150 + 50 + 230) * MINUTE);
    expect(seen.of('scheduledTime').map(({ from }) => from)).toEqual(
      ['12:00:00', '13:00:00', '09:00:00', '09:30:00'].map((time) => Date.parse(on(time))),
    );
  });

  test('a change reaches 30 days back and no further', () => {
    expect(seconds(late('2026-04-02T08:00:00Z'), 'adherentTime')).toBe(50 * MINUTE);
    // At 12:30 a month later, what was over by then a month ago is final: the morning.
    const half = late('2026-04-02T12:30:00Z');
    expect(seconds(half, 'scheduledTime', 'productive')).toBe(180 * MINUTE);
    expect(seconds(half, 'adherentTime', 'productive')).toBe(175 * MINUTE);
    expect(seconds(half, 'scheduledTime')).toBe((180 + 30 + 270) * MINUTE);
    // The half of lunch before 12:30 that was kept stays: 12:10 to 12:30. After it, 12:30 to 13:00 and no more.
    expect(seconds(half, 'adherentTime', 'nonProductive')).toBe((20 + 30) * MINUTE);
  });

  test('without a plan, or without presence, there is no share and it says what is missing', () => {
    const unplanned = new AgentDay().presence('09:00:00', 'online').presence('10:00:00', 'offline');
    const free = measure(unplanned.events, { calculators });
    expect(rateOf(adherencePct, free)).toBeNull();
    expect(free.of('scheduledTime')).toMatchObject([{ missing: 'shift', valueMs: null }]);
    const unseen = new AgentDay()
      .add('08:00:00', 'agent.shift', shift(PLANNED))
      .add('18:00:00', 'agent.heartbeat', { agentId: 'B' });
    const planned = measure(unseen.events, { calculators });
    expect(rateOf(adherencePct, planned)).toBeNull();
    expect(new Set(planned.of('adherentTime').map(({ missing }) => missing))).toEqual(
      new Set(['presence']),
    );
  });

  test('who never comes adheres to nothing: 0, not nothing known', () => {
    const absent = new AgentDay()
      .presence('07:00:00', 'offline')
      .add('08:00:00', 'agent.shift', shift(PLANNED))
      .add('18:00:00', 'agent.heartbeat', { agentId: 'B' });
    expect(rateOf(adherencePct, measure(absent.events, { calculators }))).toBe(0);
  });

  test('an agent who falls silent kept to the plan up to the last heartbeat', () => {
    const silent = new AgentDay()
      .add('08:00:00', 'agent.shift', shift([['09:00:00', '10:00:00', true]]))
      .presence('09:00:00', 'online')
      .add('09:00:50', 'agent.heartbeat', { agentId: 'A' })
      .add('11:00:00', 'agent.heartbeat', { agentId: 'B' });
    const seen = measure(silent.events, { calculators });
    expect(seconds(seen, 'adherentTime')).toBe(50);
    expect(seconds(seen, 'scheduledTime')).toBe(60 * MINUTE);
  });
});
