// Erasing a person so that nothing is left in the bytes of the file either.
import { HoldlineError } from '../events/holdline-error.ts';
import type { SqliteConnection } from './sqlite-connection.ts';
import type { SqliteJournal } from './sqlite-journal.ts';
import { toStored } from './stored-text.ts';
import type { JournalRecord } from './store.ts';

/**
 * Gives records new bodies and drops the rows of a conversation, then writes the file anew.
 *
 * Overwriting what was deleted (`secure_delete`) is not enough: SQLite leaves copies of rows in pages that it has split.
 *
 * @throws HoldlineError store_unwritable; repeating the erasure is right then, whatever of it has been done.
 */
export function eraseInFile(
  connection: SqliteConnection,
  journal: SqliteJournal,
  conversationId: string,
  rewrite: (record: JournalRecord) => string | undefined,
): void {
  connection.transaction(() => {
    journal.rewrite(rewrite);
    const id = toStored(conversationId);
    connection.statement('DELETE FROM work WHERE conversation_id = ?').run(id);
    connection.statement('DELETE FROM session WHERE conversation_id = ?').run(id);
    connection.statement('DELETE FROM conversation WHERE id = ?').run(id);
  });
  connection.write(() => connection.database.exec('VACUUM main'));
  emptyLog(connection);
}

/** Empties the write-ahead log, which holds earlier states of pages. */
function emptyLog(connection: SqliteConnection): void {
  const busy = connection.write(() => connection.value('PRAGMA main.wal_checkpoint(TRUNCATE)'));
  if (busy === 0) return;
  throw new HoldlineError(
    'store_unwritable',
    `expected nobody to read ${connection.file} while it is erased from, found a reader: close it and erase again`,
    { retryable: true, details: { store: connection.file } },
  );
}
