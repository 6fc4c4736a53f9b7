// The statuses that every open enhanced session shares, whoever began it: EB20 and EN say that after the first reply
// the graph of a business-initiated session is that of a customer-initiated one.
import { ends, leavesQueueAndEnds, optsOut, optsOutOfQueue } from './endings.ts';
import { inferredRule, rule } from './rule.ts';
import { sessionChart } from './session-chart.ts';

const WAITING = '#waiting';
const WITH_AGENT = '#withAgent';

const recordCustomer = ['recordCustomerMessage', 'countCustomerMessage'] as const;

/** The consent keywords of §1.5 where a status has no row of its own for them: they answer and change nothing. */
export const consentKeywordRows = [
  {
    guard: 'isOptIn',
    ...rule('CK02', 'An opt-in keyword changes no open session.'),
    actions: recordCustomer,
  },
  {
    guard: 'isDoubleOptIn',
    ...rule('CK03', 'A double opt-in keyword changes no open session.'),
    actions: recordCustomer,
  },
  {
    guard: 'isHelp',
    ...rule('CK04', 'A help keyword changes no open session.'),
    actions: recordCustomer,
  },
] as const;

/** What ends or disturbs an enhanced session whatever its status. */
export const enhancedAnywhere = {
  'record.failed': {
    ...rule('EC04', 'The host could not write the session or the end user: Error.'),
    target: '#error',
    actions: ['fail'],
  },
  'channel.disabled': {
    ...rule('EC90', 'The channel is disabled: the session has 48 hours left.'),
    actions: ['startChannelDisabled'],
  },
  'channel.enabled': {
    ...rule('EC90', 'The channel is back in time.'),
    actions: ['stopChannelDisabled'],
  },
  'timer.channelDisabled': {
    ...rule('EC90', 'The channel has stayed disabled: the session ends.'),
    ...ends('System', 'channelDisabled'),
  },
  'bot.message': {
    ...inferredRule('EC58', "A bot's message is recorded wherever a session is open."),
    actions: ['recordBotMessage'],
  },
} as const;

/** Waiting for a human or a bot to accept. */
export const enhancedWaiting = sessionChart.createStateConfig({
  id: 'waiting',
  meta: { status: 'Waiting', waitingFor: 'routing' },
  initial: 'unlimited',
  exit: 'stopAbandonment',
  states: {
    unlimited: {
      always: {
        guard: 'waitingIsLimited',
        ...inferredRule('T-WAIT-MAX', 'A wait may be limited; no source knows a limit.'),
        target: 'limited',
      },
    },
    limited: {
      after: {
        maxWaiting: {
          ...inferredRule('T-WAIT-MAX', 'Nobody accepted within the longest wait allowed.'),
          ...leavesQueueAndEnds('cancelled', 'System', 'maxWaiting'),
        },
      },
    },
  },
  on: {
    'work.offered': rule('EC10', 'The router offers the session to an agent.'),
    'work.accepted': {
      ...rule('EC11', 'A human agent accepts.'),
      target: WITH_AGENT,
      actions: [
        { type: 'leaveQueue', params: { outcome: 'answered' } },
        'agentTakesOver',
        { type: 'activate', params: { by: 'agent' } },
        { type: 'respond', params: { with: 'AgentEngagedResponse' } },
      ],
    },
    'bot.accepted': {
      ...rule('EC12', 'A bot accepts; its idle clock starts.'),
      target: '#withBot',
      actions: [
        { type: 'leaveQueue', params: { outcome: 'answered' } },
        'botTakesOver',
        { type: 'activate', params: { by: 'bot' } },
      ],
    },
    'work.declined': rule('EC13', 'The agent declines; the request stays in the queue.'),
    'work.timedOut': rule('EC13', 'The agent let the offer lapse; the request stays in the queue.'),
    'work.rescinded': rule('AW06', 'The router takes its offer back.'),
    'agent.presence': [
      { guard: 'wentOffline', ...rule('EC14', 'The agent who had the offer goes offline.') },
      { guard: 'wentBusy', ...rule('EC15', 'A busy agent keeps the offer.') },
    ],
    'customer.message': [
      {
        guard: 'isOptOut',
        ...rule('EC18', 'The customer opts out while waiting.'),
        ...optsOutOfQueue(),
      },
      ...consentKeywordRows,
      {
        ...inferredRule(
          'EC16',
          'A further message of a waiting customer is kept with the session.',
        ),
        actions: recordCustomer,
      },
    ],
    'customer.ended': {
      ...rule('EC17', 'The customer ends the session while waiting.'),
      ...leavesQueueAndEnds('abandoned', 'EndUser', 'customerEnded'),
    },
    'customer.deletedConversation': {
      ...rule('EC17', 'The customer deletes the conversation while waiting.'),
      ...leavesQueueAndEnds('abandoned', 'EndUser', 'conversationDeleted'),
    },
    'automation.ended': {
      ...rule('EC19', 'An automation ends the waiting session.'),
      ...leavesQueueAndEnds('cancelled', 'System', 'automationEnded'),
    },
    'bot.ended': {
      ...rule('EC19', 'A bot ends the waiting session.'),
      ...leavesQueueAndEnds('cancelled', 'Bot', 'botEnded'),
    },
    'agent.ended': {
      ...rule('EC19', 'An agent ends the waiting session from the list.'),
      ...leavesQueueAndEnds('cancelled', 'Agent', 'agentClosed'),
    },
    'supervisor.ended': {
      ...rule('EC19', 'A supervisor ends the waiting session from the list.'),
      ...leavesQueueAndEnds('cancelled', 'Agent', 'supervisorEnded'),
    },
    'customer.left': {
      guard: 'abandonmentIsOn',
      ...inferredRule('EC20', 'The customer leaves; the abandonment clock starts.'),
      actions: ['stopAbandonment', 'startAbandonment'],
    },
    'customer.returned': {
      guard: 'abandonmentIsOn',
      ...inferredRule('EC20', 'The customer is back in time.'),
      actions: ['stopAbandonment'],
    },
    'timer.abandonment': {
      ...inferredRule('EC20', 'The customer stayed away: the wait is abandoned.'),
      ...leavesQueueAndEnds('abandoned', 'EndUser', 'abandoned'),
    },
    'routing.failed': {
      ...rule('EC21', 'The routing flow failed; the session goes to the fallback queue.'),
      actions: ['reportRoutingFailure'],
    },
  },
});

