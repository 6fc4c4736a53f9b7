// When the customer of one session was waiting, as the derived waits tell it. Plain data, changed in place.
import type { EpochMs } from '../time/instant.ts';
import type { WaitClosed } from './derived-observation.ts';
import type { Evidence } from './observation.ts';

/** A wait that is over. */
export interface WaitOver {
  readonly ordinal: number;
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** The human who answered; null for a bot or an automation. */
  readonly agentId: string | null;
  readonly because: readonly Evidence[];
}

/** The waits of one session. */
export interface SessionWaits {
  /** From when the wait counts that is open; null where nobody waits. */
  openSince: EpochMs | null;
  readonly over: WaitOver[];
}

/** A part of a wait. */
export interface Waited {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** The wait that is over; null for the one that is open. */
  readonly wait: WaitOver | null;
}

/** Waits of one session that are kept; of more, the oldest are forgotten. */
const WAITS_MAX = 512;

/** No waits yet. */
export const noWaits = (): SessionWaits => ({ openSince: null, over: [] });

/** A wait begins, or goes on. */
export function openWait(waits: SessionWaits, anchorAt: EpochMs): void {
  waits.openSince = anchorAt;
}

/** A wait is over. */
export function closeWait(waits: SessionWaits, closed: WaitClosed): void {
  const { ordinal, anchorAt, at, responder, responderId, because } = closed;
  waits.openSince = null;
  if (waits.over.length === WAITS_MAX) waits.over.shift();
  const agentId = responder === 'human' ? responderId : null;
  waits.over.push({ ordinal, from: anchorAt, to: at, agentId, because });
}

/** A wait that was over was not. */
export function reopenWait(waits: SessionWaits, ordinal: number, anchorAt: EpochMs): void {
  const place = waits.over.findIndex((wait) => wait.ordinal === ordinal);
  if (place >= 0) waits.over.splice(place, 1);
  waits.openSince = anchorAt;
}

/**
 * The stretches of [from, to] during which somebody waited, ascending. Waits of one session never overlap.
 *
 * A wait that was answered in the instant in which it began is one without length; one that only touches an edge is none.
 */
export function waitedWithin(
  { openSince, over }: SessionWaits,
  from: EpochMs,
  to: EpochMs,
): readonly Waited[] {
  const found: Waited[] = [];
  for (const wait of over) {
    const start = Math.max(wait.from, from);
    const end = Math.min(wait.to, to);
    if (start < end || (start === end && wait.from === wait.to)) {
      found.push({ from: start, to: end, wait });
    }
  }
  if (openSince !== null && Math.max(openSince, from) < to) {
    found.push({ from: Math.max(openSince, from), to, wait: null });
  }
  for (let place = 1; place < found.length; place += 1) {
    // Only waits that were told anew stand out of order.
    if ((found[place - 1] as Waited).from > (found[place] as Waited).from) {
      return found.toSorted((a, b) => a.from - b.from);
    }
  }
  return found;
}
