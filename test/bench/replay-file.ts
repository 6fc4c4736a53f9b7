// `holdline replay` as a user runs it: the built program, from the start of the process to its exit, against the bare
// parsing of the same file. Then what it keeps, measured inside this process at one and at two million events.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, closeSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { IdSet } from '../../src/engine/id-set.ts';
import { readLines } from '../../src/cli/line-reader.ts';
import { ReplayRun } from '../../src/cli/replay-run.ts';
import { writeEvents } from './generate-events.ts';
import { median, type ReportRow } from './report.ts';

const EVENTS = 1_000_000;
const RATE_MIN = 100_000;
const RATIO_MAX = 4;
const ROUNDS = 3;

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const PROGRAM = here('../../dist/src/cli/main.js');

/** The rows of the report. */
export async function replayFile(): Promise<readonly ReportRow[]> {
  execFileSync('npm', ['run', 'build'], { cwd: here('../..'), stdio: 'ignore' });
  const folder = mkdtempSync(join(tmpdir(), 'holdline-bench-'));
  try {
    const one = join(folder, 'one-million.ndjson');
    const two = join(folder, 'two-million.ndjson');
    await writeEvents(one, EVENTS);
    await writeEvents(two, 2 * EVENTS);
    return [...(await speedRows(one, two, folder)), ...(await keptRows(one, two))];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function speedRows(one: string, two: string, folder: string): Promise<ReportRow[]> {
  const bare: Run[] = [];
  const replayed: Run[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    bare.push(await run([here('bare-parse.mjs'), one]));
    replayed.push(await run([PROGRAM, 'replay', one, '--table', 'sessions']));
  }
  const toFiles = await run([PROGRAM, 'replay', one, '--out', join(folder, 'tables')]);
  const twice = await run([PROGRAM, 'replay', two, '--table', 'sessions']);
  const bareMs = median(bare.map(({ ms }) => ms));
  const ms = median(replayed.map((each) => each.ms));
  const peak = median(replayed.map(({ peakBytes }) => peakBytes));
  const ratio = ms / bareMs;
  const rate = EVENTS / (ms / 1000);
  const outRate = EVENTS / (toFiles.ms / 1000);
  const size = `${(statSync(one).size / EVENTS).toFixed(0)} bytes each`;
  return [
    { what: 'generated events', found: EVENTS.toLocaleString('en'), wanted: size },
    { what: 'bare split and JSON.parse', found: seconds(bareMs), wanted: '' },
    {
      what: 'replay --table sessions',
      found: `${seconds(ms)}, ${perSecond(rate)}`,
      wanted: `>= ${perSecond(RATE_MIN)}`,
      holds: rate >= RATE_MIN,
    },
    {
      what: 'replay : bare parse',
      found: `${ratio.toFixed(2)} x`,
      wanted: `<= ${RATIO_MAX} x`,
      holds: ratio <= RATIO_MAX,
    },
    {
      what: 'replay --out, all tables',
      found: `${seconds(toFiles.ms)}, ${perSecond(outRate)}`,
      wanted: `>= ${perSecond(RATE_MIN)}`,
      holds: outRate >= RATE_MIN,
    },
    { what: 'replay of two million', found: seconds(twice.ms), wanted: '' },
    { what: 'peak memory at one million', found: megabytes(peak), wanted: '' },
    { what: 'peak memory at two million', found: megabytes(twice.peakBytes), wanted: '' },
  ];
}

/** What stays in the heap when everything is decided: growth from one to two million, and what explains it. */
async function keptRows(one: string, two: string): Promise<ReportRow[]> {
  const first = await kept(one);
  const second = await kept(two);
  const perEvent = (second.bytes - first.bytes) / EVENTS;
  const idBytes = (heapOf(() => idsUpTo(2 * EVENTS)) - heapOf(() => idsUpTo(EVENTS))) / EVENTS;
  const rows = second.rows - first.rows;
  const perRow = ((perEvent - idBytes) * EVENTS) / rows;
  return [
    { what: 'kept at one million', found: megabytes(first.bytes), wanted: '' },
    { what: 'kept at two million', found: megabytes(second.bytes), wanted: '' },
    { what: 'growth an event', found: `${perEvent.toFixed(0)} bytes`, wanted: '' },
    {
      what: '  of which its id, against repetition',
      found: `${idBytes.toFixed(0)} bytes`,
      wanted: '',
    },
    {
      what: `  the rest is ${rows.toLocaleString('en')} sessions and conversations more, each`,
      found: `${perRow.toFixed(0)} bytes`,
      wanted: '',
    },
  ];
}

async function kept(file: string): Promise<{ readonly bytes: number; readonly rows: number }> {
  const before = heapUsed();
  const replay = new ReplayRun({ end: 'lastEvent', tables: ['sessions'] });
  await readLines(file, replay);
  replay.finish();
  const bytes = heapUsed() - before;
  let rows = 0;
  for (const conversation of replay.replayed.engine.conversations())
    rows += 1 + conversation.sessionsCount;
  return { bytes, rows };
}

function heapOf(make: () => unknown): number {
  const before = heapUsed();
  const made = make();
  const bytes = heapUsed() - before;
  if (made === undefined) throw new Error('expected something to measure');
  return bytes;
}

/** What the engine keeps of so many events against repetition. */
function idsUpTo(count: number): IdSet {
  const ids = new IdSet();
  for (let index = 1; index <= count; index += 1) {
    ids.add(Buffer.from(`e${index}`, 'latin1').toString('latin1'));
  }
  return ids;
}

function heapUsed(): number {
  if (globalThis.gc === undefined)
    throw new Error('run node with --expose-gc, as npm run bench does');
  globalThis.gc();
  globalThis.gc();
  const { heapUsed: inHeap, arrayBuffers } = process.memoryUsage();
  return inHeap + arrayBuffers;
}

interface Run {
  readonly ms: number;
  readonly peakBytes: number;
}

/** One process from its start to its exit; its output goes nowhere. */
async function run(args: readonly string[]): Promise<Run> {
  const nowhere = openSync('/dev/null', 'w');
  const start = performance.now();
  const child = spawn(process.execPath, ['--import', here('report-usage.mjs'), ...args], {
    stdio: ['ignore', nowhere, 'ignore', 'pipe'],
  });
  let told = '';
  child.stdio[3]?.on('data', (piece: Buffer) => (told += piece.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  const ms = performance.now() - start;
  closeSync(nowhere);
  if (code !== 0) throw new Error(`expected exit 0 of ${args.join(' ')}, found ${code}`);
  return { ms, peakBytes: Number(told) };
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
const perSecond = (rate: number) => `${Math.round(rate).toLocaleString('en')} events/s`;
