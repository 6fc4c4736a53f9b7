/*
 * When a customer waits, and who answers (X1, X2). What is derived here all response figures rest on. A reply that fails later is thought away:
 * the waits are those that there would have been without it (X13).
 */
import type { MetricOptions } from '../policy/metric-options.ts';
import type { EpochMs } from '../time/instant.ts';
import type { Fact } from '../events/fact.ts';
import { sessionCalculator, type FoldContext } from './calculator.ts';
import { asksForAnswer, responderOf, type Responder } from './counted-messages.ts';
import type { Evidence, MessageReceipt } from './observation.ts';
import {
  findReply,
  isSameWait,
  logAsk,
  logReply,
  waitsOf,
  type LoggedWait,
  type WaitLog,
} from './wait-log.ts';

/** The waits of one session. Plain data. */
export interface CustomerWaits {
  readonly log: WaitLog;
  sessionId: string;
  conversationId: string;
  /** The wait that is open; null while nobody waits. */
  open: { firstAt: EpochMs; firstId: Evidence; lastAt: EpochMs; lastId: Evidence } | null;
  /** Waits that are over. */
  closedCount: number;
  /** Replies that have failed. */
  failedCount: number;
  /** Failures that were told before the message itself: clocks of hosts and providers differ. */
  readonly early: string[];
}

/** Failures of messages that nobody knows yet: few, for most belong to no reply at all. */
const EARLY_MAX = 16;

/** What the waits read of the world, and whom they tell. */
export type WaitContext = Pick<FoldContext, 'options' | 'session' | 'derive'>;

/** Nobody has written yet. */
export const noCustomerWaits = (): CustomerWaits => ({
  log: { runs: [], waitsBefore: 0 },
  sessionId: '',
  conversationId: '',
  open: null,
  closedCount: 0,
  failedCount: 0,
  early: [],
});

/** Derives the waits of a session. */
export const customerWaits = sessionCalculator({
  name: 'customer-waits',
  derives: true,
  definitions: [],
  outlivesEnd: true,
  start: noCustomerWaits,
  on: {
    'session.created': (waits, { sessionId, conversationId }) => {
      waits.sessionId = sessionId ?? '';
      waits.conversationId = conversationId;
    },
    'message.recorded': waitsAfterMessage,
    'message.failed': waitsAfterReceipt,
    'message.sent': waitsAfterReceipt,
    'message.delivered': waitsAfterReceipt,
    'message.read': waitsAfterReceipt,
  },
});

/** A message begins a wait, prolongs or ends it. */
export function waitsAfterMessage(
  waits: CustomerWaits,
  fact: Fact<'message.recorded'>,
  context: WaitContext,
): void {
  if (asksForAnswer(fact.data, context.options)) ask(waits, fact, context);
  else {
    const responder = responderOf(fact.data, context.options);
    if (responder !== null) answer(waits, fact, responder, context);
  }
}

/** What became of a message: a reply that failed ends no wait. */
export function waitsAfterReceipt(
  waits: CustomerWaits,
  { type, at, messageId }: MessageReceipt,
  context: WaitContext,
): void {
  const hasFailed = type === 'message.failed';
  if (hasFailed && !context.options.retractFailedReplies) return;
  receive(waits, messageId, hasFailed, at, context);
}

/** From when the open wait counts; null while nobody waits. */
export function waitingSince({ open }: CustomerWaits, { anchor }: MetricOptions): EpochMs | null {
  if (open === null) return null;
  return anchor === 'firstUnanswered' ? open.firstAt : open.lastAt;
}

function ask(
  waits: CustomerWaits,
  { at, causationId }: Fact<'message.recorded'>,
  context: WaitContext,
): void {
  logAsk(waits.log, at, causationId);
  if (waits.open !== null) {
    waits.open.lastAt = at;
    waits.open.lastId = causationId;
    return;
  }
  waits.open = { firstAt: at, firstId: causationId, lastAt: at, lastId: causationId };
  tellOpened(waits, at, at, context);
}

