// A folder of tables: all of one run, or with a sign in it that says otherwise.
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { finished } from 'node:stream/promises';
import { HoldlineError } from '../events/holdline-error.ts';
import { TABLE_NAMES, type Row, type TableName } from '../tables/table.ts';
import { TABLE_FORMATS, writeTable, type TableFormat } from './table-writer.ts';

/** Stands in a folder while its tables are not, or not all, those of one run. */
const INCOMPLETE = 'INCOMPLETE';

const WHY_INCOMPLETE =
  'holdline is writing tables into this folder, or was broken off while it did: some are missing, or are those of an earlier run.\n' +
  'Run holdline replay again; this file goes when all of them are written.\n';

/**
 * Writes tables into a folder, one file `<table>.<format>` each, empty ones included. Until all are written `INCOMPLETE` stands there.
 *
 * @throws HoldlineError output_unwritable if the folder or a file cannot be written.
 */
export async function writeTables(
  tables: Iterable<readonly [TableName, Iterable<Row>]>,
  format: TableFormat,
  folder: string,
): Promise<void> {
  makeFolder(folder);
  const sign = join(folder, INCOMPLETE);
  try {
    writeFileSync(sign, WHY_INCOMPLETE);
    for (const [table, rows] of tables) await writeFileOf(table, rows, format, folder);
    rmSync(sign, { force: true });
  } catch (error) {
    throw unwritable(folder, error);
  }
}

async function writeFileOf(
  table: TableName,
  rows: Iterable<Row>,
  format: TableFormat,
  folder: string,
): Promise<void> {
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
    throw error;
  }
}

/** Tables in a folder, whole ones and parts, that no run in a format writes: an earlier one has left them there. */
export function tablesOfOthers(folder: string, format: TableFormat): readonly string[] {
  const others = new Set<string>();
  for (const table of TABLE_NAMES) {
    for (const other of TABLE_FORMATS) {
      if (other !== format) others.add(`${table}.${other}`);
      others.add(`${table}.${other}.part`);
    }
  }
  return readdirSync(folder)
    .filter((name) => others.has(name))
    .toSorted();
}

/**
 * Makes a folder for tables, if it does not exist.
 *
 * @throws HoldlineError output_unwritable if there can be none.
 */
export function makeFolder(folder: string): void {
  // One by one: where the system says ENOENT of a folder that cannot be made, as in /proc, Node's `recursive` tries for ever.
  const missing: string[] = [];
  let at = resolve(folder);
  while (!existsSync(at)) {
    missing.push(at);
    at = dirname(at);
  }
  try {
    if (missing.length === 0) mkdirUnlessThere(at);
    for (const each of missing.toReversed()) mkdirUnlessThere(each);
  } catch (error) {
    throw unwritable(folder, error);
  }
}

function mkdirUnlessThere(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    // It was there, or another process has just made it.
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) throw error;
  }
}

/** What to do about each way in which the system refuses; about any other, see whether the folder may be written. */
const REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: 'make room on the disk',
  EDQUOT: 'make room on the disk',
  EEXIST: 'name a folder, a file stands there',
  ENOTDIR: 'name a folder, a file stands there',
  EISDIR: 'move the folder away that stands where a file goes',
};

/** The failure that a user can mend; a fault of the program stays what it is. */
function unwritable(folder: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  if (code === undefined) return error;
  const remedy = REMEDIES[code] ?? 'check that the folder may be written';
  const message = `cannot write tables to ${fileNamedBy(error) ?? folder} (${code}): ${remedy}`;
  return new HoldlineError('output_unwritable', message, { cause: error });
}

/** The file or folder in the way, where a part could not take its place. */
function fileNamedBy(error: unknown): string | undefined {
  return error instanceof Error && 'dest' in error ? String(error.dest) : undefined;
}
