/*
 * What becomes of messages: the table of them, and what receipts say. Receipts come when they come, long after the session too, so that the
 * latest messages of a conversation are kept, whichever session they belong to.
 */
import type { Fact } from '../events/fact.ts';
import type { EpochMs } from '../time/instant.ts';
import { conversationCalculator, type FoldContext } from './calculator.ts';
import {
  DELIVERY_METRICS,
  deliveryLatency,
  failedOutboundMessages,
  messageDeliveryFailures,
  outboundMessages,
  readLatency,
  readMessages,
  receiptedSessions,
} from './delivery-metrics.ts';
import type { MetricDefinition } from './metric-definition.ts';
import type { Evidence } from './observation.ts';

/** Where an outbound message stands, worst last. An inbound one is `received`, or has failed. */
type Status = 'received' | 'pending' | 'sent' | 'delivered' | 'read' | 'failed';

interface KeptMessage {
  readonly messageId: string;
  readonly sessionId: string;
  readonly at: EpochMs;
  /** The event that brought it. */
  readonly id: Evidence;
  readonly isOutbound: boolean;
  readonly actorType: string;
  readonly actorId: string | null;
  status: Status;
  statusCode: string | number | null;
  sentAt: EpochMs | null;
  deliveredAt: EpochMs | null;
  hasReceipt: boolean;
  isRead: boolean;
  /** Figures of its failure; null while it has not failed. */
  failures: number[] | null;
}

interface Deliveries {
  readonly messages: KeptMessage[];
  /** The session of the latest receipt. */
  receiptedId: string | null;
  /** Sessions that ended without any receipt, and their figure: the first receipt takes it back. */
  readonly silent: { readonly sessionId: string; readonly figure: number }[];
}

/** A word of the provider. */
interface Receipt {
  readonly at: EpochMs;
  readonly messageId: string;
  readonly statusCode?: string | number | undefined;
}

/** Messages of a conversation that may still get a receipt; later receipts of older ones change nothing. */
const KEPT_MAX = 128;

const NONE: readonly number[] = [];

/** Ended sessions without receipts that may still get one. */
const SILENT_MAX = 4;

/** How far a message has come; a receipt that says less than is known is passed over. */
const PROGRESS: Readonly<Record<Status, number>> = {
  failed: 0,
  received: 0,
  pending: 0,
  sent: 1,
  delivered: 2,
  read: 3,
};

/** Keeps the table of messages and measures receipts. */
export const messageDeliveries = conversationCalculator({
  name: 'message-deliveries',
  definitions: DELIVERY_METRICS,
  start: (): Deliveries => ({ messages: [], receiptedId: null, silent: [] }),
  rest: ({ messages, silent }, context) => {
    for (const { failures } of messages) {
      for (const figure of failures ?? NONE) context.release(figure);
    }
    for (const { figure } of silent) context.release(figure);
    return { messages: [], receiptedId: null, silent: [] };
  },
  on: {
    'message.recorded': (state, fact, context) => keep(state, fact, context),
    'message.sent': (state, receipt, context) => advance(state, receipt, 'sent', context),
    'message.delivered': (state, receipt, context) => advance(state, receipt, 'delivered', context),
    'message.read': (state, receipt, context) => advance(state, receipt, 'read', context),
    'message.failed': (state, { messageId, statusCode }, context) =>
      fail(state, messageId, statusCode, context),
    'session.ended': (state, { sessionId }, context) => {
      const own = state.messages.filter((one) => one.isOutbound && one.sessionId === sessionId);
      if (own.length === 0 || sessionId === null || own.some(({ hasReceipt }) => hasReceipt))
        return;
      const figure = context.record(deliveryLatency, {
        level: 'ses',
        key: sessionId,
        missing: 'receipts',
        isLasting: true,
      });
      state.silent.push({ sessionId, figure });
      const first = state.silent.length > SILENT_MAX ? state.silent.shift() : undefined;
      if (first !== undefined) context.release(first.figure);
    },
  },
});

function keep(state: Deliveries, fact: Fact<'message.recorded'>, context: FoldContext): void {
  const { at, causationId: id, sessionId, data } = fact;
  if (sessionId === null) return;
  const { messageId = id, direction, actor, actorId = null } = data;
  const isOutbound = direction === 'outbound';
  const message: KeptMessage = {
    messageId,
    sessionId,
    at,
    id,
    isOutbound,
    actorType: actor,
    actorId,
    status: isOutbound ? 'pending' : 'received',
    statusCode: null,
    sentAt: null,
    deliveredAt: null,
    hasReceipt: false,
    isRead: false,
    failures: null,
  };
  state.messages.push(message);
  const oldest = state.messages.length > KEPT_MAX ? state.messages.shift() : undefined;
  for (const figure of oldest?.failures ?? NONE) context.release(figure);
  if (isOutbound) {
    context.count(outboundMessages, sessionId, 1, actor, actor === 'Agent' ? actorId : null);
  }
  put(message, context);
}

