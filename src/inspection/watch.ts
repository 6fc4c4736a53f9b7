// What is being watched, put together: the sessions of one source, the actors of clients, their charts, and who looks on.
import type { WebSocket } from 'ws';
import { ActorBook } from './actor-book.ts';
import { ChartBook } from './chart-book.ts';
import { FeedSource, type SessionSource, type WireSink } from './feed-source.ts';
import type { InspectionOptions } from './inspection-options.ts';
import { LayoutThread } from './layout-thread.ts';
import { isHistory, MirrorSource, type MirrorHistory, type MirrorMoment } from './mirror-source.ts';
import { shortId } from './redaction.ts';
import { send, ViewerHub } from './viewer-hub.ts';
import {
  HISTORY_ACTORS_MAX,
  type FrameMessage,
  type HistoryMessage,
  type ShownStep,
  type WelcomeMessage,
} from './viewer-protocol.ts';
import { textOf, WireHub } from './wire-hub.ts';
import { isMessage, parseJson } from './wire-reader.ts';

/** The watched and the watching of one server. */
export class Watch {
  readonly #options: InspectionOptions;
  readonly #thread = new LayoutThread();
  readonly #charts: ChartBook;
  readonly #book: ActorBook;
  readonly #viewers: ViewerHub;
  readonly #source: SessionSource | undefined;
  readonly wire: WireHub;
  #leftOutTold = 0;

  /** @throws HoldlineError inspection_unreachable if `mirror` is no address. */
  constructor(options: InspectionOptions) {
    this.#options = options;
    this.#charts = new ChartBook(this.#thread.layOut, (key) => this.#viewers.charted(key));
    this.#book = new ActorBook(this.#charts, {
      changed: (actorId) => this.#viewers.changed(actorId),
      stepped: (step) => this.#viewers.stepped(step),
      forgotten: (actorId) => {
        this.#viewers.forgotten(actorId);
        this.wire.tellMirrors({ type: '@holdline.forgotten', actorId });
      },
      told: (event) => {
        this.wire.told(event);
        if (this.leftOut !== this.#leftOutTold) this.wire.tellMirrors(this.#momentForMirrors());
      },
    });
    this.wire = new WireHub(this.#book);
    this.#viewers = new ViewerHub({
      welcome: () => this.#welcome(),
      moment: () => this.#moment(),
      actor: (id) => this.#book.actor(id),
      chart: (key) => this.#charts.chart(key),
    });
    this.#source = this.#sourceOf(options);
  }

  /** Sessions that are not watched, count. */
  get leftOut(): number {
    return this.#source?.leftOut ?? 0;
  }

  /** @throws HoldlineError inspection_unreachable if nobody answers at the mirrored address. */
  async start(): Promise<void> {
    await this.#source?.start();
  }

  addViewer(viewer: WebSocket): void {
    viewer.on('message', (data, isBinary) => {
      const message = isBinary ? undefined : parseJson(textOf(data));
      if (!isMessage(message) || message['type'] !== 'history') return;
      const ids = Array.isArray(message['actorIds']) ? (message['actorIds'] as unknown[]) : [];
      const known = ids.filter((id) => typeof id === 'string').slice(0, HISTORY_ACTORS_MAX);
      void this.#tellHistories(viewer, known);
    });
    this.#viewers.add(viewer);
  }

  addMirror(mirror: WebSocket): void {
    mirror.on('message', (data, isBinary) => {
      const message = isBinary ? undefined : parseJson(textOf(data));
      if (!isHistory(message)) return;
      const { actorId } = message;
      void this.#historyOf(actorId).then((steps) =>
        send(mirror, { type: '@holdline.history', actorId, steps } satisfies MirrorHistory),
      );
    });
    send(mirror, this.#momentForMirrors());
    this.wire.addReceiver(mirror, true);
  }

  async close(): Promise<void> {
    this.#source?.close();
    this.#viewers.close();
    this.wire.close();
    await this.#thread.close();
  }

  #sourceOf({ feed, mirror, sample, redact, title }: InspectionOptions) {
    const origin = mirror === undefined ? 'feed' : 'mirror';
    const sink: WireSink = {
      take: (event) => this.#book.take(event, origin),
      forget: (actorId) => this.#book.forget(actorId),
    };
    if (mirror !== undefined) {
      return new MirrorSource(mirror, sink, () => this.#viewers.restart());
    }
    return feed === undefined ? undefined : new FeedSource(feed, sink, { sample, redact, title });
  }

  #moment(): Pick<FrameMessage, 'now' | 'leftOut'> {
    return { now: this.#source?.now() ?? Date.now(), leftOut: this.leftOut };
  }

  #momentForMirrors(): MirrorMoment {
    const { kind, title } = this.#welcome();
    this.#leftOutTold = this.leftOut;
    return { type: '@holdline.moment', kind, title, ...this.#moment() };
  }

  #welcome(): WelcomeMessage {
    const { title } = this.#options;
    const source = this.#source;
    return {
      type: 'welcome',
      title: title ?? source?.title ?? '',
      kind: source?.kind ?? 'live',
      selectedId: this.#selectedId() ?? null,
      ...this.#moment(),
      charts: this.#charts.charts(),
      actors: this.#book.actors(),
      tail: this.#book.tail(),
    };
  }

  /** The asked-for session under the id that it is shown by: of a mirror it may be given by its own id, too. */
  #selectedId(): string | undefined {
    const { sessionId } = this.#options;
    if (sessionId === undefined) return undefined;
    if (this.#source instanceof FeedSource) return this.#source.shownIdOf(sessionId);
    const short = shortId(sessionId);
    return this.#book.actor(sessionId) === undefined && this.#book.actor(short) !== undefined
      ? short
      : sessionId;
  }

  async #tellHistories(viewer: WebSocket, actorIds: readonly string[]): Promise<void> {
    const actors: { id: string; steps: readonly ShownStep[] }[] = [];
    for (const id of actorIds) actors.push({ id, steps: await this.#historyOf(id) });
    // What is told already comes first, so that no step after the history is older than it.
    this.#viewers.flush();
    send(viewer, { type: 'history', actors } satisfies HistoryMessage);
  }

  async #historyOf(actorId: string): Promise<readonly ShownStep[]> {
    const actor = this.#book.actor(actorId);
    if (actor === undefined) return [];
    if (actor.source === 'client') return this.#book.clientSteps(actorId);
    try {
      return (await this.#source?.history(actorId)) ?? [];
    } catch {
      // A store that cannot be read for the moment leaves the viewer with what it has.
      return [];
    }
  }
}
