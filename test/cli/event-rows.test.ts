// Events that go from one thread to another in rows come out as they went in.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { EventRowReader, EventRowWriter, type EventTaker } from '../../src/cli/event-rows.ts';
import type { Verdict } from '../../src/events/verdict.ts';
import type { EventIn } from '../../src/events/vocabulary.ts';
import { SEED } from '../statechart/xstate-oracle.ts';

type Item = { readonly event: EventIn } | { readonly verdict: Verdict };

/** Takes items through rows, a message after so many of them. */
function through(items: readonly Item[], inAMessage: number): Item[] {
  const writer = new EventRowWriter();
  const reader = new EventRowReader();
  const out: Item[] = [];
  const numbers: number[] = [];
  const taker: EventTaker = {
    take: (event, number) => (numbers.push(number), out.push({ event })),
    refuse: (number, verdict) => (numbers.push(number), out.push({ verdict })),
  };
  items.forEach((item, index) => {
    if ('event' in item) writer.take(item.event, index + 1);
    else writer.refuse(index + 1, item.verdict);
    if (writer.count === inAMessage) reader.read(structuredClone(writer.takeRows()), taker);
  });
  reader.read(structuredClone(writer.takeRows()), taker);
  expect(numbers).toEqual(items.map((_, index) => index + 1));
  return out;
}

const eventOf = (fields: object) => ({ event: { type: 'agent.message', ...fields } as EventIn });

const cellOf = (name: string) =>
  /Id$|tenant/.test(name) ? fc.string() : fc.oneof(fc.string(), fc.integer(), fc.jsonValue());

it('gives back any fields in any order, beside verdicts, however the messages are cut', () => {
  const names = [
    'id',
    'at',
    'tenant',
    'endUserId',
    'channelId',
    'agentId',
    'a b',
    'a',
    'b',
    'text',
  ];
  const event = fc
    .subarray(names)
    .chain((some) => fc.shuffledSubarray(some, { minLength: some.length }))
    .chain((some) =>
      fc.tuple(...some.map((name) => cellOf(name).map((cell) => [name, cell] as const))),
    )
    .map((entries) => eventOf(Object.fromEntries(entries)) as Item);
  const verdict = fc
    .string()
    .map((eventId): Item => ({ verdict: { eventId, verdict: 'rejected', code: 'invalid_event' } }));
  fc.assert(
    fc.property(
      fc.array(fc.oneof({ weight: 9, arbitrary: event }, verdict), { maxLength: 60 }),
      fc.integer({ min: 1, max: 20 }),
      (items, inAMessage) => {
        expect(through(items, inAMessage)).toEqual(items);
      },
    ),
    { seed: SEED, numRuns: 300 },
  );
});

it('tells fields with a space in their name from two fields', () => {
  const items = [
    eventOf({ 'a b': 1, c: 2 }),
    eventOf({ a: 1, 'b c': 2 }),
    eventOf({ 'a b': 3, c: 4 }),
  ];
  expect(through(items, 2)).toEqual(items);
});

it('goes on when more names have been sent than both sides remember, and more shapes than hosts have', () => {
  const items = Array.from({ length: 70_000 }, (_, index) =>
    eventOf({
      endUserId: `user-${index}`,
      channelId: 'chat',
      ...(index < 3000 && { [`x${index}`]: 1 }),
    }),
  );
  expect(through(items, 500)).toEqual(items);
});
