// Tables on their way out: as NDJSON, CSV, JSON, or drawn for a reader. What only some of these need is loaded for them.
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { stringify as Stringify } from 'csv-stringify/sync';
import { TABLES, type Row, type TableName } from '../tables/table.ts';

/** The forms in which a table can be written. */
export const TABLE_FORMATS = ['ndjson', 'csv', 'json', 'table'] as const;

/** A form in which a table can be written. */
export type TableFormat = (typeof TABLE_FORMATS)[number];

const ROWS_A_PIECE = 1000;

/** Characters that a line of standard output has room for: Infinity where it is no terminal, and whatever reads it wants all. */
export const terminalWidth = (): number =>
  process.stdout.isTTY && process.stdout.columns > 0 ? process.stdout.columns : Infinity;

/** Writes the rows of a table to a stream, piece by piece. */
export async function writeTable(
  table: TableName,
  rows: Iterable<Row>,
  format: TableFormat,
  to: Writable,
  width = Infinity,
): Promise<void> {
  await writeRows(TABLES[table], rows, format, to, width);
}

/**
 * Writes rows to a stream, piece by piece. NDJSON and JSON show all that a row holds, the others these columns; what is drawn is fitted
 * to a width in characters.
 */
export async function writeRows(
  columns: readonly string[],
  rows: Iterable<Row>,
  format: TableFormat,
  to: Writable,
  width = Infinity,
): Promise<void> {
  for (const piece of await piecesOf(columns, rows, format, width)) {
    if (!to.write(piece)) await once(to, 'drain');
  }
}

/** The text of a table, piece by piece. */
async function piecesOf(
  columns: readonly string[],
  rows: Iterable<Row>,
  format: TableFormat,
  width: number,
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
      return [`${drawn(columns, rows, width)}\n`];
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
