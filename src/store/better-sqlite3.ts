// Databases of better-sqlite3, and of packages with its interface, in the shape that the store asks for.
import type { SqliteDatabase, SqliteDriver, SqliteValue } from './sqlite-driver.ts';

/** The parts of a better-sqlite3 statement that are used. */
export interface BetterSqlite3Statement {
  run(values: readonly unknown[]): { readonly changes: number | bigint };
  get(values: readonly unknown[]): unknown;
  all(values: readonly unknown[]): unknown[];
}

/** The parts of a better-sqlite3 `Database` that are used. */
export interface BetterSqlite3Database {
  exec(sql: string): unknown;
  prepare(sql: string): BetterSqlite3Statement;
  close(): unknown;
}

/** The class that better-sqlite3 exports. */
export type BetterSqlite3Class = new (
  file: string,
  options: { readonly readonly: boolean; readonly fileMustExist: boolean },
) => BetterSqlite3Database;

/** A driver that opens files with better-sqlite3. A backup by it blocks while it runs. */
export function betterSqlite3Driver(Database: BetterSqlite3Class): SqliteDriver {
  return {
    name: 'better-sqlite3',
    open: (file, { readOnly }) =>
      adaptBetterSqlite3(new Database(file, { readonly: readOnly, fileMustExist: readOnly })),
  };
}

/** An open database of better-sqlite3 as the store takes one. Closing it closes the database. */
export function adaptBetterSqlite3(database: BetterSqlite3Database): SqliteDatabase {
  return {
    exec(sql) {
      database.exec(sql);
    },
    prepare(sql) {
      const statement = database.prepare(sql);
      return {
        run: (...values) => statement.run(values.map(toBindable)),
        get: (...values) => statement.get(values.map(toBindable)),
        all: (...values) => statement.all(values.map(toBindable)),
      };
    },
    close() {
      database.close();
    },
  };
}

/** It binds bytes only as a Buffer. */
const toBindable = (value: SqliteValue) =>
  value instanceof Uint8Array
    ? Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    : value;
