// The wall clock may jump, and a machine may sleep: what is due then fires soon after (docs/operations.md).
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { SystemClock } from '../../src/engine/engine-clock.ts';

const HOUR = 3_600_000;
const START = Date.parse('2026-03-02T09:00:00Z');

beforeEach(() => vi.useFakeTimers({ now: START }));
afterEach(() => vi.useRealTimers());

/** A clock that is to wake somebody in thirty hours, and how often it has. */
function waiting() {
  const clock = new SystemClock();
  const wake = vi.fn(() => Promise.resolve());
  clock.wakeAt(START + 30 * HOUR, wake);
  return { clock, wake };
}

it('wakes at the instant, not before', () => {
  const { wake } = waiting();
  vi.advanceTimersByTime(30 * HOUR - 1);
  expect(wake).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(wake).toHaveBeenCalledTimes(1);
});

it('notices within a minute that it was set forward', () => {
  const { wake } = waiting();
  vi.setSystemTime(START + 32 * HOUR);
  vi.advanceTimersByTime(60_000);
  expect(wake).toHaveBeenCalledTimes(1);
});

it('does not wake early where it was set back', () => {
  const { wake } = waiting();
  vi.setSystemTime(START - 5 * HOUR);
  vi.advanceTimersByTime(30 * HOUR);
  expect(wake).not.toHaveBeenCalled();
  vi.advanceTimersByTime(5 * HOUR);
  expect(wake).toHaveBeenCalledTimes(1);
});

it('wakes nobody once it has stopped', () => {
  const { clock, wake } = waiting();
  clock.stop();
  vi.advanceTimersByTime(48 * HOUR);
  expect(wake).not.toHaveBeenCalled();
});
