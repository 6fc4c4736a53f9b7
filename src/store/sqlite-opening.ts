// Opening a file, which is where everything that could be wrong with one is found.
import { accessSync, constants, existsSync } from 'node:fs';
import { HoldlineError } from '../events/holdline-error.ts';
import { finderFaults, integrityFaults } from './sqlite-check.ts';
import { SqliteConnection, type Synchronous } from './sqlite-connection.ts';
import { defaultDriver, type SqliteDatabase, type SqliteDriver } from './sqlite-driver.ts';
import { damage, storeFailure } from './sqlite-failure.ts';
import { SqliteJournal } from './sqlite-journal.ts';
import { identify, type Identity, latestOf, migrate, MIGRATIONS } from './sqlite-schema.ts';
import { assertNotWrittenHere, lockForWriting, type WriterLock } from './writer-lock.ts';

/** How a store is opened. */
export interface SqliteStoreOptions {
  /** Path of the file; created when it is not there. A folder for it must be. */
  readonly file?: string;
  /** In place of `file`: an open database of the host's. The store has it from then on, and closes it. */
  readonly database?: SqliteDatabase;
  /** Opens `file`; `node:sqlite` or @photostructure/sqlite without it. */
  readonly driver?: SqliteDriver;
  /**
   * When a write counts as done. `full` (default): once it is on the disk. `normal`: a crash of the machine may take back the
   * latest ones. `off`: it may also damage the file. A crash of the process alone loses nothing with any of them.
   */
  readonly synchronous?: Synchronous;
  /** For looking while an engine runs, or at a file that may not be written. Writing throws store_unwritable then. */
  readonly readOnly?: boolean;
  /**
   * What is checked on opening. `quick` reads every page: half a second a gigabyte from memory, two from a cold disk. `journal`
   * looks at what finds deadlines and open sessions, and at the journal's end; all else is checked when it is read. Without it a
   * reader gets `journal`, a writer `quick` for a file of up to 256 MiB and `journal` for a larger one: it shall be back soon.
   */
  readonly verify?: 'quick' | 'journal';
}

/** A file that was found sound, of this version, and free. */
export interface OpenFile {
  readonly connection: SqliteConnection;
  readonly journal: SqliteJournal;
  /** Undefined for a reader. */
  readonly lock: WriterLock | undefined;
}

/** Opens a file as openSqliteStore of sqlite-store.ts says. */
export function openFile(options: SqliteStoreOptions): OpenFile {
  const readOnly = options.readOnly ?? false;
  if (options.file !== undefined) assertAccess(options.file, readOnly);
  const connection = connect(options, readOnly);
  let lock: WriterLock | undefined;
  try {
    let identity = identify(connection);
    if (!readOnly) {
      lock = lockForWriting(connection);
      connection.prepareToWrite(options.synchronous ?? 'full');
      // Whoever held the lock before may have brought the file to another version meanwhile.
      identity = identify(connection);
    }
    const verify = options.verify ?? (readOnly ? 'journal' : checkWorthIt(connection));
    if (readOnly) assertLatest(connection, identity);
    // A look at the finders of this version finds fault with every older file: one that is brought up is read as a whole.
    assertSound(connection, isLatest(identity) ? verify : 'quick');
    if (!readOnly) migrate(connection, identity);
    const journal = new SqliteJournal(connection);
    journal.verify(verify === 'quick' ? 'whole' : 'tail');
    return { connection, journal, lock };
  } catch (error) {
    lock?.release();
    connection.close();
    throw storeFailure(error, 'opening', connection.file);
  }
}

/** Missing files and rights are found before SQLite is asked, which names neither. */
function assertAccess(file: string, readOnly: boolean): void {
  if (!existsSync(file)) {
    if (!readOnly) return;
    throw new HoldlineError(
      'store_unreadable',
      `expected a store, found no file ${file}: check the path`,
      { details: { store: file } },
    );
  }
  if (readOnly) return;
  try {
    accessSync(file, constants.W_OK);
  } catch (cause) {
    throw new HoldlineError(
      'store_unwritable',
      `expected ${file} to be writable, found it is not: mend the rights, or open it with readOnly`,
      { retryable: true, details: { store: file }, cause },
    );
  }
}

function connect(options: SqliteStoreOptions, readOnly: boolean): SqliteConnection {
  const { file, database } = options;
  if (file !== undefined && file !== '' && file !== ':memory:') {
    const driver = options.driver ?? defaultDriver();
    assertNotWrittenHere(file, { readOnly, driver: driver.name });
    try {
      return new SqliteConnection(driver.open(file, { readOnly }), { file, readOnly, driver });
    } catch (error) {
      throw storeFailure(error, 'opening', file);
    }
  }
  const path = database && pathOf(database);
  if (database === undefined || path === undefined) {
    throw new HoldlineError(
      'store_unreadable',
      'expected the path of a file or a database that is open on one, found neither: give one, or use a MemoryStore',
    );
  }
  return new SqliteConnection(database, { file: path, readOnly });
}

/** The file that a database is open on; undefined for one in memory. */
function pathOf(database: SqliteDatabase): string | undefined {
  const rows = database.prepare('PRAGMA database_list').all() as { name: string; file: string }[];
  return rows.find(({ name }) => name === 'main')?.file || undefined;
}

/** Larger files are not read as a whole on opening, bytes: a quarter of a second from memory, one from a cold disk. */
const CHECKED_WHOLE_MAX = 256 * 2 ** 20;

function checkWorthIt(connection: SqliteConnection): 'quick' | 'journal' {
  const pages = Number(connection.value('PRAGMA main.page_count'));
  const bytes = pages * Number(connection.value('PRAGMA main.page_size'));
  return bytes <= CHECKED_WHOLE_MAX ? 'quick' : 'journal';
}

function assertSound(connection: SqliteConnection, verify: 'quick' | 'journal'): void {
  const [fault] =
    verify === 'quick' ? integrityFaults(connection, 'quick_check') : finderFaults(connection);
  if (fault !== undefined) throw damage(connection.file, fault);
}

const isLatest = (identity: Identity) =>
  identity.kind === 'store' && identity.version === latestOf(MIGRATIONS);

function assertLatest(connection: SqliteConnection, identity: Identity): void {
  if (isLatest(identity)) return;
  throw new HoldlineError(
    'store_unreadable',
    `expected a store of this version, found an older one or an empty file in ${connection.file}: open it for writing once`,
    { details: { store: connection.file } },
  );
}
