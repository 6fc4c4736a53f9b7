// Where a command reads what metrics rest on: a file of events, replayed, or the journal of a store.
import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import type { TakeMoment } from '../engine/moments.ts';
import { journalMoments } from '../engine/journal-moments.ts';
import { keptPolicy } from '../engine/kept-tenant.ts';
import { HoldlineError } from '../events/holdline-error.ts';
import { DEFAULT_POLICY } from '../policy/default-policy.ts';
import type { MetricOptions } from '../policy/metric-options.ts';
import { metricOptionsOf } from '../policy/policy-metrics.ts';
import { openSqliteStore } from '../store/sqlite-store.ts';
import type { Store } from '../store/store.ts';
import type { EndOfTime } from './event-lines.ts';
import { readLines } from './line-reader.ts';
import { policyOf } from './policy-of.ts';
import { ReplayRun } from './replay-run.ts';

/** How the input is read. */
export interface MomentSource {
  readonly file: string;
  /** A partial policy, for a file of events. A store has its own. */
  readonly policy?: unknown;
  /** When time ends, for a file of events. */
  readonly end?: EndOfTime;
}

const STORE_ENDINGS = ['.db', '.sqlite', '.sqlite3'];
const HOUR_MS = 3_600_000;

/**
 * Gives every moment of the input to `take`, each tenant's in the order of time. Of a store, another process may write on meanwhile.
 *
 * @throws HoldlineError input_unreadable, policy_invalid, and those of opening a store.
 */
export async function takeMoments(source: MomentSource, take: TakeMoment): Promise<void> {
  const { file, policy, end = 'lastEvent' } = source;
  if (isStore(file)) {
    takeStored(file, take);
    return;
  }
  const run = new ReplayRun({ policy, end, tables: [], onMoment: take });
  await readLines(file, run);
  run.finish();
}

/**
 * The choices of the metrics that the input's own policy comes to.
 *
 * @throws HoldlineError input_unreadable, policy_invalid, and those of opening a store.
 */
export function ownOptions(file: string, policy: unknown): MetricOptions {
  if (!isStore(file)) return metricOptionsOf(policyOf(policy));
  const store = openStored(file);
  try {
    return metricOptionsOf(keptPolicy(store.tenants()) ?? DEFAULT_POLICY);
  } finally {
    store.close();
  }
}

const isStore = (file: string) => STORE_ENDINGS.includes(extname(file).toLowerCase());

function openStored(file: string): Store {
  if (!existsSync(file)) {
    throw new HoldlineError(
      'input_unreadable',
      `expected a store at ${file}, found nothing: check the path`,
    );
  }
  return openSqliteStore({ file, synchronous: 'full', readOnly: true });
}

function takeStored(file: string, take: TakeMoment): void {
  const store = openStored(file);
  try {
    const { lateness } = keptPolicy(store.tenants()) ?? DEFAULT_POLICY;
    // A policy in the journal may have widened the bound: an hour is enough for most.
    const settledMs = 2 * Math.max(lateness, HOUR_MS);
    for (const { tenant, moment } of journalMoments(
      (position) => store.records(position),
      settledMs,
    )) {
      take(tenant, moment);
    }
  } finally {
    store.close();
  }
}
