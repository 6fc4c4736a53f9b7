// The session metrics of Salesforce as measurements: the arithmetic of the vendor's table, with the events behind each figure.
import type { Fact } from '../events/fact.ts';
import type { MetricOptions } from '../policy/metric-options.ts';
import type { EpochMs } from '../time/instant.ts';
import { sessionCalculator, type FoldContext } from './calculator.ts';
import { asksForAnswer } from './counted-messages.ts';
import type { FigureDraft } from './figure-draft.ts';
import type { MetricDefinition } from './metric-definition.ts';
import type { Evidence } from './observation.ts';
import {
  agentWrote,
  averageMs,
  botWrote,
  customerWrote,
  longestMs,
  noExchange,
  wasActivated,
  wasQueued,
  type ExchangeChoices,
  type ResponseSamples,
  type SessionExchange,
} from './session-exchange.ts';
import {
  agentMessageCount,
  agentResponseTimeAvg,
  agentResponseTimeMax,
  endUserMessageCount,
  endUserResponseTimeAvg,
  endUserResponseTimeMax,
  openWaitMs,
  repFirstResponseTime,
  SESSION_RESPONSE_METRICS,
} from './session-response-metrics.ts';

/** The events behind the samples of one side. */
interface SampleTrail {
  /** The message from which the running wait counts; null while nobody waits. */
  anchor: Evidence | null;
  /** Question and answer of each sample, in order. */
  readonly pairs: Evidence[];
  /** Where the longest sample stands among the pairs. */
  longest: number;
}

interface SessionResponses {
  readonly exchange: SessionExchange;
  readonly agent: SampleTrail;
  readonly endUser: SampleTrail;
  readonly agentMessages: Evidence[];
  readonly endUserMessages: Evidence[];
  /** The request for a human and the first message of one. */
  readonly firstResponse: Evidence[];
  hasEnded: boolean;
}

const noTrail = (): SampleTrail => ({ anchor: null, pairs: [], longest: 0 });

/** Records the session metrics when a session ends. */
export const sessionResponses = sessionCalculator({
  name: 'session-responses',
  definitions: SESSION_RESPONSE_METRICS,
  start: (): SessionResponses => ({
    exchange: noExchange(),
    agent: noTrail(),
    endUser: noTrail(),
    agentMessages: [],
    endUserMessages: [],
    firstResponse: [],
    hasEnded: false,
  }),
  on: {
    'message.recorded': (state, fact, { options }) => {
      switch (fact.data.actor) {
        case 'EndUser':
          if (asksForAnswer(fact.data, options)) askOfCustomer(state, fact, options);
          return;
        case 'Agent':
          answerOfAgent(state, fact, options);
          return;
        case 'Bot':
          answerOfBot(state, fact, options);
          return;
        case 'System':
          return;
      }
    },
    'session.queued': (state, { at, causationId }) => {
      const { exchange, firstResponse } = state;
      if (exchange.requestedAt < 0) firstResponse.push(causationId);
      wasQueued(exchange, at);
    },
    'session.activated': (state, { at, causationId, data }) => {
      const { exchange, firstResponse } = state;
      wasActivated(exchange, at, data.by);
      if (exchange.requestedAt < 0) firstResponse.length = 0;
      else if (firstResponse.length === 0) firstResponse.push(causationId);
    },
    'session.ended': (state, { at }, context) => {
      state.hasEnded = true;
      const { session, options } = context;
      if (session?.graph === 'notification' && !options.notificationRows) return;
      recordFigures(state, context);
      recordOpenWait(state, at, context);
    },
    'session.errored': (state) => {
      state.hasEnded = true;
    },
  },
  asOf: (state, at, context) => {
    if (!state.hasEnded) recordOpenWait(state, at, context);
  },
});

/** The choices of the options in the words of the arithmetic; one object a choice, so that none is made for each message. */
const choicesOf = ({ anchor, botAnswers }: MetricOptions): ExchangeChoices =>
  CHOICES[anchor][botAnswers ? 1 : 0] as ExchangeChoices;

const CHOICES: Readonly<Record<MetricOptions['anchor'], readonly ExchangeChoices[]>> = {
  firstUnanswered: [
    { anchor: 'first', botAnswers: false },
    { anchor: 'first', botAnswers: true },
  ],
  lastUnanswered: [
    { anchor: 'last', botAnswers: false },
    { anchor: 'last', botAnswers: true },
  ],
};

