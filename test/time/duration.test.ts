import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DURATION_MAX_MS, formatDuration, parseDuration } from '../../src/time/duration.ts';

const HOUR = 3_600_000;

describe('parseDuration (lifecycle.md §1.4b)', () => {
  it.each([
    ['PT30H', 30 * HOUR],
    ['P1D', 24 * HOUR],
    ['P2W', 14 * 24 * HOUR],
    ['P1DT12H30M5.25S', 36.5 * HOUR + 5250],
    ['PT0.5H', HOUR / 2],
    ['PT10M', HOUR / 6],
    ['PT0.001S', 1],
  ])('reads %s', (iso, ms) => {
    expect(parseDuration(iso)).toBe(ms);
  });

  it.each([
    ['24h', 'malformed'],
    ['', 'malformed'],
    ['P', 'malformed'],
    ['PT', 'malformed'],
    ['pt5m', 'malformed'],
    [5, 'malformed'],
    [null, 'malformed'],
    [undefined, 'malformed'],
    ['P1M', 'calendar_unit'],
    ['P1Y', 'calendar_unit'],
    ['-PT5M', 'negative'],
    ['PT-5M', 'negative'],
    ['PT1H-5M', 'negative'],
    ['PT0S', 'zero'],
    ['PT0.0001S', 'zero'],
    ['P36501D', 'too_long'],
    ['PT99999999999999999999H', 'too_long'],
  ])('refuses %s as %s', (iso, fault) => {
    expect(parseDuration(iso)).toBe(fault);
  });

  it('takes zero where zero means something', () => {
    expect(parseDuration('PT0S', 'zeroAllowed')).toBe(0);
    expect(parseDuration('P1M', 'zeroAllowed')).toBe('calendar_unit');
  });

  it('reads back every duration that it formats', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: DURATION_MAX_MS }), (ms) => {
        expect(parseDuration(formatDuration(ms), 'zeroAllowed')).toBe(ms);
      }),
    );
  });
});
