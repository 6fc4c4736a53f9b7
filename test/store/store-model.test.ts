// The memory store is the model: whatever an engine does, the file answers the same, closed and opened again in between.
import { deepStrictEqual } from 'node:assert';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SqliteDriver } from '../../src/store/sqlite-driver.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { openSqliteStore, type SqliteStore } from '../../src/store/sqlite-store.ts';
import type {
  Checkpoint,
  ConversationFilter,
  RetentionCut,
  SessionFilter,
  Store,
} from '../../src/store/store.ts';
import {
  appendThrough,
  checkpointAt,
  contentOf,
  conversationOf,
  foundConversations,
  foundSessions,
  opened,
  sessionOf,
  workOf,
} from './stored-rows.ts';
import { DRIVERS, newFile, SEED } from './store-kinds.ts';

const RUNS = 60;
const COMMANDS_MAX = 40;

/** Few names, so that they meet; some are sorted or cut differently by bytes. */
const NAMES = ['ann', 'bob', 'ann\0', 'a\uffff', 'a😀', 'a\udc00'];
const TENANTS = ['default', 'other'];
const CHANNELS = ['chat', 'sms'];
const AGENTS = ['x', 'y', '\ud83d'];
const STATUSES = ['New', 'Active'];
const INSTANT_MAX = 20;

/** The file under test, which a command may close and open again. */
interface Real {
  store: SqliteStore;
  readonly reopen: () => SqliteStore;
}
type Model = { readonly store: MemoryStore };
type StoreCommand = fc.AsyncCommand<Model, Real>;

/** A command that does the same to both and compares what they answer. */
function both(name: string, act: (store: Store) => unknown): fc.AsyncCommand<Model, Real> {
  return {
    check: () => true,
    async run(model, real) {
      const expected = await act(model.store);
      expect(await act(real.store)).toEqual(expected);
    },
    toString: () => name,
  };
}

/** What happens to one conversation between two checkpoints. */
interface Change {
  readonly name: string;
  readonly tenant: string;
  readonly channelId: string;
  readonly startAt: number;
  readonly lasts: number | null;
  readonly status: string;
  readonly dueAt: number | null;
  readonly contactId: string | null;
  readonly hasPending: boolean;
  readonly agentIds: string[];
  readonly takesBack: boolean;
}

const instant = fc.nat(INSTANT_MAX);
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const change: fc.Arbitrary<Change> = fc.record({
  name: fc.constantFrom(...NAMES),
  tenant: fc.constantFrom(...TENANTS),
  channelId: fc.constantFrom(...CHANNELS),
  startAt: instant,
  lasts: fc.option(instant),
  status: fc.constantFrom(...STATUSES),
  dueAt: fc.option(instant),
  contactId: fc.option(fc.constantFrom(...NAMES)),
  hasPending: fc.boolean(),
  agentIds: fc.uniqueArray(fc.constantFrom(...AGENTS)),
  takesBack: fc.boolean(),
});

/** The rows of a checkpoint that makes these changes, as an engine would write them over what the store holds. */
function checkpointOf(store: Store, position: number, changes: readonly Change[]): Checkpoint {
  const byId = new Map(changes.map((made) => [plainOf(made).id, made]));
  const rows = [...byId.values()].map((made) => rowsOf(store, made));
  return checkpointAt(position, {
    tenants: new Map([[`t${position % 3}`, `{"at":${position}}`]]),
    conversations: rows.map(({ conversation }) => conversation),
    sessions: rows.flatMap(({ session, ended }) => [...ended, session]),
    works: rows.map(({ work }) => work),
    removedSessionIds: rows.flatMap(({ takenBack }) => takenBack.sessions),
    removedWorkIds: rows.flatMap(({ takenBack }) => takenBack.works),
    ids: position > store.checkpointPosition ? [segmentAt(position)] : [],
    marks: TENANTS.map((tenant) => ({ tenant, position, seq: position >> 1 })),
  });
}

/** A further session of a conversation; those before it end, and the last of them may be taken back. */
function rowsOf(store: Store, made: Change) {
  const plain = plainOf(made);
  const earlier = [...store.sessions({ conversationId: plain.id })];
  const before = earlier.length;
  const ended = earlier
    .filter(({ endAt, id }) => endAt === null && id !== `${plain.id}/${before + 1}`)
    .map((session) => ({ ...session, status: 'Ended', endAt: made.startAt }));
  const endAt = made.lasts === null ? null : made.startAt + made.lasts;
  const session = sessionOf(plain, before + 1, made.startAt, { endAt });
  const conversation = {
    ...plain,
    ...(endAt === null && {
      ...opened(plain.id, made.startAt, made.status),
      openSessionId: session.id,
    }),
  };
  const work = workOf(plain, before + 1, made.startAt + before, AGENTS[before % 4] ?? null);
  const isTakenBack = made.takesBack && before > 0;
  const takenBack = {
    sessions: isTakenBack ? [`${plain.id}/${before}`] : [],
    works: isTakenBack ? [`${plain.id} ${before}`] : [],
  };
  return { conversation, session, ended, work, takenBack };
}

function plainOf({ name, tenant, channelId, dueAt, contactId, hasPending, agentIds }: Change) {
  return conversationOf(name, { tenant, channelId, dueAt, contactId, hasPending, agentIds });
}

const segmentAt = (position: number) => ({
  tenant: 'default',
  position,
  recordedAt: position,
  hashes: new Uint8Array(8).fill(position),
});

