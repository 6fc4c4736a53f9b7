// Killed for real: what was acknowledged is there, and the lock went with the process.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import { kill, startChild } from './child-process.ts';
import { recordAt } from './stored-rows.ts';
import { newFile, SEED } from './store-kinds.ts';

const KILLS = 5;
const SIZE = 20_000;

/** After so many acknowledgements each, the child is killed; where it then is, nobody knows. */
const patience = fc.sample(fc.integer({ min: 1, max: 60 }), { seed: SEED, numRuns: KILLS });

it(
  `keeps every acknowledged record over ${KILLS} kills (seed ${SEED})`,
  { timeout: 60_000 },
  async () => {
    const file = newFile();
    for (const count of patience) {
      const child = startChild(new URL('writing-child.ts', import.meta.url), [file, String(SIZE)]);
      const acknowledged = { record: 0, checkpoint: 0, lines: 0 };
      for await (const line of child.lines) {
        const [, kind, position] = /^(checkpoint )?(\d+)$/.exec(line) ?? [];
        if (position === undefined) continue;
        acknowledged[kind === undefined ? 'record' : 'checkpoint'] = Number(position);
        if (++acknowledged.lines === count) await kill(child);
      }
      expect(child.process.signalCode).toBe('SIGKILL');
      // Opens at once: no lock is left behind.
      const store = openSqliteStore({ file });
      const { lastPosition, checkpointPosition } = store;
      expect(lastPosition).toBeGreaterThanOrEqual(acknowledged.record);
      expect(checkpointPosition).toBeGreaterThanOrEqual(acknowledged.checkpoint);
      expect([...store.records(0)]).toEqual(
        Array.from({ length: lastPosition }, (_, n) => recordAt(n + 1, SIZE)),
      );
      expect(store.due(Number.MAX_SAFE_INTEGER, undefined, 100).map(({ dueAt }) => dueAt)).toEqual(
        checkpointPosition === 0
          ? []
          : Array.from({ length: 50 }, (_, n) => checkpointPosition * 10 + n),
      );
      expect(store.check()).toEqual([]);
      store.close();
    }
  },
);
