// Looking at a store without touching it, while an engine runs or not: what is pending, what is overdue, what is stuck. The
// figures are those of the last record: what the checkpoint does not know yet is decided again in memory.
import { isHoldlineError } from '../events/holdline-error.ts';
import type { Policy } from '../policy/policy.ts';
import type { Store, StoredConversation } from '../store/store.ts';
import type { EpochMs } from '../time/instant.ts';
import type { EngineCore } from './engine-core.ts';
import { CHARTS_KEY, currentCharts, keptProgress } from './kept-tenant.ts';
import type { LiveConversation } from './live-conversation.ts';
import { recover } from './recovery.ts';
import { restoreConversation, toStored } from './stored-state.ts';

/** How a store is looked at. */
export interface ExaminationOptions {
  /** The instant to judge by, epoch milliseconds. */
  readonly now: EpochMs;
  /** The policy that the engine is opened with. */
  readonly policy: Policy;
  /** How long an open session without a deadline may stay untouched, milliseconds. */
  readonly stuckAfterMs: number;
}

/** Upper bounds of the classes of age, milliseconds, with their names; what is older is in the last one. */
export const AGE_CLASSES = [
  ['under 1 h', 3_600_000],
  ['under 1 day', 86_400_000],
  ['under 7 days', 7 * 86_400_000],
  ['under 30 days', 30 * 86_400_000],
  ['older', Infinity],
] as const satisfies readonly (readonly [string, number])[];

/** The name of a class of age. */
export type AgeClass = (typeof AGE_CLASSES)[number][0];

/** A session that wants attention. */
export interface NotedSession {
  readonly sessionId: string;
  readonly status: string;
  /** Instant since which nothing has changed it, or at which its deadline was due, epoch milliseconds. */
  readonly since: EpochMs;
  /** The deadline; null for a session that has none. */
  readonly timer: string | null;
}

/** What is open, overdue and stuck. */
export interface Examination {
  /** Whether what follows the checkpoint is in the figures; if not, why. */
  readonly tail: 'included' | 'unlikeWritten' | 'otherCharts';
  readonly openCount: number;
  /** Open sessions by status, then by class of age since their start. */
  readonly open: Readonly<Record<string, Readonly<Partial<Record<AgeClass, number>>>>>;
  /** Conversations with a deadline that should have fired. */
  readonly overdueCount: number;
  /** The oldest of them. */
  readonly overdue: readonly NotedSession[];
  readonly stuckCount: number;
  readonly stuckByStatus: Readonly<Record<string, number>>;
  /** The longest untouched of them. */
  readonly stuck: readonly NotedSession[];
  /** The earliest deadline that is still to come; null when none is pending. */
  readonly nextDueAt: EpochMs | null;
  readonly tenants: readonly {
    readonly tenant: string;
    readonly seq: number;
    readonly watermark: EpochMs | null;
  }[];
  /** The charts that decided what is stored; null for a store without a checkpoint. */
  readonly charts: readonly string[] | null;
  readonly currentCharts: readonly string[];
}

/** Sessions named of each kind. */
const NAMED_MAX = 5;

/** How late a deadline may fire before it is overdue: a busy engine takes a moment. */
const GRACE_MS = 5000;

/** How often the tail is decided again because a running engine has written a checkpoint meanwhile. */
const TRIES = 3;

/** Looks at a store; it may be open for reading only. */
export function examine(store: Store, options: ExaminationOptions): Examination {
  const documents = store.tenants();
  const kept = documents.get(CHARTS_KEY);
  const { core, tail } = coreOf(store, options.policy);
  const census = new Census(options);
  const live = liveOf(core);
  for (const stored of store.conversations({ isOpen: true })) {
    if (!live.has(stored.id)) census.count(stored, () => restoreConversation(stored));
  }
  for (const conversation of live.values()) census.countLive(conversation);
  countOverdue(store, live, census, options.now);
  return {
    tail,
    ...census.figures(),
    tenants:
      core === undefined
        ? keptProgress(documents)
        : [...core.tenants.values()].map(({ id, teller, watermark }) => ({
            tenant: id,
            seq: teller.seq,
            watermark: Number.isFinite(watermark) ? watermark : null,
          })),
    charts: kept === undefined ? null : (JSON.parse(kept) as readonly string[]),
    currentCharts: currentCharts(),
  };
}

/** The state as of the last record, if it can be had. */
function coreOf(
  store: Store,
  policy: Policy,
): { core: EngineCore | undefined; tail: Examination['tail'] } {
  for (let tries = 1; ; tries += 1) {
    const from = store.checkpointPosition;
    const outcome = recovered(store, policy);
    if (store.checkpointPosition === from || tries >= TRIES) return outcome;
  }
}

