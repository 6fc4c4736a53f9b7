// When the customer of one session was waiting, for the policy that counts a visit only while somebody waits. Plain data, changed in place.
import type { EpochMs } from '../time/instant.ts';

/** The waits of one session. */
export interface SessionWaits {
  /** From when the wait counts that is open; null where nobody waits. */
  openSince: EpochMs | null;
  readonly over: { readonly ordinal: number; readonly from: EpochMs; readonly to: EpochMs }[];
}

/** Waits of one session that are kept; of more, the oldest are forgotten. */
const WAITS_MAX = 512;

/** No waits yet. */
export const noWaits = (): SessionWaits => ({ openSince: null, over: [] });

/** A wait begins, or counts from another message now. */
export function openWait(waits: SessionWaits, anchorAt: EpochMs): void {
  waits.openSince = anchorAt;
}

/** A wait is over. */
export function closeWait(
  waits: SessionWaits,
  { ordinal, anchorAt, at }: { ordinal: number; anchorAt: EpochMs; at: EpochMs },
): void {
  waits.openSince = null;
  if (waits.over.length === WAITS_MAX) waits.over.shift();
  waits.over.push({ ordinal, from: anchorAt, to: at });
}

/** A wait that was over was not. */
export function reopenWait(waits: SessionWaits, ordinal: number, anchorAt: EpochMs): void {
  const place = waits.over.findIndex((wait) => wait.ordinal === ordinal);
  if (place >= 0) waits.over.splice(place, 1);
  waits.openSince = anchorAt;
}

/** The stretches of [from, to) during which somebody waited, ascending. Waits of one session never overlap. */
export function waitedWithin(
  { openSince, over }: SessionWaits,
  from: EpochMs,
  to: EpochMs,
): readonly (readonly [EpochMs, EpochMs])[] {
  const waits = over.map((wait) => [wait.from, wait.to] as const);
  if (openSince !== null) waits.push([openSince, to]);
  return waits
    .map(([start, end]) => [Math.max(start, from), Math.min(end, to)] as const)
    .filter(([start, end]) => start < end)
    .toSorted(([a], [b]) => a - b);
}
