import { afterEach, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/engine/engine.ts';
import { openEngine } from '../../src/engine/open-engine.ts';
import { HoldlineError } from '../../src/events/holdline-error.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import type { JournalRecord } from '../../src/store/store.ts';
import { eventsOf, VirtualClock } from '../../src/testing/index.ts';

/** A store on a disk that can be full. */
class SmallStore extends MemoryStore {
  isFull = false;
  attempts = 0;

  override append(record: JournalRecord): void {
    this.attempts += 1;
    if (this.isFull) throw new HoldlineError('store_unwritable', 'the disk is full: make room');
    super.append(record);
  }
}

let engine: Engine;
afterEach(() => engine.close());

describe('deadlines that fall due while the disk is full', () => {
  it('are tried again after a while, not at once, and fire at their own instant', async () => {
    const store = new SmallStore();
    const clock = new VirtualClock('2026-03-02T09:00:00Z');
    engine = openEngine({ store, clock });
    const events = eventsOf({ clock });
    const grace = events.agent('grace');
    await engine.dispatch(events.channel().configured({ customerIdle: { minutes: 10 } }));
    const ada = events.customer('ada');
    await engine.dispatch(ada.writes());
    await clock.advanceBy(1000);
    await engine.dispatch(grace.accepts(ada));
    await clock.advanceBy(1000);
    const { deadlines } = await engine.dispatch(grace.writes(ada));
    const fired: number[] = [];
    engine.on('timer.fired', ({ at }) => void fired.push(at));

    store.isFull = true;
    store.attempts = 0;
    await clock.advanceBy('PT20M');
    expect(fired).toEqual([]);
    expect(store.attempts).toBeGreaterThan(3);
    expect(store.attempts).toBeLessThan(20);

    store.isFull = false;
    await clock.advanceBy('PT1M');
    const due = deadlines.map(({ dueAt }) => dueAt).filter((dueAt) => dueAt <= clock.now());
    expect(due).toHaveLength(2);
    expect(fired).toEqual(due);
  });
});
