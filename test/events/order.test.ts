import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVENT_KINDS, compareEvents, kindOf, kindRank } from '../../src/events/order.ts';
import { EVENT_TYPES } from '../../src/events/vocabulary.ts';

const events = fc.record({
  at: fc.integer({ min: 0, max: 3 }),
  type: fc.constantFrom(...EVENT_TYPES),
  id: fc.constantFrom('a', 'B', 'b', 'ä', 'Z', '10', '9', '\u{1F600}', '\uFFFD'),
});

const key = (event: { at: number; type: string; id: string }) =>
  `${event.at} ${event.type} ${event.id}`;

describe('compareEvents (events.md §2 Order)', () => {
  it('puts the earlier instant first, whatever the kind', () => {
    const clock = { at: 1, type: 'clock.advanced', id: 'a' } as const;
    const setUp = { at: 2, type: 'channel.configured', id: 'a' } as const;
    expect(compareEvents(clock, setUp)).toBeLessThan(0);
  });

  it('orders the kinds of one instant as the page lists them', () => {
    const listed = [
      'channel.configured',
      'agent.presence',
      'customer.message',
      'work.accepted',
      'bot.message',
      'agent.message',
      'automation.message',
      'focus.opened',
      'clock.advanced',
    ] as const;
    const shuffled = listed.toReversed().map((type) => ({ at: 5, type, id: 'same' }));
    expect(shuffled.toSorted(compareEvents).map((event) => event.type)).toEqual(listed);
  });

  it('orders ids of one kind by code units, not by a locale', () => {
    const ids = ['b', 'ä', 'B', '10', '9', 'a'];
    const sorted = ids.map((id) => ({ at: 5, type: 'customer.message' as const, id }));
    expect(sorted.toSorted(compareEvents).map((event) => event.id)).toEqual([
      '10',
      '9',
      'B',
      'a',
      'b',
      'ä',
    ]);
  });

  it('is total, antisymmetric and transitive', () => {
    fc.assert(
      fc.property(events, events, events, (a, b, c) => {
        const ab = Math.sign(compareEvents(a, b));
        expect(Math.sign(compareEvents(b, a))).toBe(ab === 0 ? 0 : -ab);
        expect(ab === 0).toBe(
          a.at === b.at && a.id === b.id && kindRank(a.type) === kindRank(b.type),
        );
        const chained = ab <= 0 && compareEvents(b, c) <= 0;
        expect(!chained || compareEvents(a, c) <= 0).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('gives one order whatever the order of arrival', () => {
    const distinct = fc.uniqueArray(events, { selector: (event) => `${event.at}${event.id}` });
    fc.assert(
      fc.property(
        distinct.chain((list) =>
          fc.tuple(
            fc.constant(list),
            fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length }),
          ),
        ),
        ([list, shuffled]) => {
          expect(shuffled.toSorted(compareEvents).map(key)).toEqual(
            list.toSorted(compareEvents).map(key),
          );
        },
      ),
    );
  });
});

describe('kindOf', () => {
  it('knows the kind of every type, and uses every kind', () => {
    const kinds = new Set(EVENT_TYPES.map(kindOf));
    expect([...kinds].toSorted()).toEqual([...EVENT_KINDS].toSorted());
    for (const type of EVENT_TYPES) expect(EVENT_KINDS[kindRank(type)]).toBe(kindOf(type));
  });
});
