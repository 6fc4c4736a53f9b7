// Decide, then commit, then tell. Requests that arrive together are committed together; nobody hears of anything before it
// is written; a batch that could not be written never was.
import type { Store } from '../store/store.ts';
import { Batch } from './batch.ts';
import { BatchTaking } from './batch-taking.ts';
import { Checkpointer, dirtyCount } from './checkpointer.ts';
import { tickByClock } from './clock-tick.ts';
import { CheckpointRun } from './checkpoint-run.ts';
import { CommitQueue } from './commit-queue.ts';
import type { CommitListener, CommitRequest } from './commit-request.ts';
import type { DispatchOutcome } from './dispatch-outcome.ts';
import type { EngineCore } from './engine-core.ts';
import { seenCommit, type DispatchWatch } from './engine-observer.ts';
import type { EngineSettings } from './engine-options.ts';
import { isEvent, LazyRecord, writeBody, type Command } from './journal-record.ts';
import { QuietMoment } from './quiet-moment.ts';
import { TableFolding } from './table-folding.ts';

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** One commit loop a store: one writer. */
export class CommitLoop {
  core: EngineCore;
  readonly #store: Store;
  readonly #recover: () => EngineCore;
  readonly #settings: EngineSettings;
  readonly #listener: CommitListener;
  readonly #checkpointer: Checkpointer;
  readonly #checkpoints: CheckpointRun;
  readonly #queue: CommitQueue;
  #isRunning = false;
  #isScheduled = false;
  #isTickWanted = false;
  #isCheckpointWanted = false;
  /** Commands to take one by one, since one of them breaks the core, count. */
  #carefulCount = 0;
  /** Why nothing can be decided any more; undefined while all is well. */
  #broken: unknown;
  #idle: (() => void)[] = [];
  /** For those who read the tables of the store. */
  readonly tables = new TableFolding(
    () => this.#queue.answered(),
    () => this.#nextCheckpoint(),
  );
  readonly #quiet = new QuietMoment(() => this.beginCheckpoint());

