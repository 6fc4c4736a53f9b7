// Which SQLite runs: the shapes that the store asks of one, and where the default comes from.
import { createRequire } from 'node:module';
import { HoldlineError } from '../events/holdline-error.ts';

/** What is bound to a statement and comes back from one. */
export type SqliteValue = string | number | null | Uint8Array;

/** A prepared statement; `StatementSync` of `node:sqlite` is one. */
export interface SqliteStatement {
  run(...values: SqliteValue[]): { readonly changes: number | bigint };
  /** The first row as an object by column; undefined when there is none. */
  get(...values: SqliteValue[]): unknown;
  all(...values: SqliteValue[]): unknown[];
}

/** An open database; `DatabaseSync` of `node:sqlite` is one. */
export interface SqliteDatabase {
  exec(sql: string): void;
  prepare(sql: string): SqliteStatement;
  close(): void;
}

/** A way to open database files. */
export interface SqliteDriver {
  /** For messages. */
  readonly name: string;
  /** Opens a file; creates it unless `readOnly`. */
  open(file: string, options: { readonly readOnly: boolean }): SqliteDatabase;
  /** Copies a database that this driver opened to a file, off the thread; without it a backup blocks while it runs. */
  backup?(source: SqliteDatabase, file: string): Promise<unknown>;
}

/** The parts of `node:sqlite` that are used; the module of @photostructure/sqlite has the same shape. */
interface SqliteModule {
  readonly DatabaseSync: new (
    file: string,
    options: { readonly readOnly: boolean },
  ) => SqliteDatabase;
  /** Missing in Node 22 before 22.16. */
  readonly backup?: (
    source: SqliteDatabase,
    file: string,
    options: { readonly rate: number },
  ) => Promise<unknown>;
}

/** All pages in one go: one snapshot, so that a busy writer cannot make the copy start over. */
const WHOLE = 2 ** 31 - 1;

/**
 * The driver that is used when none is given: `node:sqlite` from Node 22.13 on, otherwise @photostructure/sqlite, which has
 * the same interface on Node 20 and comes ready built.
 *
 * @throws HoldlineError store_unreadable when neither is there.
 */
export function defaultDriver(): SqliteDriver {
  const builtIn = process.getBuiltinModule('node:sqlite') as SqliteModule | undefined;
  return builtIn === undefined ? photostructureDriver() : driverOf('node:sqlite', builtIn);
}

/**
 * The driver of the package @photostructure/sqlite.
 *
 * @throws HoldlineError store_unreadable when the package or its binary is not there.
 */
export function photostructureDriver(): SqliteDriver {
  const name = '@photostructure/sqlite';
  try {
    return driverOf(name, createRequire(import.meta.url)(name) as SqliteModule);
  } catch (cause) {
    throw new HoldlineError(
      'store_unreadable',
      `expected SQLite as node:sqlite (Node 22.13 or later) or as ${name}, found neither: install ${name}, or give a driver`,
      { cause },
    );
  }
}

function driverOf(name: string, sqlite: SqliteModule): SqliteDriver {
  const { backup } = sqlite;
  return {
    name,
    open: (file, { readOnly }) => new sqlite.DatabaseSync(file, { readOnly }),
    ...(backup !== undefined && {
      backup: (source, file) => backup(source, file, { rate: WHOLE }),
    }),
  };
}
