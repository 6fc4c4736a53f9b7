// docs/policy.md: the settings, their defaults and their meaning, read off the default policy.
import { DEFAULT_POLICY } from '../../src/policy/default-policy.ts';

/** What each setting decides; every setting of the policy must have its line here. */
export const SETTINGS: Readonly<Record<string, string>> = {
  'profile.metrics': 'Number of metric types of an ended session: six (`v62`) or seven (`v67`). X15',
  'profile.newScope':
    '`standardOnly`: enhanced sessions that an agent opens begin in Waiting instead of New. X3',
  lateness: 'How far behind the watermark an event may arrive and still take its place in time',
  endOnDeliveryFailure: 'Whether a failed opening message ends its session. EB13',
  inactiveExpiry: 'Inactive to Ended. X1',
  consentExpiry: 'Consent to Ended. EC08',
  pausedExpiry: 'Paused to Ended. PA03',
  'noReply.standard': 'A business-initiated session without an answer, standard. X2',
  'noReply.enhanced': 'The same, enhanced. X2',
  'noReply.anchor': 'Which outbound message the no-reply time counts from. EB04',
  'notification.keepOpen': 'A notification that is kept open, without an answer. NO03',
  'notification.blocked':
    'A notification whose condition does not hold: kept until it does, or refused. X11',
  'notification.keepOpenConflict':
    'A notification to be kept open while another session is open: sent as one that ends at once, refused, or appended. NO10',
  channelDisabled: 'A disabled channel: its open sessions to Ended. EC90',
  'idle.minMinutes': 'Shortest customer-idle limit that is obeyed',
  'idle.maxMinutes': 'Longest customer-idle limit that is obeyed',
  'idle.channelTypes': 'Channel types that have the customer-idle rule. X7',
  'idle.allowWithStatusBased': 'Whether status-based channels have it too. X6',
  'idle.agentMessageResets':
    'Whether every message of the agent restarts the clock, where the channel says nothing. X8',
  'idle.action': 'What the rule does, where the channel says nothing. X9',
  'idle.endInactiveAfterMinutes':
    'Inactive to Ended under `inactivateAndEnd`, where the channel says nothing. EC65',
  'bot.idle': 'A customer who is silent with a bot: to Ended. EC48',
  maxWaiting: 'Longest wait for routing. T-WAIT-MAX',
  pushTimeout: 'An offer that says no `expiresAt` lapses after this. T-PUSH',
  'outboundAwaiting.standard': 'Status once the provider took the opening message. X4',
  'outboundAwaiting.enhanced': 'The same, enhanced. X4',
  'tabReply.mode':
    'A customer’s answer to a tab-based business-initiated session: routed in the same record, or in a new one. X5',
  'tabReply.preferOwner': 'Whether the agent who wrote is preferred when the answer is routed. EB07',
  repMessageOnInactive: 'An opening message while the session is Inactive. X10',
  'consent.match': 'Whether a keyword is the whole text or may be its first word',
  'consent.implicitReoptIn': 'Whether an ordinary message of an opted-out customer opts in again',
  'consent.routeBeforeOptIn': 'Whether content is routed before the opt-in that the channel asks for',
  'consent.customKeywordIsConsent': 'Whether a custom keyword alone counts as a consent keyword',
  'consent.optOut': 'Default opt-out words',
  'consent.smsExtraOptOut': 'Words that enhanced SMS enforces beside them',
  'consent.optIn': 'Default opt-in words',
  'consent.doubleOptIn': 'Default double opt-in words',
  'consent.help': 'Default help words',
  'consent.custom': 'Default custom words',
  acceptTime: 'Which acceptance is the accept time of a session',
  legacyCounters: 'Whether enhanced sessions show their message counters in `sessions`. X14',
  'metrics.anchor': 'The message of a run from which a response is measured',
  'metrics.botAnswers': 'Whether a bot’s message answers the customer',
  'metrics.noSample': 'What `session_metrics.value` shows without samples',
  'metrics.countKeywords': 'Whether keyword-only messages count as messages of the customer',
  'metrics.notificationRows': 'Whether notification sessions have metric rows',
  'metrics.profile':
    'Whose reading the measurements follow: `salesforce`, `zendesk`, `sparkcentral`, `connect` or `chatwoot`; `null` none. [Responses](metrics/responses.md)',
  'metrics.options':
    'Choices of the measurements over those of the profile. [Responses](metrics/responses.md)',
  'engagement.inactivity':
    'From the customer’s last message to the end of the engagement; `null` never. EN10',
  'engagement.activityRouting':
    'Whether work is routed by activity: then a silent customer ends no engagement. EN11',
  'engagement.countInactive':
    'Whether inactive conversations count towards capacity: then a silent customer ends no engagement, and one begins without waiting for the customer. EN11',
  'engagement.retention':
    'An engagement that is open for so long is discarded and not reported. EN18',
  'capacity.maxItems': 'Items that an agent may hold, paused ones included; more is reported. I10',
  'capacity.releaseOnEnd.tabBased': 'When the end of a session frees the agent, tab-based. X13',
  'capacity.releaseOnEnd.statusBased': 'The same, status-based. X13',
  'decline.excludeLastDeclinerUntilPresenceCycle':
    'Whether an offer to the agent who declined last is marked, until they go offline. X12',
  'decline.whenAllDeclined':
    '`nobodyEligible`: an offer to anyone who declined this request is marked, not only to the last one. X12',
  'quotas.activeEnhanced': 'For hosts: enhanced sessions that may be active at once. NO08',
  'quotas.outbound': 'For hosts: of these, free places for outbound sessions. NO08',
  'quotas.outboundActiveWindow': 'For hosts: an answer within this makes an outbound session active. NO08',
  'quotas.retry': 'For hosts: when an outbound message over quota is tried again. NO08',
  'standard.allowTransfer': 'Whether standard sessions can be transferred. X19',
  'standard.maxIdle': 'A standard session in which nobody writes: to Ended',
};

