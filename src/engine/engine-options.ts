import type { Policy } from '../policy/policy.ts';
import type { EngineClock } from './engine-clock.ts';
import type { InspectedDecisions } from './engine-listeners.ts';
import type { EngineObserver } from './engine-observer.ts';
import type { RetentionMs } from './retention.ts';

/**
 * When an event is acknowledged.
 *
 * `group`: once the batch that it shares with others is on disk. `sync`: once it is on disk by itself. `memory`: once it is
 * decided; a crash of the machine loses the last moments, a crash of the process nothing on a file.
 */
export type Durability = 'memory' | 'group' | 'sync';

/** What an engine works with. @internal */
export interface EngineSettings {
  readonly policy: Policy;
  readonly clock: EngineClock;
  readonly durability: Durability;
  /** Whether the clock alone lets deadlines fire; false where a replay says when. */
  readonly ticksByClock: boolean;
  /** Who watches each decision as a whole; undefined where nobody does. */
  readonly inspect: InspectedDecisions | undefined;
  /** Whether the store keeps records as objects, so that their text need not be made. */
  readonly isLazy: boolean;
  /** Events a commit, at most. */
  readonly batchMax: number;
  /** Events that may wait for their commit, at most. */
  readonly pendingMax: number;
  /** Conversations that differ from the store before a checkpoint is written, count. */
  readonly checkpointAfter: number;
  /** Conversations that one step of a checkpoint saves, at most: events are decided between the steps. */
  readonly savedAtOnce: number;
  /** How long a conversation stays in memory after it was touched, milliseconds of the engine's clock. */
  readonly idleAfterMs: number;
  /** Conversations that stay in memory after a checkpoint, at most; those touched last. */
  readonly inMemoryMax: number;
  /** Deadlines that fire in one commit, at most: after an outage others get their turn between. */
  readonly firingsAtOnce: number;
  /** Who watches; undefined where nobody does. */
  readonly observer: EngineObserver | undefined;
  /** What is kept and for how long; undefined where all is. */
  readonly retention: RetentionMs | undefined;
}

/** What a host may tune; the defaults suit a routing service. Never changes a result. */
export interface DurableTuning {
  /** Events a commit, at most; 1,000. */
  readonly batchMax?: number;
  /** Events that may wait for their commit, at most; further ones are refused as `overloaded`; 100,000. */
  readonly pendingMax?: number;
  /** Conversations that differ from the store before a checkpoint is written; 10,000, in memory 20,000. A quiet moment brings one sooner. */
  readonly checkpointAfter?: number;
  /** Conversations that one step of a checkpoint saves, at most; 100. Events are decided between the steps. */
  readonly savedAtOnce?: number;
  /** How long a conversation stays in memory after it was touched, milliseconds; 60,000. */
  readonly idleAfterMs?: number;
  /** Conversations that stay in memory after a checkpoint, at most, those touched last; 20,000. Others are read again when they are needed. */
  readonly inMemoryMax?: number;
  /** Deadlines that fire in one commit, at most; 500. */
  readonly firingsAtOnce?: number;
}
