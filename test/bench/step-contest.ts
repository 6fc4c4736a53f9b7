// Four ways to run the same sessions: `step` over the compiled chart, an XState actor, and a switch written by hand, once
// as an engineer would first write it and once tuned for V8.
// Their outputs are compared over the whole workload first; then they are timed in turns, and the median counts.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { SessionContext, SessionEvent } from '../../machines/index.ts';
import { sessionCharts } from '../../src/conversation/charts.ts';
import type { ChartState } from '../../src/statechart/compiled-chart.ts';
import { initialStep, step } from '../../src/statechart/step.ts';
import { stepByHand } from './hand-written-switch.ts';
import { stepOrdinarily } from './ordinary-switch.ts';
import { unbornSession } from './plain-session.ts';
import { median, type ReportRow } from './report.ts';
import { sessionLives, type SessionLife } from './session-life.ts';
import type { ActorTask } from './step-actors.ts';

const ACTOR_SHARE_MIN = 40;
const SWITCH_SHARE_MIN = 0.6;
const LIVES = 2000;
/** Lives that the actors run in one round: they are a hundred times slower. */
const ACTOR_LIVES = 400;
const ROUNDS = 15;
/** Passes over all lives in one round of the three fast contestants, so that a round takes long enough to be measured. */
const PASSES = 6;

const chart = sessionCharts['enhanced-customer'];

/** Events a millisecond of each contestant. */
interface Speeds<T> {
  readonly step: T;
  readonly ordinary: T;
  readonly tuned: T;
  readonly actor: T;
}

/** Compares the outputs, then times; the rows of the report. */
export async function stepContest(): Promise<readonly ReportRow[]> {
  const lives = sessionLives(LIVES);
  const events = lives.reduce((sum, life) => sum + life.events.length, 0);
  const actors = fork(fileURLToPath(new URL('step-actors.ts', import.meta.url)));
  await asked(actors, { task: 'compare', lives: LIVES });
  const speeds: Speeds<number[]> = { step: [], ordinary: [], tuned: [], actor: [] };
  for (let round = 0; round < ROUNDS + 3; round += 1) {
    const ordinary = timed(() => passes(lives, runOrdinary));
    const tuned = timed(() => passes(lives, runTuned));
    const stepped = timed(() => passes(lives, runStep));
    const acted = await asked(actors, { task: 'time', lives: ACTOR_LIVES });
    if (round < 3) continue;
    speeds.ordinary.push((events * PASSES) / ordinary);
    speeds.tuned.push((events * PASSES) / tuned);
    speeds.step.push((events * PASSES) / stepped);
    speeds.actor.push(acted);
  }
  actors.disconnect();
  return rowsOf(events, {
    step: median(speeds.step),
    ordinary: median(speeds.ordinary),
    tuned: median(speeds.tuned),
    actor: median(speeds.actor),
  });
}

function rowsOf(
  events: number,
  { step: stepped, ordinary, tuned, actor }: Speeds<number>,
): ReportRow[] {
  const overActor = stepped / actor;
  const share = stepped / ordinary;
  return [
    {
      what: `outputs equal over ${LIVES} lives`,
      found: `${events} events`,
      wanted: '',
      holds: true,
    },
    { what: 'step over the compiled chart', found: rate(stepped), wanted: '' },
    { what: 'hand-written switch', found: rate(ordinary), wanted: '' },
    { what: 'the same tuned for V8, field by field', found: rate(tuned), wanted: '' },
    { what: 'XState actor.send', found: rate(actor), wanted: '' },
    {
      what: 'step : actor.send',
      found: `${overActor.toFixed(0)} x`,
      wanted: `>= ${ACTOR_SHARE_MIN} x`,
      holds: overActor >= ACTOR_SHARE_MIN,
    },
    {
      what: 'step : hand-written switch',
      found: percent(share),
      wanted: `>= ${SWITCH_SHARE_MIN * 100} %`,
      holds: share >= SWITCH_SHARE_MIN,
    },
    { what: 'step : the one tuned for V8', found: percent(stepped / tuned), wanted: '' },
  ];
}

/** What the actors' process answers; it works only while it is waited for. */
async function asked(actors: ChildProcess, task: ActorTask): Promise<number> {
  const stop = new AbortController();
  const { signal } = stop;
  actors.send(task);
  try {
    const [answer] = (await Promise.race([
      once(actors, 'message', { signal }),
      once(actors, 'exit', { signal }).then(([code]) => {
        throw new Error(`the actors' process has ended with ${code}`);
      }),
    ])) as [number];
    return answer;
  } finally {
    stop.abort();
  }
}

const percent = (share: number) => `${(share * 100).toFixed(0)} %`;

const rate = (perMs: number) => `${Math.round(perMs).toLocaleString('en')},000 events/s`;

/** Milliseconds that a run takes. */
function timed(run: () => unknown): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

function passes(lives: readonly SessionLife[], run: (life: SessionLife) => number): number {
  let sum = 0;
  for (let pass = 0; pass < PASSES; pass += 1) for (const life of lives) sum += run(life);
  return sum;
}

/**
 * Where the outcomes of the last events go, as they would go to a host. Without it the compiler sees that nobody reads a
 * fact or a deadline, and leaves out the making of them.
 */
const host: unknown[] = Array.from({ length: 256 }, () => undefined);

function runStep({ settings, events }: SessionLife): number {
  let state: ChartState<SessionContext> = initialStep(chart, { settings });
  let sum = 0;
  for (let index = 0; index < events.length; index += 1) {
    const result = step(chart, state, events[index] as SessionEvent);
    host[index & 255] = result;
    sum += result.emitted.length + result.scheduled.length + result.cancelled.length;
    state = result;
  }
  return sum + state.context.endUserMessages;
}

// Two functions, not one that is told what to call: each must be compiled for its own switch.
function runOrdinary({ settings, events }: SessionLife): number {
  let session = unbornSession(settings);
  let sum = 0;
  for (let index = 0; index < events.length; index += 1) {
    const result = stepOrdinarily(session, events[index] as SessionEvent);
    host[index & 255] = result;
    sum += result.facts.length + result.scheduled.length + result.cancelled.length;
    session = result.session;
  }
  return sum + session.endUserMessages;
}

function runTuned({ settings, events }: SessionLife): number {
  let session = unbornSession(settings);
  let sum = 0;
  for (let index = 0; index < events.length; index += 1) {
    const result = stepByHand(session, events[index] as SessionEvent);
    host[index & 255] = result;
    sum += result.facts.length + result.scheduled.length + result.cancelled.length;
    session = result.session;
  }
  return sum + session.endUserMessages;
}
