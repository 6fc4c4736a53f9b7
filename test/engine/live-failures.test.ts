// What goes wrong around an engine: full disks, rows that cannot be read, more than it may hold. Nothing acknowledged is
// lost, and what failed changed nothing.
import { describe, expect, it } from 'vitest';
import type { EngineOptions } from '../../src/engine/open-engine.ts';
import { HoldlineError } from '../../src/events/holdline-error.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import type { Checkpoint, JournalRecord, StoredConversation } from '../../src/store/store.ts';
import { holdlineMatchers } from '../../src/testing/index.ts';
import { heardEngine } from './heard-engine.ts';

expect.extend(holdlineMatchers);

/** A store on a disk that can be full, and with a row that cannot be read. */
class FaultyStore extends MemoryStore {
  isFull = false;
  /** Writes it, and says that it could not. */
  liesOnce = false;
  unreadableId = '';
  /** Whose row is damaged, which shows when it is read with others that are due. */
  damagedId = '';

  override append(record: JournalRecord): void {
    if (this.isFull) throw diskFull();
    super.append(record);
    if (!this.liesOnce) return;
    this.liesOnce = false;
    throw diskFull();
  }

  override checkpoint(checkpoint: Checkpoint): void {
    if (this.isFull) throw diskFull();
    super.checkpoint(checkpoint);
  }

  override conversation(id: string): StoredConversation | undefined {
    if (id === this.unreadableId) throw new TypeError('this row is no JSON');
    return super.conversation(id);
  }

  override due(...asked: Parameters<MemoryStore['due']>): readonly StoredConversation[] {
    const rows = super.due(...asked);
    if (rows.some(({ id }) => id === this.damagedId)) throw damaged();
    return rows;
  }
}

const damaged = () =>
  new HoldlineError('store_corrupt', 'a row is damaged: keep the file and restore the last backup');

const diskFull = () =>
  new HoldlineError('store_unwritable', 'the disk is full: make room', { retryable: true });

async function cast(tuning: EngineOptions['tuning'] = {}) {
  const store = new FaultyStore();
  const heard = await heardEngine(store, tuning);
  return { ...heard, store, ada: heard.events.customer('ada') };
}

describe('a checkpoint that cannot be written', () => {
  it('is refused with the code, and written when there is room', async () => {
    const { engine, store, ada } = await cast();
    await engine.dispatch(ada.writes());
    store.isFull = true;
    await expect(engine.checkpoint()).rejects.toMatchObject({ code: 'store_unwritable' });
    store.isFull = false;
    await engine.checkpoint();
    expect(store.checkpointPosition).toBe(store.lastPosition);
    expect(engine.conversation(ada)).toHaveStatus('Waiting');
  });
});

describe('a store that cannot write', () => {
  it('fails the dispatch, keeps nothing of it, and goes on once there is room', async () => {
    const { store, engine, ada, errors } = await cast();
    const facts: string[] = [];
    engine.on('fact', ({ type }) => void facts.push(type));
    const writing = ada.writes({ id: 'm1' });
    store.isFull = true;
    await expect(engine.dispatch(writing)).rejects.toMatchObject({
      code: 'store_unwritable',
      retryable: true,
    });
    expect(engine.conversation(ada)?.session ?? null).toBeNull();
    expect(facts).toEqual([]);
    expect(errors).toHaveLength(1);
    store.isFull = false;
    expect(await engine.dispatch(writing)).toBeApplied();
    expect(engine.conversation(ada)).toHaveStatus('Waiting');
  });

  it('leaves what was acknowledged before as it was, deadlines included', async () => {
    const { store, engine, clock, ada, grace } = await cast();
    await engine.dispatch(ada.writes());
    await clock.advanceBy(1000);
    await engine.dispatch(grace.accepts(ada));
    await clock.advanceBy(1000);
    const { deadlines } = await engine.dispatch(grace.writes(ada));
    store.isFull = true;
    await expect(engine.dispatch(grace.ends(ada))).rejects.toThrow(/disk is full/);
    store.isFull = false;
    expect(await engine.timers()).toEqual(deadlines);
    await clock.advanceBy('PT10M');
    expect(engine.conversation(ada)).toHaveStatus('Inactive');
  });

  it('may have written after all: the event is then a duplicate, and told once', async () => {
    const { store, engine, ada } = await cast();
    const writing = ada.writes();
    store.liesOnce = true;
    await expect(engine.dispatch(writing)).rejects.toMatchObject({ code: 'store_unwritable' });
    expect(await engine.dispatch(writing)).toHaveVerdict('duplicate');
    expect(engine.conversation(ada)).toHaveStatus('Waiting');
    const created = engine.subscribe({ from: 0, types: ['session.created'] });
    expect(await created.next()).toMatchObject({ value: { seq: 1 } });
    await created.return();
  });
});

