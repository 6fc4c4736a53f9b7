// A store over a disk that fails: what one process of the simulation sees of it, until that process dies.
import { HoldlineError } from '../../src/events/holdline-error.ts';
import type {
  Checkpoint,
  ConversationFilter,
  DueCursor,
  FeedMark,
  IdSegment,
  JournalRecord,
  SessionFilter,
  SessionRows,
  Store,
  StoredConversation,
  StoredSession,
  StoredWork,
  TailCursor,
} from '../../src/store/store.ts';
import type { Contents, Disk, Write } from './disk.ts';
import type { Faults, WriteFault } from './faults.ts';
import { NO_BUG, type PlantedBug } from './planted-bugs.ts';

/** One process' hold on a disk. After its crash nothing that it writes is answered any more. */
export class FaultyStore implements Store {
  readonly name = 'simulated disk';
  /** Resolves when the machine stops. */
  readonly crashed: Promise<'crashed'>;
  isDead = false;
  /** Writes that have been asked for and not answered, count. */
  #underWay = 0;
  #last: Contents | undefined;
  readonly #disk: Disk;
  readonly #faults: Faults;
  readonly #bug: PlantedBug;
  #tellCrash: (told: 'crashed') => void = () => undefined;

  constructor(disk: Disk, faults: Faults, bug: PlantedBug = NO_BUG) {
    this.#disk = disk;
    this.#faults = faults;
    this.#bug = bug;
    this.crashed = new Promise((resolve) => {
      this.#tellCrash = resolve;
    });
  }

  /** Whether the process is ahead of what stands here, since it waits for a write. */
  get isWriting(): boolean {
    return this.#underWay > 0;
  }

  get checkpointPosition(): number {
    return this.#contents.checkpointPosition;
  }

  get lastPosition(): number {
    return this.#contents.records.length;
  }

  append(record: JournalRecord): void | Promise<void> {
    // The text is made now: what the record says must not change afterwards.
    const { position, recordedAt, body } = record;
    return this.#write('append', { record: { position, recordedAt, body } });
  }

  *records(afterPosition: number): IterableIterator<JournalRecord> {
    for (let index = afterPosition; index < this.#contents.records.length; index += 1) {
      yield this.#contents.records[index] as JournalRecord;
    }
  }

  checkpoint(checkpoint: Checkpoint): void | Promise<void> {
    const written = this.#bug.checkpoint?.(checkpoint) ?? checkpoint;
    return this.#write('checkpoint', { checkpoint: written });
  }

  putSessions(_position: number, sessions: SessionRows): void | Promise<void> {
    return this.#write('checkpoint', { sessions });
  }

  tenants(): ReadonlyMap<string, string> {
    return this.#contents.tenants;
  }

  markBefore(tenant: string, seq: number): FeedMark | undefined {
    return this.#contents.marks.findLast((mark) => mark.tenant === tenant && mark.seq <= seq);
  }

  ids(): IterableIterator<IdSegment> {
    return this.#contents.ids[Symbol.iterator]();
  }

  conversation(id: string): StoredConversation | undefined {
    return this.#contents.conversations.get(id);
  }

  conversations(filter: ConversationFilter): IterableIterator<StoredConversation> {
    return this.#contents.conversationsOf(filter)[Symbol.iterator]();
  }

  due(until: number, after: DueCursor | undefined, limit: number): readonly StoredConversation[] {
    const due = this.#contents.dueAfter(after).filter(({ dueAt }) => (dueAt ?? Infinity) <= until);
    return (this.#bug.due?.(due) ?? due).slice(0, limit);
  }

  nextDue(after: DueCursor | undefined): number | undefined {
    return this.#contents.dueAfter(after)[0]?.dueAt ?? undefined;
  }

  tailed(
    from: number,
    after: TailCursor | undefined,
    limit: number,
  ): readonly StoredConversation[] {
    return this.#contents.tailedAfter(after ?? { tailUntil: from, id: '' }).slice(0, limit);
  }

  session(id: string): StoredSession | undefined {
    return this.#contents.sessions.get(id);
  }

  sessions(filter: SessionFilter): IterableIterator<StoredSession> {
    return this.#contents.sessionsOf(filter)[Symbol.iterator]();
  }

  works(tenant?: string): IterableIterator<StoredWork> {
    const works = [...this.#contents.works.values()];
    return works.filter((row) => tenant === undefined || row.tenant === tenant)[Symbol.iterator]();
  }

  retain() {
    return { records: 0, sessions: 0, conversations: 0, works: 0 };
  }

  erase(): void {
    throw new HoldlineError('not_available', 'the simulated disk erases nothing: do not ask it to');
  }

  backup(): void {
    throw new HoldlineError('not_available', 'the simulated disk has no files: do not ask it to');
  }

  check(): readonly string[] {
    return [];
  }

  close(): void {
    // Others hold the same disk after this process.
  }

  /** The machine stops here and now. */
  crash(survivors = 0): void {
    if (this.isDead) return;
    this.isDead = true;
    this.#disk.crash(survivors);
    this.#last = this.#disk.current.clone();
    this.#tellCrash('crashed');
  }

  /** What the process sees; a dead one what was left on the disk. */
  get #contents(): Contents {
    return this.#last ?? this.#disk.current;
  }

  #write(kind: 'append' | 'checkpoint', write: Write): void | Promise<void> {
    if (this.isDead) return NEVER;
    const { fault, turns } = this.#faults.next(kind);
    if (this.#bug.answersEarly?.(kind) === true) {
      this.#disk.write(write);
      void turnsLater(turns ?? 2).then(() => (this.isDead ? undefined : this.#disk.sync()));
      return undefined;
    }
    if (turns === undefined && !fault.startsWith('crash')) return this.#end(fault, write);
    return this.#endLater(turns ?? 0, fault, write);
  }

  async #endLater(turns: number, fault: WriteFault, write: Write): Promise<void> {
    this.#underWay += 1;
    try {
      await turnsLater(turns);
      await (this.isDead ? NEVER : this.#end(fault, write));
    } finally {
      this.#underWay -= 1;
    }
  }

  #end(fault: WriteFault, write: Write): void | Promise<void> {
    switch (fault) {
      case 'none':
        return this.#put(write);
      case 'refused':
        throw refusedWrite();
      case 'writtenButRefused':
        this.#put(write);
        throw refusedWrite();
      case 'crashBefore':
        break;
      case 'crashUnsynced':
        this.#disk.write(write);
        break;
      case 'crashAfter':
        this.#put(write);
        break;
    }
    this.crash(this.#faults.strikes(0.5) ? 1 : 0);
    return NEVER;
  }

  #put(write: Write): void {
    this.#disk.write(write);
    if (this.#bug.skipsSync?.() !== true) this.#disk.sync();
  }
}

/** What a dead process waits for. */
const NEVER = new Promise<void>(() => undefined);

/** Resolves after so many turns of the event loop. */
export async function turnsLater(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) {
    // oxlint-disable-next-line no-await-in-loop
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}

const refusedWrite = () =>
  new HoldlineError('store_unwritable', 'the simulated disk refuses this write: try it again', {
    retryable: true,
  });
