// The whole durable engine: parsed objects in, acknowledgements after the commit. In memory; and on an SQLite file against
// the bare driver, which appends the very bytes of the engine's journal, one row a batch, to a file beside it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { openEngine } from '../../src/engine/open-engine.ts';
import { VirtualClock } from '../../src/testing/virtual-clock.ts';
import { flatCost } from './durable-flat.ts';
import { generateEvents } from './generate-events.ts';
import { median, type ReportRow } from './report.ts';

const MEMORY_EVENTS = 200_000;
/** So many that more conversations take part than an engine lets differ from its store: a checkpoint falls within the time. */
const GROUP_EVENTS = 400_000;
const ROUNDS = 3;
const MEMORY_RATE_MIN = 150_000;
const SHARE_MIN = 0.3;
const P99_TIMES_MAX = 5;
const BATCHES = [100, 1000] as const;

interface Timed {
  readonly perSecond: number;
  /** Milliseconds from the dispatch of a batch to its acknowledgement, or of one bare commit. */
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

/** A run of the engine. */
interface EngineRun extends Timed {
  /** Checkpoints that the engine began by itself while events waited, and the one at the end. */
  readonly checkpoints: number;
}

/** The rows of the report. */
export async function durableSpeed(): Promise<readonly ReportRow[]> {
  const rows = [...(await memoryRows([...generateEvents(MEMORY_EVENTS)])), ...(await flatCost())];
  const lines = [...generateEvents(GROUP_EVENTS)];
  const folder = mkdtempSync(join(tmpdir(), 'holdline-bench-'));
  try {
    for (const batch of BATCHES) rows.push(...(await groupRows(lines, batch, folder)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return rows;
}

async function memoryRows(lines: readonly string[]): Promise<ReportRow[]> {
  const speeds: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const { perSecond } = await engineRun(lines, 'memory', 1000);
    if (round > 0) speeds.push(perSecond);
  }
  const found = median(speeds);
  return [
    {
      what: 'memory mode, session metrics on',
      found: rate(found),
      wanted: `>= ${rate(MEMORY_RATE_MIN)}`,
      holds: found >= MEMORY_RATE_MIN,
    },
  ];
}

async function groupRows(
  lines: readonly string[],
  batch: number,
  folder: string,
): Promise<ReportRow[]> {
  const engine: EngineRun[] = [];
  const bare: Timed[] = [];
  let bytes = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const file = join(folder, `engine-${batch}-${round}.db`);
    engine.push(await engineRun(lines, file, batch));
    const bodies = journalOf(file);
    bytes = bodies.reduce((sum, body) => sum + body.length, 0);
    bare.push(bareRun(bodies, lines.length, join(folder, `bare-${batch}-${round}.db`)));
  }
  const middle = (runs: readonly Timed[], pick: (run: Timed) => number) => median(runs.map(pick));
  const engineRate = middle(engine, (run) => run.perSecond);
  const bareRate = middle(bare, (run) => run.perSecond);
  const engineP99 = middle(engine, (run) => run.p99);
  const bareP99 = middle(bare, (run) => run.p99);
  const checkpoints = Math.min(...engine.map((run) => run.checkpoints));
  const share = engineRate / bareRate;
  const times = engineP99 / bareP99;
  return [
    {
      what: `group mode on SQLite, batches of ${batch}`,
      found: rate(engineRate),
      wanted: `${(bytes / lines.length).toFixed(0)} bytes an event`,
    },
    {
      what: '  checkpoints of it, slowest answer',
      found: `${checkpoints}, ${middle(engine, (run) => run.max).toFixed(0)} ms`,
      wanted: '>= 2 checkpoints',
      holds: checkpoints >= 2,
    },
    { what: '  bare driver, same bytes, FULL', found: rate(bareRate), wanted: '' },
    {
      what: '  engine : bare driver',
      found: `${(share * 100).toFixed(0)} %`,
      wanted: `>= ${SHARE_MIN * 100} %`,
      holds: share >= SHARE_MIN,
    },
    {
      what: '  p99 acknowledgement : bare p99 commit',
      found: `${engineP99.toFixed(1)} / ${bareP99.toFixed(1)} ms = ${times.toFixed(1)} x`,
      wanted: `<= ${P99_TIMES_MAX} x`,
      holds: times <= P99_TIMES_MAX,
    },
  ];
}

/** The engine over a store; one batch is under way at a time, and in the end everything has to stand in a checkpoint. */
async function engineRun(
  lines: readonly string[],
  store: string,
  batch: number,
): Promise<EngineRun> {
  const inputs = lines.map((line) => JSON.parse(line) as { at: string });
  const clock = new VirtualClock(inputs[0]?.at);
  const durability = store === 'memory' ? 'memory' : 'group';
  const engine = openEngine({ store, durability, clock, ticksByClock: false });
  const { store: written } = engine.inside;
  let checkpoints = 0;
  const write = written.checkpoint.bind(written);
  written.checkpoint = (checkpoint) => {
    checkpoints += 1;
    return write(checkpoint);
  };
  globalThis.gc?.();
  const took: number[] = [];
  const start = performance.now();
  for (let index = 0; index < inputs.length; index += batch) {
    const sent = performance.now();
    await engine.dispatchMany(inputs.slice(index, index + batch));
    took.push(performance.now() - sent);
  }
  // Kept in memory alone, nothing has to be written in the end.
  if (durability === 'group') await engine.checkpoint();
  const ms = performance.now() - start;
  await engine.close();
  return { ...timed(inputs.length, ms, took), checkpoints };
}

function bareRun(bodies: readonly string[], events: number, file: string): Timed {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL');
  database.exec('CREATE TABLE journal (position INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT');
  const insert = database.prepare('INSERT INTO journal VALUES (?, ?)');
  const took: number[] = [];
  const start = performance.now();
  for (let index = 0; index < bodies.length; index += 1) {
    const sent = performance.now();
    insert.run(index + 1, bodies[index] ?? null);
    took.push(performance.now() - sent);
  }
  const ms = performance.now() - start;
  database.close();
  return timed(events, ms, took);
}

/** The bodies of an engine's journal, as they stand in its file. */
function journalOf(file: string): readonly string[] {
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = database.prepare('SELECT body FROM journal ORDER BY position').all();
  database.close();
  return rows.map((row) => String((row as { body: unknown }).body));
}

function timed(events: number, ms: number, took: readonly number[]): Timed {
  const sorted = took.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
  return { perSecond: (events / ms) * 1000, p50: at(0.5), p99: at(0.99), max: at(1) };
}

const rate = (perSecond: number) => `${Math.round(perSecond).toLocaleString('en')} events/s`;
