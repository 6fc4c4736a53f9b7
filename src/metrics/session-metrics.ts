// The session metrics of Salesforce (MessagingSessionMetrics): a fold over the facts of one session.
import type { AnyFact, FactPayloads } from '../events/fact.ts';
import type { ConsentPolicy, MetricsPolicy, Policy } from '../policy/policy.ts';
import type { EpochMs } from '../time/instant.ts';

/** Version of the definitions in this file; it changes when a figure would. */
export const SESSION_METRICS_VERSION = 1;

/** The metric types, in the vendor's order. The last exists from API 67 on (X15). */
export const SESSION_METRIC_TYPES = [
  'AgentMessageCount',
  'EndUserMessageCount',
  'AverageAgentResponseTime',
  'MaxAgentResponseTime',
  'AverageEndUserResponseTime',
  'MaxEndUserResponseTime',
  'ServiceRepFirstResponseTime',
] as const;

/** A metric type. */
export type SessionMetricType = (typeof SESSION_METRIC_TYPES)[number];

type MetricRow = FactPayloads['metric.recorded'];

/** Response samples of one side: count, sum and maximum in milliseconds. */
class Samples {
  count = 0;
  sumMs = 0;
  maxMs = 0;
  /** The message from which the running wait counts; -1 while nobody waits. */
  anchor: EpochMs = -1;

  /** Takes the samples of another side over. */
  takeFrom(other: Samples): void {
    this.count = other.count;
    this.sumMs = other.sumMs;
    this.maxMs = other.maxMs;
    this.anchor = other.anchor;
  }

  /** Somebody writes and waits from now on, or already did. */
  ask(at: EpochMs, policy: MetricsPolicy): void {
    if (this.anchor < 0 || policy.anchor === 'last') this.anchor = at;
  }

  /** The other side answers: a sample, if somebody waited. */
  answer(at: EpochMs): void {
    if (this.anchor < 0) return;
    const ms = at - this.anchor;
    this.count += 1;
    this.sumMs += ms;
    if (ms > this.maxMs) this.maxMs = ms;
    this.anchor = -1;
  }
}

/** The running figures of one open session. Owned by the host, which folds each fact of the session in, in order. */
export class SessionMetrics {
  readonly sessionId: string;
  isEnhanced = true;
  isNotification = false;
  agentMessages = 0;
  endUserMessages = 0;
  /** Customer asks, a human agent answers. */
  readonly agent = new Samples();
  /** Agent or bot asks, the customer answers. */
  readonly endUser = new Samples();
  /** The first routing request to a human; -1 before. */
  requestedAt: EpochMs = -1;
  humanAccepted = false;
  /** First request for a human to the first human message, milliseconds; -1 before. */
  firstResponseMs = -1;

  constructor(sessionId: string) {
    this.sessionId = sessionId;
  }

  /** A copy that may go another way. */
  copy(): SessionMetrics {
    const copy = new SessionMetrics(this.sessionId);
    copy.isEnhanced = this.isEnhanced;
    copy.isNotification = this.isNotification;
    copy.agentMessages = this.agentMessages;
    copy.endUserMessages = this.endUserMessages;
    copy.agent.takeFrom(this.agent);
    copy.endUser.takeFrom(this.endUser);
    copy.requestedAt = this.requestedAt;
    copy.humanAccepted = this.humanAccepted;
    copy.firstResponseMs = this.firstResponseMs;
    return copy;
  }

  /**
   * Folds one fact of the session in.
   *
   * Returns the rows of the session when the fact is its end on an enhanced channel; undefined otherwise (I17).
   * Time base: event time. Source: docs/metrics.md.
   */
  fold(fact: AnyFact, policy: Policy): readonly MetricRow[] | undefined {
    switch (fact.type) {
      case 'message.recorded':
        this.#message(fact.at, fact.data, policy);
        return undefined;
      case 'session.created':
        this.isEnhanced = fact.data.platform === 'enhanced';
        this.isNotification = fact.data.graph === 'notification';
        return undefined;
      case 'session.queued':
        if (this.requestedAt < 0) this.requestedAt = fact.at;
        return undefined;
      case 'session.activated':
        this.#activated(fact.at, fact.data.by);
        return undefined;
      case 'session.ended':
        return this.isEnhanced && (!this.isNotification || policy.metrics.notificationRows)
          ? this.#rows(policy)
          : undefined;
      default:
        return undefined;
    }
  }

