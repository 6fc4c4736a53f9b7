// One thing that is resolved and opened again: a ticket, or the sessions of a customer that belong together.
import type { EpochMs } from '../time/instant.ts';
import type { FoldContext } from './calculator.ts';
import type { FigureDraft } from './figure-draft.ts';
import type { Evidence } from './observation.ts';
import {
  closedConversations,
  resolutionTime,
  resolvedConversations,
} from './resolution-metrics.ts';

/** A case. */
export interface Case {
  /** The ticket, or the first session. */
  readonly id: string;
  startAt: EpochMs;
  /** What began it. */
  begunBy: Evidence;
  /** Whether a customer began it; null for a ticket that was reported while no session was open: the next one may tell. */
  isByCustomer: boolean | null;
  /** False where it is not known when it began. */
  isWhole: boolean;
  /** Whether an agent or bot has written. */
  isAnswered: boolean;
  /** When it was resolved; null while it is not. */
  resolvedAt: EpochMs | null;
  /** When and by what it was opened again last; null where it never was. */
  reopenedAt: EpochMs | null;
  reopenedBy: Evidence | null;
  /** Resolutions so far that count, or that were before anything was told of it. */
  resolutions: number;
  /** Ordinals of its figures that may be taken back. */
  counted: number[];
  time: number | null;
}

/** A case that begins. */
export const newCase = (
  id: string,
  startAt: EpochMs,
  begunBy: Evidence,
  isByCustomer: boolean | null,
): Case => ({
  id,
  startAt,
  begunBy,
  isByCustomer,
  isWhole: true,
  isAnswered: false,
  resolvedAt: null,
  reopenedAt: null,
  reopenedBy: null,
  resolutions: 0,
  counted: [],
  time: null,
});

/** A case is resolved, now. Where it is one that counts, its figures are recorded. */
export function resolve(one: Case, at: EpochMs, context: FoldContext): void {
  one.resolvedAt = at;
  const { session } = context;
  if (one.isByCustomer !== true || !one.isAnswered || session === null) return;
  const { resolutionCounting, resolutionTime: timed } = context.options;
  one.resolutions += 1;
  const isFirst = one.resolutions === 1;
  const agentId = session.isWithBot ? null : session.agentId;
  if (isFirst || resolutionCounting !== 'first') {
    const figure = context.figure('ses', session.sessionId);
    figure.value = 1;
    figure.isLasting = resolutionCounting === 'stillResolved';
    const closed = context.record(closedConversations, figure);
    figure.agentId = agentId;
    one.counted = [closed, context.record(resolvedConversations, figure)];
  }
  if (timed === 'first' && !isFirst) return;
  if (timed === 'full' && one.time !== null) context.retract(one.time);
  const figure = context.figure('ses', session.sessionId);
  figure.agentId = agentId;
  figure.isLasting = timed === 'full';
  one.time = recordTime(one, figure, context);
}

function recordTime(one: Case, figure: FigureDraft, context: FoldContext): number {
  const { startAt, begunBy, reopenedAt, reopenedBy, isWhole } = one;
  if (context.options.resolutionTime === 'cycle' && reopenedAt !== null) {
    figure.since = reopenedAt;
    figure.because = [reopenedBy ?? begunBy];
  } else if (isWhole) {
    figure.since = startAt;
    figure.because = [begunBy];
  } else figure.missing = 'ticket';
  return context.record(resolutionTime, figure);
}

/** A resolved case is opened again. */
export function reopen(one: Case, at: EpochMs, cause: Evidence, context: FoldContext): void {
  one.resolvedAt = null;
  one.reopenedAt = at;
  one.reopenedBy = cause;
  if (context.options.resolutionCounting === 'stillResolved') takeBack(one.counted, context);
  one.counted = [];
}

/** Its resolution was none of its own: all its figures go. */
export function undo(one: Case, context: FoldContext): void {
  takeBack(one.counted, context);
  if (one.time !== null) takeBack([one.time], context);
  one.counted = [];
  one.time = null;
}

/** Nothing more is to come of a case. */
export function release(one: Case, context: FoldContext): void {
  for (const figure of one.counted) context.release(figure);
  if (one.time !== null) context.release(one.time);
}

function takeBack(figures: readonly number[], context: FoldContext): void {
  for (const figure of figures) context.retract(figure);
}