function recovered(
  store: Store,
  policy: Policy,
): { core: EngineCore | undefined; tail: Examination['tail'] } {
  let tail: Examination['tail'] = 'included';
  // A store that `replay --store` has filled runs on virtual time: what is too far ahead differs.
  for (const clockKind of ['system', 'virtual'] as const) {
    try {
      return { core: recover(store, { policy, clockKind }), tail: 'included' };
    } catch (error) {
      if (isHoldlineError(error) && error.code === 'charts_changed') tail = 'otherCharts';
      else tail = 'unlikeWritten';
    }
  }
  return { core: undefined, tail };
}

function liveOf(core: EngineCore | undefined): ReadonlyMap<string, LiveConversation> {
  const live = new Map<string, LiveConversation>();
  for (const { shelf } of core?.tenants.values() ?? []) {
    for (const [id, conversation] of shelf.inMemory) live.set(id, conversation);
  }
  return live;
}

/** Deadlines of rows that nothing in memory stands for; those in memory are in the census already. */
function countOverdue(
  store: Store,
  live: ReadonlyMap<string, LiveConversation>,
  census: Census,
  now: EpochMs,
): void {
  const page = 1000;
  let last: StoredConversation | undefined;
  for (;;) {
    const after = last && { dueAt: last.dueAt ?? 0, id: last.id };
    const rows = store.due(now - GRACE_MS, after, page);
    for (const row of rows) {
      if (!live.has(row.id)) census.countDue(row, () => restoreConversation(row));
    }
    last = rows.at(-1);
    if (rows.length < page) break;
  }
  let after = last && { dueAt: last.dueAt ?? 0, id: last.id };
  after ??= { dueAt: now - GRACE_MS, id: '\uffff' };
  census.noteNext(store.nextDue(after));
}

/** Counts conversations, one at a time. */
class Census {
  readonly #options: ExaminationOptions;
  readonly #open: Record<string, Partial<Record<AgeClass, number>>> = {};
  readonly #stuckByStatus: Record<string, number> = {};
  #openCount = 0;
  #overdueCount = 0;
  #stuckCount = 0;
  #overdue: NotedSession[] = [];
  #stuck: NotedSession[] = [];
  #nextDueAt = Infinity;

  constructor(options: ExaminationOptions) {
    this.#options = options;
  }

  /** Counts a conversation in memory, its deadlines included: the store may know others. */
  countLive(conversation: LiveConversation): void {
    const row = toStored(conversation);
    this.count(row, () => conversation);
    if (row.dueAt === null) return;
    if (row.dueAt < this.#options.now - GRACE_MS) this.countDue(row, () => conversation);
    else this.noteNext(row.dueAt);
  }

  /** Counts an open session. */
  count(row: StoredConversation, read: () => LiveConversation): void {
    const { now } = this.#options;
    if (row.status === null || row.startAt === null) return;
    this.#openCount += 1;
    const age = ageClassOf(now - row.startAt);
    const ages = (this.#open[row.status] ??= {});
    ages[age] = (ages[age] ?? 0) + 1;
    if (row.dueAt === null) this.#countStuck(row.status, read());
  }

  /** Counts a conversation with an overdue deadline. */
  countDue(row: StoredConversation, read: () => LiveConversation): void {
    this.#overdueCount += 1;
    const since = row.dueAt ?? 0;
    if (this.#overdue.length >= NAMED_MAX && since >= (this.#overdue.at(-1)?.since ?? 0)) return;
    const first = read().conversation.deadlines.find(({ dueAt }) => dueAt === since);
    const sessionId = first?.sessionId ?? row.openSessionId ?? row.id;
    const noted = { sessionId, status: row.status ?? 'over', since, timer: first?.name ?? null };
    this.#overdue = oldest([...this.#overdue, noted]);
  }

  noteNext(dueAt: EpochMs | undefined): void {
    if (dueAt !== undefined && dueAt < this.#nextDueAt) this.#nextDueAt = dueAt;
  }

  figures() {
    return {
      openCount: this.#openCount,
      open: this.#open,
      overdueCount: this.#overdueCount,
      overdue: this.#overdue,
      stuckCount: this.#stuckCount,
      stuckByStatus: this.#stuckByStatus,
      stuck: this.#stuck,
      nextDueAt: this.#nextDueAt === Infinity ? null : this.#nextDueAt,
    };
  }

  #countStuck(status: string, { conversation }: LiveConversation): void {
    const { openSession, lastCustomerMessageAt } = conversation;
    if (openSession === undefined) return;
    const since = Math.max(openSession.lastModifiedAt, lastCustomerMessageAt ?? -Infinity);
    if (this.#options.now - since < this.#options.stuckAfterMs) return;
    this.#stuckCount += 1;
    this.#stuckByStatus[status] = (this.#stuckByStatus[status] ?? 0) + 1;
    const noted = { sessionId: openSession.id, status, since, timer: null };
    this.#stuck = oldest([...this.#stuck, noted]);
  }
}

const oldest = (sessions: readonly NotedSession[]) =>
  sessions.toSorted((a, b) => a.since - b.since).slice(0, NAMED_MAX);

function ageClassOf(ageMs: number): AgeClass {
  for (const [name, below] of AGE_CLASSES) if (ageMs < below) return name;
  return 'older';
}
