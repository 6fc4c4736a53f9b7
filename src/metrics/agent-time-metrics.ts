// What is measured of an agent's time: presence, work on hand, capacity, the planned day. Spans are split over the buckets they touch.
import type { MetricDefinition } from './metric-definition.ts';

type Own = Pick<MetricDefinition, 'id' | 'name' | 'definition' | 'sources'>;

/** A span of an agent's time. */
const span = (parts: Own & Partial<MetricDefinition>): MetricDefinition => ({
  unit: 'ms',
  levels: ['agt', 'team', 'acc'],
  attribution: 'split',
  options: ['heartbeatTimeoutMs'],
  needs: ['presence'],
  version: 1,
  ...parts,
});

/** Time in each presence state. Source: metrics.md §1C, §1E (SPARK-AWAY, ZD-STATE). */
export const timeInPresence = span({
  id: 'timeInPresence',
  name: 'Time in presence',
  definition:
    'Time an agent spent in one presence state. The label is the status, with the reason after a colon where one was given: `away:lunch`. Offline is a state too; time after the last heartbeat of an agent who fell silent is in none.',
  sources: ['Sparkcentral: User presence', 'Zendesk: Agent state duration'],
});

/** Time logged in. Source: metrics.md §1C. */
export const loggedInTime = span({
  id: 'loggedInTime',
  name: 'Logged-in time',
  definition: 'Time an agent was in any status but offline.',
  sources: ['Gladly: Logged in', 'Sparkcentral: Availability'],
});

/** Time online. Source: metrics.md §1E (AWS-HIST, ZD-STATE). */
export const onlineTime = span({
  id: 'onlineTime',
  name: 'Online time',
  definition:
    'Time an agent was online: in any status but offline, or in the status online alone, as the option says.',
  options: ['agentTime', 'heartbeatTimeoutMs'],
  sources: ['Amazon Connect: Online time', 'Zendesk: Online (statusOnline)'],
});

/** Time available for work. Source: metrics.md §1C. */
export const availableTime = span({
  id: 'availableTime',
  name: 'Available time',
  definition:
    'Time an agent could be given work: routable as the host says, and where it does not say, in the status online. Never while offline.',
  sources: ['Sparkcentral: Available', 'Zendesk: Online'],
});

/** Time logged in without being there for work. Source: metrics.md §1E (AWS-HIST). */
export const nonProductiveTime = span({
  id: 'nonProductiveTime',
  name: 'Non-productive time',
  definition: 'Time an agent was logged in and not available: away, busy, any state of the host.',
  sources: ['Amazon Connect: Non-productive time'],
});

/** Time with work on hand. Source: metrics.md §1E (AWS-HIST). */
export const busyTime = span({
  id: 'busyTime',
  name: 'Time on contacts',
  definition:
    'Time an agent had at least one conversation on hand, from acceptance to the end of its wrap-up; several at once count once. Paused work is not on hand unless the option says so, offers never are. The label says what the agent was meanwhile: available, unavailable, or unreported where presence was never told. Nothing while offline.',
  options: ['agentTime', 'heartbeatTimeoutMs'],
  sources: ['Amazon Connect: Agent on contact time'],
  needs: [],
});

/** Time of every conversation on hand. Source: metrics.md §1E. */
export const contactTime = span({
  id: 'contactTime',
  name: 'Contact time',
  definition:
    'Time each conversation was on hand of its agent; several at once add up. Labels as of the time on contacts.',
  levels: ['aw', 'agt', 'team', 'ch', 'que', 'acc'],
  options: ['agentTime', 'heartbeatTimeoutMs'],
  sources: ['Amazon Connect: Contact handle time'],
  needs: [],
});

/** Time available with nothing to do. Source: metrics.md §1E (AWS-HIST). */
export const idleTime = span({
  id: 'idleTime',
  name: 'Idle time',
  definition:
    'Time an agent was available with no conversation on hand and none offered: the time of an offer is neither busy nor idle.',
  options: ['agentTime', 'heartbeatTimeoutMs'],
  sources: ['Amazon Connect: Agent idle time'],
});

/** How many conversations an agent had on hand. Source: metrics.md §1E. */
export const concurrencyPeak: MetricDefinition = {
  id: 'concurrencyPeak',
  name: 'Peak concurrency',
  definition:
    'The most conversations that an agent had on hand at once. Told when the number changes and at every full quarter of an hour, so that it is exact for every window of a quarter of an hour or more. One that ends and one that begins at the same instant are never counted together.',
  unit: 'count',
  levels: ['agt', 'team', 'acc'],
  attribution: 'end',
  options: ['agentTime', 'heartbeatTimeoutMs'],
  sources: ['Holdline'],
  version: 1,
  shows: 'max',
};

/** Capacity taken by work. Source: metrics.md §1E. */
export const occupiedCapacityTime = span({
  id: 'occupiedCapacityTime',
  name: 'Occupied capacity',
  definition:
    'Units of capacity that work took, times how long, while its agent was logged in: from the offer until the work gives its place back. More than there is when an agent was given too much.',
  levels: ['aw', 'agt', 'team', 'ch', 'que', 'acc'],
  sources: ['LivePerson: Agent load', 'Dynamics 365: Capacity utilization'],
  needs: ['presence', 'capacity'],
});

/** Capacity there was. Source: metrics.md §1E. */
export const availableCapacityTime = span({
  id: 'availableCapacityTime',
  name: 'Available capacity',
  definition: 'Units of capacity an agent had, times how long, while available.',
  sources: ['LivePerson: Agent load', 'Dynamics 365: Capacity utilization'],
  needs: ['presence', 'capacity'],
});

/** Time available with a conversation in focus. Source: metrics.md §1C (S003, a decision). */
export const utilizedTime = span({
  id: 'utilizedTime',
  name: 'Utilized time',
  definition:
    'Time an agent was available and had a conversation in front, replied to or not; told when the look at it ends.',
  options: ['focus', 'heartbeatTimeoutMs'],
  sources: ['Sparkcentral: Utilization'],
  needs: ['presence', 'focus'],
});

/** Time available of which nobody tells what was in front. Source: metrics.md §1C (utilization). */
export const unwatchedTime = span({
  id: 'unwatchedTime',
  name: 'Unwatched time',
  definition:
    'Time an agent was available whose desk had not told yet what is in front: utilization leaves it out.',
  sources: ['Holdline'],
});

/** Time that was planned. Source: metrics.md §1E (AWS-ADH). */
export const scheduledTime = span({
  id: 'scheduledTime',
  name: 'Scheduled time',
  definition:
    'Time of the activities planned for an agent, told when an activity is over; labelled productive or nonProductive.',
  sources: ['Amazon Connect: Scheduled time'],
  needs: ['shift', 'presence'],
});

/** Time kept to the plan. Source: metrics.md §1E (AWS-ADH). */
export const adherentTime = span({
  id: 'adherentTime',
  name: 'Adherent time',
  definition:
    'Planned time that the agent kept to: available during a productive activity, logged in and not available during another. Offline never is, and what was not planned is left out. A plan that is changed later is worked out anew for the last 30 days.',
  sources: ['Amazon Connect: Adherent time', 'Genesys: Adherence'],
  needs: ['shift', 'presence'],
});

/** Available time within the plan. Source: metrics.md §1E (GEN-GAM). */
export const productiveTime = span({
  id: 'productiveTime',
  name: 'Productive time',
  definition: 'Time an agent was available during any planned activity, productive or not.',
  sources: ['Genesys: Conformance'],
  needs: ['shift', 'presence'],
});
