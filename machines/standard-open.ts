// The statuses that every open standard session shares: no Inactive, Consent, Error or Paused exists here (SC14).
import { ends, leavesQueueAndEnds, optsOut, optsOutOfQueue } from './endings.ts';
import { consentKeywordRows } from './enhanced-open.ts';
import { inferredRule, rule } from './rule.ts';
import { sessionChart } from './session-chart.ts';

const recordCustomer = ['recordCustomerMessage', 'countCustomerMessage'] as const;
const recordAgent = ['recordAgentMessage', 'countAgentMessage'] as const;
const restartMaxIdle = ['stopMaxIdle', 'startMaxIdle'] as const;

const optOut = {
  guard: 'isOptOut',
  ...rule('SC11', 'The customer opts out.'),
} as const;

/** A message in a standard session: where idle sessions are limited, each message, keywords too, starts the clock anew. */
const written = [
  {
    guard: 'idleIsLimited',
    ...inferredRule('SC13', 'The customer writes; the longest idle time starts anew.'),
    actions: [...recordCustomer, ...restartMaxIdle],
  },
  ...consentKeywordRows,
  { ...inferredRule('SC13', 'The customer writes.'), actions: recordCustomer },
] as const;

/** The row by which a disabled channel ends a session: of customer-initiated or of business-initiated ones. */
type ChannelOffRow = 'SC17' | 'SB10';

/** What ends or disturbs a standard session whatever its status. */
export const standardAnywhere = (channelOff: ChannelOffRow) =>
  ({
    'channel.disabled': {
      ...inferredRule(channelOff, 'The channel is disabled: the session has 48 hours left.'),
      actions: ['startChannelDisabled'],
    },
    'channel.enabled': {
      ...inferredRule(channelOff, 'The channel is back in time.'),
      actions: ['stopChannelDisabled'],
    },
    'timer.channelDisabled': {
      ...inferredRule(channelOff, 'The channel has stayed disabled: the session ends.'),
      ...ends('System', 'channelDisabled'),
    },
    'timer.maxIdle': {
      ...inferredRule('cfg.standard.maxIdle', 'Nobody wrote for the longest idle time allowed.'),
      ...ends('System', 'maxIdle'),
    },
    'bot.message': [
      {
        guard: 'idleIsLimited',
        ...inferredRule('EC58', "A bot's message is recorded; the longest idle time starts anew."),
        actions: ['recordBotMessage', ...restartMaxIdle],
      },
      {
        ...inferredRule('EC58', "A bot's message is recorded wherever a session is open."),
        actions: ['recordBotMessage'],
      },
    ],
  }) as const;

const waiting = sessionChart.createStateConfig({
  id: 'waiting',
  meta: { status: 'Waiting', waitingFor: 'routing' },
  initial: 'unlimited',
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
      ...rule('SC03', 'A human agent accepts.'),
      target: '#withAgent',
      actions: [
        { type: 'leaveQueue', params: { outcome: 'answered' } },
        'agentTakesOver',
        { type: 'activate', params: { by: 'agent' } },
        { type: 'respond', params: { with: 'AgentEngagedResponse' } },
      ],
    },
    'bot.accepted': {
      ...rule('SC03', 'A bot accepts.'),
      target: '#withBot',
      actions: [
        { type: 'leaveQueue', params: { outcome: 'answered' } },
        'botTakesOver',
        { type: 'activate', params: { by: 'bot' } },
      ],
    },
    'work.declined': rule('SC04', 'The agent declines; the request stays in the queue.'),
    'work.timedOut': rule('SC04', 'The agent let the offer lapse; the request stays in the queue.'),
    'work.rescinded': rule('AW06', 'The router takes its offer back.'),
    'routing.failed': {
      ...inferredRule('EC21', 'The routing flow failed; the session goes to the fallback queue.'),
      actions: ['reportRoutingFailure'],
    },
    'agent.presence': [
      { guard: 'wentOffline', ...rule('SC04', 'The agent who had the offer goes offline.') },
      { guard: 'wentBusy', ...rule('EC15', 'A busy agent keeps the offer.') },
    ],
    'customer.message': [{ ...optOut, ...optsOutOfQueue() }, ...written],
    'agent.ended': {
      ...rule('SC09', 'An agent ends the waiting session from the list.'),
      ...leavesQueueAndEnds('cancelled', 'Agent', 'agentClosed'),
    },
    'customer.ended': {
      ...inferredRule('SC15', 'The customer ends the session while waiting.'),
      ...leavesQueueAndEnds('abandoned', 'EndUser', 'customerEnded'),
    },
    'customer.deletedConversation': {
      ...inferredRule('SC15', 'The customer deletes the conversation while waiting.'),
      ...leavesQueueAndEnds('abandoned', 'EndUser', 'conversationDeleted'),
    },
    'automation.ended': {
      ...inferredRule('SC16', 'An automation ends the waiting session.'),
      ...leavesQueueAndEnds('cancelled', 'System', 'automationEnded'),
    },
    'supervisor.ended': {
      ...inferredRule('SC16', 'A supervisor ends the waiting session.'),
      ...leavesQueueAndEnds('cancelled', 'Agent', 'supervisorEnded'),
    },
    'timer.maxIdle': {
      ...inferredRule('cfg.standard.maxIdle', 'Nobody wrote while the session waited.'),
      ...leavesQueueAndEnds('cancelled', 'System', 'maxIdle'),
    },
  },
});

