// A file of an earlier version becomes one of this, and keeps what it holds.
import { crc32 } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SqliteConnection } from '../../src/store/sqlite-connection.ts';
import { defaultDriver } from '../../src/store/sqlite-driver.ts';
import { identify, latestOf, migrate, MIGRATIONS } from '../../src/store/sqlite-schema.ts';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import { appendThrough, checkpointAt, conversationOf } from './stored-rows.ts';
import { newFile } from './store-kinds.ts';

const LATEST = latestOf(MIGRATIONS);

/** A store that was written and closed. */
function writtenFile(): string {
  const file = newFile();
  const store = openSqliteStore({ file });
  appendThrough(store, 5);
  store.close();
  return file;
}

/** A connection that no store has checked. */
function opened(file: string): SqliteConnection {
  const database = defaultDriver().open(file, { readOnly: false });
  const connection = new SqliteConnection(database, { file, readOnly: false });
  onTestFinished(() => connection.close());
  return connection;
}

describe('a file of an earlier version', () => {
  const LATER = [
    ...MIGRATIONS,
    { version: LATEST + 1, sql: 'ALTER TABLE session ADD COLUMN priority INTEGER' },
    { version: LATEST + 2, sql: 'CREATE INDEX session_priority ON session (priority)' },
  ];
  it('is brought to this one step by step, and keeps its rows', () => {
    const file = writtenFile();
    const connection = opened(file);
    migrate(connection, identify(connection, LATER), LATER);
    expect(identify(connection, LATER)).toEqual({ kind: 'store', version: LATEST + 2 });
    expect(connection.all('SELECT count(*) AS count FROM journal')).toEqual([{ count: 5 }]);
    migrate(connection, identify(connection, LATER), LATER);
    expect(() => identify(connection)).toThrow(`found version ${LATEST + 2}`);
  });

  it('of version 1 has nobody who left memory with steps', () => {
    const file = newFile();
    const connection = opened(file);
    connection.prepareToWrite('full');
    migrate(connection, { kind: 'empty' }, MIGRATIONS.slice(0, 1));
    connection.database.exec(`
      INSERT INTO conversation (id, tenant, channel_id, end_user_id, due_at, has_pending, agent_ids, crc, state)
      VALUES ('default/chat/ann', 'default', 'chat', 'ann', 7, 0, '[]', ${crc32('[]')}, '[]')`);
    connection.close();
    const store = openSqliteStore({ file });
    const ann = { ...conversationOf('ann', { dueAt: 7 }), state: '[]' };
    expect([...store.conversations({})]).toEqual([ann]);
    expect([store.tailed(0, undefined, 9), store.check()]).toEqual([[], []]);
    store.checkpoint(checkpointAt(0, { conversations: [{ ...ann, tailUntil: 5 }] }));
    expect(store.tailed(5, undefined, 9)).toEqual([{ ...ann, tailUntil: 5 }]);
    store.close();
  });

  it('stays as it was after a step that fails', () => {
    const file = writtenFile();
    const connection = opened(file);
    const wrong = [
      ...MIGRATIONS,
      { version: LATEST + 1, sql: 'CREATE TABLE a (b); CREATE TABLE journal (c)' },
    ];
    expect(() => migrate(connection, identify(connection, wrong), wrong)).toThrow(
      'table journal already exists',
    );
    connection.close();
    const store = openSqliteStore({ file });
    expect([store.lastPosition, store.check()]).toEqual([5, []]);
    store.close();
  });
});
