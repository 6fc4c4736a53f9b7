// The process that is killed: a host that embeds an engine on one file, takes events as fast as they come, and tells its
// parent of each over a pipe once `dispatch` has resolved, never before.
import { appendFileSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { DispatchOutcome } from '../../src/engine/dispatch-outcome.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { SystemClock } from '../../src/engine/engine-clock.ts';
import { openEngine } from '../../src/engine/open-engine.ts';
import { isHoldlineError } from '../../src/events/holdline-error.ts';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import { VirtualClock } from '../../src/testing/virtual-clock.ts';
import { DyingDriver } from './dying-driver.ts';
import type { HostEvent, OpenOrder, Order, Word } from './host-protocol.ts';

const say = (word: Word) => process.stdout.write(`${JSON.stringify(word)}\n`);

/** One engine and the clock that it goes by. */
class ChildHost {
  readonly #options: OpenOrder;
  readonly #clock: VirtualClock | SystemClock;
  readonly #driver: DyingDriver | undefined;
  readonly #engine: Engine;

  constructor(options: OpenOrder) {
    const { file, tuning, clock, dieAt, logPages } = options;
    this.#options = options;
    this.#clock = clock === 'system' ? new SystemClock() : new VirtualClock(clock);
    const isPlain = dieAt === undefined && logPages === undefined;
    this.#driver = isPlain ? undefined : new DyingDriver(dieAt, logPages);
    const driver = this.#driver;
    const store = driver === undefined ? file : openSqliteStore({ file, driver });
    this.#engine = openEngine({ store, tuning, clock: this.#clock });
    if (driver !== undefined) driver.phase = 'serving';
    this.#engine.on('fact', ({ tenant, seq, type }) => say({ said: 'heard', tenant, seq, type }));
    this.#engine.on('error', (error) => fail(null, error));
  }

  async obey(order: Exclude<Order, { order: 'open' }>): Promise<void> {
    switch (order.order) {
      case 'take':
        await this.#advance(order.now);
        // Not awaited: what comes next is dispatched while this waits for its commit.
        if (order.together) void this.#takeTogether(order.events);
        else for (const event of order.events) void this.#take(event);
        return;
      case 'advance':
        await this.#advance(order.to);
        break;
      case 'checkpoint':
        await this.#engine.checkpoint();
        break;
      case 'fill':
        fill(this.#filler);
        break;
      case 'free':
        rmSync(this.#filler);
        break;
      case 'close':
        await this.#close();
        return;
    }
    say({ said: 'done' });
  }

  get #filler(): string {
    return `${this.#options.file}-filler`;
  }

  async #take(event: HostEvent): Promise<void> {
    try {
      answer(await this.#engine.dispatch(event));
    } catch (error) {
      fail(event.id, error);
    }
  }

  async #takeTogether(events: readonly HostEvent[]): Promise<void> {
    try {
      for (const outcome of await this.#engine.dispatchMany(events)) answer(outcome);
    } catch (error) {
      for (const { id } of events) fail(id, error);
    }
  }

  async #advance(to: number): Promise<void> {
    const clock = this.#clock;
    if (clock.kind === 'virtual' && to > clock.now()) await clock.advanceTo(to);
  }

  async #close(): Promise<void> {
    if (this.#driver !== undefined) this.#driver.phase = 'closing';
    say({ said: 'closing' });
    await this.#engine.close();
    say({ said: 'closed' });
  }
}

function answer({ eventId, verdict, sessionId, status, deadlines, facts }: DispatchOutcome): void {
  const numbers = facts.map(({ seq }) => seq);
  say({ said: 'answer', id: eventId, verdict, sessionId, status, deadlines, facts: numbers });
}

function fail(id: string | null, error: unknown): void {
  const isOurs = isHoldlineError(error);
  const message = error instanceof Error ? error.message : String(error);
  const isRetryable = isOurs && error.retryable;
  say({ said: 'failed', id, code: isOurs ? error.code : null, isRetryable, message });
}

/** Leaves no byte of room on the disk, or under the limit of this process. */
function fill(file: string): void {
  for (let bytes = 1 << 16; bytes >= 1;) {
    try {
      appendFileSync(file, Buffer.alloc(bytes));
    } catch {
      bytes >>= 1;
    }
  }
}

let host: ChildHost | undefined;
let last = Promise.resolve();

async function obey(order: Order): Promise<void> {
  try {
    if (order.order !== 'open') {
      await host?.obey(order);
      return;
    }
    say({ said: 'opening' });
    host = new ChildHost(order.options);
    say({ said: 'open' });
  } catch (error) {
    fail(null, error);
    if (order.order !== 'open') say({ said: 'done' });
  }
}

// One order after the other; only the answers to events overlap.
createInterface({ input: process.stdin }).on('line', (line) => {
  last = last.then(() => obey(JSON.parse(line) as Order));
});
say({ said: 'ready' });
