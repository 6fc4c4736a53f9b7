// One assignment of one session to one agent or bot: an attempt, not a conversation. It listens to the router and to
// the facts of its session.
import { assign, emit, setup } from 'xstate';
import { inferredRule, rule, type RuleMeta } from './rule.ts';

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

const workChart = setup({
  types: {} as {
    context: WorkContext;
    events: WorkEvent;
    emitted: WorkFact;
    input: WorkInput | undefined;
    meta: { status?: WorkStatus };
    transitionMeta: RuleMeta;
  },
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
    hasAfterConversationWork: ({ context }) => context.acwMs !== null,
    mayExtend: ({ context }) => context.extensions < context.maxExtensions,
  },
  actions: {
    report: emit((_, { fact }: { fact: WorkFact['type'] }) => ({ type: fact })),
    countExtension: assign({ extensions: ({ context }) => context.extensions + 1 }),
  },
});

const reports = (...facts: WorkFact['type'][]) => ({
  actions: facts.map((fact) => ({ type: 'report' as const, params: { fact } })),
});

const closes = [
  {
    guard: 'hasAfterConversationWork',
    ...rule('AW08', 'The session is over for the agent; after-conversation work begins.'),
    target: '#wrappingUp',
    ...reports('acw.started'),
  },
  {
    ...rule('AW08', 'The session is over and the work with it.'),
    target: '#closed',
    ...reports('work.closed'),
  },
] as const;

const transferred = {
  ...rule('AW07', 'The session goes to somebody else.'),
  target: '#transferred',
  ...reports('work.transferred'),
} as const;

const failed = {
  ...inferredRule('ER04', 'The session is in error: its work is closed.'),
  target: '#closed',
  ...reports('work.closed'),
} as const;

const wrapsUp = {
  ...rule('AW08', 'After-conversation work is over.'),
  target: '#closed',
  ...reports('acw.ended', 'work.closed'),
} as const;

