// The whole engine in memory: parsed objects in; verdicts, facts, deadlines and session metrics out.
import { MemoryEngine } from '../../src/engine/memory-engine.ts';
import { generateEvents } from './generate-events.ts';
import { median, type ReportRow } from './report.ts';

const EVENTS = 200_000;
const ROUNDS = 5;

/** The rows of the report. */
export function engineSpeed(): readonly ReportRow[] {
  const lines = [...generateEvents(EVENTS)];
  const speeds: number[] = [];
  let facts = 0;
  let rows = 0;
  for (let round = 0; round < ROUNDS + 1; round += 1) {
    const inputs = lines.map((line) => JSON.parse(line) as unknown);
    facts = 0;
    rows = 0;
    const engine = new MemoryEngine({
      sink: {
        fact: ({ type }) => {
          facts += 1;
          if (type === 'metric.recorded') rows += 1;
        },
      },
    });
    const start = performance.now();
    for (const input of inputs) engine.dispatch(input, true);
    engine.settle();
    if (round > 0) speeds.push(EVENTS / (performance.now() - start));
  }
  const perSecond = `${Math.round(median(speeds)).toLocaleString('en')},000 events/s`;
  return [
    { what: 'dispatch of parsed objects', found: perSecond, wanted: '' },
    { what: 'facts an event', found: (facts / EVENTS).toFixed(2), wanted: '' },
    { what: 'metric rows', found: rows.toLocaleString('en'), wanted: '' },
  ];
}
