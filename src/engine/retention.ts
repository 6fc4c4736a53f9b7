// What an engine keeps and for how long: durations of the host as the cut that a store makes.
import { describeFound } from '../events/expectation.ts';
import { HoldlineError } from '../events/holdline-error.ts';
import { nearestName } from '../events/nearest-name.ts';
import type { MayGo, RetentionCut, RetentionReport, Store } from '../store/store.ts';
import { DURATION_EXPECTED, parseDuration } from '../time/duration.ts';
import { formatInstant, type EpochMs } from '../time/instant.ts';

/** How long an engine keeps what; ISO 8601 durations. What is left out is kept for good. */
export interface Retention {
  /** Records of the journal: facts to subscribe to, and what `explain` reads. */
  readonly journal?: string;
  /** Sessions and their work, from the session's end; a conversation goes with its last session. Open ones always stay. */
  readonly sessions?: string;
  /** Ids of events, by which a repeat is known. Never shorter than `sessions`. */
  readonly ids?: string;
}

/** What a retention took, and from where on things are kept. */
export interface RetainedReport extends RetentionReport {
  /** The first position of the journal that is kept. */
  readonly firstPosition: number;
  /** Sessions that ended before this instant are gone, RFC 3339; null where all are kept. */
  readonly sessionsFrom: string | null;
  /** Repeats of events recorded before this instant may not be known any more, RFC 3339; null where all are. */
  readonly idsFrom: string | null;
}

/** A retention as durations in milliseconds; Infinity for what is kept for good. */
export interface RetentionMs {
  readonly journal: number;
  readonly sessions: number;
  readonly ids: number;
}

/** @throws HoldlineError retention_invalid for a text that is no duration. */
export function parseRetention(retention: Retention): RetentionMs {
  assertKnown(retention);
  const { journal, sessions, ids } = retention;
  const sessionsMs = durationOf('sessions', sessions);
  return {
    journal: durationOf('journal', journal),
    sessions: sessionsMs,
    // A repeat of an event must be known for as long as the session that it may belong to.
    ids: Math.max(durationOf('ids', ids), sessionsMs),
  };
}

const KEPT: readonly string[] = ['journal', 'sessions', 'ids'] satisfies (keyof Retention)[];

/** A misspelt one would be kept for good. */
function assertKnown(retention: Retention): void {
  const found = describeFound(retention, false);
  if (found !== 'an object') {
    throw invalid(`expected an object with ${KEPT.join(', ')} as the retention, found ${found}`);
  }
  const unknown = Object.keys(retention).find((name) => !KEPT.includes(name));
  if (unknown === undefined) return;
  const meant = nearestName(unknown, KEPT);
  const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
  throw invalid(`retention.${unknown}: expected one of ${KEPT.join(', ')}${hint}`);
}

const invalid = (what: string) => new HoldlineError('retention_invalid', `${what}: correct it`);

function durationOf(field: keyof Retention, text: string | undefined): number {
  if (text === undefined) return Infinity;
  const ms = parseDuration(text);
  if (typeof ms === 'number') return ms;
  throw invalid(
    `expected ${DURATION_EXPECTED[ms]} as the retention of ${field}, found ${JSON.stringify(text)}`,
  );
}

/** Takes away what is older than a retention, as of an instant of the engine's clock; no conversation that may not go. */
export async function retain(
  store: Store,
  { journal, sessions, ids }: RetentionMs,
  now: EpochMs,
  mayGo: MayGo,
): Promise<RetainedReport> {
  const cut: RetentionCut = {
    throughPosition: Math.min(lastRecordedBefore(store, now - journal), store.checkpointPosition),
    endedBefore: beforeOf(now, sessions),
    idsBefore: beforeOf(now, ids),
  };
  const report = await store.retain(cut, mayGo);
  return {
    ...report,
    firstPosition: firstPositionOf(store),
    sessionsFrom: sessions === Infinity ? null : formatInstant(cut.endedBefore),
    idsFrom: ids === Infinity ? null : formatInstant(cut.idsBefore),
  };
}

/** An instant before everything, where all is kept: stores compare integers. */
const beforeOf = (now: EpochMs, keptMs: number) =>
  keptMs === Infinity ? Number.MIN_SAFE_INTEGER : now - keptMs;

const firstPositionOf = (store: Store) =>
  store.records(0).next().value?.position ?? store.lastPosition + 1;

/**
 * The position of the last record written before an instant; 0 if none was.
 *
 * Found by halving: records follow one another in time but where the clock was set back, and then a few more stay.
 */
function lastRecordedBefore(store: Store, instant: EpochMs): number {
  if (instant === -Infinity) return 0;
  let kept = store.lastPosition + 1;
  let taken = firstPositionOf(store) - 1;
  while (kept - taken > 1) {
    const middle = Math.floor((kept + taken) / 2);
    const record = store.records(middle - 1).next().value;
    if (record !== undefined && record.recordedAt < instant) taken = middle;
    else kept = middle;
  }
  return taken;
}
