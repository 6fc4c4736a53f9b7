import { describe, expect, expectTypeOf, it } from 'vitest';
import { OPERATING_CODES, VERDICT_CODES, type VerdictCode } from '../../src/events/codes.ts';
import {
  HoldlineError,
  InvariantError,
  assertInvariant,
  isHoldlineError,
} from '../../src/events/holdline-error.ts';
import { nearestName } from '../../src/events/nearest-name.ts';
import { OTHER_SPELLINGS } from '../../src/events/other-spellings.ts';
import { TIMER_NAMES, type TimerCause } from '../../src/events/timer-names.ts';
import { VERDICTS } from '../../src/events/verdict.ts';
import { EVENT_TYPES } from '../../src/events/vocabulary.ts';

describe('codes (events.md §2)', () => {
  it('holds every code that the contract names', () => {
    const named =
      'invalid_json invalid_event unknown_type unknown_channel unknown_session no_session session_open opted_out ' +
      'consent_required not_owner status_not_available initiation_not_available send_window_closed time_out_of_range';
    for (const code of named.split(' ')) expect(VERDICT_CODES).toHaveProperty(code);
    expectTypeOf<'opted_out'>().toExtend<VerdictCode>();
  });

  it('explains each code in one sentence and says what to do in another', () => {
    for (const [code, entry] of [
      ...Object.entries(VERDICT_CODES),
      ...Object.entries(OPERATING_CODES),
    ]) {
      expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
      expect(entry.meaning).toMatch(/^[A-Z].+\.$/);
      expect(entry.remedy).toMatch(/^[A-Z].+\.$/);
    }
  });

  it('names the six verdicts', () => {
    expect(VERDICTS).toHaveLength(6);
  });

  it('names the sixteen timers of events.md §3 and maxIdle, each once', () => {
    expect(new Set(TIMER_NAMES).size).toBe(17);
    expectTypeOf<'timer.noReply'>().toExtend<TimerCause>();
    expectTypeOf<'timer.nothing'>().not.toExtend<TimerCause>();
  });
});

describe('OTHER_SPELLINGS', () => {
  it('leads from names that are not in the vocabulary to names that are', () => {
    for (const [other, right] of OTHER_SPELLINGS) {
      expect(EVENT_TYPES).not.toContain(other);
      expect(EVENT_TYPES).toContain(right);
    }
  });
});

describe('nearestName', () => {
  it.each([
    ['noRepy', 'noReply'],
    ['NOREPLY', 'noReply'],
    ['idel', 'idle'],
    ['banana', undefined],
    ['', undefined],
  ])('takes %s for %s', (name, meant) => {
    expect(nearestName(name, ['noReply', 'idle'])).toBe(meant);
  });
});

describe('HoldlineError (style.md §5)', () => {
  it('carries code, details and cause, and is recognised by its brand', () => {
    const cause = new Error('disk full');
    const error = new HoldlineError('output_unwritable', 'expected to write', {
      retryable: true,
      details: { position: 4 },
      cause,
    });
    expect(isHoldlineError(error)).toBe(true);
    expect(error).toMatchObject({
      code: 'output_unwritable',
      retryable: true,
      details: { position: 4 },
      cause,
    });
    expect(error.name).toBe('HoldlineError');
  });

  it('is recognised across copies of the package, and nothing else is', () => {
    const otherCopy = Object.assign(new Error('x'), { [Symbol.for('holdline.error')]: true });
    expect(isHoldlineError(otherCopy)).toBe(true);
    for (const value of [new Error('x'), { code: 'policy_invalid' }, null, 'x', undefined]) {
      expect(isHoldlineError(value)).toBe(false);
    }
  });

  it('is not retryable unless said, and has no cause unless given', () => {
    const error = new HoldlineError('input_unreadable', 'expected a file');
    expect(error.retryable).toBe(false);
    expect('cause' in error).toBe(false);
  });
});

describe('assertInvariant', () => {
  it('throws an InvariantError when the condition is false, and nothing else', () => {
    expect(() => assertInvariant(false, 'seq grows')).toThrow(InvariantError);
    expect(() => assertInvariant(true, 'seq grows')).not.toThrow();
  });
});
