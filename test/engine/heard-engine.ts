// An engine over a store of the test's own, with a channel, and all errors that it tells.
import { onTestFinished } from 'vitest';
import { openEngine, type EngineOptions } from '../../src/engine/open-engine.ts';
import type { Store } from '../../src/store/store.ts';
import { eventsOf, VirtualClock } from '../../src/testing/index.ts';

/** Opens it on virtual time; it is closed when the test has finished. */
export async function heardEngine(store: Store, tuning: EngineOptions['tuning'] = {}) {
  const clock = new VirtualClock('2026-03-02T09:00:00Z');
  const engine = openEngine({ store, clock, tuning });
  onTestFinished(() => engine.close());
  const errors: unknown[] = [];
  engine.on('error', (error) => void errors.push(error));
  const events = eventsOf({ clock });
  await engine.dispatch(events.channel().configured({ customerIdle: { minutes: 10 } }));
  return { clock, engine, errors, events, grace: events.agent('grace') };
}
