// One writer a file. The lock is SQLite's own, held on an empty file beside the store for as long as the connection is open:
// the operating system takes it back when the process ends, however it ends, so that no stale lock is ever left.
import { existsSync, realpathSync } from 'node:fs';
import { HoldlineError } from '../events/holdline-error.ts';
import type { SqliteConnection } from './sqlite-connection.ts';
import type { SqliteDatabase } from './sqlite-driver.ts';
import { resultName } from './sqlite-failure.ts';

const SUFFIX = '-lock';
/**
 * Files that this process writes, with the name of the driver. The system's locks do not tell two copies of SQLite in one
 * process apart: both would hold one, and closing either gives back the locks of both. Two copies of this package share this.
 */
const WRITTEN = writtenFiles();

/** Holds the lock of a file until it is released. */
export interface WriterLock {
  release(): void;
}

/**
 * Refuses a file that this process writes: to a second writer, and to a reader with another driver.
 *
 * To be asked before the file is touched.
 *
 * @throws HoldlineError store_locked
 */
export function assertNotWrittenHere(
  file: string,
  opening: { readonly readOnly: boolean; readonly driver: string | undefined },
): void {
  const holder = existsSync(file) ? WRITTEN.get(realpathSync(file)) : undefined;
  if (holder === undefined) return;
  if (!opening.readOnly) throw locked(file, 'this process', undefined);
  const drivers = [holder.driver, opening.driver];
  if (drivers.includes(undefined) || drivers[0] === drivers[1]) return;
  throw new HoldlineError(
    'store_locked',
    `expected one driver a file in a process, found ${file} open with ${holder.driver}: read it with that one`,
    { retryable: true, details: { store: file } },
  );
}

/**
 * Takes the lock through the connection that will write.
 *
 * @throws HoldlineError store_locked when another process or another store of this one writes to the file.
 */
export function lockForWriting(connection: SqliteConnection): WriterLock {
  const { database, file, driver } = connection;
  assertNotWrittenHere(file, { readOnly: false, driver: driver?.name });
  const path = realpathSync(file);
  try {
    connection.setPatience('none');
    database.exec(`ATTACH '${`${path}${SUFFIX}`.replaceAll("'", "''")}' AS writer`);
    connection.setPatience('short');
    // The first lock taken in this mode is kept; the transaction writes nothing, so that the file stays empty.
    database.exec('PRAGMA writer.journal_mode = MEMORY; PRAGMA writer.locking_mode = EXCLUSIVE');
    database.exec('BEGIN EXCLUSIVE; ROLLBACK');
  } catch (error) {
    detach(database);
    if (resultName(error) === 'SQLITE_BUSY') throw locked(file, 'another process', error);
    throw error;
  }
  WRITTEN.set(path, { driver: driver?.name });
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

interface Holder {
  /** Undefined for a database that the host opened. */
  readonly driver: string | undefined;
}

function writtenFiles(): Map<string, Holder> {
  const key = Symbol.for('holdline.written-files');
  const shared = globalThis as { [key]?: Map<string, Holder> };
  shared[key] ??= new Map();
  return shared[key];
}
