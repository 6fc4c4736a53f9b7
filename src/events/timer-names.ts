/** The names that deadlines bear in `timers.name` and, as `timer.<name>`, in causes. Source: events.md §3; `maxIdle` is `cfg.standard.maxIdle`. */
export const TIMER_NAMES = [
  'customerIdle',
  'customerIdleWarning',
  'endInactive',
  'inactiveExpiry',
  'noReply',
  'keepOpen',
  'consentExpiry',
  'pausedExpiry',
  'channelDisabled',
  'pushTimeout',
  'acw',
  'botIdle',
  'abandonment',
  'maxWaiting',
  'engagementInactivity',
  'engagementRetention',
  'maxIdle',
] as const;

/** Name of a deadline. */
export type TimerName = (typeof TIMER_NAMES)[number];

/** The cause that a fired deadline leaves, `timer.noReply`. */
export type TimerCause = `timer.${TimerName}`;
