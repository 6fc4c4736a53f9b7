// Each fault that `check` looks for is planted once and found.
import { expect, it, onTestFinished } from 'vitest';
import { defaultDriver, type SqliteDatabase } from '../../src/store/sqlite-driver.ts';
import { openSqliteStore, type SqliteStore } from '../../src/store/sqlite-store.ts';
import {
  appendThrough,
  checkpointAt,
  conversationOf,
  opened,
  sessionOf,
  workOf,
} from './stored-rows.ts';
import { newFile } from './store-kinds.ts';

/** A store with a row of every kind, and the database below it. */
function soundStore(): { store: SqliteStore; database: SqliteDatabase } {
  const database = defaultDriver().open(newFile(), { readOnly: false });
  const store = openSqliteStore({ database });
  onTestFinished(() => store.close());
  appendThrough(store, 9);
  const ann = conversationOf('ann', {
    ...opened('default/chat/ann', 5),
    dueAt: 7,
    contactId: 'c',
    hasPending: true,
    agentIds: ['x'],
  });
  store.checkpoint(
    checkpointAt(6, {
      tenants: new Map([['default', '{}']]),
      conversations: [ann],
      sessions: [sessionOf(ann, 1, 5)],
      works: [workOf(ann, 1, 5, 'x')],
      ids: [{ tenant: 'default', position: 6, recordedAt: 6, hashes: new Uint8Array(8) }],
      marks: [{ tenant: 'default', position: 6, seq: 3 }],
    }),
  );
  expect(store.check()).toEqual([]);
  return { store, database };
}

it('does not miss the conversations of sessions that are ahead of their checkpoint', () => {
  const { store, database } = soundStore();
  const bob = conversationOf('bob');
  const ahead = { sessions: [sessionOf(bob, 1, 6)], works: [workOf(bob, 1, 6)] };
  store.putSessions(8, { ...ahead, removedSessionIds: [], removedWorkIds: [] });
  expect(store.check()).toEqual([]);
  // All else is still looked at, and all of it once the checkpoint stands there.
  database.exec("UPDATE conversation_agent SET agent_id = 'y'");
  expect(store.check()).not.toEqual([]);
  database.exec("UPDATE conversation_agent SET agent_id = 'x'");
  store.checkpoint(checkpointAt(8));
  expect(store.check().join()).toContain(
    '"default/chat/bob/1" is a session without a conversation',
  );
});

it.each([
  ['DELETE FROM journal WHERE position = 4', '1 records are missing between 1 and 9'],
  ['UPDATE journal SET crc = 1 WHERE position = 4', 'record 4 is not what was written'],
  ['UPDATE feed_mark SET position = 8', '"default" has a mark in its feed that lies after'],
  ['UPDATE id_segment SET position = 8', '"default" has a segment of ids that lies after'],
  ["UPDATE id_segment SET hashes = x'00'", '"default" has a segment of ids that is cut short'],
  ["UPDATE tenant SET state = '[]'", 'the state of "default" in tenant is not what was written'],
  [
    "UPDATE work SET state = '[]'",
    'the state of "default/chat/ann 1" in work is not what was written',
  ],
  ['DELETE FROM conversation', '"default/chat/ann/1" is a session without a conversation'],
  ['DELETE FROM conversation', '"default/chat/ann 1" is work without a conversation'],
  ['DELETE FROM session', '"default/chat/ann" is a conversation whose open session is missing'],
  ["UPDATE conversation_agent SET agent_id = 'y'", 'is found by an agent that it does not have'],
  ["UPDATE conversation_agent SET agent_id = 'y'", 'is not found by one of its agents'],
  ['DELETE FROM conversation_due', '"default/chat/ann" is missing in conversation_due'],
  ['UPDATE conversation_open SET status = status || 1', 'should not be in conversation_open'],
  ['DELETE FROM session_open', '"default/chat/ann/1" is missing in session_open'],
])('finds what %s does', (sql, fault) => {
  const { store, database } = soundStore();
  database.exec(sql);
  expect(store.check()).toContainEqual(expect.stringContaining(fault));
});
