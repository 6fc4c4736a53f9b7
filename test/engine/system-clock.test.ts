// The wall clock may jump, and a machine may sleep: what is due then fires soon after (docs/operations.md, "Clocks").
import { expect, it } from 'vitest';
import { SystemClock } from '../../src/engine/engine-clock.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.parse('2026-03-02T09:00:00Z');

/** A system clock on a machine whose wall clock and timers the test moves, each by itself. It is to wake somebody in thirty hours. */
class Machine extends SystemClock {
  wall = START;
  wokenTimes = 0;
  #waitMs = Infinity;
  #call: (() => void) | undefined;

  constructor() {
    super();
    this.wakeAt(START + 30 * HOUR, async () => {
      this.wokenTimes += 1;
    });
  }

  override now(): number {
    return this.wall;
  }

  protected override after(ms: number, call: () => void): () => void {
    this.#waitMs = ms;
    this.#call = call;
    return () => {
      this.#call = undefined;
    };
  }

  /** Time passes, for timers and the wall clock alike. */
  pass(ms: number): void {
    let left = ms;
    while (this.#call !== undefined && this.#waitMs <= left) {
      const call = this.#call;
      left -= this.#waitMs;
      this.wall += this.#waitMs;
      this.#call = undefined;
      call();
    }
    this.wall += left;
    this.#waitMs -= left;
  }
}

it('wakes at the instant, not before', () => {
  const machine = new Machine();
  machine.pass(30 * HOUR - 1);
  expect(machine.wokenTimes).toBe(0);
  machine.pass(1);
  expect(machine.wokenTimes).toBe(1);
});

it('notices within a minute that it was set forward, or that the machine has slept', () => {
  const machine = new Machine();
  machine.wall += 32 * HOUR;
  machine.pass(MINUTE);
  expect(machine.wokenTimes).toBe(1);
});

it('does not wake early where it was set back', () => {
  const machine = new Machine();
  machine.wall -= 5 * HOUR;
  machine.pass(30 * HOUR);
  expect(machine.wokenTimes).toBe(0);
  machine.pass(5 * HOUR);
  expect(machine.wokenTimes).toBe(1);
});

it('wakes nobody once it has stopped', () => {
  const machine = new Machine();
  machine.stop();
  machine.pass(48 * HOUR);
  expect(machine.wokenTimes).toBe(0);
});
