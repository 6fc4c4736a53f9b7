// npm run bench [-- step|idle|engine|durable|rivals|population|replay|metrics|live|windows …]: what the engine costs, as ratios against named baselines in one run.
// Speeds are printed, never asserted; what is asserted is that the contestants' outputs are equal.
import { cpus } from 'node:os';
import { durableSpeed } from './durable-speed.ts';
import { engineSpeed } from './engine-speed.ts';
import { idleHeap } from './idle-heap.ts';
import { liveFollowing } from './live-following.ts';
import { metricsSpeed } from './metrics-speed.ts';
import { population } from './population.ts';
import { replayFile } from './replay-file.ts';
import { printPart, type ReportRow } from './report.ts';
import { rivals } from './rivals.ts';
import { stepContest } from './step-contest.ts';
import { windows } from './windows.ts';

const PARTS: Readonly<
  Record<string, readonly [string, () => readonly ReportRow[] | Promise<readonly ReportRow[]>]>
> = {
  step: ['step: one event of a session', stepContest],
  idle: ['idle: heap that an idle session takes, its key string left out', idleHeap],
  engine: ['engine: in memory, parsed objects in, facts and metrics out', engineSpeed],
  durable: ['durable: the whole engine, acknowledged after the commit', durableSpeed],
  rivals: ['rivals: the same sessions as teams run them today, on the same disk', rivals],
  population: ['population: one million idle sessions in one SQLite file', population],
  replay: ['replay: from the file to the table, each a process of its own', replayFile],
  metrics: ['metrics: all figures of every event, in memory', metricsSpeed],
  live: ['live: metrics that follow an engine, brought up to it after each batch', liveFollowing],
  windows: ['windows: the last twelve hours of 10,000 keys', windows],
};

const asked = process.argv.slice(2);
const names = asked.length === 0 ? Object.keys(PARTS) : asked;
const unknown = names.find((name) => !(name in PARTS));
if (unknown !== undefined) {
  process.stderr.write(`no part "${unknown}": one of ${Object.keys(PARTS).join(', ')}\n`);
  process.exit(2);
}
process.stdout.write(
  `holdline bench · node ${process.version} · ${cpus()[0]?.model ?? 'cpu'} × ${cpus().length}\n`,
);
for (const name of names) {
  const [title, run] = PARTS[name] as (typeof PARTS)[string];
  printPart(title, await run());
}