/** Waiting for a human or a bot to accept. */
export const standardWaiting = (channelOff: ChannelOffRow) =>
  sessionChart.createStateConfig({
    ...waiting,
    on: {
      ...waiting.on,
      'timer.channelDisabled': {
        ...inferredRule(channelOff, 'The channel has stayed disabled: the wait is over.'),
        ...leavesQueueAndEnds('cancelled', 'System', 'channelDisabled'),
      },
    },
  });

const note = { guard: 'isNote', ...rule('EC31', 'An internal note is not an answer.') } as const;

const withAgent = sessionChart.createStateConfig({
  id: 'withAgent',
  on: {
    'agent.message': [
      note,
      {
        guard: 'idleIsLimited',
        ...rule('EC31', 'The agent writes; the longest idle time starts anew.'),
        actions: [...recordAgent, ...restartMaxIdle],
      },
      { ...rule('EC31', 'The agent writes.'), actions: recordAgent },
    ],
    'agent.transferred': {
      guard: 'transferIsAllowed',
      ...rule('SC05', 'The agent transfers the session (X19).'),
      target: '#waiting',
      actions: [
        'transfer',
        { type: 'route', params: { reason: 'transferred' } },
        { type: 'respond', params: { with: 'RerouteResponse' } },
      ],
    },
    'agent.presence': [
      {
        guard: 'wentOfflineTabBased',
        ...rule('SC06', 'Tab-based: the agent goes offline and the session is routed anew.'),
        target: '#waiting',
        actions: [{ type: 'route', params: { reason: 'agentOffline' } }],
      },
      {
        guard: 'wentOffline',
        ...rule('SC07', 'Status-based: the session stays with an agent who goes offline.'),
      },
    ],
    'agent.ended': {
      ...rule('SC09', 'The agent ends the session.'),
      target: '#ended',
      actions: [
        { type: 'end', params: { by: 'Agent', reason: 'agentClosed' } },
        { type: 'respond', params: { with: 'AgentEndEngagementResponse' } },
      ],
    },
    'agent.closedTab': [
      {
        guard: 'isTabBased',
        ...rule('SC10', 'Tab-based: closing the tab ends the session.'),
        ...ends('Agent', 'agentLeftTab'),
      },
      { ...rule('EC41', 'Status-based: closing the tab changes neither status nor owner.') },
    ],
  },
});

const withBot = sessionChart.createStateConfig({
  id: 'withBot',
  after: {
    botIdle: {
      ...rule('SC12', 'The customer left the bot without a word.'),
      ...ends('Bot', 'botIdle'),
    },
  },
  on: {
    'customer.message': [
      { ...optOut, ...optsOut() },
      {
        guard: 'idleIsLimited',
        ...inferredRule('SC13', "The customer writes; the bot's and the session's clocks restart."),
        target: '#withBot',
        reenter: true,
        actions: [...recordCustomer, ...restartMaxIdle],
      },
      {
        ...inferredRule('SC13', "The customer writes; the bot's idle clock restarts."),
        target: '#withBot',
        reenter: true,
        actions: recordCustomer,
      },
    ],
    'bot.escalated': [
      {
        guard: 'nobodyIsAvailable',
        ...rule('EC35', 'Nobody is available: the bot keeps the session.'),
      },
      {
        ...rule('SC08', 'The bot hands over to people.'),
        target: '#waiting',
        actions: [
          'escalate',
          { type: 'route', params: { reason: 'escalated' } },
          { type: 'respond', params: { with: 'RerouteResponse' } },
        ],
      },
    ],
    'bot.ended': { ...rule('SC12', 'The bot ends the session.'), ...ends('Bot', 'botEnded') },
  },
});

/** Active: somebody serves the customer. */
export const standardActive = sessionChart.createStateConfig({
  id: 'active',
  meta: { status: 'Active' },
  initial: 'withAgent',
  states: { withAgent, withBot },
  on: {
    'customer.message': [{ ...optOut, ...optsOut() }, ...written],
    'customer.ended': {
      ...inferredRule('SC15', 'The customer ends the session.'),
      ...ends('EndUser', 'customerEnded'),
    },
    'customer.deletedConversation': {
      ...inferredRule('SC15', 'The customer deletes the conversation.'),
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
