// The calculators of sessions, queues, routing and flow, and the rates read off them.
import type { Calculator } from './calculator.ts';
import type { DerivedMetric } from './metric-definition.ts';
import { queueEntries } from './queue-entries.ts';
import { abandonmentRate, serviceLevelPct } from './service-level.ts';
import { botResolvedShare, netFlow } from './session-lifetime-metrics.ts';
import { sessionLifetime } from './session-lifetime.ts';

/** How sessions live, wait, are routed and resolved. None of them derives anything for others. */
export const FLOW_CALCULATORS: readonly Calculator[] = [sessionLifetime, queueEntries];

/** Rates and shares of the flow of sessions. */
export const FLOW_RATES: readonly DerivedMetric[] = [
  botResolvedShare,
  netFlow,
  serviceLevelPct,
  abandonmentRate,
];
