// The durable engine: what a routing service embeds. Each answer is given after the commit; deadlines fire by the clock.
import type { Load } from '../desk/load.ts';
import type { FactType } from '../events/fact.ts';
import { HoldlineError } from '../events/holdline-error.ts';
import { DEFAULT_TENANT } from '../events/default-tenant.ts';
import type { EpochMs } from '../time/instant.ts';
import type { SessionFilter, Store } from '../store/store.ts';
import type { Batch } from './batch.ts';
import { BulkOperations } from './bulk-operations.ts';
import { assertArgument, readArgument } from './call-argument.ts';
import * as calls from './call-shapes.ts';
import { CommitLoop } from './commit-loop.ts';
import type { DispatchOutcome, PendingDeadline } from './dispatch-outcome.ts';
import { dispatchAll } from './dispatching.ts';
import { EngineAlarm } from './engine-alarm.ts';
import type { EngineCore } from './engine-core.ts';
import { insideOf, type EngineInside } from './engine-inside.ts';
import { ListenerBoard, type EngineListeners, type Listening } from './engine-listeners.ts';
import { watchedFeed } from './engine-observer.ts';
import type { EngineSettings } from './engine-options.ts';
import { EngineReader, type Explanation, type TimerFilter } from './engine-reader.ts';
import { EngineUpkeep } from './engine-upkeep.ts';
import type { EndUserKey, ErasureReport } from './erasure.ts';
import type { RetainedReport, Retention } from './retention.ts';
import { assertReached, CommitBellTower, factsAfter } from './fact-subscription.ts';
import type { FactFeed, SubscribeOptions } from './fact-subscription.ts';
import type { FiringLateness, LatenessFigures } from './firing-lateness.ts';
import type { SessionView } from './session-view.ts';
import { SessionWaiters } from './session-waiters.ts';
import { advanceLoop, fireCertain } from './told-time.ts';

/**
 * A durable engine over one store.
 *
 * Everything that it answers or tells is committed. Opened by `openEngine`; `close` gives the store back.
 */
export class Engine {
  readonly #store: Store;
  readonly #settings: EngineSettings;
  readonly #loop: CommitLoop;
  readonly #reader: EngineReader;
  readonly #listeners: ListenerBoard;
  readonly #upkeep: EngineUpkeep;
  readonly #bell = new CommitBellTower();
  readonly #waiters = new SessionWaiters();
  readonly #lateness: FiringLateness;
  readonly #alarm: EngineAlarm;
  /** Ending and re-arming many sessions at once, with a look beforehand. */
  readonly bulk: BulkOperations;
  #closing: Promise<void> | undefined;

