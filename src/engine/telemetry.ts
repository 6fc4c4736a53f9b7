// Metrics and traces of an engine in the terms of OpenTelemetry. The ports are the parts of its API that are used: a host's own
// meter and tracer fit, and the package is loaded only where nobody gives them.
import { createRequire } from 'node:module';
import { HoldlineError, isHoldlineError } from '../events/holdline-error.ts';
import type { EpochMs } from '../time/instant.ts';
import type { DispatchOutcome } from './dispatch-outcome.ts';
import {
  correctionsIn,
  verdictsOf,
  type CheckpointSeen,
  type CommitSeen,
  type DispatchWatch,
  type EngineObserver,
  type FailureSeen,
} from './engine-observer.ts';

/** Labels of a measurement or a span. */
type Labels = Record<string, string | number | boolean>;

interface InstrumentOptions {
  readonly description: string;
  readonly unit: string;
  readonly advice?: { readonly explicitBucketBoundaries: number[] };
}

/** What is used of a meter of `@opentelemetry/api`. */
export interface TelemetryMeter {
  createCounter(name: string, options: InstrumentOptions): Adder;
  createUpDownCounter(name: string, options: InstrumentOptions): Adder;
  createHistogram(name: string, options: InstrumentOptions): Recorder;
}

interface Adder {
  add(value: number, labels?: Labels): void;
}

interface Recorder {
  record(value: number, labels?: Labels): void;
}

/** What is used of a span context of `@opentelemetry/api`. */
interface SpanContext {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceFlags: number;
}

interface Span {
  spanContext(): SpanContext;
  setAttributes(labels: Labels): unknown;
  setStatus(status: { code: number; message?: string }): unknown;
  end(endTime?: number): void;
}

interface SpanOptions {
  readonly attributes?: Labels;
  readonly links?: { context: SpanContext }[];
  readonly startTime?: number;
  readonly root?: boolean;
}

/** What is used of a tracer of `@opentelemetry/api`. */
export interface TelemetryTracer {
  /** The parent is the context that is active where it is called. */
  startSpan(name: string, options?: SpanOptions): Span;
}

/** `true` for the global providers of `@opentelemetry/api`, or a meter and a tracer; either may be left out. */
export type TelemetryChoice =
  | boolean
  | { readonly meter?: TelemetryMeter; readonly tracer?: TelemetryTracer };

/** The name of the instrumentation scope. */
const SCOPE = 'holdline';

/** Of OpenTelemetry's SpanStatusCode. */
const STATUS_ERROR = 2;

/** Dispatches that the span of a commit links to, at most. */
const LINKS_MAX = 128;

/** Bounds of the histograms of durations, seconds: from a commit in memory to a disk that hangs. */
const DURATION_BOUNDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30];

/** Bounds of the histogram of lateness, seconds: from a timer of Node to an outage of days. */
const LATENESS_BOUNDS = [0.01, 0.05, 0.25, 1, 5, 30, 120, 600, 3600, 21_600, 86_400, 604_800];

const BATCH_BOUNDS = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000];

/**
 * The observer that measures and traces; undefined where none is wanted.
 *
 * @throws HoldlineError not_available if `true` asks for the global providers and `@opentelemetry/api` is not installed.
 */
export function telemetryObserver(choice: TelemetryChoice | undefined): EngineObserver | undefined {
  if (choice === undefined || choice === false) return undefined;
  const { meter, tracer } = choice === true ? globalProviders() : choice;
  const metered = meter === undefined ? {} : meteredBy(meter);
  const traced = tracer === undefined ? {} : tracedBy(tracer);
  return {
    ...metered,
    ...traced,
    committed(commit) {
      metered.committed?.(commit);
      traced.committed?.(commit);
    },
  };
}

function globalProviders(): { meter: TelemetryMeter; tracer: TelemetryTracer } {
  try {
    const { metrics, trace } = createRequire(import.meta.url)('@opentelemetry/api') as {
      metrics: { getMeter(name: string): TelemetryMeter };
      trace: { getTracer(name: string): TelemetryTracer };
    };
    return { meter: metrics.getMeter(SCOPE), tracer: trace.getTracer(SCOPE) };
  } catch (cause) {
    throw new HoldlineError(
      'not_available',
      'expected @opentelemetry/api for telemetry, found it not installed: add it to the host, or give a meter and a tracer',
      { cause },
    );
  }
}