  constructor(
    store: Store,
    recover: () => EngineCore,
    settings: EngineSettings,
    listener: CommitListener,
  ) {
    this.#store = store;
    this.#recover = recover;
    this.#settings = settings;
    this.#listener = listener;
    this.#queue = new CommitQueue(settings.pendingMax);
    this.#checkpointer = new Checkpointer(store, settings);
    this.#checkpoints = new CheckpointRun(this.#checkpointer, {
      core: () => this.core,
      isBroken: () => this.#broken !== undefined,
      checkpointed: () => listener.checkpointed(),
      failed: (error) => this.#break(error),
    });
    this.core = recover();
  }

  /** Events that wait for their commit, count. */
  get pendingCount(): number {
    return this.#queue.pendingCount;
  }

  /** Commits commands in order, possibly over several batches; resolves after the last one. */
  submit(commands: readonly Command[], watch?: DispatchWatch): Promise<readonly DispatchOutcome[]> {
    return this.#queue.add(commands, watch, () => this.#schedule());
  }

  /** Lets what is due by the clock fire. */
  tick(): void {
    this.#isTickWanted = true;
    this.#schedule();
  }

  /** Resolves once nothing waits; with a checkpoint first, if asked. */
  whenIdle(withCheckpoint = false): Promise<void> {
    if (withCheckpoint) this.#isCheckpointWanted = true;
    return new Promise((resolve) => {
      this.#idle.push(resolve);
      this.#schedule();
    });
  }

  /**
   * Writes a checkpoint once nothing waits.
   *
   * @throws HoldlineError store_unwritable, or whatever else kept it from being written.
   */
  async checkpoint(): Promise<void> {
    this.#checkpoints.error = undefined;
    await this.whenIdle(true);
    const error = this.#broken ?? this.#checkpoints.error;
    if (error !== undefined) throw error;
  }

  /** Whether the store has of each conversation what the core has, but for what is marked as changed. */
  get isFolded(): boolean {
    return this.#broken === undefined && !this.#checkpointer.isUnderWay;
  }

  /** Begins a checkpoint here and now, between two commits; it goes on beside those that follow. */
  beginCheckpoint(): void {
    this.#checkpoints.begin();
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isRunning || this.#isScheduled) return;
    this.#isScheduled = true;
    this.#quiet.end();
    // What is dispatched in the same turn is committed together.
    setImmediate(() => {
      this.#isScheduled = false;
      this.#isRunning = true;
      void this.#run();
    });
  }

  async #run(): Promise<void> {
    for (;;) {
      // A store that answers at once costs no turn of the event loop a batch; one in a while lets others live.
      // oxlint-disable-next-line no-await-in-loop
      if (this.#isAsked) await this.#commitOne();
      else if (this.#isCheckpointWanted) break;
      this.#checkpoints.beginIfAwaited();
      // oxlint-disable-next-line no-await-in-loop
      if (this.#checkpointer.isUnderWay) await this.#checkpoints.step();
      else if (!this.#isAsked) break;
    }
    if (this.#isCheckpointWanted) {
      this.#isCheckpointWanted = false;
      await this.#checkpoints.all();
    }
    this.#isRunning = false;
    const idle = this.#idle;
    this.#idle = [];
    for (const resolve of idle) resolve();
    if (this.#isAsked || this.#idle.length > 0 || this.#checkpointer.isAwaited) this.#schedule();
    else if (this.#settings.clock.kind === 'system') this.#quiet.begin(dirtyCount(this.core));
  }

  #nextCheckpoint(): Promise<void> {
    const next = this.#checkpointer.next();
    this.#schedule();
    return next;
  }

  get #isAsked(): boolean {
    return !this.#queue.isEmpty || this.#isTickWanted;
  }

  async #commitOne(): Promise<void> {
    if (this.#broken !== undefined && !this.#mend()) {
      this.#refuseAll(this.#broken);
      return;
    }
    const { clock, ticksByClock, observer, inspect } = this.#settings;
    const begunAt = observer === undefined ? 0 : performance.now();
    const batch = new Batch(Math.floor(clock.now()), !ticksByClock, inspect !== undefined);
    const taking = new BatchTaking(this.core, batch);
    const { commands } = taking;
    if (!this.#tickFirst(batch, commands) || !this.#takeRequests(taking)) return;
    try {
      if (commands.length > 0) await this.#write(batch, commands);
    } catch (error) {
      this.#undo(error);
      return;
    }
    if (observer !== undefined) this.#show(batch, commands.length > 0, begunAt);
    this.#queue.settle();
    if (this.#checkpointer.isUnderWay) return;
    if (dirtyCount(this.core) < this.#settings.checkpointAfter) return;
    // Those who have their answer shall not wait for what comes after it.
    await nextTurn();
    this.beginCheckpoint();
  }

  /** False if what is due cannot be decided: nothing that comes after it can be, either. */
  #tickFirst(batch: Batch, commands: Command[]): boolean {
    this.#isTickWanted = false;
    try {
      const done = tickByClock(this.core, batch, this.#settings, !this.#queue.isEmpty);
      if (done !== undefined) commands.push(done.tick);
      this.#isTickWanted = done?.isMoreDue === true;
      return true;
    } catch (error) {
      this.#break(error);
      this.#refuseAll(error);
      return false;
    }
  }

  /** Decides what waits, up to a batch. False if one of the events broke the core: then all starts again without it. */
  #takeRequests(taking: BatchTaking): boolean {
    const most = this.#carefulCount > 0 ? 1 : this.#settings.batchMax;
    try {
      for (const request of this.#queue.requests) {
        while (!request.isTaken && taking.takenCount < most) taking.takeNext(request);
      }
      taking.finish();
    } catch (error) {
      const { sure } = taking;
      if (sure !== undefined) this.#setAside(...sure, error);
      else this.#takeOneByOne(taking.takenCount, error);
      return false;
    }
    this.#carefulCount = Math.max(0, this.#carefulCount - taking.takenCount);
    return true;
  }

  /** One of several events broke the core, and only by itself will it show which. */
  #takeOneByOne(count: number, error: unknown): void {
    this.#queue.rewind();
    this.#carefulCount = count;
    this.#broken = error;
    this.#mend();
  }

  async #write(batch: Batch, commands: readonly Command[]): Promise<void> {
    const position = this.#store.lastPosition + 1;
    const record = this.#settings.isLazy
      ? new LazyRecord(position, commands, batch)
      : { position, recordedAt: batch.recordedAt, body: writeBody(commands, batch) };
    const writing = this.#store.append(record);
    if (writing !== undefined) await writing;
    this.#listener.committed(batch, position, commands);
  }

  #show(batch: Batch, isWritten: boolean, begunAt: number): void {
    const position = isWritten ? this.#store.lastPosition : null;
    const seen = seenCommit(batch, position, this.#queue.requests, begunAt, this.#isTickWanted);
    this.#settings.observer?.committed?.(seen);
  }

  /** The batch was not written: its requests fail, and the core goes back to what the store has. */
  #undo(error: unknown): void {
    const failed = this.#queue.takeUncommitted();
    this.#break(error);
    this.#queue.refuse(failed, error);
  }

  #setAside(request: CommitRequest, command: Command, error: unknown): void {
    const eventType = isEvent(command) ? command.type : command.command;
    this.#settings.observer?.failed?.({ kind: 'event', error, eventType });
    this.#listener.failed(error);
    this.#queue.rewind();
    this.#broken = error;
    if (!this.#mend()) return;
    // Whoever asked for what is no event has no use for an outcome without one.
    if (isEvent(command)) this.#queue.setAside(request, command);
    else this.#queue.refuse([request], error);
  }

  #break(error: unknown): void {
    this.#settings.observer?.failed?.({ kind: 'store', error });
    this.#listener.failed(error);
    this.#broken = error;
    this.#mend();
  }

  /** Goes back to what the store has. False if even that cannot be read. */
  #mend(): boolean {
    this.#checkpointer.abandon();
    try {
      this.core = this.#recover();
      this.#broken = undefined;
      return true;
    } catch (error) {
      this.#broken = error;
      this.#listener.failed(error);
      return false;
    }
  }

  #refuseAll(error: unknown): void {
    this.#isTickWanted = false;
    this.#queue.refuse(this.#queue.requests, error);
  }
}
