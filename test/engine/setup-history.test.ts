// What a checkpoint keeps of channels, and what is made of one that an earlier version has written.
import { describe, expect, it } from 'vitest';
import { SetupHistory, type ChannelEvent, type KeptSetup } from '../../src/engine/setup-history.ts';
import { parseEvent } from '../../src/events/parse-event.ts';
import { DEFAULT_POLICY } from '../../src/policy/default-policy.ts';

const NOON = Date.parse('2026-03-02T12:00:00Z');

/** A channel that was disabled at noon and of which a checkpoint keeps the outcome alone. */
function keptDisabled(): KeptSetup {
  const setup = new SetupHistory(DEFAULT_POLICY);
  for (const event of [
    { type: 'channel.configured', channelType: 'Text', platform: 'enhanced' },
    { type: 'channel.disabled' },
  ]) {
    const shape = { id: event.type, at: NOON, channelId: 'c', capacityModel: 'tabBased' };
    const parsed = parseEvent({ ...shape, ...event });
    if (!('type' in parsed)) throw new Error('expected an event');
    setup.changeChannel(parsed as ChannelEvent);
  }
  setup.forgetBefore(NOON + 1);
  return JSON.parse(JSON.stringify(setup.keep())) as KeptSetup;
}

const disabledAfter = (kept: unknown) => {
  const setup = new SetupHistory(DEFAULT_POLICY);
  setup.restore(kept as KeptSetup);
  return setup.contextAt({ at: NOON + 5000 }, 'c')?.channelDisabledAt;
};

describe('a channel that is disabled', () => {
  it('is known to be so since its instant after a restart (T-CHANNEL-OFF)', () => {
    expect(disabledAfter(keptDisabled())).toBe(NOON);
  });

  it('is one of unknown age where an earlier version kept only that', () => {
    const kept = keptDisabled();
    const first = { configured: kept.channels['c']?.first.configured };
    const written = (isEnabled: boolean) => ({
      policies: [],
      channels: { c: { first: { ...first, isEnabled }, events: [] } },
    });
    expect(disabledAfter(written(false))).toBe(0);
    expect(disabledAfter(written(true))).toBeNull();
  });
});
