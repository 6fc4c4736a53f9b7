// Where a tenant's conversations live: the busy ones as objects, the idle ones packed into one string each.
import { Conversation } from '../conversation/conversation.ts';
import { conversationId } from '../conversation/conversation-id.ts';
import { packConversation, unpackConversation } from '../conversation/packed-conversation.ts';
import type { SessionMetrics } from '../metrics/session-metrics.ts';
import { packMetrics, unpackMetrics } from '../metrics/packed-metrics.ts';
import type { EpochMs } from '../time/instant.ts';
import type { EngineTuning } from './engine-tuning.ts';

/** How long a conversation stays unpacked after it was touched last, milliseconds of event time, where the host says nothing else. */
const BUSY_FOR_MS = 60 * 60 * 1000;

/** One conversation at hand, with what the host keeps beside it. */
export class ShelfEntry {
  conversation: Conversation;
  /** The running figures of its open session. */
  metrics: SessionMetrics | null = null;
  /** The figures of an open session while a notification that ends at once is being told. */
  beside: SessionMetrics | null = null;
  /** The instant at which the due-time queue will look at it; Infinity when it will not. */
  queuedAt: EpochMs = Infinity;
  touchedAt: EpochMs = -Infinity;
  /** When the shelf looked last whether it is idle. */
  lookedAt: EpochMs = -Infinity;

  constructor(conversation: Conversation) {
    this.conversation = conversation;
  }
}

/** The conversations of one tenant. */
export class ConversationShelf {
  readonly #tenant: string;
  readonly #entries = new Map<string, ShelfEntry | string>();
  /** The busy ones in the order in which they were looked at last, or came; those before the next one are gone. */
  #busy: ShelfEntry[] = [];
  #nextBusy = 0;
  /** The busy ones by channel and end user: most events find theirs without putting an id together. */
  readonly #byAddress = new Map<string, Map<string, ShelfEntry>>();
  readonly #busyForMs: number;
  readonly #unpackedCount: number;

  constructor(tenant: string, { busyForMs = BUSY_FOR_MS, unpackedCount = 0 }: EngineTuning = {}) {
    this.#tenant = tenant;
    this.#busyForMs = busyForMs;
    this.#unpackedCount = unpackedCount;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** The ids of all conversations, in code-unit order. */
  ids(): readonly string[] {
    return [...this.#entries.keys()].toSorted();
  }

  /** The entry of a conversation; undefined if it does not exist. */
  find(id: string): ShelfEntry | undefined {
    const found = this.#entries.get(id);
    return typeof found === 'string' ? this.#unpack(id, found) : found;
  }

  /** The entry of a conversation; one that does not exist yet is made, and joins the shelf with `keep`. */
  findOrMake(channelId: string, endUserId: string): ShelfEntry {
    const busy = this.#byAddress.get(channelId)?.get(endUserId);
    if (busy !== undefined) return busy;
    const tenant = this.#tenant;
    const id = conversationId(tenant, channelId, endUserId);
    return this.find(id) ?? new ShelfEntry(new Conversation(id, { tenant, channelId, endUserId }));
  }

  /** Keeps an entry that was touched at an instant. */
  keep(entry: ShelfEntry, at: EpochMs): void {
    if (entry.touchedAt === -Infinity) {
      this.#entries.set(entry.conversation.id, entry);
      entry.lookedAt = at;
      this.#addBusy(entry);
    }
    entry.touchedAt = at;
  }

  /** Packs what nobody has touched for a while, once there are enough; each is looked at once in that while. */
  packIdle(now: EpochMs): void {
    const busy = this.#busy;
    const count = busy.length;
    for (; count - this.#nextBusy > this.#unpackedCount; this.#nextBusy += 1) {
      const entry = busy[this.#nextBusy] as ShelfEntry;
      if (now - entry.lookedAt < this.#busyForMs) break;
      if (now - entry.touchedAt >= this.#busyForMs) this.#pack(entry);
      else {
        entry.lookedAt = now;
        busy.push(entry);
      }
    }
    if (this.#nextBusy * 2 < busy.length) return;
    this.#busy = busy.slice(this.#nextBusy);
    this.#nextBusy = 0;
  }

  #pack(entry: ShelfEntry): void {
    const { channelId, endUserId } = entry.conversation;
    this.#byAddress.get(channelId)?.delete(endUserId);
    const figures = entry.metrics === null ? [] : packMetrics(entry.metrics);
    const packed = packConversation(entry.conversation, [entry.queuedAt, ...figures]);
    this.#entries.set(entry.conversation.id, packed);
  }

  /** A look at a conversation, for readers: nothing of it is kept at hand. */
  peek(id: string): Conversation | undefined {
    const found = this.#entries.get(id);
    if (found === undefined) return undefined;
    return typeof found === 'string'
      ? unpackConversation(id, found).conversation
      : found.conversation;
  }

  #addBusy(entry: ShelfEntry): void {
    const { channelId, endUserId } = entry.conversation;
    let channel = this.#byAddress.get(channelId);
    if (channel === undefined) this.#byAddress.set(channelId, (channel = new Map()));
    channel.set(endUserId, entry);
    this.#busy.push(entry);
  }

  #unpack(id: string, packed: string): ShelfEntry {
    const { conversation, beside } = unpackConversation(id, packed);
    const queuedAt = beside[0];
    const figures = beside.slice(1);
    const entry = new ShelfEntry(conversation);
    // JSON writes Infinity as null.
    entry.queuedAt = queuedAt ?? Infinity;
    const sessionId = conversation.session?.id;
    if (figures.length > 0 && sessionId !== undefined) {
      entry.metrics = unpackMetrics(sessionId, figures);
    }
    this.#entries.set(id, entry);
    this.#addBusy(entry);
    entry.touchedAt = -1;
    return entry;
  }
}
