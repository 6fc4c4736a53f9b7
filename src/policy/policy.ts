/*
 * The policy in the form that decisions read: every duration in milliseconds, null where a timer is off, nothing optional. How it is
 * written down is parse-policy.ts; the numbers and their sources are default-policy.ts.
 */
import type { IdleAction } from '../events/set-up-words.ts';
import type { MetricProfile, PartialMetricOptions } from './metric-profiles.ts';
import type { TimerMode } from './timer-mode.ts';

/** Keyword lists and consent rules. Source: lifecycle.md §1.5. */
export interface ConsentPolicy {
  /** `exact`: the whole trimmed text is the word; `firstWord`: its first word may be. */
  readonly match: 'exact' | 'firstWord';
  /** True: an ordinary message of an opted-out customer opts in again. */
  readonly implicitReoptIn: boolean;
  /** True: content is routed before the level that the channel asks for is reached. */
  readonly routeBeforeOptIn: boolean;
  /** True: a custom keyword alone counts as a consent keyword, not as content. */
  readonly customKeywordIsConsent: boolean;
  readonly optOut: readonly string[];
  /** Words that enhanced SMS enforces beside the channel's own. */
  readonly smsExtraOptOut: readonly string[];
  readonly optIn: readonly string[];
  readonly doubleOptIn: readonly string[];
  readonly help: readonly string[];
  readonly custom: readonly string[];
}

/** When an agent's capacity comes back after the end. Source: lifecycle.md §0.1 X13. */
export type CapacityRelease = 'tabCloseOrAcwEnd' | 'afterAcw' | 'sessionEnd';

/** Customer-idle rules that channels do not set themselves. Source: lifecycle.md §0.1 X6–X9. */
export interface IdlePolicy {
  /** Bounds of `customerIdle.minutes`; the event's own bounds (5 to 30) hold as well, and a channel outside them has no timer. */
  readonly minMinutes: number;
  readonly maxMinutes: number;
  /** Types of channels that have the timer at all (X7). */
  readonly channelTypes: readonly string[];
  /** True: channels with status-based capacity have it too (X6). */
  readonly allowWithStatusBased: boolean;
  /** True: every message of the agent restarts the countdown, not only the first (X8). */
  readonly agentMessageResets: boolean;
  readonly action: IdleAction;
  /** Minutes from Inactive to Ended under `inactivateAndEnd`; null leaves it to `inactiveExpiry`. */
  readonly endInactiveAfterMinutes: number | null;
}

/** When an agent's engagement with a customer goes on and when it is over. Durations are milliseconds. Source: metrics.md §3. */
export interface EngagementPolicy {
  /** From the customer's last message to the end of the engagement; null never. */
  readonly inactivity: number | null;
  /** True: work is routed by activity, and a silent customer does not end the engagement. */
  readonly activityRouting: boolean;
  /** True: inactive conversations count towards capacity, and a silent customer does not end the engagement. */
  readonly countInactive: boolean;
  /** From the start to where an engagement that is still open is discarded. */
  readonly retention: number;
}

/** Choices of the metrics. Source: lifecycle.md §6, metrics.md §0. */
export interface MetricsPolicy {
  /** Message of a run from which a response is measured. */
  readonly anchor: 'first' | 'last';
  /** True: a bot's message answers the customer in the session metrics. */
  readonly botAnswers: boolean;
  /** What the vendor's table shows without samples. */
  readonly noSample: 'zero' | 'null';
  /** True: keyword-only messages count as messages of the end user. */
  readonly countKeywords: boolean;
  /** True: notification sessions get metric rows, with zero. */
  readonly notificationRows: boolean;
  /** Whose reading the measurements follow; null for the project's own. The session metrics are Salesforce's in every profile. */
  readonly profile: MetricProfile | null;
  /** Choices of the measurements over those of the profile. */
  readonly options: PartialMetricOptions;
}

