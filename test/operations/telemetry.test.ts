// Metrics and traces, read back through the exporters of the SDK: what is documented is what comes out.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  context,
  metrics,
  ROOT_CONTEXT,
  trace,
  type Context,
  type ContextManager,
} from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { AsyncLocalStorage } from 'node:async_hooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { channel, message, newFile, of, opened } from './live-engine.ts';

/** The context manager of a host, over Node's own. */
class LocalContexts implements ContextManager {
  readonly #storage = new AsyncLocalStorage<Context>();

  active(): Context {
    return this.#storage.getStore() ?? ROOT_CONTEXT;
  }

  with<A extends unknown[], F extends (...args: A) => ReturnType<F>>(
    active: Context,
    run: F,
    thisArg?: ThisParameterType<F>,
    ...args: A
  ): ReturnType<F> {
    return this.#storage.run(active, () => run.call(thisArg as never, ...args));
  }

  bind<T>(_context: Context, target: T): T {
    return target;
  }

  enable(): this {
    return this;
  }

  disable(): this {
    return this;
  }
}

/** A meter and a tracer with what they have exported. */
function exporters() {
  const metricExporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({
    exporter: metricExporter,
    exportIntervalMillis: 3_600_000,
  });
  const meters = new MeterProvider({ readers: [reader] });
  const spanExporter = new InMemorySpanExporter();
  const tracers = new BasicTracerProvider({
    spanProcessors: [new SimpleSpanProcessor(spanExporter)],
  });
  return {
    meters,
    tracers,
    spans: () => spanExporter.getFinishedSpans(),
    /** The points of each instrument by its name. */
    points: async () => {
      await reader.forceFlush();
      const found = metricExporter.getMetrics().at(-1)?.scopeMetrics ?? [];
      const all = found.flatMap(({ metrics: each }) => each);
      return new Map(
        all.map(({ descriptor, dataPoints }) => [
          descriptor.name,
          dataPoints.map(({ attributes, value }) => ({ attributes, value: value as unknown })),
        ]),
      );
    },
    stop: () => Promise.all([meters.shutdown(), tracers.shutdown()]),
  };
}

