import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueInstant } from '../../src/policy/timer-mode.ts';

const HOUR = 3_600_000;
const at = (text: string) => Date.parse(text);

describe('dueInstant (X1, X2)', () => {
  it('adds an exact duration', () => {
    expect(dueInstant({ mode: 'exact', after: 30 * HOUR }, 5)).toBe(30 * HOUR + 5);
  });

  const sweep = { mode: 'sweep', threshold: 24 * HOUR, every: 6 * HOUR, phase: 0 } as const;

  it.each([
    ['2026-03-03T00:00:00Z', '2026-03-04T00:00:00Z'],
    ['2026-03-03T00:00:00.001Z', '2026-03-04T06:00:00Z'],
    ['2026-03-03T05:59:59.999Z', '2026-03-04T06:00:00Z'],
    ['2026-03-03T13:30:00Z', '2026-03-04T18:00:00Z'],
  ])('takes the first sweep at or after the threshold: %s → %s', (from, due) => {
    expect(dueInstant(sweep, at(from))).toBe(at(due));
  });

  it('counts the phase from the Unix epoch', () => {
    const shifted = { ...sweep, phase: HOUR };
    expect(dueInstant(shifted, at('2026-03-03T00:00:00Z'))).toBe(at('2026-03-04T01:00:00Z'));
    const later = { ...sweep, phase: 7 * HOUR };
    expect(dueInstant(later, at('2026-03-03T00:00:00Z'))).toBe(at('2026-03-04T01:00:00Z'));
  });

  it('falls within [from + threshold, from + threshold + every), on the grid', () => {
    const ms = fc.integer({ min: 1, max: 100 * HOUR });
    fc.assert(
      fc.property(
        fc.record({ threshold: ms, every: ms, phase: fc.integer({ min: 0, max: 100 * HOUR }) }),
        fc.integer({ min: 946_684_800_000, max: 4_102_444_799_999 }),
        (parts, from) => {
          const due = dueInstant({ mode: 'sweep', ...parts }, from);
          expect(due).toBeGreaterThanOrEqual(from + parts.threshold);
          expect(due).toBeLessThan(from + parts.threshold + parts.every);
          expect(Math.abs((due - parts.phase) % parts.every)).toBe(0);
        },
      ),
    );
  });
});
