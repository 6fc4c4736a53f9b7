// The calculators of sessions, queues, routing and flow, and the rates read off them.
import { netHandleTime } from './agent-work-metrics.ts';
import { agentWork } from './agent-work.ts';
import { openSessions } from './backlog.ts';
import {
  botContainmentRate,
  botHandoffRate,
  botOutcomes,
  botResolutionRate,
  deflection,
} from './bot-sessions.ts';
import type { Calculator } from './calculator.ts';
import { firstContactResolutionRate } from './first-contact-metrics.ts';
import { firstContact } from './first-contact-resolution.ts';
import type { DerivedMetric } from './metric-definition.ts';
import { queueEntries } from './queue-entries.ts';
import { reopenRate } from './reopening-metrics.ts';
import { reopening } from './reopening.ts';
import { abandonmentRate, serviceLevelPct } from './service-level.ts';
import { botResolvedShare, netFlow } from './session-lifetime-metrics.ts';
import { sessionLifetime } from './session-lifetime.ts';
import { ghostConversationRate } from './session-messages.ts';
import { waitingTickets } from './ticket-standing.ts';
import { transferRate, transfers } from './transfers.ts';
import {
  offerAcceptanceRate,
  offersOfWork,
  offerTimeoutRate,
  rejectionRate,
} from './work-offers.ts';

/** How sessions live, wait, are routed and resolved. None of them derives anything for others. */
export const FLOW_CALCULATORS: readonly Calculator[] = [
  sessionLifetime,
  queueEntries,
  offersOfWork,
  transfers,
  botOutcomes,
  openSessions,
  agentWork,
  waitingTickets,
  reopening,
  firstContact,
];

/** Rates and shares of the flow of sessions. */
export const FLOW_RATES: readonly DerivedMetric[] = [
  botResolvedShare,
  netFlow,
  serviceLevelPct,
  abandonmentRate,
  offerAcceptanceRate,
  rejectionRate,
  offerTimeoutRate,
  transferRate,
  botContainmentRate,
  botResolutionRate,
  botHandoffRate,
  deflection,
  ghostConversationRate,
  netHandleTime,
  reopenRate,
  firstContactResolutionRate,
];
