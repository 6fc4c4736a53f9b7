// A checkpoint is saved a few conversations at a time while events go on being decided: it says what stood when it was begun,
// and nothing that comes meanwhile is lost with it.
import { expect, it } from 'vitest';
import { HoldlineError } from '../../src/events/holdline-error.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import type { SessionRows } from '../../src/store/store.ts';
import { holdlineMatchers } from '../../src/testing/index.ts';
import { heardEngine } from './heard-engine.ts';

expect.extend(holdlineMatchers);

/** A store whose steps of a checkpoint wait until they are let through. */
class SlowStore extends MemoryStore {
  isFull = false;
  #letThrough: (() => void) | undefined;
  #isHeld = false;
  /** Resolves once a step waits. */
  held: Promise<void> = Promise.resolve();
  #tellHeld: () => void = () => undefined;

  hold(): void {
    this.#isHeld = true;
    this.held = new Promise((resolve) => (this.#tellHeld = resolve));
  }

  release(): void {
    this.#isHeld = false;
    this.#letThrough?.();
  }

  // oxlint-disable-next-line typescript/no-misused-promises
  override putSessions(position: number, rows: SessionRows): void | Promise<void> {
    if (this.isFull) throw diskFull();
    super.putSessions(position, rows);
    if (!this.#isHeld) return;
    this.#tellHeld();
    return new Promise((resolve) => (this.#letThrough = resolve));
  }
}

const diskFull = () =>
  new HoldlineError('store_unwritable', 'the disk is full: make room', { retryable: true });

const NAMES = ['a', 'b', 'c', 'd', 'e'];

/** Five customers have written, and a checkpoint is under way that has only the first of them. */
async function midway() {
  const store = new SlowStore();
  const tuning = { checkpointAfter: NAMES.length, savedAtOnce: 1 };
  const { clock, engine, errors, events, grace } = await heardEngine(store, tuning);
  const customers = NAMES.map((name) => events.customer(name));
  store.hold();
  await engine.dispatchMany(customers.map((customer) => customer.writes()));
  await store.held;
  const last = customers.at(-1);
  if (last === undefined) throw new Error('there are customers');
  /** Something that concerns nobody is committed: the checkpoint goes a step on. */
  const pass = () => engine.dispatch(events.agent('hal').becomes('away'));
  return { store, clock, engine, errors, grace, last, pass };
}

it('says of a conversation that changes meanwhile what stood when it was begun', async () => {
  const { store, engine, grace, last, pass } = await midway();
  const position = store.lastPosition;
  const answer = engine.dispatch(grace.accepts(last));
  store.release();
  await answer;
  expect(engine.conversation(last)).toHaveStatus('Active');
  while (store.checkpointPosition < position) await pass();
  expect(store.checkpointPosition).toBe(position);
  expect([...store.conversations({ isOpen: true })].map(({ status }) => status)).toEqual(
    NAMES.map(() => 'Waiting'),
  );
  await engine.checkpoint();
  expect(store.conversation('default/chat/e')?.status).toBe('Active');
});

it('lets a deadline that is set meanwhile fire at its instant', async () => {
  const { store, engine, clock, grace, last, pass } = await midway();
  const answers = engine.dispatchMany([grace.accepts(last), grace.writes(last)]);
  store.release();
  const [, answered] = await answers;
  const dueAt = answered?.deadlines[0]?.dueAt;
  const fired: number[] = [];
  engine.on('timer.fired', ({ at }) => void fired.push(at));
  while (store.checkpointPosition === 0) await pass();
  expect(store.checkpointPosition).toBeLessThan(store.lastPosition);
  await clock.advanceBy('PT11M');
  expect(fired[0]).toBe(dueAt);
  expect(engine.conversation(last)).toHaveStatus('Inactive');
});

it('finds a session that has ended, whether its record is in the store, on its way there or still to come', async () => {
  const { store, engine, grace, last, pass } = await midway();
  const answers = engine.dispatchMany([grace.accepts(last), grace.ends(last), last.writes()]);
  store.release();
  const [accepted] = await answers;
  const id = accepted?.sessionId ?? '';
  for (let asked = 0; asked < 8; asked += 1) {
    expect(engine.session(id)).toMatchObject({ status: 'Ended' });
    await pass();
  }
  await engine.checkpoint();
  expect(store.session(id)).toMatchObject({ status: 'Ended' });
});

it('is given up where a step cannot be written, and begun anew: nothing is lost', async () => {
  const { store, engine, errors, grace, last } = await midway();
  store.isFull = true;
  store.release();
  await expect(engine.checkpoint()).rejects.toMatchObject({ code: 'store_unwritable' });
  expect(errors[0]).toMatchObject({ code: 'store_unwritable' });
  expect(store.checkpointPosition).toBe(0);
  expect(engine.conversation(last)).toHaveStatus('Waiting');
  expect(await engine.dispatch(grace.accepts(last))).toBeApplied();
  store.isFull = false;
  await engine.checkpoint();
  expect(store.checkpointPosition).toBe(store.lastPosition);
  expect(store.conversation('default/chat/e')?.status).toBe('Active');
});

it('is waited for by those who have asked for sessions, also where the engine is closed right then', async () => {
  const { store, engine, last } = await midway();
  store.release();
  void engine.dispatch(last.writes());
  const asked = engine.sessions();
  const timers = engine.timers();
  await engine.close();
  expect(await asked).toHaveLength(NAMES.length);
  expect(await timers).toEqual([]);
});

it('ends before as many wait for the next one, however many change with each commit', async () => {
  const store = new MemoryStore();
  const { engine, events } = await heardEngine(store, { checkpointAfter: 20, savedAtOnce: 1 });
  const behind: number[] = [];
  for (let round = 0; round < 50; round += 1) {
    const writers = Array.from({ length: 10 }, (_, n) => events.customer(`${round}-${n}`));
    await engine.dispatchMany(writers.map((customer) => customer.writes()));
    behind.push(store.lastPosition - store.checkpointPosition);
  }
  // Each commit changes ten: twenty wait after two, and their checkpoint ends within two more.
  expect(Math.max(...behind)).toBeLessThanOrEqual(6);
});
