// Which words are keywords may turn out after the message: what a text means follows the set-up of its instant, whenever the
// engine hears of that set-up, and the text itself is nowhere kept.
import * as fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { Engine } from '../../src/engine/engine.ts';
import { FiringLateness } from '../../src/engine/firing-lateness.ts';
import { readRecord } from '../../src/engine/journal-record.ts';
import { MemoryEngine } from '../../src/engine/memory-engine.ts';
import { recover } from '../../src/engine/recovery.ts';
import type { AnyFact } from '../../src/events/fact.ts';
import { DEFAULT_POLICY } from '../../src/policy/default-policy.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { VirtualClock } from '../../src/testing/index.ts';
import { SEED } from '../statechart/xstate-oracle.ts';

const START = Date.UTC(2026, 2, 3, 9);
const SECOND = 1000;
/** Everything happens within it, so that no order of arrival makes anything late. */
const WITHIN = 8 * 60 * SECOND;

interface Wire {
  readonly id: string;
  readonly type: string;
  readonly at: number;
  readonly [field: string]: unknown;
}

const open: Engine[] = [];
afterEach(async () => {
  for (const engine of open.splice(0)) await engine.close();
});

/** An engine over a store, as the next process finds it: nobody has closed the one before. */
function openOn(store: MemoryStore): Engine {
  const settings = {
    policy: DEFAULT_POLICY,
    clock: new VirtualClock(START + WITHIN),
    durability: 'group' as const,
    ticksByClock: false,
    inspect: undefined,
    isLazy: false,
    batchMax: 3,
    pendingMax: 1000,
    checkpointAfter: 4,
    savedAtOnce: 1,
    idleAfterMs: 0,
    inMemoryMax: 1,
    firingsAtOnce: 3,
    observer: undefined,
    retention: undefined,
  };
  const again = () => recover(store, { policy: DEFAULT_POLICY, clockKind: 'virtual' });
  const engine = new Engine(store, settings, again, new FiringLateness());
  open.push(engine);
  return engine;
}

const factsIn = (store: MemoryStore) =>
  [...store.records(0)].flatMap((record) => readRecord(record).facts);

function holding(facts: readonly AnyFact[]): readonly string[] {
  const gone = new Set<number>();
  for (const { type, data } of facts) {
    if (type !== 'session.corrected' && type !== 'metric.corrected') continue;
    for (const seq of data.supersedes) gone.add(seq);
  }
  return facts
    .filter(({ seq, type }) => !gone.has(seq) && !type.endsWith('.corrected'))
    .map(({ type, at, sessionId, causationId, data }) =>
      JSON.stringify([type, at, sessionId, causationId, data]),
    )
    .toSorted();
}

function inOrder(events: readonly Wire[]): readonly string[] {
  const facts: AnyFact[] = [];
  const engine = new MemoryEngine({ sink: { fact: (fact) => facts.push(fact) } });
  for (const event of events.toSorted((a, b) => a.at - b.at)) engine.dispatch(event);
  engine.settle();
  return holding(facts);
}

/** Sends events as they arrive; before those of `reopenedBefore` the process has been killed. */
async function asTheyArrive(events: readonly Wire[], reopenedBefore: readonly number[] = []) {
  const store = new MemoryStore();
  let engine = openOn(store);
  for (const [index, event] of events.entries()) {
    if (reopenedBefore.includes(index)) engine = openOn(store);
    // oxlint-disable-next-line no-await-in-loop
    await engine.dispatch(event);
  }
  await engine.settle();
  return { store, engine };
}

const configured = (id: string, after: number, fields: object = {}): Wire => ({
  id,
  type: 'channel.configured',
  at: START + after * SECOND,
  channelId: 'sms',
  channelType: 'WhatsApp',
  platform: 'enhanced',
  capacityModel: 'tabBased',
  ...fields,
});

const writes = (id: string, after: number, text: string): Wire => ({
  id,
  type: 'customer.message',
  at: START + after * SECOND,
  channelId: 'sms',
  endUserId: 'ada',
  messageId: id,
  text,
});

const changed = (id: string, after: number, consent: object): Wire => ({
  id,
  type: 'policy.changed',
  at: START + after * SECOND,
  policy: { consent },
});

const consentOf = (engine: Engine) =>
  engine.conversation({ channelId: 'sms', endUserId: 'ada' })?.consent;

