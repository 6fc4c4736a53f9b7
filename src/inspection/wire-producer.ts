// From the steps of sessions to the events that XState's actors would have sent, at once and with the engine's own times.
import { charts } from '../../machines/index.ts';
import { sessionCharts, type SessionChart } from '../conversation/charts.ts';
import { initialStep } from '../statechart/step.ts';
import type { Fields, InspectedStep } from './inspection-feed.ts';
import { redactionOf, type Redact } from './redaction.ts';
import {
  nestedValue,
  WIRE_VERSION,
  type StepDetails,
  type WireEvent,
  type WireSnapshot,
} from './wire-event.ts';

/** What a wire producer is told. */
export interface WireProducerOptions {
  /** Hears each event of the wire, in order, before `take` returns. */
  readonly send: (event: WireEvent) => void;
  readonly redact?: Redact;
  /** Whether snapshots carry what only Holdline knows, in a field `holdline`; false by default. */
  readonly details?: boolean;
}

/**
 * Turns steps into the wire format of `@statelyai/inspect`, one actor a session.
 *
 * Nothing is deferred and no clock is read: `createdAt` is the instant of the event. A session whose birth was not seen begins where it stands.
 */
export class WireProducer {
  readonly #send: (event: WireEvent) => void;
  readonly #redaction: (step: InspectedStep) => InspectedStep;
  readonly #withDetails: boolean;
  /** The active leaf of each session that was announced. */
  readonly #leaves = new Map<string, string>();

  constructor({ send, redact, details = false }: WireProducerOptions) {
    this.#send = send;
    this.#redaction = redactionOf(redact);
    this.#withDetails = details;
  }

  /** Tells a step. Returns it as it was shown. */
  take(step: InspectedStep): InspectedStep {
    const shown = this.#redaction(step);
    const { sessionId, at, value } = shown;
    const before = this.#leaves.get(sessionId) ?? this.#announce(shown);
    const event = wireCause(shown, before);
    const base = baseOf(sessionId, at);
    const isTimer = shown.cause.startsWith('timer.');
    const source = isTimer ? { sourceId: sessionId } : {};
    this.#send({ type: '@xstate.event', event, ...source, ...base });
    const snapshot = snapshotOf(shown.graph, value, shown.context);
    const details = this.#withDetails ? { holdline: detailsOf(shown) } : {};
    this.#send({ type: '@xstate.snapshot', event, snapshot, ...base, ...details });
    this.#leaves.set(sessionId, value);
    return shown;
  }

  /** Forgets a session; a further step of it announces it anew. */
  forget(shownId: string): void {
    this.#leaves.delete(shownId);
  }

  /** Announces a session and returns the leaf at which it stands before the step. */
  #announce(step: InspectedStep): string {
    const { sessionId, graph, at, value, context, from } = step;
    const chart = sessionCharts[graph as keyof typeof sessionCharts] as SessionChart | undefined;
    const isBirth = from === null && chart !== undefined;
    const start = isBirth ? birthOf(chart) : { value, context };
    const base = baseOf(sessionId, at);
    const snapshot = snapshotOf(graph, start.value, start.context);
    const definition = definitionOf(graph);
    this.#send({ type: '@xstate.actor', name: sessionId, definition, snapshot, ...base });
    if (isBirth) {
      const event = { type: 'xstate.init' };
      this.#send({ type: '@xstate.event', event, ...base });
      this.#send({ type: '@xstate.snapshot', event, snapshot, ...base });
    }
    return start.value;
  }
}

const baseOf = (sessionId: string, at: number) => ({
  sessionId,
  rootId: sessionId,
  createdAt: String(at),
  id: null,
  _version: WIRE_VERSION,
});

/** A chart before anything happened, without its settings. */
function birthOf(chart: SessionChart): { readonly value: string; readonly context: Fields } {
  const { value, context } = initialStep(chart);
  const { settings: _, ...counters } = context;
  return { value, context: counters };
}

function snapshotOf(graph: string, value: string, context: Fields): WireSnapshot {
  const leaf = sessionCharts[graph as keyof typeof sessionCharts]?.leaves.get(value);
  return {
    children: {},
    context,
    historyValue: {},
    status: leaf?.done === true ? 'done' : 'active',
    tags: leaf?.tags ?? [],
    value: nestedValue(value),
  };
}

/** The event that XState's actor would have got: for a deadline, the one of its own that the chart declares. */
function wireCause(step: InspectedStep, before: string): { readonly type: string } & Fields {
  const { event, graph, cause } = step;
  if (!cause.startsWith('timer.')) return event;
  const name = cause.slice('timer.'.length);
  const chart = sessionCharts[graph as keyof typeof sessionCharts];
  const declared = chart?.transitions.find(
    ({ delay, source }) => delay === name && (before === source || before.startsWith(`${source}.`)),
  );
  return { ...event, type: declared?.eventType ?? cause };
}

function detailsOf(step: InspectedStep): StepDetails {
  const { seq, recordedAt, cause, rule, from, to, deadlines, facts } = step;
  const superseded = step.superseded === true;
  return { seq, recordedAt, cause, rule, from, to, deadlines, facts, superseded };
}

const definitions = new Map<string, string>();

/** JSON of a chart's config, functions by their names; of a chart that is not known only its id. */
function definitionOf(graph: string): string {
  let text = definitions.get(graph);
  if (text === undefined) {
    const machine = charts[graph as keyof typeof charts] as { config: object } | undefined;
    text = JSON.stringify(machine?.config ?? { id: graph }, nameOfFunction);
    definitions.set(graph, text);
  }
  return text;
}

const nameOfFunction = (_key: string, value: unknown) =>
  typeof value === 'function' ? { type: value.name } : value;
