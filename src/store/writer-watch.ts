import { existsSync, realpathSync } from 'node:fs';
import { defaultDriver } from './sqlite-driver.ts';
import { resultName } from './sqlite-failure.ts';

/**
 * Whether somebody writes to the store in a file now.
 *
 * Takes a reader's lock on the empty file beside it (writer-lock.ts) for a moment; a writer that opens just then waits for it.
 */
export function isBeingWritten(file: string): boolean {
  const lock = `${realpathSync(file)}-lock`;
  if (!existsSync(lock)) return false;
  const beside = defaultDriver().open(lock, { readOnly: true });
  try {
    beside.exec('PRAGMA busy_timeout = 0');
    beside.prepare('SELECT count(*) FROM sqlite_schema').get();
    return false;
  } catch (error) {
    if (resultName(error) === 'SQLITE_BUSY') return true;
    throw error;
  } finally {
    beside.close();
  }
}
