// What was erased is in none of the bytes on disk, though SQLite leaves copies behind when it is left alone.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { defaultDriver } from '../../src/store/sqlite-driver.ts';
import { openSqliteStore, type SqliteStore } from '../../src/store/sqlite-store.ts';
import type { JournalRecord } from '../../src/store/store.ts';
import { checkpointAt, conversationOf, opened, sessionOf, workOf } from './stored-rows.ts';
import { DRIVERS, newFile, SEED } from './store-kinds.ts';

const USERS = 300;
const ROUNDS = 30;
/** Text that stands in everything stored of a user. */
const markOf = (user: number) => `secret-${String(user).padStart(4, '0')}.`;
const idOf = (user: number) => `default/chat/${markOf(user)}`;

/** Writes and rewrites rows of all sizes until pages have been split, merged and freed many times. */
function writeMuch(store: SqliteStore): void {
  const acts = fc.sample(
    fc.record({
      users: fc.uniqueArray(fc.nat(USERS - 1), { minLength: 40, maxLength: 60 }),
      size: fc.constantFrom(10, 100, 900, 6000),
      dueAt: fc.option(fc.nat(1000)),
    }),
    { seed: SEED, numRuns: ROUNDS },
  );
  for (const [index, { users, size, dueAt }] of acts.entries()) {
    const position = index + 1;
    const text = (user: number) =>
      JSON.stringify(`${markOf(user)} ${'.'.repeat((size * (user % 7)) / 3)}`);
    store.append({ position, recordedAt: position, body: `[${users.map(text).join(',')}]` });
    const rows = users.map((user) =>
      conversationOf(markOf(user), {
        ...opened(idOf(user), position),
        dueAt,
        contactId: markOf(user),
        agentIds: [markOf(user)],
        state: text(user),
      }),
    );
    store.checkpoint(
      checkpointAt(position, {
        conversations: rows,
        sessions: rows.map((row, n) =>
          sessionOf(row, 1, position, { ownerId: row.contactId, state: text(users[n] ?? 0) }),
        ),
        works: rows.map((row, n) =>
          workOf(row, position, position, users[n] === undefined ? null : markOf(users[n])),
        ),
      }),
    );
  }
}

const withoutMark =
  (user: number) =>
  ({ body }: JournalRecord): string | undefined =>
    body.includes(markOf(user)) ? body.replaceAll(markOf(user), 'erased') : undefined;

/** How often a user's mark stands in the files beside a store. */
function marksOnDisk(file: string, user: number): number {
  const folder = dirname(file);
  const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'));
  return texts.reduce((count, text) => count + text.split(markOf(user)).length - 1, 0);
}

describe.each(DRIVERS)(`erasing from a file of %s (seed ${SEED})`, (_name, driver) => {
  it(
    'leaves nothing of the conversation in any file, and everything of the others',
    { timeout: 30_000 },
    () => {
      const file = newFile();
      const store = openSqliteStore({ file, driver, synchronous: 'off' });
      onTestFinished(() => store.close());
      writeMuch(store);
      const kept = [...store.conversations({})].length;
      const [erased, other] = [3, 4];
      expect(marksOnDisk(file, erased)).toBeGreaterThan(0);
      store.erase(idOf(erased), withoutMark(erased));
      expect([marksOnDisk(file, erased), [...store.conversations({})].length]).toEqual([
        0,
        kept - 1,
      ]);
      expect(marksOnDisk(file, other)).toBeGreaterThan(0);
      expect(store.check()).toEqual([]);
    },
  );
});

it('would leave copies behind if rows were only deleted (control)', { timeout: 30_000 }, () => {
  const file = newFile();
  const database = defaultDriver().open(file, { readOnly: false });
  const store = openSqliteStore({ database });
  onTestFinished(() => store.close());
  writeMuch(store);
  for (const table of ['conversation', 'session', 'work', 'journal']) {
    database.exec(`DELETE FROM ${table}`);
  }
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  expect(marksOnDisk(file, 3)).toBeGreaterThan(0);
});

it(
  'names the reader that keeps erased text alive, and is done with when the reader has gone',
  { timeout: 30_000 },
  () => {
    const file = newFile();
    const driver = defaultDriver();
    const store = openSqliteStore({ file, driver });
    onTestFinished(() => store.close());
    writeMuch(store);
    const reader = driver.open(file, { readOnly: true });
    reader.exec('BEGIN; SELECT count(*) FROM journal');
    expect(() => store.erase(idOf(3), withoutMark(3))).toThrow(
      'found a reader: close it and erase again',
    );
    expect(store.conversation(idOf(3))).toBeUndefined();
    reader.exec('COMMIT');
    reader.close();
    store.erase(idOf(3), withoutMark(3));
    expect(marksOnDisk(file, 3)).toBe(0);
  },
);
