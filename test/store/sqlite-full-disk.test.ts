// A disk without room: a clear error, nothing acknowledged lost, nothing half written, and work goes on once there is room.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isHoldlineError } from '../../src/events/holdline-error.ts';
import { defaultDriver } from '../../src/store/sqlite-driver.ts';
import { openSqliteStore, type SqliteStore } from '../../src/store/sqlite-store.ts';
import { checkpointAt, contentOf, conversationOf, recordAt } from './stored-rows.ts';
import { newFile, newFolder } from './store-kinds.ts';

const SYSTEM = { mount: 'mount', unmount: 'umount' };
const SIZE = 50_000;
const DISK_BYTES = 8 * 2 ** 20;
/** What is taken at first: a store that has taken the rest needs as much again to close. */
const FILLER_BYTES = 6 * 2 ** 20;

/** Appends until it fails; gives the position of the last record that was acknowledged, and the failure. */
function appendUntilFull(store: SqliteStore): { acknowledged: number; failure: unknown } {
  for (;;) {
    try {
      store.append(recordAt(store.lastPosition + 1, SIZE));
    } catch (failure) {
      return { acknowledged: store.lastPosition, failure };
    }
  }
}

const expectedRecords = (last: number) =>
  Array.from({ length: last }, (_, n) => recordAt(n + 1, SIZE));

/** A checkpoint of some 8 MB, more than there is room for. */
const largeCheckpoint = (position: number) =>
  checkpointAt(position, {
    conversations: Array.from({ length: 200 }, (_, n) =>
      conversationOf(`user-${n}`, { dueAt: n, state: JSON.stringify('x'.repeat(40_000)) }),
    ),
  });

/** Fills the disk under a store, makes room, and goes on. */
function expectToSurvive(store: SqliteStore, makeRoom: () => void): void {
  store.append(recordAt(1, SIZE));
  store.checkpoint(checkpointAt(1, { conversations: [conversationOf('ann', { dueAt: 7 })] }));
  const { acknowledged, failure } = appendUntilFull(store);
  expect(isHoldlineError(failure) && failure).toMatchObject({
    code: 'store_unwritable',
    retryable: true,
    details: { result: 'SQLITE_FULL' },
    message: expect.stringContaining('make room on the disk'),
  });
  expect(acknowledged).toBeGreaterThan(5);
  const before = contentOf(store);
  expect(before.records).toEqual(expectedRecords(acknowledged));
  expect(() => store.checkpoint(largeCheckpoint(2))).toThrow('SQLITE_FULL');
  expect(contentOf(store)).toEqual(before);
  makeRoom();
  store.append(recordAt(acknowledged + 1, SIZE));
  store.checkpoint(checkpointAt(2, { conversations: [conversationOf('bob', { dueAt: 8 })] }));
  expect(store.check()).toEqual([]);
  expect(contentOf(store)).toMatchObject({
    records: expectedRecords(acknowledged + 1),
    due: [{ dueAt: 7 }, { dueAt: 8 }],
  });
}

/** A small disk of its own; undefined where this process may not mount one. */
function smallDisk(): string | undefined {
  const folder = join(newFolder(), 'disk');
  mkdirSync(folder);
  try {
    const options = ['-t', 'tmpfs', '-o', `size=${DISK_BYTES}`, 'tmpfs', folder];
    execFileSync(SYSTEM.mount, options, { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  onTestFinished(() => {
    execFileSync(SYSTEM.unmount, ['--lazy', folder]);
  });
  return folder;
}

/** Where a store goes on a small disk, and what takes most of it; the test is passed over where none can be mounted. */
function filledDisk(skip: (condition: boolean, note: string) => void) {
  const folder = smallDisk();
  skip(folder === undefined, 'needs the right to mount');
  const filler = join(folder ?? '', 'filler');
  writeFileSync(filler, Buffer.alloc(FILLER_BYTES));
  return { file: join(folder ?? '', 'store.db'), filler };
}

describe(
  'a full disk refuses to write, loses nothing, and is written again once there is room',
  { timeout: 30_000 },
  () => {
    it('as a small disk of its own, where one can be mounted', ({ skip }) => {
      const { file, filler } = filledDisk(skip);
      const store = openSqliteStore({ file });
      expectToSurvive(store, () => rmSync(filler));
      const before = contentOf(store);
      store.close();
      const again = openSqliteStore({ file });
      expect(contentOf(again)).toEqual(before);
      again.close();
    });

    it('at its close too: the log stays beside the file, and it says so', ({ skip }) => {
      const { file, filler } = filledDisk(skip);
      const store = openSqliteStore({ file });
      const { acknowledged } = appendUntilFull(store);
      expect(() => store.close()).toThrow(/take the log of .*store\.db.*SQLITE_FULL.*-wal/);
      expect(existsSync(`${file}-wal`)).toBe(true);
      expect(() => store.append(recordAt(acknowledged + 1, 1))).toThrow(/closed/);
      expect(() => store.close()).not.toThrow();
      rmSync(filler);
      const again = openSqliteStore({ file });
      expect(contentOf(again).records).toEqual(expectedRecords(acknowledged));
      again.close();
    });

    it('as a file that may not grow', () => {
      const file = newFile();
      const database = defaultDriver().open(file, { readOnly: false });
      const store = openSqliteStore({ database });
      database.exec(`PRAGMA max_page_count = ${DISK_BYTES / 4096}`);
      expectToSurvive(store, () => database.exec(`PRAGMA max_page_count = ${DISK_BYTES}`));
      store.close();
      const again = openSqliteStore({ file });
      expect(again.check()).toEqual([]);
      again.close();
    });
  },
);
