// Erasing a person: nothing of them is left, and everything that others hang on stays.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EngineTables } from '../../src/tables/engine-tables.ts';
import { channel, event, factsFrom, message, newFile, of, opened } from './live-engine.ts';

const PERSON = 'zoe.quux@example.org';
const KEY = { channelId: 'web', endUserId: PERSON };

/** A store with two customers and an agent; the session of the person to be erased is over. */
async function served(file: string, isEnded = true) {
  const { engine, clock } = opened({ store: file });
  await engine.dispatchMany([
    channel(clock),
    event(clock, 'agent.presence', { agentId: 'ann', status: 'online' }),
    message(clock, PERSON),
    message(clock, 'bob'),
    of(clock, 'work.accepted', PERSON, { workId: 'w1', agentId: 'ann' }),
    of(clock, 'work.accepted', 'bob', { workId: 'w2', agentId: 'ann' }),
  ]);
  await clock.advanceBy('PT2M');
  await engine.dispatchMany([
    of(clock, 'agent.message', PERSON, { agentId: 'ann', messageId: 'a1' }),
    of(clock, 'no.such.type', PERSON),
    of(clock, 'work.declined', PERSON, { workId: 'w9', agentId: 'ann' }),
  ]);
  if (isEnded) await engine.dispatch(of(clock, 'customer.ended', PERSON));
  return { engine, clock };
}

/** All bytes beside a store, its log included. */
const bytesOf = (file: string) =>
  readdirSync(dirname(file))
    .map((name) => readFileSync(join(dirname(file), name), 'latin1'))
    .join('');

