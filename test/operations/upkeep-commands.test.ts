// holdline backup and holdline erase, as processes of their own.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import { Command } from '../cli/process.ts';
import { channel, message, newFile, newFolder, of, opened } from './live-engine.ts';

const command = new Command();
afterAll(() => command.remove());

/** An engine on a file with one session that is over and one that is open. */
async function served() {
  const file = newFile();
  const { engine, clock } = opened({ store: file });
  await engine.dispatchMany([channel(clock), message(clock, 'zoe-quux'), message(clock, 'bob')]);
  await engine.dispatch(of(clock, 'customer.ended', 'zoe-quux'));
  return { file, engine, clock };
}

describe('the commands that look after a store', { timeout: 60_000 }, () => {
  it('copy it beside a running engine, and never over a file that is there', async () => {
    const { file, engine, clock } = await served();
    const copy = join(newFolder(), 'copy.db');
    const first = await command.run(['backup', file, copy]);
    expect([first.code, first.stderr]).toEqual([0, expect.stringContaining('copy.db')]);
    const again = opened({ store: copy, clock }).engine;
    expect(again.session('default/web/bob/1')).toEqual(engine.session('default/web/bob/1'));
    const second = await command.run(['backup', file, copy]);
    expect([second.code, second.stderr]).toEqual([
      2,
      expect.stringContaining('[store_unwritable]'),
    ]);
  });

  it('erase a person where no engine has the store open, and say what is gone', async () => {
    const { file, engine } = await served();
    const ask = (...more: readonly string[]) =>
      command.run(['erase', file, '--channel', 'web', '--end-user', ...more]);
    const busy = await ask('zoe-quux');
    expect([busy.code, busy.stderr]).toEqual([2, expect.stringContaining('[store_locked]')]);
    await engine.close();
    const open = await ask('bob');
    expect([open.code, open.stderr]).toEqual([2, expect.stringContaining('[erasure_refused]')]);
    const done = await ask('zoe-quux');
    expect(done.code).toBe(0);
    expect(done.stderr).toMatch(/erased from .*: 1 session, 2 events, \d+ facts/);
    expect(readFileSync(file, 'latin1')).not.toContain('zoe-quux');
    const store = openSqliteStore({ file, readOnly: true });
    expect(store.check()).toEqual([]);
    expect(store.session('default/web/bob/1')?.status).toBe('Waiting');
    store.close();
  });
});