  /** @internal Use `openEngine`. */
  constructor(
    store: Store,
    settings: EngineSettings,
    recover: () => EngineCore,
    lateness: FiringLateness,
  ) {
    this.#store = store;
    this.#settings = settings;
    this.#lateness = lateness;
    this.#listeners = new ListenerBoard(settings.observer, settings.inspect);
    this.#loop = new CommitLoop(store, recover, settings, {
      committed: (batch) => this.#committed(batch),
      failed: (error) => this.#listeners.tellError(error),
      checkpointed: () => this.#upkeep.afterCheckpoint(),
    });
    this.#reader = new EngineReader(store, this.#loop);
    this.bulk = new BulkOperations(this.#reader, this.#loop, settings.clock, (events) =>
      this.dispatchMany(events),
    );
    this.#upkeep = new EngineUpkeep(store, this.#loop, settings);
    const beside = { nextAt: () => this.#waiters.nextAt, look: (now: EpochMs) => this.#look(now) };
    this.#alarm = new EngineAlarm(settings.clock, this.#loop, beside, settings.ticksByClock);
    this.#alarm.arm();
  }

  /** Listens to one type of fact, to all as `fact`, to verdicts, or to errors: see `EngineListeners`. Returns the engine. */
  readonly on: Listening<this> = (type: keyof EngineListeners, listener: unknown) => {
    this.#listeners.on(type, listener);
    return this;
  };

  /** Stops listening. Returns the engine. */
  readonly off: Listening<this> = (type: keyof EngineListeners, listener: unknown) => {
    this.#listeners.off(type, listener);
    return this;
  };

  /**
   * Decides one event and resolves once it is committed. Bad input is a `rejected` verdict, never an exception.
   *
   * @throws HoldlineError store_unwritable, overloaded (both retryable: send it again), store_closed.
   */
  async dispatch(input: unknown): Promise<DispatchOutcome> {
    const [outcome] = await this.dispatchMany([input]);
    return outcome as DispatchOutcome;
  }

  /** Decides many events in order and resolves once all are committed; one outcome each. @throws as `dispatch`. */
  async dispatchMany(inputs: readonly unknown[]): Promise<readonly DispatchOutcome[]> {
    this.#assertOpen();
    assertArgument('dispatchMany', calls.INPUTS, inputs, 'inputs');
    return dispatchAll(inputs, this.#loop, this.#settings);
  }

  /**
   * A tenant's facts after a place, gap-free and in order, for consumers that must not miss one: see `FactFeed`.
   *
   * @throws HoldlineError argument_invalid; place_unknown for a place that this store has not reached.
   */
  subscribe<T extends FactType>(options: SubscribeOptions<T>): FactFeed<T> {
    this.#assertOpen();
    const wish = readArgument('subscribe', calls.SUBSCRIBE_OPTIONS, options) as typeof options;
    assertReached(wish, this.#loop.core.tenants.get(wish.tenant ?? DEFAULT_TENANT)?.teller.seq);
    const feed = factsAfter(this.#store, this.#bell, wish);
    return watchedFeed(feed, this.#settings.observer);
  }

  /** A session's record, open or over; undefined if there is none. */
  session(id: string): SessionView | undefined {
    this.#assertOpen();
    assertArgument('session', calls.NAME, id, 'id');
    return this.#reader.session(id);
  }

  /** A conversation as it stands, by its id or its address; undefined if there is none. */
  conversation(key: string | { channelId: string; endUserId: string; tenant?: string }) {
    this.#assertOpen();
    return this.#reader.conversationCopy(key);
  }

  /** The sessions that a filter lets through, by start. A checkpoint is written first, so that the store can be asked; events go on being decided meanwhile. */
  async sessions(filter: SessionFilter = {}): Promise<readonly SessionView[]> {
    this.#assertOpen();
    const wanted = readArgument('sessions', calls.SESSION_FILTER, filter);
    await this.#loop.tables.fold();
    return this.#reader.sessions(wanted);
  }

  /** The pending deadlines that a filter lets through, the earliest first. Writes a checkpoint first. */
  async timers(filter: TimerFilter = {}): Promise<readonly PendingDeadline[]> {
    this.#assertOpen();
    const wanted = readArgument('timers', calls.TIMER_FILTER, filter);
    await this.#loop.tables.fold();
    return this.#reader.timers(wanted);
  }

  /** Why a session is in its status, by which rule, and what happens next by itself and when; undefined if there is none. */
  explain(sessionId: string): Explanation | undefined {
    this.#assertOpen();
    return this.#reader.explain(sessionId);
  }

  /** What an agent carries now: offers that are pending count as items. An agent never heard of carries nothing. */
  loadOf(agentId: string, tenant = DEFAULT_TENANT): Load {
    return this.#loop.core.tenant(tenant).teller.loads.of(agentId);
  }

  /**
   * Resolves with the session once it is as wanted; looks after each commit.
   *
   * @param timeoutMs Milliseconds of the engine's clock.
   * @throws HoldlineError wait_expired if that does not happen in time.
   */
  waitFor(
    sessionId: string,
    isWanted: (session: SessionView) => boolean,
    timeoutMs = 30_000,
  ): Promise<SessionView> {
    this.#assertOpen();
    assertArgument('waitFor', calls.WAIT_MS, timeoutMs, 'timeoutMs');
    const until = this.#settings.clock.now() + timeoutMs;
    const waiting = this.#waiters.add(sessionId, isWanted, until);
    this.#waiters.look((id) => this.session(id), this.#settings.clock.now());
    this.#alarm.arm();
    return waiting;
  }

  /**
   * Lets time reach an instant: what has been dispatched before is decided, deadlines at it included fire. For engines on
   * virtual time; on the wall clock it fires only what is due by then.
   *
   * @throws HoldlineError time_invalid if the instant is none.
   */
  async advanceTo(instant: EpochMs | string): Promise<void> {
    this.#assertOpen();
    await advanceLoop(this.#loop, instant, this.#settings.firingsAtOnce);
  }

  /** The input is over: what waited for earlier events is decided, and what is older from now on is late. */
  async settle(at: EpochMs | null = null): Promise<void> {
    this.#assertOpen();
    await this.#loop.submit([{ command: 'close', at }]);
  }

  /** Fires the deadlines that nothing late can change any more, where the clock does not. @internal */
  fireCertain(): Promise<void> {
    return fireCertain(this.#loop);
  }

  /** Writes what has changed into the store's tables, for a short reopening. @throws HoldlineError store_unwritable: try again. */
  async checkpoint(): Promise<void> {
    this.#assertOpen();
    await this.#loop.checkpoint();
  }

  /**
   * Copies the store to a new file while the engine goes on; the copy is of one instant.
   *
   * @throws HoldlineError store_unwritable if the file exists or cannot be written; not_available in memory.
   */
  backup(file: string): Promise<void> {
    this.#assertOpen();
    return this.#upkeep.backup(file);
  }

  /**
   * Takes away what is older than a retention; never what is still needed. A subscription to facts that are gone throws
   * facts_retired.
   *
   * @throws HoldlineError retention_invalid, store_unwritable.
   */
  retain(retention: Retention): Promise<RetainedReport> {
    this.#assertOpen();
    return this.#upkeep.retain(retention);
  }

  /**
   * Erases a person on a channel: conversation, sessions, work and events. Of their facts, number, type and instants stay.
   * The engine stands still meanwhile: the store is read and written once as a whole.
   *
   * @param options With `force` an open session is ended first.
   * @throws HoldlineError erasure_refused while a session is open; store_unwritable: repeat it then.
   */
  eraseEndUser(key: EndUserKey, options: { force?: boolean } = {}): Promise<ErasureReport> {
    this.#assertOpen();
    return this.#upkeep.eraseEndUser(key, options);
  }

  /** How late deadlines have fired, milliseconds: fired by the clock minus due. */
  get lateness(): LatenessFigures {
    return this.#lateness.figures;
  }

  /** The earliest instant at which something may happen by itself; Infinity when nothing is pending. */
  get nextDeadlineAt(): EpochMs {
    return this.#loop.core.due.nextAt;
  }

  /** The tenants seen so far. */
  get tenants(): readonly string[] {
    return [...this.#loop.core.tenants.keys()].toSorted();
  }

  /** For metrics, and for tables, which are read after a checkpoint. @internal */
  get inside(): EngineInside {
    return insideOf(this.#store, this.#bell, this.#loop, this.#settings.clock);
  }

  /**
   * Commits what waits, writes a checkpoint, and gives the store back. Closing twice does nothing more.
   *
   * @throws HoldlineError store_unwritable where a log stays beside the file, on a full disk: it is closed, and nothing is lost.
   */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#alarm.stop();
    await this.#loop.tables.folded();
    await this.#loop.whenIdle(true);
    await this.#upkeep.whenDone();
    this.#bell.close();
    this.#waiters.giveUp();
    try {
      this.#store.close();
    } finally {
      this.#settings.observer?.closed?.();
    }
  }

  #committed(batch: Batch): void {
    this.#listeners.tellBatch(batch);
    this.#bell.ring();
    this.#look(batch.recordedAt);
    this.#alarm.committed();
  }

  #look(now: EpochMs): void {
    this.#waiters.look((id) => this.#reader.session(id), now);
  }

  #assertOpen(): void {
    if (this.#closing === undefined) return;
    throw new HoldlineError('store_closed', 'the engine was closed: open it again');
  }
}
