// One replay in this process, through the very classes of the command: lines in, every table and every fact out as text.
import type { EndOfTime } from '../../src/cli/event-lines.ts';
import { ReplayRun } from '../../src/cli/replay-run.ts';
import type { EngineTuning } from '../../src/engine/engine-tuning.ts';
import { TABLE_NAMES, type Row, type TableName } from '../../src/tables/table.ts';

/** The rows of every table, and the whole feed of facts beside them. */
export type Tables = Readonly<Record<TableName | 'facts', readonly Row[]>>;

/** How a replay is run. */
export interface Replaying {
  readonly end?: EndOfTime;
  readonly policy?: unknown;
  readonly tuning?: EngineTuning;
}

/** Replays events in the order given. */
export function replayed(events: readonly object[], replaying: Replaying = {}): Tables {
  const run = newRun(replaying);
  const facts: Row[] = [];
  run.replayed.engine.on('fact', (fact) => facts.push(JSON.parse(JSON.stringify(fact)) as Row));
  for (const [index, event] of events.entries()) run.line(JSON.stringify(event), index + 1);
  run.finish();
  // Each tenant has a feed of its own; between tenants there is no order.
  const feeds = run.replayed.engine.tenants.flatMap(({ id }) =>
    facts.filter(({ tenant }) => tenant === id),
  );
  return { ...tablesOf(run), facts: feeds };
}

/** A run that nothing was fed into yet. */
export function newRun({ end = 'lastEvent', policy, tuning }: Replaying = {}): ReplayRun {
  return new ReplayRun({ end, policy, tuning, tables: TABLE_NAMES });
}

/** The tables of a run that is finished. */
export function tablesOf(run: ReplayRun): Tables {
  const entries = TABLE_NAMES.map((table) => [table, [...run.rows(table)]] as const);
  return { ...(Object.fromEntries(entries) as unknown as Tables), facts: [] };
}

/** Tables as NDJSON text, one after the other. */
export function asText(tables: Tables): string {
  return Object.entries(tables)
    .map(([table, rows]) => `# ${table}\n${ndjson(rows)}`)
    .join('');
}

/** The first line in which two texts differ, from both; undefined when they are equal to the byte. */
export function firstDifference(left: string, right: string): string | undefined {
  if (left === right) return undefined;
  const [ours, theirs] = [left.split('\n'), right.split('\n')];
  const index = ours.findIndex((line, at) => line !== theirs[at]);
  return `${ours[index] ?? 'nothing'}\n${theirs[index < 0 ? ours.length : index] ?? 'nothing'}`;
}

const ndjson = (rows: readonly Row[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

/** The tables without the verdicts on some events. */
export function withoutVerdicts(tables: Tables, isLeftOut: (eventId: string) => boolean): Tables {
  const verdicts = tables.verdicts.filter(({ event_id }) => !isLeftOut(String(event_id)));
  return { ...tables, verdicts };
}

/** The tables with the rejections in an order that does not depend on their lines. */
export function withoutLines(tables: Tables): Tables {
  const rejections = tables.rejections
    .map((row) => ({ ...row, line: null }))
    .toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  return { ...tables, rejections };
}
