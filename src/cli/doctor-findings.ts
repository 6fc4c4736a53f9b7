// What a doctor makes of the figures: each finding says what is wrong and what to do, in that order.
import type { Examination } from '../engine/examination.ts';
import { formatInstant, type EpochMs } from '../time/instant.ts';
import { counted, countInWords, sizeInWords, spanInWords } from './plain-words.ts';

/** One thing that is not as it should be. */
export interface Finding {
  /** Stable: for alerts. */
  readonly code:
    | 'damaged'
    | 'charts_differ'
    | 'tail_unlike_written'
    | 'tail_long'
    | 'overdue_timers'
    | 'stuck_sessions'
    | 'time_ahead'
    | 'log_large'
    | 'disk_low';
  /** `error`: customers feel it, or data is at risk. */
  readonly severity: 'error' | 'warning';
  readonly what: string;
  readonly remedy: string;
}

/** Everything that a doctor knows of a file. */
export interface Diagnosis {
  readonly store: string;
  /** The instant judged by, RFC 3339. */
  readonly at: string;
  /** Whether that is the latest instant of the store itself, which lives by no clock, and not the wall clock's or one asked for. */
  readonly isOwnTime: boolean;
  /** Whether an engine has the store open for writing. */
  readonly isEngineRunning: boolean;
  readonly schemaVersion: number;
  /** Bytes. */
  readonly fileBytes: number;
  readonly logBytes: number;
  /** Free on the disk; null where the system does not say. */
  readonly freeBytes: number | null;
  readonly journal: {
    readonly first: number | null;
    readonly last: number;
    readonly checkpoint: number;
    /** Records that the next opening decides again. */
    readonly toDecideAgain: number;
  };
  readonly examination: Examination;
  /** Faults of the file; null where it was not checked. */
  readonly faults: readonly string[] | null;
}

/** So many records take an opening some seconds. */
const TAIL_LONG = 50_000;
const LOG_LARGE_BYTES = 1e9;
/** Erasing writes the file anew, and an engine needs room for a day. */
const FREE_MIN_BYTES = 1e9;
/** A host's clock may be a little ahead. */
const AHEAD_MS = 60_000;

/** The findings of a diagnosis, errors first. */
export function findingsOf(diagnosis: Diagnosis, now: EpochMs): readonly Finding[] {
  const findings = [
    ...storeFindings(diagnosis),
    ...chartFindings(diagnosis),
    ...sessionFindings(diagnosis, now),
  ];
  return findings.toSorted(
    (a, b) => Number(a.severity !== 'error') - Number(b.severity !== 'error'),
  );
}

function storeFindings({ faults, journal, logBytes, freeBytes, fileBytes }: Diagnosis): Finding[] {
  const findings: Finding[] = [];
  if (faults !== null && faults.length > 0) {
    findings.push({
      code: 'damaged',
      severity: 'error',
      what: `The file is damaged: ${faults.slice(0, 3).join('; ')}${faults.length > 3 ? ' …' : ''}.`,
      remedy:
        'Stop the engine, keep the file, restore the last backup, and send the events since then again: ids make that safe.',
    });
  }
  if (journal.toDecideAgain > TAIL_LONG) {
    findings.push({
      code: 'tail_long',
      severity: 'warning',
      what: `${countInWords(journal.toDecideAgain)} records follow the last checkpoint: the next opening takes longer.`,
      remedy: 'Call engine.checkpoint(), or look in the log for checkpoints that fail.',
    });
  }
  if (logBytes > LOG_LARGE_BYTES) {
    findings.push({
      code: 'log_large',
      severity: 'warning',
      what: `The write-ahead log holds ${sizeInWords(logBytes)}: a reader has kept it from being cut.`,
      remedy: 'Close whatever reads the file for long: a copy, a shell, a report.',
    });
  }
  if (freeBytes !== null && freeBytes < Math.max(FREE_MIN_BYTES, fileBytes)) {
    findings.push({
      code: 'disk_low',
      severity: freeBytes < FREE_MIN_BYTES ? 'error' : 'warning',
      what: `The disk has ${sizeInWords(freeBytes)} left, and the store is ${sizeInWords(fileBytes)}: a backup or an erasure needs room for a second one.`,
      remedy: 'Make room, or set a retention so that the file stops growing.',
    });
  }
  return findings;
}

function chartFindings({ examination }: Diagnosis): Finding[] {
  const { charts, currentCharts, tail } = examination;
  if (charts !== null && charts.join(' ') !== currentCharts.join(' ')) {
    const changed = charts.filter((chart) => !currentCharts.includes(chart));
    return [
      {
        code: 'charts_differ',
        severity: 'error',
        what: `Other charts decided these sessions than this version runs (${changed.join(', ')}): an engine of this version refuses the store.`,
        remedy:
          'Run holdline migrate --dry-run to see what would change, then holdline migrate; or go back to the version before.',
      },
    ];
  }
  if (tail === 'included') return [];
  return [
    {
      code: 'tail_unlike_written',
      severity: 'warning',
      what: 'The records after the checkpoint, decided again, say something else than was written; the figures are those of the checkpoint.',
      remedy:
        'Give the policy that the engine is opened with by --policy. If it is the right one, open the store with the version that wrote it.',
    },
  ];
}

function sessionFindings(diagnosis: Diagnosis, now: EpochMs): Finding[] {
  const { examination, isEngineRunning } = diagnosis;
  const { overdueCount, overdue, stuckCount, stuck, stuckByStatus, tenants } = examination;
  const findings: Finding[] = [];
  if (overdueCount > 0) {
    const first = overdue[0];
    const oldest =
      first === undefined
        ? ''
        : ` The oldest is ${first.timer ?? 'a timer'} of ${first.sessionId}, due ${spanInWords(now - first.since)} ago.`;
    findings.push({
      code: 'overdue_timers',
      severity: isEngineRunning ? 'error' : 'warning',
      what: `${counted(overdueCount, 'conversation')} should have changed by a timer and did not.${oldest}`,
      remedy: isEngineRunning
        ? 'The engine that has the store open does not keep up: look at its log for slow commits and failures, and at what holds its thread. If its deadlines fire only by advanceTo, nothing is wrong.'
        : 'No engine has the store open: start it. It fires them at once, in the order of their instants, dated as they were due.',
    });
  }
  if (stuckCount > 0) {
    const byStatus = Object.entries(stuckByStatus)
      .map(([status, count]) => `${countInWords(count)} ${status}`)
      .join(', ');
    const ids = stuck.map(({ sessionId }) => sessionId).join(', ');
    findings.push({
      code: 'stuck_sessions',
      severity: 'warning',
      what: `${counted(stuckCount, 'open session')} (${byStatus}) will not change by itself, and nothing has touched it for long; the oldest: ${ids}.`,
      remedy:
        'engine.explain(id) says why. Route it, end it with supervisor.ended, or set a timer of the policy (maxWaiting, inactiveExpiry) for the next ones.',
    });
  }
  for (const { tenant, watermark } of tenants) {
    if (watermark === null || watermark - now <= AHEAD_MS) continue;
    findings.push({
      code: 'time_ahead',
      severity: 'warning',
      what: `Events of tenant ${tenant} are dated ${spanInWords(watermark - now)} in the future (${formatInstant(watermark)}): what is dated right is late until then.`,
      remedy: 'Mend the clock of the host that sends them; see docs/operations.md#clocks.',
    });
  }
  return findings;
}
