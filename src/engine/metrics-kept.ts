// What the metrics of a running engine keep in memory, and for how long: a host may choose less than the default.
import { HoldlineError } from '../events/holdline-error.ts';
import { HOURS_KEPT_MS, MINUTES_KEPT_MS, type GrainsKept } from '../metrics/kept-grains.ts';
import { KEPT_CONVERSATIONS } from '../metrics/metric-fold.ts';
import { ROLLING_MS } from '../metrics/rolling-window.ts';
import { DURATION_EXPECTED, parseDuration } from '../time/duration.ts';

/** How much is kept. Durations are ISO 8601 texts or milliseconds. */
export interface KeptChoice {
  /** Figures by minute; after that they are kept by hour. At least thirteen hours, which the rolling window needs; `P2D` without it. */
  readonly minutes?: string | number;
  /** Figures by hour; after that they are kept by day. At least as long as minutes; `P90D` without it. */
  readonly hours?: string | number;
  /**
   * Conversations without an open session of which all is kept that a receipt, a reaction or a survey may still change, count; those that have
   * been quiet for longest are put to rest first. 16,384 without it.
   */
  readonly conversations?: number;
}

/** What is kept, read. */
export interface MetricsKept extends GrainsKept {
  readonly conversations: number;
}

const HOUR_MS = 3_600_000;
/** The window, and the hour that is begun. */
const MINUTES_LEAST_MS = ROLLING_MS + HOUR_MS;

const KNOWN: ReadonlySet<string> = new Set<keyof KeptChoice>(['minutes', 'hours', 'conversations']);

/** @throws HoldlineError policy_invalid with the path of what is unknown or has a wrong value. */
export function readKept(choice: KeptChoice): MetricsKept {
  const unknown = Object.keys(choice).find((name) => !KNOWN.has(name));
  if (unknown !== undefined) {
    refuse(unknown, `one of ${[...KNOWN].join(', ')}`, choice[unknown as keyof KeptChoice]);
  }
  const { minutes = MINUTES_KEPT_MS, hours = HOURS_KEPT_MS, conversations } = choice;
  const minutesMs = readSpan('minutes', minutes, MINUTES_LEAST_MS, 'PT13H');
  const hoursMs = readSpan('hours', hours, minutesMs, 'the minutes');
  const count = conversations ?? KEPT_CONVERSATIONS;
  if (!Number.isSafeInteger(count) || count < 1) {
    refuse('conversations', 'a whole number from 1', conversations);
  }
  return { minutesMs, hoursMs, conversations: count };
}

function readSpan(name: string, written: string | number, leastMs: number, least: string): number {
  const ms = typeof written === 'number' ? written : parseDuration(written);
  if (typeof ms === 'string') return refuse(name, DURATION_EXPECTED[ms], written);
  if (!Number.isSafeInteger(ms) || ms < leastMs) {
    return refuse(name, `a duration at least as long as ${least}`, written);
  }
  return ms;
}

function refuse(name: string, expected: string, found: unknown): never {
  throw new HoldlineError(
    'policy_invalid',
    `kept.${name}: expected ${expected}, found ${JSON.stringify(found)}: correct it`,
  );
}
