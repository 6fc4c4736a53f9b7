// One million idle sessions in one file: what the process takes, how fast it is back after a kill, and whether a million
// timers of one hour all fire, in order.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ReportRow } from './report.ts';

/** The target is one million; on a busy machine fewer say where the time goes. */
const SESSIONS = Number(process.env['POPULATION'] ?? 1_000_000);
const RSS_MAX_MB = 400;
const OPEN_MAX_MS = 15_000;
const HOST = fileURLToPath(new URL('population-host.ts', import.meta.url));

interface Fired {
  readonly openMs: number;
  readonly rssOpen: number;
  readonly fired: number;
  readonly inOrder: boolean;
  readonly fireMs: number;
  readonly rssFiring: number;
  readonly rssCatchUp: number;
}

/** The rows of the report. */
export async function population(): Promise<readonly ReportRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'holdline-bench-'));
  try {
    const file = join(folder, 'population.db');
    const start = performance.now();
    const filled = await host<{ rss: number }>('fill', file, true);
    const fillMs = performance.now() - start;
    const bytes = statSync(file).size / SESSIONS;
    const again = await host<Fired>('fire', file, false);
    return rowsOf(filled.rss, fillMs, bytes, again);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function rowsOf(rss: number, fillMs: number, bytes: number, again: Fired): ReportRow[] {
  const sessions = SESSIONS.toLocaleString('en');
  const rssMb = Math.max(rss, again.rssOpen) / 1e6;
  return [
    { what: 'idle sessions', found: sessions, wanted: `${bytes.toFixed(0)} bytes each on disk` },
    { what: 'filled in', found: seconds(fillMs), wanted: '3 events a session' },
    {
      what: 'process memory, all idle',
      found: `${rssMb.toFixed(0)} MB`,
      wanted: `<= ${RSS_MAX_MB} MB`,
      holds: rssMb <= RSS_MAX_MB,
    },
    {
      what: 'process memory, opened again',
      found: `${(again.rssOpen / 1e6).toFixed(0)} MB`,
      wanted: '',
    },
    {
      what: 'open again after SIGKILL',
      found: seconds(again.openMs),
      wanted: `<= ${seconds(OPEN_MAX_MS)}`,
      holds: again.openMs <= OPEN_MAX_MS,
    },
    {
      what: 'timers of one hour fired, in order',
      found: `${again.fired.toLocaleString('en')} in ${seconds(again.fireMs)}`,
      wanted: `all ${sessions}`,
      holds: again.fired === SESSIONS && again.inOrder,
    },
    {
      what: 'process memory while they fire, at most',
      found: `${(again.rssFiring / 1e6).toFixed(0)} MB`,
      wanted: '',
    },
    {
      what: 'the same while they catch up and nothing arrives',
      found: `${(again.rssCatchUp / 1e6).toFixed(0)} MB`,
      wanted: '',
    },
  ];
}

/** Runs the host until it reports; then it is killed, or left to its end. */
async function host<T>(phase: string, file: string, isKilled: boolean): Promise<T> {
  const args = ['--expose-gc', '--import', 'tsx', HOST, phase, file, String(SESSIONS)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const [line] = (await Promise.race([once(lines, 'line'), exited.then(() => [''])])) as [string];
  if (isKilled) child.kill('SIGKILL');
  await exited;
  if (line === '') throw new Error(`the host of phase ${phase} has reported nothing`);
  return JSON.parse(line) as T;
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
