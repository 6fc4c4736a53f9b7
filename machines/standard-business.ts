import { ends, optsOut } from './endings.ts';
import { consentKeywordRows } from './enhanced-open.ts';
import { inferredRule, rule } from './rule.ts';
import { sessionChart, unbornContext } from './session-chart.ts';
import { STANDARD_SETTINGS } from './session-settings.ts';
import { standardActive, standardAnywhere, standardWaiting } from './standard-open.ts';

const recordCustomer = ['recordCustomerMessage', 'countCustomerMessage'] as const;
const recordAgent = ['recordAgentMessage', 'countAgentMessage'] as const;

const routed = {
  target: '#waiting',
  actions: [...recordCustomer, { type: 'route', params: { reason: 'replied' } }],
} as const;

const answered = {
  target: '#withAgent',
  actions: [...recordCustomer, 'agentTakesOver', { type: 'activate', params: { by: 'endUser' } }],
} as const;

/** The agent has written and the customer has not answered: 24 hours. */
const unanswered = sessionChart.createStateConfig({
  initial: 'New',
  entry: 'startNoReply',
  exit: 'stopNoReply',
  states: {
    New: {
      id: 'new',
      meta: { status: 'New' },
      on: {
        'message.sent': {
          guard: 'awaitsReplyAsWaiting',
          ...inferredRule('SB02', 'The provider took the message: waiting for the customer (X4).'),
          target: 'Waiting',
        },
      },
    },
    Waiting: { id: 'waitingForCustomer', meta: { status: 'Waiting', waitingFor: 'customer' } },
  },
  on: {
    'agent.message': [
      { guard: 'isNote', ...inferredRule('SB09', 'An internal note reaches nobody.') },
      {
        guard: 'noReplyCountsFromLast',
        ...inferredRule('SB09', 'The no-reply time-out counts from the last message.'),
        actions: [...recordAgent, 'stopNoReply', 'startNoReply'],
      },
      {
        ...inferredRule('SB09', 'The no-reply time-out counts from the first message.'),
        actions: recordAgent,
      },
    ],
    'customer.message': [
      { guard: 'isOptOut', ...rule('SB06', 'The customer opts out.'), ...optsOut() },
      ...consentKeywordRows,
      {
        guard: 'ownerIsOfflineAndIdleIsLimited',
        ...inferredRule('SB04', 'The answer is routed; its idle time is limited.'),
        ...routed,
        actions: [...routed.actions, 'startMaxIdle'],
      },
      {
        guard: 'ownerIsOffline',
        ...inferredRule('SB04', 'The owner is offline, so the answer is routed.'),
        ...routed,
      },
      {
        guard: 'idleIsLimited',
        ...rule('SB03', 'The customer answers; from here on the idle time is limited.'),
        ...answered,
        actions: [...answered.actions, 'startMaxIdle'],
      },
      {
        ...rule('SB03', 'The customer answers and the agent has the work at once.'),
        ...answered,
      },
    ],
    'timer.noReply': {
      ...rule('SB05', 'The customer did not answer within 24 hours.'),
      ...ends('System', 'noReply'),
    },
    'agent.ended': {
      ...rule('SB07', 'The agent gives the unanswered session up.'),
      ...ends('Agent', 'agentClosed'),
    },
    'customer.ended': {
      ...inferredRule('SC15', 'The customer ends the session.'),
      ...ends('EndUser', 'customerEnded'),
    },
    'customer.deletedConversation': {
      ...inferredRule('SC15', 'The customer deletes the conversation: the session ends.'),
      ...ends('EndUser', 'conversationDeleted'),
    },
    'automation.ended': {
      ...inferredRule('SC16', 'An automation ends the session.'),
      ...ends('System', 'automationEnded'),
    },
    'supervisor.ended': {
      ...inferredRule('SC16', 'A supervisor ends the session.'),
      ...ends('Agent', 'supervisorEnded'),
    },
  },
});

const recordOpening = [
  { type: 'create', params: { origin: 'AgentInitiated' } },
  ...recordAgent,
] as const;

/** A session that an agent opens on a standard channel (SB). */
export const standardBusiness = sessionChart.createMachine({
  id: 'standard-business',
  description: 'A session that an agent opens on a standard channel.',
  context: ({ input }) => unbornContext(input?.settings ?? STANDARD_SETTINGS),
  initial: 'unborn',
  states: {
    unborn: {
      on: {
        'agent.opened': {
          ...rule('SB01', 'An agent opens a session with a message.'),
          target: '#new',
          actions: recordOpening,
        },
      },
    },
    open: {
      initial: 'unanswered',
      meta: { rules: ['SB08'] },
      states: { unanswered, Waiting: standardWaiting('SB10'), Active: standardActive },
      on: standardAnywhere('SB10'),
    },
    Ended: { id: 'ended', type: 'final', meta: { status: 'Ended' } },
  },
});
