// Many late events at once: each takes its place, and the history of their conversation is folded once.
import { afterEach, describe, expect, it } from 'vitest';
import { openEngine, type Engine } from '../../src/index.ts';
import { VirtualClock } from '../../src/testing/index.ts';

const START = Date.UTC(2026, 2, 2, 9);
const open: Engine[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

async function chatEngine(tuning: object = {}): Promise<Engine> {
  const engine = openEngine({ clock: new VirtualClock(START), ticksByClock: false, tuning });
  open.push(engine);
  const channel = { channelId: 'chat', channelType: 'Text' };
  const kind = { platform: 'enhanced', capacityModel: 'statusBased' };
  await engine.dispatch({ id: 'c', type: 'channel.configured', at: START, ...channel, ...kind });
  return engine;
}

const message = (index: number) => ({
  id: `m${String(index).padStart(4, '0')}`,
  type: 'customer.message',
  at: START + 1000 + index * 100,
  channelId: 'chat',
  endUserId: 'ada',
  messageId: `message-${index}`,
});

const statesOf = (engine: Engine) => {
  const { session } = engine.conversation({ channelId: 'chat', endUserId: 'ada' }) ?? {};
  return [session?.status, session?.startAt, session?.context.endUserMessages];
};

describe('late events of one conversation in one batch', () => {
  it('come to the same as in order, and cost no fold each', async () => {
    const ordered = await chatEngine();
    const messages = Array.from({ length: 2000 }, (_, index) => message(index));
    await ordered.dispatchMany(messages);
    const reversed = await chatEngine();
    const outcomes = await reversed.dispatchMany(messages.toReversed());
    expect(statesOf(reversed)).toEqual(statesOf(ordered));
    // Each late event told by itself would take back all that came after it: a million facts.
    const facts = outcomes.flatMap((outcome) => outcome.facts);
    expect(facts.length).toBeLessThan(3 * messages.length);
    expect(outcomes.map(({ verdict }) => verdict).filter((found) => found === 'deferred')).toEqual(
      [],
    );
  });

  it('are applied where nobody had heard otherwise, corrected where facts are taken back', async () => {
    const engine = await chatEngine();
    await engine.dispatch(message(50));
    const [late, later, now] = await engine.dispatchMany([message(10), message(30), message(60)]);
    expect([late?.verdict, later?.verdict, now?.verdict]).toEqual([
      'corrected',
      'corrected',
      'applied',
    ]);
    expect(now?.facts.map(({ causationId }) => causationId)).toEqual(['m0060']);
    expect(late?.facts.map(({ type }) => type)).toContain('session.corrected');
  });

  it('take their places before anything that reaches their conversation otherwise', async () => {
    const engine = await chatEngine();
    await engine.dispatch(message(50));
    const policy = { inactiveExpiry: { mode: 'exact', after: 'PT1H' } };
    const changed = { id: 'p', type: 'policy.changed', at: START + 3000, policy };
    const [late, , after] = await engine.dispatchMany([message(10), changed, message(20)]);
    expect([late?.verdict, after?.verdict]).toEqual(['corrected', 'applied']);
    expect(statesOf(engine)).toEqual(['Waiting', START + 2000, 3]);
  });
});

describe('tuning', () => {
  it.each(['batchMax', 'pendingMax', 'checkpointAfter', 'firingsAtOnce'])(
    'refuses %s of 0: nothing would ever be taken',
    (name) => {
      expect(() => openEngine({ tuning: { [name]: 0 } })).toThrow(
        `openEngine: tuning.${name}: expected a whole number from 1 on, or Infinity, found the number 0`,
      );
    },
  );
});
