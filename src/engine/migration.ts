// Taking a store over to the charts of this version: first what it would mean for each open session, then, in one transaction,
// all of it or nothing.
import { rearmedDue } from '../conversation/rearm.ts';
import type { Conversation } from '../conversation/conversation.ts';
import { HoldlineError } from '../events/holdline-error.ts';
import { describePolicyIssues, isPolicyIssues, parsePolicy } from '../policy/parse-policy.ts';
import type { Policy } from '../policy/policy.ts';
import type { Checkpoint, Store, StoredConversation, TailCursor } from '../store/store.ts';
import type { EpochMs } from '../time/instant.ts';
import { chartVersionOf, WORK_CHART_VERSION } from './chart-versions.ts';
import { buildCheckpoint } from './checkpointer.ts';
import type { EngineCore } from './engine-core.ts';
import { CHARTS_KEY, currentCharts } from './kept-tenant.ts';
import type { LiveConversation } from './live-conversation.ts';
import { moved, planMove, type ConflictChoice, type LeafMap } from './migration-plan.ts';
import { planWorks, worksMoved } from './migration-work.ts';
import { MigrationReport } from './migration-report.ts';
import { recover } from './recovery.ts';
import { restoreConversation, toStored, toStoredSession, toStoredWork } from './stored-state.ts';

/** How a store is taken over. */
export interface MigrationOptions {
  /** The policy that the engine is opened with. */
  readonly policy: Policy;
  /** The instant to judge by, epoch milliseconds. */
  readonly now: EpochMs;
  readonly map: LeafMap;
  readonly conflicts: ConflictChoice;
  /** A partial policy: which deadlines would have another instant under it. */
  readonly proposed?: unknown;
}

/** A migration that was looked through: what it does, and the rows that do it. */
export interface Migration {
  readonly report: MigrationReport;
  /** Undefined when there is nothing to change, or a conflict that nobody has resolved. */
  readonly checkpoint: Checkpoint | undefined;
}

/**
 * Looks through a store; it may be open for reading only.
 *
 * @throws HoldlineError migration_refused if records after the checkpoint cannot be decided again by these charts; policy_invalid.
 */
export function planMigration(store: Store, options: MigrationOptions): Migration {
  const report = new MigrationReport(chartsOf(store), currentCharts(), options.now);
  const core = foldedCore(store, options.policy);
  const proposal = new Proposal(core, options);
  const rows: StoredConversation[] = [];
  const inMemory = new Map<string, LiveConversation>();
  for (const { shelf } of core.tenants.values()) {
    for (const [id, live] of shelf.inMemory) inMemory.set(id, live);
  }
  const isWorkSame = report.isSame(WORK_CHART_VERSION);
  const look = (live: LiveConversation): boolean => {
    const before = live.conversation;
    const session = before.openSession;
    proposal.count(before, report);
    if (session !== undefined && report.isSame(chartVersionOf(session.graph))) report.countStay();
    else if (session !== undefined) {
      report.countMove(session, planMove(before, session, options.map, options.conflicts));
    }
    if (!isWorkSame) {
      const works = planWorks(before, options.map, options.conflicts);
      for (const work of works) report.countWork(work);
    }
    return move(live, report, options);
  };
  for (const stored of concerned(store, isWorkSame)) {
    if (inMemory.has(stored.id)) continue;
    const live = restoreConversation(stored);
    if (look(live)) rows.push(toStored(live));
  }
  for (const live of inMemory.values()) {
    if (look(live)) core.tenants.get(live.conversation.tenant)?.shelf.markDirty(live);
  }
  if (report.isUnchanged || report.unresolved > 0) return { report, checkpoint: undefined };
  return { report, checkpoint: checkpointOf(store, core, rows, options.now) };
}

/** The charts that decided what is stored; those of this version for a store without a checkpoint. */
function chartsOf(store: Store): readonly string[] {
  const kept = store.tenants().get(CHARTS_KEY);
  return kept === undefined ? currentCharts() : (JSON.parse(kept) as readonly string[]);
}

/** The state as of the last record. What follows the checkpoint must come out as it was written. */
function foldedCore(store: Store, policy: Policy): EngineCore {
  try {
    return recover(store, { policy, clockKind: 'system' }, 'any');
  } catch (cause) {
    throw new HoldlineError(
      'migration_refused',
      `expected ${store.name} to be folded up to its last record, found records that these charts decide otherwise: ` +
        `open it with the version that wrote it, close it, and migrate then; or give its policy`,
      { cause },
    );
  }
}