  #message(
    at: EpochMs,
    message: FactPayloads['message.recorded'],
    { metrics: policy, consent }: Policy,
  ): void {
    switch (message.actor) {
      case 'EndUser':
        if (!policy.countKeywords && isKeywordOnly(message.keyword, consent)) return;
        this.endUserMessages += 1;
        this.endUser.answer(at);
        this.agent.ask(at, policy);
        return;
      case 'Agent':
        this.agentMessages += 1;
        this.agent.answer(at);
        this.endUser.ask(at, policy);
        if (this.humanAccepted && this.firstResponseMs < 0) {
          this.firstResponseMs = at - this.requestedAt;
        }
        return;
      case 'Bot':
        // A bot's reply answers the customer without a sample: the metric is about people.
        if (policy.botAnswers) this.agent.anchor = -1;
        this.endUser.ask(at, policy);
        return;
      case 'System':
        return;
    }
  }

  #activated(at: EpochMs, by: 'agent' | 'bot' | 'endUser'): void {
    if (by === 'bot') {
      // The request that a bot answered was not one for a human.
      if (!this.humanAccepted) this.requestedAt = -1;
      return;
    }
    if (this.requestedAt < 0) this.requestedAt = at;
    this.humanAccepted = true;
  }

  #rows(policy: Policy): readonly MetricRow[] {
    const isNull = policy.metrics.noSample === 'null';
    const first = this.firstResponseMs < 0 ? null : this.firstResponseMs;
    const rows = [
      count('AgentMessageCount', this.agentMessages),
      count('EndUserMessageCount', this.endUserMessages),
      duration('AverageAgentResponseTime', averageOf(this.agent), this.agent.count, isNull),
      duration('MaxAgentResponseTime', maximumOf(this.agent), this.agent.count, isNull),
      duration('AverageEndUserResponseTime', averageOf(this.endUser), this.endUser.count, isNull),
      duration('MaxEndUserResponseTime', maximumOf(this.endUser), this.endUser.count, isNull),
    ];
    if (policy.profile.metrics === 'v67') {
      rows.push(duration('ServiceRepFirstResponseTime', first, first === null ? 0 : 1, isNull));
    }
    return rows;
  }
}

/** A custom keyword is content, unless the policy counts it as one of consent (CK05). */
const isKeywordOnly = (keyword: string | undefined, consent: ConsentPolicy) =>
  keyword !== undefined && (keyword !== 'custom' || consent.customKeywordIsConsent);

const averageOf = ({ sumMs, count: samples }: Samples) =>
  samples === 0 ? null : roundHalfUp(sumMs / samples);

const maximumOf = ({ maxMs, count: samples }: Samples) => (samples === 0 ? null : maxMs);

/** Durations are never negative here, so that half up is the floor of a half more. */
const roundHalfUp = (value: number) => Math.floor(value + 0.5);

function count(metric: SessionMetricType, value: number): MetricRow {
  const definitionVersion = SESSION_METRICS_VERSION;
  return { metric, value, valueMs: null, sampleCount: value, definitionVersion };
}

function duration(
  metric: SessionMetricType,
  valueMs: number | null,
  sampleCount: number,
  isNull: boolean,
): MetricRow {
  const seconds = valueMs === null ? (isNull ? null : 0) : roundHalfUp(valueMs / 1000);
  const definitionVersion = SESSION_METRICS_VERSION;
  return { metric, value: seconds, valueMs, sampleCount, definitionVersion };
}
