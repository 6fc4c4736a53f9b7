// Another inspection server, watched from here: its sessions, its clients' actors, and their history on request.
import { WebSocket } from 'ws';
import { HoldlineError } from '../events/holdline-error.ts';
import type { EpochMs } from '../time/instant.ts';
import type { SessionSource, WireSink } from './feed-source.ts';
import type { FeedKind } from './inspection-feed.ts';
import { send } from './viewer-hub.ts';
import type { ShownStep } from './viewer-protocol.ts';
import { isMessage, parseJson, readMirroredEvent } from './wire-reader.ts';
import { textOf } from './wire-hub.ts';

/** How long after a loss the other server is tried again, milliseconds. */
const RETRY_MS = 2000;

/** Longest time to wait for the first connection or for a history, milliseconds. */
const ANSWER_MS_MAX = 10_000;

/** Path under which a server tells mirrors everything. @internal */
export const MIRROR_PATH = '/mirror';

/** What a server tells its mirrors beside the wire. @internal */
export interface MirrorMoment {
  readonly type: '@holdline.moment';
  readonly kind: FeedKind;
  readonly title: string;
  readonly now: EpochMs;
  readonly leftOut: number;
}

/** A history as a mirror asks for it, and the answer with its steps. @internal */
export interface MirrorHistory {
  readonly type: '@holdline.history';
  readonly actorId: string;
  readonly steps?: readonly ShownStep[];
}

/** The sessions of another inspection server. Lost, it is tried again until the mirror is closed. */
export class MirrorSource implements SessionSource {
  readonly #url: string;
  readonly #sink: WireSink;
  readonly #onMoment: () => void;
  #socket: WebSocket | undefined;
  #retry: NodeJS.Timeout | undefined;
  #isClosed = false;
  #moment: Omit<MirrorMoment, 'type'> = { kind: 'live', title: '', now: 0, leftOut: 0 };
  readonly #asked = new Map<string, (steps: readonly ShownStep[]) => void>();
  /** When the moment was told, by this machine's clock. */
  #toldAt = 0;

  /**
   * @param url Address of the other server, as its command prints it.
   * @param onMoment Hears when the other server has said anew what it is and what time it has.
   * @throws HoldlineError inspection_unreachable if it is no address.
   */
  constructor(url: string, sink: WireSink, onMoment: () => void) {
    this.#url = mirrorUrl(url);
    this.#sink = sink;
    this.#onMoment = onMoment;
  }

  get kind(): FeedKind {
    return this.#moment.kind;
  }

  get title(): string {
    return this.#moment.title;
  }

  get leftOut(): number {
    return this.#moment.leftOut;
  }

  now(): EpochMs {
    const { kind, now } = this.#moment;
    return kind === 'live' ? now + Date.now() - this.#toldAt : now;
  }

  /**
   * Connects, and returns once the other server has said what it is.
   *
   * @throws HoldlineError inspection_unreachable if nobody answers there.
   */
  async start(): Promise<void> {
    await new Promise<void>((done, failed) => {
      const timer = setTimeout(() => failed(unreachable(this.#url, 'no answer')), ANSWER_MS_MAX);
      const settle = (error?: Error) => {
        clearTimeout(timer);
        if (error === undefined) done();
        else failed(unreachable(this.#url, error.message));
      };
      this.#connect(settle);
    }).catch((error: unknown) => {
      this.close();
      throw error;
    });
  }

  async history(actorId: string): Promise<readonly ShownStep[]> {
    const socket = this.#socket;
    if (socket?.readyState !== WebSocket.OPEN) return [];
    return new Promise((done) => {
      const timer = setTimeout(() => answered([]), ANSWER_MS_MAX);
      timer.unref();
      const answered = (steps: readonly ShownStep[]) => {
        clearTimeout(timer);
        this.#asked.delete(actorId);
        done(steps);
      };
      this.#asked.set(actorId, answered);
      send(socket, { type: '@holdline.history', actorId } satisfies MirrorHistory);
    });
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    this.#socket?.terminate();
    for (const answered of this.#asked.values()) answered([]);
  }

  #connect(settle: (error?: Error) => void): void {
    const socket = new WebSocket(this.#url, { maxPayload: 64 * 1024 * 1024 });
    this.#socket = socket;
    socket.on('message', (data, isBinary) => {
      if (!isBinary) this.#take(parseJson(textOf(data)), settle);
    });
    socket.on('error', settle);
    socket.on('close', () => {
      settle(new Error('the connection was closed'));
      if (this.#isClosed) return;
      this.#retry = setTimeout(() => this.#connect(() => undefined), RETRY_MS);
    });
  }

  #take(message: unknown, settle: () => void): void {
    if (isMoment(message)) {
      const { kind, title, now, leftOut } = message;
      const isNew = kind !== this.#moment.kind || title !== this.#moment.title;
      this.#moment = { kind, title, now, leftOut };
      this.#toldAt = Date.now();
      settle();
      if (isNew) this.#onMoment();
      return;
    }
    if (isHistory(message)) {
      this.#asked.get(message.actorId)?.(message.steps ?? []);
      return;
    }
    if (isForgotten(message)) {
      this.#sink.forget(message.actorId);
      return;
    }
    const event = readMirroredEvent(message);
    if (event === undefined) return;
    // Virtual time moves with the events.
    const now = Math.max(this.#moment.now, Number(event.createdAt));
    if (this.#moment.kind === 'virtual') this.#moment = { ...this.#moment, now };
    this.#sink.take(event);
  }
}

function mirrorUrl(url: string): string {
  try {
    const address = new URL(url.includes('://') ? url : `http://${url}`);
    const protocol = { 'http:': 'ws:', 'https:': 'wss:' }[address.protocol] ?? address.protocol;
    if (protocol !== 'ws:' && protocol !== 'wss:') throw new TypeError('another protocol');
    return `${protocol}//${address.host}${MIRROR_PATH}`;
  } catch (error) {
    throw new HoldlineError(
      'inspection_unreachable',
      `expected the address of an inspection such as http://127.0.0.1:4880, found "${url}": correct it`,
      { cause: error },
    );
  }
}

const unreachable = (url: string, reason: string) =>
  new HoldlineError(
    'inspection_unreachable',
    `expected an inspection at ${url}, found none (${reason}): start it there, or correct the address`,
    { retryable: true },
  );

const isMoment = (message: unknown): message is MirrorMoment =>
  isMessage(message) &&
  message['type'] === '@holdline.moment' &&
  typeof message['title'] === 'string' &&
  typeof message['now'] === 'number' &&
  typeof message['leftOut'] === 'number' &&
  ['live', 'virtual', 'recorded'].includes(String(message['kind']));

/** Whether a message asks for a history, or answers. @internal */
export const isHistory = (message: unknown): message is MirrorHistory =>
  isMessage(message) &&
  message['type'] === '@holdline.history' &&
  typeof message['actorId'] === 'string' &&
  (message['steps'] === undefined ||
    (Array.isArray(message['steps']) && message['steps'].every(isShownStep)));

const isShownStep = (step: unknown) =>
  isMessage(step) &&
  ['order', 'seq', 'at'].every((name) => typeof step[name] === 'number') &&
  ['actorId', 'event', 'cause', 'state'].every((name) => typeof step[name] === 'string') &&
  ['fields', 'leaves', 'counters', 'deadlines', 'facts'].every((name) => Array.isArray(step[name]));

const isForgotten = (
  message: unknown,
): message is { readonly type: '@holdline.forgotten'; readonly actorId: string } =>
  isMessage(message) &&
  message['type'] === '@holdline.forgotten' &&
  typeof message['actorId'] === 'string';
