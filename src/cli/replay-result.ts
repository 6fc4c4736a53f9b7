// What a replay comes to: its tables where they are wanted, and a line on standard error.
import { TABLE_NAMES, type TableName } from '../tables/table.ts';
import type { EndOfTime, ReplayCounts } from './event-lines.ts';
import type { ReplayedEvents } from './replayed-events.ts';
import { tablesOfOthers, writeTables } from './table-folder.ts';
import { writeTable, type TableFormat } from './table-writer.ts';

/** What a replay is asked for. */
export interface ReplayPlan {
  /** A partial policy over the defaults; undefined for none. */
  readonly policy: unknown;
  readonly end: EndOfTime;
  /** Tables to collect. */
  readonly tables: readonly TableName[];
  /** The table to print; undefined for none. */
  readonly table: TableName | undefined;
  /** The folder for all tables; undefined for none. */
  readonly out: string | undefined;
  readonly format: TableFormat;
  /** What a table that is drawn on standard output has room for, characters; Infinity for all that it needs. */
  readonly width: number;
}

/** Writes the tables of a replay that is over. @throws HoldlineError output_unwritable. */
export async function writeResult(
  replayed: Pick<ReplayedEvents, 'rows'>,
  { table, out, format, width }: ReplayPlan,
): Promise<void> {
  if (out !== undefined) {
    const pages = TABLE_NAMES.map((name) => [name, replayed.rows(name)] as const);
    await writeTables(pages, format, out);
    sayOthers(out, tablesOfOthers(out, format));
  }
  if (table !== undefined) {
    await writeTable(table, replayed.rows(table), format, process.stdout, width);
  }
}

/** Says which tables in the folder are not of this run. Whose they are nobody knows, so they stay. */
function sayOthers(folder: string, names: readonly string[]): void {
  if (names.length === 0) return;
  process.stderr.write(
    `${folder} has tables that are not of this run: ${names.join(', ')}: remove them, or take another folder\n`,
  );
}

/** Says on standard error what became of the lines. */
export function sayCounts(counts: ReplayCounts, conversations: number): void {
  const { lines, applied, duplicate, late, rejected, leftOut } = counts;
  process.stderr.write(
    `${lines} lines: ${applied} applied, ${duplicate} duplicate, ${late} late, ${rejected} rejected` +
      `${leftOut > 0 ? `, ${leftOut} after --until left out` : ''}; ${conversations} conversations\n`,
  );
}
