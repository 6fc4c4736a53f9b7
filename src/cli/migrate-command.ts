// `holdline migrate`: takes a store over to the charts of this version, after saying what that means for its sessions.
import { randomUUID } from 'node:crypto';
import { ENDINGS } from '../engine/erasure.ts';
import { planMigration, type MigrationOptions } from '../engine/migration.ts';
import type { MigrationReport } from '../engine/migration-report.ts';
import type { Engine } from '../engine/engine.ts';
import { openEngine } from '../engine/open-engine.ts';
import { HoldlineError } from '../events/holdline-error.ts';
import { openSqliteStore } from '../store/sqlite-store.ts';
import { policyOf } from './doctor-command.ts';
import { migrationInWords } from './migration-words.ts';
import { readPolicyFile } from './policy-file.ts';

/** The options of `holdline migrate`, as they were written. */
export interface MigrateFlags {
  readonly dryRun?: boolean;
  readonly json?: boolean;
  readonly map: readonly string[];
  readonly conflicts?: 'keep' | 'end';
  readonly enginePolicy?: string;
  readonly policy?: string;
  readonly backup: boolean;
}

/** What came of a migration, beside its report. */
export interface Outcome {
  readonly isDryRun: boolean;
  readonly isApplied: boolean;
  /** The copy that was made before; null if none was. */
  readonly backup: string | null;
  /** Conflicts that were ended, count. */
  readonly ended: number;
}

/**
 * Takes a store over and prints what came of it. Returns the exit code.
 *
 * @throws HoldlineError migration_refused, policy_invalid, input_unreadable, and as the opening of a store.
 */
export async function migrate(file: string, flags: MigrateFlags): Promise<number> {
  const options: Wish = {
    enginePolicy: flags.enginePolicy,
    now: Date.now(),
    map: mapOf(flags.map),
    conflicts: flags.conflicts ?? 'refuse',
    ...(flags.policy !== undefined && { proposed: readPolicyFile(flags.policy) }),
  };
  const { report, outcome } =
    flags.dryRun === true
      ? lookThrough(file, options)
      : await apply(file, options, flags.backup, policyText(flags.enginePolicy));
  process.stdout.write(
    flags.json === true
      ? `${JSON.stringify({ store: file, ...outcome, ...report.toJSON() })}\n`
      : migrationInWords(file, report, outcome),
  );
  return report.unresolved > 0 ? 1 : 0;
}

/** What is asked for; the policy is known once the store is open. */
interface Wish extends Omit<MigrationOptions, 'policy'> {
  readonly enginePolicy: string | undefined;
}

interface Migrated {
  readonly report: MigrationReport;
  readonly outcome: Outcome;
}

function lookThrough(file: string, options: Wish): Migrated {
  const store = openSqliteStore({ file, readOnly: true });
  try {
    const { report } = planMigration(store, {
      ...options,
      policy: policyOf(options.enginePolicy, store),
    });
    return { report, outcome: { isDryRun: true, isApplied: false, backup: null, ended: 0 } };
  } finally {
    store.close();
  }
}

async function apply(
  file: string,
  options: Wish,
  isBackedUp: boolean,
  policy: unknown,
): Promise<Migrated> {
  const store = openSqliteStore({ file });
  let backup: string | null = null;
  let report: MigrationReport;
  try {
    const plan = planMigration(store, {
      ...options,
      policy: policyOf(options.enginePolicy, store),
    });
    ({ report } = plan);
    if (plan.checkpoint === undefined) {
      return { report, outcome: { isDryRun: false, isApplied: false, backup, ended: 0 } };
    }
    if (isBackedUp) {
      backup = `${file}.before-${stampOf(options.now)}`;
      await store.backup(backup);
    }
    store.checkpoint(plan.checkpoint);
  } finally {
    store.close();
  }
  const ended = options.conflicts === 'end' ? await end(file, report.conflictIds, policy) : 0;
  return { report, outcome: { isDryRun: false, isApplied: true, backup, ended } };
}

/** Ends sessions by events, as anybody would: their facts are told and their agents are free. */
async function end(file: string, sessionIds: readonly string[], policy: unknown): Promise<number> {
  if (sessionIds.length === 0) return 0;
  const engine = openEngine({
    store: file,
    ticksByClock: false,
    ...(policy !== undefined && { policy }),
  });
  try {
    let ended = 0;
    for (const sessionId of sessionIds) {
      // oxlint-disable-next-line no-await-in-loop
      if (await endOne(engine, sessionId)) ended += 1;
    }
    return ended;
  } finally {
    await engine.close();
  }
}

/** True once the session is over. */
async function endOne(engine: Engine, sessionId: string): Promise<boolean> {
  for (const type of ENDINGS) {
    const tenant = engine.session(sessionId)?.tenant;
    const event = { id: `migration-${randomUUID()}`, type, at: Date.now(), tenant, sessionId };
    // oxlint-disable-next-line no-await-in-loop
    await engine.dispatch(event);
    if (engine.session(sessionId)?.isOpen === false) return true;
  }
  return false;
}

function mapOf(texts: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    texts.map((text) => {
      const [from, to, ...rest] = text.split('=');
      if (from !== undefined && from !== '' && to !== undefined && to !== '' && rest.length === 0) {
        return [from, to] as const;
      }
      throw new HoldlineError(
        'migration_refused',
        `--map expects [graph:]old.leaf=new.leaf, found "${text}": correct it`,
      );
    }),
  );
}

const policyText = (file: string | undefined): unknown =>
  file === undefined ? undefined : readPolicyFile(file);

/** An instant as part of a file's name: 20260302T090000. */
const stampOf = (at: number) => new Date(at).toISOString().replaceAll(/[-:]|\..*$/g, '');