describe('a deadline whose row is damaged', () => {
  it('is told with its code, keeps nobody waiting, and fires at its instant once the row can be read', async () => {
    const { store, engine, clock, errors, ada, grace } = await cast();
    const fired: number[] = [];
    engine.on('timer.fired', ({ at }) => void fired.push(at));
    await engine.dispatchMany([ada.writes(), grace.accepts(ada)]);
    const { deadlines } = await engine.dispatch(grace.writes(ada));
    await engine.checkpoint();
    const dueAt = deadlines[0]?.dueAt;
    store.damagedId = 'default/chat/ada';
    await clock.advanceBy('PT11M');
    expect(fired).toEqual([]);
    expect(errors[0]).toMatchObject({ code: 'store_corrupt' });
    const refused = { code: 'store_corrupt', message: expect.stringContaining('restore') };
    await expect(engine.dispatch(ada.writes())).rejects.toMatchObject(refused);
    await expect(engine.advanceTo(clock.now())).rejects.toMatchObject(refused);
    store.damagedId = '';
    await clock.advanceBy('PT2M');
    expect(fired[0]).toBe(dueAt);
    expect(await engine.dispatch(ada.writes())).toBeApplied();
  });
});

describe('an event that breaks the engine', () => {
  it('is set aside; those beside it are decided', async () => {
    const { store, engine, events, errors, ada } = await cast();
    const [bob, eve] = [events.customer('bob'), events.customer('eve')];
    store.unreadableId = 'default/chat/eve';
    const inputs = [ada.writes(), eve.writes({ id: 'poison' }), bob.writes()];
    const answers = await engine.dispatchMany(inputs);
    expect(answers.map(({ verdict }) => verdict)).toEqual(['applied', 'rejected', 'applied']);
    expect(answers[1]).toBeRejectedWith('engine_fault');
    expect(errors).toMatchObject([{ message: 'this row is no JSON' }]);
    // Alone as well, and again; and once the row can be read, it is an event like any other.
    expect(await engine.dispatch(eve.writes())).toBeRejectedWith('engine_fault');
    store.unreadableId = '';
    expect(await engine.dispatch(eve.writes({ id: 'poison' }))).toBeApplied();
  });

  it('does not keep those waiting who dispatched at the same time', async () => {
    const { store, engine, events, ada } = await cast();
    store.unreadableId = 'default/chat/eve';
    const answers = await Promise.all([
      engine.dispatch(ada.writes()),
      engine.dispatch(events.customer('eve').writes()),
      engine.dispatch(events.customer('bob').writes()),
    ]);
    expect(answers.map(({ verdict }) => verdict)).toEqual(['applied', 'rejected', 'applied']);
  });
});

describe('an event that breaks the engine beside late events', () => {
  it('is found by deciding one by one: it is set aside, and the late ones take their places', async () => {
    const { store, clock, engine, events, errors, ada, grace } = await cast();
    const lateAt = clock.now() + 500;
    await clock.advanceBy(1000);
    await engine.dispatch(ada.writes());
    await clock.advanceBy(1000);
    await engine.dispatch(grace.accepts(ada));
    store.unreadableId = 'default/chat/eve';
    const facts: number[] = [];
    engine.on('fact', ({ seq }) => void facts.push(seq));
    const position = store.lastPosition;
    const answers = await Promise.all([
      engine.dispatchMany([events.customer('bob').writes(), ada.writes({ at: lateAt })]),
      engine.dispatchMany([events.customer('eve').writes({ id: 'poison' }), ada.writes()]),
      engine.dispatch(grace.writes(ada)),
    ]);
    const outcomes = answers.flat();
    const verdicts = outcomes.map(({ verdict }) => verdict);
    expect(verdicts).toEqual(['applied', 'corrected', 'rejected', 'applied', 'applied']);
    expect(outcomes[2]).toBeRejectedWith('engine_fault');
    expect(outcomes[2]?.eventId).toBe('poison');
    // Only what broke alone is told, not the attempt before.
    expect(errors).toMatchObject([{ message: 'this row is no JSON' }]);
    // One record each, and no fact of the attempt that came to nothing.
    expect(store.lastPosition - position).toBe(4);
    expect(facts).toEqual(facts.map((_, index) => (facts[0] ?? 0) + index));
    expect(engine.conversation(ada)?.session).toMatchObject({ startAt: lateAt });
    expect(engine.conversation(ada)?.session?.context.endUserMessages).toBe(3);
    await engine.dispatchMany([ada.writes(), grace.writes(ada)]);
    expect(store.lastPosition - position, 'events are taken together again').toBe(5);
  });
});

describe('more than an engine may hold', () => {
  it('is refused as overloaded, and may be sent again', async () => {
    const { engine, events } = await cast({ pendingMax: 10, batchMax: 4 });
    const people = Array.from({ length: 12 }, (_, index) => events.customer(`customer-${index}`));
    const messages = people.map((person) => person.writes());
    const [first, second] = [messages.slice(0, 8), messages.slice(8)];
    const taken = engine.dispatchMany(first);
    await expect(engine.dispatchMany(second)).rejects.toMatchObject({
      code: 'overloaded',
      retryable: true,
    });
    expect((await taken).every(({ verdict }) => verdict === 'applied')).toBe(true);
    expect((await engine.dispatchMany(second)).every(({ verdict }) => verdict === 'applied')).toBe(
      true,
    );
    expect(await engine.sessions()).toHaveLength(12);
  });
});