describe('telemetry', () => {
  beforeAll(() => {
    context.setGlobalContextManager(new LocalContexts());
  });
  afterAll(() => context.disable());

  it('counts events by verdict, commits, deadlines, corrections and subscriptions, without a name of anybody', async () => {
    const { meters, points, stop } = exporters();
    const { engine, clock } = opened({
      store: newFile(),
      telemetry: { meter: meters.getMeter('test') },
      policy: { inactiveExpiry: 'PT1H' },
    });
    const first = message(clock, 'zoe');
    await engine.dispatchMany([channel(clock), first, first, { id: 'x', type: 'no.such' }]);
    const early = message(clock, 'zoe');
    await clock.advanceBy('PT1M');
    await engine.dispatch(of(clock, 'customer.ended', 'zoe'));
    await engine.dispatch(early);
    await engine.dispatch(message(clock, 'bob'));
    await engine.dispatchMany([
      of(clock, 'work.accepted', 'bob', { workId: 'w', agentId: 'ann' }),
      of(clock, 'agent.message', 'bob', { agentId: 'ann', messageId: 'm' }),
      of(clock, 'agent.markedInactive', 'bob', { agentId: 'ann' }),
    ]);
    await clock.advanceBy('PT2H');
    await engine.checkpoint();
    const feed = engine.subscribe({ from: 0 });
    await feed.next();
    const seen = await points();
    const events = Object.fromEntries(
      (seen.get('holdline.events') ?? []).map(({ attributes, value }) => [
        attributes['verdict'],
        value,
      ]),
    );
    expect(events).toMatchObject({ applied: 7, duplicate: 1, rejected: 1, corrected: 1 });
    expect(seen.get('holdline.deadlines.fired')?.[0]?.value).toBe(1);
    expect(seen.get('holdline.corrections')?.[0]?.value).toBeGreaterThan(0);
    expect(seen.get('holdline.subscriptions')?.[0]?.value).toBe(1);
    expect(seen.get('holdline.checkpoint.duration')?.[0]?.value).toMatchObject({ count: 1 });
    expect(seen.get('holdline.deadline.lateness')?.[0]?.value).toMatchObject({ count: 1, sum: 0 });
    const commits = seen.get('holdline.commits')?.[0]?.value as number;
    expect(commits).toBe(engine.inside.store.lastPosition);
    expect(seen.get('holdline.commit.duration')?.[0]?.value).toMatchObject({ count: commits });
    expect(JSON.stringify([...seen])).not.toMatch(/zoe|bob|default\/web/);
    await feed.return();
    expect((await points()).get('holdline.subscriptions')?.[0]?.value).toBe(0);
    await stop();
  });

  it('counts in the span of a dispatch all that was given to it, also what is no event', async () => {
    const { tracers, spans, stop } = exporters();
    const { engine, clock } = opened({ telemetry: { tracer: tracers.getTracer('host') } });
    await engine.dispatchMany([channel(clock), 'no event', message(clock, 'zoe'), { type: 'x' }]);
    await engine.dispatchMany(['no event']);
    const dispatches = spans().filter(({ name }) => name === 'holdline dispatch');
    expect(dispatches.map(({ attributes }) => attributes)).toMatchObject([
      { 'holdline.events.count': 4, 'holdline.events.rejected': 2 },
      { 'holdline.events.count': 1, 'holdline.events.rejected': 1, 'holdline.verdict': 'rejected' },
    ]);
    await stop();
  });

  it("makes a dispatch a child of the caller's span, and links the commit that several share to each", async () => {
    const { tracers, spans, stop } = exporters();
    const tracer = tracers.getTracer('host');
    const { engine, clock } = opened({ telemetry: { tracer } });
    const caller = tracer.startSpan('host request');
    const within = trace.setSpan(context.active(), caller);
    await context.with(within, () =>
      Promise.all([engine.dispatch(channel(clock)), engine.dispatch(message(clock, 'zoe'))]),
    );
    caller.end();
    const dispatches = spans().filter(({ name }) => name === 'holdline dispatch');
    const commits = spans().filter(({ name }) => name === 'holdline commit');
    expect(dispatches).toHaveLength(2);
    expect(commits).toHaveLength(1);
    for (const span of dispatches) {
      expect(span.parentSpanContext?.spanId).toBe(caller.spanContext().spanId);
      expect(span.attributes).toMatchObject({ 'holdline.verdict': 'applied' });
    }
    expect(commits[0]?.parentSpanContext).toBeUndefined();
    expect(commits[0]?.links.map((link) => link.context.spanId)).toEqual(
      dispatches.map((span) => span.spanContext().spanId),
    );
    expect(JSON.stringify(spans().map(({ name, attributes }) => [name, attributes]))).not.toContain(
      'zoe',
    );
    await stop();
  });

  it('takes the global providers for true, and is nothing without them', async () => {
    const { meters, points, stop } = exporters();
    metrics.setGlobalMeterProvider(meters);
    const { engine, clock } = opened({ telemetry: true });
    await engine.dispatch(channel(clock));
    metrics.disable();
    expect((await points()).get('holdline.commits')?.[0]?.value).toBe(1);
    await stop();
    const unheard = opened({ telemetry: true });
    expect((await unheard.engine.dispatch(channel(clock))).verdict).toBe('applied');
  });

  it('is documented: every instrument is in docs/operations.md', async () => {
    const names: string[] = [];
    const instrument = (name: string) => {
      names.push(name);
      return { add: () => undefined, record: () => undefined };
    };
    opened({
      telemetry: {
        meter: {
          createCounter: instrument,
          createUpDownCounter: instrument,
          createHistogram: instrument,
        },
      },
    });
    const page = readFileSync(join(import.meta.dirname, '../../docs/operations.md'), 'utf8');
    expect(names.length).toBeGreaterThan(8);
    expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});