/** Settings that are durations and no timers. */
const DURATIONS: ReadonlySet<string> = new Set([
  'lateness',
  'engagement.inactivity',
  'engagement.retention',
  'quotas.outboundActiveWindow',
  'quotas.retry',
]);

/** The paths of all settings of a policy, with their values. */
export function settingsOf(value: object, prefix = ''): (readonly [string, unknown])[] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const path = `${prefix}${key}`;
    const isGroup =
      typeof inner === 'object' && inner !== null && !Array.isArray(inner) && !('after' in inner);
    const isEmpty = isGroup && Object.keys(inner).length === 0;
    return isGroup && !isEmpty ? settingsOf(inner, `${path}.`) : [[path, inner] as const];
  });
}

/** Hours rather than days, as the sources count. */
const iso = (ms: number) =>
  ms % 3_600_000 === 0 ? `PT${ms / 3_600_000}H` : `PT${ms / 60_000}M`;

/** A value as the page shows it. */
export function written(path: string, value: unknown): string {
  if (typeof value === 'object' && value !== null && 'after' in value) {
    return `\`"${iso(value.after as number)}"\``;
  }
  if (DURATIONS.has(path) && value !== null) return `\`"${iso(value as number)}"\``;
  if (path === 'metrics.profile') return '`null`';
  return value === null ? 'off (`null`)' : `\`${JSON.stringify(value)}\``;
}

/** The page that lists every setting. */
export function policyPage(): string {
  return `# Policy

Everything that a tenant may decide otherwise. A policy is written as partial JSON over the defaults below: as the file of
\`holdline replay --policy\`, as the option \`policy\` of an engine, or as the \`policy\` of a \`policy.changed\` event, which is in force
from its \`at\` on. Unknown settings and wrong values are refused with their path, and then nothing of the change is taken. Lists
and timers replace theirs whole.

Durations are ISO 8601 of fixed length (\`"PT30H"\`, \`"P2D"\` = 48 hours). A **timer** is a duration, \`null\` (off), or one of

\`\`\`json
{ "mode": "exact", "after": "PT30H" }
{ "mode": "sweep", "threshold": "PT24H", "every": "PT6H", "phase": "PT0S" }
\`\`\`

A sweep is a job that runs every so often (\`phase\` counts from midnight UTC) and acts on what is older than its threshold: the
deadline is the first run at or after it. \`X…\` ids are the disagreements of the sources in [lifecycle.md](lifecycle.md).

| setting | default | what it decides |
|---|---|---|
${settingsOf(DEFAULT_POLICY)
  .map(([path, value]) => `| \`${path}\` | ${written(path, value)} | ${SETTINGS[path] ?? ''} |`)
  .join('\n')}
`;
}
