// The stores that there are, each driver of SQLite by itself, and a folder that is gone after the test.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Libsql from 'libsql';
import { onTestFinished } from 'vitest';
import { betterSqlite3Driver } from '../../src/store/better-sqlite3.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import {
  defaultDriver,
  photostructureDriver,
  type SqliteDriver,
} from '../../src/store/sqlite-driver.ts';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import type { Store } from '../../src/store/store.ts';

/** The seed of all random tests of this folder: `FC_SEED`, else the time. */
export const SEED = Number(process.env['FC_SEED'] ?? Date.now() % 1_000_000);

/** libsql has the interface of better-sqlite3, which itself would need a compiler here. */
const libsqlDriver = () => betterSqlite3Driver(Libsql);

/** Drivers by name; `node:sqlite` only where Node has it. */
export const DRIVERS: readonly (readonly [name: string, driver: SqliteDriver])[] = [
  photostructureDriver(),
  libsqlDriver(),
  defaultDriver(),
]
  .map((driver) => [driver.name, driver] as const)
  .filter(([name], index, all) => all.findIndex((other) => other[0] === name) === index);

/** Every kind of store, open and empty. */
export const STORE_KINDS: readonly (readonly [name: string, open: () => Store])[] = [
  ['memory', () => new MemoryStore()],
  ...DRIVERS.map(
    ([name, driver]) =>
      [name, () => openSqliteStore({ file: newFile(), driver, synchronous: 'off' })] as const,
  ),
];

/** A folder that is removed when the test has finished. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'holdline-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The path of a file that is not there yet. */
export const newFile = () => join(newFolder(), 'store.db');
