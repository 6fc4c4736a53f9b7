// Tables drawn in plain characters, for a reader at a terminal.
import CliTable from 'cli-table3';
import type { Row } from '../tables/table.ts';

/**
 * A table drawn in plain characters; columns in which no row has a value are left out.
 *
 * Where it is wider than `width`, columns are left out whole, never cells cut: first those that say the same in every row and those
 * that are a part of the first one's id, then the last ones. Lines below say what they were.
 */
export function drawn(columns: readonly string[], rows: Iterable<Row>, width = Infinity): string {
  const all = [...rows];
  const used = columns.filter((column) => all.some((row) => row[column] !== null));
  const shown = used.length === 0 ? columns : used;
  const text = drawColumns(shown, all);
  const [border = ''] = text.split('\n', 1);
  if (border.length <= width) return text;
  const widths = new Map(border.split('┬').map((part, place) => [shown[place] ?? '', part.length]));
  const [first = '', ...others] = shown;
  const same = all.length < 2 ? [] : others.filter((column) => isSame(column, all));
  const told = others.filter((column) => !same.includes(column) && isPartOf(first, column, all));
  const telling = others.filter((column) => !same.includes(column) && !told.includes(column));
  const fitting = columnsWithin([first, ...telling], (column) => widths.get(column) ?? 0, width);
  const left = telling.filter((column) => !fitting.includes(column));
  return [
    drawColumns(fitting, all),
    ...saying(same, all[0]),
    ...(told.length === 0 ? [] : [`Parts of ${first}: ${told.join(', ')}.`]),
    ...leavingOut(left),
  ].join('\n');
}

/** Whether a column is, in every row, a part of the id in another one: the channel in that of a session. */
const isPartOf = (whole: string, column: string, rows: readonly Row[]) =>
  rows.length > 0 &&
  rows.every((row) => `/${row[whole]}/`.includes(`/${row[column]}/`) && row[column] !== null);

const isSame = (column: string, [first, ...rest]: readonly Row[]) =>
  rest.every((row) => row[column] === first?.[column]);

/** The columns from the left that fit; the first one always. */
function columnsWithin(
  columns: readonly string[],
  widthOf: (column: string) => number,
  width: number,
): readonly string[] {
  let used = 1;
  const end = columns.findIndex((column) => {
    used += widthOf(column) + 1;
    return used > width;
  });
  return end === -1 ? columns : columns.slice(0, Math.max(1, end));
}

function saying(columns: readonly string[], row: Row | undefined): readonly string[] {
  if (columns.length === 0) return [];
  const said = columns.map((column) => `${column} ${harmless(row?.[column] ?? '')}`);
  return [`In every row: ${said.join(', ')}.`];
}

const leavingOut = (columns: readonly string[]): readonly string[] =>
  columns.length === 0
    ? []
    : [
        `No room here for ${columns.join(', ')}: a wider terminal, a pipe or --format csv shows them.`,
      ];

const drawColumns = (columns: readonly string[], rows: readonly Row[]): string =>
  drawTable(
    columns,
    rows.map((row) => columns.map((column) => harmless(row[column] ?? ''))),
  );

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
