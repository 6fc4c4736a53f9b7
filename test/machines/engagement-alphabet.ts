// Every event that the engagement chart reads, once for each value of each field that decides.
import * as fc from 'fast-check';
import {
  ENGAGEMENT_SETTINGS,
  type EngagementContext,
  type EngagementEvent,
  type EngagementInput,
  type EngagementSettings,
} from '../../machines/index.ts';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

/** How a conversation may stand when it is assigned: active, silent, with its ticket at rest. */
const SITUATIONS = [
  {},
  { sinceCustomerMs: 2 * MINUTE },
  { sinceCustomerMs: 11 * MINUTE },
  { sinceCustomerMs: Infinity },
  { ticketRests: true },
] as const;

const ASSIGNED_BY = [
  'routing',
  'manualSelf',
  'manualSupervisor',
  'soleGroupMember',
  'transfer',
  'api',
];
const TICKET_STATUSES = ['new', 'open', 'pending', 'hold', 'solved', 'closed', 'deleted'];
const ENDS = ['agentClosed', 'agentLeftTab', 'supervisorEnded', 'customerIdle', 'customerEnded'];

const beginnings: readonly EngagementEvent[] = SITUATIONS.flatMap((situation) => [
  { type: 'work.accepted', ...situation } as const,
  { type: 'work.accepted', isTransfer: true, ...situation } as const,
  { type: 'session.activated', ...situation } as const,
  { type: 'agent.resumed', ...situation } as const,
  ...ASSIGNED_BY.map((by) => ({ type: 'assignment.changed', by, ...situation }) as const),
]);

/** What hosts may send to the engagement chart. */
export const engagementEvents: readonly EngagementEvent[] = [
  { type: 'work.offered' },
  { type: 'work.declined' },
  { type: 'work.timedOut' },
  { type: 'work.rescinded' },
  ...beginnings,
  { type: 'customer.message' },
  { type: 'customer.message', ticketRests: true },
  { type: 'assignment.changed', toNobody: true },
  { type: 'assignment.changed', toNobody: true, atOnce: true },
  { type: 'assignment.changed', atOnce: true },
  ...TICKET_STATUSES.flatMap((to) => [
    { type: 'ticket.statusChanged', to } as const,
    { type: 'ticket.statusChanged', to, byCustomer: true } as const,
    { type: 'ticket.statusChanged', to, atOnce: true } as const,
  ]),
  ...ENDS.flatMap((reason) => [
    { type: 'session.ended', reason } as const,
    { type: 'session.ended', reason, atOnce: true } as const,
  ]),
  { type: 'session.errored', reason: 'validation rule' },
  { type: 'session.inactivated' },
  { type: 'session.inactivated', kept: true },
  { type: 'session.paused' },
  { type: 'session.transferred' },
  { type: 'session.transferred', atOnce: true },
  { type: 'agent.presence', status: 'offline' },
  { type: 'agent.presence', status: 'busy' },
  { type: 'channel.switched' },
];

/** Settings under which the chart is explored. */
export const engagementSettings: readonly EngagementSettings[] = [
  ENGAGEMENT_SETTINGS,
  { ...ENGAGEMENT_SETTINGS, activityRouting: true },
  { ...ENGAGEMENT_SETTINGS, countInactive: true },
  { ...ENGAGEMENT_SETTINGS, inactivity: null, retention: 3 * MINUTE },
];

const anySettings: fc.Arbitrary<EngagementSettings> = fc.record(
  {
    inactivity: fc.option(fc.integer({ min: 1, max: 60 * MINUTE }), { nil: null }),
    activityRouting: fc.boolean(),
    countInactive: fc.boolean(),
    retention: fc.integer({ min: 1, max: 20 * DAY }),
  },
  { noNullPrototype: true },
);

/** Inputs of the chart: with settings, or none at all. */
export const engagementInput: fc.Arbitrary<EngagementInput> = fc.option(
  fc.record({ settings: anySettings }, { noNullPrototype: true, requiredKeys: [] }),
  { nil: undefined, freq: 8 },
);

/** Contexts for the exhaustive walk. */
export const engagementContexts: readonly EngagementContext[] = [
  { settings: ENGAGEMENT_SETTINGS, startReason: null, endReason: null },
  {
    settings: { ...ENGAGEMENT_SETTINGS, inactivity: null },
    startReason: 'reopened',
    endReason: 'removed',
  },
];
