import { describe, expect, it } from 'vitest';
import { parseEvent } from '../../src/events/parse-event.ts';
import { agentsMayInitiate, toChannel, type Channel } from '../../src/policy/channel.ts';
import { DEFAULT_POLICY } from '../../src/policy/default-policy.ts';
import { idleRules } from '../../src/policy/idle-rules.ts';
import { matchKeyword } from '../../src/policy/keywords.ts';
import { isPolicyIssues, parsePolicy } from '../../src/policy/parse-policy.ts';
import type { Policy } from '../../src/policy/policy.ts';

const MINUTE = 60_000;

function channelOf(over: Record<string, unknown> = {}): Channel {
  const event = parseEvent({
    id: 'e-1',
    type: 'channel.configured',
    at: '2026-03-03T09:00:00Z',
    channelId: 'c-1',
    channelType: 'Custom',
    platform: 'enhanced',
    capacityModel: 'tabBased',
    ...over,
  });
  if (!('type' in event) || event.type !== 'channel.configured') throw new Error('no channel');
  return toChannel(event);
}

function policyOf(partial: unknown): Policy {
  const policy = parsePolicy(partial);
  if (isPolicyIssues(policy)) throw new Error('no policy');
  return policy;
}

describe('toChannel (events.md §1, channel.configured)', () => {
  it('fills every default', () => {
    expect(channelOf()).toEqual({
      channelId: 'c-1',
      channelType: 'Custom',
      platform: 'enhanced',
      capacityModel: 'tabBased',
      deployment: null,
      name: 'c-1',
      group: null,
      intent: null,
      locale: null,
      queueId: null,
      fallbackQueueId: null,
      consentType: 'implicit',
      keywords: {},
      customerIdle: null,
      abandonmentMs: null,
      acw: null,
      sendWindowMs: null,
      businessHours: null,
      sla: { firstResponseMs: null, responseMs: null },
    });
  });

  it('resolves durations to milliseconds', () => {
    const channel = channelOf({
      sendWindow: 'P1D',
      abandonment: { minutes: 5 },
      acw: { seconds: 30 },
      sla: { firstResponse: 'PT1M' },
      customerIdle: { minutes: 10, warnMinutes: 4, endInactiveMinutes: 60 },
    });
    expect(channel).toMatchObject({
      sendWindowMs: 1440 * MINUTE,
      abandonmentMs: 5 * MINUTE,
      acw: { durationMs: 30_000, extensionMs: 30_000, extensionsMax: 10 },
      sla: { firstResponseMs: MINUTE, responseMs: null },
      customerIdle: { idleMs: 10 * MINUTE, warnMs: 4 * MINUTE, endInactiveMs: 60 * MINUTE },
    });
  });

  it('reads business hours', () => {
    const channel = channelOf({
      businessHours: { zone: 'Europe/Brussels', open: { mon: [['09:00', '17:00']] } },
    });
    expect(channel.businessHours?.open.mon).toEqual([{ start: 540, end: 1020 }]);
  });

  it('is frozen and shares nothing with the event', () => {
    const keywords = { optOut: ['stop'] };
    const channel = channelOf({ keywords });
    keywords.optOut.push('end');
    expect(channel.keywords.optOut).toEqual(['stop']);
    expect(Object.isFrozen(channel.keywords.optOut)).toBe(true);
  });
});

describe('agentsMayInitiate (EB01)', () => {
  it.each([
    ['EmbeddedMessaging', undefined, false],
    ['EmbeddedMessaging', 'web', false],
    ['EmbeddedMessaging', 'inApp', true],
    ['WhatsApp', undefined, true],
    ['WhatsApp', 'web', true],
  ])('on %s deployed as %s is %s', (channelType, deployment, may) => {
    expect(agentsMayInitiate(channelOf({ channelType, deployment }))).toBe(may);
  });
});

