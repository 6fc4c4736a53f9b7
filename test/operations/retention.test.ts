// What an engine takes away by and by, and what it never does.
import { describe, expect, it } from 'vitest';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import { channel, factsFrom, message, newFile, newFolder, of, opened } from './live-engine.ts';

describe('retention', () => {
  it('takes the old journal and old sessions, and keeps open ones and what came since', async () => {
    const { engine, clock } = opened({ store: newFile() });
    await engine.dispatchMany([channel(clock), message(clock, 'old'), message(clock, 'open')]);
    await engine.dispatch(of(clock, 'customer.ended', 'old'));
    const seqThen = (await factsFrom(engine, 0)).length;
    await clock.advanceBy('P40D');
    await engine.dispatch(message(clock, 'new'));
    const facts = await factsFrom(engine, 0);
    const report = await engine.retain({ journal: 'P30D', sessions: 'P35D' });
    expect(report).toMatchObject({ sessions: 1, conversations: 1 });
    expect(report.records).toBeGreaterThan(0);
    expect(engine.session('default/web/old/1')).toBeUndefined();
    expect(engine.session('default/web/open/1')?.id).toBe('default/web/open/1');
    expect(engine.session('default/web/new/1')?.isOpen).toBe(true);
    await expect(factsFrom(engine, 0)).rejects.toMatchObject({ code: 'facts_retired' });
    const first = facts.findIndex(({ recordedAt }) => recordedAt >= clock.now() - 30 * 86_400_000);
    expect(first).toBeGreaterThan(seqThen - 1);
    expect(await factsFrom(engine, first)).toEqual(facts.slice(first));
  });

  it('never takes records after the checkpoint, nor ids that a kept session may see again', async () => {
    const file = newFile();
    const { engine, clock } = opened({ store: file });
    const first = message(clock, 'ann');
    await engine.dispatchMany([channel(clock), first]);
    await clock.advanceBy('P20D');
    const report = await engine.retain({ journal: 'PT1S', sessions: 'P400D', ids: 'P1D' });
    expect(Date.parse(report.idsFrom ?? '')).toBe(clock.now() - 400 * 86_400_000);
    await engine.close();
    const again = opened({ store: file, clock }).engine;
    expect((await again.dispatch(first)).verdict).toBe('duplicate');
    expect(again.session('default/web/ann/1')).toBeDefined();
    expect(again.inside.store.check()).toEqual([]);
  });

  it('is applied by itself after a checkpoint, once an hour of the clock', async () => {
    const { engine, clock } = opened({
      store: newFile(),
      retention: { journal: 'P1D' },
    });
    await engine.dispatchMany([channel(clock), message(clock, 'ann')]);
    await engine.checkpoint();
    const { store } = engine.inside;
    const firstPosition = () => store.records(0).next().value?.position;
    expect(firstPosition()).toBe(1);
    await clock.advanceBy('PT30H');
    await engine.dispatch(message(clock, 'bob'));
    await engine.checkpoint();
    await engine.retain({});
    expect(firstPosition()).toBeGreaterThan(1);
    const then = firstPosition();
    await clock.advanceBy('PT30M');
    await engine.dispatch(message(clock, 'cid'));
    await engine.checkpoint();
    await engine.retain({});
    expect(firstPosition()).toBe(then);
  });

  it.each(['inMemory', 'changedSince'] as const)(
    'leaves a conversation that the engine still has (%s): after a crash its next session has the number that was told',
    async (kind) => {
      const store = new MemoryStore();
      const { engine, clock } = opened({ store });
      await engine.dispatchMany([channel(clock), message(clock, 'ann')]);
      await engine.dispatch(of(clock, 'customer.ended', 'ann'));
      await clock.advanceBy('P5D');
      await engine.dispatch(message(clock, 'bob'));
      await engine.checkpoint();
      // Refused, and yet it may turn out to apply: what was decided last has to stay.
      const refused = await engine.dispatch(
        of(clock, 'agent.message', 'ann', { agentId: 'grace', messageId: 'g1' }),
      );
      expect(refused.verdict).toBe('deferred');
      await clock.advanceBy('PT10S');
      const retaining = engine.retain({ sessions: 'P1D' });
      if (kind === 'inMemory') await retaining;
      const { sessionId } = await engine.dispatch(message(clock, 'ann'));
      await retaining;
      expect(sessionId).toBe('default/web/ann/2');
      // Another process finds what the first has left.
      const again = opened({ store, clock }).engine;
      expect(again.session('default/web/ann/2')?.isOpen).toBe(true);
    },
  );

  it('takes a conversation with its last session once the engine has let it go, and not before', async () => {
    const store = new MemoryStore();
    const { engine, clock } = opened({ store });
    await engine.dispatchMany([channel(clock), message(clock, 'ann')]);
    await engine.dispatch(of(clock, 'customer.ended', 'ann'));
    await engine.checkpoint();
    await clock.advanceBy('PT2S');
    // Its last steps may still be repaired.
    expect(await engine.retain({ sessions: 'PT1S' })).toMatchObject({ sessions: 0 });
    await clock.advanceBy('P2D');
    await engine.dispatch(message(clock, 'bob'));
    const taken = await engine.retain({ sessions: 'P1D' });
    expect(taken).toMatchObject({ sessions: 1, conversations: 1 });
    expect(engine.session('default/web/ann/1')).toBeUndefined();
  });

  it('refuses what is no duration, before it takes anything', async () => {
    const { engine } = opened({});
    await expect(engine.retain({ journal: '30 days' })).rejects.toMatchObject({
      code: 'retention_invalid',
    });
    expect(() => opened({ retention: { sessions: 'P1M' } })).toThrow(/retention of sessions/);
  });
});

describe('a backup', () => {
  it('opens as the engine stood, while the engine goes on', async () => {
    const { engine, clock } = opened({ store: newFile() });
    await engine.dispatchMany([channel(clock), message(clock, 'ann')]);
    const copy = `${newFolder()}/copy.db`;
    await Promise.all([engine.backup(copy), engine.dispatch(message(clock, 'bob'))]);
    const store = openSqliteStore({ file: copy });
    expect(store.check()).toEqual([]);
    store.close();
    const again = opened({ store: copy, clock }).engine;
    expect(again.session('default/web/ann/1')).toEqual(engine.session('default/web/ann/1'));
    await expect(engine.backup(copy)).rejects.toMatchObject({ code: 'store_unwritable' });
  });
});
