// Random event streams: many conversations on channels of every kind, and a world that changes around them.
import * as fc from 'fast-check';
import { stories } from './scenes.ts';
import { CHANNEL_IDS, gaps, ORIGIN, SET_UP, type Template, worldTemplates } from './world.ts';

/** An event before it has an id. */
interface Dated {
  readonly type: string;
  readonly at: number;
  readonly tenant: string;
}

/** An event as it is written into a line; its other fields are there as well. */
export interface WrittenEvent extends Dated {
  readonly id: string;
}

/** How far time goes on after the last event of a stream, milliseconds: to its end by a clock step of every tenant. */
const rests = fc.constantFrom(0, 1, 31 * 3_600_000, 50 * 3_600_000);

/** A story on its way through time: each event a while after the one before. */
function dated(
  templates: readonly Template[],
  waits: readonly number[],
  place: { readonly tenant: string; readonly channelId?: string; readonly endUserId?: string },
): Dated[] {
  let at = ORIGIN;
  return templates.map((template, index) => {
    at += waits[index] ?? 0;
    const { expiresIn, ...fields } = template;
    const offer = typeof expiresIn === 'number' ? { expiresAt: at + expiresIn } : {};
    return { ...fields, ...offer, ...place, at };
  });
}

const waitsOf = (templates: readonly Template[]) =>
  fc
    .array(gaps, { minLength: templates.length, maxLength: templates.length })
    .map((waits) => [templates, waits] as const);

/** Streams whose conversations belong to these end users; ids begin with `mark`, so that two streams can be mixed. */
export function conversationsOf(mark: string, tenants: readonly string[], countMax: number) {
  const conversation = fc.tuple(
    stories.chain(waitsOf),
    fc.oneof(
      { weight: 20, arbitrary: fc.constantFrom(...CHANNEL_IDS) },
      { weight: 1, arbitrary: fc.constant('nowhere') },
    ),
    fc.constantFrom(...tenants),
  );
  return fc
    .array(conversation, { minLength: 1, maxLength: countMax })
    .map((all) =>
      all.flatMap(([[templates, waits], channelId, tenant], index) =>
        dated(templates, waits, { tenant, channelId, endUserId: `${mark}${index}` }),
      ),
    );
}

/** What happens to whole tenants. */
function worldOf(tenants: readonly string[]): fc.Arbitrary<Dated[]> {
  const change = fc.tuple(
    fc.array(worldTemplates, { maxLength: 10 }).chain(waitsOf),
    fc.constantFrom(...tenants),
  );
  return fc
    .array(change, { maxLength: 2 })
    .map((all) =>
      all.flatMap(([[templates, waits], tenant]) => dated(templates, waits, { tenant })),
    );
}

/** Names events so that the order of ids is not that of their making. */
export function named(events: readonly Dated[], mark: string): WrittenEvent[] {
  return events.map((event, index) => {
    const mixed = String((index * 7919) % 10_007).padStart(5, '0');
    return { id: `${mark}${mixed}`, ...event };
  });
}

/** A stream in the order of time, from the set-up to a last step of the clock. */
export function ordered(events: readonly Dated[], tenants: readonly string[], restMs: number) {
  const last = events.reduce((latest, { at }) => Math.max(latest, at), ORIGIN);
  const setUp = tenants.flatMap((tenant) => dated(SET_UP, [], { tenant }));
  const ends = tenants.map((tenant) => ({ type: 'clock.advanced', tenant, at: last + restMs }));
  return named([...setUp, ...events, ...ends], 'e').toSorted((a, b) => a.at - b.at);
}

const TENANTS = ['default', 'other'];

/** Whole streams of two tenants, in the order of time. */
export const streams: fc.Arbitrary<readonly WrittenEvent[]> = fc
  .tuple(conversationsOf('u', TENANTS, 5), worldOf(TENANTS), rests)
  .map(([conversations, world, restMs]) => ordered([...conversations, ...world], TENANTS, restMs));

/** Two sets of conversations and what happens around the first of them, all of one tenant. */
export const pairs = fc
  .tuple(
    conversationsOf('u', ['default'], 4),
    conversationsOf('stranger', ['default'], 4),
    worldOf(['default']),
    rests,
  )
  .map(([ours, strangers, world, restMs]) => ({ ours: [...ours, ...world], strangers, restMs }));
