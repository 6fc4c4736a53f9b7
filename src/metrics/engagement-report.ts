// The figures and the record of an engagement that has ended.
import type { Figure, FoldContext } from './calculator.ts';
import {
  agentMessages,
  agentReplies,
  assignmentToFirstReply,
  averageRequesterWaitTime,
  endUserMessages,
  engagementDuration,
  engagementEndReason,
  engagementStartReason,
  longestRequesterWaitTime,
  offerTime,
  ticketStatusEnd,
  ticketStatusStart,
  totalRequesterWaitTime,
} from './engagement-definitions.ts';
import { figuresOf, type Leg, type LegFigures, type Span } from './engagement-leg.ts';
import type { MetricDefinition } from './metric-definition.ts';
import type { RecordFields } from './metric-record.ts';
import type { SessionWaits } from './session-waits.ts';

type Row = RecordFields['engagements'];

/** What is known of the session of an engagement. */
export interface LegSession {
  readonly waits: SessionWaits;
  readonly failed: readonly string[];
}

/** Records what there is to say of an engagement that has ended, in place of what was said before; nothing where nothing has changed. */
export function tellLeg(leg: Leg, { waits, failed }: LegSession, context: FoldContext): void {
  const { end } = leg;
  if (end === null || end.sessionId === null) return;
  const channelId = context.sessionOf(end.conversationId)?.channelId ?? '';
  const figures = figuresOf(leg, end.at, { waits, failed, channelId }, context);
  const row = rowOf(leg, end, figures, channelId, end.sessionId);
  const told = JSON.stringify(row);
  if (told === leg.told) return;
  retractLeg(leg, context);
  leg.told = told;
  context.put('engagements', row.engagementId, row.startAt, row);
  record(leg, row, figures, context);
}

/** Takes back what was said of an engagement. */
export function dropLeg(leg: Leg, context: FoldContext): void {
  if (leg.told !== null) context.drop('engagements', leg.start.data.engagementId);
  retractLeg(leg, context);
}

function retractLeg(leg: Leg, context: FoldContext): void {
  for (const ordinal of leg.ordinals) context.retract(ordinal);
  leg.ordinals = [];
}

function rowOf(
  leg: Leg,
  end: NonNullable<Leg['end']>,
  figures: LegFigures,
  channelId: string,
  sessionId: string,
): Row {
  const { data: started, at: startAt } = leg.start;
  const { firstReply, averageWait, longestWait } = figures;
  return {
    engagementId: started.engagementId,
    sessionId,
    ticketId: end.data.ticketId ?? null,
    channelId,
    agentId: started.agentId,
    groupId: started.groupId ?? null,
    requesterId: started.requesterId,
    startAt,
    endAt: end.at,
    startReason: started.startReason,
    endReason: end.data.endReason,
    durationMs: end.at - startAt,
    offerTimeMs: figures.offer,
    assignmentToFirstReplyMs: firstReply?.ms ?? null,
    assignmentToFirstReplyBusinessMs: firstReply?.businessMs ?? null,
    agentMessages: leg.agentMessages,
    agentReplies: figures.replies,
    endUserMessages: leg.endUserMessages,
    totalRequesterWaitMs: figures.totalWait.ms,
    averageRequesterWaitMs: averageWait?.ms ?? null,
    longestRequesterWaitMs: longestWait?.ms ?? null,
    ticketStatusStart: end.data.ticketStatusStart ?? null,
    ticketStatusEnd: end.data.ticketStatus ?? null,
  };
}

function record(leg: Leg, row: Row, figures: LegFigures, context: FoldContext): void {
  const { agentId, groupId: queueId, sessionId, channelId, endAt, startAt } = row;
  const because = [leg.start.causationId, ...(leg.end === null ? [] : [leg.end.causationId])];
  const tell = (metric: MetricDefinition, figure: Omit<Figure, 'level' | 'key'>) => {
    const place = { agentId, queueId, sessionId, channelId, at: endAt, because };
    const full: Figure = { ...place, ...figure, level: 'eng', key: row.engagementId };
    leg.ordinals.push(context.record(metric, full));
  };
  const span = ({ ms, businessMs, because: seen }: Span) => ({
    ms,
    businessMs,
    because: [...because, ...seen],
  });
  tell(engagementDuration, { since: startAt });
  tell(offerTime, figures.offer === null ? { missing: 'offer' } : { ms: figures.offer });
  if (figures.firstReply !== null) tell(assignmentToFirstReply, span(figures.firstReply));
  else if (!figures.isOffHours) tell(assignmentToFirstReply, { missing: 'reply' });
  tell(agentMessages, { value: row.agentMessages, because: leg.agentCauses });
  tell(agentReplies, { value: row.agentReplies });
  tell(endUserMessages, { value: row.endUserMessages, because: leg.endUserCauses });
  tell(totalRequesterWaitTime, span(figures.totalWait));
  if (figures.averageWait !== null) tell(averageRequesterWaitTime, span(figures.averageWait));
  if (figures.longestWait !== null) tell(longestRequesterWaitTime, span(figures.longestWait));
  tell(engagementStartReason, { value: 1, label: row.startReason });
  tell(engagementEndReason, { value: 1, label: row.endReason });
  for (const [metric, status] of [
    [ticketStatusStart, row.ticketStatusStart],
    [ticketStatusEnd, row.ticketStatusEnd],
  ] as const) {
    tell(metric, status === null ? { missing: 'ticket' } : { value: 1, label: status });
  }
}
