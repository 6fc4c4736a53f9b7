// What a host sees of a live engine: answers after the commit, readers, waiting, closing.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openEngine } from '../../src/engine/open-engine.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { eventsOf, holdlineMatchers, testEngine, VirtualClock } from '../../src/testing/index.ts';

expect.extend(holdlineMatchers);

const START = '2026-03-02T09:00:00Z';
const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

/** What a promise fails with; listened to from now on, so that it may fail before it is asked. */
const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

/** A test engine with its cast, its channel configured. */
async function cast(policy: object = {}) {
  const test = testEngine({ at: START, policy });
  open.push(test);
  const { events, engine, clock } = test;
  await engine.dispatch(events.channel().configured({ customerIdle: { minutes: 10 } }));
  const [ada, bob] = [events.customer('ada'), events.customer('bob')];
  return { test, engine, clock, events, ada, bob, grace: events.agent('grace') };
}

describe('dispatch', () => {
  it('answers with the verdict, the status, its cause and what is pending', async () => {
    const { engine, clock, ada, grace } = await cast();
    const written = await engine.dispatch(ada.writes());
    expect(written).toBeApplied();
    expect(written.changes).toMatchObject([
      { from: null, to: 'Waiting', cause: 'customer.message', rule: 'EC01', at: clock.now() },
    ]);
    await clock.advanceBy(1000);
    await engine.dispatch(grace.accepts(ada));
    await clock.advanceBy(1000);
    const answered = await engine.dispatch(grace.writes(ada));
    expect(answered).toHaveStatus('Active');
    expect(answered.changes).toEqual([]);
    expect(answered.deadlines).toMatchObject([
      { name: 'engagementInactivity', setBy: 'EN04' },
      { name: 'customerIdle', setBy: 'EC31' },
      { name: 'engagementRetention', setBy: 'EN04' },
    ]);
    expect(JSON.parse(JSON.stringify(answered))).toMatchObject({
      verdict: 'applied',
      sessionId: 'default/chat/ada/1',
      status: 'Active',
    });
  });

  it('answers once the event is in the store, and tells listeners no sooner', async () => {
    const store = new MemoryStore();
    const clock = new VirtualClock(START);
    const engine = openEngine({ store, clock });
    open.push(engine);
    const events = eventsOf({ clock });
    const told: number[] = [];
    engine.on('session.created', () => told.push(store.lastPosition));
    await engine.dispatch(events.channel().configured());
    const answer = engine.dispatch(events.customer('ada').writes());
    expect(told).toEqual([]);
    expect(store.lastPosition).toBe(1);
    await answer;
    expect(told).toEqual([2]);
  });

  it('gives one answer an event, in order, whatever cannot be read among them', async () => {
    const { engine, ada, bob } = await cast();
    const broken = {
      get type(): string {
        throw new Error('not today');
      },
    };
    const inputs = [
      ada.writes(),
      'no event',
      { ...bob.writes(), type: 'customer.massage' },
      broken,
    ];
    const answers = await engine.dispatchMany([...inputs, bob.writes()]);
    expect(answers.map(({ verdict, code }) => code ?? verdict)).toEqual([
      'applied',
      'invalid_event',
      'unknown_type',
      'invalid_event',
      'applied',
    ]);
    expect(await engine.dispatchMany([])).toEqual([]);
  });

  it('knows an id again, whatever the event contains', async () => {
    const { engine, ada, bob } = await cast();
    await engine.dispatch(ada.writes({ id: 'once' }));
    expect(await engine.dispatch(bob.writes({ id: 'once' }))).toHaveVerdict('duplicate');
    expect(engine.conversation(bob)?.session ?? null).toBeNull();
    expect(engine.conversation(ada)?.session?.context.endUserMessages).toBe(1);
  });

  it('keeps one tenant from another', async () => {
    const { engine, clock, ada } = await cast();
    await engine.dispatch(ada.writes({ id: 'same' }));
    const acme = eventsOf({ clock, tenant: 'acme' });
    expect(await engine.dispatch(acme.customer('ada').writes({ id: 'same' }))).toHaveVerdict(
      'deferred',
    );
    expect(engine.tenants).toEqual(['acme', 'default']);
  });
});

