/*
 * From a written policy to the resolved one. The shape below names every setting once; the reader and the published JSON Schema follow
 * it, and the compiler checks it against the Policy type.
 */
import { IDLE_ACTIONS } from '../events/set-up-words.ts';
import { DEFAULT_POLICY } from './default-policy.ts';
import { frozen } from './frozen.ts';
import { METRIC_PROFILE_NAMES } from './metric-profiles.ts';
import { partialMetricOptions } from './parse-metric-options.ts';
import {
  choice,
  duration,
  flag,
  group,
  integer,
  orNull,
  words,
  type JsonSchema,
  type PolicyIssue,
} from './policy-field.ts';
import type { Policy } from './policy.ts';
import { timer } from './timer-field.ts';

const timerOrOff = orNull(timer);
const release = choice(['tabCloseOrAcwEnd', 'afterAcw', 'sessionEnd']);
const awaiting = choice(['waiting', 'new']);

/** Bounds of counts; generous, so that they catch slips and nothing else. */
const COUNT_MAX = 1_000_000;
const MINUTES_MAX = 60 * 24 * 60;

const POLICY_SHAPE = group<Policy>({
  // `capacity` is said of each channel; lifecycle.md §9 only mentions it here.
  profile: group<Policy['profile']>(
    { metrics: choice(['v62', 'v67']), newScope: choice(['all', 'standardOnly']) },
    ['capacity'],
  ),
  lateness: duration('zeroAllowed'),
  endOnDeliveryFailure: flag,
  inactiveExpiry: timerOrOff,
  consentExpiry: timerOrOff,
  pausedExpiry: timerOrOff,
  noReply: group<Policy['noReply']>({
    standard: timerOrOff,
    enhanced: timerOrOff,
    anchor: choice(['first', 'last']),
  }),
  notification: group<Policy['notification']>({
    keepOpen: timerOrOff,
    blocked: choice(['defer', 'drop']),
    keepOpenConflict: choice(['downgrade', 'reject', 'append']),
  }),
  channelDisabled: timerOrOff,
  idle: group<Policy['idle']>({
    minMinutes: integer(1, MINUTES_MAX),
    maxMinutes: integer(1, MINUTES_MAX),
    channelTypes: words,
    allowWithStatusBased: flag,
    agentMessageResets: flag,
    action: choice(IDLE_ACTIONS),
    endInactiveAfterMinutes: orNull(integer(1, MINUTES_MAX)),
  }),
  bot: group<Policy['bot']>({ idle: timerOrOff }),
  maxWaiting: timerOrOff,
  pushTimeout: timerOrOff,
  outboundAwaiting: group<Policy['outboundAwaiting']>({ standard: awaiting, enhanced: awaiting }),
  tabReply: group<Policy['tabReply']>({
    mode: choice(['rerouteSameRecord', 'newSessionRecord']),
    preferOwner: flag,
  }),
  repMessageOnInactive: choice(['endAndStartNew', 'reject']),
  consent: group<Policy['consent']>({
    match: choice(['exact', 'firstWord']),
    implicitReoptIn: flag,
    routeBeforeOptIn: flag,
    customKeywordIsConsent: flag,
    optOut: words,
    smsExtraOptOut: words,
    optIn: words,
    doubleOptIn: words,
    help: words,
    custom: words,
  }),
  acceptTime: choice(['firstHuman', 'firstAny', 'latest']),
  legacyCounters: choice(['standardOnly', 'all']),
  metrics: group<Policy['metrics']>({
    anchor: choice(['first', 'last']),
    botAnswers: flag,
    noSample: choice(['zero', 'null']),
    countKeywords: flag,
    notificationRows: flag,
    profile: orNull(choice(METRIC_PROFILE_NAMES)),
    options: partialMetricOptions,
  }),
  engagement: group<Policy['engagement']>({
    inactivity: orNull(duration()),
    activityRouting: flag,
    countInactive: flag,
    retention: duration(),
  }),
  capacity: group<Policy['capacity']>({
    maxItems: integer(1, COUNT_MAX),
    releaseOnEnd: group<Policy['capacity']['releaseOnEnd']>({
      tabBased: release,
      statusBased: release,
    }),
  }),
  decline: group<Policy['decline']>({
    excludeLastDeclinerUntilPresenceCycle: flag,
    whenAllDeclined: choice(['everyoneEligible', 'nobodyEligible']),
  }),
  quotas: group<Policy['quotas']>({
    activeEnhanced: integer(0, COUNT_MAX),
    outbound: integer(0, COUNT_MAX),
    outboundActiveWindow: duration(),
    retry: duration(),
  }),
  standard: group<Policy['standard']>({ allowTransfer: flag, maxIdle: timerOrOff }),
});

/** JSON Schema (draft 2020-12) of a written policy. Every setting may be left out. */
export const POLICY_JSON_SCHEMA: JsonSchema = frozen({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Holdline policy',
  ...POLICY_SHAPE.schema,
});

/**
 * The policy that a partial one makes of `base`, frozen, or every issue of the partial one.
 *
 * Settings that it leaves out keep their value; lists and timers replace theirs whole. The JSON of lifecycle.md §9 is accepted as it
 * stands. Durations are ISO 8601 texts. Unknown settings are issues, so that a slip is never silent. Whether there are issues depends on
 * the partial policy alone, never on `base`.
 */
export function parsePolicy(
  partial: unknown,
  base: Policy = DEFAULT_POLICY,
): Policy | readonly PolicyIssue[] {
  const issues: PolicyIssue[] = [];
  const policy = POLICY_SHAPE.read(partial, base, '', issues);
  return issues.length === 0 ? frozen(structuredClone(policy)) : issues;
}

/** True for the issues that {@link parsePolicy} returns in place of a policy. */
export function isPolicyIssues(
  result: Policy | readonly PolicyIssue[],
): result is readonly PolicyIssue[] {
  return Array.isArray(result);
}

/** The issues as one message for a person: path, what was expected, what was found. */
export function describePolicyIssues(issues: readonly PolicyIssue[]): string {
  return issues
    .map(
      ({ path, expected, found }) =>
        `${path === '' ? 'policy' : path}: expected ${expected}, found ${found}`,
    )
    .join('; ');
}