/** The instruments of one engine; docs/operations.md lists them. */
function instrumentsOf(meter: TelemetryMeter) {
  const counter = (name: string, unit: string, description: string) =>
    meter.createCounter(name, { description, unit });
  const standing = (name: string, unit: string, description: string) =>
    meter.createUpDownCounter(name, { description, unit });
  const histogram = (name: string, unit: string, description: string, bounds: number[]) =>
    meter.createHistogram(name, {
      description,
      unit,
      advice: { explicitBucketBoundaries: bounds },
    });
  return {
    events: counter('holdline.events', '{event}', 'Events in that were answered, by verdict.'),
    commits: counter('holdline.commits', '{commit}', 'Commits that wrote a record.'),
    fired: counter('holdline.deadlines.fired', '{deadline}', 'Deadlines that fired.'),
    corrections: counter('holdline.corrections', '{fact}', 'Facts that correct history.'),
    failures: counter('holdline.failures', '{failure}', 'Failures gone on after, by kind.'),
    pending: standing('holdline.events.pending', '{event}', 'Events that wait for their commit.'),
    subscriptions: standing(
      'holdline.subscriptions',
      '{subscription}',
      'Subscriptions being read.',
    ),
    batch: histogram('holdline.commit.batch', '{event}', 'Events a commit.', BATCH_BOUNDS),
    commit: histogram('holdline.commit.duration', 's', 'Deciding and writing.', DURATION_BOUNDS),
    checkpoint: histogram('holdline.checkpoint.duration', 's', 'Writing.', DURATION_BOUNDS),
    lateness: histogram('holdline.deadline.lateness', 's', 'Fired minus due.', LATENESS_BOUNDS),
  };
}

function meteredBy(meter: TelemetryMeter): EngineObserver {
  const to = instrumentsOf(meter);
  let pendingNow = 0;
  return {
    refused: (count) => to.events.add(count, { verdict: 'rejected' }),
    committed(seen: CommitSeen) {
      let count = 0;
      for (const [verdict, times] of verdictsOf(seen)) {
        count += times;
        to.events.add(times, { verdict });
      }
      if (count > 0) to.batch.record(count);
      if (seen.position !== null) {
        to.commits.add(1);
        to.commit.record(seen.durationMs / 1000);
      }
      const corrections = correctionsIn(seen.batch);
      if (corrections > 0) to.corrections.add(corrections);
      // A difference each: what is pending is known only where something is committed.
      if (seen.pendingCount !== pendingNow) to.pending.add(seen.pendingCount - pendingNow);
      pendingNow = seen.pendingCount;
    },
    fired(dueAt: EpochMs, firedAt: EpochMs) {
      to.fired.add(1);
      to.lateness.record(Math.max(0, firedAt - dueAt) / 1000);
    },
    checkpointed: ({ durationMs }: CheckpointSeen) => to.checkpoint.record(durationMs / 1000),
    failed: ({ kind }: FailureSeen) => to.failures.add(1, { kind }),
    subscribed: (difference) => to.subscriptions.add(difference),
  };
}

/** A dispatch in a trace: its span is a child of the caller's. */
class TracedDispatch implements DispatchWatch {
  readonly span: Span;

  constructor(span: Span) {
    this.span = span;
  }

  done(outcomes: readonly DispatchOutcome[]): void {
    const refused = outcomes.filter(({ verdict }) => verdict === 'rejected').length;
    this.span.setAttributes({ 'holdline.events.rejected': refused });
    if (outcomes.length === 1) {
      this.span.setAttributes({ 'holdline.verdict': outcomes[0]?.verdict ?? '' });
    }
    this.span.end();
  }

  failed(error: unknown): void {
    const code = isHoldlineError(error) ? error.code : 'unknown';
    this.span.setAttributes({ 'error.type': code });
    this.span.setStatus({ code: STATUS_ERROR, message: code });
    this.span.end();
  }
}

function tracedBy(tracer: TelemetryTracer): EngineObserver {
  return {
    dispatching: (count) =>
      new TracedDispatch(
        tracer.startSpan('holdline dispatch', { attributes: { 'holdline.events.count': count } }),
      ),
    committed(seen) {
      if (seen.position === null) return;
      const endTime = performance.timeOrigin + performance.now();
      const span = tracer.startSpan('holdline commit', {
        // Several callers share a commit: it belongs to none of them and links to each.
        root: true,
        links: linksOf(seen),
        startTime: endTime - seen.durationMs,
        attributes: {
          'holdline.position': seen.position,
          'holdline.facts.count': seen.batch.facts.length,
        },
      });
      span.end(endTime);
    },
  };
}

function linksOf({ requests }: CommitSeen): { context: SpanContext }[] {
  const links: { context: SpanContext }[] = [];
  for (const { watch, next, committed } of requests) {
    if (links.length >= LINKS_MAX) break;
    if (next > committed && watch instanceof TracedDispatch) {
      links.push({ context: watch.span.spanContext() });
    }
  }
  return links;
}
