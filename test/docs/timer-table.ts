import type { TimerName } from '../../src/events/timer-names.ts';
import { DEFAULT_POLICY } from '../../src/policy/default-policy.ts';
import { code, markdownTable } from './generated-parts.ts';
import { settingsOf, written } from './policy-page.ts';

interface TimerLine {
  /** Settings of the policy that hold its duration; a text where the channel or nobody does. */
  readonly settings: readonly string[] | string;
  readonly starts: string;
  readonly stops: string;
  readonly fires: string;
  readonly rules: string;
}

/** What is to be said of each timer; a new name does not compile without its line. */
const TIMERS: Readonly<Record<TimerName, TimerLine>> = {
  customerIdle: {
    settings: 'off; 5 to 30 minutes from the channel (`customerIdle.minutes`)',
    starts: "the agent's first message after the customer's last one",
    stops:
      'a message of the customer; leaving Active. Further messages of the agent do not restart it (X8)',
    fires: 'Inactive, or Ended, or Inactive and soon Ended, as the channel says (X9)',
    rules: 'EC42, T-IDLE',
  },
  customerIdleWarning: {
    settings: 'off; from the channel (`customerIdle.warnMinutes`)',
    starts: 'with `customerIdle`',
    stops: 'with `customerIdle`',
    fires: 'the response `EndUserIdleResponse` is asked for; no change of status',
    rules: 'T-IDLE-WARN, X20',
  },
  endInactive: {
    settings: 'as `inactiveExpiry`; from the channel (`customerIdle.endInactiveMinutes`)',
    starts: 'entering Inactive, by whomever, where the action is `inactivateAndEnd`',
    stops: 'leaving Inactive',
    fires: 'Ended',
    rules: 'EC65, T-END-INACTIVE',
  },
  inactiveExpiry: {
    settings: ['inactiveExpiry'],
    starts: 'entering Inactive, whoever caused it',
    stops: 'leaving Inactive; a consent keyword does not restart it (EC63)',
    fires: 'Ended by System',
    rules: 'EC64, T-INACTIVE, X1',
  },
  noReply: {
    settings: ['noReply.standard', 'noReply.enhanced'],
    starts: "the agent's opening message; each further one anew (`noReply.anchor`)",
    stops: 'the answer of the customer; the end',
    fires: 'Ended by System',
    rules: 'EB11, SB05, T-NOREPLY, X2',
  },
  keepOpen: {
    settings: ['notification.keepOpen'],
    starts: 'a notification that is kept open; each one that is appended to it anew',
    stops: 'the answer of the customer; the end',
    fires: 'Ended by System',
    rules: 'NO03, T-KEEPOPEN',
  },
  consentExpiry: {
    settings: ['consentExpiry'],
    starts: 'entering Consent',
    stops: 'leaving Consent',
    fires: 'Ended by System',
    rules: 'EC08',
  },
  pausedExpiry: {
    settings: ['pausedExpiry'],
    starts: 'entering Paused',
    stops: 'leaving Paused',
    fires: 'Ended by System',
    rules: 'PA03',
  },
  channelDisabled: {
    settings: ['channelDisabled'],
    starts: 'the channel is disabled, for each of its open sessions',
    stops: 'the channel is enabled again',
    fires: 'Ended by System',
    rules: 'EC90, SC17, SB10, T-CHANNEL-OFF',
  },
  pushTimeout: {
    settings: ['pushTimeout'],
    starts: 'an offer, until its own `expiresAt` where it has one',
    stops: 'the answer of the agent; the end of the offer',
    fires: 'the work is DeclinedOnPushTimeout; the session goes on waiting',
    rules: 'AW04, EC13, T-PUSH',
  },
  acw: {
    settings: 'off; from the channel (`acw.seconds`)',
    starts: "the agent's part of the session ends",
    stops:
      'the agent says so, closes the tab, changes presence or opens a session elsewhere; an extension prolongs it',
    fires: 'the work is Closed',
    rules: 'AW08, T-ACW, T-ACW-EXT',
  },
  botIdle: {
    settings: ['bot.idle'],
    starts: 'a bot accepts; each message of the customer anew',
    stops: 'leaving the bot',
    fires: 'Ended by Bot',
    rules: 'EC48, SC12, T-BOT-IDLE',
  },
  abandonment: {
    settings: 'off; from the channel (`abandonment.minutes`)',
    starts: 'the customer leaves while waiting',
    stops: 'the customer returns; leaving Waiting',
    fires: 'Ended by EndUser',
    rules: 'EC20, T-ABANDON',
  },
  maxWaiting: {
    settings: ['maxWaiting'],
    starts: 'entering Waiting for the router',
    stops: 'leaving Waiting',
    fires: 'Ended by System',
    rules: 'T-WAIT-MAX',
  },
  maxIdle: {
    settings: ['standard.maxIdle'],
    starts: "a customer's first message on a standard channel; each message and keyword anew",
    stops: 'the end',
    fires: 'Ended by System',
    rules: 'cfg.standard.maxIdle',
  },
  engagementInactivity: {
    settings: ['engagement.inactivity'],
    starts: 'an engagement, counted from the last message of the customer; each message anew',
    stops: 'the end of the engagement',
    fires: 'the engagement ends (`inactivityTimeout`), unless a switch lets it go on',
    rules: 'EN10, EN11, EN21',
  },
  engagementRetention: {
    settings: ['engagement.retention'],
    starts: 'an engagement',
    stops: 'its end',
    fires: 'the engagement is discarded',
    rules: 'EN18',
  },
};

/** The table of timers, with the defaults of the policy. */
export function timerTable(): string {
  return markdownTable(
    ['timer', 'default', 'starts with', 'stops with', 'when it is due', 'rules'],
    Object.entries(TIMERS).map(([name, { settings, starts, stops, fires, rules }]) => [
      code(name),
      typeof settings === 'string' ? settings : settings.map(defaultOf).join('; '),
      starts,
      stops,
      fires,
      rules,
    ]),
  );
}

const DEFAULTS = new Map(settingsOf(DEFAULT_POLICY));

/**
 * A setting with its default.
 *
 * @throws Error if the policy has no such setting.
 */
export function defaultOf(path: string): string {
  if (!DEFAULTS.has(path)) throw new Error(`the policy has no setting ${path}`);
  return `\`${path}\`: ${written(path, DEFAULTS.get(path))}`;
}
