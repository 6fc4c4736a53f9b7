// What the work chart reads, remembers and emits. No time is kept here: the chart says how long, the host says when.
import { assign, emit, setup } from 'xstate';
import type { RuleMeta } from './rule.ts';

/** The status of an assignment, as the records spell it. */
export type WorkStatus =
  | 'Assigned'
  | 'Opened'
  | 'Closed'
  | 'Declined'
  | 'DeclinedOnPushTimeout'
  | 'Canceled'
  | 'Transferred'
  | 'Unavailable';

/** What an assignment is created with. All durations are elapsed milliseconds. */
export interface WorkInput {
  readonly capacityModel?: 'tabBased' | 'statusBased';
  /** After-conversation work; null where none is configured, and for bots. */
  readonly acwMs?: number | null;
  readonly maxExtensions?: number;
}

/** What an assignment remembers. */
export interface WorkContext {
  readonly capacityModel: 'tabBased' | 'statusBased';
  readonly acwMs: number | null;
  readonly maxExtensions: number;
  readonly extensions: number;
}

/** What the work chart reads of an event; missing fields mean the ordinary case. */
interface WorkEventFields {
  /** From the offer to its expiry, when the router gave one. */
  readonly expiresInMs?: number | undefined;
  /** What is left of after-conversation work, with the extension, at the instant of `acw.extended`. */
  readonly remainingMs?: number | undefined;
  /** True when the agent closed the tab: nothing is left to wrap up in. */
  readonly tabClosed?: boolean | undefined;
  /** An agent's presence. */
  readonly status?: 'online' | 'away' | 'busy' | 'offline' | undefined;
}

type WorkEventType =
  | 'work.offered'
  | 'work.accepted'
  | 'work.assigned'
  | 'work.declined'
  | 'work.timedOut'
  | 'work.rescinded'
  | 'work.superseded'
  | 'bot.accepted'
  | 'session.activated'
  | 'session.ended'
  | 'session.errored'
  | 'session.escalated'
  | 'session.inactivated'
  | 'session.paused'
  | 'session.resumed'
  | 'session.transferred'
  | 'agent.presence'
  | 'agent.closedTab'
  | 'agent.opened'
  | 'acw.extended'
  | 'acw.ended';

/** One event of the work chart: from the router, from the agent's desk, or a fact of the session. */
export type WorkEvent = {
  [T in WorkEventType]: WorkEventFields & { readonly type: T };
}[WorkEventType];

/** What the work chart emits. */
export type WorkFact =
  | { type: 'work.offered' }
  | { type: 'work.accepted' }
  | { type: 'work.declined' }
  | { type: 'work.timedOut' }
  | { type: 'work.unavailable' }
  | { type: 'work.canceled' }
  | { type: 'work.transferred' }
  | { type: 'work.paused' }
  | { type: 'work.resumed' }
  | { type: 'work.closed' }
  | { type: 'acw.started' }
  | { type: 'acw.extended' }
  | { type: 'acw.ended' };

const workTypes = {} as {
  context: WorkContext;
  events: WorkEvent;
  emitted: WorkFact;
  input: WorkInput | undefined;
  meta: { status?: WorkStatus };
  transitionMeta: RuleMeta;
};

/** The shared vocabulary of the work chart: its guards, delays and actions by name. */
export const workChart = setup({
  types: workTypes,
  delays: {
    pushTimeout: ({ event }) => event.expiresInMs ?? 0,
    acw: ({ context, event }) => event.remainingMs ?? context.acwMs ?? 0,
  },
  guards: {
    expires: ({ event }) => event.expiresInMs !== undefined,
    wentOffline: ({ event }) => event.status === 'offline',
    wentOfflineTabBased: ({ context, event }) =>
      event.status === 'offline' && context.capacityModel === 'tabBased',
    isStatusBased: ({ context }) => context.capacityModel === 'statusBased',
    wrapsUp: ({ context, event }) => context.acwMs !== null && event.tabClosed !== true,
    mayExtend: ({ context }) => context.extensions < context.maxExtensions,
  },
  actions: {
    report: emit((_, { fact }: { fact: WorkFact['type'] }) => ({ type: fact })),
    countExtension: assign({ extensions: ({ context }) => context.extensions + 1 }),
  },
});
