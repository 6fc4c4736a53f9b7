// An agent's presence over time, as what it means for figures. A flat list of instants and classes, so that it is cheap to put away.
import type { EpochMs } from '../time/instant.ts';

/** Nobody has said yet whether the agent is there. */
export const UNREPORTED = 0;
/** Offline, or lost sight of. */
export const GONE = 1;
/** Logged in, and not there for work. */
export const UNAVAILABLE = 2;
/** Logged in and there for work. */
export const AVAILABLE = 3;

/** What a presence means for figures. */
export type PresenceClass = typeof UNREPORTED | typeof GONE | typeof UNAVAILABLE | typeof AVAILABLE;

/** Instant and class by turns, ascending; a class holds until the next instant. */
export type PresenceLog = number[];

/** A stretch of time, half-open. */
export type Stretch = readonly [from: EpochMs, to: EpochMs];

/** Presence is remembered for so long: as far back as a changed schedule is worked out anew. */
export const PRESENCE_KEPT_MS = 30 * 24 * 3_600_000;

/** Changes that are remembered: 68 a day for a month; of more, the oldest go. */
const CHANGES_MAX = 2048;

/** Adds a change. The same instant again replaces it; the same class again is none. */
export function logPresence(log: PresenceLog, at: EpochMs, presence: PresenceClass): void {
  if (log.at(-2) === at) log.length -= 2;
  if (log.at(-1) === presence) return;
  log.push(at, presence);
  let gone = Math.max(0, log.length - 2 * CHANGES_MAX);
  while (gone + 2 < log.length && (log[gone + 2] as EpochMs) <= at - PRESENCE_KEPT_MS) gone += 2;
  if (gone > 0) log.splice(0, gone);
}

/** Whether nothing since an instant has been forgotten. */
export const remembers = (log: PresenceLog, from: EpochMs): boolean =>
  log.length < 2 * CHANGES_MAX || (log[0] as EpochMs) <= from;

/** The stretches of [from, to) during which a class held, ascending. */
export function stretchesOf(
  log: PresenceLog,
  from: EpochMs,
  to: EpochMs,
  presence: PresenceClass,
): readonly Stretch[] {
  const found: Stretch[] = [];
  let end = to;
  for (let index = log.length - 2; index >= 0 && end > from; index -= 2) {
    const start = log[index] as EpochMs;
    if (start >= end) continue;
    if (log[index + 1] === presence) found.push([Math.max(start, from), end]);
    end = start;
  }
  return found.toReversed();
}
