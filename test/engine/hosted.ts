// An engine with everything that it tells written down.
import { instantOf } from '../conversation/story-time.ts';
import type { EngineSink } from '../../src/engine/engine-sink.ts';
import { MemoryEngine, type MemoryEngineOptions } from '../../src/engine/memory-engine.ts';
import type { AnyFact } from '../../src/events/fact.ts';
import type { Verdict } from '../../src/events/verdict.ts';
import { TableBook } from '../../src/tables/table-book.ts';
import { ENGINE_TABLES, type EngineTable, type Row } from '../../src/tables/table.ts';

/** A wire event with a short time. */
export type Told = Readonly<Record<string, unknown>> & { readonly at: string };

/** A wire event of Cora's conversation on channel `chat`. */
export const event = (at: string, type: string, id: string, fields: object = {}): Told => ({
  id,
  type,
  channelId: 'chat',
  endUserId: 'cora',
  messageId: id,
  agentId: 'ann',
  ...fields,
  at,
});

/** The channel `chat`, configured at midnight. */
export const CHANNEL = event('00:00', 'channel.configured', 'c', {
  channelType: 'EmbeddedMessaging',
  deployment: 'inApp',
  platform: 'enhanced',
  capacityModel: 'tabBased',
  customerIdle: { minutes: 10 },
});

/** One engine, its facts, verdicts and tables. */
export class Hosted {
  readonly engine: MemoryEngine;
  readonly facts: AnyFact[] = [];
  readonly verdicts: Verdict[] = [];
  readonly #book = new TableBook(ENGINE_TABLES);

  constructor(options: Pick<MemoryEngineOptions, 'policy' | 'tuning'> = {}) {
    const book = this.#book;
    const sink: EngineSink = {
      fact: (fact) => {
        this.facts.push(fact);
        book.fact(fact);
      },
      verdict: (verdict, told) => {
        this.verdicts.push(verdict);
        book.verdict(verdict, told);
      },
      sessionEnded: (...told) => book.sessionEnded(...told),
      workFinished: (...told) => book.workFinished(...told),
    };
    this.engine = new MemoryEngine({ ...options, sink });
  }

  /** Takes events in as they arrive, and decides nothing that need not be. */
  take(...events: readonly Told[]): readonly string[] {
    return events.map((told) => {
      const { verdict, code } = this.engine.dispatch({ ...told, at: instantOf(told.at, 0) });
      return code === undefined ? verdict : `${verdict} ${code}`;
    });
  }

  /** Takes events in and decides them. */
  decide(...events: readonly Told[]): this {
    this.take(...events);
    this.engine.settle();
    return this;
  }

  /** The final verdicts in the order in which they fell, `id verdict`. */
  get judged(): readonly string[] {
    return this.verdicts.map(({ eventId, verdict, code }) =>
      [eventId, verdict, code].filter((part) => part !== undefined).join(' '),
    );
  }

  rows(table: EngineTable): readonly Row[] {
    return [...this.#book.rows(table, this.engine)];
  }

  /** Every table but that of verdicts, for comparison. */
  get tables(): Readonly<Record<string, readonly Row[]>> {
    const names = ENGINE_TABLES.filter((name) => name !== 'verdicts');
    return Object.fromEntries(names.map((name) => [name, this.rows(name)]));
  }
}
