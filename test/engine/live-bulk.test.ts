// What operators do to many sessions at once: previews that change nothing, endings and re-armings that nothing loses.
import { afterEach, describe, expect, it } from 'vitest';
import { openEngine } from '../../src/engine/open-engine.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { eventsOf, holdlineMatchers, VirtualClock } from '../../src/testing/index.ts';

expect.extend(holdlineMatchers);

const HOUR = 3_600_000;
const expiry = (after: string) => ({ inactiveExpiry: { mode: 'exact', after } });

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

/** An engine over a store that another may take over; Ada, Bob and Cleo have inactive sessions a minute apart. */
async function cast() {
  const clock = new VirtualClock('2026-03-02T09:00:00Z');
  const store = new MemoryStore();
  const engine = openEngine({ store, clock, policy: expiry('PT30H') });
  open.push(engine);
  const events = eventsOf({ clock });
  const grace = events.agent('grace');
  const people = ['ada', 'bob', 'cleo'].map((name) => events.customer(name));
  await engine.dispatch(events.channel().configured({ customerIdle: { minutes: 10 } }));
  for (const person of people) {
    await engine.dispatch(person.writes());
    await clock.advanceBy(1000);
    await engine.dispatch(grace.accepts(person));
    await clock.advanceBy(59_000);
    await engine.dispatch(grace.marksInactive(person));
  }
  await clock.advanceBy(1000);
  const [ada, bob] = people as [(typeof people)[0], (typeof people)[0]];
  return { clock, store, engine, events, grace, people, ada, bob };
}

const idOf = (name: string) => `default/chat/${name}/1`;

describe('ending many sessions', () => {
  it('shows first what it would do, and changes nothing by that', async () => {
    const { engine, store } = await cast();
    const before = store.lastPosition;
    expect(await engine.bulk.previewEnd()).toEqual(
      ['ada', 'bob', 'cleo'].map((name) => ({
        sessionId: idOf(name),
        status: 'Inactive',
        verdict: 'applied',
      })),
    );
    expect(await engine.bulk.previewEnd({ limit: 1 })).toHaveLength(1);
    expect(store.lastPosition).toBe(before);
  });

  it('ends what was shown also where a sender whose clock is fast has told of an instant ahead', async () => {
    const { engine, clock } = await cast();
    const ahead = {
      id: 'fast',
      type: 'agent.heartbeat',
      at: clock.now() + 23 * HOUR,
      agentId: 'x',
    };
    expect((await engine.dispatch(ahead)).verdict).toBe('applied');
    const preview = await engine.bulk.previewEnd();
    const ended = await engine.bulk.endSessions({}, { operationId: 'tidy-up' });
    expect(ended).toEqual(preview);
    expect(await engine.sessions({ isOpen: true })).toEqual([]);
  });

  it('ends what the filter means, as it was shown, and once', async () => {
    const { engine, ada, people } = await cast();
    const { startAt } = engine.session(idOf('cleo')) ?? {};
    const filter = { startBefore: startAt ?? 0 };
    const preview = await engine.bulk.previewEnd(filter);
    const ended = await engine.bulk.endSessions(filter, {
      operationId: 'tidy-up',
      reason: 'outage',
    });
    expect(ended).toEqual(preview);
    expect(people.map((person) => engine.conversation(person)?.session?.status)).toEqual([
      'Ended',
      'Ended',
      'Inactive',
    ]);
    expect(engine.explain(idOf('ada'))?.history.at(-1)).toMatchObject({
      cause: 'supervisor.ended',
    });
    expect(await engine.bulk.endSessions(filter, { operationId: 'tidy-up' })).toEqual([]);
    expect(engine.conversation(ada)?.session?.endCause).toBe('supervisor.ended');
  });

  it('meets each session once under one name, and sessions opened since as well', async () => {
    const { engine, clock, ada, bob } = await cast();
    const options = { operationId: 'tidy-up' };
    await engine.bulk.endSessions({ limit: 2 }, options);
    await clock.advanceBy('PT1M');
    await engine.dispatch(ada.writes());
    // Bob had written before his session was ended: it goes on, and the ending applies to what is left of it.
    await engine.dispatch(bob.writes({ at: clock.now() - 61_000 }));
    const again = await engine.bulk.endSessions({}, options);
    expect(again).toEqual([
      { sessionId: idOf('cleo'), status: 'Inactive', verdict: 'applied' },
      { sessionId: 'default/chat/ada/2', status: 'Waiting', verdict: 'applied' },
    ]);
  });

  it('says where a status does not allow it', async () => {
    const { engine } = await cast();
    const preview = await engine.bulk.previewEnd({ limit: 1 }, 'automation');
    expect(preview).toMatchObject([{ verdict: 'rejected', code: 'status_not_available' }]);
    const ended = await engine.bulk.endSessions(
      { limit: 1 },
      { operationId: 'x', by: 'automation' },
    );
    // For as long as an earlier event may still change that, it is not final.
    expect(ended).toMatchObject([{ verdict: 'deferred', code: 'status_not_available' }]);
  });
});

