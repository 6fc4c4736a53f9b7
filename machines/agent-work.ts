// One assignment of one session to one agent or bot: an attempt, not a conversation. It listens to the router and to
// the facts of its session.
import { inferredRule, rule } from './rule.ts';
import { workChart, type WorkFact } from './work-chart.ts';

const reports = (...facts: WorkFact['type'][]) => ({
  actions: facts.map((fact) => ({ type: 'report' as const, params: { fact } })),
});

const closes = [
  {
    guard: 'wrapsUp',
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
  description: 'One assignment of a session to an agent or a bot.',
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
        'work.assigned': [
          {
            guard: 'expires',
            ...rule('AW01', 'A transfer names the agent: theirs to accept, for a while.'),
            target: 'Assigned.expiring',
            ...reports('work.offered'),
          },
          {
            ...rule('AW01', 'A transfer names the agent: the work is theirs to accept.'),
            target: 'Assigned.openEnded',
            ...reports('work.offered'),
          },
        ],
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
        openEnded: {
          on: {
            'work.offered': {
              guard: 'expires',
              ...rule('AW01', 'The router confirms the offer of a transfer, and when it expires.'),
              target: 'expiring',
            },
          },
        },
        expiring: {
          on: {
            'work.offered': {
              guard: 'expires',
              ...rule('AW01', 'The router says anew when the offer expires.'),
              target: 'expiring',
              reenter: true,
            },
          },
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
                guard: 'wrapsUp',
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
