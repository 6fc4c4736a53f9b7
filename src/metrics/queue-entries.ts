/*
 * Stays of a session in queues. One begins with each session.queued, and ends once: answered by a human, abandoned by the customer, or
 * flowed out. A router that offers work out of another queue has moved the session there; one that names the queue for the first time has
 * only said which it is.
 */
import type { EpochMs } from '../time/instant.ts';
import { sessionCalculator, type FoldContext } from './calculator.ts';
import type { FigureDraft } from './figure-draft.ts';
import type { MetricDefinition } from './metric-definition.ts';
import type { Evidence } from './observation.ts';
import {
  abandoned,
  abandonedInTarget,
  abandonTime,
  answered,
  answeredInTarget,
  customerTotalWait,
  flowOut,
  longestWaitLive,
  offered,
  queueWaitTime,
  shortAbandoned,
  speedOfAnswer,
  waiting,
} from './queue-metrics.ts';

/** One stay that goes on. */
interface Entry {
  readonly key: string;
  readonly since: EpochMs;
  readonly because: readonly Evidence[];
  queueId: string | null;
  /** Ordinal of the figure that counts it as offered. */
  offeredAs: number;
}

/** The stays of one session. */
interface Entries {
  count: number;
  totalMs: number;
  businessMs: number;
  entry: Entry | null;
}

/** Ends by which the customer, or their silence, has given the wait up. */
const ABANDONING: ReadonlySet<string> = new Set([
  'customerEnded',
  'conversationDeleted',
  'optOut',
  'abandoned',
  'maxWaiting',
  'maxIdle',
]);

/** Measures the stays of sessions in queues. */
export const queueEntries = sessionCalculator<Entries>({
  name: 'queue-entries',
  definitions: [
    offered,
    answered,
    answeredInTarget,
    abandoned,
    shortAbandoned,
    abandonedInTarget,
    flowOut,
    waiting,
    queueWaitTime,
    speedOfAnswer,
    abandonTime,
    longestWaitLive,
    customerTotalWait,
  ],
  start: () => ({ count: 0, totalMs: 0, businessMs: 0, entry: null }),
  on: {
    'session.queued': (state, { at, causationId, data }, context) => {
      leave(state, at, 'rerouted', context);
      enter(state, at, data.queueId ?? null, [causationId], context);
    },
    'session.routingFailed': (state, { at, causationId, data }, context) => {
      moveTo(state, at, data.queueId ?? null, causationId, context);
    },
    'work.offered': (state, { at, causationId, data }, context) => {
      const { entry } = state;
      if (entry === null || data.queueId === undefined || data.queueId === entry.queueId) return;
      if (entry.queueId !== null) moveTo(state, at, data.queueId, causationId, context);
      else nameQueue(entry, data.queueId, context);
    },
    'session.dequeued': (state, { at, data }, context) => {
      if (data.outcome === 'flowOut') leave(state, at, 'flowOut', context);
    },
    'work.accepted': (state, { at, data }, context) => {
      if (data.agentId === undefined) leave(state, at, 'bot', context);
      else answer(state, at, data.agentId, context);
    },
    'session.ended': (state, { at, data }, context) => {
      if (!ABANDONING.has(data.reason)) leave(state, at, data.reason, context);
      else abandon(state, at, data.reason, context);
      const { session } = context;
      if (state.count === 0 || session === null) return;
      const figure = context.figure('ses', session.sessionId);
      figure.ms = state.totalMs;
      figure.businessMs = state.businessMs;
      context.tell(customerTotalWait, figure);
    },
    'session.errored': (state, { at }, context) => leave(state, at, 'error', context),
  },
  asOf: ({ entry }, _at, context) => {
    if (entry === null) return;
    const { key, since, queueId, because } = entry;
    const figure = { level: 'que', key, queueId, because } as const;
    context.tell(waiting, { ...figure, value: 1 });
    context.tell(longestWaitLive, { ...figure, since });
  },
});

