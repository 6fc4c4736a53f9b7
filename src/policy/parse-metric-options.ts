// From written choices of the metrics to typed ones. The shape names every choice once, and the compiler checks it against the type.
import { HoldlineError } from '../events/holdline-error.ts';
import { DURATION_EXPECTED, parseDuration } from '../time/duration.ts';
import { isZone } from '../time/zone.ts';
import { frozen } from './frozen.ts';
import type { MetricOptions } from './metric-options.ts';
import type { PartialMetricOptions } from './metric-profiles.ts';
import {
  choice,
  flag,
  group,
  integer,
  orNull,
  refuse,
  type PolicyField,
  type PolicyIssue,
} from './policy-field.ts';

/** Longest time that a choice may name: a year and a day; generous, so that it catches slips and nothing else. */
const MS_MAX = 366 * 24 * 3_600_000;

/** Milliseconds as an integer, or an ISO 8601 duration. */
const milliseconds: PolicyField<number> = {
  read: (written, inForce, path, issues) => {
    if (typeof written === 'number') return integer(0, MS_MAX).read(written, inForce, path, issues);
    const ms = parseDuration(written, 'zeroAllowed');
    const expected = `milliseconds, or ${typeof ms === 'number' ? '' : DURATION_EXPECTED[ms]}`;
    return typeof ms === 'number' ? ms : refuse(issues, path, expected, written, inForce);
  },
  schema: {
    anyOf: [
      { type: 'integer', minimum: 0, maximum: MS_MAX },
      { type: 'string', format: 'duration' },
    ],
  },
};

/** A part of a whole, both ends included. */
const part: PolicyField<number> = {
  read: (written, inForce, path, issues) =>
    typeof written === 'number' && written >= 0 && written <= 1
      ? written
      : refuse(issues, path, 'a number from 0 to 1', written, inForce),
  schema: { type: 'number', minimum: 0, maximum: 1 },
};

/** The name of a zone in the IANA database. */
const zone: PolicyField<string> = {
  read: (written, inForce, path, issues) =>
    isZone(written)
      ? written
      : refuse(issues, path, 'an IANA zone such as Europe/Brussels', written, inForce),
  schema: { type: 'string' },
};

const clock = choice(['calendar', 'business']);

const METRIC_OPTIONS_SHAPE = group<MetricOptions>({
  anchor: choice(['firstUnanswered', 'lastUnanswered']),
  responders: group<MetricOptions['responders']>({ human: flag, bot: flag, automation: flag }),
  nonHumanResponses: choice(['measured', 'silent']),
  keywordMessages: choice(['counted', 'customOnly', 'ignored']),
  botAnswers: flag,
  notificationRows: flag,
  firstResponseStart: choice(['handOffOrFirstInbound', 'creation']),
  includeFirstResponse: flag,
  retractFailedReplies: flag,
  averageDenominator: choice(['intervals', 'replies']),
  noData: choice(['null', 'zero', 'minusOne']),
  businessHoursSchedule: choice(['piecewise', 'closing']),
  offHours: choice(['exclude', 'zero', 'calendar']),
  responseOffHours: choice(['exclude', 'zero', 'calendar']),
  responseClock: clock,
  focus: group<MetricOptions['focus']>({
    policy: choice(['repliedVisit', 'creditOnReply', 'allFocus', 'awaitingReply']),
    idleMs: orNull(milliseconds),
    blur: choice(['ignore', 'pause']),
    awayStops: flag,
    stopOnEngagementEnd: flag,
    mode: choice(['exclusive', 'perClient']),
  }),
  serviceLevel: group<MetricOptions['serviceLevel']>({
    targetMs: milliseconds,
    shortAbandonMs: milliseconds,
    countAbandons: flag,
    countShort: flag,
    countFlowOut: flag,
    abandonsInsideTargetCountAsMet: flag,
    denominator: choice(['classes', 'offered']),
    clock,
  }),
  abandonment: group<MetricOptions['abandonment']>({
    denominator: choice(['offered', 'answeredOrAbandoned']),
    countShort: flag,
  }),
  offerAbandons: choice(['nonResponse', 'apart']),
  transferRate: choice(['sessions', 'engagements']),
  resolutionCounting: choice(['first', 'every', 'stillResolved']),
  resolutionTime: choice(['first', 'full', 'cycle']),
  firstContactResolution: choice([
    'oneTouch',
    'singleContact',
    'noCustomerFollowUp',
    'noRecontact',
  ]),
  noRecontactMs: milliseconds,
  recontactTopic: choice(['any', 'same']),
  reopening: choice(['ticket', 'session']),
  reopenWithinMs: orNull(milliseconds),
  csat: group<MetricOptions['csat']>({
    satisfiedFrom: part,
    variant: choice(['satisfiedShare', 'normalisedMean']),
    sentAndAnswered: flag,
  }),
  utilization: choice(['focusOverAvailable', 'notIdleOverLoggedIn', 'workOverPaid']),
  handleTime: choice(['focus', 'agentWork', 'assigned']),
  agentTime: group<MetricOptions['agentTime']>({
    online: choice(['notOffline', 'statusOnline']),
    busyWhile: choice(['loggedIn', 'available']),
    pausedIsOnHand: flag,
    concurrencyOver: choice(['busy', 'available']),
    conformance: choice(['scheduled', 'anyTime']),
    handledPer: choice(['agentWork', 'session']),
    throughputHours: choice(['available', 'loggedIn', 'busy']),
  }),
  percentileMethod: choice(['nearestRank', 'linear']),
  heartbeatTimeoutMs: milliseconds,
  reportingZone: zone,
  firstDayOfWeek: integer(1, 7),
});

/** Some choices of the metrics within a policy; what was said before stays where nothing is said anew. */
export const partialMetricOptions: PolicyField<PartialMetricOptions> = {
  // The shape hands back what is in force and what is written, and nothing else: of some choices it makes some choices.
  read: (written, inForce, path, issues) =>
    METRIC_OPTIONS_SHAPE.read(written, inForce as MetricOptions, path, issues),
  schema: METRIC_OPTIONS_SHAPE.schema,
};

/**
 * The choices that an untrusted value names, frozen. Whatever it leaves out is left out. Durations are integer milliseconds or ISO 8601 texts.
 *
 * @throws HoldlineError policy_invalid with the path of every choice that is unknown or has a wrong value.
 */
export function parseMetricOptions(written: unknown): PartialMetricOptions {
  const issues: PolicyIssue[] = [];
  const options = partialMetricOptions.read(written, {}, '', issues);
  if (issues.length === 0) return frozen(structuredClone(options));
  const found = issues.map((one) => {
    const place = one.path === '' ? 'metric options' : one.path;
    return `${place}: expected ${one.expected}, found ${one.found}`;
  });
  throw new HoldlineError('policy_invalid', `${found.join('; ')}: correct the metric options`);
}
