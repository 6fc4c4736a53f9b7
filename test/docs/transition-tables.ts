// The tables of transitions in docs/lifecycle.md, read off the machines.
import { charts, type ChartId, type StatusMeta } from '../../machines/index.ts';
import { rowsOf, type ChartRow } from '../../src/statechart/chart-rows.ts';
import { compile } from '../../src/statechart/compile.ts';
import { INFERRED_MARK } from '../../src/statechart/drawing.ts';
import { code, markdownTable } from './generated-parts.ts';

const HEADING = ['from', 'event', 'if', 'to', 'rule', 'what it says'];

/** The chart after whose first statuses another one goes on. */
const GOES_ON_AS: Partial<Record<ChartId, ChartId>> = {
  'enhanced-business': 'enhanced-customer',
  notification: 'enhanced-customer',
  'standard-business': 'standard-customer',
};

/** Every transition of a chart; those that it shares with the chart that it goes on as are counted, not repeated. */
export function transitionTable(id: ChartId): string {
  const other = GOES_ON_AS[id];
  const rows = rowsOf(charts[id]);
  if (other === undefined) return table(rows);
  const known = new Set(rowsOf(charts[other]).map((row) => JSON.stringify(row)));
  const own = rows.filter((row) => !known.has(JSON.stringify(row)));
  const shared = rows.length - own.length;
  return `${table(own)}

Beside these it has ${shared} transitions of [${other}](#${other}), word for word: once the customer has answered, the graph is the same.`;
}

const table = (rows: readonly ChartRow[]) =>
  markdownTable(
    HEADING,
    rows.map((row) => [
      placeOf(row.from),
      row.event === '' ? 'at once' : code(row.event),
      code(row.guard),
      targetOf(row),
      `${row.rule ?? ''}${row.inferred ? ` ${INFERRED_MARK}` : ''}`,
      row.sentence,
    ]),
  );

/** A state as a reader says it: `Active / withAgent`. */
function placeOf(path: string): string {
  if (path === 'open') return 'any open';
  return path.replace(/^open\./, '').replaceAll('.', ' / ');
}

function targetOf({ from, to, reenters }: ChartRow): string {
  if (to === undefined) return '–';
  if (to === from) return reenters ? '– (its clocks start anew)' : '–';
  return `**${placeOf(to)}**`;
}

const MEANINGS = {
  New: 'The business has written first and the customer has not answered.',
  Waiting:
    'Waiting for the router to find somebody; after an opening message also for the customer.',
  Active: 'An agent or a bot serves the customer.',
  Consent: 'Only keywords so far, or content that waits for the opt-in. Never routed.',
  Inactive: 'The customer has fallen silent; a message wakes the session, time ends it.',
  Paused: 'Set aside by its agent under status-based capacity.',
  Error: 'The host could not write the record. Final.',
  Ended: 'Over, and never opened again.',
} as const;

const SESSION_CHARTS = Object.keys(charts).filter(
  (id) => !id.startsWith('agent-') && id !== 'engagement',
) as readonly ChartId[];

/** Which graph knows which status. */
export function statusTable(): string {
  const known = new Map(
    SESSION_CHARTS.map((id) => [
      id,
      new Set(
        [...compile(charts[id]).leaves.values()].map(
          ({ meta }) => (meta as StatusMeta | undefined)?.status,
        ),
      ),
    ]),
  );
  return markdownTable(
    ['status', ...SESSION_CHARTS, 'what it means'],
    Object.entries(MEANINGS).map(([status, meaning]) => [
      `**${status}**`,
      ...SESSION_CHARTS.map((id) =>
        known.get(id)?.has(status as keyof typeof MEANINGS) === true ? '●' : '',
      ),
      meaning,
    ]),
  );
}
