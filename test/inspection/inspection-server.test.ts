import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createInspectionServer } from '../../src/inspection/inspection-server.ts';
import { shortId } from '../../src/inspection/redaction.ts';
import { actorsOf, serve, stopServing, welcomeOf } from './serving.ts';
import { listen, until } from './sockets.ts';
import { of, sessionOf, ToldFeed } from './told-feed.ts';

afterEach(stopServing);

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Asks over plain HTTP, with whatever headers. */
function ask(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return new Promise((done, failed) => {
    const asked = request(url, { headers }, (response) => {
      let body = '';
      response.on('data', (piece: Buffer) => (body += piece.toString()));
      response.on('end', () =>
        done({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    });
    asked.on('error', failed);
    asked.end();
  });
}

describe('the pages', () => {
  it('are served with a policy that lets nothing in from elsewhere', async () => {
    const { url } = await serve();
    const { status, headers, body } = await ask(url);
    expect(status).toBe(200);
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    expect(headers['content-security-policy']).not.toMatch(/unsafe|http|\*/);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
    expect(body).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    expect((await ask(`${url}stately`)).body).toContain('page of another company');
    expect((await ask(`${url}../package.json`)).status).toBe(404);
  });

  it('are for this machine only: another Host is turned away', async () => {
    const { url, port } = await serve();
    expect((await ask(url, { host: `evil.example:${port}` })).status).toBe(421);
    expect((await ask(url, { host: `localhost:${port}` })).status).toBe(200);
  });
});

describe('the sockets', () => {
  it('turn pages of other origins away, unless they were allowed', async () => {
    const { url, port } = await serve({ origins: ['http://localhost:5173'] });
    const own = `http://127.0.0.1:${port}`;
    for (const path of ['', 'viewer', 'wire', 'mirror']) {
      await expect(listen(url, path, { origin: 'https://evil.example' })).rejects.toThrow('403');
      await expect(listen(url, path, { origin: 'null' })).rejects.toThrow('403');
      await expect(listen(url, path, { headers: { host: 'evil.example' } })).rejects.toThrow('421');
      for (const origin of [own, 'http://localhost:5173']) {
        (await listen(url, path, { origin })).socket.terminate();
      }
    }
  });

  it('survive whatever clients send', async () => {
    const told = new ToldFeed().tell(of('cora', '09:00', 'customer.message'));
    const { url } = await serve({ feed: told.feed });
    const client = await listen(url, '');
    const odd: (string | object)[] = [
      '',
      '{',
      'null',
      '[]',
      '7',
      '"x"',
      {},
      { type: '@xstate.actor' },
      { type: '@xstate.snapshot', sessionId: 7 },
      { type: '@xstate.snapshot', sessionId: 'x'.repeat(1000) },
      { type: '@xstate.actor', sessionId: 'a', definition: '{', snapshot: 7 },
      { type: '@xstate.actor', sessionId: 'b', definition: '{"states":{"a":"[Object]"}}' },
      { type: '@xstate.event', sessionId: 'c', event: null },
      { type: '@xstate.snapshot', sessionId: 'c', event: 7, snapshot: { value: { a: [1, null] } } },
      {
        type: '@xstate.snapshot',
        sessionId: 'd',
        snapshot: { value: 'x', context: [] },
        createdAt: {},
      },
      { type: 'history', actorIds: 7 },
      '{"type":"@xstate.snapshot","sessionId":"__proto__","snapshot":{"__proto__":{"value":"x"}}}',
      `{"type":"@xstate.actor","sessionId":"e","definition":${'['.repeat(5000)}${']'.repeat(5000)}}`,
    ];
    for (const message of odd) client.send(message);
    client.socket.send(Buffer.from([0, 255, 1]));
    const viewer = await listen(url, 'viewer');
    for (const message of odd) viewer.send(message);
    const mirror = await listen(url, 'mirror');
    for (const message of odd) mirror.send(message);
    client.send({ type: '@xstate.snapshot', sessionId: 'last', snapshot: { value: 'here' } });
    await until(() => actorsOf(viewer).get('client 1: last')?.last?.leaves[0] === 'here');
    const large = await listen(url, '');
    large.send('x'.repeat(2 * 1024 * 1024));
    expect(await large.closed()).toBe(1009);
    const second = await listen(url, 'viewer');
    const { actors } = await welcomeOf(second);
    expect(actors.map(({ id }) => id)).toContain(shortId(sessionOf('cora')));
  });
});

const taken = (): Promise<Server> =>
  new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => done(server));
  });

const count = (type: string, all: readonly string[]) => all.filter((one) => one === type).length;

describe('a port', () => {
  it('that is taken is followed by the next one', async () => {
    const other = await taken();
    const { port } = other.address() as AddressInfo;
    const server = await serve({ port });
    expect(server.port).not.toBe(port);
    expect((await ask(server.url)).status).toBe(200);
    other.close();
  });

  it('is that of the loopback only', async () => {
    const { url } = await serve();
    expect(new URL(url).hostname).toBe('127.0.0.1');
  });

  it('is free again after the close, and no handle stays open', async () => {
    const before = process.getActiveResourcesInfo().toSorted();
    const told = new ToldFeed().tell(of('cora', '09:00', 'customer.message'));
    const server = await createInspectionServer({ feed: told.feed, port: 0 });
    const { port } = server;
    const mirror = await createInspectionServer({ mirror: server.url, port: 0 });
    const sockets = await Promise.all(
      ['', 'viewer', 'wire', 'mirror'].map((path) => listen(server.url, path)),
    );
    const closed = Promise.all(sockets.map((socket) => socket.closed()));
    told.tell(of('dora', '09:00', 'customer.message'));
    await mirror.close();
    await server.close();
    await closed;
    told.tell(of('emma', '09:00', 'customer.message'));
    for (const type of ['TCPSocketWrap', 'TCPServerWrap', 'Timeout', 'MessagePort', 'Worker']) {
      await until(() => count(type, process.getActiveResourcesInfo()) <= count(type, before));
    }
    const again = await serve({ port });
    expect(again.port).toBe(port);
  });
});
