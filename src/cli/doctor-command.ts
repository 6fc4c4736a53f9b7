// `holdline doctor`: looks at a store without touching it, and says what to do.
import { statfsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { AGE_CLASSES, examine } from '../engine/examination.ts';
import { HoldlineError } from '../events/holdline-error.ts';
import { keptPolicy } from '../engine/kept-tenant.ts';
import { ownTimeOf } from '../engine/own-time.ts';
import { DEFAULT_POLICY } from '../policy/default-policy.ts';
import { describePolicyIssues, isPolicyIssues, parsePolicy } from '../policy/parse-policy.ts';
import type { Policy } from '../policy/policy.ts';
import { openSqliteStore } from '../store/sqlite-store.ts';
import type { Store } from '../store/store.ts';
import { isBeingWritten } from '../store/writer-watch.ts';
import { DURATION_EXPECTED, parseDuration } from '../time/duration.ts';
import { formatInstant, parseInstant, type EpochMs } from '../time/instant.ts';
import { findingsOf, type Diagnosis, type Finding } from './doctor-findings.ts';
import { counted, countInWords, printable, sizeInWords, spanInWords } from './plain-words.ts';
import { readPolicyFile } from './policy-file.ts';

/** The options of `holdline doctor`, as they were written. */
export interface DoctorFlags {
  readonly json?: boolean;
  readonly policy?: string;
  readonly now?: string;
  readonly stuckAfter: string;
  readonly check: boolean;
}

/** Looks at a store and prints what it finds. Returns the exit code. @throws HoldlineError as the opening of a store. */
export function doctor(file: string, flags: DoctorFlags): number {
  const now = flags.now === undefined ? undefined : instantOf(flags.now);
  const stuckAfterMs = durationOf(flags.stuckAfter);
  const asked = { now, stuckAfterMs, policyFile: flags.policy, isChecked: flags.check };
  const { diagnosis, judgedAt } = diagnose(file, asked);
  const findings = findingsOf(diagnosis, judgedAt);
  process.stdout.write(
    flags.json === true
      ? `${JSON.stringify({ findings, ...diagnosis })}\n`
      : inWords(diagnosis, findings, judgedAt),
  );
  return findings.length === 0 ? 0 : 1;
}

interface Asked {
  /** Undefined for the time of the store itself. */
  readonly now: EpochMs | undefined;
  readonly stuckAfterMs: number;
  readonly policyFile: string | undefined;
  readonly isChecked: boolean;
}

function diagnose(
  file: string,
  { now: asked, stuckAfterMs, policyFile, isChecked }: Asked,
): { readonly diagnosis: Diagnosis; readonly judgedAt: EpochMs } {
  const store = openSqliteStore({ file, readOnly: true });
  try {
    const ownTime = asked === undefined ? ownTimeOf(store) : undefined;
    const now = asked ?? ownTime ?? Date.now();
    const policy = policyOf(policyFile, store);
    const { lastPosition: last, checkpointPosition: checkpoint } = store;
    const diagnosis: Diagnosis = {
      store: file,
      at: formatInstant(now),
      isOwnTime: ownTime !== undefined,
      isEngineRunning: isBeingWritten(file),
      schemaVersion: store.schemaVersion,
      fileBytes: bytesOf(file),
      logBytes: bytesOf(`${file}-wal`),
      freeBytes: freeBytesAt(dirname(resolve(file))),
      journal: {
        first: firstRecordOf(store),
        last,
        checkpoint,
        toDecideAgain: last - checkpoint,
      },
      examination: examine(store, { now, policy, stuckAfterMs }),
      faults: isChecked ? store.check() : null,
    };
    return { diagnosis, judgedAt: now };
  } finally {
    store.close();
  }
}

/** The first record that is kept; null for none, and for one that is damaged: then the check says so. */
function firstRecordOf(store: Store): number | null {
  try {
    return store.records(0).next().value?.position ?? null;
  } catch {
    return null;
  }
}

const bytesOf = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

function freeBytesAt(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}

/** The diagnosis as text: what is wrong first. */
function inWords(diagnosis: Diagnosis, findings: readonly Finding[], now: EpochMs): string {
  const head =
    findings.length === 0
      ? `${diagnosis.store} is well.`
      : `${diagnosis.store}: ${counted(findings.length, 'finding')}.`;
  const lines = [head, ''];
  for (const { severity, code, what, remedy } of findings) {
    lines.push(
      `${severity === 'error' ? 'ERROR' : 'warning'}  ${code}`,
      `  ${what}`,
      `  → ${remedy}`,
      '',
    );
  }
  lines.push(...storeLines(diagnosis), ...sessionLines(diagnosis, now));
  return `${lines.map((line) => printable(line)).join('\n')}\n`;
}

const OWN_TIME =
  ', its latest event: its deadlines fire only when its host says so, as in a replay (--now judges by another time)';

function storeLines(diagnosis: Diagnosis): string[] {
  const { fileBytes, logBytes, freeBytes, journal, faults, examination } = diagnosis;
  const free = freeBytes === null ? '' : `, ${sizeInWords(freeBytes)} free on the disk`;
  const records = journal.first === null ? 'empty' : `records ${journal.first} to ${journal.last}`;
  const checked =
    faults === null
      ? 'not checked'
      : faults.length === 0
        ? 'whole'
        : counted(faults.length, 'fault');
  const { charts, currentCharts } = examination;
  const isSame = charts === null || charts.join(' ') === currentCharts.join(' ');
  return [
    row('judged as of', `${diagnosis.at}${diagnosis.isOwnTime ? OWN_TIME : ''}`),
    row(
      'engine',
      diagnosis.isEngineRunning ? 'running: it has the store open' : 'none has the store open',
    ),
    row(
      'file',
      `${sizeInWords(fileBytes)}, log ${sizeInWords(logBytes)}${free}; ${checked}; schema ${diagnosis.schemaVersion}`,
    ),
    row(
      'journal',
      `${records}; checkpoint at ${journal.checkpoint}; ${countInWords(journal.toDecideAgain)} to decide again at the next opening`,
    ),
    row('charts', isSame ? 'those of this version' : (charts ?? []).join(', ')),
    ...examination.tenants.map(({ tenant, seq, watermark }) =>
      row(
        `tenant ${tenant}`,
        `fact ${countInWords(seq)}, events up to ${watermark === null ? 'none yet' : formatInstant(watermark)}`,
      ),
    ),
  ];
}

function sessionLines({ examination }: Diagnosis, now: EpochMs): string[] {
  const { open, openCount, nextDueAt, overdueCount, stuckCount } = examination;
  const next =
    nextDueAt === null ? 'none pending' : `next in ${spanInWords(Math.max(0, nextDueAt - now))}`;
  const overdue = overdueCount === 0 ? 'none' : `of ${counted(overdueCount, 'conversation')}`;
  const lines = [
    row('timers', `${overdue} overdue, ${next}`),
    row('open sessions', `${countInWords(openCount)}, ${countInWords(stuckCount)} of them stuck`),
  ];
  if (openCount === 0) return lines;
  const names = AGE_CLASSES.map(([name]) => name);
  lines.push(
    '',
    `  ${['open by age', ...names]
      .map((name) => name.padEnd(15))
      .join('')
      .trimEnd()}`,
  );
  for (const [status, ages] of Object.entries(open)) {
    const cells = names.map((name) => countInWords(ages[name] ?? 0).padEnd(15));
    lines.push(`  ${status.padEnd(15)}${cells.join('').trimEnd()}`);
  }
  return lines;
}

const row = (name: string, said: string) => `  ${name.padEnd(14)} ${said}`;

function instantOf(text: string): EpochMs {
  const at = parseInstant(/^\d+$/.test(text) ? Number(text) : text);
  if (typeof at === 'number') return at;
  throw new HoldlineError(
    'time_invalid',
    `--now expects an RFC 3339 time with offset such as 2026-03-03T09:00:00Z, found "${text}": correct it`,
  );
}

function durationOf(text: string): number {
  const ms = parseDuration(text);
  if (typeof ms === 'number') return ms;
  throw new HoldlineError(
    'time_invalid',
    `--stuck-after expects ${DURATION_EXPECTED[ms]}, found "${text}": correct it`,
  );
}

/**
 * The policy of a file over the defaults; without one, the policy that the store was opened with before.
 *
 * @throws HoldlineError input_unreadable, policy_invalid.
 */
export function policyOf(file: string | undefined, store: Store): Policy {
  if (file === undefined) return keptPolicy(store.tenants()) ?? DEFAULT_POLICY;
  const policy = parsePolicy(readPolicyFile(file));
  if (!isPolicyIssues(policy)) return policy;
  throw new HoldlineError('policy_invalid', describePolicyIssues(policy));
}
