// What is found wrong with a file when it is opened, and who may open it beside whom.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isHoldlineError } from '../../src/events/holdline-error.ts';
import { SqliteConnection } from '../../src/store/sqlite-connection.ts';
import { defaultDriver, type SqliteDriver } from '../../src/store/sqlite-driver.ts';
import { latestOf, MIGRATIONS } from '../../src/store/sqlite-schema.ts';
import { openSqliteStore, type SqliteStore } from '../../src/store/sqlite-store.ts';
import { kill, startChild } from './child-process.ts';
import {
  appendThrough,
  checkpointAt,
  contentOf,
  conversationOf,
  positionsOf,
  recordAt,
} from './stored-rows.ts';
import { DRIVERS, newFile, newFolder } from './store-kinds.ts';

const LATEST = latestOf(MIGRATIONS);

/** What an opening was refused with; undefined when it was not. */
function refusal(open: () => SqliteStore): { code: string; message: string } | undefined {
  try {
    open().close();
    return undefined;
  } catch (error) {
    if (isHoldlineError(error)) return { code: error.code, message: error.message };
    throw error;
  }
}

/** A store that was written and closed. */
function writtenFile(): string {
  const file = newFile();
  const store = openSqliteStore({ file });
  appendThrough(store, 5);
  store.checkpoint(checkpointAt(3, { conversations: [conversationOf('ann', { dueAt: 7 })] }));
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

const PAGE = 4096;

/** The bytes of a file in which a page was lost; pages are counted from 1. */
const withoutPage = (bytes: Buffer, page: number) =>
  Buffer.from(bytes).fill(0, (page - 1) * PAGE, page * PAGE);

/** Changes a file behind the store's back. */
function withDatabase(file: string, sql: string): void {
  const database = defaultDriver().open(file, { readOnly: false });
  database.exec(sql);
  database.close();
}

describe.each(DRIVERS)('a file of %s', (_name, driver: SqliteDriver) => {
  it('holds after closing what it held before, in one plain file', () => {
    const file = newFile();
    const store = openSqliteStore({ file, driver });
    appendThrough(store, 40);
    store.checkpoint(checkpointAt(30, { conversations: [conversationOf('ann', { dueAt: 7 })] }));
    const before = contentOf(store);
    store.close();
    expect(readdirSync(dirname(file)).toSorted()).toEqual(['store.db', 'store.db-lock']);
    const again = openSqliteStore({ file, driver });
    expect(contentOf(again)).toEqual(before);
    appendThrough(again, 41);
    again.close();
  });

  it('is one that every other driver reads', () => {
    const file = newFile();
    const store = openSqliteStore({ file, driver });
    appendThrough(store, 9);
    store.close();
    for (const [, other] of DRIVERS) {
      const reading = openSqliteStore({ file, driver: other });
      expect([reading.lastPosition, reading.check()]).toEqual([9, []]);
      reading.close();
    }
  });

  it('takes a database that the host has opened, and closes it', () => {
    const file = newFile();
    const database = driver.open(file, { readOnly: false });
    const store = openSqliteStore({ database });
    appendThrough(store, 2);
    expect(store.name).toBe(file);
    store.close();
    expect(() => database.exec('SELECT 1')).toThrow(/not open|closed/);
  });

  it('waits for the disk at every commit, unless it is told otherwise', () => {
    for (const [synchronous, level] of [
      [undefined, 2],
      ['full', 2],
      ['normal', 1],
      ['off', 0],
    ] as const) {
      const database = driver.open(newFile(), { readOnly: false });
      const store = openSqliteStore({ database, ...(synchronous && { synchronous }) });
      // Source: https://sqlite.org/pragma.html#pragma_synchronous
      expect(database.prepare('PRAGMA synchronous').get()).toMatchObject({ synchronous: level });
      store.close();
    }
  });

  it('lets readers look on while the writer works, and hands them nothing to write with', () => {
    const file = newFile();
    const writer = openSqliteStore({ file, driver });
    appendThrough(writer, 3);
    expect(readdirSync(dirname(file)).toSorted()).toEqual([
      'store.db',
      'store.db-lock',
      'store.db-shm',
      'store.db-wal',
    ]);
    expect(statSync(`${file}-lock`).size).toBe(0);
    const reader = openSqliteStore({ file, driver, readOnly: true });
    onTestFinished(() => reader.close());
    expect(positionsOf(reader.records(0))).toEqual([1, 2, 3]);
    appendThrough(writer, 4);
    writer.checkpoint(checkpointAt(4, { conversations: [conversationOf('ann')] }));
    expect([reader.lastPosition, reader.checkpointPosition]).toEqual([4, 4]);
    expect([reader.conversation('default/chat/ann'), reader.check()]).toMatchObject([
      { endUserId: 'ann' },
      [],
    ]);
    expect(() => reader.append(recordAt(5))).toThrow('open for reading only');
    writer.close();
    expect(reader.lastPosition).toBe(4);
  });
});

describe('opening is refused', { timeout: 30_000 }, () => {
  it('for files that are no store, which stay as they were', () => {
    const text = join(newFolder(), 'notes.txt');
    writeFileSync(text, 'no database at all '.repeat(400));
    const foreign = newFile();
    withDatabase(foreign, 'CREATE TABLE orders (id INTEGER); INSERT INTO orders VALUES (1)');
    const before = readFileSync(foreign);
    for (const file of [text, foreign]) {
      expect(refusal(() => openSqliteStore({ file }))?.code).toBe('store_unreadable');
      expect(refusal(() => openSqliteStore({ file, readOnly: true }))?.code).toBe(
        'store_unreadable',
      );
      expect(existsSync(`${file}-lock`)).toBe(false);
    }
    expect(readFileSync(foreign)).toEqual(before);
  });

  it('for files that are not there to be read, and folders that are not there to be written', () => {
    const missing = { file: newFile(), readOnly: true };
    expect(refusal(() => openSqliteStore(missing))).toMatchObject({
      code: 'store_unreadable',
      message: `expected a store, found no file ${missing.file}: check the path`,
    });
    expect(existsSync(missing.file)).toBe(false);
    const nowhere = { file: join(newFolder(), 'no', 'store.db') };
    expect(refusal(() => openSqliteStore(nowhere))?.code).toBe('store_unreadable');
  });

  it('for databases in memory and for nothing at all', () => {
    const database = defaultDriver().open(':memory:', { readOnly: false });
    for (const options of [{}, { file: '' }, { file: ':memory:' }, { database }]) {
      expect(refusal(() => openSqliteStore(options))?.code).toBe('store_unreadable');
    }
    database.exec('SELECT 1');
  });

  it('for a store of a later version, of which nothing is changed', () => {
    const file = writtenFile();
    withDatabase(file, 'PRAGMA user_version = 99');
    const before = readFileSync(file);
    expect(refusal(() => openSqliteStore({ file }))).toMatchObject({
      code: 'store_newer',
      message: expect.stringContaining(`up to version ${LATEST}, found version 99`),
    });
    expect(readFileSync(file)).toEqual(before);
  });

  it('for a journal with a gap, a damaged record, or a checkpoint ahead of it', () => {
    const damages = {
      'DELETE FROM journal WHERE position = 4': '1 records are missing',
      'DELETE FROM journal WHERE position <= 4': 'records 4 to 4 are missing',
      'DELETE FROM journal WHERE position = 5; UPDATE progress SET checkpoint_position = 5':
        'checkpoint is at 5',
      [`UPDATE journal SET body = '{"position":5}' WHERE position = 5`]:
        'record 5 not to be what was written',
      'DELETE FROM progress': 'checkpoint is missing',
    };
    for (const [sql, message] of Object.entries(damages)) {
      const file = writtenFile();
      withDatabase(file, sql);
      const found = refusal(() => openSqliteStore({ file }));
      expect(found).toMatchObject({
        code: 'store_corrupt',
        message: expect.stringContaining(message),
      });
    }
  });

  it('for a damaged page and for a file that ends within one; when only the journal is looked at, the page is found when it is read', () => {
    const file = newFile();
    const store = openSqliteStore({ file });
    const rows = Array.from({ length: 50 }, (_, n) =>
      conversationOf(`u${n}`, { dueAt: n, state: `"${'x'.repeat(500)}"` }),
    );
    store.checkpoint(checkpointAt(0, { conversations: rows }));
    store.append(recordAt(1, 50_000));
    store.close();
    const bytes = readFileSync(file);
    const finder = opened(file);
    const finding = finder.value(
      "SELECT rootpage FROM sqlite_schema WHERE name = 'conversation_due'",
    );
    const holding = finder.value("SELECT rootpage FROM sqlite_schema WHERE name = 'conversation'");
    finder.close();
    const isRefused = (verify: 'quick' | 'journal') =>
      refusal(() => openSqliteStore({ file, verify }))?.code === 'store_corrupt';
    writeFileSync(file, withoutPage(bytes, Number(finding)));
    expect([isRefused('quick'), isRefused('journal')]).toEqual([true, true]);
    // A later page of the rows: what is found first is whole.
    const root = bytes.subarray((Number(holding) - 1) * PAGE);
    const last = root.readUInt32BE(8);
    writeFileSync(file, withoutPage(bytes, last));
    expect([isRefused('quick'), isRefused('journal')]).toEqual([true, false]);
    const damaged = openSqliteStore({ file, verify: 'journal' });
    expect(damaged.conversation('default/chat/u0')).toEqual(rows[0]);
    expect(damaged.due(5, undefined, 3)).toEqual(rows.slice(0, 3));
    expect(() => damaged.conversation('default/chat/u49')).toThrow('keep the file and restore');
    expect(() => damaged.due(99, undefined, 99)).toThrow('keep the file and restore');
    damaged.close();
    writeFileSync(file, bytes.subarray(0, bytes.length - 100));
    expect([isRefused('quick'), isRefused('journal')]).toEqual([true, true]);
    writeFileSync(file, bytes);
    expect(refusal(() => openSqliteStore({ file }))).toBeUndefined();
  });

  it('for a second writer, of this process or another, until the first has gone', async () => {
    const file = newFile();
    const child = startChild(new URL('holding-child.ts', import.meta.url), [file]);
    await once(child.lines, 'line');
    expect(refusal(() => openSqliteStore({ file }))).toMatchObject({
      code: 'store_locked',
      message: expect.stringContaining('found another process writing to it'),
    });
    const reader = openSqliteStore({ file, readOnly: true });
    expect(reader.lastPosition).toBe(5);
    reader.close();
    await kill(child);
    const [first, ...others] = DRIVERS.map(([, driver]) => driver);
    const store = openSqliteStore({ file, ...(first && { driver: first }) });
    // Two drivers in one process would not see each other's locks.
    for (const driver of [first, ...others]) {
      const again = refusal(() => openSqliteStore({ file, ...(driver && { driver }) }));
      expect(again).toMatchObject({
        code: 'store_locked',
        message: expect.stringContaining('this process'),
      });
    }
    store.close();
    expect(refusal(() => openSqliteStore({ file }))).toBeUndefined();
  });

  it('for a writer who may only read, while a reader finds everything', () => {
    const file = writtenFile();
    const folder = dirname(file);
    chmodSync(file, 0o444);
    chmodSync(folder, 0o555);
    onTestFinished(() => chmodSync(folder, 0o755));
    const asAnybody = (mode: string) => {
      const script = new URL('unprivileged-child.ts', import.meta.url).pathname;
      // Root may write everything: the child gives that up.
      const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
      const run = spawnSync(process.execPath, ['--import', 'tsx', script, mode, file], {
        encoding: 'utf8',
        ...user,
      });
      return JSON.parse(run.stdout) as unknown;
    };
    expect(asAnybody('write')).toMatchObject({ code: 'store_unwritable' });
    expect(asAnybody('read')).toEqual({ lastPosition: 5, faults: [] });
  });
});
