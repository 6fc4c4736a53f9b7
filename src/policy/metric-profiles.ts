/*
 * Vendors' readings of the metrics: what each says otherwise than the defaults, and why. Whatever a vendor does not document stays at the
 * default, so that two profiles disagree only where their vendors do.
 */
import { frozen } from './frozen.ts';
import { DEFAULT_METRIC_OPTIONS, type MetricOptions } from './metric-options.ts';

/** Some of the choices; within a group, some of its own. */
export type PartialMetricOptions = {
  readonly [K in keyof MetricOptions]?: MetricOptions[K] extends object
    ? Partial<MetricOptions[K]>
    : MetricOptions[K];
};

/** The vendors whose readings are known. */
export const METRIC_PROFILE_NAMES = [
  'salesforce',
  'zendesk',
  'sparkcentral',
  'connect',
  'chatwoot',
] as const;

/** A vendor's reading. */
export type MetricProfile = (typeof METRIC_PROFILE_NAMES)[number];

/** What each vendor reads otherwise than the defaults. Source: metrics.md X1-X13 and the rows of §1 that name the vendor. */
export const METRIC_PROFILES: Readonly<Record<MetricProfile, PartialMetricOptions>> = frozen({
  salesforce: {
    // A bot's message answers the customer without a sample (lifecycle.md §6): responses are then the samples of the session metrics.
    responders: { human: true, bot: true, automation: false },
    nonHumanResponses: 'silent',
    // Rows of session metrics are written once, at the end, whatever is heard of a message afterwards.
    retractFailedReplies: false,
    // Session metrics, speed to answer and handle time know no opening hours.
    responseClock: 'calendar',
    // The value field cannot be empty: without samples it is 0.
    noData: 'zero',
    // Active time is all time on the focused console tab, whether or not there was a reply.
    focus: { policy: 'allFocus' },
    // "Handle Time" is that of a piece of work, wrap-up included.
    handleTime: 'agentWork',
  },
  zendesk: {
    // First reply time counts from the creation of the ticket, always, whoever had it first (X3).
    firstResponseStart: 'creation',
    // First replies and resolutions are held against the one schedule that is in force when they come (X7).
    businessHoursSchedule: 'closing',
    // The engagement API reports 0 where there is nothing (X6).
    noData: 'zero',
    // Handle time adds up the open and assigned stretches in which the agent wrote.
    handleTime: 'assigned',
    // Online is a status among others there, not the sum of all but offline.
    agentTime: { online: 'statusOnline' },
  },
  sparkcentral: {
    // What is counted of conversations and responses here follows Sparkcentral already; its reports hold responses against opening hours.
    responseClock: 'business',
    focus: { policy: 'repliedVisit' },
    handleTime: 'focus',
    // The export lists a conversation in the period in which it was resolved for the first time.
    resolutionCounting: 'first',
  },
  connect: {
    // Contact Lens counts from the customer's last message before the answer (X1).
    anchor: 'lastUnanswered',
    // Its chat metrics know no opening hours.
    responseClock: 'calendar',
    // Answered or abandoned within the target, of all that was queued.
    serviceLevel: {
      countAbandons: true,
      countShort: true,
      abandonsInsideTargetCountAsMet: true,
      denominator: 'offered',
    },
    // Contact handle time is that of an agent's contact, wrap-up included.
    handleTime: 'agentWork',
    // Occupancy divides by the time in which the agent was available or on a contact.
    agentTime: { busyWhile: 'available' },
  },
  chatwoot: {
    // A bot's message clears the clock of replies and leaves no figure (X2).
    responders: { human: true, bot: true, automation: false },
    nonHumanResponses: 'silent',
    // Resolutions of conversations that were opened again do not count.
    resolutionCounting: 'stillResolved',
    // It has conversations that are resolved and reopened, no tickets.
    reopening: 'session',
    // Weeks begin on Sunday.
    firstDayOfWeek: 7,
  },
} satisfies Record<MetricProfile, PartialMetricOptions>);

/** Whether a name is that of a profile. */
export function isMetricProfile(name: unknown): name is MetricProfile {
  return METRIC_PROFILE_NAMES.some((profile) => profile === name);
}

/** The choices of a vendor's reading, with what is said over it; null for the defaults. Frozen. */
export function metricOptions(
  profile: MetricProfile | null = null,
  overrides: PartialMetricOptions = {},
): MetricOptions {
  const base =
    profile === null
      ? DEFAULT_METRIC_OPTIONS
      : withMetricOptions(DEFAULT_METRIC_OPTIONS, METRIC_PROFILES[profile]);
  return frozen(withMetricOptions(base, overrides));
}

/** Choices with others in their place; groups are merged by their fields. Neither is changed. */
export function withMetricOptions(
  base: MetricOptions,
  overrides: PartialMetricOptions,
): MetricOptions {
  const merged = structuredClone(base) as Record<string, unknown> & MetricOptions;
  for (const [name, value] of Object.entries(overrides)) {
    const before = merged[name];
    if (value === undefined) continue;
    merged[name] = isGroup(value) && isGroup(before) ? { ...before, ...value } : value;
  }
  return merged;
}

const isGroup = (value: unknown): value is object => typeof value === 'object' && value !== null;
