import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONSENT_STATUSES, CONSENT_TYPES, KEYWORD_KINDS } from '../../src/events/set-up-words.ts';
import {
  applyKeyword,
  applyMessage,
  consentRank,
  isFullyOptedIn,
  outboundRefusal,
} from '../../src/policy/consent.ts';

const statuses = fc.constantFrom(null, ...CONSENT_STATUSES);

describe('applyKeyword (CK01–CK05)', () => {
  it.each([
    [null, 'optOut', 'OptedOut'],
    ['DoublyOptedIn', 'optOut', 'OptedOut'],
    [null, 'optIn', 'ExplicitlyOptedIn'],
    ['OptedOut', 'optIn', 'ExplicitlyOptedIn'],
    ['ImplicitlyOptedIn', 'optIn', 'ExplicitlyOptedIn'],
    ['DoublyOptedIn', 'optIn', 'DoublyOptedIn'],
    ['ExplicitlyOptedIn', 'doubleOptIn', 'DoublyOptedIn'],
    ['OptedOut', 'doubleOptIn', 'DoublyOptedIn'],
    [null, 'help', null],
    ['OptedOut', 'help', 'OptedOut'],
    ['ExplicitlyOptedIn', 'custom', 'ExplicitlyOptedIn'],
    [null, 'custom', null],
  ] as const)('makes of %s by %s: %s', (status, keyword, next) => {
    expect(applyKeyword(status, keyword)).toBe(next);
  });

  it('never lowers a level, except by opting out', () => {
    fc.assert(
      fc.property(statuses, fc.constantFrom(...KEYWORD_KINDS), (status, keyword) => {
        const next = applyKeyword(status, keyword);
        const lowered = consentRank(next) < consentRank(status);
        expect(lowered && keyword !== 'optOut').toBe(false);
        expect(applyKeyword(next, keyword)).toBe(next);
      }),
    );
  });
});

describe('applyMessage (lifecycle.md §1.5)', () => {
  it('opts in implicitly by the first message, and changes nothing known', () => {
    expect(applyMessage(null, false)).toBe('ImplicitlyOptedIn');
    for (const status of CONSENT_STATUSES) expect(applyMessage(status, false)).toBe(status);
  });

  it('opts an opted-out customer in again only where the policy says so', () => {
    expect(applyMessage('OptedOut', true)).toBe('ImplicitlyOptedIn');
    expect(applyMessage('DoublyOptedIn', true)).toBe('DoublyOptedIn');
  });
});

describe('isFullyOptedIn (lifecycle.md §1.5)', () => {
  it('compares ranks, and is false while nothing is known', () => {
    const levels = [null, ...CONSENT_STATUSES];
    const table = CONSENT_TYPES.map((asked) => levels.map((level) => isFullyOptedIn(level, asked)));
    expect(table).toEqual([
      [false, false, true, true, true],
      [false, false, false, true, true],
      [false, false, false, false, true],
    ]);
  });
});

describe('outboundRefusal (events.md Consent, in one rule; EB03)', () => {
  it.each([
    [null, 'implicit', undefined],
    [null, 'explicit', 'consent_required'],
    [null, 'double', 'consent_required'],
    ['OptedOut', 'implicit', 'opted_out'],
    ['OptedOut', 'double', 'opted_out'],
    ['ImplicitlyOptedIn', 'implicit', undefined],
    ['ImplicitlyOptedIn', 'explicit', 'consent_required'],
    ['ExplicitlyOptedIn', 'explicit', undefined],
    ['ExplicitlyOptedIn', 'double', 'consent_required'],
    ['DoublyOptedIn', 'double', undefined],
  ] as const)('answers %s on a channel that asks for %s with %s', (status, asked, refusal) => {
    expect(outboundRefusal(status, asked)).toBe(refusal);
  });
});