describe('readers', () => {
  it('lists sessions and deadlines by filter', async () => {
    const { engine, clock, ada, bob, grace } = await cast();
    await engine.dispatchMany([ada.writes(), bob.writes()]);
    await clock.advanceBy(1000);
    await engine.dispatchMany([grace.accepts(ada), grace.accepts(bob)]);
    await clock.advanceBy(1000);
    await engine.dispatchMany([grace.writes(ada), grace.closesTab(bob, { outcome: 'end' })]);
    expect((await engine.sessions()).map(({ endUserId }) => endUserId)).toEqual(['ada', 'bob']);
    expect((await engine.sessions({ isOpen: true })).map(({ id }) => id)).toEqual([
      'default/chat/ada/1',
    ]);
    const [session] = await engine.sessions({ isOpen: true, ownerId: 'grace' });
    expect(session).toEqual(engine.session('default/chat/ada/1'));
    expect(await engine.timers({ name: 'customerIdle' })).toMatchObject([
      { sessionId: 'default/chat/ada/1', dueAt: clock.now() + 600_000 },
    ]);
    expect(await engine.timers({ until: clock.now() })).toEqual([]);
    expect(engine.loadOf('grace')).toMatchObject({ items: 1 });
  });

  it('hands a conversation out as a copy: whoever writes to it changes nothing', async () => {
    const { engine, ada, grace } = await cast();
    await engine.dispatchMany([ada.writes(), grace.accepts(ada)]);
    const mine = engine.conversation(ada);
    expect(mine).toHaveStatus('Active');
    expect(mine?.openSession?.isOpen).toBe(true);
    Object.assign(mine?.session ?? {}, { status: 'Ended' });
    Object.assign(mine?.works ?? [], { length: 0 });
    expect(engine.conversation(ada)).toHaveStatus('Active');
    expect(engine.conversation(ada)?.works).toHaveLength(1);
  });

  it('explains a status by its history and by what happens next', async () => {
    const { engine, clock, ada, grace } = await cast();
    await engine.dispatch(ada.writes({ id: 'm1' }));
    await clock.advanceBy(1000);
    await engine.dispatch(grace.accepts(ada, { id: 'a1' }));
    await clock.advanceBy(1000);
    await engine.dispatch(grace.writes(ada));
    await clock.advanceBy('PT10M');
    const explained = engine.explain('default/chat/ada/1');
    expect(explained?.history.map(({ to, causationId, rule }) => [to, causationId, rule])).toEqual([
      ['Waiting', 'm1', 'EC01'],
      ['Active', 'a1', 'EC11'],
      ['Inactive', 'timer.customerIdle', 'EC42'],
    ]);
    expect(explained?.next).toMatchObject([
      { name: 'inactiveExpiry', dueAt: clock.now() + 30 * 3_600_000, setBy: 'EC42' },
    ]);
    expect(engine.explain('default/chat/nobody/1')).toBeUndefined();
    expect(engine.session('no id')).toBeUndefined();
    expect(engine.conversation('default/chat/nobody')).toBeUndefined();
  });
});

describe('waiting', () => {
  it('resolves with the session once it is as wanted, at once if it is', async () => {
    const { engine, clock, ada, grace } = await cast();
    const id = 'default/chat/ada/1';
    const active = engine.waitFor(id, ({ status }) => status === 'Active');
    await engine.dispatch(ada.writes());
    await clock.advanceBy(1000);
    await engine.dispatch(grace.accepts(ada));
    expect(await active).toMatchObject({ id, status: 'Active', ownerId: 'grace' });
    expect(await engine.waitFor(id, ({ isOpen }) => isOpen, 0)).toHaveStatus('Active');
  });

  it('hands the error of a condition to whoever gave it, and goes on', async () => {
    const { engine, ada, bob } = await cast();
    const wrong = engine.waitFor('default/chat/ada/1', () => {
      throw new Error('mine');
    });
    const failed = failureOf(wrong);
    expect(await engine.dispatch(ada.writes())).toBeApplied();
    expect(await failed).toMatchObject({ message: 'mine' });
    expect(await engine.dispatch(bob.writes())).toBeApplied();
  });

  it('expires on the clock of the engine', async () => {
    const { engine, clock, ada } = await cast();
    await engine.dispatch(ada.writes());
    const never = engine.waitFor('default/chat/ada/1', ({ isOpen }) => !isOpen, 5000);
    const expired = failureOf(never);
    await clock.advanceBy(4999);
    expect(engine.session('default/chat/ada/1')).toHaveStatus('Waiting');
    await clock.advanceBy(1);
    expect(await expired).toMatchObject({
      code: 'wait_expired',
      message: expect.stringContaining('it is Waiting') as string,
    });
  });
});

describe('closing', () => {
  it('commits what waits, ends those who listen, and refuses what comes after', async () => {
    const { engine, ada, events } = await cast();
    const feed = engine.subscribe({ from: 0, types: ['session.created'] });
    const first = feed.next();
    const answer = engine.dispatch(ada.writes());
    const waiting = engine.waitFor('default/chat/bob/1', () => true);
    const givenUp = failureOf(waiting);
    await engine.close();
    expect(await answer).toBeApplied();
    expect((await first).value).toMatchObject({ type: 'session.created' });
    expect(await givenUp).toMatchObject({ code: 'store_closed' });
    await expect(engine.dispatch(events.customer('bob').writes())).rejects.toMatchObject({
      code: 'store_closed',
    });
    expect(() => engine.session('default/chat/ada/1')).toThrow(/open it again/);
    await engine.close();
  });
});

describe('each durability', () => {
  it.each(['memory', 'group', 'sync'] as const)(
    '%s: a closed engine is found as it was',
    async (durability) => {
      const folder = mkdtempSync(join(tmpdir(), 'holdline-live-'));
      try {
        const options = {
          store: join(folder, 'sessions.db'),
          durability,
          clock: new VirtualClock(START),
        };
        const { clock } = options;
        const events = eventsOf({ clock });
        const [ada, grace] = [events.customer('ada'), events.agent('grace')];
        const engine = openEngine(options);
        await engine.dispatchMany([
          events.channel().configured({ customerIdle: { minutes: 10 } }),
          ada.writes(),
        ]);
        await clock.advanceBy(1000);
        await engine.dispatch(grace.accepts(ada));
        await clock.advanceBy(1000);
        const { deadlines } = await engine.dispatch(grace.writes(ada));
        await engine.close();

        const again = openEngine({ ...options, clock: new VirtualClock(clock.now()) });
        expect(again.conversation(ada)).toHaveStatus('Active');
        expect(await again.timers()).toEqual(deadlines);
        await again.close();
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});
