import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { HoldlineError } from '../events/holdline-error.ts';
import { TABLE_NAMES, type TableName } from '../tables/table.ts';
import { parseInstant } from '../time/instant.ts';
import { readLines } from './line-reader.ts';
import { readPolicyFile } from './policy-file.ts';
import type { EndOfTime } from './event-lines.ts';
import { sayCounts, writeResult, type ReplayPlan } from './replay-result.ts';
import { makeFolder } from './table-folder.ts';
import { terminalWidth, type TableFormat } from './table-writer.ts';

/** Below it the start of a thread costs more than it saves. */
const LARGE_BYTES_MIN = 16 * 1024 * 1024;

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
  // Before the work and not after it: nobody shall wait for tables that have nowhere to go.
  if (flags.out !== undefined) makeFolder(flags.out);
  if (flags.store !== undefined) {
    await replayIntoStore(file, flags.store, flags);
    return;
  }
  const plan = planOf(flags);
  const largeBytes = largeSizeOf(file);
  if (largeBytes !== undefined) {
    const { replayInThreads } = await import('./threaded-replay.ts');
    await replayInThreads(file, plan, progressOf(file, largeBytes));
    return;
  }
  const { ReplayRun } = await import('./replay-run.ts');
  const run = new ReplayRun(plan);
  await readLines(file, run);
  run.finish();
  sayCounts(run.counts, run.replayed.conversations);
  await writeResult(run.replayed, plan);
}

/** @throws HoldlineError input_unreadable, policy_invalid, time_invalid. */
function planOf(flags: ReplayFlags): ReplayPlan {
  const { table, out, format = 'ndjson' } = flags;
  const tables = out === undefined ? (table === undefined ? [] : [table]) : TABLE_NAMES;
  const policy = flags.policy === undefined ? undefined : readPolicyFile(flags.policy);
  return { policy, end: endOf(flags), tables, table, out, format, width: terminalWidth() };
}

/** The size of a file for which a second thread pays its start; undefined for a smaller one, for standard input, and with one processor. */
function largeSizeOf(file: string): number | undefined {
  const stats =
    file === '-' || availableParallelism() === 1
      ? undefined
      : statSync(file, { throwIfNoEntry: false });
  return stats?.isFile() === true && stats.size >= LARGE_BYTES_MIN ? stats.size : undefined;
}

/** As `replay`, over a file that keeps the result: a second run goes on where the first one stopped. */
async function replayIntoStore(file: string, storeFile: string, flags: ReplayFlags): Promise<void> {
  const { StoreRun } = await import('./replay-store.ts');
  const plan = planOf(flags);
  const run = new StoreRun(storeFile, plan.policy, plan.end);
  try {
    await readLines(file, run);
    await run.finish();
    sayCounts(run.counts, run.conversations);
    await writeResult(run, plan);
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

/** Shows how far the reading has come, on a terminal only. */
function progressOf(file: string, total: number): ((bytes: number) => void) | undefined {
  if (!process.stderr.isTTY) return undefined;
  return (bytes) => {
    const share = Math.floor((bytes / total) * 100);
    process.stderr.write(`\rreplaying ${file} … ${share} %${bytes >= total ? '\n' : ''}`);
  };
}
