// Every calculator and every metric: what is not listed here is not computed.
import { AGENT_CALCULATORS, AGENT_RATES } from './agent-catalogue.ts';
import type { Calculator } from './calculator.ts';
import { FLOW_CALCULATORS, FLOW_RATES } from './flow-catalogue.ts';
import { requesterWaitPerReply } from './engagement-definitions.ts';
import { engagementMetrics } from './engagement-metrics.ts';
import { focusTimes } from './focus-time.ts';
import { focusVisits } from './focus-visits.ts';
import type { DerivedMetric, MetricDefinition } from './metric-definition.ts';
import { OUTCOME_CALCULATORS, OUTCOME_RATES } from './outcome-catalogue.ts';
import { RESPONSE_CALCULATORS, RESPONSE_RATES } from './response-catalogue.ts';
import { sessionMessages } from './session-messages.ts';

/** The calculators, in the order in which they hear. One that derives observations stands before those that hear them. */
export const CALCULATORS: readonly Calculator[] = [
  sessionMessages,
  ...RESPONSE_CALCULATORS,
  ...FLOW_CALCULATORS,
  focusVisits,
  focusTimes,
  engagementMetrics,
  ...AGENT_CALCULATORS,
  ...OUTCOME_CALCULATORS,
];

/** Figures that are worked out from totals of others when they are read. */
export const DERIVED_METRICS: readonly DerivedMetric[] = [
  ...FLOW_RATES,
  ...RESPONSE_RATES,
  requesterWaitPerReply,
  ...AGENT_RATES,
  ...OUTCOME_RATES,
];

/** Every metric by id. */
export const METRICS: ReadonlyMap<string, MetricDefinition | DerivedMetric> = new Map(
  [...CALCULATORS.flatMap(({ definitions }) => definitions), ...DERIVED_METRICS].map((metric) => [
    metric.id,
    metric,
  ]),
);
