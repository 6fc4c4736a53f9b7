// The session metrics of Salesforce (MessagingSessionMetrics): a fold over the facts of one session.
import type { AnyFact, FactPayloads } from '../events/fact.ts';
import type { ConsentPolicy, Policy } from '../policy/policy.ts';
import type { EpochMs } from '../time/instant.ts';
import {
  agentWrote,
  averageMs,
  botWrote,
  customerWrote,
  longestMs,
  noSamples,
  roundHalfUp,
  wasActivated,
  wasQueued,
  type SessionExchange,
} from './session-exchange.ts';

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

/** The running figures of one open session. Owned by the host, which folds each fact of the session in, in order. */
export class SessionMetrics implements SessionExchange {
  readonly sessionId: string;
  isEnhanced = true;
  isNotification = false;
  agentMessages = 0;
  endUserMessages = 0;
  readonly agent = noSamples();
  readonly endUser = noSamples();
  requestedAt: EpochMs = -1;
  humanAccepted = false;
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
    Object.assign(copy.agent, this.agent);
    Object.assign(copy.endUser, this.endUser);
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
        wasQueued(this, fact.at);
        return undefined;
      case 'session.activated':
        wasActivated(this, fact.at, fact.data.by);
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
        if (policy.countKeywords || !isKeywordOnly(message.keyword, consent)) {
          customerWrote(this, at, policy);
        }
        return;
      case 'Agent':
        agentWrote(this, at, policy);
        return;
      case 'Bot':
        botWrote(this, at, policy);
        return;
      case 'System':
        return;
    }
  }

  #rows(policy: Policy): readonly MetricRow[] {
    const isNull = policy.metrics.noSample === 'null';
    const first = this.firstResponseMs < 0 ? null : this.firstResponseMs;
    const rows = [
      count('AgentMessageCount', this.agentMessages),
      count('EndUserMessageCount', this.endUserMessages),
      duration('AverageAgentResponseTime', averageMs(this.agent), this.agent.count, isNull),
      duration('MaxAgentResponseTime', longestMs(this.agent), this.agent.count, isNull),
      duration('AverageEndUserResponseTime', averageMs(this.endUser), this.endUser.count, isNull),
      duration('MaxEndUserResponseTime', longestMs(this.endUser), this.endUser.count, isNull),
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