/** One assignment attempt (AW). */
export const agentWork = workChart.createMachine({
  id: 'agent-work',
  context: ({ input }) => ({
    capacityModel: input?.capacityModel ?? 'tabBased',
    acwMs: input?.acwMs ?? null,
    maxExtensions: input?.maxExtensions ?? 0,
    extensions: 0,
  }),
  initial: 'unborn',
  states: {
    unborn: {
      on: {
        'work.offered': [
          {
            guard: 'expires',
            ...rule('AW01', 'A candidate is found: the work is pushed, and the offer expires.'),
            target: 'Assigned.expiring',
            ...reports('work.offered'),
          },
          {
            ...rule('AW01', 'A candidate is found: the work is pushed.'),
            target: 'Assigned.openEnded',
            ...reports('work.offered'),
          },
        ],
        'work.assigned': {
          ...rule('AW01', 'A transfer names the agent: the work is theirs to accept.'),
          target: 'Assigned.openEnded',
          ...reports('work.offered'),
        },
        'work.accepted': {
          ...rule('AW02', 'Accepted without an offer: an auto-accept.'),
          target: 'Opened',
          ...reports('work.accepted'),
        },
        'bot.accepted': {
          ...rule('AW02', 'A bot accepts.'),
          target: 'Opened',
          ...reports('work.accepted'),
        },
        'session.activated': {
          ...inferredRule('AW02', "The customer's answer gives the owner the work at once."),
          target: 'Opened',
          ...reports('work.accepted'),
        },
      },
    },
    Assigned: {
      meta: { status: 'Assigned' },
      initial: 'openEnded',
      states: {
        openEnded: {},
        expiring: {
          after: {
            pushTimeout: {
              ...rule('AW04', 'The offer expired.'),
              target: '#declinedOnPushTimeout',
              ...reports('work.timedOut'),
            },
          },
        },
      },
      on: {
        'work.accepted': {
          ...rule('AW02', 'The agent accepts.'),
          target: 'Opened',
          ...reports('work.accepted'),
        },
        'work.declined': {
          ...rule('AW03', 'The agent declines.'),
          target: 'Declined',
          ...reports('work.declined'),
        },
        'work.timedOut': {
          ...rule('AW04', 'The router lets the offer lapse.'),
          target: '#declinedOnPushTimeout',
          ...reports('work.timedOut'),
        },
        'agent.presence': {
          guard: 'wentOffline',
          ...rule('AW05', 'The agent goes offline before accepting.'),
          target: 'Unavailable',
          ...reports('work.unavailable'),
        },
        'session.ended': {
          ...rule('AW06', 'The customer leaves before anybody accepts.'),
          target: 'Canceled',
          ...reports('work.canceled'),
        },
        'session.errored': {
          ...inferredRule('ER04', 'The session is in error: its offer is cancelled.'),
          target: 'Canceled',
          ...reports('work.canceled'),
        },
        'work.rescinded': {
          ...rule('AW06', 'The router takes the offer back.'),
          target: 'Canceled',
          ...reports('work.canceled'),
        },
        'work.superseded': {
          ...inferredRule('AW06', 'The router has turned to somebody else.'),
          target: 'Superseded',
          ...reports('work.canceled'),
        },
      },
    },
    Opened: {
      meta: { status: 'Opened' },
      initial: 'handling',
      states: {
        handling: {
          on: {
            'session.paused': {
              ...rule('AW11', 'The session is paused; the work stays, at its paused weight.'),
              target: 'paused',
              ...reports('work.paused'),
            },
            'session.inactivated': [
              {
                guard: 'isStatusBased',
                ...rule('AW11', 'Status-based: inactive work stays, at its paused weight.'),
                target: 'paused',
                ...reports('work.paused'),
              },
              {
                guard: 'hasAfterConversationWork',
                ...inferredRule('AW10', 'Tab-based: the agent has let go and wraps up.'),
                target: 'wrappingUp',
                ...reports('acw.started'),
              },
              {
                ...inferredRule('AW10', 'Tab-based: an inactive session frees the agent.'),
                target: '#closed',
                ...reports('work.closed'),
              },
            ],
            'session.ended': closes,
            'session.transferred': transferred,
            'session.escalated': transferred,
            'session.errored': failed,
            'agent.presence': {
              guard: 'wentOfflineTabBased',
              ...rule('AW09', 'Tab-based: an agent who goes offline has no open work.'),
              target: '#closed',
              ...reports('work.closed'),
            },
          },
        },
        paused: {
          on: {
            'session.resumed': {
              ...rule('AW11', 'The session goes on, and the work at its full weight.'),
              target: 'handling',
              ...reports('work.resumed'),
            },
            'session.ended': closes,
            'session.transferred': transferred,
            'session.errored': failed,
          },
        },
        wrappingUp: {
          id: 'wrappingUp',
          after: { acw: wrapsUp },
          on: {
            'acw.ended': wrapsUp,
            'agent.closedTab': wrapsUp,
            'agent.presence': wrapsUp,
            'agent.opened': wrapsUp,
            'acw.extended': {
              guard: 'mayExtend',
              ...rule('T-ACW-EXT', 'The agent asks for more time.'),
              target: 'wrappingUp',
              reenter: true,
              actions: ['countExtension', { type: 'report', params: { fact: 'acw.extended' } }],
            },
          },
        },
      },
    },
    Superseded: {
      meta: { status: 'Canceled' },
      on: {
        'work.declined': {
          ...inferredRule('AW03', "The router's own word on an offer that a newer one displaced."),
          target: 'Declined',
          ...reports('work.declined'),
        },
        'work.timedOut': {
          ...inferredRule('AW04', "The router's own word on an offer that a newer one displaced."),
          target: '#declinedOnPushTimeout',
          ...reports('work.timedOut'),
        },
      },
    },
    Closed: { id: 'closed', type: 'final', meta: { status: 'Closed' } },
    Declined: { type: 'final', meta: { status: 'Declined' } },
    DeclinedOnPushTimeout: {
      id: 'declinedOnPushTimeout',
      type: 'final',
      meta: { status: 'DeclinedOnPushTimeout' },
    },
    Canceled: { type: 'final', meta: { status: 'Canceled' } },
    Transferred: { id: 'transferred', type: 'final', meta: { status: 'Transferred' } },
    Unavailable: { type: 'final', meta: { status: 'Unavailable' } },
  },
});
