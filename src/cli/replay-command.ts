import { readFileSync, statSync } from 'node:fs';
import { HoldlineError } from '../events/holdline-error.ts';
import { TABLE_NAMES, type TableName } from '../tables/table.ts';
import { parseInstant } from '../time/instant.ts';
import { readLines } from './line-reader.ts';
import type { EndOfTime, ReplayCounts } from './event-lines.ts';
import { ReplayRun } from './replay-run.ts';
import { writeTable, writeTables, type TableFormat } from './table-writer.ts';

/** The options of `holdline replay`, as they were written. */
export interface ReplayFlags {
  readonly policy?: string;
  readonly store?: string;
  readonly until?: string;
  readonly drain?: boolean;
  readonly table?: TableName;
  readonly out?: string;
  readonly format?: TableFormat;
}

/**
 * Reads events, runs them on virtual time and writes tables.
 *
 * @throws HoldlineError input_unreadable, policy_invalid, time_invalid, output_unwritable, not_available.
 */
export async function replay(file: string, flags: ReplayFlags): Promise<void> {
  if (flags.store !== undefined) {
    await replayIntoStore(file, flags.store, flags);
    return;
  }
  const tables =
    flags.table === undefined ? (flags.out === undefined ? [] : TABLE_NAMES) : [flags.table];
  const wanted = flags.out === undefined ? tables : TABLE_NAMES;
  const policy = flags.policy === undefined ? undefined : readPolicyFile(flags.policy);
  const run = new ReplayRun({
    policy,
    end: endOf(flags),
    tables: wanted,
    onProgress: progressOf(file),
  });
  await readLines(file, run);
  run.finish();
  report(run);
  if (flags.out !== undefined) {
    const pages = TABLE_NAMES.map((table) => [table, run.rows(table)] as const);
    await writeTables(pages, flags.format ?? 'ndjson', flags.out);
  }
  if (flags.table !== undefined) {
    await writeTable(flags.table, run.rows(flags.table), flags.format ?? 'ndjson', process.stdout);
  }
}

/** As `replay`, over a file that keeps the result: a second run goes on where the first one stopped. */
async function replayIntoStore(file: string, storeFile: string, flags: ReplayFlags): Promise<void> {
  const { StoreRun } = await import('./replay-store.ts');
  const policy = flags.policy === undefined ? undefined : readPolicyFile(flags.policy);
  const run = new StoreRun(storeFile, policy, endOf(flags));
  try {
    await readLines(file, run);
    await run.finish();
    sayCounts(run.counts, run.conversations);
    const format = flags.format ?? 'ndjson';
    if (flags.out !== undefined) {
      const pages = TABLE_NAMES.map((table) => [table, run.rows(table)] as const);
      await writeTables(pages, format, flags.out);
    }
    if (flags.table !== undefined) {
      await writeTable(flags.table, run.rows(flags.table), format, process.stdout);
    }
  } finally {
    await run.close();
  }
}

/** When time ends, as the flags say it. @throws HoldlineError time_invalid. */
export function endOf({ until, drain }: Pick<ReplayFlags, 'until' | 'drain'>): EndOfTime {
  if (until === undefined) return drain === true ? 'drain' : 'lastEvent';
  const at = parseInstant(/^\d+$/.test(until) ? Number(until) : until);
  if (typeof at === 'number') return at;
  throw new HoldlineError(
    'time_invalid',
    `--until expects an RFC 3339 time with offset such as 2026-03-03T09:00:00Z, found "${until}": correct it`,
  );
}

/** The partial policy in a JSON file. @throws HoldlineError input_unreadable, policy_invalid. */
export function readPolicyFile(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new HoldlineError(
      'input_unreadable',
      `cannot read the policy ${path} (${code}): check that it exists and may be read`,
      { cause: error },
    );
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new HoldlineError('policy_invalid', `the policy ${path} is no JSON: ${reason}`, {
      cause: error,
    });
  }
}

/** Shows how far the reading has come, on a terminal only. */
function progressOf(file: string): ((bytes: number) => void) | undefined {
  if (!process.stderr.isTTY || file === '-') return undefined;
  const total = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (total < 10_000_000) return undefined;
  return (bytes) => {
    const share = Math.floor((bytes / total) * 100);
    process.stderr.write(`\rreplaying ${file} … ${share} %${bytes >= total ? '\n' : ''}`);
  };
}

/** Says on standard error what became of the lines. */
function report({ counts, engine }: ReplayRun): void {
  sayCounts(
    counts,
    engine.tenants.reduce((sum, tenant) => sum + tenant.shelf.size, 0),
  );
}

function sayCounts(counts: ReplayCounts, conversations: number): void {
  const { lines, applied, duplicate, late, rejected, leftOut } = counts;
  process.stderr.write(
    `${lines} lines: ${applied} applied, ${duplicate} duplicate, ${late} late, ${rejected} rejected` +
      `${leftOut > 0 ? `, ${leftOut} after --until left out` : ''}; ${conversations} conversations\n`,
  );
}
