// A definition of the metrics as it is written on the command line: a vendor's reading, and single options beside it.
import { HoldlineError } from '../events/holdline-error.ts';
import type { MetricOptions } from '../policy/metric-options.ts';
import {
  isMetricProfile,
  metricOptions,
  withMetricOptions,
  type MetricProfile,
} from '../policy/metric-profiles.ts';
import { parseMetricOptions } from '../policy/parse-metric-options.ts';
import { parseInstant, type EpochMs } from '../time/instant.ts';

/** A reading and what is changed of it. */
export interface WrittenDefinition {
  readonly profile?: string | undefined;
  /** `option=value` each; the value is JSON or plain text, an option within an option is joined by a dot. */
  readonly set: readonly string[];
}

/**
 * The options that a definition comes to.
 *
 * @throws HoldlineError policy_invalid where it names no reading, or an option or value that there is not.
 */
export function optionsOf({ profile, set }: WrittenDefinition, own: MetricOptions): MetricOptions {
  const base = profile === undefined ? own : metricOptions(profileOf(profile));
  let written: Record<string, unknown> = {};
  for (const pair of set) written = withPair(written, pair);
  return withMetricOptions(base, parseMetricOptions(written));
}

/** What `--definition` says: each a reading's name, or `option=value`. */
export function definitionOf(
  said: readonly string[],
  profile: string | undefined,
): WrittenDefinition {
  const set = said.filter((one) => one.includes('='));
  const names = [
    ...(profile === undefined ? [] : [profile]),
    ...said.filter((one) => !one.includes('=')),
  ];
  if (names.length > 1) {
    throw new HoldlineError(
      'policy_invalid',
      `expected one reading of the metrics, found ${names.join(' and ')}: name one, and single options as option=value`,
    );
  }
  return { profile: names[0], set };
}

/** An instant of a flag. @throws HoldlineError time_invalid. */
function instantOfFlag(flag: string, text: string | undefined): EpochMs | undefined {
  if (text === undefined) return undefined;
  const at = parseInstant(/^\d+$/.test(text) ? Number(text) : text);
  if (typeof at === 'number') return at;
  throw new HoldlineError(
    'time_invalid',
    `${flag} expects an RFC 3339 time with offset such as 2026-03-03T09:00:00Z, found "${text}": correct it`,
  );
}

/** The span that two flags name. @throws HoldlineError time_invalid, also where it ends before it begins. */
export function spanOfFlags(flags: { readonly from?: string; readonly to?: string }): {
  readonly from: EpochMs | undefined;
  readonly to: EpochMs | undefined;
} {
  const from = instantOfFlag('--from', flags.from);
  const to = instantOfFlag('--to', flags.to);
  if (from !== undefined && to !== undefined && from >= to) {
    throw new HoldlineError(
      'time_invalid',
      `expected --from before --to, found ${flags.from ?? ''} and ${flags.to ?? ''}: exchange them`,
    );
  }
  return { from, to };
}

/** Null for the project's own reading. */
function profileOf(name: string): MetricProfile | null {
  if (name === 'holdline') return null;
  if (isMetricProfile(name)) return name;
  throw new HoldlineError(
    'policy_invalid',
    `expected a reading of the metrics such as zendesk, found "${name}": holdline recompute --help lists them`,
  );
}

function withPair(written: Record<string, unknown>, pair: string): Record<string, unknown> {
  const place = pair.indexOf('=');
  if (place <= 0) {
    throw new HoldlineError(
      'policy_invalid',
      `expected option=value, found "${pair}": write for instance anchor=lastUnanswered`,
    );
  }
  const value = valueOf(pair.slice(place + 1));
  const nested = pair
    .slice(0, place)
    .split('.')
    .reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
  return merged(written, nested as Record<string, unknown>) as Record<string, unknown>;
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** One object over another, groups by their fields. */
function merged(under: object, over: object): object {
  const result: Record<string, unknown> = { ...under };
  for (const [name, value] of Object.entries(over)) {
    const before = result[name];
    const isGroup = typeof value === 'object' && value !== null && !Array.isArray(value);
    result[name] =
      isGroup && typeof before === 'object' && before !== null
        ? merged(before, value as object)
        : value;
  }
  return result;
}
