// One simulation: a seeded workload against a real engine on a disk that fails, judged at its end.
import { Seeded } from '../bench/seeded.ts';
import { Disk } from './disk.ts';
import { Faults } from './faults.ts';
import { FaultyStore, turnsLater } from './faulty-store.ts';
import { fingerprintOf } from './fingerprint.ts';
import { Host, tuningOf, type Tuning } from './host.ts';
import { judge } from './judge.ts';
import { eventKey } from './journal.ts';
import { NO_BUG, type PlantedBug } from './planted-bugs.ts';
import { Subscriber } from './subscriber.ts';
import { worldOf, type World, type WorldEvent } from './world.ts';
import type { AnyFact } from '../../src/events/fact.ts';

/** How a seed is run. */
export interface RunOptions {
  /** A bug on purpose. */
  readonly bug?: (() => PlantedBug) | undefined;
  /** Only these of the world's arrivals, by index; all without it. */
  readonly only?: readonly number[] | undefined;
}

/** What came of a seed. */
export interface RunReport {
  readonly seed: number;
  /** What is wrong; empty when all is well. */
  readonly findings: readonly string[];
  /** What was done and answered, one line a step. */
  readonly transcript: readonly string[];
  readonly events: number;
  readonly crashes: number;
  readonly records: number;
}

/** Turns of the event loop that anything may take before it counts as stuck. */
const TURNS_MAX = 20_000;

/** Runs one seed. */
export async function simulate(seed: number, options: RunOptions = {}): Promise<RunReport> {
  const run = new Run(seed, options);
  let findings: readonly string[];
  try {
    findings = await orStuck(run.play());
  } catch (error) {
    findings = [error instanceof Error ? (error.stack ?? error.message) : String(error)];
  }
  const { transcript, crashes, disk } = run;
  const records = disk.current.records.length;
  return { seed, findings, transcript, crashes, records, events: run.world.arrivals.length };
}

/** What is waited for, or the finding that it never comes. */
async function orStuck(playing: Promise<readonly string[]>): Promise<readonly string[]> {
  const waiting = new AbortController();
  const stuck = async () => {
    for (let turn = 0; turn < TURNS_MAX && !waiting.signal.aborted; turn += 1) {
      // oxlint-disable-next-line no-await-in-loop
      await turnsLater(1);
    }
    return ['stuck: something that was asked for is never answered'];
  };
  try {
    return await Promise.race([playing, stuck()]);
  } finally {
    waiting.abort();
  }
}

class Run {
  readonly world: World;
  readonly disk = new Disk();
  readonly transcript: string[] = [];
  crashes = 0;
  readonly #faults: Faults;
  readonly #tuning: Tuning;
  readonly #bug: PlantedBug;
  readonly #chance: Seeded;
  readonly #subscribers: readonly Subscriber[];
  readonly #heard: AnyFact[] = [];
  readonly #findings: string[] = [];
  /** Answers by event, the first one heard. */
  readonly #answered = new Map<string, string>();
  /** What was sent to the living engine and not answered yet. */
  readonly #underWay = new Map<string, WorldEvent>();
  /** What has to be sent again. */
  #outbox: WorldEvent[] = [];
  #inFlight: Promise<void>[] = [];
  #now: number;
  #host: Host;

  constructor(seed: number, { bug, only }: RunOptions) {
    const world = worldOf(seed);
    const wanted = only === undefined ? undefined : new Set(only);
    this.world = {
      ...world,
      arrivals: world.arrivals.filter((_, index) => wanted?.has(index) ?? true),
    };
    const chance = new Seeded(seed * 2 + 2_000_000_001);
    this.#chance = chance;
    this.#tuning = tuningOf(chance);
    this.#faults = new Faults(chance);
    this.#bug = bug?.() ?? NO_BUG;
    this.#subscribers = world.tenants.map((tenant) => new Subscriber(tenant));
    this.#now = (this.world.arrivals[0]?.arriveAt ?? 0) - 1;
    this.transcript.push(`tuning ${JSON.stringify(this.#tuning)}`);
    this.#host = this.#open();
  }

  async play(): Promise<readonly string[]> {
    const { arrivals } = this.world;
    for (let index = 0; index < arrivals.length;) {
      const count = this.#chance.pick([1, 1, 1, 2, 3, 6]);
      const group = arrivals.slice(index, index + count);
      index += count;
      this.#now = Math.max(this.#now, ...group.map(({ arriveAt }) => arriveAt));
      // oxlint-disable-next-line no-await-in-loop
      await this.#step(group.map(({ event }) => event));
    }
    await this.#end();
    if (this.#findings.length > 0) return this.#findings;
    return judge({
      world: this.world,
      host: this.#host,
      contents: this.disk.current,
      answered: this.#answered,
      heard: this.#heard,
      subscribers: this.#subscribers,
    });
  }

  /** Time goes on, some events arrive, and this or that goes wrong. */
  async #step(events: readonly WorldEvent[]): Promise<void> {
    const faults = this.#faults;
    const chance = this.#chance;
    await this.#host.advanceTo(this.#now);
    this.#reviveIfDead();
    const again = this.#outbox;
    this.#outbox = [];
    const twice = events.filter(() => faults.strikes(faults.duplicates));
    const all = [...again, ...events, ...twice];
    const cut = chance.chance(0.3) ? chance.between(0, all.length) : all.length;
    this.#send(all.slice(0, cut));
    this.#send(all.slice(cut));
    if (faults.strikes(faults.impatience)) await turnsLater(chance.between(0, 4));
    else await this.#answers();
    if (!this.#tuning.ticksByClock && chance.chance(0.1)) {
      this.#advance(this.#now);
      await this.#answers();
    }
    if (chance.chance(0.1)) this.#note('checkpoint', this.#host.engine.checkpoint());
    if (chance.chance(0.1)) this.#cutSubscribers();
    if (faults.strikes(faults.crashes)) this.#host.store.crash(chance.between(0, 1));
    this.#reviveIfDead();
    if (chance.chance(0.1)) await this.#compareWithTwin();
  }

