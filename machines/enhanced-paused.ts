import { ends, optsOut } from './endings.ts';
import { consentKeywordRows } from './enhanced-open.ts';
import { inferredRule } from './rule.ts';
import { sessionChart } from './session-chart.ts';

const WAITING = '#waiting';
const WITH_AGENT = '#withAgent';

const recordCustomer = ['recordCustomerMessage', 'countCustomerMessage'] as const;

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
        actions: [...recordCustomer, { type: 'resume', params: { rerouted: false } }],
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
    'customer.deletedConversation': {
      ...inferredRule('EC52', 'The customer deletes the conversation; the paused session ends.'),
      ...ends('EndUser', 'conversationDeleted'),
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
