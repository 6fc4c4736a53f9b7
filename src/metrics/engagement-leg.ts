/*
 * One engagement as it is measured: what was seen of it, and the figures that follow. The figures are worked out anew whenever something that
 * happened afterwards may have changed them. Plain data.
 */
import type { Fact } from '../events/fact.ts';
import type { EpochMs } from '../time/instant.ts';
import type { FigureStanding, FoldContext } from './calculator.ts';
import type { RecordFields } from './metric-record.ts';
import type { Evidence } from './observation.ts';
import { businessSample } from './off-hours.ts';
import { waitedWithin, type SessionWaits } from './session-waits.ts';

/** A fact about an engagement in short. */
type Told<T extends 'engagement.started' | 'engagement.ended'> = Pick<
  Fact<T>,
  'at' | 'causationId' | 'data' | 'sessionId' | 'conversationId'
>;

/** A fact about an engagement in short: plain data. */
export function shortOf<T extends 'engagement.started' | 'engagement.ended'>(
  fact: Fact<T>,
): Told<T> {
  const { at, causationId, data, sessionId, conversationId } = fact;
  return { at, causationId, data, sessionId, conversationId };
}

/** One engagement. */
export interface Leg {
  readonly start: Told<'engagement.started'>;
  /** The engaged agent: asked for at every message. */
  readonly agentId: string;
  /** How it ended; null while it goes on. A better reason of the same instant takes the place of the first. */
  end: Told<'engagement.ended'> | null;
  agentMessages: number;
  endUserMessages: number;
  /** What the counts rest on: the events of the first messages of each. */
  readonly agentCauses: Evidence[];
  readonly endUserCauses: Evidence[];
  /**
   * Instants and ids of the first messages of the agent, in the order of `agentCauses`; later ones matter only if all of these fail. Two lists,
   * for a list of numbers alone is the smallest there is.
   */
  readonly firstAts: EpochMs[];
  readonly firstIds: (string | null)[];
  /** Ordinals of its figures, and what they say. */
  ordinals: number[];
  /** Queue and account when it ended (X10), whatever the session has by the time at which the figures are told anew; null until then. */
  standing: FigureStanding | null;
  told: RecordFields['engagements'] | null;
}

const FIRST_MESSAGES_MAX = 16;

/** Events by which a count is explained; a longer exchange is shown by its beginning. */
const CAUSES_MAX = 128;

/** A leg that begins. */
export const newLeg = (fact: Fact<'engagement.started'>): Leg => ({
  start: shortOf(fact),
  agentId: fact.data.agentId,
  end: null,
  agentMessages: 0,
  endUserMessages: 0,
  agentCauses: [],
  endUserCauses: [],
  firstAts: [],
  firstIds: [],
  ordinals: [],
  standing: null,
  told: null,
});

/** Counts a message of the engaged agent. */
export function countAgentMessage(
  leg: Leg,
  at: EpochMs,
  cause: Evidence,
  messageId: string | null,
): void {
  leg.agentMessages += 1;
  if (leg.agentCauses.length < CAUSES_MAX) leg.agentCauses.push(cause);
  if (leg.firstAts.length === FIRST_MESSAGES_MAX) return;
  leg.firstAts.push(at);
  leg.firstIds.push(messageId);
}

/** Counts a message of the customer. */
export function countEndUserMessage(leg: Leg, cause: Evidence): void {
  leg.endUserMessages += 1;
  if (leg.endUserCauses.length < CAUSES_MAX) leg.endUserCauses.push(cause);
}

/** A duration with its part within opening hours; null where there is none. */
export interface Span {
  readonly ms: number;
  readonly businessMs: number;
  readonly because: readonly Evidence[];
}

/** The figures of an engagement that is over. */
export interface LegFigures {
  readonly offer: Span | null;
  readonly firstReply: Span | null;
  /** Whether it began outside opening hours and is left out for that. */
  readonly isOffHours: boolean;
  readonly replies: number;
  readonly waitCount: number;
  readonly totalWait: Span;
  readonly averageWait: Span | null;
  readonly longestWait: Span | null;
}

