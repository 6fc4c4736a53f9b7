// What is measured of a ticket when it is solved.
import type { MetricDefinition } from './metric-definition.ts';

/** A time of a ticket, told when it is solved. */
const ofTicket = (
  parts: Pick<MetricDefinition, 'id' | 'name' | 'definition' | 'sources'> &
    Partial<MetricDefinition>,
): MetricDefinition => ({
  unit: 'ms',
  levels: ['ses', 'agt', 'team', 'top', 'ch', 'acc'],
  attribution: 'end',
  // Time in a status is measured under the schedule of its time, whatever holds at the end (X7).
  options: [],
  version: 1,
  needs: ['ticket'],
  isSketched: true,
  ...parts,
});

/** New and open time. Source: metrics.md §1E (DBT-ZD). */
export const agentWorkTime = ofTicket({
  id: 'agentWorkTime',
  name: 'Agent work time',
  definition:
    'Time a ticket was new or open, added up until it is solved; solved again after a reopening, the later figure takes the place of the earlier one.',
  sources: ['Zendesk: Agent work time'],
});

/** New, open and on-hold time. Source: metrics.md §1E (DBT-ZD). */
export const requesterWaitTimeTicket = ofTicket({
  id: 'requesterWaitTimeTicket',
  name: 'Requester wait time (ticket)',
  definition:
    'Time a ticket was new, open or on hold, added up until it is solved: the customer waits whoever the agent waits for.',
  sources: ['Zendesk: Requester wait time'],
});

/** Pending time. Source: metrics.md §1E (DBT-ZD). */
export const agentWaitTime = ofTicket({
  id: 'agentWaitTime',
  name: 'Agent wait time',
  definition: 'Time a ticket was pending, added up until it is solved: the customer has the word.',
  sources: ['Zendesk: Agent wait time'],
});

/** On-hold time. Source: metrics.md §1E (DBT-ZD). */
export const onHoldTime = ofTicket({
  id: 'onHoldTime',
  name: 'On-hold time',
  definition:
    'Time a ticket was on hold, added up until it is solved: a third party has the word. 0 where it never was.',
  sources: ['Zendesk: On-hold time'],
});

/** From the ticket's creation to its solving. Source: metrics.md §1E (ZD-DUR). */
export const solveTime = ofTicket({
  id: 'solveTime',
  name: 'Solve time',
  definition:
    'From the creation of a ticket to its latest solving, whatever it went through meanwhile.',
  sources: ['Zendesk: Full resolution time'],
  options: ['businessHoursSchedule'],
});
