import { describe, expect, test } from 'vitest';
import { utilization } from '../../src/metrics/agent-rates.ts';
import { agentTime } from '../../src/metrics/agent-time.ts';
import { focusVisits } from '../../src/metrics/focus-visits.ts';
import { DEFAULT_METRIC_OPTIONS } from '../../src/policy/metric-options.ts';
import { AgentDay, o1, on, rateOf, seconds } from './agent-day.ts';
import { measure } from './measured.ts';

const calculators = [focusVisits, agentTime];
const MINUTE = 60;

const looks = (clientId: string, endUserId: string) => ({
  agentId: 'A',
  clientId,
  channelId: 'chat',
  endUserId,
});

/** An hour available, half an hour busy; a look of 40 minutes that goes 10 minutes into the latter. */
const watched = () =>
  new AgentDay()
    .presence('09:00:00', 'online')
    .add('09:10:00', 'focus.opened', looks('W1', 'c'))
    .presence('09:40:00', 'busy')
    .add('09:50:00', 'focus.closed', looks('W1', 'c'))
    .presence('10:10:00', 'online')
    .presence('10:30:00', 'offline');

describe('utilization', () => {
  test('is time available with a conversation in front, of time available: 30 of 60 minutes', () => {
    const measured = measure(watched().events, { calculators });
    expect(seconds(measured, 'utilizedTime')).toBe(30 * MINUTE);
    expect(seconds(measured, 'availableTime')).toBe(60 * MINUTE);
    expect(rateOf(utilization, measured)).toBe(0.5);
  });

  test('its other readings: not idle of logged in, and work of paid time', () => {
    const day = o1().add('08:30:00', 'agent.shift', {
      agentId: 'A',
      activities: [{ from: on('09:00:00'), to: on('10:30:00'), productive: true }],
    });
    day.add('11:00:00', 'agent.heartbeat', { agentId: 'B' });
    const measured = measure(day.events, { calculators });
    expect(rateOf(utilization, measured, { utilization: 'notIdleOverLoggedIn' })).toBe(0.75);
    expect(rateOf(utilization, measured, { utilization: 'workOverPaid' })).toBe(0.5);
  });

  test('never counts an instant twice, even where every tab counts by itself', () => {
    const day = new AgentDay()
      .presence('09:00:00', 'online')
      .add('09:10:00', 'focus.opened', looks('W1', 'c'))
      .add('09:20:00', 'focus.opened', looks('W2', 'd'))
      .add('09:30:00', 'focus.closed', looks('W2', 'd'))
      .add('09:40:00', 'focus.closed', looks('W1', 'c'))
      .presence('10:00:00', 'offline');
    for (const mode of ['exclusive', 'perClient'] as const) {
      const options = { focus: { ...DEFAULT_METRIC_OPTIONS.focus, mode } };
      const measured = measure(day.events, { calculators, options });
      expect(seconds(measured, 'utilizedTime')).toBe(30 * MINUTE);
    }
  });

  test('is not known of an agent whose desk never told what is in front, whoever else does', () => {
    const day = watched()
      .add('09:00:00', 'agent.presence', { agentId: 'B', status: 'online' })
      .add('10:00:00', 'agent.presence', { agentId: 'B', status: 'offline' });
    const measured = measure(day.events, { calculators });
    expect(rateOf(utilization, measured)).toBe(0.5);
    expect(measured.of('utilizedTime').filter(({ missing }) => missing !== null)).toMatchObject([
      { key: 'B', missing: 'focus' },
    ]);
  });
});