/** A checkpoint of both; each file is checked after it. */
class WriteCheckpoint implements fc.AsyncCommand<Model, Real> {
  readonly #behind: number;
  /** Whether the records of sessions and work are put before. */
  readonly #isAhead: boolean;
  readonly #changes: readonly Change[];

  constructor(behind: number, isAhead: boolean, changes: readonly Change[]) {
    this.#behind = behind;
    this.#isAhead = isAhead;
    this.#changes = changes;
  }

  check = () => true;

  async run({ store }: Model, real: Real): Promise<void> {
    const position = Math.max(store.checkpointPosition, store.lastPosition - this.#behind);
    const checkpoint = checkpointOf(store, position, this.#changes);
    const { sessions, removedSessionIds, works, removedWorkIds } = checkpoint;
    const rows = { sessions, removedSessionIds, works, removedWorkIds };
    for (const each of [store, real.store]) {
      if (this.#isAhead) each.putSessions(position, rows);
    }
    deepStrictEqual(real.store.check(), []);
    store.checkpoint(checkpoint);
    real.store.checkpoint(checkpoint);
    deepStrictEqual(real.store.check(), []);
  }

  toString = () => `checkpoint(${this.#behind} behind, ${JSON.stringify(this.#changes)})`;
}

const reopening: StoreCommand = {
  check: () => true,
  run: async (_model, real) => {
    real.store.close();
    real.store = real.reopen();
  },
  toString: () => 'reopen',
};

const conversationFilter: fc.Arbitrary<ConversationFilter> = fc.record(
  {
    tenant: fc.constantFrom(...TENANTS),
    channelId: fc.constantFrom(...CHANNELS),
    contactId: fc.constantFrom(...NAMES),
    agentId: fc.constantFrom(...AGENTS),
    status: fc.constantFrom(...STATUSES),
    isOpen: fc.boolean(),
    hasPending: fc.boolean(),
    afterId: fc.constantFrom(...NAMES).map((name) => `default/chat/${name}`),
    limit: fc.nat(4),
  },
  { requiredKeys: [] },
);
const sessionFilter: fc.Arbitrary<SessionFilter> = fc.record(
  {
    tenant: fc.constantFrom(...TENANTS),
    channelId: fc.constantFrom(...CHANNELS),
    conversationId: fc.constantFrom(...NAMES).map((name) => `default/chat/${name}`),
    status: fc.constantFrom('Active', 'Ended'),
    isOpen: fc.boolean(),
    startFrom: instant,
    startBefore: instant,
    after: fc.record({ startAt: instant, id: fc.constantFrom(...NAMES) }),
    limit: fc.nat(4),
  },
  { requiredKeys: [] },
);
const cut: fc.Arbitrary<RetentionCut> = fc.record({
  throughPosition: fc.oneof(fc.nat(30), fc.constant(1_000_000)),
  endedBefore: fc.nat(INSTANT_MAX * 2),
  idsBefore: fc.nat(30),
});

const commands: readonly fc.Arbitrary<StoreCommand>[] = [
  fc
    .nat(40)
    .map((count) =>
      both(`append(${count})`, (store) => appendThrough(store, store.lastPosition + count)),
    ),
  fc
    .tuple(fc.nat(5), fc.boolean(), fc.array(change, { maxLength: 5 }))
    .map(([behind, isAhead, changes]) => new WriteCheckpoint(behind, isAhead, changes)),
  cut.map((at) => both(`retain(${JSON.stringify(at)})`, (store) => store.retain(at))),
  fc
    .constantFrom(...NAMES)
    .map((name) =>
      both(`erase(${JSON.stringify(name)})`, (store) =>
        store.erase(`default/chat/${name}`, ({ position }) =>
          position % 3 === 0 ? '{"erased":true}' : undefined,
        ),
      ),
    ),
  fc.constant(reopening),
  conversationFilter.map((filter) =>
    both(`conversations(${JSON.stringify(filter)})`, (store) => foundConversations(store, filter)),
  ),
  sessionFilter.map((filter) =>
    both(`sessions(${JSON.stringify(filter)})`, (store) => foundSessions(store, filter)),
  ),
  fc
    .tuple(instant, instant, fc.constantFrom(...NAMES), fc.nat(4))
    .map(([until, dueAt, id, limit]) =>
      both(`due(${until}, ${dueAt} ${id}, ${limit})`, (store) => [
        store.due(until, { dueAt, id }, limit),
        store.nextDue({ dueAt, id }),
        store.nextDue(undefined),
      ]),
    ),
  fc
    .tuple(fc.nat(40), maybe(fc.constantFrom(...TENANTS)))
    .map(([from, tenant]) =>
      both(`records(${from}), marks and works(${tenant})`, (store) => [
        [...store.records(from)],
        store.markBefore(tenant ?? 'default', from >> 1),
        [...store.works(tenant)],
      ]),
    ),
];

describe.each(DRIVERS)(`the file of %s (seed ${SEED})`, (_name, driver: SqliteDriver) => {
  it('answers as memory does, whatever an engine does to both', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.commands([...commands], { maxCommands: COMMANDS_MAX }), async (run) => {
        const file = newFile();
        const reopen = () => openSqliteStore({ file, driver, synchronous: 'off' });
        const model = { store: new MemoryStore() };
        const real: Real = { store: reopen(), reopen };
        try {
          await fc.asyncModelRun(() => ({ model, real }), run);
          expect(contentOf(real.store)).toEqual(contentOf(model.store));
        } finally {
          real.store.close();
        }
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });
});
