// The calculators of agents' time and tickets, and the rates read off them.
import {
  adherencePct,
  agentAvailability,
  averageHandleTime,
  bounceRate,
  capacityUtilization,
  concurrencyAvg,
  conformancePct,
  conversationsPerHour,
  occupancy,
  resolvedPerProductiveHour,
  utilization,
} from './agent-rates.ts';
import { agentThroughput } from './agent-throughput.ts';
import { agentTime } from './agent-time.ts';
import { assignedHandleTime } from './assigned-handle-time.ts';
import type { Calculator } from './calculator.ts';
import type { DerivedMetric } from './metric-definition.ts';
import { ticketTimes } from './ticket-times.ts';

/** Where agents' time goes, what they get done, and what became of tickets meanwhile. Hears the visits of an agent. */
export const AGENT_CALCULATORS: readonly Calculator[] = [
  agentTime,
  agentThroughput,
  assignedHandleTime,
  ticketTimes,
];

/** Shares and rates of agents. */
export const AGENT_RATES: readonly DerivedMetric[] = [
  agentAvailability,
  utilization,
  occupancy,
  concurrencyAvg,
  capacityUtilization,
  adherencePct,
  conformancePct,
  averageHandleTime,
  conversationsPerHour,
  resolvedPerProductiveHour,
  bounceRate,
];