function answer(
  waits: CustomerWaits,
  { at, causationId: id, data }: Fact<'message.recorded'>,
  responder: Responder,
  context: WaitContext,
): void {
  const { messageId = null, actorId = null } = data;
  const hasFailed = messageId !== null && forgetEarly(waits, messageId);
  const queueId = context.session?.queueId ?? null;
  const reply = { at, id, messageId, responder, responderId: actorId, queueId, hasFailed };
  if (hasFailed) waits.failedCount += 1;
  logReply(waits.log, reply);
  if (waits.open === null || hasFailed) return;
  const { firstAt, firstId, lastAt, lastId } = waits.open;
  const closed = { firstAt, firstId, lastAt, lastId, reply };
  waits.open = null;
  waits.closedCount += 1;
  tellClosed(waits, closed, waits.closedCount, context);
}

/** A receipt says whether a reply stands; the latest one holds. */
function receive(
  waits: CustomerWaits,
  messageId: string,
  hasFailed: boolean,
  at: EpochMs,
  context: WaitContext,
): void {
  // Nearly all receipts say what holds already.
  if (!hasFailed && waits.failedCount === 0 && waits.early.length === 0) return;
  const reply = findReply(waits.log, messageId);
  if (reply === undefined) {
    forgetEarly(waits, messageId);
    if (!hasFailed) return;
    if (waits.early.length === EARLY_MAX) waits.early.shift();
    waits.early.push(messageId);
    return;
  }
  if (reply.hasFailed === hasFailed) return;
  const before = waitsOf(waits.log);
  reply.hasFailed = hasFailed;
  waits.failedCount += hasFailed ? 1 : -1;
  tellAnew(waits, before, waitsOf(waits.log), at, context);
}

function forgetEarly({ early }: CustomerWaits, messageId: string): boolean {
  if (early.length === 0) return false;
  const index = early.indexOf(messageId);
  if (index !== -1) early.splice(index, 1);
  return index !== -1;
}

/** Takes back what no longer holds, the latest wait first, and tells what holds instead. */
function tellAnew(
  waits: CustomerWaits,
  before: readonly LoggedWait[],
  after: readonly LoggedWait[],
  at: EpochMs,
  context: WaitContext,
): void {
  const { sessionId, conversationId, log } = waits;
  let same = 0;
  while (same < before.length && isSameWait(before[same] as LoggedWait, after[same])) same += 1;
  for (let index = before.length - 1; index >= same; index -= 1) {
    const wait = before[index] as LoggedWait;
    if (wait.reply === null) continue;
    context.derive({
      type: 'wait.reopened',
      at,
      conversationId,
      sessionId,
      ordinal: log.waitsBefore + index + 1,
      anchorAt: anchorOf(wait, context.options).at,
    });
  }
  const last = after.at(-1);
  waits.open = last === undefined || last.reply !== null ? null : { ...last };
  waits.closedCount = log.waitsBefore + after.length - (waits.open === null ? 0 : 1);
  for (let index = same; index < after.length; index += 1) {
    const wait = after[index] as LoggedWait;
    if (wait.reply !== null) tellClosed(waits, wait, log.waitsBefore + index + 1, context);
    else tellOpened(waits, at, anchorOf(wait, context.options).at, context);
  }
}

function tellOpened(
  { sessionId, conversationId }: CustomerWaits,
  at: EpochMs,
  anchorAt: EpochMs,
  context: WaitContext,
): void {
  context.derive({ type: 'wait.opened', at, conversationId, sessionId, anchorAt });
}

function tellClosed(
  { sessionId, conversationId }: CustomerWaits,
  wait: LoggedWait,
  ordinal: number,
  context: WaitContext,
): void {
  const { reply } = wait;
  if (reply === null) return;
  const anchor = anchorOf(wait, context.options);
  context.derive({
    type: 'wait.closed',
    at: reply.at,
    conversationId,
    sessionId,
    anchorAt: anchor.at,
    ordinal,
    responder: reply.responder,
    responderId: reply.responderId,
    queueId: reply.queueId,
    because: [anchor.id, reply.id],
  });
}

function anchorOf(
  { firstAt, firstId, lastAt, lastId }: Omit<LoggedWait, 'reply'>,
  { anchor }: MetricOptions,
): { at: EpochMs; id: Evidence } {
  return anchor === 'firstUnanswered' ? { at: firstAt, id: firstId } : { at: lastAt, id: lastId };
}
