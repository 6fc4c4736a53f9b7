// The last twelve hours of ten thousand keys: what asking for all of them costs, what a key takes of memory, and what a figure costs to count.
import { Figures } from '../../src/metrics/figures.ts';
import { Measurement } from '../../src/metrics/measurement.ts';
import type { MetricDefinition } from '../../src/metrics/metric-definition.ts';
import { Rollups } from '../../src/metrics/rollups.ts';
import { DEFAULT_METRIC_OPTIONS } from '../../src/policy/metric-options.ts';
import { ReportingCalendar } from '../../src/time/reporting-calendar.ts';
import { median, type ReportRow } from './report.ts';
import { Seeded } from './seeded.ts';

const KEYS = 10_000;
const QUERY_MS_MAX = 50;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2026, 2, 3, 6);
const ROUNDS = 9;

const definition = (id: string, isSketched: boolean): MetricDefinition => ({
  id,
  name: id,
  definition: id,
  unit: 'ms',
  levels: ['ses'],
  attribution: 'end',
  options: [],
  sources: [],
  version: 1,
  isSketched,
});

const METRICS = new Map(
  [definition('plain', false), definition('sketched', true)].map((metric) => [metric.id, metric]),
);

const NAMES = Array.from({ length: KEYS }, (_, index) => `agent-${index}`);

/** One figure of an agent. */
function measured(metric: string, agentId: string, at: number, valueMs: number): Measurement {
  return new Measurement(
    { metric, level: 'agt', key: agentId, at, from: null },
    { valueMs, value: null, businessMs: valueMs },
    {
      sessionId: null,
      channelId: null,
      queueId: null,
      agentId,
      teamIds: [],
      endUserAccountId: null,
      label: null,
    },
    [],
  );
}

function heapUsed(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

/** Fills twelve hours: so many minutes of each key have a figure. */
function filled(metric: string, minutes: number): { rollups: Rollups; figures: Figures } {
  const rollups = new Rollups({
    calendar: new ReportingCalendar('Europe/Brussels'),
    metricOf: (id) => METRICS.get(id),
    responseClock: 'calendar',
  });
  const chance = new Seeded(4711);
  const gap = Math.floor(720 / minutes);
  for (let minute = 0; minute < minutes; minute += 1) {
    for (const name of NAMES) {
      const at = START + minute * gap * MINUTE + chance.between(0, gap - 1) * MINUTE;
      rollups.recorded(measured(metric, name, at, chance.between(1, 900_000)));
    }
  }
  rollups.reach(START + 12 * HOUR - 1);
  const figures = new Figures({
    metricOf: (id) => METRICS.get(id),
    options: DEFAULT_METRIC_OPTIONS,
    rollups,
  });
  return { rollups, figures };
}

function timed(run: () => void): number {
  const started = performance.now();
  run();
  return performance.now() - started;
}

function windowRows(metric: string, minutes: number): readonly ReportRow[] {
  const before = heapUsed();
  const { rollups, figures } = filled(metric, minutes);
  const heap = heapUsed() - before;
  const ask = () => {
    const totals = figures.rollingByGroup(metric, 'agent');
    let count = 0;
    for (const one of totals.values()) count += one.count;
    if (totals.size !== KEYS || count === 0) throw new Error('expected totals of every key');
  };
  const first = timed(ask);
  const again = median(Array.from({ length: ROUNDS }, () => timed(ask)));
  const withWindow = heapUsed() - before;
  // A minute later each key may have lost a minute: what falls out is taken off.
  const moved = median(
    Array.from({ length: ROUNDS }, (_, round) => {
      rollups.reach(START + 12 * HOUR + round * MINUTE);
      return timed(ask);
    }),
  );
  const name = `${metric}, ${minutes} minutes of 720 filled`;
  const query = (what: string, ms: number): ReportRow => ({
    what: `${name}: ${what}`,
    found: `${ms.toFixed(1)} ms`,
    wanted: `<= ${QUERY_MS_MAX} ms`,
    holds: ms <= QUERY_MS_MAX,
  });
  return [
    // The first question after a start makes the windows: it is judged like the others.
    query('asked for the first time', first),
    query('asked again', again),
    query('a minute later', moved),
    {
      what: `${name}: heap a key, of a filled minute`,
      found: `${Math.round(heap / KEYS)} bytes, ${Math.round(heap / KEYS / minutes)}`,
      wanted: '',
    },
    {
      what: `${name}: heap that its window adds`,
      found: `${Math.round((withWindow - heap) / KEYS)} bytes`,
      wanted: '',
    },
  ];
}

/** What one figure costs to count, in all the groups of a session: account, channel, queue, agent and a team. */
function countingRow(): ReportRow {
  const chance = new Seeded(7);
  const figures = Array.from({ length: 200_000 }, (_, index) => {
    const base = measured(
      'sketched',
      `agent-${chance.between(0, 199)}`,
      START + index * 100,
      chance.between(1, 900_000),
    );
    const { key, at, valueMs, value, businessMs } = base;
    const channelId = `channel-${index % 5}`;
    const dims = { ...base.dims, channelId, queueId: `queue-${index % 9}`, teamIds: ['team-1'] };
    return new Measurement(
      { metric: 'sketched', level: 'ses', key, at, from: null },
      { valueMs, value, businessMs },
      dims,
      [],
    );
  });
  const costs = Array.from({ length: 5 }, () => {
    const rollups = new Rollups({
      calendar: new ReportingCalendar('Europe/Brussels'),
      metricOf: (id) => METRICS.get(id),
      responseClock: 'calendar',
    });
    return timed(() => {
      for (const one of figures) rollups.recorded(one);
    });
  });
  const micros = (median(costs) * 1000) / figures.length;
  return {
    what: 'counting one figure in five groups',
    found: `${micros.toFixed(2)} us`,
    wanted: '',
  };
}

/** The rows of the report. */
export function windows(): readonly ReportRow[] {
  return [
    ...windowRows('plain', 60),
    ...windowRows('sketched', 12),
    ...windowRows('sketched', 60),
    countingRow(),
  ];
}