/** Inactive: the customer has stopped answering; 30 hours from here the session ends by itself. */
export const enhancedInactive = sessionChart.createStateConfig({
  id: 'inactive',
  meta: { status: 'Inactive' },
  initial: 'resting',
  after: {
    inactiveExpiry: {
      ...rule('EC64', 'Nobody came back in 30 hours.'),
      ...ends('System', 'inactivityExpired'),
    },
  },
  states: {
    resting: {},
    shortened: {
      id: 'shortened',
      after: {
        endInactive: {
          ...rule('EC65', 'The channel ends sessions that its idle rule had inactivated.'),
          target: '#ended',
          actions: [
            { type: 'end', params: { by: 'System', reason: 'customerIdle' } },
            { type: 'respond', params: { with: 'EndUserInactiveResponse' } },
          ],
        },
      },
    },
  },
  on: {
    'customer.message': [
      {
        guard: 'isOptOut',
        ...rule('EC62', 'The customer opts out of an inactive session.'),
        ...optsOut(),
      },
      {
        guard: 'isConsentKeyword',
        ...inferredRule(
          'EC63',
          'A consent keyword neither wakes the session nor restarts its clock.',
        ),
        actions: recordCustomer,
      },
      {
        guard: 'resumesWithSameRep',
        ...rule('EC61', 'Status-based: the same agent goes on.'),
        target: WITH_AGENT,
        actions: [
          ...recordCustomer,
          { type: 'resume', params: { rerouted: false } },
        ],
      },
      {
        ...rule('EC60', 'Tab-based: the session is routed anew.'),
        target: WAITING,
        actions: [
          ...recordCustomer,
          { type: 'resume', params: { rerouted: true } },
          { type: 'route', params: { reason: 'resumed' } },
        ],
      },
    ],
    'agent.opened': {
      ...rule('EC67', 'An agent opens a new session: this one ends first (X10).'),
      ...ends('System', 'replaced'),
    },
    'agent.ended': {
      ...rule('EC66', 'The agent ends the inactive session.'),
      ...ends('Agent', 'agentClosed'),
    },
    'supervisor.ended': {
      ...rule('EC66', 'A supervisor ends the inactive session.'),
      ...ends('Agent', 'supervisorEnded'),
    },
    'customer.ended': {
      ...inferredRule('EC55', 'The customer ends the inactive session.'),
      ...ends('EndUser', 'customerEnded'),
    },
  },
});

/** Paused by the agent: status-based capacity only; the work stays with the agent at its paused weight. */
export const enhancedPaused = sessionChart.createStateConfig({
  id: 'paused',
  meta: { status: 'Paused' },
  initial: 'openEnded',
  states: {
    openEnded: {
      always: {
        guard: 'pausedExpires',
        ...inferredRule('PA03', 'A pause may be limited; no source knows a limit.'),
        target: 'expiring',
      },
    },
    expiring: {
      after: {
        pausedExpiry: {
          ...inferredRule('PA03', 'The pause ran out.'),
          ...ends('System', 'pausedExpired'),
        },
      },
    },
  },
  on: {
    'agent.resumed': {
      ...inferredRule('EC51', 'The agent takes the session up again.'),
      target: WITH_AGENT,
      actions: [{ type: 'resume', params: { rerouted: false } }],
    },
    'customer.message': [
      {
        guard: 'isOptOut',
        ...inferredRule('EC52', 'The customer opts out of a paused session.'),
        ...optsOut(),
      },
      ...consentKeywordRows,
      {
        ...inferredRule('EC51', 'The customer writes: the pause is over.'),
        target: WITH_AGENT,
        actions: [
          ...recordCustomer,
          { type: 'resume', params: { rerouted: false } },
        ],
      },
    ],
    'agent.ended': {
      ...inferredRule('EC52', 'The agent ends the paused session.'),
      ...ends('Agent', 'agentClosed'),
    },
    'customer.ended': {
      ...inferredRule('EC52', 'The customer ends the paused session.'),
      ...ends('EndUser', 'customerEnded'),
    },
    'agent.presence': inferredRule('EC56', 'Paused work stays with an agent who goes offline.'),
    'agent.closedTab': inferredRule('EC56', 'Closing the tab leaves paused work where it is.'),
    'agent.transferred': {
      ...inferredRule('EC57', 'A paused session can be transferred.'),
      target: WAITING,
      actions: [
        'transfer',
        { type: 'route', params: { reason: 'transferred' } },
        { type: 'respond', params: { with: 'RerouteResponse' } },
      ],
    },
  },
});
