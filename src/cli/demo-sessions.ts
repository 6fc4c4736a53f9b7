// Sessions in numbers: how each graph's sessions ended, and which transitions were taken for which cause.
import type { Row } from '../tables/table.ts';
import type { DemoWeek } from './demo-week.ts';
import { inLines, moment } from './demo-words.ts';
import { drawTable } from './table-drawing.ts';

const GRAPHS = [
  'enhanced-customer',
  'enhanced-business',
  'standard-customer',
  'standard-business',
  'notification',
];

/** Who or what brought sessions to their end, in the order of the columns. */
const ENDINGS = ['agent', 'customer', 'bot', 'system', 'a timer', 'Error', 'still open'] as const;

type Ending = (typeof ENDINGS)[number];

/** Sessions by graph and by how they ended. */
export function sessionsTable({ tables }: DemoWeek): string {
  const rows = GRAPHS.map((graph) => {
    const sessions = tables.sessions.filter((session) => session['graph'] === graph);
    return [graph, sessions.length, ...endingsOf(sessions)];
  });
  return drawTable(['graph', 'sessions', ...ENDINGS], rows);
}

function endingsOf(sessions: readonly Row[]): readonly (string | number)[] {
  const endings = sessions.map(endingOf);
  return ENDINGS.map((ending) => endings.filter((other) => other === ending).length || '');
}

function endingOf(session: Row): Ending {
  if (session['end_at'] === null) return 'still open';
  if (session['status'] === 'Error') return 'Error';
  const cause = String(session['end_cause']);
  if (cause.startsWith('timer.')) return 'a timer';
  switch (session['ended_by_type'] ?? cause.split('.')[0]) {
    case 'Agent':
    case 'agent':
    case 'supervisor':
      return 'agent';
    case 'EndUser':
    case 'customer':
      return 'customer';
    case 'Bot':
    case 'bot':
      return 'bot';
    default:
      return 'system';
  }
}

/** The order in which statuses are told; a dash is before the session's birth. */
const STATUSES = [
  '–',
  'New',
  'Consent',
  'Waiting',
  'Active',
  'Paused',
  'Inactive',
  'Error',
  'Ended',
];

const CAUSES_WIDTH = 86;

/** Every transition that was taken: from, to, how often, and for each cause its rules with their counts. */
export function transitionsTable({ tables }: DemoWeek): string {
  const byPair = grouped(tables.transitions, (row) => `${place(row, 'from')} ${place(row, 'to')}`);
  const rows = [...byPair]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, taken]) => {
      const [first] = taken;
      return [
        String(first?.['from_status'] ?? '–'),
        String(first?.['to_status']),
        taken.length,
        inLines(causesOf(taken), CAUSES_WIDTH, '; '),
      ];
    });
  return drawTable(['from', 'to', 'times', 'cause, with the rule and how often'], rows);
}

/** Every transition, one row each, in the order of time. */
export function everyTransition({ tables }: DemoWeek): string {
  const rows = tables.transitions.map((row) => [
    moment(Date.parse(String(row['at']))),
    ...['session_id', 'from_status', 'to_status', 'cause', 'rule'].map((column) =>
      String(row[column] ?? '–'),
    ),
  ]);
  return drawTable(['UTC', 'session', 'from', 'to', 'cause', 'rule'], rows);
}

const place = (row: Row, end: 'from' | 'to') =>
  STATUSES.indexOf(String(row[`${end}_status`] ?? '–'));

function causesOf(taken: readonly Row[]): string[] {
  const byCause = grouped(taken, (row) => String(row['cause']));
  return [...byCause]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .map(([cause, rows]) => {
      const byRule = [...grouped(rows, (row) => String(row['rule']))];
      const rules = byRule.toSorted(([, a], [, b]) => b.length - a.length);
      return `${cause} ${rules.map(([rule, some]) => `${rule} ×${some.length}`).join(' ')}`;
    });
}

/** Rows by what they have in common, in the order of their first. */
export function grouped<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}
