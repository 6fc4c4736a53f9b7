// A host that is asked one thing after the other, for tests that want to know what it answers while its disk fails.
import type { HostProcess } from './host-process.ts';
import type { Answer, Failure, HostEvent, OpenOrder, Order, Word } from './host-protocol.ts';
import type { ParentModel } from './parent-model.ts';

/** What became of events that were sent together. */
export interface Taken {
  readonly answers: readonly Answer[];
  readonly failures: readonly Failure[];
}

/** Talks with one host; what it acknowledges goes into a model. */
export class HostTalk {
  readonly host: HostProcess;
  readonly #model: ParentModel;
  #hear: ((word: Word) => void) | undefined;

  constructor(host: HostProcess, model: ParentModel) {
    this.host = host;
    this.#model = model;
    host.listen((word) => {
      this.#model.hear(word);
      this.#hear?.(word);
    });
  }

  /** Opens a file; what went wrong, or undefined. */
  open(options: OpenOrder): Promise<Failure | undefined> {
    return this.#ask({ order: 'open', options }, (word) => {
      if (word.said === 'open') return { said: undefined };
      return word.said === 'failed' ? { said: word } : undefined;
    });
  }

  /** Lets it take events at the instant of the last one. */
  take(events: readonly HostEvent[]): Promise<Taken> {
    const answers: Answer[] = [];
    const failures: Failure[] = [];
    for (const event of events) this.#model.send(event);
    const now = Math.max(...events.map(({ at }) => at));
    return this.#ask({ order: 'take', events, together: false, now }, (word) => {
      if (word.said === 'answer') answers.push(word);
      if (word.said === 'failed' && word.id !== null) failures.push(word);
      const isAll = answers.length + failures.length === events.length;
      return isAll ? { said: { answers, failures } } : undefined;
    });
  }

  /** Gives an order and waits until it is done; what kept it from being done, or undefined. */
  obey(
    order: Extract<Order, { order: 'checkpoint' | 'fill' | 'free' }>,
  ): Promise<Failure | undefined> {
    let failure: Failure | undefined;
    return this.#ask(order, (word) => {
      if (word.said === 'failed' && word.id === null) failure = word;
      return word.said === 'done' ? { said: failure } : undefined;
    });
  }

  /** Closes the engine; the process goes on. */
  async close(): Promise<void> {
    await this.#ask({ order: 'close' }, ({ said }) => (said === 'closed' ? { said } : undefined));
  }

  /** Lets it do nothing more, so that its files can be looked at as they are; it can only be killed then. */
  hold(): void {
    this.host.hold();
  }

  /** Kills the process, and waits for its end. */
  async kill(): Promise<void> {
    this.host.kill();
    await this.host.ended;
  }

  #ask<T>(order: Order, isOver: (word: Word) => { said: T } | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#hear = (word) => {
        const over = isOver(word);
        if (over !== undefined) resolve(over.said);
      };
      void this.host.ended.then(({ stderr }) => reject(new Error(`the host ended: ${stderr}`)));
      this.host.order(order);
    });
  }
}
