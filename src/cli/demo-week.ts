// The bundled week, replayed: where its file is, and what the demo reads off the run.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AnyFact } from '../events/fact.ts';
import { HoldlineError } from '../events/holdline-error.ts';
import type { EventIn } from '../events/vocabulary.ts';
import { TABLE_NAMES, type Row, type TableName } from '../tables/table.ts';
import { readLines } from './line-reader.ts';
import type { ReplayCounts } from './event-lines.ts';
import { ReplayRun } from './replay-run.ts';

const WEEK_FILE = 'docs/examples/working-week.ndjson';

/** From this file to the root of the package: run from `src/cli`, or built into `dist/src/cli`. */
const ROOTS = ['../../', '../../../'];

/** A replayed week: the tables that `replay` would print, and the facts behind them. */
export interface DemoWeek {
  /** Path of the events. */
  readonly file: string;
  readonly counts: Readonly<ReplayCounts>;
  readonly tables: Readonly<Record<TableName, readonly Row[]>>;
  /** Facts by session, in their order. */
  readonly facts: ReadonlyMap<string, readonly AnyFact[]>;
  /** Events by id: what caused the facts. */
  readonly events: ReadonlyMap<string, EventIn>;
  /** Timers that fired, count by name. */
  readonly timersFired: ReadonlyMap<string, number>;
}

/**
 * Replays the bundled week until no timer is pending, on the run that `holdline replay --drain` uses.
 *
 * @throws HoldlineError input_unreadable if the file is missing.
 */
export async function replayWeek(): Promise<DemoWeek> {
  const file = weekFile();
  const facts = new Map<string, AnyFact[]>();
  const events = new Map<string, EventIn>();
  const timersFired = new Map<string, number>();
  const run = new ReplayRun({
    end: 'drain',
    tables: TABLE_NAMES,
    onFact: (fact) => {
      if (fact.sessionId === null) return;
      const known = facts.get(fact.sessionId);
      if (known === undefined) facts.set(fact.sessionId, [fact]);
      else known.push(fact);
      if (fact.type !== 'timer.fired') return;
      timersFired.set(fact.data.name, (timersFired.get(fact.data.name) ?? 0) + 1);
    },
    onVerdict: (_, event) => events.set(event.id, event),
  });
  await readLines(file, run);
  run.finish();
  const tables = Object.fromEntries(
    TABLE_NAMES.map((table) => [table, [...run.rows(table)]]),
  ) as Record<TableName, Row[]>;
  return { file, counts: run.counts, tables, facts, events, timersFired };
}

function weekFile(): string {
  const paths = ROOTS.map((root) => fileURLToPath(new URL(root + WEEK_FILE, import.meta.url)));
  const file = paths.find((path) => existsSync(path));
  if (file !== undefined) return file;
  throw new HoldlineError(
    'input_unreadable',
    `expected the bundled week at ${paths.join(' or ')}, found nothing: install the package again`,
  );
}
