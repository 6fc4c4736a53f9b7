// After an outage thousands of deadlines are due and nothing arrives that would say how late an event may still be. What has
// fired leaves memory all the same, and is found again when something late does come.
import { afterEach, expect, it } from 'vitest';
import { Engine } from '../../src/engine/engine.ts';
import type { EngineCore } from '../../src/engine/engine-core.ts';
import type { EngineSettings } from '../../src/engine/engine-options.ts';
import { FiringLateness } from '../../src/engine/firing-lateness.ts';
import { recover } from '../../src/engine/recovery.ts';
import type { AnyFact } from '../../src/events/fact.ts';
import { DEFAULT_POLICY } from '../../src/policy/default-policy.ts';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import { eventsOf, holdlineMatchers, VirtualClock } from '../../src/testing/index.ts';
import { newFile } from '../store/store-kinds.ts';

expect.extend(holdlineMatchers);

const START = Date.UTC(2026, 2, 2, 9);
const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** When a customer has been silent for so long, the engagement of the agent ends (EN10). */
const SILENCE = 10 * MINUTE;
const SESSIONS = 5000;
/** All of them within the lateness of ten minutes. */
const APART = 100;
const TUNING = { checkpointAfter: 200, savedAtOnce: 50, inMemoryMax: 300, firingsAtOnce: 100 };

const open: Engine[] = [];
afterEach(async () => {
  for (const engine of open.splice(0)) await engine.close();
});

/** An engine on a file, and a look at what it has in memory. */
function engineOn(file: string, clock: VirtualClock, inMemoryMax: number) {
  const store = openSqliteStore({ file, synchronous: 'off' });
  const settings: EngineSettings = {
    ...TUNING,
    inMemoryMax,
    policy: DEFAULT_POLICY,
    clock,
    durability: 'memory',
    ticksByClock: true,
    inspect: undefined,
    isLazy: false,
    batchMax: 1000,
    pendingMax: 100_000,
    idleAfterMs: 60_000,
    observer: undefined,
    retention: undefined,
  };
  let core: EngineCore | undefined;
  const again = () => (core = recover(store, { policy: DEFAULT_POLICY, clockKind: 'virtual' }));
  const engine = new Engine(store, settings, again, new FiringLateness());
  open.push(engine);
  const inMemory = () => core?.tenants.get('default')?.shelf.inMemory.size ?? 0;
  return { engine, inMemory };
}

/** When the n-th customer is answered, and when they have been silent for too long. */
const answeredAt = (n: number) => START + n * APART;
const dueAt = (n: number) => answeredAt(n) + SILENCE;

/** Sessions that wait for their customers; then an outage that outlasts the patience of all of them. */
async function afterOutage(inMemoryMax: number) {
  const file = newFile();
  const clock = new VirtualClock(START);
  const { chat, of, grace } = castOf(clock);
  const before = engineOn(file, clock, inMemoryMax).engine;
  await before.dispatch(chat.configured({ at: START }));
  for (let from = 0; from < SESSIONS; from += 1000) {
    const events = Array.from({ length: 1000 }, (_, n) => {
      const at = answeredAt(from + n);
      const customer = of(from + n);
      return [
        customer.writes({ id: `m${from + n}`, at }),
        grace.accepts(customer, { id: `w${from + n}`, at }),
        grace.writes(customer, { id: `a${from + n}`, at }),
      ];
    });
    await before.dispatchMany(events.flat());
  }
  await before.close();
  open.splice(0);
  const later = new VirtualClock(START + 60 * MINUTE);
  const { engine, inMemory } = engineOn(file, later, inMemoryMax);
  const facts: AnyFact[] = [];
  let inMemoryPeak = 0;
  engine.on('fact', (fact) => {
    facts.push(fact);
    inMemoryPeak = Math.max(inMemoryPeak, inMemory());
  });
  await later.advanceBy(0);
  return { engine, facts, inMemory, peak: () => inMemoryPeak };
}

function castOf(clock: VirtualClock) {
  const events = eventsOf({ clock });
  return {
    chat: events.channel(),
    grace: events.agent('grace'),
    of: (n: number) => events.customer(`person-${n}`),
  };
}

/** What comes late: messages of one of the first and one of the last, and word that their agent had gone before. */
async function tellLate({ engine }: { readonly engine: Engine }) {
  const clock = new VirtualClock(START);
  const { of, grace } = castOf(clock);
  const answers = [];
  const written = (n: number) => of(n).writes({ id: `late-${n}`, at: dueAt(n) - SECOND });
  answers.push(await engine.dispatch(written(3)));
  answers.push(await engine.dispatch(written(SESSIONS - 7)));
  const at = dueAt(SESSIONS - 50);
  answers.push(await engine.dispatch(grace.becomes('offline', { id: 'gone', at })));
  return answers;
}

it(
  'keeps so many conversations in memory at most, fires all in order, and repairs any of them afterwards',
  { timeout: 60_000 },
  async () => {
    const bounded = await afterOutage(TUNING.inMemoryMax);
    const fired = bounded.facts.filter(({ type }) => type === 'timer.fired');
    expect(fired).toHaveLength(SESSIONS);
    expect(fired.map(({ at }) => at)).toEqual(Array.from({ length: SESSIONS }, (_, n) => dueAt(n)));
    // One commit more than what makes a checkpoint due, and while it is written as many again.
    const { inMemoryMax, checkpointAfter, firingsAtOnce } = TUNING;
    expect(bounded.peak()).toBeLessThanOrEqual(2 * (inMemoryMax + checkpointAfter + firingsAtOnce));
    await bounded.engine.checkpoint();
    expect(bounded.inMemory()).toBeLessThanOrEqual(inMemoryMax);
    for (const answer of await tellLate(bounded)) expect(answer).toHaveVerdict('corrected');

    // The control: an engine that lets nobody go has told the very same, fact by fact.
    const unbounded = await afterOutage(Infinity);
    expect(unbounded.peak()).toBeGreaterThanOrEqual(SESSIONS);
    await tellLate(unbounded);
    expect(bounded.facts).toEqual(unbounded.facts);
    const corrections = bounded.facts.filter(({ type }) => type === 'session.corrected');
    expect(corrections.length).toBeGreaterThan(40);
  },
);
