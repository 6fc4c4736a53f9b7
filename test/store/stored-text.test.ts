import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromStored, toStored } from '../../src/store/stored-text.ts';
import { SEED } from './store-kinds.ts';

/** Text of any code units, valid or not; many from the edges that are moved or escaped. */
const anyText = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0, max: 0xffff }),
      fc.constantFrom(0, 1, 2, 3, 0xd7ff, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0xe000, 0xffff),
    ),
    { maxLength: 6 },
  )
  .map((units) => String.fromCharCode(...units));

/** The order in which SQLite puts text: that of its UTF-8 bytes. */
const byBytes = (a: string, b: string) => Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b)));
const byUnits = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

describe(`stored text (seed ${SEED})`, () => {
  it('comes back as it was, though drivers end text at a NUL and replace half pairs', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const stored = toStored(text);
        expect(stored).not.toContain('\0');
        expect(Buffer.from(stored).toString()).toBe(stored);
        expect(fromStored(stored)).toBe(text);
      }),
      { seed: SEED, numRuns: 2000 },
    );
  });

  it('sorts by bytes as the text sorts by code units', () => {
    fc.assert(
      fc.property(anyText, anyText, (a, b) => {
        expect(byBytes(toStored(a), toStored(b))).toBe(byUnits(a, b));
      }),
      { seed: SEED, numRuns: 5000 },
    );
    // Control: without it the two orders differ.
    expect(byBytes('\uffff', '😀')).not.toBe(byUnits('\uffff', '😀'));
  });

  it('is the text itself for the ids that there are', () => {
    for (const id of ['default/chat/+49 151 2345', 'größe/渋谷/é', ''])
      expect(toStored(id)).toBe(id);
  });
});
