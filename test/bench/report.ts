/** One line of the report. */
export interface ReportRow {
  readonly what: string;
  readonly found: string;
  /** The target; empty where the figure is for information. */
  readonly wanted: string;
  /** Whether the target holds; undefined where there is none. */
  readonly holds?: boolean;
}

/** The middle of a list that is not empty. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >>> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** Prints the rows of one part under its title. */
export function printPart(title: string, rows: readonly ReportRow[]): void {
  const width = Math.max(...rows.map((row) => row.what.length));
  const foundWidth = Math.max(...rows.map((row) => row.found.length));
  process.stdout.write(`\n${title}\n`);
  for (const { what, found, wanted, holds } of rows) {
    const mark = holds === undefined ? '' : holds ? 'holds' : 'MISSED';
    const line = `  ${what.padEnd(width)}  ${found.padStart(foundWidth)}  ${wanted.padEnd(14)} ${mark}`;
    process.stdout.write(`${line.trimEnd()}\n`);
  }
}
