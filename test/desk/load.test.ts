import { describe, expect, it } from 'vitest';
import { LoadBook } from '../../src/desk/load.ts';
import { Fact, type AnyFact, type WorkFields } from '../../src/events/fact.ts';

const place = { tenant: 'default', conversationId: 'default/chat/cora', causationId: 'e1' };
const work = (
  workId: string,
  occupies: WorkFields['occupies'],
  agentId: string | undefined = 'ann',
) =>
  new Fact('work.accepted', 0, place, 'default/chat/cora/1', {
    attempt: Number(workId.slice(1)),
    workId,
    agentId,
    botId: undefined,
    queueId: undefined,
    isTransfer: false,
    occupies,
    requestedAt: 0,
  }) as AnyFact;

const loadAfter = (...facts: readonly AnyFact[]) => {
  const book = new LoadBook();
  for (const fact of facts) book.fold(fact);
  return book.of('ann');
};

describe('what an agent carries (I10, I11)', () => {
  it('is nothing at first', () => {
    expect(loadAfter()).toEqual({ items: 0, paused: 0 });
  });

  it('counts items that take capacity, and paused ones apart', () => {
    expect(loadAfter(work('w1', 'full'), work('w2', 'full'), work('w2', 'paused'))).toEqual({
      items: 1,
      paused: 1,
    });
  });

  it('counts an item once, however often it is told of', () => {
    expect(loadAfter(work('w1', 'full'), work('w1', 'full'))).toEqual({ items: 1, paused: 0 });
  });

  it('forgets what takes nothing any more', () => {
    expect(loadAfter(work('w1', 'full'), work('w1', 'none'))).toEqual({ items: 0, paused: 0 });
    expect(loadAfter(work('w1', 'none'))).toEqual({ items: 0, paused: 0 });
  });

  it("is not another agent's", () => {
    expect(loadAfter(work('w1', 'full', 'ben'))).toEqual({ items: 0, paused: 0 });
  });
});
