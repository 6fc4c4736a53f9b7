// What every store owes: finding rows, in the order of the contract.
import { expect, it } from 'vitest';
import type { Store, StoredSession } from '../../src/store/store.ts';
import {
  appendThrough,
  checkpointAt,
  conversationOf,
  foundConversations,
  foundSessions,
  idsOf,
  opened,
  sessionOf,
  workOf,
} from './stored-rows.ts';

/** Cases of finding. */
export function describeSearch(open: () => Store): void {
  /** Ids that byte order, a NUL or a replaced half of a pair would put elsewhere, in the order of code units. */
  const AWKWARD = [
    'a',
    'a\0',
    'a\0b',
    'a\x01',
    'a\x02',
    'aa',
    'a\ud7ff',
    'a\ud83d',
    'a😀',
    'a\udc00',
    'a\ue000',
    'a\uffff',
    'b',
  ];

  it('orders ids by code unit and tells all of them apart', () => {
    const store = open();
    appendThrough(store, 1);
    const rows = AWKWARD.map((name) =>
      conversationOf(name, { dueAt: 5, agentIds: [name], contactId: name }),
    );
    void store.checkpoint(checkpointAt(1, { conversations: rows.toReversed() }));
    expect([...store.conversations({})]).toEqual(rows);
    expect(store.due(5, undefined, 99)).toEqual(rows);
    for (const [index, row] of rows.entries()) {
      expect(foundConversations(store, { agentId: row.endUserId })).toEqual([row.id]);
      expect(foundConversations(store, { contactId: row.endUserId })).toEqual([row.id]);
      expect(idsOf(store.due(5, { dueAt: 5, id: row.id }, 1))).toEqual(
        idsOf(rows.slice(index + 1, index + 2)),
      );
      expect(foundConversations(store, { afterId: row.id })).toEqual(idsOf(rows.slice(index + 1)));
    }
  });

  it('pages through deadlines in their order, however many fall on one instant', () => {
    const store = open();
    appendThrough(store, 1);
    const rows = Array.from({ length: 700 }, (_, n) =>
      conversationOf(`u${String(n).padStart(4, '0')}`, {
        dueAt: n % 7 === 0 ? null : 10 + (n % 3),
      }),
    );
    void store.checkpoint(checkpointAt(1, { conversations: rows }));
    const paged: string[] = [];
    for (let after; ;) {
      const page = store.due(11, after, 64);
      paged.push(...idsOf(page));
      const last = page.at(-1);
      if (last === undefined) break;
      after = { dueAt: last.dueAt ?? 0, id: last.id };
      expect(store.nextDue(after)).toBe(store.due(99, after, 1)[0]?.dueAt ?? undefined);
    }
    const due = rows.filter(({ dueAt }) => dueAt !== null && dueAt <= 11);
    expect(paged).toEqual(
      idsOf(due.toSorted((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0) || (a.id < b.id ? -1 : 1))),
    );
    expect([store.nextDue(undefined), store.nextDue({ dueAt: 12, id: 'z' })]).toEqual([
      10,
      undefined,
    ]);
    expect(store.due(9, undefined, 5)).toEqual([]);
  });

  it('pages through those that left memory with steps, by the last of these', () => {
    const store = open();
    appendThrough(store, 2);
    const rows = AWKWARD.map((name, n) =>
      conversationOf(name, { tailUntil: n % 4 === 0 ? null : 10 + (n % 3) }),
    );
    void store.checkpoint(checkpointAt(1, { conversations: rows }));
    const tailed = rows.filter(({ tailUntil }) => tailUntil !== null);
    const until = ({ tailUntil }: (typeof rows)[number]) => tailUntil ?? 0;
    const inOrder = tailed.toSorted((a, b) => until(a) - until(b));
    expect(store.tailed(10, undefined, 99)).toEqual(inOrder);
    expect(store.tailed(11, undefined, 99)).toEqual(inOrder.filter((row) => until(row) >= 11));
    const paged: string[] = [];
    for (let after; ;) {
      const page = store.tailed(0, after, 2);
      paged.push(...idsOf(page));
      const last = page.at(-1);
      if (last === undefined) break;
      after = { tailUntil: until(last), id: last.id };
    }
    expect(paged).toEqual(idsOf(inOrder));
    const back = tailed.map((row) => ({ ...row, tailUntil: null }));
    void store.checkpoint(checkpointAt(2, { conversations: back }));
    expect(store.tailed(0, undefined, 99)).toEqual([]);
  });

  it('narrows conversations by every field, and by several at once', () => {
    const store = open();
    appendThrough(store, 1);
    const rows = [
      conversationOf('a', {
        ...opened('x', 1),
        hasPending: true,
        agentIds: ['ann'],
        contactId: 'c',
      }),
      conversationOf('b', { ...opened('y', 1, 'Waiting'), agentIds: ['ann', 'bob'] }),
      conversationOf('c', { channelId: 'sms', hasPending: true, contactId: 'c' }),
      conversationOf('d', { tenant: 'other', ...opened('z', 1), agentIds: ['ann'] }),
    ];
    void store.checkpoint(checkpointAt(1, { conversations: rows }));
    const found = (filter: Parameters<typeof foundConversations>[1]) =>
      foundConversations(store, filter)
        .map((id) => id.at(-1))
        .join('');
    expect([found({}), found({ limit: 2 }), found({ limit: 0 })]).toEqual(['abcd', 'ab', '']);
    expect([
      found({ tenant: 'other' }),
      found({ channelId: 'sms' }),
      found({ contactId: 'c' }),
    ]).toEqual(['d', 'c', 'ac']);
    expect([
      found({ agentId: 'ann' }),
      found({ agentId: 'bob' }),
      found({ agentId: 'eve' }),
    ]).toEqual(['abd', 'b', '']);
    expect([
      found({ status: 'Active' }),
      found({ isOpen: true }),
      found({ isOpen: false }),
    ]).toEqual(['ad', 'abd', 'abcd']);
    expect([found({ hasPending: true }), found({ hasPending: true, isOpen: true })]).toEqual([
      'ac',
      'a',
    ]);
    expect(found({ tenant: 'default', agentId: 'ann', status: 'Waiting' })).toBe('b');
    expect(found({ contactId: 'c', channelId: 'sms', agentId: 'ann' })).toBe('');
  });

  it('gives sessions by start, then id, narrowed and paged', () => {
    const store = open();
    appendThrough(store, 1);
    const conversations = Array.from({ length: 30 }, (_, n) =>
      conversationOf(`u${n}`, { channelId: n % 2 === 0 ? 'chat' : 'sms' }),
    );
    const sessions = conversations.flatMap((row, n) =>
      Array.from({ length: 20 }, (_, ordinal) =>
        sessionOf(row, ordinal + 1, ordinal % 4, {
          endAt: ordinal < 19 ? ordinal : null,
          ownerId: n % 3 === 0 ? 'ann' : null,
        }),
      ),
    );
    void store.checkpoint(checkpointAt(1, { conversations, sessions }));
    const inOrder = sessions.toSorted((a, b) => a.startAt - b.startAt || (a.id < b.id ? -1 : 1));
    const expected = (wanted: (session: (typeof sessions)[number]) => boolean) =>
      idsOf(inOrder.filter(wanted));
    expect([...store.sessions({})]).toEqual(inOrder);
    expect(foundSessions(store, { isOpen: true })).toEqual(expected(({ endAt }) => endAt === null));
    expect(foundSessions(store, { isOpen: false, channelId: 'sms' })).toEqual(
      expected(({ endAt, channelId }) => endAt !== null && channelId === 'sms'),
    );
    expect(foundSessions(store, { conversationId: 'default/chat/u4' })).toEqual(
      expected(({ conversationId }) => conversationId === 'default/chat/u4'),
    );
    expect(foundSessions(store, { ownerId: 'ann', startFrom: 1, startBefore: 3 })).toEqual(
      expected(({ ownerId, startAt }) => ownerId === 'ann' && startAt >= 1 && startAt < 3),
    );
    expect(foundSessions(store, { status: 'Ended', tenant: 'other' })).toEqual([]);
    const paged: string[] = [];
    for (let after: StoredSession | undefined; paged.length < sessions.length;) {
      const page: StoredSession[] = [...store.sessions({ limit: 77, ...(after && { after }) })];
      paged.push(...idsOf(page));
      after = page.at(-1);
    }
    expect(paged).toEqual(idsOf(inOrder));
  });

  it('gives work by assignment, then id, of one tenant or of all', () => {
    const store = open();
    appendThrough(store, 1);
    const conversations = [conversationOf('ann'), conversationOf('bob', { tenant: 'other' })];
    const works = conversations.flatMap((row) =>
      Array.from({ length: 300 }, (_, n) => workOf(row, n, n % 5, 'x')),
    );
    void store.checkpoint(checkpointAt(1, { conversations, works }));
    const inOrder = works.toSorted((a, b) => a.assignedAt - b.assignedAt || (a.id < b.id ? -1 : 1));
    expect([...store.works()]).toEqual(inOrder);
    expect([...store.works('other')]).toEqual(inOrder.filter(({ tenant }) => tenant === 'other'));
  });
}
