// Copies of a store in use.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import { appendThrough, checkpointAt, contentOf, conversationOf, recordAt } from './stored-rows.ts';
import { DRIVERS, newFile, newFolder } from './store-kinds.ts';

describe.each(DRIVERS)('a backup by %s', { timeout: 30_000 }, (_name, driver) => {
  it('is a store as it was at one instant, while the engine writes on', async () => {
    const store = openSqliteStore({ file: newFile(), driver });
    onTestFinished(() => store.close());
    appendThrough(store, 300, 20_000);
    store.checkpoint(checkpointAt(250, { conversations: [conversationOf('ann', { dueAt: 7 })] }));
    const copy = join(newFolder(), 'copy.db');
    const state = { isCopying: true };
    const copying = store.backup(copy).finally(() => {
      state.isCopying = false;
    });
    while (state.isCopying) {
      store.append(recordAt(store.lastPosition + 1));
      await setImmediate();
    }
    await copying;
    expect(readdirSync(dirname(copy))).toEqual(['copy.db']);
    // Bytes 18 and 19 of the header, 1 where no log is used: such a file can be read on a medium that takes no log.
    expect([...readFileSync(copy).subarray(18, 20)]).toEqual([1, 1]);
    const restored = openSqliteStore({ file: copy, driver });
    onTestFinished(() => restored.close());
    const { lastPosition } = restored;
    expect(lastPosition).toBeGreaterThanOrEqual(300);
    expect(restored.check()).toEqual([]);
    expect({ ...contentOf(restored), records: [] }).toEqual({
      ...contentOf(store),
      lastPosition,
      records: [],
    });
    expect([...restored.records(0)]).toEqual([...store.records(0)].slice(0, lastPosition));
    // A restored store goes its own way.
    restored.append(recordAt(lastPosition + 1));
    expect(store.check()).toEqual([]);
  });

  it('never replaces a file, and leaves no part of one behind', async () => {
    const file = newFile();
    const store = openSqliteStore({ file, driver });
    onTestFinished(() => store.close());
    const other = join(newFolder(), 'other');
    writeFileSync(other, 'mine');
    for (const taken of [file, other]) {
      await expect(store.backup(taken)).rejects.toMatchObject({ code: 'store_unwritable' });
    }
    const nowhere = join(newFolder(), 'no', 'copy.db');
    await expect(store.backup(nowhere)).rejects.toMatchObject({ code: 'store_unwritable' });
    expect(existsSync(`${nowhere}.part`)).toBe(false);
    appendThrough(store, 1);
  });
});
