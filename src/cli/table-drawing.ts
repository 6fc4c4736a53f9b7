// Tables drawn in plain characters, for a reader at a terminal.
import CliTable from 'cli-table3';
import type { Row } from '../tables/table.ts';

/** A table drawn in plain characters; columns in which no row has a value are left out. */
export function drawn(columns: readonly string[], rows: Iterable<Row>): string {
  const all = [...rows];
  const used = columns.filter((column) => all.some((row) => row[column] !== null));
  return drawTable(
    used.length === 0 ? columns : used,
    all.map((row) => used.map((column) => harmless(row[column] ?? ''))),
  );
}

/** Draws a table in plain characters. */
export function drawTable(
  head: readonly string[],
  rows: readonly (readonly (string | number | boolean)[])[],
): string {
  const table = new CliTable({
    head: [...head],
    style: { head: [], border: [], compact: true },
  });
  for (const row of rows) table.push([...row]);
  return table.toString();
}

// oxlint-disable-next-line no-control-regex -- these are what must not reach a terminal
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/g;

/** A cell whose control characters are spelled out: an id may not steer the reader's terminal. */
function harmless(cell: string | number | boolean): string | number | boolean {
  if (typeof cell !== 'string') return cell;
  return cell.replace(CONTROL, (character) => {
    const code = character.charCodeAt(0);
    return character === '\n' ? '\\n' : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}
