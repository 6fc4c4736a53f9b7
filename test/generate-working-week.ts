/*
 * Writes docs/examples/working-week.ndjson, the week that `holdline demo` shows: `npx tsx test/generate-working-week.ts`.
 * The same seed writes the same bytes.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { VerdictCode } from '../src/events/codes.ts';
import { arrivingLines } from './working-week/arrival.ts';
import { PEOPLE } from './working-week/company.ts';
import { startEveryday, startRush } from './working-week/everyday.ts';
import { startNotices, startReminders } from './working-week/notices.ts';
import { startRefusals } from './working-week/refusals.ts';
import { startScenes } from './working-week/scenes.ts';
import { startSetUp, startShifts } from './working-week/shifts.ts';
import { Agent, Week } from './working-week/week.ts';

/** Seed of the bundled week. */
export const WORKING_WEEK_SEED = 20_260_302;

/** A generated week. */
export interface WorkingWeek {
  /** NDJSON, one event a line. */
  readonly text: string;
  /** The ids of the events that must be rejected, with their codes. */
  readonly refused: ReadonlyMap<string, VerdictCode>;
}

/** Generates a week. */
export function workingWeek(seed: number): WorkingWeek {
  const week = new Week(
    seed,
    PEOPLE.map(({ id, team }) => new Agent(id, team)),
  );
  startSetUp(week);
  startShifts(week);
  startScenes(week);
  startRefusals(week);
  startNotices(week);
  startReminders(week);
  startRush(week);
  startEveryday(week);
  week.run();
  return { text: `${arrivingLines(week).join('\n')}\n`, refused: week.refused };
}

const file = fileURLToPath(new URL('../docs/examples/working-week.ndjson', import.meta.url));
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, workingWeek(WORKING_WEEK_SEED).text);
  process.stdout.write(`${file}\n`);
}
