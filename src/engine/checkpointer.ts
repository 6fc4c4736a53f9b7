// Puts what has changed since the last checkpoint together for the store, and lets go of what is idle.
import type {
  Checkpoint,
  FeedMark,
  IdSegment,
  Store,
  StoredConversation,
  StoredSession,
  StoredWork,
} from '../store/store.ts';
import type { EpochMs } from '../time/instant.ts';
import { seenCheckpoint } from './engine-observer.ts';
import type { EngineSettings } from './engine-options.ts';
import { isNothing, type EngineCore } from './engine-core.ts';
import { keepShapes } from './kept-shapes.ts';
import { keepTenants } from './kept-tenant.ts';
import type { LiveConversation } from './live-conversation.ts';
import type { LiveTenant } from './live-tenant.ts';
import {
  storedSessionId,
  storedWorkId,
  toStored,
  toStoredSession,
  toStoredWork,
} from './stored-state.ts';

/** Rows of one checkpoint while it is put together. */
interface Rows {
  readonly conversations: StoredConversation[];
  readonly sessions: StoredSession[];
  readonly removedSessionIds: string[];
  readonly works: StoredWork[];
  readonly removedWorkIds: string[];
}

const noRows = (): Rows => ({
  conversations: [],
  sessions: [],
  removedSessionIds: [],
  works: [],
  removedWorkIds: [],
});

/** Conversations that differ from the store, count. */
export function dirtyCount(core: EngineCore): number {
  let count = 0;
  for (const { shelf } of core.tenants.values()) count += shelf.dirty.size;
  return count;
}

/** Writes what has changed up to the last record into a store, and lets what is idle leave memory. */
export async function writeCheckpoint(
  core: EngineCore,
  store: Store,
  { clock, idleAfterMs, inMemoryMax, observer }: EngineSettings,
): Promise<void> {
  const now = Math.floor(clock.now());
  const begunAt = performance.now();
  parkBeyond(core, inMemoryMax);
  const checkpoint = buildCheckpoint(core, store.lastPosition, now);
  const writing = store.checkpoint(checkpoint);
  if (writing !== undefined) await writing;
  settleCheckpoint(core, now - idleAfterMs);
  keepShapes(core);
  observer?.checkpointed?.(seenCheckpoint(checkpoint, begunAt));
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

/** Everything that has changed, as of a position of the journal. After it, the store has all that it describes. */
export function buildCheckpoint(core: EngineCore, position: number, now: EpochMs): Checkpoint {
  const rows = noRows();
  const ids: IdSegment[] = [];
  const marks: FeedMark[] = [];
  const dueAt = core.due.nextAt;
  for (const tenant of core.tenants.values()) {
    tenant.forget(dueAt);
    for (const conversation of tenant.shelf.dirty) addConversation(tenant, conversation, rows);
    tenant.teller.records.clear();
    marks.push({ tenant: tenant.id, position, seq: tenant.teller.seq });
    const hashes = core.idsOf(tenant.id).takeNew();
    if (hashes.length > 0) ids.push({ tenant: tenant.id, position, recordedAt: now, hashes });
  }
  return { position, tenants: keepTenants(core), ...rows, ids, marks };
}

/** The store has what `buildCheckpoint` described: what is idle leaves memory. */
export function settleCheckpoint(core: EngineCore, idleBefore: EpochMs): void {
  for (const tenant of core.tenants.values()) tenant.shelf.settle(idleBefore);
  core.due.reset();
}

function addConversation(tenant: LiveTenant, live: LiveConversation, rows: Rows): void {
  if (!live.isStored && isNothing(live)) return;
  const { conversation } = live;
  const { id } = conversation;
  rows.conversations.push(toStored(live));
  const records = tenant.teller.records.get(id);
  if (records !== undefined) {
    // A number that a repair has freed may be in use again by now.
    for (const ordinal of records.removedSessions) {
      if (ordinal <= conversation.sessionsCount) continue;
      rows.removedSessionIds.push(storedSessionId(id, ordinal));
    }
    for (const attempt of records.removedWorks) {
      if (attempt <= conversation.attemptsCount) continue;
      rows.removedWorkIds.push(storedWorkId(id, attempt));
    }
    for (const session of records.sessions.values()) {
      rows.sessions.push(toStoredSession(session, conversation));
    }
    for (const work of records.works.values()) {
      rows.works.push(toStoredWork(work, id, tenant.id));
    }
  }
  const { session } = conversation;
  if (session !== null && records?.sessions.get(session.ordinal) !== session) {
    rows.sessions.push(toStoredSession(session, conversation));
  }
  for (const work of conversation.works) rows.works.push(toStoredWork(work, id, tenant.id));
}
