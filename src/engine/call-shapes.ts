// The shapes of what a program gives to an engine: options, filters, keys. The compiler holds them against the types.
import type { SessionStatus } from '../../machines/index.ts';
import { FACT_TYPES } from '../events/fact-types.ts';
import { TIMER_NAMES } from '../events/timer-names.ts';
import { choice, flag } from '../policy/policy-field.ts';
import type { SessionFilter } from '../store/store.ts';
import type { EpochMs } from '../time/instant.ts';
import type { BulkFilter, EndOptions, RearmFilter } from './bulk-operations.ts';
import {
  countFrom,
  fields,
  fitting,
  having,
  instantMs,
  listOf,
  nameOf,
  text,
} from './call-argument.ts';
import type { EndUserKey } from './erasure.ts';
import type { DurableTuning } from './engine-options.ts';
import type { TimerFilter } from './engine-reader.ts';
import type { SubscribeOptions } from './fact-subscription.ts';
import type { EngineOptions } from './open-engine.ts';
import type { MetricsChoice } from './open-metrics.ts';
import type { ParsedEngineOptions as MemoryEngineOptions } from './parsed-engine.ts';

const count = countFrom(1);

const TUNING = fields<DurableTuning>({
  batchMax: count,
  pendingMax: count,
  checkpointAfter: count,
  savedAtOnce: count,
  idleAfterMs: countFrom(0),
  inMemoryMax: count,
  firingsAtOnce: count,
});

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const has = (value: unknown, ...methods: readonly string[]) =>
  isObject(value) && methods.every((name) => typeof value[name] === 'function');

/** What `openEngine` takes. What policy and retention say is read by readers of their own. */
export const ENGINE_OPTIONS = fields<EngineOptions>({
  store: fitting(
    "memory, the path of a file, or a store such as openSqliteStore('sessions.db')",
    (value) =>
      typeof value === 'string' ? value !== '' : has(value, 'append', 'checkpoint', 'records'),
  ),
  clock: having(
    'a clock with now, wakeAt and stop, such as a VirtualClock of holdline/testing',
    'now',
    'wakeAt',
    'stop',
  ),
  policy: fitting('an object of settings', () => true),
  durability: choice(['memory', 'group', 'sync']),
  tuning: TUNING,
  ticksByClock: flag,
  log: fitting('true, options of pino, or a logger', (value) => isObject(value) || isFlag(value)),
  telemetry: fitting(
    'true, or a meter and a tracer',
    (value) => isFlag(value) || (isObject(value) && Object.keys(value).every(isOfTelemetry)),
  ),
  inspect: having('a feed with decided, such as a MemoryFeed of holdline/inspection', 'decided'),
  retention: fitting('an object of durations', () => true),
});

const isFlag = (value: unknown) => typeof value === 'boolean';

const isOfTelemetry = (name: string) => name === 'meter' || name === 'tracer';

/** What a `MemoryEngine` takes. */
export const MEMORY_ENGINE_OPTIONS = fields<MemoryEngineOptions>({
  policy: fitting('an object of settings', () => true),
  sink: having('an object whose methods hear what is decided'),
  tuning: having('an object of counts'),
});

/** Whose metrics are opened. */
export const OPENED_ENGINE = fitting<unknown>(
  'an engine of openEngine',
  (value) => isObject(value) && isObject(value['inside']),
);

/** What `openMetrics` takes. What profile, options and kept say is read by readers of their own. */
export const METRICS_CHOICE = fields<MetricsChoice>({
  tenant: text,
  profile: fitting('the name of a profile', () => true),
  options: fitting('an object of metric options', () => true),
  kept: fitting('an object of durations', isObject),
});

/** Statuses that a session may have, each once: the compiler sees that none is missing. */
const IS_STATUS: Readonly<Record<SessionStatus, true>> = {
  New: true,
  Waiting: true,
  Active: true,
  Consent: true,
  Inactive: true,
  Paused: true,
  Error: true,
  Ended: true,
};

const status = nameOf<string>(Object.keys(IS_STATUS), 'a status such as Waiting');

const BULK = {
  tenant: text,
  channelId: text,
  conversationId: text,
  status,
  ownerId: text,
  startFrom: instantMs,
  startBefore: instantMs,
  limit: countFrom(0),
};

/** Which sessions `sessions` answers with. */
export const SESSION_FILTER = fields<SessionFilter>({
  ...BULK,
  isOpen: flag,
  after: fields<{ readonly startAt: EpochMs; readonly id: string }>({
    startAt: instantMs,
    id: text,
  }),
});

/** Which sessions a bulk operation is about. */
export const BULK_FILTER = fields<BulkFilter>(BULK);

const timerName = nameOf<string>(TIMER_NAMES, 'the name of a timer such as noReply');

/** Which deadlines `bulk.rearm` is about. */
export const REARM_FILTER = fields<RearmFilter>({ ...BULK, name: timerName });

/** Which deadlines `timers` answers with. */
export const TIMER_FILTER = fields<TimerFilter>({
  tenant: text,
  channelId: text,
  name: timerName,
  until: instantMs,
  limit: countFrom(0),
});

/** Who ends sessions in bulk. */
export const ENDED_BY = choice(['supervisor', 'automation']);

/** How `bulk.endSessions` ends. */
export const END_OPTIONS = fields<EndOptions>({ operationId: text, by: ENDED_BY, reason: text }, [
  'operationId',
]);

/** How `bulk.rearm` goes about it. */
export const REARM_OPTIONS = fields<{ readonly operationId?: string }>({ operationId: text });

/** From where a feed is read. */
export const SUBSCRIBE_OPTIONS = fields<SubscribeOptions>(
  {
    tenant: text,
    from: fitting(
      'the seq of the last fact dealt with, 0 for all',
      (value) => Number.isSafeInteger(value) && (value as number) >= 0,
    ),
    types: listOf(nameOf(FACT_TYPES, 'a type of fact such as session.ended'), 'types of facts'),
    signal: having('an AbortSignal', 'addEventListener'),
  },
  ['from'],
);

/** The address of a person on a channel. */
export const END_USER_KEY = fields<EndUserKey>({ channelId: text, endUserId: text, tenant: text }, [
  'channelId',
  'endUserId',
]);

/** How a person is erased. */
export const ERASE_OPTIONS = fields<{ readonly force?: boolean }>({ force: flag });

/** What a conversation is asked for by. */
export const CONVERSATION_KEY = fitting<unknown>(
  'the id of a conversation, or channelId and endUserId',
  (value) =>
    isText(value) || (isObject(value) && isText(value['channelId']) && isText(value['endUserId'])),
);

const isText = (value: unknown) => typeof value === 'string' && value !== '';

/** A session, an agent, a file: by name. */
export const NAME = fitting<unknown>('a string that is not empty', isText);

/** Whatever is called back. */
export const CALLBACK = fitting<unknown>('a function', (value) => typeof value === 'function');

/** How long somebody waits. */
export const WAIT_MS = fitting<unknown>(
  'milliseconds from 0 on',
  (value) => typeof value === 'number' && value >= 0,
);

/** What is dispatched together; each of them may be anything. */
export const INPUTS = fitting<unknown>('a list of events', Array.isArray);

/** What an engine in memory tells. */
export const LISTENED_IN_MEMORY = nameOf<string>(
  [...FACT_TYPES, 'fact'],
  'a type of fact such as session.ended, or fact',
);

/** What may be listened to. */
export const LISTENED = nameOf<string>(
  [...FACT_TYPES, 'fact', 'verdict', 'error'],
  'a type of fact such as session.ended, or fact, verdict or error',
);