describe('re-arming', () => {
  it('leaves a pending deadline its instant until an operator says so', async () => {
    const { engine, clock, events, grace, ada, bob } = await cast();
    const set = engine.explain(idOf('ada'))?.next[0]?.dueAt ?? 0;
    await engine.dispatch(events.policy(expiry('PT48H')));
    expect(engine.conversation(ada)).toHaveDeadline('inactiveExpiry', set);

    const preview = await engine.bulk.previewRearm({ ownerId: 'grace' });
    expect(preview[0]).toEqual({
      sessionId: idOf('ada'),
      name: 'inactiveExpiry',
      from: set,
      to: set + 18 * HOUR,
    });
    expect(engine.conversation(ada)).toHaveDeadline('inactiveExpiry', set);
    expect(await engine.bulk.previewRearm({ name: 'noReply' })).toEqual([]);

    const told: unknown[] = [];
    engine.on(
      'timer.rearmed',
      (fact) => told.push([fact.causationId, fact.at, fact.data]) as never,
    );
    const moved = await engine.bulk.rearm(
      { ownerId: 'grace', limit: 2 },
      { operationId: 'longer' },
    );
    expect(moved).toEqual(preview.slice(0, 2));
    const { from, to } = preview[0] as (typeof preview)[0];
    expect(told[0]).toEqual([
      'longer',
      expect.any(Number),
      { name: 'inactiveExpiry', rule: 'EC38', from, to },
    ]);
    expect(engine.conversation(ada)).toHaveDeadline('inactiveExpiry', set + 18 * HOUR);
    expect(await engine.bulk.rearm({ ownerId: 'grace', limit: 2 })).toEqual([]);

    await clock.advanceTo(set + 18 * HOUR - 1);
    expect(engine.conversation(ada)).toHaveStatus('Inactive');
    await clock.advanceBy(1);
    expect(engine.conversation(ada)).toHaveStatus('Ended');
    expect(engine.conversation(bob)).toHaveStatus('Inactive');
    expect(grace.agentId).toBe('grace');
  });

  it('lets what would be over already fire now, and takes away what is switched off', async () => {
    const { engine, clock, events, people } = await cast();
    await clock.advanceBy('PT2H');
    await engine.dispatch(events.policy(expiry('PT1H')));
    const moved = await engine.bulk.rearm();
    expect(moved.every(({ to }) => to !== null && to >= clock.now() && to <= clock.now() + 1)).toBe(
      true,
    );
    await clock.advanceBy(1);
    for (const person of people) {
      const { session } = engine.conversation(person) ?? {};
      expect(session).toMatchObject({ status: 'Ended', endCause: 'timer.inactiveExpiry' });
      expect(session?.endAt).toBeGreaterThanOrEqual(clock.now() - 1);
    }

    const other = await cast();
    await other.engine.dispatch(other.events.policy({ inactiveExpiry: null }));
    expect((await other.engine.bulk.rearm()).map(({ to }) => to)).toEqual([null, null, null]);
    expect(await other.engine.timers()).toEqual([]);
  });

  it('is still there after a crash, from the journal and from a checkpoint', async () => {
    const { engine, clock, store, events, ada } = await cast();
    await engine.dispatch(events.policy(expiry('PT48H')));
    await engine.bulk.rearm();
    const timers = await engine.timers();
    const found = openEngine({
      store,
      clock: new VirtualClock(clock.now()),
      policy: expiry('PT30H'),
    });
    expect(await found.timers()).toEqual(timers);

    await found.dispatch(events.policy(expiry('PT72H')));
    await found.bulk.rearm();
    // Nothing is closed: what follows is read off the journal alone.
    const again = openEngine({
      store,
      clock: new VirtualClock(clock.now()),
      policy: expiry('PT30H'),
    });
    const later = await again.timers();
    expect(later.map(({ dueAt }) => dueAt)).toEqual(timers.map(({ dueAt }) => dueAt + 24 * HOUR));
    // That was a checkpoint: the step that re-armed is read off it when history is decided again.
    const third = openEngine({
      store,
      clock: new VirtualClock(clock.now()),
      policy: expiry('PT30H'),
    });
    const tag = { tagId: 't', kind: 'topic', at: clock.now() - 500 } as const;
    expect(await third.dispatch(ada.event('conversation.tagged', tag))).toBeApplied();
    expect(await third.timers()).toEqual(later);
  });

  it('leaves the journal with the person whose session it was', async () => {
    const { engine, store, events, ada } = await cast();
    await engine.dispatch(events.policy(expiry('PT48H')));
    await engine.bulk.rearm();
    const naming = () => [...store.records(0)].filter(({ body }) => body.includes('ada')).length;
    expect(naming()).toBeGreaterThan(0);
    await engine.eraseEndUser(ada, { force: true });
    expect(naming()).toBe(0);
  });

  it('outlives a repair: a late event that changes nothing leaves it, one that does is counted anew', async () => {
    const { engine, clock, events, grace, ada, bob } = await cast();
    await clock.advanceBy('PT1M');
    await engine.dispatch(events.policy(expiry('PT48H')));
    await engine.bulk.rearm();
    const set = engine.explain(idOf('ada'))?.next[0]?.dueAt ?? 0;
    // A tag comes late: the history of the session is decided again, and says the same.
    const tag = ada.event('conversation.tagged', {
      tagId: 't',
      kind: 'topic',
      at: clock.now() - 1000,
    });
    expect(await engine.dispatch(tag)).toBeApplied();
    expect(engine.conversation(ada)).toHaveDeadline('inactiveExpiry', set);

    // Bob's session had been set aside a minute later than it seemed.
    const inactiveAt = clock.now() - 90_000;
    const [written, aside] = [
      bob.writes({ at: inactiveAt - 1000 }),
      grace.marksInactive(bob, { at: inactiveAt }),
    ];
    expect(await engine.dispatch(written)).toHaveVerdict('corrected');
    await engine.dispatchMany([grace.accepts(bob, { at: inactiveAt - 500 }), aside]);
    expect(engine.conversation(bob)).toHaveStatus('Inactive');
    expect(engine.conversation(bob)).toHaveDeadline('inactiveExpiry', inactiveAt + 48 * HOUR);
  });
});
