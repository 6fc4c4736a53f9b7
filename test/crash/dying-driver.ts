// SQLite as it is, through a driver that ends the process at a chosen statement: the one moment that no other process hits.
import {
  defaultDriver,
  type SqliteDatabase,
  type SqliteDriver,
  type SqliteStatement,
} from '../../src/store/sqlite-driver.ts';
import type { DyingPlace, Phase } from './host-protocol.ts';

/** The default driver, mortal. */
export class DyingDriver implements SqliteDriver {
  readonly name = 'dying';
  /** What the host is doing. */
  phase: Exclude<Phase, 'checkpoint'> = 'opening';
  readonly #place: DyingPlace | undefined;
  readonly #logPages: number | undefined;
  readonly #driver = defaultDriver();
  #isInTransaction = false;
  #count = 0;

  constructor(place: DyingPlace | undefined, logPages: number | undefined) {
    this.#place = place;
    this.#logPages = logPages;
  }

  open(file: string, options: { readonly readOnly: boolean }): SqliteDatabase {
    const database = this.#driver.open(file, options);
    return {
      exec: (sql) => {
        this.#step(sql);
        database.exec(sql);
        if (this.#logPages !== undefined && sql.includes('wal_autocheckpoint')) {
          database.exec(`PRAGMA wal_autocheckpoint = ${this.#logPages}`);
        }
      },
      prepare: (sql) => this.#mortal(sql, database.prepare(sql)),
      close: () => database.close(),
    };
  }

  #mortal(sql: string, statement: SqliteStatement): SqliteStatement {
    return {
      run: (...values) => {
        this.#step(sql);
        return statement.run(...values);
      },
      get: (...values) => {
        this.#step(sql);
        return statement.get(...values);
      },
      all: (...values) => {
        this.#step(sql);
        return statement.all(...values);
      },
    };
  }

  #step(sql: string): void {
    if (sql === 'BEGIN') this.#isInTransaction = true;
    if (this.#isCounted()) {
      this.#count += 1;
      if (this.#count === this.#place?.statement) process.kill(process.pid, 'SIGKILL');
    }
    if (sql === 'COMMIT' || sql === 'ROLLBACK') this.#isInTransaction = false;
  }

  #isCounted(): boolean {
    const wanted = this.#place?.phase;
    return wanted === 'checkpoint'
      ? this.#isInTransaction && this.phase === 'serving'
      : wanted === this.phase;
  }
}
