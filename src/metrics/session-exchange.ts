/*
 * The exchange of one session as Salesforce measures it: who writes, who waits for whom, how long. One arithmetic for the vendor's table and for
 * the measurements, so that the two cannot disagree. A bot's message may answer the customer, without a sample.
 */
import type { EpochMs } from '../time/instant.ts';

/** Response samples of one side: count, sum and maximum in milliseconds. */
export interface ResponseSamples {
  count: number;
  sumMs: number;
  maxMs: number;
  /** The message from which the running wait counts; -1 while nobody waits. */
  anchor: EpochMs;
}

/** What is counted of one session. Plain data. */
export interface SessionExchange {
  agentMessages: number;
  endUserMessages: number;
  /** Customer asks, a human agent answers. */
  readonly agent: ResponseSamples;
  /** Agent or bot asks, the customer answers. */
  readonly endUser: ResponseSamples;
  /** The first routing request to a human; -1 before. */
  requestedAt: EpochMs;
  humanAccepted: boolean;
  /** First request for a human to the first human message, milliseconds; -1 before. */
  firstResponseMs: number;
}

/** Choices that the arithmetic knows. */
export interface ExchangeChoices {
  /** Message of a run from which a response is measured. */
  readonly anchor: 'first' | 'last';
  /** True: a bot's message answers the customer. */
  readonly botAnswers: boolean;
}

/** Samples of a side of which nobody has written yet. */
export const noSamples = (): ResponseSamples => ({ count: 0, sumMs: 0, maxMs: 0, anchor: -1 });

/** The exchange of a session that has just begun. */
export const noExchange = (): SessionExchange => ({
  agentMessages: 0,
  endUserMessages: 0,
  agent: noSamples(),
  endUser: noSamples(),
  requestedAt: -1,
  humanAccepted: false,
  firstResponseMs: -1,
});

/** The customer writes. */
export function customerWrote(
  exchange: SessionExchange,
  at: EpochMs,
  { anchor }: ExchangeChoices,
): void {
  exchange.endUserMessages += 1;
  answer(exchange.endUser, at);
  ask(exchange.agent, at, anchor);
}

/** A human agent writes. */
export function agentWrote(
  exchange: SessionExchange,
  at: EpochMs,
  { anchor }: ExchangeChoices,
): void {
  exchange.agentMessages += 1;
  answer(exchange.agent, at);
  ask(exchange.endUser, at, anchor);
  if (exchange.humanAccepted && exchange.firstResponseMs < 0) {
    exchange.firstResponseMs = at - exchange.requestedAt;
  }
}

/** A bot writes: it answers the customer without a sample, for the metric is about people. */
export function botWrote(
  exchange: SessionExchange,
  at: EpochMs,
  { anchor, botAnswers }: ExchangeChoices,
): void {
  if (botAnswers) exchange.agent.anchor = -1;
  ask(exchange.endUser, at, anchor);
}

/** The session asks for somebody. */
export function wasQueued(exchange: SessionExchange, at: EpochMs): void {
  if (exchange.requestedAt < 0) exchange.requestedAt = at;
}

/** Somebody takes the session. */
export function wasActivated(
  exchange: SessionExchange,
  at: EpochMs,
  by: 'agent' | 'bot' | 'endUser',
): void {
  if (by === 'bot') {
    // The request that a bot answered was not one for a human.
    if (!exchange.humanAccepted) exchange.requestedAt = -1;
    return;
  }
  if (exchange.requestedAt < 0) exchange.requestedAt = at;
  exchange.humanAccepted = true;
}

/** Mean of the samples, milliseconds, half up; null without samples. */
export const averageMs = ({ sumMs, count }: ResponseSamples): number | null =>
  count === 0 ? null : roundHalfUp(sumMs / count);

/** Longest sample, milliseconds; null without samples. */
export const longestMs = ({ maxMs, count }: ResponseSamples): number | null =>
  count === 0 ? null : maxMs;

/** Half up. Durations are never negative here, so that it is the floor of a half more. */
export const roundHalfUp = (value: number): number => Math.floor(value + 0.5);

/** Somebody writes and waits from now on, or already did. */
function ask(samples: ResponseSamples, at: EpochMs, anchor: 'first' | 'last'): void {
  if (samples.anchor < 0 || anchor === 'last') samples.anchor = at;
}

/** The other side answers: a sample, if somebody waited. */
function answer(samples: ResponseSamples, at: EpochMs): void {
  if (samples.anchor < 0) return;
  const ms = at - samples.anchor;
  samples.count += 1;
  samples.sumMs += ms;
  if (ms > samples.maxMs) samples.maxMs = ms;
  samples.anchor = -1;
}
