// The figures and the record of an engagement that has ended.
import type { EpochMs } from '../time/instant.ts';
import type { FoldContext } from './calculator.ts';
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
import type { FigureDraft } from './figure-draft.ts';
import type { OptionalInput } from './measurement.ts';
import type { MetricDefinition } from './metric-definition.ts';
import type { RecordFields } from './metric-record.ts';
import type { Evidence } from './observation.ts';
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
  if (leg.told !== null && isSameRow(row, leg.told)) return;
  retractLeg(leg, context);
  leg.standing ??= {
    queueId: row.groupId ?? context.session?.queueId ?? null,
    accountId: context.session?.accountId ?? null,
  };
  leg.told = row;
  context.put('engagements', row.engagementId, row.startAt, row);
  record(leg, row, figures, context);
}

/** Whether two rows of one engagement say the same. */
function isSameRow(a: Row, b: Row): boolean {
  for (const field in a) if (a[field as keyof Row] !== b[field as keyof Row]) return false;
  return true;
}

/** Takes back what was said of an engagement. */
export function dropLeg(leg: Leg, context: FoldContext): void {
  if (leg.told !== null) context.drop('engagements', leg.start.data.engagementId);
  retractLeg(leg, context);
}

function retractLeg(leg: Leg, context: FoldContext): void {
  for (const ordinal of leg.ordinals) context.retract(ordinal);
  if (leg.ordinals.length > 0) leg.ordinals = [];
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
    offerTimeMs: figures.offer?.ms ?? null,
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
  const report = new Report(leg, row, context);
  report.length(engagementDuration, row.startAt);
  report.span(offerTime, figures.offer, 'offer');
  if (!figures.isOffHours) report.span(assignmentToFirstReply, figures.firstReply, 'reply');
  report.count(agentMessages, row.agentMessages, leg.agentCauses);
  report.count(agentReplies, row.agentReplies, figures.totalWait.because);
  report.count(endUserMessages, row.endUserMessages, leg.endUserCauses);
  report.span(totalRequesterWaitTime, figures.totalWait, null);
  report.span(averageRequesterWaitTime, figures.averageWait, null);
  report.span(longestRequesterWaitTime, figures.longestWait, null);
  report.class(engagementStartReason, row.startReason);
  report.class(engagementEndReason, row.endReason);
  report.class(ticketStatusStart, row.ticketStatusStart);
  report.class(ticketStatusEnd, row.ticketStatusEnd);
}

/** Figures of one engagement on their way to the context. */
class Report {
  readonly #leg: Leg;
  readonly #row: Row;
  readonly #context: FoldContext;
  /** What began the engagement and what ended it. */
  readonly #edges: Evidence[];
  /** What the last span rested on, and that with the edges: the average rests on what the total does. */
  #spanBecause: readonly Evidence[] | null = null;
  #withEdges: readonly Evidence[] = [];

  constructor(leg: Leg, row: Row, context: FoldContext) {
    this.#leg = leg;
    this.#row = row;
    this.#context = context;
    this.#edges = [leg.start.causationId];
    if (leg.end !== null) this.#edges.push(leg.end.causationId);
  }

  /** The whole engagement. */
  length(metric: MetricDefinition, since: EpochMs): void {
    const figure = this.#figure(this.#edges);
    figure.since = since;
    this.#tell(metric, figure);
  }

  /** A duration; without one the input that was missing, or nothing at all where none was. */
  span(metric: MetricDefinition, span: Span | null, missing: OptionalInput | null): void {
    if (span === null && missing === null) return;
    const figure = this.#figure(span === null ? this.#edges : this.#because(span.because));
    if (span !== null) {
      figure.ms = span.ms;
      figure.businessMs = span.businessMs;
    } else if (missing !== null) figure.missing = missing;
    this.#tell(metric, figure);
  }

  count(metric: MetricDefinition, value: number, because: readonly Evidence[]): void {
    const figure = this.#figure(because);
    figure.value = value;
    this.#tell(metric, figure);
  }

  /** One engagement of a class; without one no ticket was reported. */
  class(metric: MetricDefinition, label: string | null): void {
    const figure = this.#figure(this.#edges);
    if (label === null) figure.missing = 'ticket';
    else {
      figure.value = 1;
      figure.label = label;
    }
    this.#tell(metric, figure);
  }

  #because(because: readonly Evidence[]): readonly Evidence[] {
    if (because !== this.#spanBecause) {
      this.#spanBecause = because;
      this.#withEdges = this.#edges.concat(because);
    }
    return this.#withEdges;
  }

  #figure(because: readonly Evidence[]): FigureDraft {
    const row = this.#row;
    const figure = this.#context.figure('eng', row.engagementId);
    figure.at = row.endAt;
    figure.agentId = row.agentId;
    figure.standing = this.#leg.standing;
    figure.sessionId = row.sessionId;
    figure.channelId = row.channelId;
    figure.because = because;
    return figure;
  }

  #tell(metric: MetricDefinition, figure: FigureDraft): void {
    this.#leg.ordinals.push(this.#context.record(metric, figure));
  }
}
