import { describe, expect, it } from 'vitest';
import { EngineCore } from '../../src/engine/engine-core.ts';
import { keepShapes } from '../../src/engine/kept-shapes.ts';
import { DEFAULT_POLICY } from '../../src/policy/default-policy.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';

const coreThatDecided = (count: number) => {
  const core = new EngineCore({
    policy: DEFAULT_POLICY,
    clockKind: 'virtual',
    source: new MemoryStore(),
  });
  core.decidedCount = count;
  return core;
};

describe('the objects that are kept for the compiler', () => {
  it('come of a life that the default policy lets a session have', () => {
    expect(() => keepShapes(coreThatDecided(1000))).not.toThrow();
  });

  it('leave the engine that asks for them as it was', () => {
    const core = coreThatDecided(1000);
    keepShapes(core);
    expect([...core.tenants.keys()]).toEqual([]);
    expect(core.decidedCount).toBe(1000);
  });
});
