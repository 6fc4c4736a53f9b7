// From policy and channel to the settings that the charts read. One frozen object for each combination, so that a
// million sessions share it and a change of policy shows as another reference.
import type { SessionSettings } from '../../machines/index.ts';
import type { TimerName } from '../events/timer-names.ts';
import type { Channel } from '../policy/channel.ts';
import { idleRules } from '../policy/idle-rules.ts';
import type { Policy } from '../policy/policy.ts';
import type { TimerMode } from '../policy/timer-mode.ts';

/** What a session keeps of the channel on which it was created (I7). */
export interface Pins {
  readonly platform: SessionSettings['platform'];
  readonly capacityModel: SessionSettings['capacityModel'];
}

/** The settings of one channel under one policy, by their pins. */
type ByPins = (SessionSettings | undefined)[];

const cache = new WeakMap<Policy, WeakMap<Channel, ByPins>>();
/** The policy that was asked for last, and what is built under it: most often the next one asks for the same. */
let last: { readonly policy: Policy; readonly byChannel: WeakMap<Channel, ByPins> } | undefined;

/** The settings of sessions with these pins, under a policy and a configuration of their channel. */
export function settingsOf(policy: Policy, channel: Channel, pins: Pins): SessionSettings {
  if (last?.policy !== policy) {
    let byChannel = cache.get(policy);
    if (byChannel === undefined) cache.set(policy, (byChannel = new WeakMap()));
    last = { policy, byChannel };
  }
  const { byChannel } = last;
  let byPins = byChannel.get(channel);
  if (byPins === undefined)
    byChannel.set(channel, (byPins = [undefined, undefined, undefined, undefined]));
  const place =
    (pins.platform === 'standard' ? 2 : 0) + (pins.capacityModel === 'statusBased' ? 1 : 0);
  return (byPins[place] ??= build(policy, channel, pins));
}

/** The mode of a timer whose instant a sweep may move; undefined for one that is always exact. */
export function timerMode(
  name: TimerName,
  policy: Policy,
  platform: SessionSettings['platform'],
): TimerMode | null | undefined {
  switch (name) {
    case 'inactiveExpiry':
      return policy.inactiveExpiry;
    case 'consentExpiry':
      return policy.consentExpiry;
    case 'pausedExpiry':
      return policy.pausedExpiry;
    case 'noReply':
      return policy.noReply[platform];
    case 'keepOpen':
      return policy.notification.keepOpen;
    case 'channelDisabled':
      return policy.channelDisabled;
    case 'botIdle':
      return policy.bot.idle;
    case 'maxWaiting':
      return policy.maxWaiting;
    case 'maxIdle':
      return policy.standard.maxIdle;
    // The offer says itself how long it stands, a sweep of the policy's included.
    case 'pushTimeout':
    case 'customerIdle':
    case 'customerIdleWarning':
    case 'endInactive':
    case 'acw':
    case 'abandonment':
    case 'engagementInactivity':
    case 'engagementRetention':
      return undefined;
  }
}

/** How long a timer waits before it may fire; a sweep only adds to it. */
const waitMs = (mode: TimerMode) => (mode.mode === 'exact' ? mode.after : mode.threshold);

/** A timer that the chart always starts: switched off it is never due. */
const always = (mode: TimerMode | null) => (mode === null ? Infinity : waitMs(mode));

const optional = (mode: TimerMode | null) => (mode === null ? null : waitMs(mode));

function build(policy: Policy, channel: Channel, pins: Pins): SessionSettings {
  const { platform, capacityModel } = pins;
  const idle = idleRules({ ...channel, platform, capacityModel }, policy);
  const isEnhanced = platform === 'enhanced';
  return Object.freeze({
    platform,
    capacityModel,
    inactiveExpiryMs: always(policy.inactiveExpiry),
    consentExpiryMs: optional(policy.consentExpiry),
    pausedExpiryMs: optional(policy.pausedExpiry),
    noReplyMs: always(policy.noReply[platform]),
    noReplyAnchor: policy.noReply.anchor,
    keepOpenMs: always(policy.notification.keepOpen),
    channelDisabledMs: always(policy.channelDisabled),
    botIdleMs: always(policy.bot.idle),
    maxWaitingMs: optional(policy.maxWaiting),
    maxIdleMs: isEnhanced ? null : optional(policy.standard.maxIdle),
    abandonmentMs: isEnhanced ? channel.abandonmentMs : null,
    customerIdleMs: idle === null ? null : idle.idleMs,
    customerIdleWarningMs: idle === null ? null : idle.warnMs,
    customerIdleAction: idle === null ? 'inactivate' : idle.action,
    agentMessageResets: idle?.agentMessageResets ?? false,
    endInactiveMs: idle?.endInactiveMs ?? always(null),
    opensAs: isEnhanced && policy.profile.newScope === 'standardOnly' ? 'waiting' : 'new',
    awaitsReplyAs: policy.outboundAwaiting[platform],
    answersInNewRecord: policy.tabReply.mode === 'newSessionRecord',
    allowTransfer: policy.standard.allowTransfer,
    endOnDeliveryFailure: policy.endOnDeliveryFailure,
    customKeywordIsConsent: policy.consent.customKeywordIsConsent,
  });
}