/** Rows of those that left memory with steps, read at once. */
const TAILED_PAGE = 256;

/** The rows that a migration may change. Assignments may outlive their session: they are wrapped up. */
function* concerned(store: Store, isWorkSame: boolean): Generator<StoredConversation, undefined> {
  yield* store.conversations(isWorkSame ? { isOpen: true } : {});
  if (!isWorkSame) return;
  // A session that has ended is open again in what a late event may go back to.
  let after: TailCursor | undefined;
  for (;;) {
    const page = store.tailed(Number.MIN_SAFE_INTEGER, after, TAILED_PAGE);
    for (const stored of page) if (stored.openSessionId === null) yield stored;
    const last = page.at(-1);
    if (last === undefined) return;
    after = { tailUntil: last.tailUntil ?? Infinity, id: last.id };
  }
}

/** Moves a conversation. What a late event may go back to moves along; where that has no place, history is certain. True if anything did. */
function move(live: LiveConversation, report: MigrationReport, options: MigrationOptions): boolean {
  const before = live.conversation;
  const now = placed(before, report, options);
  if (now === undefined) return false;
  live.now.conversation = now;
  if (live.base === null) return now !== before;
  const baseBefore = live.base.conversation;
  const base = placed(baseBefore, report, options);
  if (base === undefined) live.endTail();
  else live.base.conversation = base;
  return now !== before || base !== baseBefore;
}

/** A conversation with all at its place in the new charts; undefined where one has none. The same where nothing moves. */
function placed(
  conversation: Conversation,
  report: MigrationReport,
  { map, conflicts }: MigrationOptions,
): Conversation | undefined {
  let next = conversation;
  const session = conversation.openSession;
  if (session !== undefined && !report.isSame(chartVersionOf(session.graph))) {
    const its = planMove(conversation, session, map, conflicts);
    if (its.to === undefined) return undefined;
    next = moved(conversation, its);
  }
  if (report.isSame(WORK_CHART_VERSION)) return next;
  const works = planWorks(next, map, conflicts);
  return works.some(({ to }) => to === undefined) ? undefined : worksMoved(next, works);
}

function checkpointOf(
  store: Store,
  core: EngineCore,
  rows: readonly StoredConversation[],
  now: EpochMs,
): Checkpoint {
  const checkpoint = buildCheckpoint(core, store.lastPosition, now);
  const conversations = rows.map((row) => restoreConversation(row).conversation);
  const sessions = conversations.flatMap((conversation) =>
    conversation.session === null ? [] : [toStoredSession(conversation.session, conversation)],
  );
  const works = conversations.flatMap(({ id, tenant, works: its }) =>
    its.map((work) => toStoredWork(work, id, tenant)),
  );
  return {
    ...checkpoint,
    conversations: [...checkpoint.conversations, ...rows],
    sessions: [...checkpoint.sessions, ...sessions],
    works: [...checkpoint.works, ...works],
  };
}

/** A policy that is being thought of, and what re-arming under it would do. */
class Proposal {
  readonly #core: EngineCore;
  readonly #options: MigrationOptions;
  readonly #policies = new Map<string, Policy>();

  constructor(core: EngineCore, options: MigrationOptions) {
    this.#core = core;
    this.#options = options;
  }

  /** Counts the deadlines of a conversation that would have another instant. */
  count(conversation: Conversation, report: MigrationReport): void {
    const { proposed, now } = this.#options;
    if (proposed === undefined) return;
    const setup = this.#core.tenants.get(conversation.tenant)?.setup;
    const at = Math.max(now, this.#core.tenants.get(conversation.tenant)?.watermark ?? now);
    const context = setup?.contextAt({ at }, conversation.channelId);
    if (context === undefined) return;
    const policy = this.#policyOf(conversation.tenant, context.policy);
    for (const deadline of conversation.deadlines) {
      report.countRearm(deadline, rearmedDue(conversation, deadline, { ...context, policy }));
    }
  }

  #policyOf(tenant: string, base: Policy): Policy {
    let policy = this.#policies.get(tenant);
    if (policy === undefined) {
      const parsed = parsePolicy(this.#options.proposed, base);
      if (isPolicyIssues(parsed)) {
        throw new HoldlineError('policy_invalid', describePolicyIssues(parsed));
      }
      this.#policies.set(tenant, (policy = parsed));
    }
    return policy;
  }
}
