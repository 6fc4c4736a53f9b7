// One process of the simulation: an engine over the disk, and everything that it says to those who use it.
import { Engine } from '../../src/engine/engine.ts';
import type { EngineCore } from '../../src/engine/engine-core.ts';
import type { EngineSettings } from '../../src/engine/engine-options.ts';
import { FiringLateness } from '../../src/engine/firing-lateness.ts';
import { recover } from '../../src/engine/recovery.ts';
import type { AnyFact } from '../../src/events/fact.ts';
import { DEFAULT_POLICY } from '../../src/policy/default-policy.ts';
import { VirtualClock } from '../../src/testing/virtual-clock.ts';
import type { Seeded } from '../bench/seeded.ts';
import { type FaultyStore, turnsLater } from './faulty-store.ts';

/** How the engine of one seed works: never what comes out. */
export type Tuning = Pick<
  EngineSettings,
  | 'ticksByClock'
  | 'batchMax'
  | 'pendingMax'
  | 'checkpointAfter'
  | 'savedAtOnce'
  | 'idleAfterMs'
  | 'firingsAtOnce'
  | 'inMemoryMax'
>;

/** A tuning that makes much happen in a short run. */
export const tuningOf = (chance: Seeded): Tuning => ({
  ticksByClock: chance.chance(0.5),
  batchMax: chance.pick([1, 2, 3, 8, 1000]),
  pendingMax: chance.pick([4, 100, 100]),
  checkpointAfter: chance.pick([1, 2, 3, 6, 1000]),
  savedAtOnce: chance.pick([1, 2, 100, 100]),
  idleAfterMs: chance.pick([0, 0, 60_000]),
  firingsAtOnce: chance.pick([1, 2, 3, 500]),
  inMemoryMax: chance.pick([0, 1, 2, 3, 1000]),
});

/** An engine while its process lives. */
export class Host {
  readonly store: FaultyStore;
  readonly clock: VirtualClock;
  readonly engine: Engine;
  /** What its listeners have heard. */
  readonly heard: AnyFact[] = [];
  readonly errors: unknown[] = [];
  #core: EngineCore | undefined;

  /** @throws HoldlineError as recovery does. */
  constructor(store: FaultyStore, startAt: number, tuning: Tuning) {
    this.store = store;
    this.clock = new VirtualClock(startAt);
    const settings: EngineSettings = {
      ...tuning,
      policy: DEFAULT_POLICY,
      clock: this.clock,
      durability: 'group',
      isLazy: false,
      inspect: undefined,
      observer: undefined,
      retention: undefined,
    };
    const again = () => (this.#core = this.recovered());
    this.engine = new Engine(store, settings, again, new FiringLateness());
    this.engine.on('fact', (fact) => this.heard.push(fact));
    this.engine.on('error', (error) => this.errors.push(error));
  }

  /** What the engine decides with now. */
  get core(): EngineCore {
    return this.#core as EngineCore;
  }

  /** A core that another process would start with, from what is on the disk. */
  recovered(): EngineCore {
    return recover(this.store, { policy: DEFAULT_POLICY, clockKind: 'virtual' });
  }

  /** Resolves with what is waited for, or once the machine has stopped. */
  async orCrash(waitedFor: Promise<unknown>): Promise<void> {
    await Promise.race([waitedFor, this.store.crashed]);
  }

  /** Lets time go on; what falls due by the clock is committed. */
  async advanceTo(at: number): Promise<void> {
    if (at > this.clock.now()) await this.orCrash(this.clock.advanceTo(at));
    else await turnsLater(1);
  }
}
