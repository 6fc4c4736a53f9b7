// Sockets to a server under test, whose messages can be waited for.
import { vi } from 'vitest';
import { WebSocket, type ClientOptions } from 'ws';

/** A message as it came. */
export type Received = Readonly<Record<string, unknown>>;

/** One open socket and everything that it was told. */
export class Listening {
  readonly socket: WebSocket;
  readonly received: Received[] = [];

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data: Buffer) => {
      this.received.push(JSON.parse(data.toString()) as Received);
    });
  }

  of(type: string): readonly Received[] {
    return this.received.filter((message) => message['type'] === type);
  }

  /** Sends a text as it is, or an object as JSON. */
  send(message: string | object): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  async closed(): Promise<number> {
    return new Promise((done) => this.socket.once('close', done));
  }
}

/** Opens a socket of a server, `http://127.0.0.1:4880/` and `viewer`. */
export function listen(url: string, path: string, options: ClientOptions = {}): Promise<Listening> {
  const socket = new WebSocket(new URL(path, url.replace('http:', 'ws:')), options);
  const listening = new Listening(socket);
  return new Promise((done, failed) => {
    socket.once('open', () => done(listening));
    socket.once('error', failed);
  });
}

/** Waits until a condition holds, and returns what it gives. */
export const until = <T>(condition: () => T | undefined | false): Promise<T> =>
  vi.waitFor(
    () => {
      const value = condition();
      if (value === undefined || value === false)
        throw new Error(`expected ${condition.toString()}`);
      return value;
    },
    { timeout: 10_000, interval: 5 },
  );