/** The provider tells of progress. A failure before is taken back: the latest word holds. */
function advance(
  state: Deliveries,
  { at, messageId, statusCode }: Receipt,
  status: 'sent' | 'delivered' | 'read',
  context: FoldContext,
): void {
  const message = find(state, messageId);
  if (message === undefined || !message.isOutbound) return;
  noteReceipt(state, message, context);
  const { deliveredAt, isRead } = message;
  if (status === 'sent') message.sentAt ??= at;
  else arrive(message, at, context);
  if (status === 'read' && !isRead) {
    message.isRead = true;
    count(readMessages, message, context);
    if (deliveredAt !== null) span(readLatency, message, deliveredAt, context);
  }
  if (message.status === 'failed') {
    for (const figure of message.failures ?? NONE) context.retract(figure);
    message.failures = null;
  } else if (PROGRESS[status] <= PROGRESS[message.status]) return;
  message.status = status;
  message.statusCode = statusCode ?? null;
  put(message, context);
}

function arrive(message: KeptMessage, at: EpochMs, context: FoldContext): void {
  if (message.deliveredAt !== null) return;
  message.deliveredAt = at;
  span(deliveryLatency, message, message.sentAt ?? message.at, context);
}

function fail(
  state: Deliveries,
  messageId: string,
  statusCode: string | number,
  context: FoldContext,
): void {
  const message = find(state, messageId);
  if (message === undefined) return;
  if (message.isOutbound) noteReceipt(state, message, context);
  for (const figure of message.failures ?? NONE) context.retract(figure);
  message.status = 'failed';
  message.statusCode = statusCode;
  const label = `${message.actorType} ${statusCode}`;
  message.failures = [count(messageDeliveryFailures, message, context, label, true)];
  if (message.isOutbound) {
    message.failures.push(count(failedOutboundMessages, message, context, null, true));
  }
  put(message, context);
}

/** The first word of a message: its channel has receipts after all. */
function noteReceipt(state: Deliveries, message: KeptMessage, context: FoldContext): void {
  if (message.hasReceipt) return;
  message.hasReceipt = true;
  const { sessionId } = message;
  const isFirst = state.receiptedId !== sessionId && !state.messages.some(isOther(message));
  state.receiptedId = sessionId;
  if (isFirst) count(receiptedSessions, message, context);
  const place = state.silent.findIndex((one) => one.sessionId === sessionId);
  const [silent] = place === -1 ? [] : state.silent.splice(place, 1);
  if (silent !== undefined) context.retract(silent.figure);
}

/** Whether a message is another one of the same session that has a receipt. */
const isOther = (message: KeptMessage) => (one: KeptMessage) =>
  one !== message && one.sessionId === message.sessionId && one.hasReceipt;

/** The latest are looked at first: receipts rarely come late, and an id that is used again is the later message. */
const find = ({ messages }: Deliveries, messageId: string) =>
  messages.findLast((message) => message.messageId === messageId);

function count(
  metric: MetricDefinition,
  message: KeptMessage,
  context: FoldContext,
  label: string | null = null,
  isLasting = false,
): number {
  const { sessionId, actorType, actorId, id } = message;
  const figure = context.figure('ses', sessionId);
  figure.sessionId = sessionId;
  figure.agentId = actorType === 'Agent' ? actorId : null;
  figure.because = [id];
  figure.value = 1;
  figure.label = label;
  figure.isLasting = isLasting;
  return context.record(metric, figure);
}

function span(
  metric: MetricDefinition,
  { sessionId, actorType, actorId, id }: KeptMessage,
  since: EpochMs,
  context: FoldContext,
): void {
  const figure = context.figure('ses', sessionId);
  figure.sessionId = sessionId;
  figure.agentId = actorType === 'Agent' ? actorId : null;
  figure.since = since;
  figure.because = [id];
  context.tell(metric, figure);
}

function put(message: KeptMessage, context: FoldContext): void {
  if (!context.keepsRecords) return;
  const { messageId, sessionId, at, isOutbound, actorType, actorId, status, statusCode } = message;
  context.put('messages', `${context.subjectId}/${messageId}`, at, {
    messageId,
    sessionId,
    at,
    direction: isOutbound ? 'outbound' : 'inbound',
    actorType,
    actorId,
    status,
    statusCode: statusCode === null ? null : String(statusCode),
  });
}
