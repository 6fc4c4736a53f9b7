// The journal in the file: one row a record, and the position that the checkpoints have reached. A record carries a checksum,
// since SQLite guards only its write-ahead log with one: what was damaged on disk is found when it is read.
import { crc32 } from 'node:zlib';
import { isAsWritten } from './row-sum.ts';
import { assertNextRecord } from './journal-order.ts';
import type { SqliteConnection } from './sqlite-connection.ts';
import { damage } from './sqlite-failure.ts';
import type { JournalRecord } from './store.ts';

const INSERT = 'INSERT INTO journal (position, recorded_at, crc, body) VALUES (?, ?, ?, ?)';
const AFTER = `SELECT position, recorded_at AS recordedAt, crc, body FROM journal
  WHERE position > ? ORDER BY position LIMIT ?`;
const FIRST = 'SELECT min(position) AS position FROM journal';
const LAST = 'SELECT max(position) AS position FROM journal';
const REACHED = 'SELECT checkpoint_position AS position FROM progress';
const EXTENT = `SELECT min(position) AS first, max(position) AS last, count(*) AS count
  FROM journal WHERE position > ?`;
const REWRITE = 'UPDATE journal SET crc = ?, body = ? WHERE position = ?';

/** Records read at once. Bodies are some 60 kB each, so that a page is a few MB. */
const PAGE = 32;

interface Row extends JournalRecord {
  readonly crc: number;
}

interface Extent {
  readonly first: number | null;
  readonly last: number | null;
  readonly count: number;
}

/** The journal of an open file. */
export class SqliteJournal {
  readonly #connection: SqliteConnection;
  /** Of a writer only: nobody else moves them. */
  #lastPosition = 0;
  #checkpointPosition = 0;

  constructor(connection: SqliteConnection) {
    this.#connection = connection;
    this.recall();
  }

  get lastPosition(): number {
    if (this.#connection.readOnly && this.#connection.isOpen) this.recall();
    return this.#lastPosition;
  }

  get checkpointPosition(): number {
    if (this.#connection.readOnly && this.#connection.isOpen) this.recall();
    return this.#checkpointPosition;
  }

  append({ position, recordedAt, body }: JournalRecord): void {
    this.#connection.assertOpen();
    assertNextRecord(position, this.#lastPosition);
    try {
      this.#connection.write(() =>
        this.#connection.statement(INSERT).run(position, recordedAt, crc32(body), body),
      );
      this.#lastPosition = position;
    } catch (error) {
      this.#recallAfterFailure();
      throw error;
    }
  }

  /** Records after a position, each checked. */
  *records(afterPosition: number): Generator<JournalRecord, undefined> {
    let reached = afterPosition;
    // Many a reader wants one record only.
    for (let size = 1; ; size = Math.min(size * 4, PAGE)) {
      const rows = this.#connection.all(AFTER, reached, size) as readonly Row[];
      if (rows.length === 0) return;
      for (const row of rows) {
        if (row.position !== reached + 1) this.#assertRetained(reached, row.position);
        yield this.#checked(row);
        reached = row.position;
      }
    }
  }

  /** Writes the position that a checkpoint has reached; within its transaction. */
  setCheckpoint(position: number): void {
    this.#connection.statement('UPDATE progress SET checkpoint_position = ?').run(position);
  }

  /** Gives records new bodies where `rewrite` returns one; within a transaction. */
  rewrite(rewrite: (record: JournalRecord) => string | undefined): void {
    const update = this.#connection.statement(REWRITE);
    for (const record of this.records(0)) {
      const body = rewrite(record);
      if (body !== undefined) update.run(crc32(body), body, record.position);
    }
  }

  /** Reads the positions from the file. */
  recall(): void {
    this.#connection.read(() => {
      this.#checkpointPosition = this.#position(REACHED) ?? 0;
      // Retention may have taken every record: the journal goes on from the checkpoint then.
      this.#lastPosition = Math.max(this.#position(LAST) ?? 0, this.#checkpointPosition);
    });
  }

  /** Position of the first record that is kept; undefined when none is. */
  firstPosition(): number | undefined {
    return this.#connection.read(() => this.#position(FIRST));
  }

  /**
   * Refuses a journal that does not add up: gaps, or a last record that is not what was written.
   *
   * `tail` looks only at the records after the checkpoint, which is quick; `whole` touches every record.
   *
   * @throws HoldlineError store_corrupt
   */
  verify(extent: 'tail' | 'whole'): void {
    const [fault] = this.faults(extent === 'tail' ? this.#checkpointPosition : 0);
    if (fault !== undefined) throw damage(this.#connection.file, fault);
    this.records(this.#lastPosition - 1).next();
  }

  /** Faults in the order of the records after a position: gaps, and ends that do not fit the checkpoint. */
  faults(afterPosition: number): readonly string[] {
    return this.#connection.read(() => {
      const { first, last, count } = this.#connection
        .statement(EXTENT)
        .get(afterPosition) as Extent;
      const reached = this.#position(REACHED);
      if (reached === undefined) return ['the position of the checkpoint is missing'];
      if (first === null || last === null) return [];
      const faults: string[] = [];
      if (count !== last - first + 1) {
        faults.push(`${last - first + 1 - count} records are missing between ${first} and ${last}`);
      }
      if (first > reached + 1) faults.push(`records ${reached + 1} to ${first - 1} are missing`);
      if (reached > last)
        faults.push(`the checkpoint is at ${reached}, the last record at ${last}`);
      return faults;
    });
  }

  /** Records whose body is not what was written, as faults. Reads everything. */
  damaged(): readonly string[] {
    const faults: string[] = [];
    let reached = 0;
    for (;;) {
      const rows = this.#connection.statement(AFTER).all(reached, PAGE) as Row[];
      for (const { position, crc, body } of rows) {
        reached = position;
        if (!isAsWritten(crc, body)) faults.push(`record ${position} is not what was written`);
      }
      if (rows.length === 0) return faults;
    }
  }

  #position(sql: string): number | undefined {
    const row = this.#connection.statement(sql).get() as { position: number | null } | undefined;
    return row?.position ?? undefined;
  }

  #checked({ position, recordedAt, crc, body }: Row): JournalRecord {
    if (!isAsWritten(crc, body)) {
      throw damage(this.#connection.file, `record ${position} not to be what was written`);
    }
    return { position, recordedAt, body };
  }

  /** A gap is right only where retention has cut: before the first record that is left. */
  #assertRetained(reached: number, found: number): void {
    const first = this.firstPosition();
    if (first !== undefined && first < found) {
      throw damage(this.#connection.file, `records ${reached + 1} to ${found - 1} missing`);
    }
  }

  /** After a failed write only the file knows whether the record is there. */
  #recallAfterFailure(): void {
    try {
      this.recall();
    } catch {
      // The file cannot be read either; what failed first is what the caller needs to know.
    }
  }
}