describe('erasing a person', () => {
  it('leaves no byte of their id in the file, and the other customer as they were', async () => {
    const file = newFile();
    const { engine } = await served(file);
    const bob = engine.session('default/web/bob/1');
    await engine.checkpoint();
    expect(bytesOf(file)).toContain(PERSON);
    const report = await engine.eraseEndUser(KEY);
    expect(report).toMatchObject({ sessions: 1 });
    expect(report.events).toBeGreaterThan(3);
    expect(bytesOf(file)).not.toContain(PERSON);
    expect(engine.conversation(KEY)).toBeUndefined();
    expect(engine.session(`default/web/${PERSON}/1`)).toBeUndefined();
    expect(engine.session('default/web/bob/1')).toEqual(bob);
    await engine.close();
    expect(bytesOf(file)).not.toContain(PERSON);
    const again = opened({ store: file }).engine;
    expect(again.session('default/web/bob/1')).toEqual(bob);
    expect(again.inside.store.check()).toEqual([]);
  });

  it('keeps the feed without gaps: facts of the person say when and what kind, and nothing else', async () => {
    const { engine } = await served(newFile());
    const before = await factsFrom(engine, 0);
    await engine.eraseEndUser(KEY);
    const after = await factsFrom(engine, 0);
    expect(after.map(({ seq, type, at }) => [seq, type, at])).toEqual(
      before.map(({ seq, type, at }) => [seq, type, at]),
    );
    const erased = after.filter((_, index) => before[index]?.conversationId.includes(PERSON));
    expect(erased.length).toBeGreaterThan(5);
    for (const fact of erased) {
      expect(fact).toMatchObject({
        tenant: 'default',
        conversationId: 'default/erased/erased',
        sessionId: null,
        causationId: 'erased',
        data: { erased: true },
      });
    }
    const others = (facts: typeof after) =>
      facts.filter(({ sessionId }) => sessionId?.includes('bob'));
    expect(others(after)).toEqual(others(before));
    expect(JSON.stringify(after)).not.toContain('zoe');
  });

  it('shows in no table any more', async () => {
    const { engine } = await served(newFile());
    await engine.eraseEndUser(KEY);
    const tables = new EngineTables(engine.inside);
    for (const table of [
      'sessions',
      'transitions',
      'agent_work',
      'session_metrics',
      'end_users',
      'timers',
      'verdicts',
    ] as const) {
      const rows = JSON.stringify(tables.rows(table));
      expect(rows).not.toContain('zoe');
      expect(rows).not.toContain('erased');
    }
    expect(tables.rows('transitions').map((row) => row['session_id'])).toContain(
      'default/web/bob/1',
    );
  });

  it('refuses while a session is open, unless forced: then the session ends as by a supervisor', async () => {
    const { engine } = await served(newFile(), false);
    await expect(engine.eraseEndUser(KEY)).rejects.toMatchObject({ code: 'erasure_refused' });
    expect(engine.conversation(KEY)?.openSession).toBeDefined();
    expect(engine.loadOf('ann').items).toBe(2);
    await engine.eraseEndUser(KEY, { force: true });
    expect(engine.conversation(KEY)).toBeUndefined();
    expect(engine.loadOf('ann').items).toBe(1);
  });

  it('ends one that no supervisor may end as if the person had deleted it', async () => {
    const { engine, clock } = opened({});
    await engine.dispatchMany([
      channel(clock, { consentType: 'explicit' }),
      message(clock, PERSON),
    ]);
    expect(engine.conversation(KEY)?.openSession?.status).toBe('Consent');
    const ends: unknown[] = [];
    engine.on('session.ended', ({ data }) => void ends.push(data.reason));
    await engine.eraseEndUser(KEY, { force: true });
    expect(ends).toHaveLength(1);
    expect(engine.conversation(KEY)).toBeUndefined();
  });

  it('knows the person as somebody new afterwards, and an event of theirs as a repeat still', async () => {
    const { engine, clock } = await served(newFile());
    const old = message(clock, PERSON);
    await engine.dispatch(old);
    await engine.dispatch(of(clock, 'customer.ended', PERSON));
    await engine.eraseEndUser(KEY);
    expect((await engine.dispatch(old)).verdict).toBe('duplicate');
    const outcome = await engine.dispatch(message(clock, PERSON));
    expect(outcome).toMatchObject({ verdict: 'applied', sessionId: `default/web/${PERSON}/1` });
  });

  it('finds what is written otherwise than it is said, and verdicts that come in later records', async () => {
    const { engine, clock } = opened({ store: newFile() });
    const odd = { channelId: 'web', endUserId: '50%/"q"\u0007' };
    await engine.dispatch(channel(clock));
    // An agent's message before the customer's is deferred, and refused for good when nothing has come.
    const early = of(clock, 'agent.message', odd.endUserId, { agentId: 'ann', messageId: 'a' });
    expect((await engine.dispatch(early)).verdict).toBe('deferred');
    await clock.advanceBy('PT30M');
    await engine.dispatch({ id: 'tick', type: 'clock.advanced', at: clock.at });
    const said = () => [...engine.inside.store.records(0)].map(({ body }) => body).join('');
    expect(said().split(early.id)).toHaveLength(4);
    await engine.eraseEndUser(odd);
    expect(said()).not.toContain(early.id);
    expect(said()).not.toContain('50%');
    expect(engine.inside.store.check()).toEqual([]);
  });

  it('is done once for somebody who is not there, and says so', async () => {
    const { engine } = await served(newFile());
    const nobody = await engine.eraseEndUser({ channelId: 'web', endUserId: 'nobody' });
    expect(nobody).toEqual({ sessions: 0, events: 0, facts: 0, records: 0 });
    expect(engine.conversation({ channelId: 'web', endUserId: 'nobody' })).toBeUndefined();
  });

  it('is the same in memory', async () => {
    const { engine, clock } = opened({});
    await engine.dispatchMany([
      channel(clock),
      message(clock, PERSON),
      of(clock, 'customer.ended', PERSON),
    ]);
    await engine.eraseEndUser(KEY);
    expect([...engine.inside.store.records(0)].map(({ body }) => body).join('')).not.toContain(
      'zoe',
    );
    expect([...engine.inside.store.tenants().values()].join('')).not.toContain('zoe');
  });
});
