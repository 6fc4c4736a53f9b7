// A migration in words: what it means for people's sessions first.
import type { MigrationReport, MoveCount, RearmCount } from '../engine/migration-report.ts';
import type { Outcome } from './migrate-command.ts';
import { counted, countInWords, printable, spanInWords } from './plain-words.ts';

/** The report of a migration as text. */
export function migrationInWords(file: string, report: MigrationReport, outcome: Outcome): string {
  const lines = [headOf(file, report, outcome), ''];
  if (!report.isUnchanged) {
    lines.push(...chartLines(report), '', ...placeLines(report), ...deadlineLines(report));
  }
  lines.push(...rearmLines(report));
  return `${lines
    .map((line) => printable(line))
    .join('\n')
    .trimEnd()}\n`;
}

function headOf(file: string, report: MigrationReport, outcome: Outcome): string {
  const { unresolved, isUnchanged } = report;
  if (isUnchanged)
    return `${file}: its charts are those of this version; there is nothing to migrate.`;
  if (unresolved > 0) {
    return (
      `${file}: nothing was changed. The new charts have no place for ${counted(unresolved, 'session')}: ` +
      `name one by --map old.leaf=new.leaf, or choose --conflicts keep or --conflicts end.`
    );
  }
  if (outcome.isDryRun)
    return `${file}: this is what holdline migrate would do; nothing was changed.`;
  const copy =
    outcome.backup === null ? 'without a copy' : `the copy from before is ${outcome.backup}`;
  const ended = outcome.ended > 0 ? ` ${counted(outcome.ended, 'session')} ended.` : '';
  return `${file}: migrated; ${copy}.${ended}`;
}

function chartLines({ storedCharts, currentCharts }: MigrationReport): string[] {
  const gone = storedCharts.filter((chart) => !currentCharts.includes(chart));
  const come = currentCharts.filter((chart) => !storedCharts.includes(chart));
  return [`  charts     ${gone.join(', ') || 'none'}  →  ${come.join(', ') || 'none'}`];
}

function placeLines({ stays, moves, conflicts, places }: MigrationReport): string[] {
  const head = `  sessions   ${countInWords(stays)} stay, ${countInWords(moves)} move, ${counted(conflicts, 'conflict')}`;
  return [head, ...places.map((place) => `    ${placeInWords(place)}`), ''];
}

function placeInWords({ graph, from, to, why, count, status, examples }: MoveCount): string {
  const where = `${graph}: ${from} (${status})`;
  switch (why) {
    case 'sameLeaf':
      return `${countInWords(count)} × ${where} is there in the new chart as well`;
    case 'mapped':
      return `${countInWords(count)} × ${where} → ${to ?? ''}, as mapped`;
    case 'sameStatus':
      return `${countInWords(count)} × ${where} → ${to ?? ''}, which has the same status`;
    case 'noLeaf':
      return `${countInWords(count)} × ${where} CONFLICT: no such place any more, e.g. ${examples.join(', ')}`;
    case 'noGraph':
      return `${countInWords(count)} × ${where} CONFLICT: no such chart any more, e.g. ${examples.join(', ')}`;
  }
}

function deadlineLines({ deadlines, moves, conflicts }: MigrationReport): string[] {
  if (moves + conflicts === 0) return [];
  const said = {
    kept: 'keep their instant',
    readdressed: 'keep their instant and are heard by another name',
    lapses: 'LAPSE: the new place knows no such timer',
  } as const;
  const lines = (Object.keys(said) as (keyof typeof said)[]).flatMap((fate) =>
    Object.entries(deadlines[fate]).map(
      ([name, count]) => `    ${countInWords(count)} × ${name} ${said[fate]}`,
    ),
  );
  return lines.length === 0 ? [] : ['  deadlines', ...lines, ''];
}

function rearmLines({ rearm }: MigrationReport): string[] {
  const entries = Object.entries(rearm);
  if (entries.length === 0) return [];
  return [
    '  under the proposed policy (nothing of it is applied here: send policy.changed, then re-arm)',
    ...entries.map(([name, count]) => `    ${name}: ${rearmInWords(count)}`),
  ];
}

function rearmInWords({ same, earlier, later, off, dueNow, shiftMsMax }: RearmCount): string {
  const parts = [
    [same, 'stay'],
    [earlier, 'earlier'],
    [later, 'later'],
    [off, 'switched off'],
  ] as const;
  const said = parts
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${countInWords(count)} ${what}`);
  const shift = shiftMsMax > 0 ? `, by up to ${spanInWords(shiftMsMax)}` : '';
  const now = dueNow > 0 ? `; ${countInWords(dueNow)} would be due at once` : '';
  return `${said.join(', ')}${shift}${now}`;
}
