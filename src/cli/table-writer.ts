// Tables on their way out: as NDJSON, CSV, JSON, or drawn for a reader. What only some of these need is loaded for them.
import { once } from 'node:events';
import { createWriteStream, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { stringify as Stringify } from 'csv-stringify/sync';
import { HoldlineError } from '../events/holdline-error.ts';
import { TABLES, type Row, type TableName } from '../tables/table.ts';

/** The forms in which a table can be written. */
export const TABLE_FORMATS = ['ndjson', 'csv', 'json', 'table'] as const;

/** A form in which a table can be written. */
export type TableFormat = (typeof TABLE_FORMATS)[number];

const ROWS_A_PIECE = 1000;

/** Writes the rows of a table to a stream, piece by piece. */
export async function writeTable(
  table: TableName,
  rows: Iterable<Row>,
  format: TableFormat,
  to: Writable,
): Promise<void> {
  await writeRows(TABLES[table], rows, format, to);
}

/** Writes rows to a stream, piece by piece. NDJSON and JSON show all that a row holds, the others these columns. */
export async function writeRows(
  columns: readonly string[],
  rows: Iterable<Row>,
  format: TableFormat,
  to: Writable,
): Promise<void> {
  for (const piece of await piecesOf(columns, rows, format)) {
    if (!to.write(piece)) await once(to, 'drain');
  }
}

/**
 * Writes tables into a folder, one file `<table>.<format>` each, empty ones included.
 *
 * @throws HoldlineError output_unwritable if the folder or a file cannot be written.
 */
export async function writeTables(
  tables: Iterable<readonly [TableName, Iterable<Row>]>,
  format: TableFormat,
  folder: string,
): Promise<void> {
  makeFolder(folder);
  for (const [table, rows] of tables) {
    const path = join(folder, `${table}.${format}`);
    // Under another name until it is whole: a run that is broken off leaves no half table that looks complete.
    const part = `${path}.part`;
    try {
      const file = createWriteStream(part);
      const isClosed = finished(file);
      await Promise.race([writeTable(table, rows, format, file), isClosed]);
      file.end();
      await isClosed;
      renameSync(part, path);
    } catch (error) {
      rmSync(part, { force: true });
      throw unwritable(folder, error);
    }
  }
}

/**
 * Makes a folder for tables, if it does not exist.
 *
 * @throws HoldlineError output_unwritable if there can be none.
 */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw unwritable(folder, error);
  }
}

/** What to do about each way in which the system refuses; about any other, see whether the folder may be written. */
const REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: 'make room on the disk',
  EDQUOT: 'make room on the disk',
  EEXIST: 'name a folder, a file stands there',
  ENOTDIR: 'name a folder, a file stands there',
};

/** The failure that a user can mend; a fault of the program stays what it is. */
function unwritable(folder: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  if (code === undefined) return error;
  const remedy = REMEDIES[code] ?? 'check that the folder may be written';
  const message = `cannot write tables to ${folder} (${code}): ${remedy}`;
  return new HoldlineError('output_unwritable', message, { cause: error });
}

/** The text of a table, piece by piece. */
async function piecesOf(
  columns: readonly string[],
  rows: Iterable<Row>,
  format: TableFormat,
): Promise<Iterable<string>> {
  switch (format) {
    case 'ndjson':
      return ndjson(rows);
    case 'json':
      return json(rows);
    case 'csv': {
      const { stringify } = await import('csv-stringify/sync');
      return csv(columns, rows, stringify);
    }
    case 'table': {
      const { drawn } = await import('./table-drawing.ts');
      return [`${drawn(columns, rows)}\n`];
    }
  }
}

function* ndjson(rows: Iterable<Row>): Generator<string> {
  for (const some of grouped(rows)) yield `${linesOf(some)}\n`;
}

/** One text for many rows costs two thirds of a text each; where it can be cut is only clear if no cell looks like a cut. */
function linesOf(rows: readonly Row[]): string {
  const lines = JSON.stringify(rows).slice(1, -1).split('},{');
  return lines.length === rows.length
    ? lines.join('}\n{')
    : rows.map((row) => JSON.stringify(row)).join('\n');
}

function* json(rows: Iterable<Row>): Generator<string> {
  let isFirst = true;
  yield '[';
  for (const row of rows) {
    yield `${isFirst ? '\n' : ',\n'}${JSON.stringify(row)}`;
    isFirst = false;
  }
  yield isFirst ? ']\n' : '\n]\n';
}

function* csv(
  columns: readonly string[],
  rows: Iterable<Row>,
  stringify: typeof Stringify,
): Generator<string> {
  yield stringify([columns]);
  for (const some of grouped(rows)) {
    yield stringify(some, { columns: [...columns], cast: CSV_CAST, escape_formulas: true });
  }
}

const CSV_CAST = { boolean: (value: boolean) => String(value) };

function* grouped(rows: Iterable<Row>): Generator<Row[]> {
  let group: Row[] = [];
  for (const row of rows) {
    group.push(row);
    if (group.length < ROWS_A_PIECE) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}
