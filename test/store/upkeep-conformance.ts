// What every store owes: retention, erasure, closing.
import { expect, it } from 'vitest';
import { isHoldlineError } from '../../src/events/holdline-error.ts';
import type { JournalRecord, Store } from '../../src/store/store.ts';
import {
  appendThrough,
  checkpointAt,
  contentOf,
  conversationOf,
  foundConversations,
  foundSessions,
  idsOf,
  opened,
  positionsOf,
  recordAt,
  sessionOf,
  workOf,
} from './stored-rows.ts';

/** Cases of retention, erasure and closing. */
export function describeUpkeep(open: () => Store): void {
  /** A store with a session that ended at 10, 20 and 30 of three conversations, and one that is open. */
  function aged(): Store {
    const store = open();
    appendThrough(store, 20);
    const quiet = [10, 20, 30].map((endAt) => conversationOf(`ended-${endAt}`));
    const busy = conversationOf('busy', opened('default/chat/busy', 15));
    void store.checkpoint(
      checkpointAt(12, {
        conversations: [...quiet, busy],
        sessions: [
          ...quiet.map((row, n) => sessionOf(row, 1, n * 10, { endAt: n * 10 + 10 })),
          sessionOf(busy, 1, 0, { endAt: 9 }),
          sessionOf(busy, 2, 15),
        ],
        works: [
          ...quiet.map((row, n) => workOf(row, 1, n * 10 + 5)),
          workOf(busy, 1, 3),
          workOf(busy, 2, 16),
        ],
        ids: [5, 12].map((position) => ({
          tenant: 'default',
          position,
          recordedAt: position,
          hashes: new Uint8Array(8),
        })),
        marks: [2, 5, 12].map((position) => ({ tenant: 'default', position, seq: position * 10 })),
      }),
    );
    return store;
  }

  it('takes what is older than a cut, and with it what has nothing left', async () => {
    const store = aged();
    const report = await store.retain({ throughPosition: 7, endedBefore: 21, idsBefore: 12 });
    expect(report).toEqual({ records: 7, sessions: 3, conversations: 2, works: 3 });
    expect(positionsOf(store.records(0))).toEqual([
      8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20,
    ]);
    expect(foundConversations(store, {})).toEqual(['default/chat/busy', 'default/chat/ended-30']);
    expect(foundSessions(store, {})).toEqual(['default/chat/busy/2', 'default/chat/ended-30/1']);
    expect(idsOf(store.works())).toEqual(['default/chat/busy 2', 'default/chat/ended-30 1']);
    expect([...store.ids()].map(({ position }) => position)).toEqual([12]);
    // A feed can still begin at 50, whose next facts are in record 8 at the earliest, but no longer before.
    expect([store.markBefore('default', 49), store.markBefore('default', 50)?.position]).toEqual([
      undefined,
      5,
    ]);
  });

  it('keeps the records that recovery needs, and goes on behind them when nothing is left', async () => {
    const store = aged();
    const cut = { throughPosition: 99, endedBefore: 0, idsBefore: 0 };
    expect(await store.retain(cut)).toEqual({
      records: 12,
      sessions: 0,
      conversations: 0,
      works: 0,
    });
    expect(positionsOf(store.records(0))).toEqual([13, 14, 15, 16, 17, 18, 19, 20]);
    void store.checkpoint(checkpointAt(20));
    expect((await store.retain(cut)).records).toBe(8);
    expect([store.lastPosition, positionsOf(store.records(0))]).toEqual([20, []]);
    appendThrough(store, 22);
    expect(positionsOf(store.records(20))).toEqual([21, 22]);
  });

  it('keeps a conversation that waits for something, and the session by which it is found later', async () => {
    const store = open();
    appendThrough(store, 2);
    const waiting = conversationOf('ann', { dueAt: 50 });
    void store.checkpoint(
      checkpointAt(1, {
        conversations: [waiting],
        sessions: [sessionOf(waiting, 1, 1, { endAt: 2 }), sessionOf(waiting, 2, 3, { endAt: 4 })],
      }),
    );
    const cut = { throughPosition: 0, endedBefore: 40, idsBefore: 0 };
    expect(await store.retain(cut)).toMatchObject({ sessions: 1, conversations: 0 });
    void store.checkpoint(checkpointAt(2, { conversations: [{ ...waiting, dueAt: null }] }));
    expect(await store.retain(cut)).toMatchObject({ sessions: 1, conversations: 1 });
    expect(contentOf(store)).toMatchObject({ conversations: [], sessions: [] });
  });

  it('keeps a conversation that never had a session', async () => {
    const store = open();
    appendThrough(store, 1);
    void store.checkpoint(checkpointAt(1, { conversations: [conversationOf('opted-out')] }));
    await store.retain({ throughPosition: 0, endedBefore: 999, idsBefore: 0 });
    expect(foundConversations(store, {})).toHaveLength(1);
  });

  it('erases a conversation and rewrites what the journal says of it', () => {
    const store = aged();
    store.erase('default/chat/busy', ({ position }) =>
      position % 2 === 0 ? '{"erased":true}' : undefined,
    );
    const bodies = [...store.records(0)].map(({ position, body }) => [position, body]);
    expect(bodies.slice(0, 2)).toEqual([
      [1, recordAt(1).body],
      [2, '{"erased":true}'],
    ]);
    expect(store.conversation('default/chat/busy')).toBeUndefined();
    expect(foundConversations(store, { isOpen: true })).toEqual([]);
    expect(foundSessions(store, { conversationId: 'default/chat/busy' })).toEqual([]);
    expect(idsOf(store.works()).some((id) => id.includes('busy'))).toBe(false);
    expect([store.lastPosition, foundConversations(store, {}).length]).toEqual([20, 3]);
    appendThrough(store, 21);
  });

  it('erases nothing when the rewriting fails', () => {
    const store = aged();
    const before = contentOf(store);
    expect(() => store.erase('default/chat/busy', failAtNine)).toThrow('cannot read record 9');
    expect(contentOf(store)).toEqual(before);
  });

  it('answers nothing once it is closed, and closes twice', async () => {
    const store = aged();
    const reading = store.records(0);
    store.close();
    store.close();
    const uses: (() => unknown)[] = [
      () => store.append(recordAt(21)),
      () => store.checkpoint(checkpointAt(20)),
      () => store.records(0),
      () => reading.next(),
      () => store.conversations({}),
      () => store.sessions({}),
      () => store.works(),
      () => store.ids(),
      () => store.tenants(),
      () => store.conversation('default/chat/busy'),
      () => store.session('x'),
      () => store.due(1, undefined, 1),
      () => store.nextDue(undefined),
      () => store.markBefore('default', 1),
      () => store.erase('x', () => undefined),
      () => store.check(),
      () => store.retain({ throughPosition: 1, endedBefore: 1, idsBefore: 1 }),
      () => store.backup('x'),
    ];
    const codes: unknown[] = [];
    for (const use of uses) {
      const failure: unknown = await (async () => use())().catch((error: unknown) => error);
      codes.push(isHoldlineError(failure) ? failure.code : use.toString());
    }
    expect(new Set(codes)).toEqual(new Set(['store_closed']));
  });
}

function failAtNine({ position }: JournalRecord): string {
  if (position === 9) throw new Error('cannot read record 9');
  return '{}';
}
