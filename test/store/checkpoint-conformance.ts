// What every store owes: checkpoints, all of one or nothing.
import { expect, it } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import {
  appendThrough,
  checkpointAt,
  contentOf,
  conversationOf,
  foundConversations,
  foundSessions,
  opened,
  sessionOf,
  workOf,
} from './stored-rows.ts';

/** Cases of checkpoints. */
export function describeCheckpoints(open: () => Store): void {
  it('writes rows anew under their id, and leaves those that are not named', () => {
    const store = open();
    appendThrough(store, 3);
    const [ann, bob] = [
      conversationOf('ann', { dueAt: 9, agentIds: ['x', 'y'] }),
      conversationOf('bob'),
    ];
    void store.checkpoint(
      checkpointAt(2, {
        tenants: new Map([
          ['default', '{"seq":1}'],
          ['other', '{}'],
        ]),
        conversations: [ann, bob],
        sessions: [sessionOf(ann, 1, 5), sessionOf(ann, 2, 6)],
        works: [workOf(ann, 1, 5, 'x'), workOf(ann, 2, 5)],
      }),
    );
    const later = {
      ...ann,
      ...opened(ann.id, 7),
      dueAt: null,
      contactId: 'c',
      agentIds: ['y', 'z'],
    };
    void store.checkpoint(
      checkpointAt(3, {
        tenants: new Map([['default', '{"seq":2}']]),
        conversations: [later],
        sessions: [sessionOf(ann, 1, 5, { endAt: 8, ownerId: 'x' })],
        removedSessionIds: [`${ann.id}/2`],
        removedWorkIds: [`${ann.id} 2`],
      }),
    );
    expect(contentOf(store)).toMatchObject({
      checkpointPosition: 3,
      tenants: new Map([
        ['default', '{"seq":2}'],
        ['other', '{}'],
      ]),
      conversations: [later, bob],
      due: [],
      sessions: [sessionOf(ann, 1, 5, { endAt: 8, ownerId: 'x' })],
      works: [workOf(ann, 1, 5, 'x')],
    });
    expect(store.conversation(ann.id)).toEqual(later);
    expect(store.session(`${ann.id}/1`)?.endAt).toBe(8);
    expect(foundSessions(store, { isOpen: true })).toEqual([]);
    expect([store.conversation('none'), store.session('none')]).toEqual([undefined, undefined]);
    expect([
      foundConversations(store, { agentId: 'x' }),
      foundConversations(store, { agentId: 'z' }),
    ]).toEqual([[], [ann.id]]);
    expect(store.check().filter((fault) => !fault.includes('open session'))).toEqual([]);
  });

  it('refuses a checkpoint ahead of the journal or behind the last, and writes nothing of it', () => {
    const store = open();
    appendThrough(store, 5);
    void store.checkpoint(checkpointAt(3));
    for (const position of [2, 6]) {
      const wrong = checkpointAt(position, { conversations: [conversationOf('ann')] });
      expect(() => store.checkpoint(wrong)).toThrow('expected a checkpoint from 3 to 5');
    }
    expect([store.checkpointPosition, foundConversations(store, {})]).toEqual([3, []]);
    void store.checkpoint(checkpointAt(3, { conversations: [conversationOf('ann')] }));
    expect(foundConversations(store, {})).toHaveLength(1);
  });

  it('writes nothing of a checkpoint that fails on its last rows', () => {
    const store = open();
    appendThrough(store, 2);
    const ids = [{ tenant: 'default', position: 1, recordedAt: 1, hashes: new Uint8Array(8) }];
    void store.checkpoint(checkpointAt(1, { ids }));
    const again = checkpointAt(2, { conversations: [conversationOf('ann')], ids });
    expect(() => store.checkpoint(again)).toThrow('stored before');
    expect([store.checkpointPosition, foundConversations(store, {})]).toEqual([1, []]);
    void store.checkpoint({ ...again, ids: [] });
    expect(foundConversations(store, {})).toHaveLength(1);
  });

  it('takes records of sessions and work ahead of their checkpoint, and moves nothing else', () => {
    const store = open();
    appendThrough(store, 4);
    const ann = conversationOf('ann');
    const rows = {
      sessions: [sessionOf(ann, 1, 5, { endAt: 8 }), sessionOf(ann, 2, 9)],
      removedSessionIds: [],
      works: [workOf(ann, 1, 5, 'x')],
      removedWorkIds: [],
    };
    void store.putSessions(3, rows);
    expect(contentOf(store)).toMatchObject({
      checkpointPosition: 0,
      conversations: [],
      sessions: rows.sessions,
      works: rows.works,
    });
    // A crash leaves it so: the checkpoint that comes then says all of it again.
    expect(store.check()).toEqual([]);
    const taken = { sessions: [], works: [] };
    const ids = { removedSessionIds: [`${ann.id}/2`], removedWorkIds: [`${ann.id} 1`] };
    void store.putSessions(4, { ...taken, ...ids });
    void store.checkpoint(checkpointAt(4, { conversations: [ann] }));
    expect(foundSessions(store, {})).toEqual([`${ann.id}/1`]);
    expect([...store.works()]).toEqual([]);
    expect(store.check()).toEqual([]);
  });

  it('takes no records of sessions for a checkpoint that cannot come', () => {
    const store = open();
    appendThrough(store, 5);
    void store.checkpoint(checkpointAt(3));
    const none = { sessions: [], removedSessionIds: [], works: [], removedWorkIds: [] };
    for (const position of [2, 6]) {
      expect(() => store.putSessions(position, none)).toThrow('expected a checkpoint from 3 to 5');
    }
  });

  it('keeps segments of ids in the order of their checkpoints', () => {
    const store = open();
    appendThrough(store, 60);
    const segments = Array.from({ length: 40 }, (_, n) => ({
      tenant: n % 2 === 0 ? 'b' : 'a',
      position: 40 - (n >> 1),
      recordedAt: n,
      hashes: new Uint8Array(16).map((_byte, index) => index * n),
    }));
    void store.checkpoint(checkpointAt(50, { ids: segments }));
    const inOrder = segments.toSorted(
      (a, b) => a.position - b.position || (a.tenant < b.tenant ? -1 : 1),
    );
    expect([...store.ids()]).toEqual(inOrder);
  });

  it('finds the mark from which a feed can be read on', () => {
    const store = open();
    appendThrough(store, 9);
    void store.checkpoint(checkpointAt(3, { marks: [mark(3, 10), mark(3, 7, 'other')] }));
    void store.checkpoint(checkpointAt(6, { marks: [mark(6, 10)] }));
    void store.checkpoint(checkpointAt(9, { marks: [mark(9, 15)] }));
    expect(store.markBefore('default', 9)).toBeUndefined();
    // Nothing happened between the first two: the later one leaves less to read.
    expect(store.markBefore('default', 10)).toEqual(mark(6, 10));
    expect(store.markBefore('default', 14)).toEqual(mark(6, 10));
    expect(store.markBefore('default', 99)).toEqual(mark(9, 15));
    expect(store.markBefore('other', 99)).toEqual(mark(3, 7, 'other'));
    expect(store.markBefore('none', 99)).toBeUndefined();
  });
}

const mark = (position: number, seq: number, tenant = 'default') => ({ tenant, position, seq });
