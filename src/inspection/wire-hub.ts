// The sockets that speak the wire: clients that show their actors, receivers that watch all of them.
import type { RawData, WebSocket } from 'ws';
import type { ActorBook } from './actor-book.ts';
import { send } from './viewer-hub.ts';
import type { WireEvent } from './wire-event.ts';
import { readWireText } from './wire-reader.ts';

/** Unsent bytes at which a receiver is let go: it may come again and is told everything anew. */
const BEHIND_BYTES = 16 * 1024 * 1024;

/** Clients that may be connected at the same time, count. */
export const CLIENTS_MAX = 100;

/** Clients and receivers of the wire. */
export class WireHub {
  readonly #book: ActorBook;
  /** The receivers, and whether each takes what only Holdline knows. */
  readonly #receivers = new Map<WebSocket, boolean>();
  readonly #clients = new Set<WebSocket>();
  #clientsSeen = 0;

  constructor(book: ActorBook) {
    this.#book = book;
  }

  get clientsCount(): number {
    return this.#clients.size;
  }

  /**
   * A client that shows its actors, as `createWebSocketInspector` does. What it sends and is no message of the wire is passed over.
   *
   * Two clients may well call their actors the same: in the book they bear the client's number.
   */
  addClient(client: WebSocket): void {
    this.#clientsSeen += 1;
    const name = `client ${this.#clientsSeen}: `;
    const ids = new Set<string>();
    this.#clients.add(client);
    client.on('message', (data, isBinary) => {
      const event = isBinary ? undefined : readWireText(textOf(data));
      if (event === undefined) return;
      const named = renamed(event, name);
      ids.add(named.sessionId);
      this.#book.take(named, 'client');
    });
    client.on('close', () => {
      this.#clients.delete(client);
      this.#book.disconnect(ids);
    });
  }

  /** A receiver, as `createWebSocketReceiver` is one; a mirror takes what only Holdline knows as well. */
  addReceiver(receiver: WebSocket, isMirror: boolean): void {
    for (const event of this.#book.wireSoFar()) send(receiver, isMirror ? event : plain(event));
    this.#receivers.set(receiver, isMirror);
    receiver.on('close', () => this.#receivers.delete(receiver));
  }

  /** Passes a message on. */
  told(event: WireEvent): void {
    for (const [receiver, isMirror] of this.#receivers) {
      if (receiver.bufferedAmount > BEHIND_BYTES) receiver.close(1013, 'too far behind');
      else send(receiver, isMirror ? event : plain(event));
    }
  }

  /** Tells the mirrors something beside the wire. */
  tellMirrors(message: object): void {
    for (const [receiver, isMirror] of this.#receivers) if (isMirror) send(receiver, message);
  }

  close(): void {
    for (const socket of [...this.#receivers.keys(), ...this.#clients]) {
      socket.close(1001, 'the inspection was closed');
    }
  }
}

/** The text of a message as `ws` hands it over. @internal */
export function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return Buffer.isBuffer(data) ? data.toString() : Buffer.from(data).toString();
}

function plain(event: WireEvent): WireEvent {
  if (event.type !== '@xstate.snapshot' || event.holdline === undefined) return event;
  const { holdline: _holdline, ...rest } = event;
  return rest;
}

function renamed(event: WireEvent, prefix: string): WireEvent {
  const named = { ...event, sessionId: prefix + event.sessionId };
  const rootId = event.rootId === undefined ? {} : { rootId: prefix + event.rootId };
  if (named.type === '@xstate.actor' && named.parentId !== undefined) {
    return { ...named, ...rootId, parentId: prefix + named.parentId };
  }
  if (named.type === '@xstate.event' && named.sourceId !== undefined) {
    return { ...named, ...rootId, sourceId: prefix + named.sourceId };
  }
  return { ...named, ...rootId };
}