  #open(): Host {
    const store = new FaultyStore(this.disk, this.#faults, this.#bug);
    const skew = this.#chance.chance(0.1) ? this.#chance.between(0, 5000) : 0;
    const host = new Host(store, this.#now - skew, this.#tuning);
    for (const subscriber of this.#subscribers) {
      if (this.#chance.chance(0.7)) subscriber.connect(host.engine);
      else subscriber.cut();
    }
    return host;
  }

  /** What the dead process has not answered is sent again to the next one. */
  #reviveIfDead(): void {
    if (!this.#host.store.isDead) return;
    this.crashes += 1;
    this.transcript.push(`crash, record ${this.disk.current.records.length}`);
    this.#heard.push(...this.#host.heard);
    this.#inFlight = [];
    this.#outbox.push(...this.#underWay.values());
    this.#underWay.clear();
    this.#host = this.#open();
  }

  #send(events: readonly WorldEvent[]): void {
    if (events.length === 0) return;
    const host = this.#host;
    const names = events.map(({ id, type }) => `${id} ${type}`).join(', ');
    this.transcript.push(`send ${names}`);
    for (const event of events) {
      if (!this.#answered.has(eventKey(event))) this.#underWay.set(eventKey(event), event);
    }
    this.#inFlight.push(this.#hear(host, events));
  }

  async #hear(host: Host, events: readonly WorldEvent[]): Promise<void> {
    try {
      const outcomes = await host.engine.dispatchMany(events);
      for (const [index, { verdict, code }] of outcomes.entries()) {
        const event = events[index] as WorldEvent;
        const key = eventKey(event);
        this.transcript.push(`  ${event.id} ${verdict} ${code ?? ''}`);
        this.#underWay.delete(key);
        if (!this.#answered.has(key)) this.#answered.set(key, code ?? verdict);
      }
    } catch (error) {
      if (host.store.isDead) return;
      this.transcript.push(`  failed: ${String(error)}`);
      for (const event of events) {
        if (this.#underWay.delete(eventKey(event))) this.#outbox.push(event);
      }
    }
  }

  #advance(at: number): void {
    this.#note(`advance to ${at}`, this.#host.engine.advanceTo(at));
  }

  /** Something whose failure is a fault of the disk's, not a finding. */
  #note(what: string, doing: Promise<unknown>): void {
    const done = doing.then(
      () => undefined,
      () => undefined,
    );
    this.transcript.push(what);
    this.#inFlight.push(done);
  }

  async #answers(): Promise<void> {
    const waiting = this.#inFlight;
    this.#inFlight = [];
    await this.#host.orCrash(Promise.all(waiting));
  }

  #cutSubscribers(): void {
    // Some are away for a while, and have much to catch up with.
    const isBack = this.#chance.chance(0.6);
    for (const subscriber of this.#subscribers) {
      if (isBack) subscriber.connect(this.#host.engine);
      else subscriber.cut();
    }
  }

  /** A process that started now from what is on the disk would hold what this one holds. */
  async #compareWithTwin(): Promise<void> {
    await this.#answers();
    this.#reviveIfDead();
    if (this.#inFlight.length > 0 || this.#underWay.size > 0) return;
    // Deadlines go on firing by the clock when everybody has their answer: what waits for its write is ahead of the disk.
    if (this.#host.store.isWriting) return;
    this.#compare();
  }

  #compare(): void {
    const { core, store } = this.#host;
    const ours = fingerprintOf(core, store);
    const theirs = fingerprintOf(this.#host.recovered(), store);
    for (const [index, line] of ours.entries()) {
      if (line === theirs[index] || this.#findings.length > 3) continue;
      this.#findings.push(`running:   ${line}\nrecovered: ${theirs[index] ?? 'nothing'}`);
    }
  }

  /** Nothing goes wrong any more: everything is answered, time goes on to its end, and once more all is recovered. */
  async #end(): Promise<void> {
    this.#faults.calm();
    // A write that is under way still has its fate.
    await turnsLater(8);
    this.#reviveIfDead();
    for (let turn = 0; this.#outbox.length > 0 || this.#underWay.size > 0; turn += 1) {
      if (turn > TURNS_MAX) throw new Error('events are never answered');
      const again = this.#outbox;
      this.#outbox = [];
      this.#send(again);
      // oxlint-disable-next-line no-await-in-loop
      await this.#answers();
      this.#reviveIfDead();
    }
    this.#now = this.world.endAt;
    await this.#host.advanceTo(this.#now);
    await this.#host.engine.settle();
    await this.#host.engine.advanceTo(this.#now);
    this.#host.store.crash();
    this.#reviveIfDead();
    await turnsLater(2);
    await this.#host.engine.checkpoint();
    this.#heard.push(...this.#host.heard);
    for (const subscriber of this.#subscribers) subscriber.connect(this.#host.engine);
    await this.#subscribersAtEnd();
  }

  async #subscribersAtEnd(): Promise<void> {
    const position = this.disk.current.records.length;
    for (let turn = 0; turn < 20 + position; turn += 1) {
      // oxlint-disable-next-line no-await-in-loop
      await turnsLater(1);
      const { tenants } = this.#host.core;
      const isDone = this.#subscribers.every(
        ({ tenant, seq }) => seq === (tenants.get(tenant)?.teller.seq ?? 0),
      );
      if (isDone) break;
    }
    for (const subscriber of this.#subscribers) subscriber.cut();
  }
}
