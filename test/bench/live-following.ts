// What metrics cost that follow an engine: events that arrive out of order, a refresh a batch, against one fold of the same events in order.
import { openEngine } from '../../src/engine/open-engine.ts';
import { openMetrics } from '../../src/engine/open-metrics.ts';
import { VirtualClock } from '../../src/testing/virtual-clock.ts';
import { generateEvents } from './generate-events.ts';
import type { ReportRow } from './report.ts';

const EVENTS = 60_000;
const BATCH = 100;

/** What one run of the events has cost. */
interface Followed {
  /** Seconds by the wall. */
  readonly deciding: number;
  readonly refreshing: number;
  /** Each refresh, milliseconds, ascending. */
  readonly refreshes: readonly number[];
  readonly corrections: number;
}

async function follow(inputs: readonly { readonly at: string }[]): Promise<Followed> {
  const clock = new VirtualClock(inputs[0]?.at);
  const engine = openEngine({ durability: 'memory', clock, ticksByClock: false });
  const metrics = openMetrics(engine, { profile: 'holdline' });
  let corrections = 0;
  metrics.on('metric.corrected', () => (corrections += 1));
  metrics.refresh();
  let deciding = 0;
  const refreshes: number[] = [];
  for (let first = 0; first < inputs.length; first += BATCH) {
    const batch = inputs.slice(first, first + BATCH);
    const begun = performance.now();
    // oxlint-disable-next-line no-await-in-loop
    await engine.dispatchMany(batch);
    const decided = performance.now();
    metrics.refresh();
    deciding += decided - begun;
    refreshes.push(performance.now() - decided);
  }
  metrics.close();
  await engine.close();
  const refreshing = refreshes.reduce((sum, ms) => sum + ms, 0) / 1000;
  refreshes.sort((a, b) => a - b);
  return { deciding: deciding / 1000, refreshing, refreshes, corrections };
}

const at = (sorted: readonly number[], share: number) =>
  (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(1);

function row(what: string, run: Followed, baseline: Followed): ReportRow {
  const micros = ((run.refreshing / EVENTS) * 1e6).toFixed(0);
  const times = (run.refreshing / baseline.refreshing).toFixed(1);
  const { refreshes, corrections } = run;
  return {
    what,
    found: `${micros} us an event, ${times} of in order; a refresh ${at(refreshes, 0.5)} ms, p99 ${at(refreshes, 0.99)}, at most ${at(refreshes, 1)}; ${corrections} corrected`,
    wanted: '',
  };
}

/** The rows of the report. */
export async function liveFollowing(): Promise<readonly ReportRow[]> {
  const arriving = [...generateEvents(EVENTS)].map((line) => JSON.parse(line) as { at: string });
  const inOrder = arriving.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  // The first run is for V8.
  await follow(inOrder);
  const ordered = await follow(inOrder);
  const late = await follow(arriving);
  return [
    row(`${EVENTS.toLocaleString('en')} events in order, ${BATCH} a refresh`, ordered, ordered),
    row('the same, two in a hundred late by up to eight minutes', late, ordered),
    {
      what: 'deciding them, for comparison',
      found: `${((late.deciding / EVENTS) * 1e6).toFixed(0)} us an event`,
      wanted: '',
    },
  ];
}
