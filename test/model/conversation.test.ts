import { describe, expect, it } from 'vitest';
import { SEED } from '../statechart/xstate-oracle.ts';
import { search, wander } from './conversation-explorer.ts';
import { worldSettings } from './conversation-world.ts';

/** States that are visited under each setting, and random walks beyond them. */
const STATES_EACH = 6000;
const WALKS_EACH = 500;

describe(`the model check of the conversation (seed ${SEED})`, () => {
  it.each(worldSettings)(
    'keeps every invariant nearby: $name',
    (setting) => {
      const searched = search(setting, STATES_EACH);
      console.info(`${setting.name}: ${JSON.stringify(searched)}`);
      expect(searched.states).toBeGreaterThanOrEqual(STATES_EACH);
      expect(searched.refused).toBeLessThan(searched.turns);
    },
    60_000,
  );

  it.each(worldSettings)(
    'keeps every invariant far away: $name',
    (setting) => {
      const searched = wander(setting, WALKS_EACH, SEED);
      console.info(`${setting.name}, walks: ${JSON.stringify(searched)}`);
      expect(searched.turns).toBeGreaterThan(WALKS_EACH * 50);
    },
    60_000,
  );
});