/** Works the figures out, from the waits of the session and the messages that have failed since. */
export function figuresOf(
  leg: Leg,
  endAt: EpochMs,
  seen: {
    readonly waits: SessionWaits;
    readonly failed: readonly string[];
    readonly channelId: string;
  },
  context: FoldContext,
): LegFigures {
  const { offeredAt, acceptedAt } = leg.start.data;
  const waiting = waitingOf(leg, endAt, seen, context);
  const { totalWait, waitCount, replies } = waiting;
  const divisor = context.options.averageDenominator === 'replies' ? replies : waitCount;
  return {
    offer:
      offeredAt === undefined || acceptedAt === undefined
        ? null
        : spanOf(offeredAt, acceptedAt, seen.channelId, context),
    ...firstReplyOf(leg, seen.failed, seen.channelId, context),
    ...waiting,
    averageWait: divisor === 0 ? null : divided(totalWait, divisor),
  };
}

const spanOf = (from: EpochMs, to: EpochMs, channelId: string, context: FoldContext): Span => ({
  ms: to - from,
  businessMs: context.businessMs(channelId, from, to),
  because: [],
});

/** The customer's waits within an engagement, added up. */
function waitingOf(
  { start }: Leg,
  endAt: EpochMs,
  { waits, channelId }: { readonly waits: SessionWaits; readonly channelId: string },
  context: FoldContext,
): Pick<LegFigures, 'replies' | 'waitCount' | 'totalWait' | 'longestWait'> {
  const stretches = waitedWithin(waits, start.at, endAt);
  const causes: Evidence[] = [];
  let replies = 0;
  let ms = 0;
  let businessMs = 0;
  let longestWait: Span | null = null;
  for (const { from, to, wait } of stretches) {
    const business = context.businessMs(channelId, from, to);
    ms += to - from;
    businessMs += business;
    if (wait !== null) {
      for (const cause of wait.because) causes.push(cause);
      if (wait.to <= endAt && wait.agentId === start.data.agentId) replies += 1;
    }
    if (longestWait === null || to - from > longestWait.ms) {
      longestWait = { ms: to - from, businessMs: business, because: wait?.because ?? [] };
    }
  }
  const totalWait = { ms, businessMs, because: causes };
  return { replies, waitCount: stretches.length, totalWait, longestWait };
}

/** Figures are whole milliseconds, half up. */
const divided = ({ ms, businessMs, because }: Span, by: number): Span => ({
  ms: Math.round(ms / by),
  businessMs: Math.round(businessMs / by),
  because,
});

/** Counted from the start: an agent who had the conversation before, while the customer was silent, could not be expected to write. */
function firstReplyOf(
  { start, agentCauses, firstAts, firstIds }: Leg,
  failed: readonly string[],
  channelId: string,
  context: FoldContext,
): { readonly firstReply: Span | null; readonly isOffHours: boolean } {
  let place = 0;
  for (; place < firstIds.length; place += 1) {
    const messageId = firstIds[place] as string | null;
    if (messageId === null || !failed.includes(messageId)) break;
  }
  const { offHours } = context.options;
  const isOffHours = context.businessMs(channelId, start.at, start.at + 1) === 0;
  if (isOffHours && offHours === 'exclude') return { firstReply: null, isOffHours: true };
  const firstAt = firstAts[place];
  if (firstAt === undefined) return { firstReply: null, isOffHours: false };
  // Begun while open, it is a sample whatever came then.
  const choice = isOffHours ? offHours : 'zero';
  const span = { from: start.at, to: firstAt };
  const businessMs = businessSample(channelId, span, choice, context) ?? 0;
  const because = [agentCauses[place] as Evidence];
  const firstReply = { ms: firstAt - start.at, businessMs, because };
  return { firstReply, isOffHours: false };
}
