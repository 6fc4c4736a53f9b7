// A file of an earlier version: who writes brings it up, who only reads is told what to do, and nobody takes it for damaged.
import { expect, it } from 'vitest';
import { isHoldlineError } from '../../src/events/holdline-error.ts';
import { SqliteConnection } from '../../src/store/sqlite-connection.ts';
import { defaultDriver } from '../../src/store/sqlite-driver.ts';
import { latestOf, migrate, MIGRATIONS } from '../../src/store/sqlite-schema.ts';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import { newFile } from './store-kinds.ts';

/** A file as the first version made it. */
function firstFile(): string {
  const file = newFile();
  const driver = defaultDriver();
  const database = driver.open(file, { readOnly: false });
  migrate(
    new SqliteConnection(database, { file, readOnly: false, driver }),
    { kind: 'empty' },
    MIGRATIONS.slice(0, 1),
  );
  database.close();
  return file;
}

it.each(['quick', 'journal'] as const)('is brought up by a writer that looks at %s', (verify) => {
  const file = firstFile();
  openSqliteStore({ file, verify }).close();
  const store = openSqliteStore({ file, readOnly: true, verify });
  expect(store.schemaVersion).toBe(latestOf(MIGRATIONS));
  store.close();
});

it.each(['quick', 'journal'] as const)('is refused by a reader that looks at %s', (verify) => {
  const file = firstFile();
  let code: string | undefined;
  try {
    openSqliteStore({ file, readOnly: true, verify }).close();
  } catch (error) {
    if (isHoldlineError(error)) code = error.code;
  }
  expect(code).toBe('store_unreadable');
});
