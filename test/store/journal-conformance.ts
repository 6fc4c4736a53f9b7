// What every store owes: the journal.
import { expect, it } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { appendThrough, positionsOf, recordAt } from './stored-rows.ts';

/** Cases of the journal. */
export function describeJournal(open: () => Store): void {
  it('gives records back as they were appended, from any position on', () => {
    const store = open();
    expect([store.lastPosition, [...store.records(0)]]).toEqual([0, []]);
    appendThrough(store, 70);
    expect([...store.records(0)]).toEqual(Array.from({ length: 70 }, (_, n) => recordAt(n + 1)));
    expect(positionsOf(store.records(68))).toEqual([69, 70]);
    expect([store.lastPosition, positionsOf(store.records(70))]).toEqual([70, []]);
  });

  it('keeps a body of every size and alphabet', () => {
    const store = open();
    const bodies = [
      '{}',
      JSON.stringify('\0\ud800😀'),
      JSON.stringify({ a: 'é😀\u2028'.repeat(200_000) }),
    ];
    for (const [index, body] of bodies.entries()) {
      void store.append({ position: index + 1, recordedAt: 4_102_444_799_999, body });
    }
    expect([...store.records(0)].map(({ body }) => body)).toEqual(bodies);
  });

  it('refuses a record that does not follow the last, and stays as it was', () => {
    const store = open();
    appendThrough(store, 2);
    for (const position of [0, 2, 4]) {
      expect(() => store.append(recordAt(position))).toThrow(
        `expected record 3, found ${position}`,
      );
    }
    expect([store.lastPosition, positionsOf(store.records(0))]).toEqual([2, [1, 2]]);
  });

  it('lets the journal grow while somebody reads it', () => {
    const store = open();
    appendThrough(store, 40);
    const seen: number[] = [];
    for (const { position } of store.records(0)) {
      seen.push(position);
      if (position % 10 === 0 && position <= 100) appendThrough(store, store.lastPosition + 10);
    }
    expect(seen).toEqual(Array.from({ length: 140 }, (_, n) => n + 1));
  });

  it('serves several readers at once', () => {
    const store = open();
    appendThrough(store, 90);
    const [one, other] = [store.records(0), store.records(45)];
    for (let n = 1; n <= 45; n++) {
      expect([one.next().value?.position, other.next().value?.position]).toEqual([n, n + 45]);
    }
  });
}
