// Shares and rates of agents' time. Spans are cut at the edges of the window before they are divided, so that any window is exact.
import type { MetricOptions } from '../policy/metric-options.ts';
import type { DerivedMetric, ReadTotals } from './metric-definition.ts';
import { share } from './share.ts';

const HOUR_MS = 3_600_000;

type Own = Pick<DerivedMetric, 'id' | 'name' | 'definition' | 'sources' | 'of' | 'figure'>;

const rate = (parts: Own & Partial<DerivedMetric>): DerivedMetric => ({
  unit: 'share',
  levels: ['agt', 'team', 'acc'],
  attribution: 'split',
  options: [],
  version: 1,
  ...parts,
});

const sumOf = (read: ReadTotals, metric: string, label?: string) => read(metric, label).sum;

/** Milliseconds with work on hand that count beside time without. */
function workMs(read: ReadTotals, metric: string, { agentTime }: MetricOptions): number {
  const available = sumOf(read, metric, 'available');
  if (agentTime.busyWhile === 'available') return available;
  return available + sumOf(read, metric, 'unavailable');
}

/** Available time of the time logged in. Source: metrics.md §1C (SPARK-AWAY). */
export const agentAvailability = rate({
  id: 'agentAvailability',
  name: 'Availability',
  definition: 'Available time of logged-in time. Time in each state is in `timeInPresence`.',
  sources: ['Sparkcentral: Availability'],
  needs: ['presence'],
  of: ['availableTime', 'loggedInTime'],
  figure: (read) => share(sumOf(read, 'availableTime'), sumOf(read, 'loggedInTime')),
});

/** How much of an agent's time is used. Source: metrics.md §1C (S003, a decision; GLADLY, GEN-OCC). */
export const utilization = rate({
  id: 'utilization',
  name: 'Utilization',
  definition:
    'Time available with a conversation in front, of available time. By option instead: logged-in time less unavailable and idle time, of logged-in time; or time with work on hand of scheduled time, which passes 1 for who works beyond the plan.',
  options: ['utilization', 'agentTime'],
  sources: [
    'Sparkcentral: Utilization',
    'Gladly: Utilized (notIdleOverLoggedIn)',
    'Genesys: Utilization (workOverPaid)',
  ],
  needs: ['presence'],
  of: [
    'utilizedTime',
    'availableTime',
    'unwatchedTime',
    'loggedInTime',
    'idleTime',
    'busyTime',
    'scheduledTime',
  ],
  figure: (read, options) => {
    switch (options.utilization) {
      case 'focusOverAvailable': {
        // Where nobody tells what is in front, time without it is not time without use.
        const watchedMs = sumOf(read, 'availableTime') - sumOf(read, 'unwatchedTime');
        return share(sumOf(read, 'utilizedTime'), watchedMs);
      }
      case 'notIdleOverLoggedIn': {
        const used = sumOf(read, 'availableTime') - sumOf(read, 'idleTime');
        return share(used, sumOf(read, 'loggedInTime'));
      }
      case 'workOverPaid':
        return share(workMs(read, 'busyTime', options), sumOf(read, 'scheduledTime'));
    }
  },
});

/** Time with work of the time for work. Source: metrics.md §1E (AWS-HIST). */
export const occupancy = rate({
  id: 'occupancy',
  name: 'Occupancy',
  definition:
    'Time with at least one conversation on hand, of that and the time available without any. However many at once, they count once; time while work is offered is in neither.',
  options: ['agentTime'],
  sources: ['Amazon Connect: Occupancy', 'Genesys: Occupancy'],
  needs: ['presence'],
  of: ['busyTime', 'idleTime'],
  figure: (read, options) => {
    const busyMs = workMs(read, 'busyTime', options);
    return share(busyMs, busyMs + sumOf(read, 'idleTime'));
  },
});

/** Conversations at once on average. Source: metrics.md §1E. */
export const concurrencyAvg = rate({
  id: 'concurrencyAvg',
  name: 'Average concurrency',
  definition:
    'Time of all conversations on hand, added up, by the time with at least one, or by available time.',
  unit: 'count',
  options: ['agentTime'],
  sources: ['Genesys', 'Amazon Connect'],
  of: ['contactTime', 'busyTime', 'availableTime'],
  figure: (read, options) => {
    const { concurrencyOver, busyWhile } = options.agentTime;
    if (concurrencyOver === 'available') {
      return share(workMs(read, 'contactTime', options), sumOf(read, 'availableTime'));
    }
    const label = busyWhile === 'available' ? 'available' : undefined;
    return share(sumOf(read, 'contactTime', label), sumOf(read, 'busyTime', label));
  },
});

/** Capacity in use. Source: metrics.md §1E (LP-KMM, D365, ZD-CAP). */
export const capacityUtilization = rate({
  id: 'capacityUtilization',
  name: 'Capacity utilization',
  definition:
    'Capacity that work took of the capacity there was. Who is not available has none and what they hold counts all the same; more than 1 where agents were given too much.',
  levels: ['agt', 'team', 'acc'],
  sources: ['LivePerson: Agent load', 'Dynamics 365', 'Zendesk: Capacity'],
  needs: ['presence', 'capacity'],
  of: ['occupiedCapacityTime', 'availableCapacityTime'],
  figure: (read) =>
    share(sumOf(read, 'occupiedCapacityTime'), sumOf(read, 'availableCapacityTime')),
});

