// The viewers that are open: everything at first, then what has changed, at most ten times a second.
import { WebSocket } from 'ws';
import type {
  FrameMessage,
  ServerMessage,
  ShownActor,
  ShownChart,
  ShownStep,
  WelcomeMessage,
} from './viewer-protocol.ts';

/** Shortest time between two frames, milliseconds. */
const FRAME_MS = 100;

/** Steps of one frame, count: the actors in it are whole, only their way is cut short. */
const FRAME_STEPS_MAX = 500;

/** Unsent bytes at which a viewer counts as behind: it is told everything anew once it has caught up. */
const BEHIND_BYTES = 4 * 1024 * 1024;

/** What the hub reads when it tells. */
export interface ViewerSource {
  welcome(): WelcomeMessage;
  moment(): Pick<FrameMessage, 'now' | 'leftOut'>;
  actor(id: string): ShownActor | undefined;
  chart(key: string): ShownChart | undefined;
}

/**
 * The open viewers.
 *
 * Modes: *idle* — nobody watches or nothing has changed, no timer runs; *due* — a frame is due within 100 ms.
 */
export class ViewerHub {
  readonly #source: ViewerSource;
  /** The viewers, and whether each is behind. */
  readonly #viewers = new Map<WebSocket, boolean>();
  readonly #actors = new Set<string>();
  readonly #charts = new Set<string>();
  readonly #forgotten = new Set<string>();
  #steps: ShownStep[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(source: ViewerSource) {
    this.#source = source;
  }

  /** Open viewers, count. */
  get size(): number {
    return this.#viewers.size;
  }

  add(viewer: WebSocket): void {
    this.flush();
    this.#viewers.set(viewer, false);
    viewer.on('close', () => this.#viewers.delete(viewer));
    send(viewer, this.#source.welcome());
  }

  changed(actorId: string): void {
    this.#actors.add(actorId);
    this.#schedule();
  }

  stepped(step: ShownStep): void {
    if (this.#viewers.size === 0) return;
    this.#steps.push(step);
    if (this.#steps.length > 2 * FRAME_STEPS_MAX) this.#steps = this.#steps.slice(-FRAME_STEPS_MAX);
  }

  forgotten(actorId: string): void {
    this.#actors.delete(actorId);
    this.#forgotten.add(actorId);
    this.#schedule();
  }

  charted(key: string): void {
    this.#charts.add(key);
    this.#schedule();
  }

  /** Tells all viewers everything anew. */
  restart(): void {
    this.#clear();
    for (const viewer of this.#viewers.keys()) send(viewer, this.#source.welcome());
  }

  /** Tells what has changed so far, at once. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#viewers.size > 0 && this.#hasChanged) this.#tell(this.#frame());
    this.#clear();
  }

  close(): void {
    clearTimeout(this.#timer);
    for (const viewer of this.#viewers.keys()) viewer.close(1001, 'the inspection was closed');
  }

  get #hasChanged(): boolean {
    return this.#actors.size + this.#charts.size + this.#forgotten.size + this.#steps.length > 0;
  }

  #schedule(): void {
    if (this.#viewers.size === 0) this.#clear();
    else this.#timer ??= setTimeout(() => this.flush(), FRAME_MS);
  }

  #frame(): FrameMessage {
    const source = this.#source;
    return {
      type: 'frame',
      ...source.moment(),
      charts: [...this.#charts].flatMap((key) => source.chart(key) ?? []),
      actors: [...this.#actors].flatMap((id) => source.actor(id) ?? []),
      forgotten: [...this.#forgotten],
      steps: this.#steps.slice(-FRAME_STEPS_MAX),
    };
  }

  #tell(frame: FrameMessage): void {
    const text = JSON.stringify(frame);
    for (const [viewer, wasBehind] of this.#viewers) {
      const isBehind = viewer.bufferedAmount > BEHIND_BYTES;
      this.#viewers.set(viewer, isBehind);
      if (isBehind) continue;
      if (wasBehind) send(viewer, this.#source.welcome());
      else if (viewer.readyState === WebSocket.OPEN) viewer.send(text);
    }
  }

  #clear(): void {
    this.#actors.clear();
    this.#charts.clear();
    this.#forgotten.clear();
    this.#steps = [];
  }
}

/** Sends a message, unless the other side is going away. @internal */
export function send(socket: WebSocket, message: ServerMessage | object): void {
  if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
}
