// Streams of events that nobody would send: the host keeps every invariant, and putting conversations away or deciding
// in other batches changes nothing.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { violationsOf } from '../../src/conversation/invariants.ts';
import { SEED } from '../statechart/xstate-oracle.ts';
import { CHANNEL, Hosted, type Told } from './hosted.ts';

const BEN = { agentId: 'ben' };
const ANN = { agentId: 'ann' };

const ASKS_FOR_LITTLE = {
  channelType: 'Text',
  platform: 'enhanced',
  capacityModel: 'tabBased',
  consentType: 'implicit',
};

/** What may happen: a type, and the fields with which it may. */
const HAPPENINGS: readonly (readonly [type: string, ...fields: readonly object[]])[] = [
  [
    'customer.message',
    {},
    {},
    {},
    { keyword: 'optOut' },
    { keyword: 'optIn' },
    { keyword: 'help' },
  ],
  ['customer.ended', {}],
  ['customer.left', {}],
  ['agent.opened', ANN, BEN],
  ['agent.message', ANN, BEN],
  ['agent.markedInactive', {}],
  ['agent.closedTab', {}, { outcome: 'noCustomerResponse' }],
  ['agent.ended', {}],
  ['agent.transferred', { to: { kind: 'queue', id: 'q2' } }, { to: { kind: 'agent', id: 'ben' } }],
  ['agent.paused', {}],
  ['agent.resumed', {}],
  ['acw.extended', {}],
  ['acw.ended', {}],
  ['bot.accepted', { botId: 'rob' }],
  ['bot.message', {}],
  ['bot.escalated', {}],
  ['automation.message', {}, { longevity: 'keepOpen' }, { allowExisting: 'closed' }],
  ['automation.inactivated', {}],
  ['supervisor.ended', {}],
  ['record.failed', { reason: 'flow' }, { reason: 'field' }],
  ['work.offered', { ...ANN, workId: 'w1' }, { ...BEN, workId: 'w2' }],
  ['work.accepted', { ...ANN, workId: 'w1' }, { ...BEN, workId: 'w3' }],
  ['work.declined', { ...ANN, workId: 'w1' }, { ...BEN, workId: 'w9' }],
  ['work.timedOut', {}],
  [
    'agent.presence',
    { ...ANN, status: 'offline' },
    { ...ANN, status: 'online' },
    { ...BEN, status: 'offline' },
  ],
  ['channel.disabled', {}],
  ['channel.enabled', {}],
  ['channel.configured', ASKS_FOR_LITTLE, { ...ASKS_FOR_LITTLE, consentType: 'explicit' }],
  ['clock.advanced', {}],
];

const happening = fc
  .constantFrom(...HAPPENINGS)
  .chain(([type, ...fields]) => fc.constantFrom(...fields).map((own) => ({ type, ...own })));
const pause = fc.constantFrom(0, 1000, 60_000, 600_000, 7_200_000, 108_000_000);

const stream = fc
  .record({
    platform: fc.constantFrom('enhanced', 'enhanced', 'standard'),
    capacityModel: fc.constantFrom('tabBased', 'statusBased'),
    consentType: fc.constantFrom('implicit', 'implicit', 'double'),
    acw: fc.constantFrom({}, { acw: { seconds: 60 } }),
    happenings: fc.array(fc.tuple(pause, happening), { minLength: 10, maxLength: 50 }),
  })
  .map(({ platform, capacityModel, consentType, acw, happenings }): Told[] => {
    let at = Date.UTC(2026, 2, 3, 9);
    const channel = { ...CHANNEL, platform, capacityModel, consentType, ...acw, queueId: 'q1' };
    const events = happenings.map(([ms, fields], index) => {
      at += ms;
      const id = `e${String(index).padStart(3, '0')}`;
      return { id, channelId: 'chat', endUserId: 'cora', messageId: id, at, ...fields };
    });
    return [{ ...channel, at: Date.UTC(2026, 2, 3) }, ...events] as unknown as Told[];
  });

const nothing = () => undefined;

/** One event at a time, each decided before the next. */
function eachDecided(host: Hosted, events: readonly Told[], look: () => void): Hosted {
  for (const told of events) {
    host.engine.dispatch(told);
    host.engine.settle();
    look();
  }
  return host;
}

describe(`random streams (seed ${SEED})`, () => {
  it('break no invariant', () => {
    fc.assert(
      fc.property(stream, (events) => {
        const host = new Hosted();
        eachDecided(host, events, () => {
          expect([...host.engine.conversations()].flatMap(violationsOf)).toEqual([]);
        });
      }),
      { seed: SEED, numRuns: 150 },
    );
  });

  it('tell the same when every conversation is put away after every decision', () => {
    fc.assert(
      fc.property(stream, (events) => {
        const plain = eachDecided(new Hosted(), events, nothing);
        const tuning = { busyForMs: 0, batch: 1 };
        const packed = eachDecided(new Hosted({ tuning }), events, nothing);
        expect(packed.facts).toEqual(plain.facts);
        expect(packed.tables).toEqual(plain.tables);
      }),
      { seed: SEED, numRuns: 100 },
    );
  });

  it('end alike whether decided in one batch or in many', () => {
    fc.assert(
      fc.property(stream, fc.integer({ min: 1, max: 9 }), (events, batch) => {
        const [one, many] = [new Hosted(), new Hosted({ tuning: { batch, busyForMs: 0 } })];
        for (const host of [one, many]) {
          for (const told of events) host.engine.dispatch(told);
          host.engine.drain();
        }
        expect(many.tables).toEqual(one.tables);
      }),
      { seed: SEED, numRuns: 100 },
    );
  });
});
