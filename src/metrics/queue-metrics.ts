// What is measured of a stay in a queue: how it ended, and how long it took.
import type { MetricDefinition } from './metric-definition.ts';

type Parts = Pick<MetricDefinition, 'id' | 'name' | 'definition'> & Partial<MetricDefinition>;

const ofEntry = (parts: Parts): MetricDefinition => ({
  unit: 'count',
  levels: ['que', 'ch', 'acc'],
  attribution: 'end',
  options: [],
  sources: ['Genesys', 'Amazon Connect'],
  version: 1,
  ...parts,
});

const waitOf = (parts: Parts): MetricDefinition =>
  ofEntry({ unit: 'ms', isSketched: true, options: ['businessHoursSchedule'], ...parts });

/** Stays in a queue that began. Source: metrics.md §1D. */
export const offered = ofEntry({
  id: 'offered',
  name: 'Offered',
  definition:
    'Times that a session came to wait in a queue, counted when it did; each transfer is another. As of any instant, offered = answered + abandoned + flowed out + waiting.',
  attribution: 'start',
  sources: ['Genesys Offer', 'Amazon Connect contacts queued'],
});

/** Stays that a human ended by accepting. Source: metrics.md §1D. */
export const answered = ofEntry({
  id: 'answered',
  name: 'Answered',
  definition:
    'Stays in a queue that ended because a human agent accepted, counted when that happened.',
  levels: ['que', 'agt', 'team', 'ch', 'acc'],
  sources: ['Genesys Answer', 'Amazon Connect contacts handled'],
});

/** Answered no later than the target. Source: metrics.md §1D. */
export const answeredInTarget = ofEntry({
  id: 'answeredInTarget',
  name: 'Answered within target',
  definition:
    'Answered stays that lasted no longer than the target of the service level; exactly the target is within it.',
  levels: ['que', 'agt', 'team', 'ch', 'acc'],
  options: ['serviceLevel', 'businessHoursSchedule'],
});

/** Stays that the customer broke off. Source: metrics.md §1D; what counts is Genesys' advice for web messaging. */
export const abandoned = ofEntry({
  id: 'abandoned',
  name: 'Abandoned',
  definition:
    'Stays in a queue that ended because the customer ended the session, opted out or stayed away, or because the wait or the silence grew too long; the label says which. A declined offer abandons nothing.',
});

/** Abandoned soon. Source: metrics.md §1D. */
export const shortAbandoned = ofEntry({
  id: 'shortAbandoned',
  name: 'Short abandoned',
  definition: 'Abandoned stays that lasted no longer than the threshold of short abandonments.',
  options: ['serviceLevel', 'businessHoursSchedule'],
});

/** Abandoned no later than the target. Source: metrics.md §1D (Amazon Connect). */
export const abandonedInTarget = ofEntry({
  id: 'abandonedInTarget',
  name: 'Abandoned within target',
  definition: 'Abandoned stays that lasted no longer than the target of the service level.',
  options: ['serviceLevel', 'businessHoursSchedule'],
});

/** Stays that ended otherwise. Source: metrics.md §1D. */
export const flowOut = ofEntry({
  id: 'flowOut',
  name: 'Flowed out',
  definition:
    'Stays in a queue that ended without a human accepting or the customer leaving; the label says how: a bot took it (bot), it moved to another queue (rerouted), or somebody else ended it (the reason of the end).',
});

/** Stays that go on. Source: metrics.md §1D. */
export const waiting = ofEntry({
  id: 'waiting',
  name: 'Waiting',
  definition: 'Stays in a queue that go on, as of the instant of the report.',
});

/** Length of each stay that ended. Source: metrics.md §1D. */
export const queueWaitTime = waitOf({
  id: 'queueWaitTime',
  name: 'Queue wait time',
  definition:
    'From entering a queue to leaving it, however it ended; the label is answered, abandoned or flowOut.',
  sources: ['Genesys tWait', 'Amazon Connect queue time'],
});

/** Length of the answered stays. Source: metrics.md §1D. */
export const speedOfAnswer = waitOf({
  id: 'speedOfAnswer',
  name: 'Speed of answer',
  definition:
    'From entering a queue to the acceptance by a human agent; its average is the ASA. Other stays have none.',
  levels: ['que', 'agt', 'team', 'ch', 'acc'],
  sources: ['Genesys tAnswered', 'Amazon Connect average queue answer time'],
});

/** Length of the abandoned stays. Source: metrics.md §1D. */
export const abandonTime = waitOf({
  id: 'abandonTime',
  name: 'Abandon time',
  definition: 'From entering a queue to abandoning it.',
  sources: ['Genesys tAbandon', 'Amazon Connect average queue abandon time'],
});

/** Length so far of the stays that go on. Source: metrics.md §1D. */
export const longestWaitLive = waitOf({
  id: 'longestWaitLive',
  name: 'Longest wait, live',
  definition:
    'How long each stay that goes on has lasted, as of the instant of the report; the largest is the longest wait.',
  isSketched: false,
  sources: ['Genesys', 'Amazon Connect oldest contact'],
});

/** All stays of a session. Source: metrics.md §1D. */
export const customerTotalWait = waitOf({
  id: 'customerTotalWait',
  name: 'Total wait of the customer',
  definition:
    'All the time that a session spent in queues, whatever came of each stay, written at its end. Sessions that never waited have none.',
  levels: ['ses', 'ch', 'acc'],
  sources: ['Holdline'],
});
