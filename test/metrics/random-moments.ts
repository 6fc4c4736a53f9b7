// What a random stream brings to metrics, whatever of it was refused.
import { MemoryEngine } from '../../src/engine/memory-engine.ts';
import { Moments } from '../../src/engine/moments.ts';
import type { Moment } from '../../src/metrics/observation.ts';

/** The moments of the default tenant, in order. */
export function momentsOf(events: readonly object[]): readonly Moment[] {
  const moments: Moment[] = [];
  const sink = new Moments((tenant, moment) => {
    if (tenant === 'default') moments.push(moment);
  });
  const engine = new MemoryEngine({ sink });
  for (const event of events) engine.dispatch(event);
  engine.settle();
  return moments;
}
