import { HoldlineError } from '../events/holdline-error.ts';
import { DEFAULT_TENANT } from '../events/default-tenant.ts';
import type { MetricOptions } from '../policy/metric-options.ts';
import {
  isMetricProfile,
  METRIC_PROFILE_NAMES,
  metricOptions,
  withMetricOptions,
  type MetricProfile,
  type PartialMetricOptions,
} from '../policy/metric-profiles.ts';
import { parseMetricOptions } from '../policy/parse-metric-options.ts';
import { metricOptionsOf } from '../policy/policy-metrics.ts';
import type { Policy } from '../policy/policy.ts';
import { EngineMetrics } from './engine-metrics.ts';
import { assertArgument, readArgument } from './call-argument.ts';
import { METRICS_CHOICE, OPENED_ENGINE } from './call-shapes.ts';
import type { Engine } from './engine.ts';
import { readKept, type KeptChoice } from './metrics-kept.ts';

/** Whose metrics are opened, and under which definitions. */
export interface MetricsChoice {
  /** `default` without it. */
  readonly tenant?: string;
  /** A vendor's reading, or `holdline` for the project's own; without it what the policy of the engine says. */
  readonly profile?: MetricProfile | 'holdline';
  /** Single choices over that; durations are milliseconds or ISO 8601 texts. */
  readonly options?: PartialMetricOptions;
  /** How much stays in memory, and for how long. */
  readonly kept?: KeptChoice;
}

/**
 * Opens the metrics of an engine: its whole journal is read, and then each commit a little after it was told.
 *
 * Listen in the turn of the opening to hear of every figure. Several may be open at once, under definitions of their own.
 *
 * @throws HoldlineError argument_invalid for what is no choice; policy_invalid with the path of every option that is unknown or has a wrong value.
 */
export function openMetrics(engine: Engine, given: MetricsChoice = {}): EngineMetrics {
  assertArgument('openMetrics', OPENED_ENGINE, engine, 'engine');
  const choice = readArgument('openMetrics', METRICS_CHOICE, given);
  const { inside } = engine;
  const { tenant = DEFAULT_TENANT, profile, options = {}, kept = {} } = choice;
  const base = baseOf(profile, inside.setupOf(tenant).policy);
  const metrics = new EngineMetrics({
    inside,
    tenant,
    options: withMetricOptions(base, parseMetricOptions(options)),
    kept: readKept(kept),
  });
  setImmediate(() => void metrics.follow());
  return metrics;
}

function baseOf(profile: MetricsChoice['profile'], policy: Policy): MetricOptions {
  if (profile === undefined) return metricOptionsOf(policy);
  if (profile === 'holdline') return metricOptions();
  if (isMetricProfile(profile)) return metricOptions(profile);
  throw new HoldlineError(
    'policy_invalid',
    `profile: expected one of holdline, ${METRIC_PROFILE_NAMES.join(', ')}, found "${String(profile)}": correct it`,
  );
}
