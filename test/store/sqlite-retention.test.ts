// Retention of a file works in steps and makes room that is used again.
import { statSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import { appendThrough, checkpointAt, positionsOf, recordAt } from './stored-rows.ts';
import { newFile } from './store-kinds.ts';

it('lets the engine write between its steps', async () => {
  const store = openSqliteStore({ file: newFile(), synchronous: 'off' });
  onTestFinished(() => store.close());
  appendThrough(store, 2000);
  store.checkpoint(checkpointAt(2000));
  const state = { isDone: false };
  const retaining = Promise.resolve(
    store.retain({ throughPosition: 1900, endedBefore: 0, idsBefore: 0 }),
  ).finally(() => {
    state.isDone = true;
  });
  while (!state.isDone) {
    store.append(recordAt(store.lastPosition + 1));
    await setImmediate();
  }
  expect((await retaining).records).toBe(1900);
  expect(store.lastPosition).toBeGreaterThan(2003);
  expect(positionsOf(store.records(0))[0]).toBe(1901);
  expect(store.check()).toEqual([]);
});

it('stops where it is when the store is closed, and goes on another time', async () => {
  const file = newFile();
  const store = openSqliteStore({ file, synchronous: 'off' });
  appendThrough(store, 2000);
  store.checkpoint(checkpointAt(2000));
  const cut = { throughPosition: 2000, endedBefore: 0, idsBefore: 0 };
  const retaining = store.retain(cut);
  store.close();
  await expect(retaining).rejects.toMatchObject({ code: 'store_closed' });
  const again = openSqliteStore({ file });
  onTestFinished(() => again.close());
  expect(again.check()).toEqual([]);
  const left = [...again.records(0)].length;
  expect([left > 0, (await again.retain(cut)).records]).toEqual([true, left]);
});

it('goes on behind the checkpoint when the journal was taken whole, also after closing', async () => {
  const file = newFile();
  const store = openSqliteStore({ file });
  appendThrough(store, 7);
  store.checkpoint(checkpointAt(7));
  await store.retain({ throughPosition: 7, endedBefore: 0, idsBefore: 0 });
  store.close();
  const again = openSqliteStore({ file });
  onTestFinished(() => again.close());
  expect([again.lastPosition, again.checkpointPosition, again.check()]).toEqual([7, 7, []]);
  again.append(recordAt(8));
});

it('keeps the file from growing', { timeout: 30_000 }, async () => {
  const file = newFile();
  const store = openSqliteStore({ file, synchronous: 'off' });
  onTestFinished(() => store.close());
  const sizes: number[] = [];
  for (let round = 1; round <= 6; round++) {
    appendThrough(store, round * 500, 20_000);
    store.checkpoint(checkpointAt(store.lastPosition));
    await store.retain({ throughPosition: store.lastPosition, endedBefore: 0, idsBefore: 0 });
    sizes.push(statSync(file).size + statSync(`${file}-wal`).size);
  }
  const [, , third = 0, ...later] = sizes;
  expect(Math.max(...later)).toBeLessThanOrEqual(third * 1.1);
});
