// What a failure of SQLite means to the engine. Each driver names SQLite's result codes in its own way.
import { HoldlineError, InvariantError, isHoldlineError } from '../events/holdline-error.ts';

/** What was being done when it failed. */
export type SqliteAction = 'opening' | 'reading' | 'writing';

/** Primary result codes, and how SQLite words them. Source: https://sqlite.org/rescode.html */
const RESULTS = {
  SQLITE_ERROR: [1, 'SQL logic error'],
  SQLITE_PERM: [3, 'access permission denied'],
  SQLITE_BUSY: [5, 'database is locked'],
  SQLITE_LOCKED: [6, 'database table is locked'],
  SQLITE_NOMEM: [7, 'out of memory'],
  SQLITE_READONLY: [8, 'attempt to write a readonly database'],
  SQLITE_IOERR: [10, 'disk I/O error'],
  SQLITE_CORRUPT: [11, 'database disk image is malformed'],
  SQLITE_FULL: [13, 'database or disk is full'],
  SQLITE_CANTOPEN: [14, 'unable to open database file'],
  SQLITE_TOOBIG: [18, 'string or blob too big'],
  SQLITE_CONSTRAINT: [19, 'constraint failed'],
  SQLITE_NOTADB: [26, 'file is not a database'],
} as const;

type ResultName = keyof typeof RESULTS;
const NAMES = Object.keys(RESULTS) as ResultName[];

/** The primary result code that an error carries; undefined when it is none of SQLite's, or one without a meaning here. */
export function resultName(error: unknown): ResultName | undefined {
  if (!(error instanceof Error)) return undefined;
  const { errcode, rawCode, code } = error as Error & Readonly<Record<string, unknown>>;
  const number = typeof errcode === 'number' ? errcode : rawCode;
  // The low byte of an extended code is the primary one.
  if (typeof number === 'number') return NAMES.find((name) => RESULTS[name][0] === number % 256);
  const named = NAMES.find((name) => code === name || String(code).startsWith(`${name}_`));
  // @photostructure/sqlite leaves the code out when a query fails on a later row.
  return named ?? NAMES.find((name) => error.message.endsWith(RESULTS[name][1]));
}

/**
 * What is thrown for an error that came out of a driver. Errors that are no failure of SQLite come back as they are.
 *
 * Retryable: whatever may pass by itself or by making room: a full disk, a file that may not be written, another's lock.
 */
export function storeFailure(error: unknown, action: SqliteAction, store: string): unknown {
  if (isHoldlineError(error) || error instanceof InvariantError) return error;
  const result = resultName(error);
  const details = { store, ...(result !== undefined && { result }) };
  const fail = (...[code, message, retryable]: Failure) =>
    new HoldlineError(code, message, { retryable, details, cause: error });
  if (result === 'SQLITE_CORRUPT' || (result === 'SQLITE_NOTADB' && action !== 'opening')) {
    return damage(store, 'a damaged page', error);
  }
  if (result === 'SQLITE_CONSTRAINT') {
    return new InvariantError(`expected new rows, found one of them stored before: ${store}`);
  }
  if (action === 'opening' && result === 'SQLITE_ERROR') {
    return damage(store, 'its tables not as they were made', error);
  }
  if (action === 'opening') return fail(...openingFailure(result, store));
  if (result === undefined || result === 'SQLITE_ERROR') return error;
  if (action === 'reading') {
    return fail(
      'store_unreadable',
      `expected to read ${store}, found ${result}: check the disk`,
      result === 'SQLITE_BUSY',
    );
  }
  return fail(
    'store_unwritable',
    `expected to write ${store}, found ${result}: ${REMEDIES[result] ?? 'check the disk'}, then try again`,
    result !== 'SQLITE_TOOBIG',
  );
}

type Failure = [code: HoldlineError['code'], message: string, retryable: boolean];

const REMEDIES: { readonly [Name in ResultName]?: string } = {
  SQLITE_FULL: 'make room on the disk',
  SQLITE_READONLY: 'let the file and its folder be written',
  SQLITE_PERM: 'let the file and its folder be written',
  SQLITE_CANTOPEN: 'let the file and its folder be written',
  SQLITE_BUSY: 'close whatever else writes to it',
  SQLITE_TOOBIG: 'make the batch smaller',
};

function openingFailure(result: ResultName | undefined, store: string): Failure {
  switch (result) {
    case 'SQLITE_BUSY':
    case 'SQLITE_LOCKED':
      return [
        'store_locked',
        `expected ${store} to be free, found it in use: close the other`,
        true,
      ];
    case 'SQLITE_NOTADB':
      return [
        'store_unreadable',
        `expected a store, found ${store} to be none: check the path`,
        false,
      ];
    case 'SQLITE_IOERR':
      return [
        'store_unreadable',
        `expected to open ${store}, found ${result}: check the disk, and that it has room`,
        true,
      ];
    case 'SQLITE_FULL':
    case 'SQLITE_READONLY':
      return [
        'store_unwritable',
        `expected to write ${store}, found ${result}: ${REMEDIES[result]}`,
        true,
      ];
    default:
      return [
        'store_unreadable',
        `expected to open ${store}, found ${result ?? 'a failure'}: check the path and the rights`,
        false,
      ];
  }
}

/** A store that was closed, and whose log could not be taken into the file. */
export function logLeft(store: string, cause: unknown): HoldlineError {
  const result = resultName(cause) ?? 'a failure';
  return new HoldlineError(
    'store_unwritable',
    `expected to take the log of ${store} into it at its close, found ${result}: make room and open it once; until then ` +
      'nothing is lost, and the file is whole only together with the one beside it that ends in -wal',
    { details: { store, result }, cause },
  );
}

/** A store whose content does not add up; `found` says what of it. */
export function damage(store: string, found: string, cause?: unknown): HoldlineError {
  return new HoldlineError(
    'store_corrupt',
    `expected ${store} to be whole, found ${found}: keep the file and restore the last backup`,
    { details: { store }, cause },
  );
}
