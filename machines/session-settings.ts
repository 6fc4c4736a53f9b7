/**
 * The durations and switches that a session chart reads: policy and channel, boiled down to what decides.
 *
 * All durations are elapsed milliseconds. `null` means that the timer is off.
 * A host refreshes them before each step, so that a changed policy reaches open sessions; a plain actor keeps its input.
 */
export interface SessionSettings {
  readonly platform: 'standard' | 'enhanced';
  readonly capacityModel: 'tabBased' | 'statusBased';
  readonly inactiveExpiryMs: number;
  readonly consentExpiryMs: number | null;
  readonly pausedExpiryMs: number | null;
  readonly noReplyMs: number;
  /** Whether a further outbound message starts the no-reply time-out anew (EB04). */
  readonly noReplyAnchor: 'first' | 'last';
  readonly keepOpenMs: number;
  readonly channelDisabledMs: number;
  readonly botIdleMs: number;
  readonly maxWaitingMs: number | null;
  readonly maxIdleMs: number | null;
  readonly abandonmentMs: number | null;
  /** Null where the channel or its capacity model has no customer-idle rule (X6, X7). */
  readonly customerIdleMs: number | null;
  readonly customerIdleWarningMs: number | null;
  readonly customerIdleAction: 'inactivate' | 'end' | 'inactivateAndEnd';
  readonly agentMessageResets: boolean;
  readonly endInactiveMs: number;
  /** The status of a business-initiated session from its creation (X3). */
  readonly opensAs: 'new' | 'waiting';
  /** The status of a business-initiated session once the provider took the message (X4). */
  readonly awaitsReplyAs: 'new' | 'waiting';
  /** Whether a customer's answer to a tab-based business-initiated session opens a record of its own (X5). */
  readonly answersInNewRecord: boolean;
  readonly allowTransfer: boolean;
  readonly endOnDeliveryFailure: boolean;
  readonly customKeywordIsConsent: boolean;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The recommended defaults on an enhanced, tab-based channel without a customer-idle rule (lifecycle.md §9). */
export const ENHANCED_SETTINGS: SessionSettings = Object.freeze({
  platform: 'enhanced',
  capacityModel: 'tabBased',
  inactiveExpiryMs: 30 * HOUR,
  consentExpiryMs: 30 * HOUR,
  pausedExpiryMs: null,
  noReplyMs: 48 * HOUR,
  noReplyAnchor: 'last',
  keepOpenMs: 48 * HOUR,
  channelDisabledMs: 48 * HOUR,
  botIdleMs: 2 * HOUR,
  maxWaitingMs: null,
  maxIdleMs: null,
  abandonmentMs: null,
  customerIdleMs: null,
  customerIdleWarningMs: null,
  customerIdleAction: 'inactivate',
  agentMessageResets: false,
  endInactiveMs: 30 * MINUTE,
  opensAs: 'new',
  awaitsReplyAs: 'new',
  answersInNewRecord: false,
  allowTransfer: true,
  endOnDeliveryFailure: false,
  customKeywordIsConsent: false,
});

/** The recommended defaults on a standard, tab-based channel (lifecycle.md §9). */
export const STANDARD_SETTINGS: SessionSettings = Object.freeze({
  ...ENHANCED_SETTINGS,
  platform: 'standard',
  noReplyMs: 24 * HOUR,
  awaitsReplyAs: 'waiting',
});
