// Sessions of a durable engine, watched while they move and read off its file afterwards.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openFeed } from '../../src/cli/inspect-source.ts';
import { openEngine } from '../../src/engine/open-engine.ts';
import { MemoryFeed } from '../../src/inspection/memory-feed.ts';
import { VirtualClock } from '../../src/testing/virtual-clock.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdline-inspect-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ada = { channelId: 'chat', endUserId: 'ada' };

describe('the inspection of a durable engine', () => {
  it('runs on the clock of the engine, or on the one that it was given', async () => {
    const [feed, own] = [new MemoryFeed(), new MemoryFeed({ clock: new VirtualClock() })];
    const engines = [openEngine({ inspect: feed }), openEngine({ inspect: own })];
    expect([feed.kind, own.kind]).toEqual(['live', 'virtual']);
    expect(Math.abs(feed.now() - Date.now())).toBeLessThan(60_000);
    for (const engine of engines) await engine.close();
  });

  it('shows each step once it is committed, strikes what a late event took back, and the file tells the same', async () => {
    const file = join(folder, 'watched.db');
    const clock = new VirtualClock('2026-03-02T09:00:00Z');
    const feed = new MemoryFeed();
    const engine = openEngine({ store: file, clock, inspect: feed });
    expect([feed.kind, feed.now()]).toEqual(['virtual', clock.now()]);
    await engine.dispatchMany([
      {
        id: 'c',
        type: 'channel.configured',
        at: '2026-03-02T09:00:00Z',
        channelId: 'chat',
        channelType: 'EmbeddedMessaging',
        platform: 'enhanced',
        capacityModel: 'tabBased',
      },
      { id: 'm', type: 'customer.message', at: '2026-03-02T09:00:01Z', messageId: 'm', ...ada },
      {
        id: 'w',
        type: 'work.accepted',
        at: '2026-03-02T09:00:05Z',
        workId: 'w',
        agentId: 'grace',
        ...ada,
      },
      {
        id: 'i',
        type: 'agent.markedInactive',
        at: '2026-03-02T09:00:09Z',
        agentId: 'grace',
        ...ada,
      },
    ]);
    const sessionId = 'default/chat/ada/1';
    const statuses = () =>
      feed.history(sessionId).map(({ to, superseded }) => (superseded === true ? `(${to})` : to));
    expect(statuses()).toEqual(['Waiting', 'Active', 'Inactive']);
    // The customer had ended it before the agent set it aside.
    const late = await engine.dispatch({
      id: 'e',
      type: 'customer.ended',
      at: '2026-03-02T09:00:07Z',
      ...ada,
    });
    expect(late).toMatchObject({ verdict: 'corrected', status: 'Ended' });
    expect(statuses()).toEqual(['Waiting', 'Active', '(Inactive)', 'Ended', 'Ended']);
    await engine.close();

    const opened = await openFeed(file, { session: undefined, sessionsMax: 10, drain: false });
    const told = await opened.feed.history(sessionId);
    expect(told).toEqual(feed.history(sessionId));
    expect(opened.feed.kind).toBe('recorded');
  });
});