type Recorded = Fact<'message.recorded'>;

function askOfCustomer(state: SessionResponses, fact: Recorded, options: MetricOptions): void {
  const { exchange } = state;
  const longest = exchange.endUser.maxMs;
  customerWrote(exchange, fact.at, choicesOf(options));
  state.endUserMessages.push(fact.causationId);
  closeSample(state.endUser, exchange.endUser.maxMs > longest, fact.causationId);
  openSample(state.agent, fact.causationId, options);
}

function answerOfAgent(state: SessionResponses, fact: Recorded, options: MetricOptions): void {
  const { exchange } = state;
  const longest = exchange.agent.maxMs;
  const wasUnanswered = exchange.firstResponseMs < 0;
  agentWrote(exchange, fact.at, choicesOf(options));
  state.agentMessages.push(fact.causationId);
  if (wasUnanswered && exchange.firstResponseMs >= 0) state.firstResponse.push(fact.causationId);
  closeSample(state.agent, exchange.agent.maxMs > longest, fact.causationId);
  openSample(state.endUser, fact.causationId, options);
}

function answerOfBot(state: SessionResponses, fact: Recorded, options: MetricOptions): void {
  botWrote(state.exchange, fact.at, choicesOf(options));
  if (options.botAnswers) state.agent.anchor = null;
  openSample(state.endUser, fact.causationId, options);
}

function openSample(trail: SampleTrail, id: Evidence, { anchor }: MetricOptions): void {
  if (trail.anchor === null || anchor === 'lastUnanswered') trail.anchor = id;
}

function closeSample(trail: SampleTrail, isLongest: boolean, id: Evidence): void {
  if (trail.anchor === null) return;
  if (isLongest) trail.longest = trail.pairs.length;
  trail.pairs.push(trail.anchor, id);
  trail.anchor = null;
}

function recordFigures(state: SessionResponses, context: FoldContext): void {
  const { exchange } = state;
  recordCount(agentMessageCount, state.agentMessages, context);
  recordCount(endUserMessageCount, state.endUserMessages, context);
  recordSide([agentResponseTimeAvg, agentResponseTimeMax], exchange.agent, state.agent, context);
  recordSide(
    [endUserResponseTimeAvg, endUserResponseTimeMax],
    exchange.endUser,
    state.endUser,
    context,
  );
  const firstMs = exchange.firstResponseMs < 0 ? null : exchange.firstResponseMs;
  recordDuration(repFirstResponseTime, firstMs, state.firstResponse, context);
}

function recordSide(
  [average, longest]: readonly [MetricDefinition, MetricDefinition],
  samples: ResponseSamples,
  { pairs, longest: at }: SampleTrail,
  context: FoldContext,
): void {
  recordDuration(average, averageMs(samples), pairs, context);
  recordDuration(longest, longestMs(samples), pairs.slice(at, at + 2), context);
}

function recordDuration(
  metric: MetricDefinition,
  ms: number | null,
  because: readonly Evidence[],
  context: FoldContext,
): void {
  const figure = figureOf(context);
  if (figure === null) return;
  if (ms === null) figure.missing = 'reply';
  else {
    figure.ms = ms;
    figure.because = because;
  }
  context.tell(metric, figure);
}

function recordCount(
  metric: MetricDefinition,
  messages: readonly Evidence[],
  context: FoldContext,
): void {
  const figure = figureOf(context);
  if (figure === null) return;
  figure.value = messages.length;
  figure.because = messages;
  context.tell(metric, figure);
}

function recordOpenWait(
  { exchange, agent }: SessionResponses,
  at: EpochMs,
  context: FoldContext,
): void {
  const figure = figureOf(context);
  if (figure === null || agent.anchor === null) return;
  figure.at = at;
  figure.since = exchange.agent.anchor;
  figure.because = [agent.anchor];
  context.tell(openWaitMs, figure);
}

/** A figure of the session; the agent is the one who has it, or had it last. */
function figureOf(context: FoldContext): FigureDraft | null {
  const { session } = context;
  if (session === null) return null;
  const figure = context.figure('ses', session.sessionId);
  figure.agentId = session.agentId;
  return figure;
}