/**
 * Everything that a tenant may decide otherwise. Plain data, frozen, comparable by value.
 *
 * Durations are milliseconds; a timer that is null never starts. Source: lifecycle.md §0.1 and §9, events.md §1 (`policy.changed`).
 */
export interface Policy {
  readonly profile: {
    /** Number of metric types of an ended session: six or seven (X15). */
    readonly metrics: 'v62' | 'v67';
    /** Whether enhanced sessions started by an agent begin in New (X3). */
    readonly newScope: 'all' | 'standardOnly';
  };
  /** Milliseconds that an event may lie behind the watermark and still repair history. */
  readonly lateness: number;
  /** True: a failed opening message ends its session (EB13). */
  readonly endOnDeliveryFailure: boolean;
  /** Inactive to Ended (X1). */
  readonly inactiveExpiry: TimerMode | null;
  /** Consent to Ended (EC08). */
  readonly consentExpiry: TimerMode | null;
  /** Paused to Ended; off by default (PA03). */
  readonly pausedExpiry: TimerMode | null;
  /** A business-initiated session without an answer (X2). */
  readonly noReply: {
    readonly standard: TimerMode | null;
    readonly enhanced: TimerMode | null;
    /** Which outbound message the time counts from (EB04). */
    readonly anchor: 'first' | 'last';
  };
  /** Automated notifications (NO03, NO05, NO10; X11). */
  readonly notification: {
    readonly keepOpen: TimerMode | null;
    readonly blocked: 'defer' | 'drop';
    readonly keepOpenConflict: 'downgrade' | 'reject' | 'append';
  };
  /** A disabled channel's sessions to Ended (EC90). */
  readonly channelDisabled: TimerMode | null;
  readonly idle: IdlePolicy;
  readonly bot: {
    /** A silent customer with a bot to Ended (EC48). */
    readonly idle: TimerMode | null;
  };
  /** Waiting to Ended; off by default (lifecycle.md §8, 4). */
  readonly maxWaiting: TimerMode | null;
  /** An offer without an answer, where the offer says no `expiresAt`; off by default (T-PUSH). */
  readonly pushTimeout: TimerMode | null;
  /** Status of a business-initiated session once the provider took the message (X4). */
  readonly outboundAwaiting: {
    readonly standard: 'waiting' | 'new';
    readonly enhanced: 'waiting' | 'new';
  };
  /** A customer's reply under tab-based capacity (X5, EB07). */
  readonly tabReply: {
    readonly mode: 'rerouteSameRecord' | 'newSessionRecord';
    readonly preferOwner: boolean;
  };
  /** An opening message while the session is Inactive (X10). */
  readonly repMessageOnInactive: 'endAndStartNew' | 'reject';
  readonly consent: ConsentPolicy;
  /** Which acceptance is a session's accept time (lifecycle.md §5.1). */
  readonly acceptTime: 'firstHuman' | 'firstAny' | 'latest';
  /** Where the session's own message counters are filled (X14). */
  readonly legacyCounters: 'standardOnly' | 'all';
  readonly metrics: MetricsPolicy;
  readonly engagement: EngagementPolicy;
  readonly capacity: {
    readonly maxItems: number;
    readonly releaseOnEnd: {
      readonly tabBased: CapacityRelease;
      readonly statusBased: CapacityRelease;
    };
  };
  /** Declined work (X12). */
  readonly decline: {
    readonly excludeLastDeclinerUntilPresenceCycle: boolean;
    readonly whenAllDeclined: 'everyoneEligible' | 'nobodyEligible';
  };
  /** Limits that hosts enforce (NO08). */
  readonly quotas: {
    readonly activeEnhanced: number;
    readonly outbound: number;
    readonly outboundActiveWindow: number;
    readonly retry: number;
  };
  readonly standard: {
    /** X19. */
    readonly allowTransfer: boolean;
    /** A standard customer-initiated session to Ended; off by default (lifecycle.md §1.3). */
    readonly maxIdle: TimerMode | null;
  };
}
