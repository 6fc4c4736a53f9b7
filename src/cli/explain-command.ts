// `holdline explain`: what a figure rests on.
import { addressOf } from '../engine/moments.ts';
import { withUnit } from '../metrics/figure-arithmetic.ts';
import { Explaining, type ExplainedMeasurement, type Explanation } from '../metrics/explain.ts';
import { formatInstant } from '../time/instant.ts';
import { spanOfFlags, optionsOf } from './definition-flags.ts';
import { ownOptions, takeMoments } from './moment-source.ts';
import { readPolicyFile } from './policy-file.ts';
import { endOf } from './replay-command.ts';

/** The options of `holdline explain`, as they were written. */
export interface ExplainFlags {
  readonly key?: string;
  readonly from?: string;
  readonly to?: string;
  readonly profile?: string;
  readonly set: readonly string[];
  readonly policy?: string;
  readonly until?: string;
  readonly drain?: boolean;
  /** `--final`: without what is still running. */
  readonly final?: boolean;
  readonly json?: boolean;
}

/** Measurements that are written out for a reader; `--json` shows all. */
const SHOWN_MAX = 50;

/**
 * Prints the measurements behind a figure, the events behind each, and the arithmetic.
 *
 * @throws HoldlineError unknown_metric, policy_invalid, time_invalid, input_unreadable.
 */
export async function explain(metric: string, file: string, flags: ExplainFlags): Promise<void> {
  const policy = flags.policy === undefined ? undefined : readPolicyFile(flags.policy);
  const options = optionsOf(flags, ownOptions(file, policy));
  const explaining = new Explaining({
    metric,
    key: flags.key,
    ...spanOfFlags(flags),
    options,
    addressOf,
  });
  const end = endOf(flags);
  await takeMoments({ file, policy, end }, (tenant, moment) => explaining.take(tenant, moment));
  const until = typeof end === 'number' ? end : undefined;
  const explanation = explaining.explain(until, flags.final !== true);
  process.stdout.write(flags.json === true ? asJson(explanation) : asText(explanation));
  if (flags.key === undefined || explanation.measurements.length > 0) return;
  process.stderr.write(
    `no ${metric} of "${flags.key}" there: a key is the id of a session, engagement, agent, team, queue, channel or topic, ` +
      `and holdline replay ${file} --table measurements lists what there is\n`,
  );
}

function asJson({ definition, value, missing, arithmetic, measurements }: Explanation): string {
  const shown = {
    metric_id: definition.id,
    definition: definition.definition,
    definition_version: definition.version,
    unit: definition.unit,
    value,
    missing,
    arithmetic,
    measurements: measurements.map(({ tenant, measurement, isProvisional, events }) => ({
      tenant,
      is_provisional: isProvisional,
      metric_id: measurement.metric,
      level: measurement.level,
      key: measurement.key,
      at: formatInstant(measurement.at),
      value_ms: measurement.valueMs,
      value: measurement.value,
      value_business_ms: measurement.businessMs,
      missing: measurement.missing,
      dims: measurement.dims,
      topics: measurement.topics,
      events: events.map(({ id, at, types }) => ({ id, at: formatInstant(at), types })),
    })),
  };
  return `${JSON.stringify(shown, null, 2)}\n`;
}

function asText({ definition, value, missing, arithmetic, measurements }: Explanation): string {
  const shown = value === null ? `no value (${missing ?? ''})` : withUnit(value, definition);
  const lines = [
    `${definition.id} (${definition.name}) = ${shown}`,
    definition.definition,
    '',
    ...arithmetic.map((line) => `  ${line}`),
    '',
    ...measurements.slice(0, SHOWN_MAX).flatMap(linesOf),
  ];
  const rest = measurements.length - SHOWN_MAX;
  if (rest > 0) lines.push(`… and ${rest} more; --json shows all`);
  return `${lines.join('\n')}\n`;
}

function linesOf({ measurement, isProvisional, events }: ExplainedMeasurement): readonly string[] {
  const { metric, level, key, at, valueMs, value, businessMs, missing, dims } = measurement;
  const figure =
    missing === null
      ? valueMs === null
        ? String(value)
        : `${valueMs / 1000} s`
      : `no value, ${missing} missing`;
  const business =
    businessMs === null || businessMs === valueMs
      ? ''
      : ` (${businessMs / 1000} s in opening hours)`;
  const label = dims.label === null ? '' : ` ${dims.label}`;
  const agent = dims.agentId === null ? '' : ` by ${dims.agentId}`;
  return [
    `${formatInstant(at)}  ${metric}${label}  ${level} ${key}${agent}  ${figure}${business}${isProvisional ? '  still running' : ''}`,
    ...events.map(
      ({ id, at: when, types }) => `    ${formatInstant(when)}  ${types.join(', ')}  [${id}]`,
    ),
  ];
}
