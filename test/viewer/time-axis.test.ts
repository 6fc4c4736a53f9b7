import { array, assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TimeAxis } from '../../src/viewer/time-axis.ts';
import { SEED } from '../statechart/xstate-oracle.ts';

const HOUR = 3_600_000;
const instants = array(integer({ min: 0, max: 1000 * HOUR }), {
  minLength: 1,
  maxLength: 60,
});

/** Checks a law for any instants of an axis and any other instant. */
const holds = (check: (axis: TimeAxis, all: readonly number[], at: number) => void) =>
  assert(
    property(instants, integer({ min: -HOUR, max: 1001 * HOUR }), (all, at) =>
      check(new TimeAxis(all), all, at),
    ),
    { seed: SEED },
  );

describe(`the axis of the slider, seed ${SEED}`, () => {
  it('keeps the order of time, and ends at 0 and 1', () => {
    holds((axis, all) => {
      const sorted = all.toSorted((a, b) => a - b);
      const places = sorted.map((at) => axis.placeOf(at));
      expect(places).toEqual(places.toSorted((a, b) => a - b));
      expect(places[0]).toBe(0);
      expect(places.at(-1)).toBe(axis.start === axis.end ? 0 : 1);
    });
  });

  it('leads back from a place to its instant, to the millisecond', () => {
    holds((axis, all) => {
      for (const at of all) expect(axis.instantAt(axis.placeOf(at))).toBe(at);
    });
  });

  it('answers outside with the nearer end', () => {
    holds((axis, _, at) => {
      const place = axis.placeOf(at);
      expect(place).toBeGreaterThanOrEqual(0);
      expect(place).toBeLessThanOrEqual(1);
      expect(place === 0 || at > axis.start).toBe(true);
    });
  });

  it('names the neighbours of an instant, and none beyond the ends', () => {
    holds((axis, all, at) => {
      const after = all.filter((one) => one > at);
      const before = all.filter((one) => one < at);
      expect(axis.neighbour(at, 1)).toBe(after.length === 0 ? undefined : Math.min(...after));
      expect(axis.neighbour(at, -1)).toBe(before.length === 0 ? undefined : Math.max(...before));
    });
  });

  it('draws a rest of thirty hours shorter than it is beside steps of seconds', () => {
    const axis = new TimeAxis([0, 5000, 10_000, 30 * HOUR]);
    expect(axis.placeOf(10_000)).toBeGreaterThan(0.05);
    expect(axis.placeOf(15 * HOUR)).toBeLessThan(0.6);
  });
});
