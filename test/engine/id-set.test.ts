import { array, assert, integer, oneof, property, string } from 'fast-check';
import { expect, it } from 'vitest';
import { IdSet } from '../../src/engine/id-set.ts';

const SEED = Number(process.env['FC_SEED'] ?? Date.now() % 1_000_000);

it(`answers as a Set does, whatever the ids and however often they come: seed ${SEED}`, () => {
  const ids = array(oneof(string(), integer({ min: 0, max: 3000 }).map(String)), {
    maxLength: 5000,
    size: 'max',
  });
  assert(
    property(ids, array(string()), (added, asked) => {
      const set = new IdSet();
      const oracle = new Set<string>();
      for (const id of added) {
        expect(set.add(id)).toBe(!oracle.has(id));
        oracle.add(id);
      }
      expect(set.size).toBe(oracle.size);
      for (const id of [...asked, ...added]) expect(set.has(id)).toBe(oracle.has(id));
    }),
    { seed: SEED, numRuns: 20 },
  );
});

it('keeps two hundred thousand ids apart, those of equal hashes included', () => {
  // Of two hundred thousand hashes of 32 bits, some four are expected to be equal.
  const set = new IdSet();
  for (let index = 0; index < 200_000; index += 1) expect(set.add(`id-${index}`)).toBe(true);
  expect(set.size).toBe(200_000);
  expect(set.add('id-77')).toBe(false);
});