function enter(
  state: Entries,
  since: EpochMs,
  queueId: string | null,
  because: readonly Evidence[],
  context: FoldContext,
): void {
  const { session } = context;
  if (session === null) return;
  state.count += 1;
  const key = `${session.sessionId}/wait-${state.count}`;
  const figure = context.figure('que', key);
  figure.queueId = queueId;
  figure.because = because;
  figure.value = 1;
  const offeredAs = context.record(offered, figure);
  state.entry = { key, since, because, queueId, offeredAs };
}

/** The session goes on waiting, in another queue. */
function moveTo(
  state: Entries,
  at: EpochMs,
  queueId: string | null,
  cause: Evidence,
  context: FoldContext,
): void {
  if (state.entry === null || state.entry.queueId === queueId) return;
  leave(state, at, 'rerouted', context);
  enter(state, at, queueId, [cause], context);
}

/** The router says in which queue the session has been all along. */
function nameQueue(entry: Entry, queueId: string, context: FoldContext): void {
  context.retract(entry.offeredAs);
  entry.queueId = queueId;
  const { key, since: at, because } = entry;
  entry.offeredAs = context.record(offered, { level: 'que', key, at, queueId, because, value: 1 });
}

/** Ends the stay and says what all figures of it have in common, and how long it was by the clock of the targets. */
function close(state: Entries, at: EpochMs, agentId: string | null, context: FoldContext) {
  const { entry } = state;
  if (entry === null) return null;
  state.entry = null;
  const { key, since, queueId, because } = entry;
  const ms = at - since;
  const channelId = context.session?.channelId;
  const businessMs = channelId === undefined ? ms : context.businessMs(channelId, since, at);
  state.totalMs += ms;
  state.businessMs += businessMs;
  const targetClockMs = context.options.serviceLevel.clock === 'business' ? businessMs : ms;
  return { key, queueId, agentId, because, ms, businessMs, targetClockMs };
}

type Closed = NonNullable<ReturnType<typeof close>>;

/** The beginning of a figure of a stay that is over: whose it is, and what it rests on. */
function figureOf({ key, queueId, agentId, because }: Closed, context: FoldContext): FigureDraft {
  const figure = context.figure('que', key);
  figure.queueId = queueId;
  figure.agentId = agentId;
  figure.because = because;
  return figure;
}

/** Counts a stay that is over. */
function count(
  metric: MetricDefinition,
  closed: Closed,
  label: string | null,
  context: FoldContext,
): void {
  const figure = figureOf(closed, context);
  figure.value = 1;
  figure.label = label;
  context.tell(metric, figure);
}

/** Measures a stay that is over. */
function measure(
  metric: MetricDefinition,
  closed: Closed,
  label: string | null,
  context: FoldContext,
): void {
  const figure = figureOf(closed, context);
  figure.ms = closed.ms;
  figure.businessMs = closed.businessMs;
  figure.label = label;
  context.tell(metric, figure);
}

function answer(state: Entries, at: EpochMs, agentId: string, context: FoldContext): void {
  const closed = close(state, at, agentId, context);
  if (closed === null) return;
  count(answered, closed, null, context);
  measure(queueWaitTime, closed, 'answered', context);
  measure(speedOfAnswer, closed, null, context);
  if (closed.targetClockMs > context.options.serviceLevel.targetMs) return;
  count(answeredInTarget, closed, null, context);
}

function abandon(state: Entries, at: EpochMs, label: string, context: FoldContext): void {
  const closed = close(state, at, null, context);
  if (closed === null) return;
  const { targetMs, shortAbandonMs } = context.options.serviceLevel;
  const { targetClockMs } = closed;
  count(abandoned, closed, label, context);
  measure(queueWaitTime, closed, 'abandoned', context);
  measure(abandonTime, closed, null, context);
  if (targetClockMs <= shortAbandonMs) count(shortAbandoned, closed, null, context);
  if (targetClockMs <= targetMs) count(abandonedInTarget, closed, null, context);
}

function leave(state: Entries, at: EpochMs, label: string, context: FoldContext): void {
  const closed = close(state, at, null, context);
  if (closed === null) return;
  count(flowOut, closed, label, context);
  measure(queueWaitTime, closed, 'flowOut', context);
}
