// What metrics cost: events a second with all of them on, the past under other definitions, and what the fold keeps in memory.
import { MemoryEngine } from '../../src/engine/memory-engine.ts';
import { addressOf, Moments } from '../../src/engine/moments.ts';
import { CALCULATORS, METRICS } from '../../src/metrics/catalogue.ts';
import { MetricFold } from '../../src/metrics/metric-fold.ts';
import type { MetricSink } from '../../src/metrics/metric-sink.ts';
import type { Moment } from '../../src/metrics/observation.ts';
import { Recomputation } from '../../src/metrics/recompute.ts';
import { Rollups } from '../../src/metrics/rollups.ts';
import {
  METRIC_PROFILE_NAMES,
  metricOptions,
  type MetricProfile,
} from '../../src/policy/metric-profiles.ts';
import { DEFAULT_METRIC_OPTIONS } from '../../src/policy/metric-options.ts';
import { ReportingCalendar } from '../../src/time/reporting-calendar.ts';
import { generateEvents } from './generate-events.ts';
import { median, type ReportRow } from './report.ts';

const EVENTS = 200_000;
const ROUNDS = 5;
const EVENTS_PER_SECOND_MIN = 60_000;
const MILLION = 1_000_000;
const RECOMPUTE_SECONDS_MAX = 60;
/** So few conversations are kept whole for the row that shows what the others cost. */
const KEPT_FEW = 64;

/** Who is told of moments, where anybody is. */
type Take = ((moment: Moment) => void) | null;

/** One run of all lines through the engine. Seconds by the wall and of the processor. */
interface Run {
  readonly wall: number;
  readonly cpu: number;
}

function timed(work: () => void): Run {
  const cpu = process.cpuUsage();
  const wall = performance.now();
  work();
  const { user, system } = process.cpuUsage(cpu);
  return { wall: (performance.now() - wall) / 1000, cpu: (user + system) / 1e6 };
}

function runEngine(lines: readonly string[], take: Take): Run {
  const inputs = lines.map((line) => JSON.parse(line) as unknown);
  const moments = new Moments((_tenant, moment) => take?.(moment));
  const engine = new MemoryEngine({ sink: take === null ? {} : moments });
  return timed(() => {
    for (const input of inputs) engine.dispatch(input, true);
    engine.settle();
  });
}

function newFold(sink: MetricSink, keptConversations?: number): MetricFold {
  const kept = keptConversations === undefined ? {} : { keptConversations };
  const options = DEFAULT_METRIC_OPTIONS;
  return new MetricFold({
    tenant: 'default',
    calculators: CALCULATORS,
    options,
    sink,
    addressOf,
    ...kept,
  });
}

const newRollups = () =>
  new Rollups({
    calendar: new ReportingCalendar('Europe/Brussels'),
    metricOf: (id) => METRICS.get(id),
    responseClock: 'calendar',
  });

/** Median of some runs after one that warms up. */
function rounds(lines: readonly string[], takeAnew: () => Take): Run {
  const runs = Array.from({ length: ROUNDS + 1 }, () => runEngine(lines, takeAnew())).slice(1);
  return { wall: median(runs.map((run) => run.wall)), cpu: median(runs.map((run) => run.cpu)) };
}

const perSecond = (seconds: number) =>
  `${Math.round(EVENTS / seconds / 1000).toLocaleString('en')},000`;

function speedRows(lines: readonly string[]): readonly ReportRow[] {
  const off = rounds(lines, () => null);
  let figures = 0;
  const allOn = rounds(lines, () => {
    figures = 0;
    const fold = newFold({ recorded: () => (figures += 1) });
    return (moment) => fold.observe(moment);
  });
  const rolledUp = rounds(lines, () => {
    const fold = newFold(newRollups());
    return (moment) => fold.observe(moment);
  });
  const row = (what: string, run: Run, isJudged: boolean): ReportRow => ({
    what,
    found: `${perSecond(run.cpu)} events/s of processor, ${perSecond(run.wall)} by the wall, ${(run.cpu / off.cpu).toFixed(1)} of off`,
    wanted: isJudged ? `>= ${EVENTS_PER_SECOND_MIN.toLocaleString('en')}` : '',
    ...(isJudged ? { holds: EVENTS / run.cpu >= EVENTS_PER_SECOND_MIN } : {}),
  });
  return [
    row('engine in memory, metrics off', off, false),
    row(`all ${CALCULATORS.length} calculators`, allOn, true),
    row('all calculators and roll-ups of every group', rolledUp, false),
    { what: 'figures an event', found: (figures / EVENTS).toFixed(2), wanted: '' },
  ];
}

function recomputeRow(moments: readonly Moment[], profile: MetricProfile, sessions: number) {
  const wish = { before: DEFAULT_METRIC_OPTIONS, after: metricOptions(profile), addressOf };
  let differ = 0;
  const { cpu } = timed(() => {
    const recomputation = new Recomputation(wish);
    for (const moment of moments) recomputation.take('default', moment);
    differ = recomputation.report().differencesCount;
  });
  const seconds = (cpu / sessions) * MILLION;
  return {
    what: `1,000,000 sessions under "${profile}", scaled from ${sessions.toLocaleString('en')}`,
    found: `${seconds.toFixed(0)} s of processor, ${differ.toLocaleString('en')} figures differ`,
    wanted: `<= ${RECOMPUTE_SECONDS_MAX} s`,
    holds: seconds <= RECOMPUTE_SECONDS_MAX,
  };
}

function heapUsed(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

/** What a fold that has heard all of it holds on to, bytes. */
function heapOf(moments: readonly Moment[], keptConversations?: number): number {
  const before = heapUsed();
  const fold = newFold({}, keptConversations);
  for (const moment of moments) fold.observe(moment);
  const held = heapUsed() - before;
  fold.reach(0);
  return held;
}

const bytes = (what: string, held: number, count: number): ReportRow => ({
  what: `heap of the fold: ${what}`,
  found: `${Math.round(held / count).toLocaleString('en')} bytes, of ${count.toLocaleString('en')}`,
  wanted: '',
});

function heapRows(moments: readonly Moment[]): readonly ReportRow[] {
  const open = new Set<string>();
  const all = new Set<string>();
  for (const { conversationId, observations } of moments) {
    if (conversationId === null) continue;
    for (const { type } of observations) {
      if (type === 'session.created') open.add(conversationId);
      else if (type === 'session.ended' || type === 'session.errored') open.delete(conversationId);
    }
    all.add(conversationId);
  }
  const quiet = moments.filter(({ conversationId }) => !open.has(conversationId ?? ''));
  const ended = all.size - open.size;
  const whole = heapOf(moments);
  const kept = heapOf(quiet);
  const atRest = heapOf(quiet, KEPT_FEW);
  return [
    bytes('an open conversation', whole - kept, open.size),
    bytes('one that is over and kept whole', kept, ended),
    bytes('one that is over and at rest', atRest, ended),
  ];
}

/** The rows of the report. */
export function metricsSpeed(): readonly ReportRow[] {
  const lines = [...generateEvents(EVENTS)];
  const speeds = speedRows(lines);
  const moments: Moment[] = [];
  runEngine(lines, (moment) => moments.push(moment));
  const sessions = moments.reduce(
    (count, { observations }) =>
      count + observations.filter(({ type }) => type === 'session.created').length,
    0,
  );
  return [
    ...speeds,
    { what: 'events a session', found: (EVENTS / sessions).toFixed(1), wanted: '' },
    ...METRIC_PROFILE_NAMES.map((profile) => recomputeRow(moments, profile, sessions)),
    ...heapRows(moments),
  ];
}
