import { ends, optsOut } from './endings.ts';
import { enhancedActive } from './enhanced-active.ts';
import { enhancedInactive } from './enhanced-inactive.ts';
import { enhancedAnywhere } from './enhanced-open.ts';
import { enhancedPaused } from './enhanced-paused.ts';
import { enhancedWaiting } from './enhanced-waiting.ts';
import { inferredRule, rule } from './rule.ts';
import { sessionChart, unbornContext } from './session-chart.ts';
import { ENHANCED_SETTINGS } from './session-settings.ts';

const recordCustomer = ['recordCustomerMessage', 'countCustomerMessage'] as const;
const recordAgent = ['recordAgentMessage', 'countAgentMessage'] as const;

/** The agent has written and the customer has not answered: no work, no capacity, 48 hours. */
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
          ...rule('EB01', 'The provider took the message; the channel shows it as Waiting (X4).'),
          target: 'Waiting',
        },
      },
    },
    Waiting: { id: 'waitingForCustomer', meta: { status: 'Waiting', waitingFor: 'customer' } },
  },
  on: {
    'agent.message': [
      { guard: 'isNote', ...inferredRule('EB04', 'An internal note reaches nobody.') },
      {
        guard: 'noReplyCountsFromLast',
        ...inferredRule('EB04', 'The no-reply time-out counts from the last message.'),
        actions: [...recordAgent, 'stopNoReply', 'startNoReply'],
      },
      {
        ...inferredRule('EB04', 'The no-reply time-out counts from the first message.'),
        actions: recordAgent,
      },
    ],
    'customer.message': [
      { guard: 'isOptOut', ...rule('EB09', 'The customer opts out.'), ...optsOut() },
      {
        guard: 'isConsentKeyword',
        ...inferredRule('EB10', 'A consent keyword is not an answer.'),
        actions: recordCustomer,
      },
      {
        guard: 'isStatusBasedWithOwnerOnline',
        ...rule('EB06', 'Status-based: the customer answers and the agent has the work at once.'),
        target: '#withAgent',
        actions: [
          ...recordCustomer,
          'agentTakesOver',
          { type: 'activate', params: { by: 'endUser' } },
        ],
      },
      {
        guard: 'isStatusBased',
        ...inferredRule('EB08', 'Status-based: the owner is offline, so the answer is routed.'),
        target: '#waiting',
        actions: [...recordCustomer, { type: 'route', params: { reason: 'replied' } }],
      },
      {
        guard: 'answersInNewRecord',
        ...rule('EB07', 'Tab-based: the answer opens a session of its own (X5).'),
        ...ends('System', 'repliedInNewRecord'),
      },
      {
        ...rule('EB07', 'Tab-based: the answer is routed like a new session (X5).'),
        target: '#waiting',
        actions: [...recordCustomer, { type: 'route', params: { reason: 'replied' } }],
      },
    ],
    'automation.message': [
      {
        guard: 'appendsAndRestarts',
        ...rule('NO03', 'A notification is appended; the no-reply time-out counts from it.'),
        actions: ['recordAutomatedMessage', 'stopNoReply', 'startNoReply'],
      },
      {
        guard: 'appends',
        ...rule('NO03', 'A notification is appended to a session that is still New.'),
        actions: ['recordAutomatedMessage'],
      },
    ],
    'timer.noReply': {
      ...rule('EB11', 'The customer did not answer within 48 hours.'),
      ...ends('System', 'noReply'),
    },
    'agent.ended': {
      ...inferredRule('EB12', 'The agent gives the unanswered session up.'),
      ...ends('Agent', 'agentClosed'),
    },
    'supervisor.ended': {
      ...inferredRule('EB12', 'A supervisor ends the unanswered session.'),
      ...ends('Agent', 'supervisorEnded'),
    },
    'message.failed': [
      {
        guard: 'endsOnDeliveryFailure',
        ...inferredRule('EB13', 'The opening message never arrived: the session ends.'),
        ...ends('System', 'deliveryFailed'),
      },
      { ...inferredRule('EB13', 'A failed delivery is recorded; the session stays.') },
    ],
    'customer.ended': {
      ...inferredRule('EC55', 'The customer ends the session.'),
      ...ends('EndUser', 'customerEnded'),
    },
    'customer.deletedConversation': {
      ...inferredRule('EC55', 'The customer deletes the conversation: the session ends.'),
      ...ends('EndUser', 'conversationDeleted'),
    },
    'record.failed': {
      ...rule('EB14', 'The host could not write the session: Error.'),
      target: '#error',
      actions: ['fail'],
    },
  },
});

/** A session that an agent opens on an enhanced channel (EB). */
export const enhancedBusiness = sessionChart.createMachine({
  id: 'enhanced-business',
  description: 'A session that an agent opens on an enhanced channel.',
  context: ({ input }) => unbornContext(input?.settings ?? ENHANCED_SETTINGS),
  initial: 'unborn',
  states: {
    unborn: {
      on: {
        'agent.opened': [
          {
            guard: 'opensAsWaiting',
            ...rule('EB01', "An agent's opening message; this profile has no New here (X3)."),
            target: '#waitingForCustomer',
            actions: [{ type: 'create', params: { origin: 'AgentInitiated' } }, ...recordAgent],
          },
          {
            ...rule('EB01', 'An agent opens a session with a message.'),
            target: '#new',
            actions: [{ type: 'create', params: { origin: 'AgentInitiated' } }, ...recordAgent],
          },
        ],
      },
    },
    open: {
      initial: 'unanswered',
      meta: { rules: ['EB20'] },
      states: {
        unanswered,
        Waiting: enhancedWaiting,
        Active: enhancedActive,
        Inactive: enhancedInactive,
        Paused: enhancedPaused,
      },
      on: enhancedAnywhere,
    },
    Error: { id: 'error', type: 'final', meta: { status: 'Error' } },
    Ended: { id: 'ended', type: 'final', meta: { status: 'Ended' } },
  },
});
