import type { ServerMessage, ViewerMessage } from '../inspection/viewer-protocol.ts';

/** How long after a loss the server is tried again, milliseconds. */
const RETRY_MS = 1500;

/** What a connection tells. */
export interface ConnectionListener {
  message(message: ServerMessage): void;
  connected(isConnected: boolean): void;
}

/** The viewer's own socket to the server that served it. Lost, it is tried again for as long as the page is open. */
export class Connection {
  readonly #listener: ConnectionListener;
  #socket: WebSocket | undefined;

  constructor(listener: ConnectionListener) {
    this.#listener = listener;
  }

  open(): void {
    const address = new URL('viewer', location.href);
    address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
    address.hash = '';
    const socket = new WebSocket(address);
    this.#socket = socket;
    socket.addEventListener('open', () => this.#listener.connected(true));
    socket.addEventListener('message', ({ data }: MessageEvent<string>) => {
      this.#listener.message(JSON.parse(data) as ServerMessage);
    });
    socket.addEventListener('close', () => {
      this.#listener.connected(false);
      setTimeout(() => this.open(), RETRY_MS);
    });
  }

  send(message: ViewerMessage): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }
}