describe('idleRules (X6–X9)', () => {
  const customerIdle = { minutes: 10 };

  it('takes what the channel leaves open from the policy', () => {
    expect(idleRules(channelOf({ customerIdle }), DEFAULT_POLICY)).toEqual({
      idleMs: 10 * MINUTE,
      action: 'inactivate',
      warnMs: null,
      agentMessageResets: false,
      endInactiveMs: null,
    });
    const policy = policyOf({
      idle: { action: 'inactivateAndEnd', agentMessageResets: true, endInactiveAfterMinutes: 5 },
    });
    expect(idleRules(channelOf({ customerIdle }), policy)).toMatchObject({
      action: 'inactivateAndEnd',
      agentMessageResets: true,
      endInactiveMs: 5 * MINUTE,
    });
  });

  it('lets the channel decide before the policy (X8, X9)', () => {
    const own = { minutes: 10, action: 'end', agentMessageResets: false, endInactiveMinutes: 7 };
    const policy = policyOf({ idle: { agentMessageResets: true, endInactiveAfterMinutes: 5 } });
    expect(idleRules(channelOf({ customerIdle: own }), policy)).toMatchObject({
      action: 'end',
      agentMessageResets: false,
      endInactiveMs: 7 * MINUTE,
    });
  });

  it.each([
    ['a channel that configures none', {}, {}],
    ['a standard channel (SC14)', { customerIdle, platform: 'standard' }, {}],
    ['WhatsApp (X7)', { customerIdle, channelType: 'WhatsApp' }, {}],
    ['status-based capacity (X6)', { customerIdle, capacityModel: 'statusBased' }, {}],
    ['minutes outside the policy', { customerIdle }, { idle: { minMinutes: 15 } }],
  ])('does not exist on %s', (_, channel, policy) => {
    expect(idleRules(channelOf(channel), policyOf(policy))).toBeNull();
  });

  it('exists elsewhere where the policy says so', () => {
    const status = channelOf({ customerIdle, capacityModel: 'statusBased' });
    expect(idleRules(status, policyOf({ idle: { allowWithStatusBased: true } }))).not.toBeNull();
    const whatsApp = channelOf({ customerIdle, channelType: 'WhatsApp' });
    expect(idleRules(whatsApp, policyOf({ idle: { channelTypes: ['WhatsApp'] } }))).not.toBeNull();
  });
});

describe('matchKeyword (lifecycle.md §1.5)', () => {
  const channel = channelOf();

  it.each([
    ['stop', 'optOut'],
    ['  STOP\n', 'optOut'],
    ['Unsubscribe', 'optOut'],
    ['start', 'optIn'],
    ['HELP', 'help'],
    ['stop it', undefined],
    ['stop!', undefined],
    ['please stop', undefined],
    ['revoke', undefined],
    ['', undefined],
    ['   ', undefined],
    ['constructor', undefined],
    [undefined, undefined],
  ])('takes %j for %s on a channel with the default words', (text, kind) => {
    expect(matchKeyword(channel, DEFAULT_POLICY, text)).toBe(kind);
  });

  it.each([
    ['Text', 'enhanced', 'Opt Out', 'optOut'],
    ['Text', 'enhanced', 'revoke', 'optOut'],
    ['Text', 'standard', 'revoke', undefined],
    ['WhatsApp', 'enhanced', 'opt out', undefined],
  ])('enforces the extra opt-out words on enhanced SMS only: %s, %s, %s (K6)', (...row) => {
    const [channelType, platform, text, kind] = row;
    expect(matchKeyword(channelOf({ channelType, platform }), DEFAULT_POLICY, text)).toBe(kind);
  });

  it("puts the channel's own list in place of the policy's, kind by kind", () => {
    const own = channelOf({ keywords: { optOut: ['Arrêt'], custom: ['Menu'], help: [] } });
    expect(matchKeyword(own, DEFAULT_POLICY, 'ARRÊT')).toBe('optOut');
    expect(matchKeyword(own, DEFAULT_POLICY, 'stop')).toBeUndefined();
    expect(matchKeyword(own, DEFAULT_POLICY, 'help')).toBeUndefined();
    expect(matchKeyword(own, DEFAULT_POLICY, 'start')).toBe('optIn');
    expect(matchKeyword(own, DEFAULT_POLICY, 'menu')).toBe('custom');
    const sms = channelOf({ channelType: 'Text', keywords: { optOut: ['arrêt'] } });
    expect(matchKeyword(sms, DEFAULT_POLICY, 'revoke')).toBe('optOut');
  });

  it('gives a word of several lists to opt-out, then double opt-in, opt-in, help, custom', () => {
    const kinds = ['optOut', 'doubleOptIn', 'optIn', 'help', 'custom'];
    for (const [rank, winner] of kinds.entries()) {
      const keywords = Object.fromEntries(
        kinds.map((kind, index) => [kind, index < rank ? [] : ['ok']]),
      );
      expect(matchKeyword(channelOf({ keywords }), DEFAULT_POLICY, 'ok')).toBe(winner);
    }
  });

  it.each([
    ['Stop, please', 'optOut'],
    ['stop please', 'optOut'],
    ['opt out', 'optOut'],
    ['please stop', undefined],
    ['stopping', undefined],
    ['...', undefined],
  ])('looks at the first word of %j under firstWord', (text, kind) => {
    const policy = policyOf({ consent: { match: 'firstWord', optOut: ['stop', 'opt out'] } });
    expect(matchKeyword(channel, policy, text)).toBe(kind);
  });

  it('follows the policy in force, on the same channel', () => {
    const french = policyOf({ consent: { optOut: ['arrêt'] } });
    expect(matchKeyword(channel, french, 'stop')).toBeUndefined();
    expect(matchKeyword(channel, DEFAULT_POLICY, 'stop')).toBe('optOut');
    expect(matchKeyword(channel, french, 'arrêt')).toBe('optOut');
  });
});
