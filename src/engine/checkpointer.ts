// Puts what has changed since the last checkpoint together for the store, and lets go of what is idle. Events go on being decided
// between its steps: only the last one, which writes the conversations, has to be of one piece.
import type { Checkpoint, Store } from '../store/store.ts';
import type { EpochMs } from '../time/instant.ts';
import { CheckpointSaving } from './checkpoint-saving.ts';
import type { EngineSettings } from './engine-options.ts';
import type { EngineCore } from './engine-core.ts';
import { keepShapes } from './kept-shapes.ts';
import type { LiveConversation } from './live-conversation.ts';

/** A checkpoint that is under way. */
interface UnderWay {
  readonly core: EngineCore;
  readonly saving: CheckpointSaving;
  readonly now: EpochMs;
  readonly begunAt: number;
  /** Conversations that had changed again at the last step, count. */
  dirtyAgain: number;
  /** Who waits for its end. */
  readonly waiting: readonly (() => void)[];
}

/** Conversations that differ from the store and are in no checkpoint yet, count. */
export function dirtyCount(core: EngineCore): number {
  let count = 0;
  for (const { shelf } of core.tenants.values()) count += shelf.dirty.size;
  return count;
}

/** Writes the checkpoints of one engine, one after the other. */
export class Checkpointer {
  readonly #store: Store;
  readonly #settings: EngineSettings;
  #underWay: UnderWay | undefined;
  /** Who waits for the end of one that is still to begin. */
  #waiting: (() => void)[] = [];

  constructor(store: Store, settings: EngineSettings) {
    this.#store = store;
    this.#settings = settings;
  }

  get isUnderWay(): boolean {
    return this.#underWay !== undefined;
  }

  /** Whether the store differs from a core. */
  isWanted(core: EngineCore): boolean {
    const { lastPosition, checkpointPosition } = this.#store;
    return lastPosition !== checkpointPosition || dirtyCount(core) > 0;
  }

  /** Whether anybody waits for one that is still to begin. */
  get isAwaited(): boolean {
    return this.#waiting.length > 0;
  }

  /** Resolves at the end of one that begins from now on, whether it was written or failed, or once none is needed. */
  next(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** None is needed: the store has everything, or nothing can be written to it. */
  release(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  /** Begins one of all that has changed up to the last record. */
  begin(core: EngineCore): void {
    const { clock, inMemoryMax } = this.#settings;
    const now = Math.floor(clock.now());
    const begunAt = performance.now();
    parkBeyond(core, inMemoryMax);
    const saving = new CheckpointSaving(core, this.#store.lastPosition, now);
    this.#underWay = { core, saving, now, begunAt, dirtyAgain: 0, waiting: this.#waiting };
    this.#waiting = [];
  }

  /**
   * Does the next step of the one that is under way. True if it was the last.
   *
   * @throws HoldlineError store_unwritable; it has to be abandoned then.
   */
  async step(): Promise<boolean> {
    if (this.#underWay === undefined) return true;
    const { saving } = this.#underWay;
    if (saving.saveSome(this.#stepSize(this.#underWay))) {
      const writing = this.#store.putSessions(saving.position, saving.takeSessionRows());
      if (writing !== undefined) await writing;
      return false;
    }
    await this.#end(this.#underWay);
    return true;
  }

  /** Forgets the one that is under way, whose core is no more. Who waited for it waits for the next one. */
  abandon(): void {
    this.#waiting.unshift(...(this.#underWay?.waiting ?? []));
    this.#underWay = undefined;
  }

  /** Twice as many as have changed since the last step, so that it ends before as many wait for the next one. */
  #stepSize(underWay: UnderWay): number {
    const before = underWay.dirtyAgain;
    underWay.dirtyAgain = dirtyCount(underWay.core);
    return Math.max(this.#settings.savedAtOnce, 2 * (underWay.dirtyAgain - before));
  }

  async #end({ core, saving, now, begunAt, waiting }: UnderWay): Promise<void> {
    const { idleAfterMs, observer } = this.#settings;
    const writing = this.#store.checkpoint(saving.rest());
    if (writing !== undefined) await writing;
    this.#underWay = undefined;
    settleCheckpoint(core, saving.conversations, now - idleAfterMs);
    keepShapes(core);
    const { position, rowsCount: rows } = saving;
    observer?.checkpointed?.({ position, rows, durationMs: performance.now() - begunAt });
    for (const resolve of waiting) resolve();
  }
}

/** Lets all but so many conversations leave memory with the next checkpoint: those that were touched the longest ago. */
function parkBeyond(core: EngineCore, most: number): void {
  const shelves = [...core.tenants.values()].map(({ shelf }) => shelf);
  const count = shelves.reduce((sum, { inMemory }) => sum + inMemory.size, 0);
  if (count <= most) return;
  const touched = new Float64Array(count);
  let index = 0;
  for (const { inMemory } of shelves) {
    for (const { touchedAt } of inMemory.values()) touched[index++] = touchedAt;
  }
  touched.sort();
  const leaving = count - most;
  const last = touched[leaving - 1] as number;
  // Of those touched at that very instant, as many as there are among the first.
  let ofLast = leaving - touched.indexOf(last);
  const isLeaving = (conversation: LiveConversation) => {
    const { touchedAt } = conversation;
    if (touchedAt > last || !conversation.isSettled) return false;
    if (touchedAt === last) ofLast -= 1;
    return touchedAt < last || ofLast >= 0;
  };
  for (const shelf of shelves) shelf.park([...shelf.inMemory.values()].filter(isLeaving));
}

/** Everything that has changed, as of a position of the journal, at once. After it, the store has all that it describes. */
export function buildCheckpoint(core: EngineCore, position: number, now: EpochMs): Checkpoint {
  const saving = new CheckpointSaving(core, position, now);
  saving.saveSome(Infinity);
  return saving.rest();
}

/** The store has what was saved of some conversations: those that have not changed since leave memory if they are idle. */
export function settleCheckpoint(
  core: EngineCore,
  saved: Iterable<LiveConversation>,
  idleBefore: EpochMs,
): void {
  for (const conversation of saved) conversation.isStored = true;
  for (const tenant of core.tenants.values()) {
    tenant.teller.settleRecords();
    tenant.shelf.settle(idleBefore);
  }
  core.due.reset();
  // What has changed meanwhile is due as it stands now, and not as the store says.
  for (const { shelf } of core.tenants.values()) {
    for (const conversation of shelf.dirty) shelf.queue(conversation);
  }
}
