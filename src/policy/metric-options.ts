/*
 * Choices of the metrics, as data: where vendors read the same word differently, this says which reading holds. A profile is one vendor's
 * reading. Source: metrics.md §0 (X1-X13) and §4.
 */

/** Every choice. Durations are milliseconds. */
export interface MetricOptions {
  /** Message of a run from which a wait counts (X1). */
  readonly anchor: 'firstUnanswered' | 'lastUnanswered';
  /** Whose message ends a wait (X2); notes never do. */
  readonly responders: {
    readonly human: boolean;
    readonly bot: boolean;
    readonly automation: boolean;
  };
  /** A wait that a bot or automation has ended: a response as any other, or none. */
  readonly nonHumanResponses: 'measured' | 'silent';
  /** Whether a message that is but a keyword counts as one of the customer's and begins a wait: each does, custom ones alone, or none. */
  readonly keywordMessages: 'counted' | 'customOnly' | 'ignored';
  /** In the session metrics of Salesforce a bot's message answers the customer, without a figure. */
  readonly botAnswers: boolean;
  /** Whether sessions that are but a notification have session metrics. */
  readonly notificationRows: boolean;
  /** Where the first response counts from (X3): the hand-off by a bot or else the first message, or the session's creation always. */
  readonly firstResponseStart: 'handOffOrFirstInbound' | 'creation';
  /** False: the first wait of a session is left out of the response times (Intercom's "subsequent"). */
  readonly includeFirstResponse: boolean;
  /** A reply that failed later was none: the wait goes on from its first anchor (X13). */
  readonly retractFailedReplies: boolean;
  /** What the average wait of an engagement divides by (X5). */
  readonly averageDenominator: 'intervals' | 'replies';
  /** What adapters show where there is no value (X6); inside it is always null. */
  readonly noData: 'null' | 'zero' | 'minusOne';
  /** Which schedule holds for a span during which it changed (X7). */
  readonly businessHoursSchedule: 'piecewise' | 'closing';
  /**
   * What becomes of an assignment-to-first-reply that begins outside opening hours (X8): no figure; or one whose business time is 0, or its
   * calendar time, where the reply came before the channel opened.
   */
  readonly offHours: 'exclude' | 'zero' | 'calendar';
  /** What becomes of a wait that lies outside opening hours altogether: as `offHours`, for response times; for their targets where the clock is the business one. */
  readonly responseOffHours: 'exclude' | 'zero' | 'calendar';
  /** Which clock the averages, targets and shares of responses read. */
  readonly responseClock: 'business' | 'calendar';
  /** Focus visits (§4). */
  readonly focus: FocusOptions;
  /** Service level and abandonment (§1D). */
  readonly serviceLevel: ServiceLevelOptions;
  readonly abandonment: AbandonmentOptions;
  /** Whether a customer who leaves during an offer makes it one that the agent did not respond to. */
  readonly offerAbandons: 'nonResponse' | 'apart';
  /** Of what the transfer rate is the share: ended sessions that an agent handled, or the agents' pieces of work. */
  readonly transferRate: 'sessions' | 'engagements';
  /** Which resolutions of a conversation count. */
  readonly resolutionCounting: 'first' | 'every' | 'stillResolved';
  /** Which resolution a resolution time ends at; `cycle` measures each from the reopening before it. */
  readonly resolutionTime: 'first' | 'full' | 'cycle';
  /** What makes a contact resolved at first. */
  readonly firstContactResolution:
    | 'oneTouch'
    | 'singleContact'
    | 'noCustomerFollowUp'
    | 'noRecontact';
  /** Silence of the contact that `noRecontact` asks for. */
  readonly noRecontactMs: number;
  /** Whether a recontact must have a topic in common with what was resolved. */
  readonly recontactTopic: 'any' | 'same';
  /** What is resolved and opened again: the ticket, or the conversation by sessions that follow each other. */
  readonly reopening: 'ticket' | 'session';
  /** A resolved session counts as reopened within this time of its resolution; null without limit. */
  readonly reopenWithinMs: number | null;
  /** How a satisfaction score becomes a share. */
  readonly csat: {
    /** Smallest score counted as satisfied, as a share of the scale: 0.8 is 4 of 5. */
    readonly satisfiedFrom: number;
    readonly variant: 'satisfiedShare' | 'normalisedMean';
    /** True: a survey counts where it was both sent and answered in the window. */
    readonly sentAndAnswered: boolean;
  };
  /** What an agent's utilisation divides. */
  readonly utilization: 'focusOverAvailable' | 'notIdleOverLoggedIn' | 'workOverPaid';
  /** What handle time means where one figure is asked for. */
  readonly handleTime: 'focus' | 'agentWork' | 'assigned';
  /** Agents' time (§1E). */
  readonly agentTime: AgentTimeOptions;
  /** How exact quantiles are read off sorted values. */
  readonly percentileMethod: 'nearestRank' | 'linear';
  /** An agent who sends heartbeats and then none for so long was last there at the last one. */
  readonly heartbeatTimeoutMs: number;
  /** IANA zone of days, weeks and months. */
  readonly reportingZone: string;
  /** First day of a week, 1 Monday to 7 Sunday. */
  readonly firstDayOfWeek: number;
}

