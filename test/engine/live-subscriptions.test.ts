// Listeners and subscriptions: who hears what, from where, and for how long.
import { afterEach, describe, expect, it } from 'vitest';
import { openEngine } from '../../src/engine/open-engine.ts';
import type { SubscribeOptions } from '../../src/engine/fact-subscription.ts';
import type { AnyFact } from '../../src/events/fact.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import {
  eventsOf,
  holdlineMatchers,
  testEngine,
  VirtualClock,
  type TestEngine,
} from '../../src/testing/index.ts';

expect.extend(holdlineMatchers);

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function cast() {
  const test = testEngine({ at: '2026-03-02T09:00:00Z' });
  open.push(test);
  const { events, engine, clock } = test;
  await engine.dispatch(events.channel().configured({ customerIdle: { minutes: 10 } }));
  return { test, engine, clock, events, ada: events.customer('ada'), grace: events.agent('grace') };
}

/** The next so many facts of a subscription. */
async function take(
  { engine }: TestEngine,
  count: number,
  options: SubscribeOptions,
): Promise<AnyFact[]> {
  const facts: AnyFact[] = [];
  for await (const fact of engine.subscribe(options)) {
    facts.push(fact);
    if (facts.length === count) break;
  }
  return facts;
}

const seqs = (facts: readonly AnyFact[]) => facts.map(({ seq }) => seq);

describe('a subscription', () => {
  it('refuses a place that the store has not reached: it is an older copy, or another store', async () => {
    const { test, engine, ada } = await cast();
    await engine.dispatch(ada.writes());
    const reached = test.facts.length;
    await take(test, 1, { from: reached - 1 });
    expect(() => engine.subscribe({ from: reached + 1 })).toThrow(
      `expected a place that the facts of default have reached, found ${reached + 1} where the last is ${reached}`,
    );
    expect(() => engine.subscribe({ from: 1, tenant: 'nobody' })).toThrow(
      /found 1 where the last is 0/,
    );
  });

  it('gives what was told before, then what comes, without a gap', async () => {
    const { test, engine, clock, ada, grace } = await cast();
    await engine.dispatch(ada.writes());
    const before = test.facts.length;
    const reading = take(test, before + 3, { from: 0 });
    await clock.advanceBy(1000);
    await engine.dispatch(grace.accepts(ada));
    await clock.advanceBy(1000);
    await engine.dispatch(grace.writes(ada));
    const facts = await reading;
    expect(seqs(facts)).toEqual(facts.map((_, index) => index + 1));
    expect(JSON.stringify(facts)).toBe(JSON.stringify(test.facts.slice(0, facts.length)));
  });

  it('goes on after the last fact that was dealt with', async () => {
    const { test, engine, ada } = await cast();
    await engine.dispatch(ada.writes());
    const [first, second] = await take(test, 2, { from: 0 });
    const rest = await take(test, 1, { from: first?.seq ?? 0 });
    expect(rest).toEqual([second]);
  });

  it('leaves out what was not asked for, with its numbers', async () => {
    const { test, engine, clock, ada, grace } = await cast();
    await engine.dispatch(ada.writes());
    await clock.advanceBy(1000);
    await engine.dispatch(grace.accepts(ada));
    const changes = await take(test, 2, { from: 0, types: ['session.statusChanged'] });
    expect(changes.map(({ type }) => type)).toEqual([
      'session.statusChanged',
      'session.statusChanged',
    ]);
    expect(seqs(changes)).toEqual(
      test.facts.flatMap(({ type, seq }) => (type === 'session.statusChanged' ? [seq] : [])),
    );
  });

  it('ends when it is told to, and when the engine closes', async () => {
    const { engine } = await cast();
    const stop = new AbortController();
    const aborted = engine.subscribe({ from: 0, signal: stop.signal }).next();
    stop.abort();
    expect(await aborted).toEqual({ done: true, value: undefined });
    const closed = engine.subscribe({ from: 0 }).next();
    await engine.close();
    expect(await closed).toEqual({ done: true, value: undefined });
  });

  it('gives each tenant its own numbers', async () => {
    const { engine, clock, ada } = await cast();
    await engine.dispatch(ada.writes());
    const acme = eventsOf({ clock, tenant: 'acme' });
    await engine.dispatchMany([acme.channel().configured(), acme.customer('ada').writes()]);
    const { value } = await engine.subscribe({ tenant: 'acme', from: 0 }).next();
    expect(value).toMatchObject({ seq: 1, tenant: 'acme', conversationId: 'acme/chat/ada' });
  });

  it('resumes where it was when the engine is opened again', async () => {
    const store = new MemoryStore();
    const keep = new Proxy(store, {
      get: (target, name) => {
        if (name === 'close') return () => undefined;
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
    const clock = new VirtualClock('2026-03-02T09:00:00Z');
    const events = eventsOf({ clock });
    const first = openEngine({ store: keep, clock });
    await first.dispatchMany([events.channel().configured(), events.customer('ada').writes()]);
    const { value: seen } = await first.subscribe({ from: 0 }).next();
    await first.close();

    const again = openEngine({ store, clock });
    open.push(again);
    const after = await again.subscribe({ from: seen?.seq ?? 0 }).next();
    expect(after.value).toMatchObject({ seq: 2 });
    await again.dispatch(events.customer('bob').writes());
    const created = again.subscribe({ from: 0, types: ['session.created'] });
    expect(await created.next()).toMatchObject({ value: { sessionId: 'default/chat/ada/1' } });
    expect(await created.next()).toMatchObject({ value: { sessionId: 'default/chat/bob/1' } });
    await created.return();
  });
});

describe('a listener', () => {
  it('hears the types that it asked for, until it asks no more', async () => {
    const { engine, clock, ada, grace } = await cast();
    const heard: string[] = [];
    const listen = ({ data }: { data: { to: string } }) => void heard.push(data.to);
    engine.on('session.statusChanged', listen);
    await engine.dispatch(ada.writes());
    engine.off('session.statusChanged', listen);
    await clock.advanceBy(1000);
    await engine.dispatch(grace.accepts(ada));
    expect(heard).toEqual(['Waiting']);
  });

  it('that fails is told as an error, and disturbs nobody', async () => {
    const { engine, ada } = await cast();
    const heard: unknown[] = [];
    engine.on('fact', () => {
      throw new Error('mine');
    });
    engine.on('session.created', (fact) => void heard.push(fact.type));
    engine.on('error', (error) => void heard.push((error as Error).message));
    engine.on('error', () => {
      throw new Error('even here');
    });
    expect(await engine.dispatch(ada.writes())).toBeApplied();
    expect(heard).toContain('session.created');
    expect(heard).toContain('mine');
  });
});
