import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../src/policy/default-policy.ts';
import { PolicyHistory } from '../../src/policy/policy-history.ts';
import { Timeline } from '../../src/policy/timeline.ts';

const HOUR = 3_600_000;
const changes = fc.uniqueArray(
  fc.record({ at: fc.integer({ min: 0, max: 8 }), id: fc.constantFrom('a', 'b', 'B', 'c') }),
  { selector: ({ at, id }) => `${at}${id}` },
);

describe('Timeline', () => {
  it('answers with the value in force, from its very instant on', () => {
    const timeline = new Timeline<string>();
    expect(timeline.asOf(100)).toBeUndefined();
    timeline.insert(10, 'e-1', 'first');
    timeline.insert(20, 'e-2', 'second');
    expect([9, 10, 19, 20, 99].map((at) => timeline.asOf(at))).toEqual([
      undefined,
      'first',
      'first',
      'second',
      'second',
    ]);
    expect(timeline.latest).toBe('second');
    expect(timeline.entryAt(15)).toEqual({ at: 10, id: 'e-1', value: 'first' });
  });

  it('tells whether an insertion became the newest entry', () => {
    const timeline = new Timeline<number>();
    expect(timeline.insert(10, 'b', 1)).toBe(true);
    expect(timeline.insert(10, 'c', 2)).toBe(true);
    expect(timeline.insert(10, 'a', 3)).toBe(false);
    expect(timeline.insert(5, 'z', 4)).toBe(false);
    expect(timeline.asOf(10)).toBe(2);
  });

  it('replaces the value of the same instant and id', () => {
    const timeline = new Timeline<number>();
    timeline.insert(10, 'a', 1);
    timeline.insert(20, 'b', 2);
    timeline.insert(10, 'a', 3);
    timeline.insert(20, 'b', 4);
    expect(timeline.entries.map(({ value }) => value)).toEqual([3, 4]);
  });

  it('shows nothing of the order of insertion', () => {
    fc.assert(
      fc.property(changes, fc.integer({ min: -1, max: 9 }), (list, at) => {
        const forwards = new Timeline<string>();
        const backwards = new Timeline<string>();
        for (const { at: from, id } of list) forwards.insert(from, id, `${from}${id}`);
        for (const { at: from, id } of list.toReversed())
          backwards.insert(from, id, `${from}${id}`);
        expect(backwards.entries).toEqual(forwards.entries);
        const inForce = list
          .filter((entry) => entry.at <= at)
          .map((entry) => `${entry.at}${entry.id}`)
          .toSorted();
        expect(forwards.asOf(at)).toBe(inForce.at(-1));
      }),
    );
  });

  it('forgets what nobody from an instant on can see', () => {
    fc.assert(
      fc.property(changes, fc.integer({ min: 0, max: 9 }), (list, at) => {
        const whole = new Timeline<string>();
        const cut = new Timeline<string>();
        for (const entry of list) whole.insert(entry.at, entry.id, entry.id);
        for (const entry of list) cut.insert(entry.at, entry.id, entry.id);
        const gone = cut.forgetBefore(at);
        expect(cut.entries.length).toBe(whole.entries.length - gone);
        for (let later = at; later < 10; later += 1)
          expect(cut.asOf(later)).toBe(whole.asOf(later));
        expect(cut.forgetBefore(at)).toBe(0);
      }),
    );
  });
});

describe('PolicyHistory (events.md §1, policy.changed)', () => {
  it('begins with the default policy under the name default', () => {
    expect(new PolicyHistory().asOf(0)).toEqual({ version: 'default', policy: DEFAULT_POLICY });
  });

  it('lays each change over the one before it', () => {
    const history = new PolicyHistory();
    expect(history.change(10, 'p-1', { lateness: 'PT1H' })).toBe('latest');
    expect(history.change(20, 'p-2', { endOnDeliveryFailure: true })).toBe('latest');
    expect(history.asOf(9).version).toBe('default');
    expect(history.asOf(10)).toMatchObject({ version: 'p-1', policy: { lateness: HOUR } });
    expect(history.asOf(20)).toMatchObject({
      version: 'p-2',
      policy: { lateness: HOUR, endOnDeliveryFailure: true },
    });
  });

  it('makes later versions anew when a change arrives late', () => {
    const history = new PolicyHistory();
    history.change(20, 'p-2', { lateness: 'PT2H' });
    expect(history.change(10, 'p-1', { lateness: 'PT1H', endOnDeliveryFailure: true })).toBe(
      'past',
    );
    expect(history.asOf(15).policy.lateness).toBe(HOUR);
    expect(history.asOf(20).policy).toMatchObject({
      lateness: 2 * HOUR,
      endOnDeliveryFailure: true,
    });
  });

  it('changes nothing by a partial policy with issues', () => {
    const history = new PolicyHistory();
    expect(history.change(10, 'p-1', { lateness: 5, endOnDeliveryFailure: true })).toMatchObject([
      { path: 'lateness' },
    ]);
    expect(history.versions).toEqual([]);
  });

  it('ends in the same versions whatever the order of arrival', () => {
    const partials = fc.uniqueArray(
      fc.record({
        at: fc.integer({ min: 0, max: 5 }),
        id: fc.constantFrom('a', 'b', 'c'),
        lateness: fc.constantFrom('PT1M', 'PT2M'),
        end: fc.option(fc.boolean(), { nil: undefined }),
      }),
      { selector: ({ at, id }) => `${at}${id}` },
    );
    fc.assert(
      fc.property(partials, (list) => {
        const forwards = new PolicyHistory();
        const backwards = new PolicyHistory();
        const take = (history: PolicyHistory, { at, id, lateness, end }: (typeof list)[number]) =>
          history.change(at, id, { lateness, endOnDeliveryFailure: end });
        for (const change of list) take(forwards, change);
        for (const change of list.toReversed()) take(backwards, change);
        expect(backwards.versions).toEqual(forwards.versions);
      }),
    );
  });
});
