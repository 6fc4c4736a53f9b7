// The public API of Holdline, and nothing else.
export { openEngine } from './engine/open-engine.ts';
export type { EngineOptions } from './engine/open-engine.ts';
export type { Engine } from './engine/engine.ts';
export type { EngineListeners } from './engine/engine-listeners.ts';
export type { EndUserKey, ErasureReport } from './engine/erasure.ts';
export { conversationHash } from './engine/log.ts';
export type { EngineLogger, LogChoice } from './engine/log.ts';
export type { RetainedReport, Retention } from './engine/retention.ts';
export type { TelemetryChoice, TelemetryMeter, TelemetryTracer } from './engine/telemetry.ts';
export { SystemClock } from './engine/engine-clock.ts';
export type { EngineClock } from './engine/engine-clock.ts';
export type { Durability, DurableTuning } from './engine/engine-options.ts';
export type { DispatchOutcome, PendingDeadline, StatusChange } from './engine/dispatch-outcome.ts';
export type { Explanation, TimerFilter } from './engine/engine-reader.ts';
export type { SessionView } from './engine/session-view.ts';
export type { FactFeed, SubscribeOptions } from './engine/fact-subscription.ts';
export type { LatenessFigures } from './engine/firing-lateness.ts';
export type {
  BulkFilter,
  BulkOperations,
  EndedSession,
  EndOptions,
  RearmedDeadline,
  RearmFilter,
} from './engine/bulk-operations.ts';
export { MemoryStore } from './store/memory-store.ts';
export { openSqliteStore, type SqliteStore } from './store/sqlite-store.ts';
export type { SqliteStoreOptions } from './store/sqlite-opening.ts';
export { adaptBetterSqlite3, betterSqlite3Driver } from './store/better-sqlite3.ts';
export type { SessionFilter, Store } from './store/store.ts';

export { MemoryEngine } from './engine/memory-engine.ts';
export type { FactListeners, MemoryEngineOptions } from './engine/memory-engine.ts';
export type { EngineSink } from './engine/engine-sink.ts';

export { decide, decideDeadline } from './conversation/decide.ts';
export type { ConversationEvent, Decision } from './conversation/decide.ts';
export type { DecisionContext } from './conversation/decision-context.ts';
export { Conversation } from './conversation/conversation.ts';
export { conversationId, parseSessionId } from './conversation/conversation-id.ts';
export type { Deadline } from './conversation/deadline.ts';
export type { Session } from './conversation/session.ts';
export type { Work } from './conversation/work.ts';

export { compile } from './statechart/compile.ts';
export { initialStep, step } from './statechart/step.ts';
export type {
  ChartState,
  ChartTransition,
  CompiledChart,
  ScheduledDelay,
  Step,
} from './statechart/compiled-chart.ts';

export { parseEvent } from './events/parse-event.ts';
export { Refusal } from './events/refusal.ts';
export type { AnyFact, Fact, FactPayloads, FactType } from './events/fact.ts';
export { HoldlineError, isHoldlineError } from './events/holdline-error.ts';
export type { VerdictCode } from './events/codes.ts';
export type { Verdict } from './events/verdict.ts';
export type { EventIn, EventOf, EventType } from './events/vocabulary.ts';

export { DEFAULT_POLICY } from './policy/default-policy.ts';
export { isPolicyIssues, parsePolicy } from './policy/parse-policy.ts';
export type { Policy } from './policy/policy.ts';
export { toChannel } from './policy/channel.ts';
export type { Channel } from './policy/channel.ts';

export { openMetrics } from './engine/open-metrics.ts';
export type { MetricsChoice } from './engine/open-metrics.ts';
export type { EngineMetrics } from './engine/engine-metrics.ts';
export type {
  ExplainedWindow,
  LiveFigureChoice,
  MetricListeners,
} from './engine/metric-questions.ts';
export type { KeptChoice } from './engine/metrics-kept.ts';
export { METRICS } from './metrics/catalogue.ts';
export type { Explanation as MetricExplanation } from './metrics/explain.ts';
export type { Group } from './metrics/figure-reading.ts';
export type { BucketFigure, StretchFigure } from './metrics/figures.ts';
export type { LiveBoard } from './metrics/live-board.ts';
export type { Correction } from './metrics/figure-teller.ts';
export type { Measurement } from './metrics/measurement.ts';
export type { DerivedMetric, MetricDefinition } from './metrics/metric-definition.ts';
export type { MetricOptions } from './policy/metric-options.ts';
export { METRIC_PROFILE_NAMES, METRIC_PROFILES, metricOptions } from './policy/metric-profiles.ts';
export type { MetricProfile, PartialMetricOptions } from './policy/metric-profiles.ts';

export { SESSION_METRIC_TYPES, SessionMetrics } from './metrics/session-metrics.ts';
export type { SessionMetricType } from './metrics/session-metrics.ts';

export { TableBook } from './tables/table-book.ts';
export { TABLE_NAMES, TABLES } from './tables/table.ts';
export type { Row, TableName } from './tables/table.ts';

export { formatInstant, parseInstant } from './time/instant.ts';
export type { EpochMs } from './time/instant.ts';
