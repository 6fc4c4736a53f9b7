// A figure of running metrics and its explanation say the same, whatever happened: the value, or why there is none.
import * as fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { openEngine } from '../../src/engine/open-engine.ts';
import { openMetrics } from '../../src/engine/open-metrics.ts';
import { METRICS } from '../../src/metrics/catalogue.ts';
import { VirtualClock } from '../../src/testing/virtual-clock.ts';
import { ORIGIN } from '../replay/world.ts';
import { SEED } from '../statechart/xstate-oracle.ts';
import { fullStreams } from './full-streams.ts';

vi.setConfig({ testTimeout: 120_000 });

const DAY_MS = 86_400_000;
const STRETCH = { from: ORIGIN - DAY_MS, to: ORIGIN + 30 * DAY_MS };

/** Sums of parts in another order differ in their last digits. */
const rounded = (value: number | null) => (value === null ? null : Number(value.toPrecision(9)));

it.each([[{}], [{ asOf: 'now' as const }]])(
  `are the same as far as %j goes (seed ${SEED})`,
  async (choice) => {
    await fc.assert(
      fc.asyncProperty(fullStreams, async (events) => {
        const clock = new VirtualClock(Math.max(...events.map(({ at }) => at)));
        const engine = openEngine({ clock, ticksByClock: false });
        const metrics = openMetrics(engine, { profile: 'holdline' });
        await engine.dispatchMany(events);
        await engine.settle();
        const told = [...METRICS.keys()].map((id) => {
          const { value, missing } = metrics.figure(
            id,
            { dimension: 'account', ...STRETCH },
            choice,
          );
          return [id, rounded(value), missing];
        });
        const explained = [...METRICS.keys()].map((id) => {
          const { value, missing } = metrics.explain(id, { ...STRETCH, ...choice });
          return [id, rounded(value), missing];
        });
        expect(explained).toEqual(told);
        await engine.close();
      }),
      { seed: SEED, numRuns: 25 },
    );
  },
);
