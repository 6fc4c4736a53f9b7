import { frozen } from './frozen.ts';
import type { Policy } from './policy.ts';
import type { ExactTimer } from './timer-mode.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * The policy of a tenant that says nothing, deeply frozen.
 *
 * Source: lifecycle.md §9 and the rows cited in {@link Policy}; `lateness`, `endOnDeliveryFailure` from events.md §1.
 */
export const DEFAULT_POLICY: Policy = frozen({
  profile: { metrics: 'v67', newScope: 'all' },
  lateness: 10 * MINUTE,
  endOnDeliveryFailure: false,
  inactiveExpiry: exactly(30 * HOUR),
  consentExpiry: exactly(30 * HOUR),
  pausedExpiry: null,
  noReply: { standard: exactly(24 * HOUR), enhanced: exactly(48 * HOUR), anchor: 'last' },
  notification: { keepOpen: exactly(48 * HOUR), blocked: 'defer', keepOpenConflict: 'downgrade' },
  channelDisabled: exactly(48 * HOUR),
  idle: {
    minMinutes: 5,
    maxMinutes: 30,
    channelTypes: ['EmbeddedMessaging', 'Custom'],
    allowWithStatusBased: false,
    agentMessageResets: false,
    action: 'inactivate',
    endInactiveAfterMinutes: null,
  },
  bot: { idle: exactly(2 * HOUR) },
  maxWaiting: null,
  pushTimeout: null,
  outboundAwaiting: { standard: 'waiting', enhanced: 'new' },
  tabReply: { mode: 'rerouteSameRecord', preferOwner: false },
  repMessageOnInactive: 'endAndStartNew',
  consent: {
    match: 'exact',
    implicitReoptIn: false,
    routeBeforeOptIn: false,
    customKeywordIsConsent: false,
    optOut: ['stop', 'stopall', 'unsubscribe', 'cancel', 'end', 'quit'],
    smsExtraOptOut: ['revoke', 'opt out'],
    optIn: ['start'],
    doubleOptIn: [],
    help: ['help'],
    custom: [],
  },
  acceptTime: 'firstHuman',
  legacyCounters: 'standardOnly',
  metrics: {
    anchor: 'first',
    botAnswers: true,
    noSample: 'zero',
    countKeywords: true,
    notificationRows: true,
    profile: null,
    options: {},
  },
  engagement: {
    inactivity: 10 * MINUTE,
    activityRouting: false,
    countInactive: false,
    retention: 14 * DAY,
  },
  capacity: {
    maxItems: 100,
    releaseOnEnd: { tabBased: 'tabCloseOrAcwEnd', statusBased: 'afterAcw' },
  },
  decline: {
    excludeLastDeclinerUntilPresenceCycle: true,
    whenAllDeclined: 'everyoneEligible',
  },
  quotas: {
    activeEnhanced: 11_000,
    outbound: 4_000,
    outboundActiveWindow: 5 * MINUTE,
    retry: 10 * MINUTE,
  },
  standard: { allowTransfer: true, maxIdle: null },
});

function exactly(after: number): ExactTimer {
  return { mode: 'exact', after };
}
