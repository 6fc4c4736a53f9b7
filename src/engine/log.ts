// Structured logs of an engine through pino; off unless asked for. They hold counts, durations and places, and no ids of
// people: a session's id names its end user, and is told as a hash, at debug level only.
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import type { Logger, LoggerOptions } from 'pino';
import { isHoldlineError } from '../events/holdline-error.ts';
import type { EpochMs } from '../time/instant.ts';
import {
  correctionsIn,
  verdictsOf,
  type CheckpointSeen,
  type CommitSeen,
  type EngineObserver,
  type FailureSeen,
  type OpeningSeen,
} from './engine-observer.ts';

/** What a log is written to: pino's logger, or anything with its methods. */
export interface EngineLogger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  isLevelEnabled?(level: string): boolean;
}

/** `true` for JSON lines on standard output, options of pino, or a logger of the host's. */
export type LogChoice = boolean | LoggerOptions | EngineLogger;

/** A commit that took longer is a warning, milliseconds: a disk that syncs takes a few. */
const SLOW_COMMIT_MS = 1000;

/** Deadlines that fire later than this are caught up on, milliseconds. */
const CATCH_UP_AFTER_MS = 10_000;

/** Conversations that a debug line names at most, by hash. */
const NAMED_MAX = 20;

/** The observer that writes a log; undefined where none is wanted. */
export function logObserver(choice: LogChoice | undefined): EngineObserver | undefined {
  if (choice === undefined || choice === false) return undefined;
  return new LogObserver(loggerOf(choice));
}

function loggerOf(choice: Exclude<LogChoice, false>): EngineLogger {
  if (choice !== true && 'info' in choice && typeof choice.info === 'function') {
    return choice;
  }
  // Loaded only where it is asked for: an engine without a log starts sooner.
  const { pino } = createRequire(import.meta.url)('pino') as {
    pino: (options: LoggerOptions) => Logger;
  };
  return pino({ name: 'holdline', ...(choice === true ? {} : (choice as LoggerOptions)) });
}

/** Deadlines that fire late, one after another, until nothing is late any more. */
interface CatchUp {
  count: number;
  lateMsMax: number;
}

class LogObserver implements EngineObserver {
  readonly #log: EngineLogger;
  #late: CatchUp = { count: 0, lateMsMax: 0 };

  constructor(log: EngineLogger) {
    this.#log = log;
  }

  opened({ store, durationMs, records, tenants }: OpeningSeen): void {
    const fields = {
      store,
      durationMs: rounded(durationMs),
      recordsDecidedAgain: records,
      tenants,
    };
    this.#log.info(fields, 'engine opened');
  }

  fired(dueAt: EpochMs, firedAt: EpochMs): void {
    const lateMs = firedAt - dueAt;
    if (lateMs < CATCH_UP_AFTER_MS) return;
    this.#late.count += 1;
    this.#late.lateMsMax = Math.max(this.#late.lateMsMax, lateMs);
  }

  committed(commit: CommitSeen): void {
    const { position, batch, durationMs, pendingCount } = commit;
    if (position !== null && this.#isEnabled('debug')) {
      const verdicts = Object.fromEntries(verdictsOf(commit));
      const conversations = namesOf(commit);
      const facts = batch.facts.length;
      const ms = rounded(durationMs);
      this.#log.debug({ position, verdicts, facts, durationMs: ms, conversations }, 'committed');
    }
    if (durationMs >= SLOW_COMMIT_MS) {
      const fields = { position, durationMs: rounded(durationMs), pending: pendingCount };
      this.#log.warn(fields, 'slow commit: look at the disk, and at what else holds the thread');
    }
    const corrections = correctionsIn(batch);
    if (corrections > 0) {
      this.#log.info({ position, corrections }, 'late events have repaired history');
    }
    if (!commit.isMoreDue) this.#tellCatchUp();
  }

  checkpointed({ position, rows, durationMs }: CheckpointSeen): void {
    this.#log.info({ position, rows, durationMs: rounded(durationMs) }, 'checkpoint written');
  }

  failed({ kind, error, eventType }: FailureSeen): void {
    this.#log.error({ kind, ...fieldsOf(error), ...(eventType && { eventType }) }, MEANING[kind]);
  }

  closed(): void {
    this.#tellCatchUp();
    this.#log.info({}, 'engine closed');
  }

  #tellCatchUp(): void {
    const { count, lateMsMax } = this.#late;
    if (count === 0) return;
    this.#late = { count: 0, lateMsMax: 0 };
    this.#log.warn(
      { deadlines: count, lateMsMax },
      'caught up on deadlines that came due while nobody fired them',
    );
  }

  #isEnabled(level: string): boolean {
    return this.#log.isLevelEnabled?.(level) ?? true;
  }
}

const MEANING: Readonly<Record<FailureSeen['kind'], string>> = {
  store: 'the store failed: what was not acknowledged has to be sent again',
  event: 'the engine failed on an event and set it aside: report it',
  listener: 'a listener threw',
  inspection: 'the inspection threw, and did not see a step; the same cause is not told again',
  upkeep: 'retention failed and is tried again later',
};

/** What is told of an error: messages of a host's own listener may hold anything, and are left out. */
function fieldsOf(error: unknown): object {
  if (isHoldlineError(error)) {
    const { code, message, retryable } = error;
    return { code, reason: message, retryable };
  }
  if (!(error instanceof Error)) return { error: typeof error };
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line));
  return { error: error.name, ...(frames && { stack: frames.join('\n') }) };
}

/** The conversations of a commit as hashes, so that the lines of one can be found without naming its person. */
function namesOf({ batch }: CommitSeen): readonly string[] {
  const ids = new Set<string>();
  for (const { conversationId } of batch.facts) {
    ids.add(conversationId);
    if (ids.size >= NAMED_MAX) break;
  }
  return [...ids].map((id) => conversationHash(id));
}

/** The name of a conversation in a log: the first twelve hex digits of the SHA-256 of its id. */
export const conversationHash = (id: string): string =>
  createHash('sha256').update(id).digest('hex').slice(0, 12);

const rounded = (ms: number) => Math.round(ms * 1000) / 1000;
