// The calculators of waits, responses and messages.
import type { Calculator } from './calculator.ts';
import { turnTaking } from './conversation-turns.ts';
import { customerWaits } from './customer-waits.ts';
import { DELIVERY_RATES } from './delivery-metrics.ts';
import { firstResponses } from './first-response-time.ts';
import { greetingTimes } from './greeting-time.ts';
import { messageDeliveries } from './message-deliveries.ts';
import type { DerivedMetric } from './metric-definition.ts';
import {
  averageFirstResponseTime,
  slaConversationResponse,
  slaFirstResponse,
} from './response-metrics.ts';
import { responseTimes } from './response-times.ts';
import { sessionResponses } from './session-responses.ts';
import { ticketFirstReplies } from './ticket-first-reply.ts';

/** The calculators. The first derives the waits that others hear, here and elsewhere. */
export const RESPONSE_CALCULATORS: readonly Calculator[] = [
  customerWaits,
  firstResponses,
  responseTimes,
  ticketFirstReplies,
  sessionResponses,
  greetingTimes,
  turnTaking,
  messageDeliveries,
];

/** What is worked out of their totals. */
export const RESPONSE_RATES: readonly DerivedMetric[] = [
  averageFirstResponseTime,
  slaFirstResponse,
  slaConversationResponse,
  ...DELIVERY_RATES,
];
