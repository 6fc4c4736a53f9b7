// What the engagement chart reads, remembers and emits. No time is kept here: the chart says how long, the host says when.
import { assign, emit, setup } from 'xstate';
import type { RuleMeta } from './rule.ts';
import type { EndReason } from './session-facts.ts';

/** Why an engagement begins. */
export type EngagementStartReason =
  | 'routingAssignmentAccepted'
  | 'assigned'
  | 'manualAssignment'
  | 'transferred'
  | 'reopened'
  | 'resumed';

/** Why an engagement ends. */
export type EngagementEndReason =
  | 'inactivityTimeout'
  | 'agentClosedConversation'
  | 'transferred'
  | 'ticketPendingOrHold'
  | 'ticketSolved'
  | 'removed'
  | 'unknown'
  | 'channelSwitched';

/** When an engagement goes on and when it is over. Durations are elapsed milliseconds. */
export interface EngagementSettings {
  /** From the customer's last message; null never. */
  readonly inactivity: number | null;
  readonly activityRouting: boolean;
  readonly countInactive: boolean;
  /** From the start. */
  readonly retention: number;
}

/** The recommended defaults (docs/policy.md, `engagement`). */
export const ENGAGEMENT_SETTINGS: EngagementSettings = Object.freeze({
  inactivity: 600_000,
  activityRouting: false,
  countInactive: false,
  retention: 1_209_600_000,
});

/** What an engagement is created with; without settings it takes the recommended defaults. */
export type EngagementInput = { readonly settings?: EngagementSettings } | undefined;

/** What an engagement remembers. */
export interface EngagementContext {
  readonly settings: EngagementSettings;
  /** Why it began, or will begin once the conversation is active; null before that is known. */
  readonly startReason: EngagementStartReason | null;
  /** Null while it has not ended, and where it was discarded. */
  readonly endReason: EngagementEndReason | null;
}

/** What the chart reads of an event; missing fields mean the ordinary case. */
interface EngagementEventFields {
  /** Who or what assigned the conversation. */
  readonly by?: string | undefined;
  /** True when the conversation goes to nobody. */
  readonly toNobody?: boolean | undefined;
  /** The new status of the ticket. */
  readonly to?: string | undefined;
  /** True when the ticket is open again because the customer wrote. */
  readonly byCustomer?: boolean | undefined;
  /** True when an agent's transfer brought the work. */
  readonly isTransfer?: boolean | undefined;
  /** Since the customer's last message; none is zero, Infinity is never. */
  readonly sinceCustomerMs?: number | undefined;
  /** True while the ticket is pending, on hold or over. */
  readonly ticketRests?: boolean | undefined;
  /** Why the session ended. */
  readonly reason?: string | undefined;
  /** True when the agent keeps the inactive session. */
  readonly kept?: boolean | undefined;
  readonly status?: 'online' | 'away' | 'busy' | 'offline' | undefined;
  /** True at the very instant at which the engagement ended. */
  readonly atOnce?: boolean | undefined;
}

type EngagementEventType =
  | 'work.offered'
  | 'work.accepted'
  | 'work.declined'
  | 'work.timedOut'
  | 'work.rescinded'
  | 'assignment.changed'
  | 'ticket.statusChanged'
  | 'customer.message'
  | 'agent.resumed'
  | 'agent.presence'
  | 'session.activated'
  | 'session.inactivated'
  | 'session.paused'
  | 'session.transferred'
  | 'session.ended'
  | 'session.errored'
  | 'channel.switched';

/** One event of the engagement chart: the router's, the ticket's, the customer's, or a fact of the session. */
export type EngagementEvent = {
  [T in EngagementEventType]: EngagementEventFields & { readonly type: T };
}[EngagementEventType];

/** What the engagement chart emits. */
export type EngagementFact =
  | { type: 'engagement.started'; reason: EngagementStartReason }
  | {
      type: 'engagement.ended';
      reason: EngagementEndReason;
      /** True when this reason stands in place of the one that was told before. */
      supersedes: boolean;
    }
  | { type: 'engagement.discarded' };

const engagementTypes = {} as {
  context: EngagementContext;
  events: EngagementEvent;
  emitted: EngagementFact;
  input: EngagementInput;
  meta: { phase?: 'armed' | 'active' | 'ended' };
  transitionMeta: RuleMeta;
};

