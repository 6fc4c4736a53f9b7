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
  /** What was said of it since; null while nobody has said anything: most messages are never spoken of. */
  course: Course | null;
}

/** What the provider has said of a message. */
interface Course {
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
    for (const { course } of messages) {
      for (const figure of course?.failures ?? NONE) context.release(figure);
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
      if (own.length === 0 || sessionId === null || own.some(hasReceipt)) return;
      const nothing = context.figure('ses', sessionId);
      nothing.missing = 'receipts';
      nothing.isLasting = true;
      state.silent.push({ sessionId, figure: context.record(deliveryLatency, nothing) });
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
    course: null,
  };
  state.messages.push(message);
  const oldest = state.messages.length > KEPT_MAX ? state.messages.shift() : undefined;
  for (const figure of oldest?.course?.failures ?? NONE) context.release(figure);
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
  const course = courseOf(message);
  noteReceipt(state, message, course, context);
  const { deliveredAt, isRead } = course;
  if (status === 'sent') course.sentAt ??= at;
  else arrive(message, course, at, context);
  if (status === 'read' && !isRead) {
    course.isRead = true;
    count(readMessages, message, context);
    if (deliveredAt !== null) span(readLatency, message, deliveredAt, context);
  }
  if (course.status === 'failed') {
    for (const figure of course.failures ?? NONE) context.retract(figure);
    course.failures = null;
  } else if (PROGRESS[status] <= PROGRESS[course.status]) return;
  course.status = status;
  course.statusCode = statusCode ?? null;
  put(message, context);
}

/** What was said of a message, begun where nothing was. */
function courseOf(message: KeptMessage): Course {
  message.course ??= {
    status: statusOf(message),
    statusCode: null,
    sentAt: null,
    deliveredAt: null,
    hasReceipt: false,
    isRead: false,
    failures: null,
  };
  return message.course;
}

const statusOf = ({ course, isOutbound }: KeptMessage): Status =>
  course?.status ?? (isOutbound ? 'pending' : 'received');

const hasReceipt = ({ course }: KeptMessage) => course?.hasReceipt === true;

function arrive(message: KeptMessage, course: Course, at: EpochMs, context: FoldContext): void {
  if (course.deliveredAt !== null) return;
  course.deliveredAt = at;
  span(deliveryLatency, message, course.sentAt ?? message.at, context);
}

function fail(
  state: Deliveries,
  messageId: string,
  statusCode: string | number,
  context: FoldContext,
): void {
  const message = find(state, messageId);
  if (message === undefined) return;
  const course = courseOf(message);
  if (message.isOutbound) noteReceipt(state, message, course, context);
  for (const figure of course.failures ?? NONE) context.retract(figure);
  course.status = 'failed';
  course.statusCode = statusCode;
  const label = `${message.actorType} ${statusCode}`;
  course.failures = [count(messageDeliveryFailures, message, context, label, true)];
  if (message.isOutbound) {
    course.failures.push(count(failedOutboundMessages, message, context, null, true));
  }
  put(message, context);
}

/** The first word of a message: its channel has receipts after all. */
function noteReceipt(
  state: Deliveries,
  message: KeptMessage,
  course: Course,
  context: FoldContext,
): void {
  if (course.hasReceipt) return;
  course.hasReceipt = true;
  const { sessionId } = message;
  const isFirst = state.receiptedId !== sessionId && !state.messages.some(isOther(message));
  state.receiptedId = sessionId;
  if (isFirst) count(receiptedSessions, message, context);
  if (state.silent.length === 0) return;
  const place = state.silent.findIndex((one) => one.sessionId === sessionId);
  const [silent] = place === -1 ? [] : state.silent.splice(place, 1);
  if (silent !== undefined) context.retract(silent.figure);
}

/** Whether a message is another one of the same session that has a receipt. */
const isOther = (message: KeptMessage) => (one: KeptMessage) =>
  one !== message && one.sessionId === message.sessionId && hasReceipt(one);

/** The latest are looked at first: receipts rarely come late, and an id that is used again is the later message. */
function find({ messages }: Deliveries, messageId: string): KeptMessage | undefined {
  for (let place = messages.length - 1; place >= 0; place -= 1) {
    const message = messages[place] as KeptMessage;
    if (message.messageId === messageId) return message;
  }
  return undefined;
}

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
  const { messageId, sessionId, at, isOutbound, actorType, actorId, course } = message;
  const statusCode = course?.statusCode ?? null;
  context.put('messages', `${context.subjectId}/${messageId}`, at, {
    messageId,
    sessionId,
    at,
    direction: isOutbound ? 'outbound' : 'inbound',
    actorType,
    actorId,
    status: statusOf(message),
    statusCode: statusCode === null ? null : String(statusCode),
  });
}
