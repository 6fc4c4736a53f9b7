// `holdline backup`: a copy of a store, of one instant, while an engine goes on writing to it.
import { statSync } from 'node:fs';
import { openSqliteStore } from '../store/sqlite-store.ts';
import { sizeInWords } from './plain-words.ts';

/** Copies a store to a new file. @throws HoldlineError as the opening and the backup of a store. */
export async function backup(file: string, to: string): Promise<void> {
  const store = openSqliteStore({ file, readOnly: true });
  try {
    await store.backup(to);
  } finally {
    store.close();
  }
  process.stderr.write(`${to}: ${sizeInWords(statSync(to).size)}, as ${file} was just now\n`);
}
