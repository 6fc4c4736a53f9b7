// A late event costs what it concerns: its conversation and the agents in it are folded anew, and nobody else (docs/metrics/live.md).
import { describe, expect, it } from 'vitest';
import { conversationOf, tellRecord } from '../../src/engine/journal-moments.ts';
import { readRecord } from '../../src/engine/journal-record.ts';
import { addressOf } from '../../src/engine/moments.ts';
import { openEngine } from '../../src/engine/open-engine.ts';
import { agentCalculator, conversationCalculator } from '../../src/metrics/calculator.ts';
import { LiveMetrics } from '../../src/metrics/live-metrics.ts';
import { DEFAULT_METRIC_OPTIONS } from '../../src/policy/metric-options.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { VirtualClock } from '../../src/testing/virtual-clock.ts';

const at = (time: string) => `2026-03-03T${time}Z`;

/** Live metrics that note whom they fold. */
class Watched {
  readonly store = new MemoryStore();
  readonly clock = new VirtualClock(at('09:22:00'));
  readonly engine = openEngine({ store: this.store, clock: this.clock });
  readonly #heard: string[] = [];
  #position = 0;
  #count = 0;
  readonly #live = new LiveMetrics({
    tenant: 'default',
    options: DEFAULT_METRIC_OPTIONS,
    sink: {},
    addressOf,
    settledMs: 1_200_000,
    conversationOf: (event) => conversationOf('default', event),
    calculators: [
      conversationCalculator({
        name: 'conversations-heard',
        definitions: [],
        start: () => null,
        on: { 'message.recorded': (_, { conversationId }) => this.#hear(conversationId) },
      }),
      agentCalculator({
        name: 'agents-heard',
        definitions: [],
        start: () => null,
        on: { 'work.accepted': (_, { data }) => this.#hear(`agent ${data.agentId}`) },
      }),
    ],
  });

  #hear(who: string): void {
    const [, , user = who] = who.split('/');
    this.#heard.push(user);
  }

  async tell(time: string, type: string, fields: object): Promise<void> {
    this.#count += 1;
    const channel = type.startsWith('agent.') ? {} : { channelId: 'chat' };
    const event = { id: `e${this.#count}`, type, at: at(time), ...channel, ...fields };
    const { verdict, message } = await this.engine.dispatch(event);
    if (verdict === 'rejected' || verdict === 'late') throw new Error(message);
  }

  message = (time: string, endUserId: string) =>
    this.tell(time, 'customer.message', { endUserId, messageId: `m${this.#count}` });

  accept = (time: string, endUserId: string, agentId: string) =>
    this.tell(time, 'work.accepted', { endUserId, workId: `w-${endUserId}`, agentId });

  /** Who is folded by a refresh, sorted. */
  refresh(): readonly string[] {
    this.#heard.length = 0;
    this.#read();
    this.#live.refresh();
    return this.#heard.toSorted();
  }

  /** How many moments each step of a refresh folds; `between` comes after the first one. */
  steps(between: () => void): readonly number[] {
    this.#heard.length = 0;
    this.#read();
    const counts: number[] = [];
    for (const _ of this.#live.refreshing()) {
      counts.push(this.#heard.length);
      if (counts.length === 1) between();
    }
    return [...counts, this.#heard.length];
  }

  /** Another reader of the same figures. */
  read(): number {
    this.#live.finish();
    return this.#heard.length;
  }

  #read(): void {
    for (const stored of this.store.records(this.#position)) {
      this.#position = stored.position;
      tellRecord(readRecord(stored), () => this.#live);
    }
  }

  /** Ada with Grace, Bob with Hedy, all seen. */
  async begin(): Promise<this> {
    const kind = { channelType: 'WhatsApp', platform: 'enhanced', capacityModel: 'tabBased' };
    await this.tell('08:00:00', 'channel.configured', kind);
    for (const [user, agent] of [
      ['ada', 'grace'],
      ['bob', 'hedy'],
    ] as const) {
      // oxlint-disable-next-line no-await-in-loop
      await this.message('09:20:00', user);
      // oxlint-disable-next-line no-await-in-loop
      await this.accept('09:21:00', user, agent);
    }
    this.refresh();
    return this;
  }
}

describe('a refresh of live metrics', () => {
  it('folds what has come in order, and nothing again', async () => {
    const watched = await new Watched().begin();
    await watched.message('09:22:00', 'ada');
    expect(watched.refresh()).toEqual(['ada']);
    expect(watched.refresh()).toEqual([]);
  });

  it('folds after a late event its conversation and the agent in it, and nobody else', async () => {
    const watched = await new Watched().begin();
    await watched.message('09:20:30', 'ada');
    expect(watched.refresh()).toEqual(['ada', 'ada', 'agent grace']);
  });

  it('folds everybody after a late word that may concern anybody', async () => {
    const watched = await new Watched().begin();
    await watched.tell('09:20:30', 'agent.team', { agentId: 'grace', teamIds: ['t'] });
    expect(watched.refresh()).toEqual(['ada', 'agent grace', 'agent hedy', 'bob']);
  });

  it('settles what nothing can change any more by folding it once more, and what is open not at all', async () => {
    const watched = await new Watched().begin();
    await watched.clock.advanceTo(at('09:40:30'));
    await watched.message('09:40:30', 'ada');
    await watched.message('09:40:30', 'bob');
    // Those of 09:20 have settled; what came at 09:21 may change until 09:41.
    expect(watched.refresh()).toEqual(['ada', 'ada', 'bob', 'bob']);
  });

  it('gives way between steps, and is finished by whoever asks meanwhile', async () => {
    const watched = await new Watched().begin();
    for (let count = 0; count < 300; count += 1) {
      // oxlint-disable-next-line no-await-in-loop
      await watched.message('09:22:00', 'ada');
    }
    let read = 0;
    expect(watched.steps(() => (read = watched.read()))).toEqual([128, 300]);
    expect(read).toBe(300);
    for (let count = 0; count < 300; count += 1) {
      // oxlint-disable-next-line no-await-in-loop
      await watched.message('09:21:30', 'bob');
    }
    // Late: of Bob and Hedy 302 in all.
    expect(watched.steps(() => undefined)).toEqual([128, 256, 302]);
  });
});
