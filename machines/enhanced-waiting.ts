import { consentKeywordRows } from './enhanced-open.ts';
import { leavesQueueAndEnds, optsOutOfQueue } from './endings.ts';
import { inferredRule, rule } from './rule.ts';
import { sessionChart } from './session-chart.ts';

const WITH_AGENT = '#withAgent';

const recordCustomer = ['recordCustomerMessage', 'countCustomerMessage'] as const;

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
        actions: [...recordCustomer, 'stopAbandonment'],
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
      ...inferredRule('EC20', 'The customer is back in time.'),
      actions: ['stopAbandonment'],
    },
    'timer.abandonment': {
      ...inferredRule('EC20', 'The customer stayed away: the wait is abandoned.'),
      ...leavesQueueAndEnds('abandoned', 'EndUser', 'abandoned'),
    },
    'timer.channelDisabled': {
      ...rule('EC90', 'The channel has stayed disabled: the wait is over.'),
      ...leavesQueueAndEnds('cancelled', 'System', 'channelDisabled'),
    },
    'record.failed': {
      ...rule('EC04', 'The host could not write the waiting session: Error.'),
      target: '#error',
      actions: [{ type: 'leaveQueue', params: { outcome: 'cancelled' } }, 'fail'],
    },
    'routing.failed': {
      ...rule('EC21', 'The routing flow failed; the session goes to the fallback queue.'),
      actions: ['reportRoutingFailure'],
    },
  },
});
