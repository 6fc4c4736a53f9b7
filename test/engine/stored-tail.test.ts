import { expect, it, onTestFinished } from 'vitest';
import { restoreConversation, toStored } from '../../src/engine/stored-state.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { testEngine } from '../../src/testing/index.ts';

type Step = [role: string, at: number, event: object | 0, seqs: number[], ...rest: unknown[]];

/** The row of a conversation that somebody has written in, an agent has answered, and is transferred by its session's id alone. */
async function rowWithTail() {
  const store = new MemoryStore();
  const { engine, events } = testEngine({ store });
  onTestFinished(() => engine.close());
  const [ada, grace] = [events.customer('ada'), events.agent('grace')];
  await engine.dispatch(events.channel().configured());
  await engine.dispatchMany([ada.writes(), grace.accepts(ada), grace.writes(ada)]);
  const sessionId = engine.conversation(ada)?.session?.id ?? '';
  await engine.dispatch(events.event('agent.ended', { sessionId, agentId: 'grace' }));
  await engine.checkpoint();
  const [row] = store.conversations({});
  if (row === undefined) throw new Error('expected the row of a conversation');
  return row;
}

it('keeps of a tail no address twice, and is the same after it was read', async () => {
  const row = await rowWithTail();
  expect(row.state).not.toContain('"ada"');
  expect(toStored(restoreConversation(row))).toEqual(row);
  const { tail } = restoreConversation(row);
  expect(tail.map(({ event }) => event?.type)).toEqual([
    'customer.message',
    'work.accepted',
    'agent.message',
    'agent.ended',
  ]);
  expect(tail[0]?.event).toMatchObject({ tenant: 'default', channelId: 'chat', endUserId: 'ada' });
  expect(tail[3]?.event).not.toHaveProperty('endUserId');
});

it('reads the rows of earlier versions, which have each event whole and each number of a fact', async () => {
  const row = await rowWithTail();
  const { tail } = restoreConversation(row);
  const [now, base, steps] = JSON.parse(row.state) as [unknown, unknown, Step[]];
  const whole = steps.map(([role, at, , , ...rest], index) => {
    const { event, seqs } = tail[index] ?? {};
    return [role, at, event ?? 0, seqs, ...rest];
  });
  const earlier = { ...row, state: JSON.stringify([now, base, whole]) };
  expect(earlier.state.length).toBeGreaterThan(row.state.length + 200);
  const restored = restoreConversation(earlier);
  expect(restored.tail.map(({ event, seqs }) => [event, seqs])).toEqual(
    tail.map(({ event, seqs }) => [event, seqs]),
  );
});
