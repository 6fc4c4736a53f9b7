import { describe, expect, it } from 'vitest';
import type { InspectedStep } from '../../src/inspection/inspection-feed.ts';
import { Sampler } from '../../src/inspection/sample.ts';

const step = (sessionId: string, from: string | null, to: string): InspectedStep => ({
  sessionId,
  conversationId: sessionId,
  graph: 'enhanced-customer',
  seq: 1,
  at: 0,
  recordedAt: 0,
  event: { type: 'customer.message' },
  cause: 'customer.message',
  rule: 'EC01',
  from,
  to,
  value: `open.${to}`,
  context: {},
  deadlines: [],
  facts: [],
});

const born = (sessionId: string) => step(sessionId, null, 'Waiting');
const ids = Array.from({ length: 5000 }, (_, n) => `default/chat/customer-${n}/1`);

describe('a sample', () => {
  it('takes about the share that is asked for, and the same sessions each time', () => {
    const taken = (rate: number) => {
      const sampler = new Sampler({ rate, sessionsMax: Infinity });
      return ids.filter((id) => sampler.takes(born(id)));
    };
    expect(taken(0.1).length).toBeGreaterThan(400);
    expect(taken(0.1).length).toBeLessThan(600);
    expect(taken(0.1)).toEqual(taken(0.1));
    expect(taken(0)).toEqual([]);
    expect(taken(1)).toHaveLength(ids.length);
  });

  it('takes two hundred sessions at a time and counts the others', () => {
    const sampler = new Sampler();
    expect(ids.filter((id) => sampler.takes(born(id)))).toEqual(ids.slice(0, 200));
    expect(sampler.leftOut).toBe(4800);
  });

  it('lets the session that ended first make room for a new one', () => {
    const forgotten: string[] = [];
    const sampler = new Sampler({ sessionsMax: 2 }, (id) => forgotten.push(id));
    expect([born('a'), born('b'), born('c')].map((one) => sampler.takes(one))).toEqual([
      true,
      true,
      false,
    ]);
    sampler.takes(step('b', 'Waiting', 'Ended'));
    sampler.takes(step('a', 'Waiting', 'Ended'));
    expect(sampler.takes(born('d'))).toBe(true);
    expect(forgotten).toEqual(['b']);
    expect(sampler.leftOut).toBe(1);
  });

  it('judges a session once: what was left out does not come in the middle', () => {
    const sampler = new Sampler({ sessionsMax: 1 });
    sampler.takes(born('a'));
    sampler.takes(born('b'));
    sampler.takes(step('a', 'Waiting', 'Ended'));
    expect(sampler.takes(step('b', 'Waiting', 'Active'))).toBe(false);
    expect(sampler.leftOut).toBe(1);
  });

  it('asks a test of the host', () => {
    const sampler = new Sampler(({ sessionId }) => sessionId.endsWith('7/1'));
    expect(ids.slice(0, 20).filter((id) => sampler.takes(born(id)))).toEqual([
      'default/chat/customer-7/1',
      'default/chat/customer-17/1',
    ]);
  });
});
