// A consumer of one tenant's facts that is cut off again and again, and goes on after the last fact that it has dealt with.
import type { Engine } from '../../src/engine/engine.ts';
import type { AnyFact } from '../../src/events/fact.ts';

/** What it has heard, over all its connections. */
export class Subscriber {
  readonly tenant: string;
  readonly facts: AnyFact[] = [];
  readonly errors: unknown[] = [];
  #connection = new AbortController();

  constructor(tenant: string) {
    this.tenant = tenant;
  }

  /** The number of the last fact that it has dealt with. */
  get seq(): number {
    return this.facts.at(-1)?.seq ?? 0;
  }

  /** Connects anew, to the same engine or to another one. */
  connect(engine: Engine): void {
    this.cut();
    const connection = new AbortController();
    this.#connection = connection;
    void this.#follow(engine, connection.signal);
  }

  /** Is cut off. */
  cut(): void {
    this.#connection.abort();
  }

  async #follow(engine: Engine, signal: AbortSignal): Promise<void> {
    try {
      for await (const fact of engine.subscribe({ tenant: this.tenant, from: this.seq, signal })) {
        if (signal.aborted) return;
        this.facts.push(fact);
      }
    } catch (error) {
      // A connection that was cut says nothing any more.
      if (!signal.aborted) this.errors.push(error);
    }
  }
}
