// What is measured of the way of messages: sent, delivered, read, failed.
import type { DerivedMetric, MetricDefinition } from './metric-definition.ts';
import { share } from './share.ts';

const LEVELS = ['ses', 'agt', 'team', 'ch', 'acc'] as const;

const counted = (
  id: string,
  name: string,
  definition: string,
  sources: readonly string[] = ['Holdline'],
): MetricDefinition => ({
  id,
  name,
  definition,
  unit: 'count',
  levels: LEVELS,
  attribution: 'end',
  options: [],
  sources,
  version: 1,
});

/** Messages that went out, whoever wrote them. */
export const outboundMessages = counted(
  'outboundMessages',
  'Outbound messages',
  'Messages of agents, bots and automation, each at the instant at which it was written. Notes go nowhere. The label is the author.',
);

/** Sessions of which the provider has said anything. */
export const receiptedSessions = counted(
  'receiptedSessions',
  'Sessions with receipts',
  'Sessions with an outbound message of which the provider said anything at all, at its first word.',
);

/** Outbound messages that were read. */
export const readMessages: MetricDefinition = {
  ...counted(
    'readMessages',
    'Read messages',
    'Outbound messages that were read, at that instant. No value where no word of any reading ever came.',
  ),
  needs: ['receipts'],
};

/** Outbound messages that failed. */
export const failedOutboundMessages = counted(
  'failedOutboundMessages',
  'Failed outbound messages',
  'Outbound messages whose last word is that they failed. A later word of delivery takes the failure back.',
);

/** Messages in and out that failed, by author and status code. Source: metrics.md §1B. */
export const messageDeliveryFailures = counted(
  'messageDeliveryFailures',
  'Message delivery failures',
  "Messages in and out whose last word is that they failed, at that instant. The label is the author and the provider's status code.",
  ['Salesforce: ConversationEntry.MessageStatusCode'],
);

const latency = (id: string, name: string, definition: string): MetricDefinition => ({
  id,
  name,
  definition,
  unit: 'ms',
  levels: LEVELS,
  attribution: 'end',
  options: ['businessHoursSchedule'],
  sources: ['Holdline'],
  version: 1,
  needs: ['receipts'],
  isSketched: true,
});

/** From a message's sending to its delivery. Source: metrics.md §1B. */
export const deliveryLatency = latency(
  'deliveryLatency',
  'Delivery latency',
  'From the word that the provider took a message, or its writing where there is none, to the word that it arrived; one that was read without such a word arrived then. A session whose outbound messages have no receipts at its end has no value.',
);

/** From a message's delivery to its reading. Source: metrics.md §1B. */
export const readLatency = latency(
  'readLatency',
  'Read latency',
  'From the word that a message arrived to the word that it was read.',
);

const rate = (
  id: string,
  name: string,
  definition: string,
  parts: Pick<DerivedMetric, 'of' | 'figure'>,
): DerivedMetric => ({
  id,
  name,
  definition,
  unit: 'share',
  levels: LEVELS,
  attribution: 'end',
  options: [],
  sources: ['Salesforce', 'Holdline'],
  version: 1,
  needs: ['receipts'],
  ...parts,
});

/** Share of outbound messages that failed. Source: metrics.md §1B. */
export const deliveryFailureRate = rate(
  'deliveryFailureRate',
  'Delivery failure rate',
  'Failed outbound messages divided by all outbound ones. No value where the provider said nothing of any of them.',
  {
    of: ['failedOutboundMessages', 'outboundMessages', 'receiptedSessions', 'deliveryLatency'],
    figure: (read) => {
      const failed = read('failedOutboundMessages').count;
      const known = failed + read('receiptedSessions').count + read('deliveryLatency').count;
      return known === 0 ? null : share(failed, read('outboundMessages').count);
    },
  },
);

/** Share of delivered messages that were read. Source: metrics.md §1B. */
export const readRate = rate(
  'readRate',
  'Read rate',
  'Read messages divided by delivered ones. No value where nothing is known to have arrived, or to have been read: many channels tell of delivery alone.',
  {
    of: ['readMessages', 'deliveryLatency'],
    figure: (read) => {
      const { count } = read('readMessages');
      // Customers who read nothing cannot be told from a channel that says nothing of reading.
      return count === 0 ? null : share(count, read('deliveryLatency').count);
    },
  },
);

/** What is recorded. */
export const DELIVERY_METRICS: readonly MetricDefinition[] = [
  outboundMessages,
  receiptedSessions,
  readMessages,
  failedOutboundMessages,
  messageDeliveryFailures,
  deliveryLatency,
  readLatency,
];

/** What is worked out of it. */
export const DELIVERY_RATES: readonly DerivedMetric[] = [deliveryFailureRate, readRate];
