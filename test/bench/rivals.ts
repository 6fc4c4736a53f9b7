// The same events through Holdline and through what teams use instead, side by side on the same disk.
// Where every session stands in the end, and when its timers are due, is compared before a time counts.
import { deepStrictEqual } from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEngine } from '../../src/engine/open-engine.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { VirtualClock } from '../../src/testing/virtual-clock.ts';
import { median, type ReportRow } from './report.ts';
import { GluedSessions } from './rival-glue.ts';
import { restateRows } from './rival-restate.ts';
import {
  channelOf,
  endUserOf,
  rivalWorkload,
  type RivalEnd,
  type RivalWorkload,
} from './rival-workload.ts';

const SESSIONS = 1000;
const ROUNDS = 3;
const GLUE_TIMES_MIN = 15;
/** Dispatches that wait for their commit at the same time, as in a service with many sessions. */
const IN_FLIGHT = 1000;

/** How a host may hand over its events. */
type HoldlineWay = (engine: Engine, inputs: readonly object[]) => Promise<void>;

/** The rows of the report. */
export async function rivals(): Promise<readonly ReportRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'holdline-bench-'));
  try {
    const workload = rivalWorkload(SESSIONS);
    const { ends, ...rates } = await againstGlue(workload, folder);
    return [...glueRows(workload, rates), ...(await restateRows(workload, ends, rates.inFlight))];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Events a second of each. */
interface Rates {
  readonly inFlight: number;
  readonly inBatches: number;
  readonly oneByOne: number;
  readonly glue: number;
}

async function againstGlue(
  workload: RivalWorkload,
  folder: string,
): Promise<Rates & { readonly ends: readonly RivalEnd[] }> {
  const found = { inFlight: [], inBatches: [], oneByOne: [], glue: [] } as Record<
    keyof Rates,
    number[]
  >;
  let ends: readonly RivalEnd[] = [];
  // The first round is for V8.
  for (let round = 0; round <= ROUNDS; round += 1) {
    const file = (name: string) => join(folder, `${name}-${round}.db`);
    const rates = {
      inFlight: await holdlineRun(workload, file('in-flight'), dispatchInFlight(IN_FLIGHT)),
      inBatches: await holdlineRun(workload, file('in-batches'), dispatchInBatches),
      oneByOne: await holdlineRun(workload, file('one-by-one'), dispatchInFlight(1)),
      glue: glueRun(workload, file('glue')),
    };
    ({ ends } = rates.glue);
    for (const run of Object.values(rates)) {
      deepStrictEqual(run.ends, ends);
      deepStrictEqual(run.dueTimes, rates.glue.dueTimes);
    }
    if (round === 0) continue;
    for (const way of Object.keys(found) as (keyof Rates)[]) found[way].push(rates[way].rate);
  }
  return {
    inFlight: median(found.inFlight),
    inBatches: median(found.inBatches),
    oneByOne: median(found.oneByOne),
    glue: median(found.glue),
    ends,
  };
}

function glueRows({ events }: RivalWorkload, rates: Rates): ReportRow[] {
  const times = rates.inFlight / rates.glue;
  return [
    {
      what: `ends and timers of ${SESSIONS} sessions equal`,
      found: `${events.length} events`,
      wanted: '',
      holds: true,
    },
    {
      what: `Holdline, group mode, ${IN_FLIGHT} dispatches in flight`,
      found: perSecond(rates.inFlight),
      wanted: '',
    },
    {
      what: `  the same by dispatchMany, ${IN_FLIGHT} at once`,
      found: perSecond(rates.inBatches),
      wanted: '',
    },
    { what: '  the same, one in flight', found: perSecond(rates.oneByOne), wanted: '' },
    { what: 'XState and one transaction an event', found: perSecond(rates.glue), wanted: '' },
    {
      what: 'Holdline : XState and one transaction an event',
      found: `${times.toFixed(1)} x`,
      wanted: `>= ${GLUE_TIMES_MIN} x`,
      holds: times >= GLUE_TIMES_MIN,
    },
  ];
}

interface Run {
  readonly rate: number;
  readonly ends: readonly RivalEnd[];
  readonly dueTimes: readonly number[];
}

/** On an SQLite file, group commit with synchronous=FULL; what the checkpoint takes is part of the time. */
async function holdlineRun(
  { events, settings, setUp, startAt }: RivalWorkload,
  file: string,
  way: HoldlineWay,
): Promise<Run> {
  // As parsed from a request each: nothing is shared with another run.
  const inputs = events.map(({ forEngine }) => ({ ...forEngine }));
  const clock = new VirtualClock(startAt);
  const engine = openEngine({ store: file, durability: 'group', clock, ticksByClock: false });
  await engine.dispatchMany(setUp);
  globalThis.gc?.();
  const start = performance.now();
  await way(engine, inputs);
  await engine.checkpoint();
  const ms = performance.now() - start;
  const ends = settings.map((_, session) => endIn(engine, session));
  const dueTimes = (await engine.timers()).map(({ dueAt }) => dueAt);
  await engine.close();
  return { rate: (events.length / ms) * 1000, ends, dueTimes };
}

const dispatchInFlight =
  (lanes: number): HoldlineWay =>
  async (engine, inputs) => {
    let next = 0;
    const lane = async () => {
      while (next < inputs.length) {
        const { verdict, message } = await engine.dispatch(inputs[next++]);
        if (verdict !== 'applied')
          throw new Error(`expected applied, found ${verdict}: ${message}`);
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
  };

const dispatchInBatches: HoldlineWay = async (engine, inputs) => {
  for (let first = 0; first < inputs.length; first += IN_FLIGHT) {
    await engine.dispatchMany(inputs.slice(first, first + IN_FLIGHT));
  }
};

function endIn(engine: Engine, session: number): RivalEnd {
  const key = { channelId: channelOf(session), endUserId: endUserOf(session) };
  const id = engine.conversation(key)?.session?.id ?? '';
  const view = engine.session(id);
  if (view === undefined) throw new Error(`expected a session of ${key.endUserId}, found none`);
  const { value, agentMessages, endUserMessages } = view;
  return { value, agentMessages, endUserMessages };
}

function glueRun({ events, settings }: RivalWorkload, file: string): Run {
  const sessions = new GluedSessions(file, settings);
  globalThis.gc?.();
  const start = performance.now();
  for (const event of events) sessions.send(event);
  const ms = performance.now() - start;
  const run = { ends: sessions.ends(), dueTimes: sessions.dueTimes() };
  sessions.close();
  return { rate: (events.length / ms) * 1000, ...run };
}

const perSecond = (rate: number) => `${Math.round(rate).toLocaleString('en')} events/s`;