describe('a text that comes before the words that it may be', () => {
  it('is an opt-out once its channel is configured, also after a restart', async () => {
    const events = [writes('m1', 10, ' STOP '), configured('c', 0)];
    for (const reopenedBefore of [[], [1]]) {
      // oxlint-disable-next-line no-await-in-loop
      const { engine } = await asTheyArrive(events, reopenedBefore);
      expect(consentOf(engine)).toBe('OptedOut');
    }
  });

  it('is what a channel says that is configured anew for its past', async () => {
    const anew = configured('c2', 5, { keywords: { optOut: ['basta'] } });
    const { engine } = await asTheyArrive([configured('c', 0), writes('m1', 10, 'Basta'), anew]);
    expect(consentOf(engine)).toBe('OptedOut');
    const back = await asTheyArrive([configured('c', 0), writes('m1', 10, 'stop'), anew]);
    expect(consentOf(back.engine)).toBe('ImplicitlyOptedIn');
  });

  it('is what a policy says that changes for its past, to the first word too', async () => {
    const text = 'Stop, please do not write to me any more';
    const events = [
      configured('c', 0),
      writes('m1', 10, text),
      changed('p', 5, { match: 'firstWord' }),
    ];
    const { engine, store } = await asTheyArrive(events);
    expect(consentOf(engine)).toBe('OptedOut');
    const written = [...store.records(0)].map(({ body }) => body).join('');
    expect(written).toContain('m1');
    expect(written.toLowerCase()).not.toContain('please');
    expect(written.toLowerCase()).not.toContain('stop');
  });

  it('counts in a message that names its session alone', async () => {
    const { channelId: _, endUserId: __, ...rest } = writes('m2', 20, 'stop');
    const second = { ...rest, sessionId: 'default/sms/ada/1' } as Wire;
    const { engine } = await asTheyArrive([configured('c', 0), writes('m1', 10, 'hello'), second]);
    expect(consentOf(engine)).toBe('OptedOut');
  });

  it('leaves the keyword that the host names as it is', async () => {
    const named = { ...writes('m1', 10, 'stop'), keyword: 'help' };
    const { engine, store } = await asTheyArrive([configured('c', 0), named]);
    expect(consentOf(engine)).not.toBe('OptedOut');
    expect([...store.records(0)].some(({ body }) => body.includes('textDigests'))).toBe(false);
  });

  it('is ordinary text where a host has a field of its own by the name of the digests', async () => {
    for (const textDigests of [7, null, ['stop'], {}]) {
      const { text: __, ...silent } = writes('m1', 10, '');
      // oxlint-disable-next-line no-await-in-loop
      const { engine } = await asTheyArrive([configured('c', 0), { ...silent, textDigests }]);
      expect(consentOf(engine)).toBe('ImplicitlyOptedIn');
    }
  });
});

const WORDS = ['stop', 'basta', 'end', 'yes', 'start', 'opt out'];
const words = fc.subarray(WORDS);
const text = fc
  .tuple(
    fc.constantFrom('', ' ', 'Hello '),
    fc.constantFrom(...WORDS),
    fc.constantFrom('', '!', ' now', ', thanks'),
  )
  .map((parts) => parts.join(''))
  .chain((written) => fc.constantFrom(written, written.toUpperCase()));

const happening: fc.Arbitrary<Omit<Wire, 'id' | 'at'>> = fc.oneof(
  { weight: 8, arbitrary: text.map((written) => writes('', 0, written)) },
  { weight: 1, arbitrary: text.map((written) => ({ ...writes('', 0, written), keyword: 'help' })) },
  {
    weight: 3,
    arbitrary: fc
      .record(
        {
          consentType: fc.constantFrom('implicit', 'explicit', 'double'),
          channelType: fc.constantFrom('Text', 'WhatsApp'),
          keywords: fc.record(
            { optOut: words, optIn: words, doubleOptIn: words },
            { requiredKeys: [] },
          ),
        },
        { requiredKeys: [] },
      )
      .map((fields) => configured('', 0, fields)),
  },
  {
    weight: 2,
    arbitrary: fc
      .record(
        { match: fc.constantFrom('exact', 'firstWord'), optOut: words, help: words },
        { requiredKeys: [] },
      )
      .map((consent) => changed('', 0, consent)),
  },
);

const stream = fc
  .array(fc.tuple(fc.nat(WITHIN), fc.nat(), happening, fc.constantFrom('ada', 'bob')), {
    minLength: 2,
    maxLength: 14,
  })
  .map((drawn) => {
    const first: Wire = configured('c', 0);
    const rest = drawn.map(([after, arrival, fields, endUserId], index) => {
      const person = fields['type'] === 'customer.message' ? { endUserId } : {};
      const id = `e${String(index).padStart(2, '0')}`;
      return { arrival, event: { ...fields, ...person, id, at: START + after } as Wire };
    });
    const arriving = [...rest, { arrival: drawn[0]?.[1] ?? 0, event: first }];
    return arriving.toSorted((a, b) => a.arrival - b.arrival).map(({ event }) => event);
  });

describe(`texts and words in any order of arrival (seed ${SEED})`, () => {
  it('come to what they come to in order, whenever the engine is killed and opened again', async () => {
    await fc.assert(
      fc.asyncProperty(stream, fc.array(fc.nat(14), { maxLength: 3 }), async (events, kills) => {
        const { store } = await asTheyArrive(events, kills);
        expect(holding(factsIn(store))).toEqual(inOrder(events));
      }),
      { seed: SEED, numRuns: 200 },
    );
  });
});