/** Which reason explains an end best, where several fall on one instant; what is not named comes last. Source: metrics.md §3. */
const RANKS: Readonly<Record<EngagementEndReason, number>> = {
  ticketSolved: 5,
  transferred: 4,
  ticketPendingOrHold: 3,
  agentClosedConversation: 2,
  inactivityTimeout: 1,
  channelSwitched: 0,
  removed: 0,
  unknown: 0,
};

/** Ends of a session that an agent, or a supervisor in their place, brings about. */
const BY_AGENT: ReadonlySet<string> = new Set<EndReason>([
  'agentClosed',
  'agentLeftTab',
  'supervisorEnded',
]);

/** Ends that a clock brings about because nobody wrote. */
const BY_SILENCE: ReadonlySet<string> = new Set<EndReason>([
  'botIdle',
  'consentExpired',
  'customerIdle',
  'inactivityExpired',
  'keepOpenExpired',
  'maxIdle',
  'maxWaiting',
  'noReply',
  'pausedExpired',
]);

const isSilent = (settings: EngagementSettings, { sinceCustomerMs = 0 }: EngagementEventFields) =>
  settings.inactivity !== null && sinceCustomerMs >= settings.inactivity;

const rests = (to: string | undefined) => to === 'pending' || to === 'hold';
const isSolved = (to: string | undefined) => to === 'solved' || to === 'closed';

/** The shared vocabulary of the engagement chart: its guards, delays and actions by name. */
export const engagementChart = setup({
  types: engagementTypes,
  delays: {
    engagementInactivity: ({ context: { settings }, event }) =>
      settings.inactivity === null ? Infinity : settings.inactivity - (event.sinceCustomerMs ?? 0),
    engagementRetention: ({ context }) => context.settings.retention,
  },
  guards: {
    mustWait: ({ context: { settings }, event }) =>
      event.ticketRests === true || (isSilent(settings, event) && !settings.countInactive),
    isSilent: ({ context, event }) => isSilent(context.settings, event),
    goesOnInSilence: ({ context: { settings } }) =>
      settings.activityRouting || settings.countInactive,
    staysThoughInactive: ({ context: { settings }, event }) =>
      event.kept === true && (settings.activityRouting || settings.countInactive),
    isKept: ({ event }) => event.kept === true,
    isTransfer: ({ event }) => event.isTransfer === true || event.by === 'transfer',
    isByRouting: ({ event }) => event.by === 'routing',
    isByHand: ({ event }) => event.by === 'manualSelf' || event.by === 'manualSupervisor',
    isToNobody: ({ event }) => event.toNobody === true,
    isByCustomer: ({ event }) => event.byCustomer === true,
    rests: ({ event }) => rests(event.to),
    isSolved: ({ event }) => isSolved(event.to),
    isDeleted: ({ event }) => event.to === 'deleted',
    isOpen: ({ event }) => event.to === 'new' || event.to === 'open',
    wentOffline: ({ event }) => event.status === 'offline',
    endsByAgent: ({ event }) => BY_AGENT.has(event.reason ?? ''),
    endsBySilence: ({ event }) => BY_SILENCE.has(event.reason ?? ''),
    solvesAtOnce: ({ context, event }) =>
      isSolved(event.to) && isBetter('ticketSolved', context, event),
    restsAtOnce: ({ context, event }) =>
      rests(event.to) && isBetter('ticketPendingOrHold', context, event),
    goesElsewhereAtOnce: ({ context, event }) =>
      event.toNobody !== true && isBetter('transferred', context, event),
    closesAtOnce: ({ context, event }) =>
      BY_AGENT.has(event.reason ?? '') && isBetter('agentClosedConversation', context, event),
  },
  actions: {
    assignFor: assign((_, { reason }: { reason: EngagementStartReason }) => ({
      startReason: reason,
    })),
    reportStart: emit(({ context }) => ({
      type: 'engagement.started',
      reason: context.startReason ?? 'assigned',
    })),
    endFor: assign((_, { reason }: { reason: EngagementEndReason }) => ({ endReason: reason })),
    reportEnd: emit((_, { reason }: { reason: EngagementEndReason }) => ({
      type: 'engagement.ended',
      reason,
      supersedes: false,
    })),
    reportBetterEnd: emit((_, { reason }: { reason: EngagementEndReason }) => ({
      type: 'engagement.ended',
      reason,
      supersedes: true,
    })),
    reportDiscard: emit({ type: 'engagement.discarded' }),
  },
});

function isBetter(
  reason: EngagementEndReason,
  { endReason }: EngagementContext,
  { atOnce }: EngagementEventFields,
): boolean {
  return atOnce === true && endReason !== null && RANKS[reason] > RANKS[endReason];
}
