// The server of the inspection: 127.0.0.1 only, the viewer at `/`, the wire on its sockets. It watches; it changes nothing.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { readArgument } from '../engine/call-argument.ts';
import { HoldlineError } from '../events/holdline-error.ts';
import type { InspectionOptions } from './inspection-options.ts';
import { INSPECTION_OPTIONS } from './inspection-shapes.ts';
import { MIRROR_PATH } from './mirror-source.ts';
import { pageFiles, type PageFile } from './page-files.ts';
import { respond } from './page-response.ts';
import { isAllowedOrigin, isForThisHost } from './request-guard.ts';
import { Watch } from './watch.ts';
import { CLIENTS_MAX } from './wire-hub.ts';

const HOST = '127.0.0.1';
const PORT_MAX = 65_535;

/** The port that is tried first where nothing else is said. */
export const INSPECTION_PORT = 4880;

/** Ports tried one after the other before any free one is taken, count. */
const PORTS_TRIED = 10;

/** Largest message that is taken in, bytes. */
const MESSAGE_BYTES_MAX = 1024 * 1024;

/** An inspection server that runs. */
export interface InspectionServer {
  /** Address of the viewer, `http://127.0.0.1:4880/`. */
  readonly url: string;
  readonly port: number;
  /** Sessions that are not watched, count. */
  readonly leftOut: number;
  /** Ends everything: no handle stays open. */
  close(): Promise<void>;
}

/**
 * Starts an inspection server.
 *
 * @throws HoldlineError argument_invalid for what is no option; inspection_unreachable if `mirror` names no inspection; input_unreadable if the viewer is missing;
 * port_unavailable if no port can be had.
 */
export async function createInspectionServer(
  options: InspectionOptions = {},
): Promise<InspectionServer> {
  const inspection = new Inspection(
    readArgument('createInspectionServer', INSPECTION_OPTIONS, options),
  );
  try {
    await inspection.start();
  } catch (error) {
    await inspection.close();
    throw error;
  }
  return inspection;
}

class Inspection implements InspectionServer {
  readonly #watch: Watch;
  readonly #firstPort: number;
  readonly #origins: ReadonlySet<string>;
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_BYTES_MAX });
  readonly #http = createServer((request, response) => respond(request, response, this.#files));
  #files: ReadonlyMap<string, PageFile> = new Map();

  constructor(options: InspectionOptions) {
    this.#watch = new Watch(options);
    this.#firstPort = options.port ?? INSPECTION_PORT;
    this.#origins = new Set(options.origins);
  }

  get port(): number {
    return (this.#http.address() as AddressInfo | null)?.port ?? 0;
  }

  get url(): string {
    return `http://${HOST}:${this.port}/`;
  }

  get leftOut(): number {
    return this.#watch.leftOut;
  }

  async start(): Promise<void> {
    this.#files = pageFiles();
    await this.#watch.start();
    this.#http.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
    await this.#listen();
  }

  async close(): Promise<void> {
    await this.#watch.close();
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#sockets.close();
    if (!this.#http.listening) return;
    await new Promise<void>((closed) => {
      this.#http.close(() => closed());
      this.#http.closeAllConnections();
    });
  }

  /** Listens on the first port that is free. */
  async #listen(): Promise<void> {
    const first = this.#firstPort;
    const tried = first === 0 ? [] : Array.from({ length: PORTS_TRIED }, (_, n) => first + n);
    for (const port of [...tried.filter((one) => one <= PORT_MAX), 0]) {
      const error = await this.#listenOn(port);
      if (error === undefined) return;
      if (port !== 0 && (error.code === 'EADDRINUSE' || error.code === 'EACCES')) continue;
      throw new HoldlineError(
        'port_unavailable',
        `expected to listen on ${HOST}:${port}, found ${error.code ?? error.message}: give another --port`,
        { cause: error },
      );
    }
  }

  #listenOn(port: number): Promise<NodeJS.ErrnoException | undefined> {
    return new Promise((done) => {
      const failed = (error: NodeJS.ErrnoException) => done(error);
      this.#http.once('error', failed);
      this.#http.listen(port, HOST, () => {
        this.#http.off('error', failed);
        done(undefined);
      });
    });
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const refusal = this.#refusal(request);
    if (refusal !== undefined) {
      socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      // A message that is too large, or no frame at all, closes its own connection and nothing else.
      webSocket.on('error', () => webSocket.terminate());
      this.#admit(webSocket, request);
    });
  }

  #refusal(request: IncomingMessage): string | undefined {
    if (!isForThisHost(request)) return '421 Misdirected Request';
    if (!isAllowedOrigin(request, this.#origins)) return '403 Forbidden';
    if (this.#sockets.clients.size >= CLIENTS_MAX) return '503 Service Unavailable';
    return undefined;
  }

  #admit(socket: WebSocket, { url }: IncomingMessage): void {
    switch ((url ?? '/').split('?', 1)[0]) {
      case '/viewer':
        this.#watch.addViewer(socket);
        return;
      case '/wire':
        this.#watch.wire.addReceiver(socket, false);
        return;
      case MIRROR_PATH:
        this.#watch.addMirror(socket);
        return;
      default:
        this.#watch.wire.addClient(socket);
    }
  }
}
