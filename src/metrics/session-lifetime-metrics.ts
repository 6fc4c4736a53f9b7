// What is measured of the life of a session: lengths, statuses, and counts by how it began and ended.
import type { DerivedMetric, MetricDefinition } from './metric-definition.ts';
import { share } from './share.ts';

const SALESFORCE = ['Salesforce'];

/** Sessions counted at one instant of their life; the class is the label. */
const counted = (
  parts: Pick<MetricDefinition, 'id' | 'name' | 'definition' | 'attribution'> &
    Partial<MetricDefinition>,
): MetricDefinition => ({
  unit: 'count',
  levels: ['ses', 'ch', 'acc'],
  options: [],
  sources: SALESFORCE,
  version: 1,
  ...parts,
});

/** A span of a session that ends when it is measured. */
const span = (
  parts: Pick<MetricDefinition, 'id' | 'name' | 'definition'> & Partial<MetricDefinition>,
): MetricDefinition => ({
  unit: 'ms',
  levels: ['ses', 'ch', 'acc'],
  attribution: 'end',
  options: ['businessHoursSchedule'],
  sources: SALESFORCE,
  version: 1,
  isSketched: true,
  ...parts,
});

/** From the opening of a session to its end. Source: metrics.md §1B. */
export const sessionDuration = span({
  id: 'sessionDuration',
  name: 'Session duration',
  definition:
    'From the opening of a session to its end, inactive time included. Sessions in Error have none.',
  levels: ['ses', 'top', 'ch', 'acc'],
});

/** From the first acceptance by a person to the end. Source: metrics.md §1B. */
export const acceptedSessionLength = span({
  id: 'acceptedSessionLength',
  name: 'Accepted session length',
  definition:
    'From the first acceptance by a human agent to the end of the session. No value where no human accepted.',
  levels: ['ses', 'top', 'ch', 'acc'],
  needs: ['acceptance'],
});

/** Time in one status before the next. Source: metrics.md §1B. */
export const timeInStatus = span({
  id: 'timeInStatus',
  name: 'Time in status',
  definition:
    'Time that a session spent in a status, named by the label; every bucket gets the part that falls into it. The statuses of a session add up to its duration.',
  attribution: 'split',
  options: [],
  isSketched: false,
});

/** From the last suspension to the end. Source: metrics.md §1B. */
export const inactiveToEndedTime = span({
  id: 'inactiveToEndedTime',
  name: 'Inactive to ended time',
  definition:
    'From the instant at which a session became Inactive to its end, where it ended out of Inactive.',
});

/** From the opening to the first acceptance by a person. Source: metrics.md §1D (Genesys `tFirstEngagement`). */
export const firstEngagementTime = span({
  id: 'firstEngagementTime',
  name: 'First engagement time',
  definition:
    'From the opening of a session to the first acceptance by a human agent. Sessions that an agent opened are left out; no value where no human accepted before the end.',
  needs: ['acceptance'],
  sources: ['Genesys tFirstEngagement'],
});

/** From the opening to the first agent who has it. Source: metrics.md §1D (Intercom). */
export const timeToFirstAssignment = span({
  id: 'timeToFirstAssignment',
  name: 'Time to first assignment',
  definition:
    'From the opening of a session to the first human agent who has it: by accepting it or by an assignment. An offer is no assignment. Sessions that an agent opened are left out; no value where nobody had it before the end.',
  needs: ['acceptance'],
  sources: ['Intercom time to first assignment'],
});

/** Ended sessions by who ended them. Source: metrics.md §1B. */
export const sessionsByEndedByType = counted({
  id: 'sessionsByEndedByType',
  name: 'Sessions by who ended them',
  definition:
    'Ended sessions; the label is Agent, EndUser, Bot or System. A time-out is the work of the system.',
  attribution: 'end',
});

/** Sessions by status. Source: metrics.md §1B. */
export const sessionsByStatus = counted({
  id: 'sessionsByStatus',
  name: 'Sessions by status',
  definition:
    'Sessions by the status in the label: closed ones (Ended, Error) at their end, open ones as of the instant of the report.',
  attribution: 'end',
});

/** Sessions by how they began. Source: metrics.md §1B. */
export const sessionsByOrigin = counted({
  id: 'sessionsByOrigin',
  name: 'Sessions by origin',
  definition:
    'Sessions by what began them, in the label: InboundInitiated, AgentInitiated, TriggeredOutbound and so on. Counted at the start.',
  attribution: 'start',
});

/** Ended sessions by who served them. Source: metrics.md §1B. */
export const sessionsByAgentType = counted({
  id: 'sessionsByAgentType',
  name: 'Sessions by agent type',
  definition:
    'Ended sessions by who served them, in the label: Agent, Bot, BotToAgent once a human has accepted what a bot had, or System for notifications.',
  attribution: 'end',
});

/** Sessions begun by type of channel. Source: metrics.md §1B. */
export const trafficByChannelType = counted({
  id: 'trafficByChannelType',
  name: 'Traffic by channel type',
  definition: 'Sessions by the type of their channel, in the label. Counted at the start.',
  attribution: 'start',
});

/** Sessions begun by channel name. Source: metrics.md §1B. */
export const trafficByChannelName = counted({
  id: 'trafficByChannelName',
  name: 'Traffic by channel name',
  definition:
    'Sessions by the name of their channel at that time, in the label. Counted at the start.',
  attribution: 'start',
});

/** Sessions begun by account of the end user. Source: metrics.md §1B. */
export const sessionsPerAccount = counted({
  id: 'sessionsPerAccount',
  name: 'Sessions per account',
  definition:
    'Sessions by the account of the end user, in the label, as known at the start; sessions of end users without an account are a group of their own.',
  attribution: 'start',
});

/** Distinct end users with a session, by account. Source: metrics.md §1B. */
export const messagingUsersPerAccount = counted({
  id: 'messagingUsersPerAccount',
  name: 'Messaging users per account',
  definition:
    'Distinct end users who had a session begin, by account, in the label; one person on two channels is two end users.',
  attribution: 'start',
  unit: 'members',
});

/** Ended sessions that only a bot served. Source: metrics.md §1B; notifications left out by decision. */
export const botResolvedShare: DerivedMetric = {
  id: 'botResolvedShare',
  name: 'Share resolved by bots',
  definition:
    'Ended sessions that only a bot served, of all ended sessions but notifications (agent type System).',
  unit: 'share',
  levels: ['ch', 'acc'],
  attribution: 'end',
  options: [],
  sources: SALESFORCE,
  version: 1,
  of: ['sessionsByAgentType'],
  figure: (read) =>
    share(
      read('sessionsByAgentType', 'Bot').count,
      read('sessionsByAgentType').count - read('sessionsByAgentType', 'System').count,
    ),
};

/** Sessions begun less sessions closed. Source: metrics.md §1D. */
export const netFlow: DerivedMetric = {
  id: 'netFlow',
  name: 'Net flow',
  definition:
    'Sessions that began less sessions that closed (Ended or Error) in the window: by how much the backlog has grown.',
  unit: 'count',
  levels: ['ch', 'acc'],
  attribution: 'end',
  options: [],
  sources: ['Chatwoot', 'Zendesk'],
  version: 1,
  of: ['sessionsByOrigin', 'sessionsByStatus'],
  figure: (read) =>
    read('sessionsByOrigin').count -
    read('sessionsByStatus', 'Ended').count -
    read('sessionsByStatus', 'Error').count,
};
