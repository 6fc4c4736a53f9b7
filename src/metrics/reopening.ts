/*
 * Resolutions and what undoes them. A session never opens again; a ticket does, and that is the reading unless the options ask for the other:
 * a customer who comes back soon opens the conversation again.
 */
import type { EpochMs } from '../time/instant.ts';
import { conversationCalculator, type FoldContext } from './calculator.ts';
import { reopenCount, resolutions, timeToReopen } from './reopening-metrics.ts';
import { isOfSessionAtHand } from './session-at-hand.ts';
import { isByCustomer } from './session-messages.ts';
import { humanReply } from './session-situation.ts';

/** A resolution that may be undone. */
interface Resolution {
  readonly at: EpochMs;
  readonly agentId: string | null;
  readonly cause: string;
  /** Ordinal of its figure. */
  readonly figure: number;
}

interface Reopening {
  /** By ticket, in the order in which they were first seen; null while unresolved. */
  readonly tickets: Record<string, Resolution | null>;
  /** Of the conversation, by its sessions. */
  last: Resolution | null;
  hasBegun: boolean;
  /** The session that ended last; null while one is open. */
  ended: EndedSession | null;
  /** Ordinals that say that no ticket was reported: one may be, of the session that has just ended. */
  readonly without: number[];
}

/** A session that has ended, and what was the last resolution before it. */
interface EndedSession {
  readonly sessionId: string;
  readonly at: EpochMs;
  readonly cause: string;
  readonly before: Resolution | null;
  /** Whether it counts as a resolution. */
  isResolution: boolean;
}

/** Tickets of one conversation that are remembered: those before them are taken to stay as they are. */
const TICKETS_MAX = 8;

/** Measures resolutions and reopenings. */
export const reopening = conversationCalculator<Reopening>({
  name: 'reopening',
  definitions: [resolutions, reopenCount, timeToReopen],
  start: () => ({ tickets: {}, last: null, hasBegun: false, ended: null, without: [] }),
  on: {
    'ticket.statusChanged': (state, { at, id, ticketId, to }, context) => {
      if (context.options.reopening !== 'ticket') return;
      for (const figure of state.without) context.retract(figure);
      state.without.length = 0;
      const resolution = state.tickets[ticketId];
      if (to === 'deleted') {
        forget(state, ticketId, context);
      } else if (to === 'solved' || to === 'closed') {
        if (resolution === undefined) makeRoom(state, context);
        if (resolution === undefined || resolution === null) {
          state.tickets[ticketId] = resolve(at, id, ticketId, context);
        }
      } else if (resolution === undefined) {
        makeRoom(state, context);
        state.tickets[ticketId] = null;
        begin(ticketId, context);
      } else if (resolution !== null) {
        reopen(resolution, at, ticketId, context);
        state.tickets[ticketId] = null;
      }
    },
    'session.created': (state, { at, sessionId, data }, context) => {
      if (!isOfSessionAtHand(context) || sessionId === null) return;
      const { ended } = state;
      if (ended?.isResolution === true && ended.before !== null)
        context.release(ended.before.figure);
      state.ended = null;
      state.without.length = 0;
      if (context.options.reopening !== 'session' || !isByCustomer(data.origin)) return;
      if (!state.hasBegun) begin(sessionId, context);
      state.hasBegun = true;
      const { last } = state;
      state.last = null;
      if (last === null) return;
      if (isInTime(last, at, context)) reopen(last, at, sessionId, context);
      else context.release(last.figure);
    },
    'message.failed': judgeSession,
    'message.sent': judgeSession,
    'message.delivered': judgeSession,
    'message.read': judgeSession,
    'session.ended': (state, { at, sessionId, causationId }, context) => {
      if (!isOfSessionAtHand(context) || sessionId === null) return;
      if (context.options.reopening === 'session') {
        const { last: before } = state;
        state.ended = { sessionId, at, cause: causationId, before, isResolution: false };
        judgeSession(state, null, context);
      } else if (Object.keys(state.tickets).length === 0) {
        const nothing = context.figure('ses', sessionId);
        nothing.missing = 'ticket';
        state.without.push(context.record(resolutions, nothing));
        state.without.push(context.record(reopenCount, nothing));
      }
    },
  },
});

/** The session that has just ended is a resolution as long as a reply in it stands (X13). */
function judgeSession(state: Reopening, _receipt: unknown, context: FoldContext): void {
  const { ended, last } = state;
  const { session, options } = context;
  if (ended === null || session === null || session.sessionId !== ended.sessionId) return;
  const isAnswered = humanReply(session, options) !== undefined;
  if (isAnswered === ended.isResolution) return;
  ended.isResolution = isAnswered;
  if (isAnswered) state.last = resolve(ended.at, ended.cause, ended.sessionId, context);
  else {
    if (last !== null) context.retract(last.figure);
    state.last = ended.before;
  }
}

const isInTime = ({ at }: Resolution, now: EpochMs, { options }: FoldContext): boolean =>
  options.reopenWithinMs === null || now - at <= options.reopenWithinMs;

function begin(key: string, context: FoldContext): void {
  context.tell(timeToReopen, { level: 'ses', key, ms: 0, label: 'firstOpen' });
}

function resolve(at: EpochMs, cause: string, key: string, context: FoldContext): Resolution {
  const agentId = context.session?.agentId ?? null;
  const figure = context.record(resolutions, {
    level: 'ses',
    key,
    at,
    value: 1,
    agentId,
    label: 'kept',
    isLasting: true,
  });
  return { at, agentId, cause, figure };
}

function reopen(resolution: Resolution, at: EpochMs, key: string, context: FoldContext): void {
  const { agentId, cause, figure, at: since } = resolution;
  const because = [cause];
  const figures = { level: 'ses', key, agentId, because } as const;
  context.tell(reopenCount, { ...figures, value: 1 });
  context.tell(timeToReopen, { ...figures, since, label: 'reopened' });
  context.release(isInTime(resolution, at, context) ? context.amend(figure, CHANGED) : figure);
}

const CHANGED = { label: 'reopened' } as const;

function forget({ tickets }: Reopening, ticketId: string, context: FoldContext): void {
  const resolution = tickets[ticketId];
  if (resolution !== undefined && resolution !== null) context.release(resolution.figure);
  delete tickets[ticketId];
}

function makeRoom(state: Reopening, context: FoldContext): void {
  const ids = Object.keys(state.tickets);
  const [oldest] = ids;
  if (oldest !== undefined && ids.length >= TICKETS_MAX) forget(state, oldest, context);
}
