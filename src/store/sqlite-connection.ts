// An open database with its prepared statements. Every access goes through `read`, `write` or `transaction`, so that no
// failure leaves in a driver's own words and nothing touches a store that was closed.
import { HoldlineError } from '../events/holdline-error.ts';
import type {
  SqliteDatabase,
  SqliteDriver,
  SqliteStatement,
  SqliteValue,
} from './sqlite-driver.ts';
import { logLeft, resultName, storeFailure } from './sqlite-failure.ts';

/**
 * Pages in the write-ahead log after which a commit copies them into the file: 16 MiB. The commit that does it takes
 * 20 ms longer. Smaller, and one append in a hundred pays, so that it shows in the p99; larger, and each pays longer.
 */
const LOG_PAGES = 4096;
/** Memory for pages, KiB. */
const CACHE_KIB = 16_384;
/** The write-ahead log is cut back to this after a larger transaction, bytes. */
const LOG_KEPT_BYTES = 64 * 2 ** 20;
/** How long a lock that a reader holds for a moment is waited for, milliseconds. The thread stands still meanwhile. */
const PATIENCE_MS = 2000;
/** A statement for each filter that was asked; a host that asks more kinds prepares anew. */
const STATEMENTS_MAX = 200;

/** When a commit counts as written: see docs/stores.md. */
export type Synchronous = 'full' | 'normal' | 'off';

/** A database file that is open. */
export class SqliteConnection {
  readonly database: SqliteDatabase;
  /** The driver that opened it; undefined for a handle that the host opened. */
  readonly driver: SqliteDriver | undefined;
  /** The path of the file. */
  readonly file: string;
  readonly readOnly: boolean;
  readonly #statements = new Map<string, SqliteStatement>();
  #isOpen = true;
  #isWriter = false;

  constructor(
    database: SqliteDatabase,
    options: { readonly file: string; readonly readOnly: boolean; readonly driver?: SqliteDriver },
  ) {
    this.database = database;
    this.driver = options.driver;
    this.file = options.file;
    this.readOnly = options.readOnly;
    this.setPatience('short');
    this.database.exec(`PRAGMA main.cache_size = -${CACHE_KIB}`);
    // Not every driver can open a file for reading only.
    if (options.readOnly) this.database.exec('PRAGMA query_only = 1');
  }

  /** Whether locks that others hold are waited for. */
  setPatience(patience: 'short' | 'none'): void {
    this.database.exec(`PRAGMA busy_timeout = ${patience === 'short' ? PATIENCE_MS : 0}`);
  }

  /** Sets the file up for a writer. `main` leaves out the file of the lock, which a PRAGMA would change as well. */
  prepareToWrite(synchronous: Synchronous): void {
    this.#isWriter = true;
    const mode = this.value('PRAGMA main.journal_mode = WAL');
    if (mode !== 'wal') {
      throw new HoldlineError(
        'store_unreadable',
        `expected a disk that can hold a write-ahead log, found ${this.file} on one that cannot: use a local disk`,
      );
    }
    this.database.exec(`
      PRAGMA main.synchronous = ${synchronous};
      PRAGMA wal_autocheckpoint = ${LOG_PAGES};
      PRAGMA main.journal_size_limit = ${LOG_KEPT_BYTES};
      PRAGMA cell_size_check = 1;
      PRAGMA fullfsync = 1;
      PRAGMA checkpoint_fullfsync = 1`);
  }

  /** The prepared statement of a text; prepared once. */
  statement(sql: string): SqliteStatement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    if (this.#statements.size >= STATEMENTS_MAX) this.#statements.clear();
    const statement = this.database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  /** The rows of a query, each an object by column. @throws HoldlineError store_closed, store_corrupt, store_unreadable */
  all(sql: string, ...values: readonly SqliteValue[]): readonly unknown[] {
    return this.read(() => this.statement(sql).all(...values));
  }

  /** The single value of a query that takes no values, a PRAGMA for one; undefined when there is no row. */
  value(sql: string): unknown {
    const row = this.database.prepare(sql).get();
    return row === undefined ? undefined : Object.values(row as object)[0];
  }

  /** @throws HoldlineError store_closed */
  assertOpen(): void {
    if (this.#isOpen) return;
    throw new HoldlineError(
      'store_closed',
      `expected an open store, found ${this.file} closed: open it again`,
    );
  }

  /** Runs what reads. @throws HoldlineError store_closed, store_corrupt, store_unreadable */
  read<Result>(work: () => Result): Result {
    this.assertOpen();
    try {
      return work();
    } catch (error) {
      throw storeFailure(error, 'reading', this.file);
    }
  }

  /** Runs what writes. @throws HoldlineError store_closed, store_corrupt, store_unwritable */
  write<Result>(work: () => Result): Result {
    this.assertOpen();
    if (this.readOnly) {
      throw new HoldlineError(
        'store_unwritable',
        `expected a store that may be written, found ${this.file} open for reading only: open it without readOnly`,
      );
    }
    try {
      return work();
    } catch (error) {
      throw storeFailure(error, 'writing', this.file);
    }
  }

  /** Runs what writes, all of it or nothing. */
  transaction<Result>(work: () => Result): Result {
    return this.write(() => {
      this.statement('BEGIN').run();
      try {
        const result = work();
        this.statement('COMMIT').run();
        return result;
      } catch (error) {
        this.#rollBack();
        throw error;
      }
    });
  }

  /** Runs several queries on one state of the file. */
  snapshot<Result>(work: () => Result): Result {
    return this.read(() => {
      this.statement('BEGIN').run();
      try {
        return work();
      } finally {
        this.#rollBack();
      }
    });
  }

  /**
   * Closes it; doing so twice does nothing.
   *
   * A writer leaves one plain file behind, unless somebody reads it still. Some drivers keep a connection until its statements
   * are collected: with a write-ahead log it would then remove the log of whatever store has taken its place.
   *
   * @throws HoldlineError store_unwritable where the log could not be taken into the file: it is closed all the same, and nothing is lost.
   */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#statements.clear();
    const failure = this.#takeLogIn();
    this.database.close();
    if (failure !== undefined) throw failure;
  }

  /** With a reader the log stays: whoever opens the store next reads it. Any other failure is returned. */
  #takeLogIn(): unknown {
    try {
      this.setPatience('none');
      if (this.#isWriter) this.database.exec('PRAGMA main.journal_mode = DELETE');
      return undefined;
    } catch (error) {
      const result = resultName(error);
      if (result === 'SQLITE_BUSY' || result === 'SQLITE_LOCKED') return undefined;
      return logLeft(this.file, error);
    }
  }

  /** True until it is closed. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  #rollBack(): void {
    try {
      this.database.exec('ROLLBACK');
    } catch {
      // A full disk makes SQLite roll back by itself; the first error says what happened.
    }
  }
}