/** Time kept to the plan. Source: metrics.md §1E (AWS-ADH). */
export const adherencePct = rate({
  id: 'adherencePct',
  name: 'Adherence',
  definition: 'Adherent time of scheduled time.',
  sources: ['Amazon Connect: Adherence', 'Genesys: Adherence'],
  needs: ['shift', 'presence'],
  of: ['adherentTime', 'scheduledTime'],
  figure: (read) => share(sumOf(read, 'adherentTime'), sumOf(read, 'scheduledTime')),
});

/** Productive time of the productive time planned. Source: metrics.md §1E (GEN-GAM). */
export const conformancePct = rate({
  id: 'conformancePct',
  name: 'Conformance',
  definition:
    'Available time of the productive time planned, whenever within the planned activities it was; with the option, whenever it was at all. More than 1 for who works through a break.',
  options: ['agentTime'],
  sources: ['Genesys: Conformance'],
  needs: ['shift', 'presence'],
  of: ['productiveTime', 'availableTime', 'scheduledTime'],
  figure: (read, { agentTime }) => {
    const there = agentTime.conformance === 'scheduled' ? 'productiveTime' : 'availableTime';
    return share(sumOf(read, there), sumOf(read, 'scheduledTime', 'productive'));
  },
});

/** Which metric adds up what handling a contact took. */
const HANDLE_TIMES = {
  focus: 'handleTime',
  agentWork: 'handleTimeAgentWork',
  assigned: 'handleTimeAssigned',
} as const;

/** Handle time a contact. Source: metrics.md §1E (AWS-HIST, GEN-AHT). */
export const averageHandleTime = rate({
  id: 'averageHandleTime',
  name: 'Average handle time',
  definition:
    'What handling took, by what was handled: focus, work from acceptance to close, or open and assigned time; by pieces of work, or by sessions whoever worked in them.',
  unit: 'ms',
  levels: ['agt', 'team', 'ch', 'que', 'acc'],
  attribution: 'end',
  options: ['handleTime', 'agentTime', 'focus'],
  sources: ['Amazon Connect: Average handle time', 'Genesys: AHT', 'Salesforce: Handle time'],
  of: [...Object.values(HANDLE_TIMES), 'contactsHandled', 'sessionsHandled'],
  figure: (read, { handleTime, agentTime }) => {
    const handled = read(HANDLE_TIMES[handleTime]);
    if (handled.count === 0 && handled.missing > 0) return null;
    const per = agentTime.handledPer === 'session' ? 'sessionsHandled' : 'contactsHandled';
    return share(handled.sum, sumOf(read, per));
  },
});

/** Whose hours throughput divides by. */
function hours(read: ReadTotals, options: MetricOptions): number {
  switch (options.agentTime.throughputHours) {
    case 'available':
      return sumOf(read, 'availableTime') / HOUR_MS;
    case 'loggedIn':
      return sumOf(read, 'loggedInTime') / HOUR_MS;
    case 'busy':
      return workMs(read, 'busyTime', options) / HOUR_MS;
  }
}

const HOURS = ['availableTime', 'loggedInTime', 'busyTime'] as const;

/** Contacts an hour. Source: metrics.md §1E (ZD-WFM, GEN-GAM). */
export const conversationsPerHour = rate({
  id: 'conversationsPerHour',
  name: 'Conversations per hour',
  definition:
    'Contacts handled by hours of their agents: available, logged in or with work on hand, as the option says. Agents whose presence nobody reports are left out.',
  unit: 'perHour',
  options: ['agentTime'],
  sources: ['Zendesk Workforce Management: Throughput', 'Genesys'],
  needs: ['presence'],
  of: ['contactsHandled', ...HOURS],
  figure: (read, options) =>
    share(sumOf(read, 'contactsHandled', 'reported'), hours(read, options)),
});

/** Resolutions an hour. Source: metrics.md §1E (ZD-WFM). */
export const resolvedPerProductiveHour = rate({
  id: 'resolvedPerProductiveHour',
  name: 'Resolved per productive hour',
  definition:
    'Conversations resolved by hours of the agents who resolved them: available, logged in or with work on hand, as the option says.',
  unit: 'perHour',
  options: ['agentTime', 'resolutionCounting'],
  sources: ['Zendesk Workforce Management: Solved per productive hour'],
  needs: ['presence'],
  of: ['resolvedConversations', ...HOURS],
  figure: (read, options) => share(sumOf(read, 'resolvedConversations'), hours(read, options)),
});

/** Looks without an action. Source: metrics.md §1E (ZD-WFM). */
export const bounceRate = rate({
  id: 'bounceRate',
  name: 'Bounce rate',
  definition:
    'Visits to conversations on which time was spent and nothing done, of all visits: no reply, and no end of the own work meanwhile.',
  levels: ['agt', 'team', 'ch', 'acc'],
  attribution: 'end',
  options: ['focus'],
  sources: ['Zendesk Workforce Management: Bounce rate'],
  needs: ['focus'],
  of: ['visitsMade'],
  figure: (read) => share(sumOf(read, 'visitsMade', 'bounced'), sumOf(read, 'visitsMade')),
});
