import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestOf, digestsOf } from '../../src/engine/keyword-digest.ts';
import { firstWordOf, withoutPunctuation } from '../../src/policy/keywords.ts';
import { SEED } from '../statechart/xstate-oracle.ts';

/** Of `stop! now`, `stop!` and `stop`. */
const STOP_NOW = [4806388684285545, 1948709089905858, 1304953244013159];

describe('the digests of a text', () => {
  it('are what journals of earlier versions have', () => {
    expect(digestsOf('Stop! Now')).toEqual(STOP_NOW);
    expect(digestsOf('STOP')).toEqual([STOP_NOW[2]]);
    expect(digestsOf('stop!')).toEqual([STOP_NOW[1], STOP_NOW[1], STOP_NOW[2]]);
    expect(digestsOf('arrêt')).toEqual([digestOf('ARRÊT')]);
  });

  it('leave out what is too long to be a keyword', () => {
    expect(digestsOf(`stop ${'x'.repeat(300)}`)).toEqual([0, STOP_NOW[2]]);
    expect(digestsOf(`stop${'!'.repeat(1_000_000)}`)).toEqual([0, 0, STOP_NOW[2]]);
    expect(digestsOf('x'.repeat(257))).toEqual([0]);
  });

  it(`are those of its parts, one by one (seed ${SEED})`, () => {
    const unit = fc.constantFrom('a', 'B', 'z', '!', ',', '.', ' ', '\t', 'é', 'İ', 'Σ', '\u00a0');
    const text = fc.oneof(
      fc.string({ unit, maxLength: 12 }),
      fc.string({ unit: fc.constantFrom('a', 'Z', '?', ' '), minLength: 250, maxLength: 260 }),
      fc.string({ unit: 'grapheme' }),
    );
    fc.assert(
      fc.property(text, (written) => {
        const trimmed = written.trim();
        const [whole, first = whole, bare = first] = digestsOf(trimmed);
        const firstWord = firstWordOf(trimmed);
        const parts = [trimmed, firstWord, withoutPunctuation(firstWord)];
        expect([whole, first, bare]).toEqual(parts.map(digestOf));
      }),
      { seed: SEED, numRuns: 2000 },
    );
  });
});
