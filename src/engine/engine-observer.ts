// The one port through which an engine is watched: logs and telemetry are two adapters of it. What it hears holds counts and
// durations, never texts or ids of people; where nobody watches, nothing is put together.
import type { EpochMs } from '../time/instant.ts';
import type { Batch } from './batch.ts';
import type { CommitRequest } from './commit-request.ts';
import type { DispatchOutcome } from './dispatch-outcome.ts';

/** An engine that has just been opened. */
export interface OpeningSeen {
  /** `memory`, or the path of the file. */
  readonly store: string;
  /** Milliseconds from the opened store to an engine that decides. */
  readonly durationMs: number;
  /** Records after the checkpoint that were decided again, count. */
  readonly records: number;
  readonly tenants: number;
}

/** What one commit did. */
export interface CommitSeen {
  /** The record that it wrote; null where there was nothing to write: duplicates only. */
  readonly position: number | null;
  readonly batch: Batch;
  /** What waited when it was decided; those that it has taken from say so by `committed` and `next`. */
  readonly requests: readonly CommitRequest[];
  readonly durationMs: number;
  /** Events that still wait, count. */
  readonly pendingCount: number;
  /** Whether more deadlines are due than one commit fires. */
  readonly isMoreDue: boolean;
}

/** What one checkpoint wrote. */
export interface CheckpointSeen {
  readonly position: number;
  /** Rows of conversations, sessions and work, count. */
  readonly rows: number;
  /** Milliseconds from its beginning to its end; events were decided meanwhile. */
  readonly durationMs: number;
}

/** A failure that an engine went on after. */
export interface FailureSeen {
  /**
   * `store`: a write or a recovery failed; `event`: an event was set aside; `listener`: a listener threw; `inspection`: what watches decisions
   * did, told once a cause; `upkeep`: retention.
   */
  readonly kind: 'store' | 'event' | 'listener' | 'inspection' | 'upkeep';
  readonly error: unknown;
  /** The type of the event that was set aside. */
  readonly eventType?: string;
}

/** One call of `dispatch` while it waits for its commit. */
export interface DispatchWatch {
  done(outcomes: readonly DispatchOutcome[]): void;
  failed(error: unknown): void;
}

/** Who watches an engine. Every method is optional, is called after the fact, and must not throw. */
export interface EngineObserver {
  opened?(opening: OpeningSeen): void;
  /** A dispatch begins; what is returned hears of its end, and is handed to `committed` with its requests. */
  dispatching?(count: number): DispatchWatch | undefined;
  /** Inputs that were no events were refused before any commit, count. */
  refused?(count: number): void;
  committed?(commit: CommitSeen): void;
  /** A deadline fired: its instant and the engine's clock. It may come before its commit, and again if that fails. */
  fired?(dueAt: EpochMs, firedAt: EpochMs): void;
  checkpointed?(checkpoint: CheckpointSeen): void;
  failed?(failure: FailureSeen): void;
  /** A subscription began (1) or ended (-1). */
  subscribed?(difference: 1 | -1): void;
  closed?(): void;
}

/**
 * One observer in place of several; undefined in place of none. Only the first that watches dispatches does so.
 *
 * What one of them throws is dropped: a full disk of logs must not stop an engine.
 */
export function joinObservers(
  observers: readonly (EngineObserver | undefined)[],
): EngineObserver | undefined {
  const all = observers.filter((observer) => observer !== undefined);
  if (all.length === 0) return undefined;
  const tell = (say: (observer: EngineObserver) => void) => {
    for (const observer of all) dropErrors(() => say(observer));
  };
  const dispatches = all.find((each) => 'dispatching' in each);
  return {
    opened: (opening) => tell((each) => each.opened?.(opening)),
    dispatching: (count) => dropErrors(() => dispatches?.dispatching?.(count)),
    refused: (count) => tell((each) => each.refused?.(count)),
    committed: (commit) => tell((each) => each.committed?.(commit)),
    fired: (dueAt, firedAt) => tell((each) => each.fired?.(dueAt, firedAt)),
    checkpointed: (checkpoint) => tell((each) => each.checkpointed?.(checkpoint)),
    failed: (failure) => tell((each) => each.failed?.(failure)),
    subscribed: (difference) => tell((each) => each.subscribed?.(difference)),
    closed: () => tell((each) => each.closed?.()),
  };
}

function dropErrors<T>(say: () => T): T | undefined {
  try {
    return say();
  } catch {
    return undefined;
  }
}

/** What there is to see of a commit; `begunAt` is a reading of performance.now(). */
export const seenCommit = (
  batch: Batch,
  position: number | null,
  requests: readonly CommitRequest[],
  begunAt: number,
  isMoreDue: boolean,
): CommitSeen => ({
  position,
  batch,
  requests,
  durationMs: performance.now() - begunAt,
  pendingCount: requests.reduce((sum, { commands, next }) => sum + commands.length - next, 0),
  isMoreDue,
});

/** How many events a commit has answered, by verdict. */
export function verdictsOf({ requests }: CommitSeen): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { commands, outcomes, committed, next } of requests) {
    for (let index = committed; index < next; index += 1) {
      const command = commands[index];
      if (command === undefined || 'command' in command) continue;
      const verdict = outcomes[index]?.verdict ?? 'rejected';
      counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
    }
  }
  return counts;
}

/** Corrections among the facts of a commit, count. */
export function correctionsIn({ facts }: Batch): number {
  let count = 0;
  for (const { type } of facts) {
    if (type === 'session.corrected' || type === 'metric.corrected') count += 1;
  }
  return count;
}

/** A dispatch whose beginning and end an observer hears of. */
export async function watchedDispatch(
  observer: EngineObserver,
  count: number,
  submit: (watch: DispatchWatch | undefined) => Promise<readonly DispatchOutcome[]>,
): Promise<readonly DispatchOutcome[]> {
  const watch = observer.dispatching?.(count);
  try {
    const outcomes = await submit(watch);
    dropErrors(() => watch?.done(outcomes));
    return outcomes;
  } catch (error) {
    dropErrors(() => watch?.failed(error));
    throw error;
  }
}

/** A feed whose beginning and end an observer hears of, where there is one. */
export const watchedFeed = <T>(
  feed: AsyncGenerator<T, void, undefined>,
  observer: EngineObserver | undefined,
): AsyncGenerator<T, void, undefined> => (observer === undefined ? feed : watched(feed, observer));

async function* watched<T>(
  feed: AsyncGenerator<T, void, undefined>,
  observer: EngineObserver,
): AsyncGenerator<T, void, undefined> {
  observer.subscribed?.(1);
  try {
    yield* feed;
  } finally {
    observer.subscribed?.(-1);
  }
}
