// The upkeep of a store while its engine runs: copies, retention, erasure.
import { randomUUID } from 'node:crypto';
import { Conversation } from '../conversation/conversation.ts';
import { HoldlineError } from '../events/holdline-error.ts';
import { DEFAULT_TENANT } from '../events/default-tenant.ts';
import { parseEvent } from '../events/parse-event.ts';
import { Refusal } from '../events/refusal.ts';
import type { Store } from '../store/store.ts';
import type { EpochMs } from '../time/instant.ts';
import { assertArgument, readArgument } from './call-argument.ts';
import { END_USER_KEY, ERASE_OPTIONS, NAME } from './call-shapes.ts';
import type { CommitLoop } from './commit-loop.ts';
import type { EngineSettings } from './engine-options.ts';
import {
  conversationOf,
  ENDINGS,
  eraseFrom,
  isAbout,
  type EndUserKey,
  type ErasureReport,
} from './erasure.ts';
import { parseRetention, retain, type RetainedReport, type Retention } from './retention.ts';

/** The shortest time between two retentions that nobody asked for, milliseconds of the engine's clock. */
const RETAIN_EVERY_MS = 60 * 60 * 1000;

/** Looks after the store of one engine. */
export class EngineUpkeep {
  readonly #store: Store;
  readonly #loop: CommitLoop;
  readonly #settings: EngineSettings;
  #retainedAt: EpochMs = -Infinity;
  /** The retention that goes on; one at a time. */
  #retaining: Promise<unknown> = Promise.resolve();

  constructor(store: Store, loop: CommitLoop, settings: EngineSettings) {
    this.#store = store;
    this.#loop = loop;
    this.#settings = settings;
  }

  /** Copies the store to a new file, with all that is committed, after a checkpoint, so that the copy opens quickly. */
  async backup(file: string): Promise<void> {
    assertArgument('backup', NAME, file, 'file');
    await this.#loop.whenIdle(true);
    await this.#store.backup(file);
  }

  /** Takes away what is older than a retention. */
  async retain(retention: Retention): Promise<RetainedReport> {
    const parsed = parseRetention(retention);
    await this.#loop.whenIdle(true);
    const running = this.#retaining.then(() =>
      retain(this.#store, parsed, this.#settings.clock.now(), this.#mayGo),
    );
    this.#retaining = running.catch(() => undefined);
    return running;
  }

  /** A checkpoint was written: applies the retention of the engine, at most once an hour. */
  afterCheckpoint(): void {
    const { retention, clock, observer } = this.#settings;
    const now = clock.now();
    if (retention === undefined || now - this.#retainedAt < RETAIN_EVERY_MS) return;
    this.#retainedAt = now;
    // Nobody waits for it: the store takes away in small steps, and the engine goes on between them.
    this.#retaining = this.#retaining
      .then(() => retain(this.#store, retention, now, this.#mayGo))
      .catch((error: unknown) => observer?.failed?.({ kind: 'upkeep', error }));
  }

  /** Whether retention may take a conversation: what is decided next must not rest on more than the store has then. */
  readonly #mayGo = (conversationId: string): boolean => {
    for (const { shelf } of this.#loop.core.tenants.values()) {
      if (!shelf.inMemory.has(conversationId)) continue;
      // What a checkpoint under way has saved is not in the store yet.
      return this.#loop.isFolded && shelf.letGo(conversationId);
    }
    return true;
  };

  /** Resolves once no retention goes on. */
  async whenDone(): Promise<void> {
    await this.#retaining;
  }

  /** Erases a person on a channel. */
  async eraseEndUser(
    asked: EndUserKey,
    options: { readonly force?: boolean },
  ): Promise<ErasureReport> {
    const key = readArgument('eraseEndUser', END_USER_KEY, asked);
    const { force = false } = readArgument('eraseEndUser', ERASE_OPTIONS, options, 'options');
    await this.#retaining;
    await this.#loop.whenIdle(true);
    if (this.#openSessionOf(key) !== undefined) await this.#end(key, force);
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop
      await this.#loop.whenIdle(true);
      this.#assertFolded();
      this.#forget(key);
      this.#loop.beginCheckpoint();
      // oxlint-disable-next-line no-await-in-loop
      await this.#loop.checkpoint();
      // Where nothing was committed meanwhile, no record has to be decided again that is written anew here.
      if (this.#store.lastPosition === this.#store.checkpointPosition) {
        return eraseFrom(this.#store, key);
      }
    }
  }

  async #end(key: EndUserKey, isForced: boolean): Promise<void> {
    if (!isForced) throw stillOpen('end it first, or erase with force');
    const { channelId, endUserId, tenant = DEFAULT_TENANT } = key;
    const watermark = this.#loop.core.tenants.get(tenant)?.watermark ?? -Infinity;
    let reason = 'end it first';
    for (const type of ENDINGS) {
      const event = parseEvent({
        id: `erasure-${randomUUID()}`,
        type,
        at: Math.max(this.#settings.clock.now(), watermark),
        tenant,
        channelId,
        endUserId,
      });
      if (event instanceof Refusal) throw stillOpen(event.message);
      // oxlint-disable-next-line no-await-in-loop
      const [outcome] = await this.#loop.submit([event]);
      if (this.#openSessionOf(key) === undefined) return;
      reason = outcome?.message ?? reason;
    }
    throw stillOpen(reason);
  }

  #openSessionOf(key: EndUserKey): string | undefined {
    const tenant = this.#loop.core.tenants.get(key.tenant ?? DEFAULT_TENANT);
    return tenant?.shelf.find(conversationOf(key))?.conversation.openSession?.id;
  }

  /** Lets go of a person in memory; what an agent still had of them weighs no more. */
  #forget(key: EndUserKey): void {
    const tenant = this.#loop.core.tenants.get(key.tenant ?? DEFAULT_TENANT);
    if (tenant === undefined) return;
    const id = conversationOf(key);
    const live = tenant.shelf.find(id);
    if (live !== undefined) {
      const { conversation } = live;
      const nobody = new Conversation(id, conversation);
      tenant.teller.loads.follow(conversation, nobody, (at) => tenant.setup.policyAt(at));
      // What waits for an earlier event has nothing to be decided in any more.
      for (const step of live.tail) step.isFinal = true;
      tenant.shelf.evict(id);
    }
    tenant.teller.forgetRecords(id);
    tenant.ambients = tenant.ambients.filter((event) => !isAbout(event, key));
  }

  #assertFolded(): void {
    if (this.#store.lastPosition === this.#store.checkpointPosition) return;
    throw new HoldlineError(
      'store_unwritable',
      'expected a checkpoint before the erasure, found that it could not be written: make room and erase again',
      { retryable: true },
    );
  }
}

const stillOpen = (reason: string) =>
  new HoldlineError(
    'erasure_refused',
    `expected no open session of the person to be erased, found one: ${reason}`,
  );
