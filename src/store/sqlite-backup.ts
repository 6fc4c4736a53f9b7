// A copy of the file while it is in use.
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { HoldlineError } from '../events/holdline-error.ts';
import type { SqliteConnection } from './sqlite-connection.ts';
import type { SqliteDriver } from './sqlite-driver.ts';
import { storeFailure } from './sqlite-failure.ts';

/**
 * Copies the store as it is now. The copy bears its name only once it is whole; until then it ends in `.part`.
 *
 * With a driver that copies off the thread, the engine goes on meanwhile; otherwise it stands still.
 *
 * @throws HoldlineError store_unwritable when the file exists or cannot be written.
 */
export async function backUpFile(connection: SqliteConnection, file: string): Promise<void> {
  connection.assertOpen();
  if (existsSync(file)) {
    throw new HoldlineError(
      'store_unwritable',
      `expected a new file for the copy, found ${file}: give it another name`,
      { details: { store: connection.file } },
    );
  }
  const part = `${file}.part`;
  rmSync(part, { force: true });
  try {
    if (connection.driver?.backup === undefined) copyInPlace(connection, part);
    else await copyAside(connection.driver, connection.file, part);
    syncFile(part);
    renameSync(part, file);
    syncFile(dirname(file));
  } catch (error) {
    rmSync(part, { force: true });
    throw storeFailure(error, 'writing', file);
  }
}

function copyInPlace(connection: SqliteConnection, part: string): void {
  connection.statement('VACUUM main INTO ?').run(part);
}

/** Through a connection of its own: the copy is of one instant, and the writer's connection stays free. */
async function copyAside(driver: SqliteDriver, file: string, part: string): Promise<void> {
  const source = driver.open(file, { readOnly: true });
  try {
    await driver.backup?.(source, part);
  } finally {
    source.close();
  }
  // A copy in WAL mode could not be read where nothing can be written.
  const copy = driver.open(part, { readOnly: false });
  try {
    copy.exec('PRAGMA journal_mode = DELETE');
  } finally {
    copy.close();
  }
}

function syncFile(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
