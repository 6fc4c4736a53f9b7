import { HoldlineError } from '../events/holdline-error.ts';
import { DEFAULT_POLICY } from '../policy/default-policy.ts';
import { describePolicyIssues, isPolicyIssues, parsePolicy } from '../policy/parse-policy.ts';
import type { Policy } from '../policy/policy.ts';
import type { Store } from '../store/store.ts';
import { readArgument } from './call-argument.ts';
import { ENGINE_OPTIONS } from './call-shapes.ts';
import { Engine } from './engine.ts';
import { SystemClock, type EngineClock } from './engine-clock.ts';
import type { Durability, DurableTuning, EngineSettings } from './engine-options.ts';
import { FiringLateness } from './firing-lateness.ts';
import type { InspectedDecisions } from './engine-listeners.ts';
import { keptPolicy, policyDocument } from './kept-tenant.ts';
import { joinObservers } from './engine-observer.ts';
import { logObserver, type LogChoice } from './log.ts';
import { parseRetention, type Retention } from './retention.ts';
import { telemetryObserver, type TelemetryChoice } from './telemetry.ts';
import { recover } from './recovery.ts';
import { openStore, type StoreChoice } from './store-choice.ts';

/** What an engine is opened with. */
export interface EngineOptions {
  /** The path of a file, `memory`, or a store of your own; `memory` without it. */
  readonly store?: StoreChoice;
  /** The wall clock without it. */
  readonly clock?: EngineClock;
  /**
   * A partial policy over the defaults, as in `policy.changed`; without it the one that the store was opened with before. It must be
   * the same at each opening: changes are events.
   */
  readonly policy?: unknown;
  /** When an event is acknowledged; `group` without it. */
  readonly durability?: Durability;
  readonly tuning?: DurableTuning;
  /** False: deadlines fire only when `advanceTo` says so. */
  readonly ticksByClock?: boolean;
  /** Structured logs through pino; off without it. */
  readonly log?: LogChoice;
  /** Metrics and traces through OpenTelemetry; off without it. */
  readonly telemetry?: TelemetryChoice;
  /**
   * Hears each decision as a whole once it is committed: a `MemoryFeed` of `holdline/inspection`, for watching sessions. What it throws stops
   * nothing: it is told to `on('error')` and the log, once a cause.
   */
  readonly inspect?: InspectedDecisions;
  /** What is taken away by itself, after checkpoints and at most once an hour; all is kept without it. */
  readonly retention?: Retention;
}

/**
 * Opens an engine over a store, as the last commit left it.
 *
 * What is due by the clock fires in a later turn of the event loop, in order: listeners attached in the turn of the opening hear of
 * it. A virtual clock that stands past a deadline lets it fire when it is next moved, be it by nothing.
 *
 * @throws HoldlineError argument_invalid for what is no option, on any level; policy_invalid, retention_invalid, not_available; store_unreadable, store_corrupt, store_newer, store_locked; charts_changed.
 */
export function openEngine(given: EngineOptions = {}): Engine {
  const options = readArgument('openEngine', ENGINE_OPTIONS, given);
  const { durability = 'group', clock = new SystemClock(), tuning = {} } = options;
  const retention = options.retention === undefined ? undefined : parseRetention(options.retention);
  const { inspect } = options;
  const observer = joinObservers([logObserver(options.log), telemetryObserver(options.telemetry)]);
  const store: Store = openStore(options.store ?? 'memory', durability);
  const policy = policyFor(store, options.policy);
  if (store.lastPosition === 0 && store.tenants().size === 0) rememberPolicy(store, policy);
  const isMemory = store.name === 'memory';
  const settings: EngineSettings = {
    policy,
    clock,
    durability,
    ticksByClock: options.ticksByClock ?? true,
    isLazy: isMemory,
    inspect,
    batchMax: durability === 'sync' ? 1 : (tuning.batchMax ?? 1000),
    pendingMax: tuning.pendingMax ?? 100_000,
    checkpointAfter: tuning.checkpointAfter ?? (isMemory ? 20_000 : 10_000),
    savedAtOnce: tuning.savedAtOnce ?? 100,
    idleAfterMs: tuning.idleAfterMs ?? 60_000,
    inMemoryMax: tuning.inMemoryMax ?? 20_000,
    firingsAtOnce: tuning.firingsAtOnce ?? 500,
    observer,
    retention,
  };
  const lateness = new FiringLateness();
  let isRecovering = false;
  const onFired = (dueAt: number, firedAt: number) => {
    // What is decided again has fired before.
    if (isRecovering) return;
    lateness.note(dueAt, firedAt);
    observer?.fired?.(dueAt, firedAt);
  };
  const again = () => {
    isRecovering = true;
    try {
      return recover(store, { policy, clockKind: clock.kind, onFired });
    } finally {
      isRecovering = false;
    }
  };
  const openedAt = performance.now();
  const records = store.lastPosition - store.checkpointPosition;
  try {
    const engine = new Engine(store, settings, again, lateness);
    const durationMs = performance.now() - openedAt;
    const tenants = engine.tenants.length;
    inspect?.runsOn?.(clock);
    observer?.opened?.({ store: store.name, durationMs, records, tenants });
    return engine;
  } catch (error) {
    store.close();
    throw error;
  }
}

/** What an empty store is opened with is what its first records are decided under, whenever they are decided again. */
function rememberPolicy(store: Store, policy: Policy): void {
  const rows = {
    conversations: [],
    sessions: [],
    works: [],
    removedSessionIds: [],
    removedWorkIds: [],
  };
  const tenants = policyDocument(policy);
  void store.checkpoint({ position: 0, tenants, ...rows, ids: [], marks: [] });
}

/** The policy that is asked for; else the one that the store was opened with before, else the default. */
function policyFor(store: Store, partial: unknown): Policy {
  try {
    return partial === undefined
      ? (keptPolicy(store.tenants()) ?? DEFAULT_POLICY)
      : readPolicy(partial);
  } catch (error) {
    store.close();
    throw error;
  }
}

function readPolicy(partial: unknown): Policy {
  const policy = parsePolicy(partial);
  if (isPolicyIssues(policy)) {
    throw new HoldlineError('policy_invalid', describePolicyIssues(policy));
  }
  return policy;
}
