// An engine over a file in virtual time, with the few events that the tests of operations need.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openEngine, type EngineOptions } from '../../src/engine/open-engine.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { AnyFact } from '../../src/events/fact.ts';
import { VirtualClock } from '../../src/testing/virtual-clock.ts';

/** A folder that is removed when the test has finished. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'holdline-operations-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The path of a store that is not there yet. */
export const newFile = () => join(newFolder(), 'store.db');

/** Opens an engine that is closed when the test has finished. */
export function opened(options: EngineOptions = {}): { engine: Engine; clock: VirtualClock } {
  const clock = (options.clock as VirtualClock | undefined) ?? new VirtualClock();
  const engine = openEngine({ durability: 'memory', ...options, clock });
  onTestFinished(() => engine.close());
  return { engine, clock };
}

let made = 0;

/** An event of a type at the time of a clock; its id says nothing of a person. */
export const event = (clock: VirtualClock, type: string, fields: object = {}) => ({
  id: `e-${(made += 1)}`,
  type,
  at: clock.at,
  ...fields,
});

/** The channel `web` on the enhanced platform. */
export const channel = (clock: VirtualClock, fields: object = {}) =>
  event(clock, 'channel.configured', {
    channelId: 'web',
    channelType: 'EmbeddedMessaging',
    platform: 'enhanced',
    capacityModel: 'tabBased',
    ...fields,
  });

/** A message of a customer on the channel `web`. */
export const message = (clock: VirtualClock, endUserId: string, fields: object = {}) =>
  event(clock, 'customer.message', {
    channelId: 'web',
    endUserId,
    messageId: `m-${made}`,
    ...fields,
  });

/** An event of the conversation of a customer on the channel `web`. */
export const of = (clock: VirtualClock, type: string, endUserId: string, fields: object = {}) =>
  event(clock, type, { channelId: 'web', endUserId, ...fields });

/** What a subscription gives from a place on until the engine has nothing more. */
export async function factsFrom(engine: Engine, from: number): Promise<readonly AnyFact[]> {
  const { store } = engine.inside;
  const mark = [...store.records(0)].at(-1);
  const facts: AnyFact[] = [];
  if (mark === undefined) return facts;
  const ending = new AbortController();
  const feed = engine.subscribe({ from, signal: ending.signal });
  // The last fact of the journal ends the reading.
  const last = [...store.records(0)]
    .map(({ body }) => JSON.parse(body) as { facts: readonly (readonly [number])[] })
    .flatMap(({ facts: cells }) => cells.map(([seq]) => seq))
    .at(-1);
  if (last === undefined || last <= from) return facts;
  for await (const fact of feed) {
    facts.push(fact);
    if (fact.seq === last) ending.abort();
  }
  return facts;
}
