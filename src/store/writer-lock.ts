// One writer a file. The lock is SQLite's own, held on an empty file beside the store for as long as the connection is open:
// the operating system takes it back when the process ends, however it ends, so that no stale lock is ever left.
import { realpathSync } from 'node:fs';
import { HoldlineError } from '../events/holdline-error.ts';
import type { SqliteDatabase } from './sqlite-driver.ts';
import { resultName } from './sqlite-failure.ts';

const SUFFIX = '-lock';
/**
 * Files that this process writes. The system's locks do not tell two copies of SQLite in one process apart, so that two
 * drivers would both hold one; and two copies of this package share this set.
 */
const WRITTEN = writtenFiles();

/** Holds the lock of a file until it is released. */
export interface WriterLock {
  release(): void;
}

/**
 * Takes the lock through the connection that will write.
 *
 * @throws HoldlineError store_locked when another process or another store of this one writes to the file.
 */
export function lockForWriting(database: SqliteDatabase, file: string): WriterLock {
  const path = realpathSync(file);
  if (WRITTEN.has(path)) throw locked(file, 'this process', undefined);
  try {
    database.exec(`ATTACH '${`${path}${SUFFIX}`.replaceAll("'", "''")}' AS writer`);
    // The first lock taken in this mode is kept; the transaction writes nothing, so that the file stays empty.
    database.exec('PRAGMA writer.journal_mode = MEMORY; PRAGMA writer.locking_mode = EXCLUSIVE');
    database.exec('BEGIN EXCLUSIVE; ROLLBACK');
  } catch (error) {
    detach(database);
    if (resultName(error) === 'SQLITE_BUSY') throw locked(file, 'another process', error);
    throw error;
  }
  WRITTEN.add(path);
  return {
    release() {
      WRITTEN.delete(path);
      detach(database);
    },
  };
}

function detach(database: SqliteDatabase): void {
  try {
    database.exec('DETACH writer');
  } catch {
    // It was not attached; closing the connection gives back whatever it holds.
  }
}

const locked = (file: string, holder: string, cause: unknown) =>
  new HoldlineError(
    'store_locked',
    `expected to be the only writer of ${file}, found ${holder} writing to it: close that one, or open with readOnly`,
    { retryable: true, details: { store: file }, cause },
  );

function writtenFiles(): Set<string> {
  const key = Symbol.for('holdline.written-files');
  const shared = globalThis as { [key]?: Set<string> };
  shared[key] ??= new Set();
  return shared[key];
}