/** Focus visits and what of them is handle time. */
export interface FocusOptions {
  readonly policy: 'repliedVisit' | 'creditOnReply' | 'allFocus' | 'awaitingReply';
  /** Without activity for so long, a visit ended then; null for no such limit. */
  readonly idleMs: number | null;
  readonly blur: 'ignore' | 'pause';
  /** True: being away ends the visit, as being offline does. */
  readonly awayStops: boolean;
  readonly stopOnEngagementEnd: boolean;
  /** `perClient` counts every tab by itself, for audits only. */
  readonly mode: 'exclusive' | 'perClient';
}

/** Which classes of queue entries the service level counts, and where. */
export interface ServiceLevelOptions {
  readonly targetMs: number;
  /** Abandoned no later than this is a short abandonment. */
  readonly shortAbandonMs: number;
  readonly countAbandons: boolean;
  readonly countShort: boolean;
  readonly countFlowOut: boolean;
  readonly abandonsInsideTargetCountAsMet: boolean;
  /** What stands below: what was answered and the classes counted, or everything offered. */
  readonly denominator: 'classes' | 'offered';
  /** Which clock the targets are held against. */
  readonly clock: 'calendar' | 'business';
}

/** What the abandonment rate divides. */
export interface AbandonmentOptions {
  readonly denominator: 'offered' | 'answeredOrAbandoned';
  /** False: short abandonments are left out above and below. */
  readonly countShort: boolean;
}

/** What of an agent's time counts for what. */
export interface AgentTimeOptions {
  /** Online is every status but offline (Connect), or the status `online` alone (Zendesk). */
  readonly online: 'notOffline' | 'statusOnline';
  /** Work counts for occupancy and concurrency while its agent is logged in, or only while available (Connect). */
  readonly busyWhile: 'loggedIn' | 'available';
  /** Whether paused and inactive work that stays with its agent is on hand. */
  readonly pausedIsOnHand: boolean;
  /** What the average concurrency divides by. */
  readonly concurrencyOver: 'busy' | 'available';
  /** Of which available time conformance is the share: within planned activities, or whenever it was. */
  readonly conformance: 'scheduled' | 'anyTime';
  /** What the average handle time divides by: agents' pieces of work, or sessions whoever worked in them. */
  readonly handledPer: 'agentWork' | 'session';
  /** Whose hours throughput divides by. */
  readonly throughputHours: 'available' | 'loggedIn' | 'busy';
}

const HOUR_MS = 3_600_000;

/** What holds where nothing is said. Source: metrics.md, the decisions of §0, §1 and §4. */
export const DEFAULT_METRIC_OPTIONS: MetricOptions = {
  anchor: 'firstUnanswered',
  responders: { human: true, bot: false, automation: false },
  nonHumanResponses: 'measured',
  keywordMessages: 'counted',
  botAnswers: true,
  notificationRows: true,
  firstResponseStart: 'handOffOrFirstInbound',
  includeFirstResponse: true,
  retractFailedReplies: true,
  averageDenominator: 'intervals',
  noData: 'null',
  businessHoursSchedule: 'piecewise',
  offHours: 'exclude',
  responseOffHours: 'zero',
  responseClock: 'business',
  focus: {
    policy: 'repliedVisit',
    idleMs: null,
    blur: 'ignore',
    awayStops: true,
    stopOnEngagementEnd: true,
    mode: 'exclusive',
  },
  serviceLevel: {
    targetMs: 20_000,
    shortAbandonMs: 5000,
    countAbandons: false,
    countShort: false,
    countFlowOut: false,
    abandonsInsideTargetCountAsMet: false,
    denominator: 'classes',
    clock: 'calendar',
  },
  abandonment: { denominator: 'offered', countShort: true },
  offerAbandons: 'nonResponse',
  transferRate: 'sessions',
  resolutionCounting: 'first',
  resolutionTime: 'first',
  firstContactResolution: 'oneTouch',
  noRecontactMs: 72 * HOUR_MS,
  recontactTopic: 'any',
  reopening: 'ticket',
  reopenWithinMs: 7 * 24 * HOUR_MS,
  csat: { satisfiedFrom: 0.8, variant: 'satisfiedShare', sentAndAnswered: false },
  utilization: 'focusOverAvailable',
  handleTime: 'focus',
  agentTime: {
    online: 'notOffline',
    busyWhile: 'loggedIn',
    pausedIsOnHand: false,
    concurrencyOver: 'busy',
    conformance: 'scheduled',
    handledPer: 'agentWork',
    throughputHours: 'available',
  },
  percentileMethod: 'nearestRank',
  heartbeatTimeoutMs: 60_000,
  reportingZone: 'UTC',
  firstDayOfWeek: 1,
};
