import { createWebSocketInspector, createWebSocketReceiver } from '@statelyai/inspect';
import { afterEach, describe, expect, it } from 'vitest';
import { createActor, createMachine } from 'xstate';
import { shortId } from '../../src/inspection/redaction.ts';
import { actorsOf, historyOf, serve, stopServing, welcomeOf } from './serving.ts';
import { listen, until } from './sockets.ts';
import { of, sessionOf, ToldFeed } from './told-feed.ts';

const others: { stop(): void }[] = [];

afterEach(async () => {
  for (const other of others.splice(0)) other.stop();
  await stopServing();
});

describe('stock clients and receivers of @statelyai/inspect', () => {
  const lamp = createMachine({
    id: 'lamp',
    initial: 'off',
    states: { off: { on: { PRESS: 'on' } }, on: { on: { PRESS: 'off' } } },
  });

  it('show plain actors, with a chart laid out from their own definition', async () => {
    const { url } = await serve();
    const viewer = await listen(url, 'viewer');
    const inspector = createWebSocketInspector({ url: url.replace('http', 'ws') });
    others.push(inspector);
    const actor = createActor(lamp, { inspect: inspector.inspect }).start();
    actor.send({ type: 'PRESS' });
    const shown = await until(() =>
      [...actorsOf(viewer).values()].find(({ last }) => last?.leaves[0] === 'on'),
    );
    expect(shown).toMatchObject({
      machine: 'lamp',
      name: 'lamp',
      source: 'client',
      isConnected: true,
    });
    const charts = await until(() => {
      const found = viewer
        .of('frame')
        .flatMap((frame) => frame['charts'] as { key: string; layout: unknown }[]);
      return found.length > 0 && found;
    });
    expect(charts[0]).toMatchObject({ key: shown.chart, layout: { id: 'lamp' } });
    viewer.send({ type: 'history', actorIds: [shown.id] });
    const history = await historyOf(viewer);
    expect(JSON.stringify(history)).toContain('xstate.init');
    inspector.stop();
    await until(() => actorsOf(viewer).get(shown.id)?.isConnected === false);
  });

  it('tell two processes apart that call their actors the same', async () => {
    const { url } = await serve();
    for (const value of ['one', 'two']) {
      const client = await listen(url, '');
      client.send({ type: '@xstate.snapshot', sessionId: 'x:0', snapshot: { value } });
    }
    const viewer = await listen(url, 'viewer');
    await until(() => actorsOf(viewer).size === 2);
    expect([...actorsOf(viewer).keys()].toSorted()).toEqual(['client 1: x:0', 'client 2: x:0']);
  });

  it('receive all actors, the last snapshot of each and what follows, without what only Holdline knows', async () => {
    const told = new ToldFeed().tell(of('cora', '09:00', 'customer.message'));
    const { url } = await serve({ feed: told.feed });
    for (let n = 0; n < 300; n += 1) {
      told.tell(of('dora', '09:00', 'customer.message', { id: `m${n}` }));
    }
    const receiver = createWebSocketReceiver({ server: `${url.replace('http', 'ws')}wire` });
    const received: unknown[] = [];
    receiver.subscribe((message) => received.push(message));
    const ids = (type: string) =>
      (received as { type: string; sessionId: string }[])
        .filter((message) => message.type === type)
        .map(({ sessionId }) => sessionId);
    const [cora, dora] = [shortId(sessionOf('cora')), shortId(sessionOf('dora'))];
    await until(() => ids('@xstate.snapshot').includes(dora));
    expect(ids('@xstate.actor')).toEqual([cora, dora]);
    expect(ids('@xstate.snapshot')).toContain(cora);
    told.tell(of('cora', '09:01', 'customer.ended'));
    await until(() => ids('@xstate.snapshot').at(-1) === cora);
    expect(JSON.stringify(received)).not.toContain('"holdline"');
  });
});

describe('a mirror', () => {
  it('shows what another inspection shows: sessions, clients, history, time', async () => {
    const told = new ToldFeed().tell(of('cora', '09:00', 'customer.message'));
    const first = await serve({ feed: told.feed, title: 'the first' });
    const client = await listen(first.url, '');
    client.send({ type: '@xstate.snapshot', sessionId: 'x:0', snapshot: { value: 'here' } });
    const second = await serve({ mirror: first.url, sessionId: sessionOf('cora') });
    const viewer = await listen(second.url, 'viewer');
    await until(() => actorsOf(viewer).size === 2);
    told.tell(of('cora', '09:01', 'work.accepted', { workId: 'w' }));
    const id = shortId(sessionOf('cora'));
    const shown = await until(() => {
      const actor = actorsOf(viewer).get(id);
      return actor?.last?.status === 'Active' && actor;
    });
    expect(shown).toMatchObject({ source: 'mirror', last: { rule: 'EC11' } });
    viewer.send({ type: 'history', actorIds: [id, 'client 1: x:0'] });
    const history = await historyOf(viewer);
    expect(history.map(({ steps }) => steps.length)).toEqual([2, 1]);
    const { kind, title, now, selectedId } = await welcomeOf(await listen(second.url, 'viewer'));
    expect({ kind, title, now, selectedId }).toEqual({
      kind: 'virtual',
      title: 'the first',
      now: told.feed.now(),
      selectedId: id,
    });
  });

  it('says where it looked when nobody answers there', async () => {
    await expect(serve({ mirror: 'http://127.0.0.1:9' })).rejects.toMatchObject({
      code: 'inspection_unreachable',
    });
    await expect(serve({ mirror: 'ftp://127.0.0.1' })).rejects.toMatchObject({
      code: 'inspection_unreachable',
    });
  });
});
