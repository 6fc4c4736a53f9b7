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

/** A notification that was kept open: 48 hours for the customer to answer. */
const unanswered = sessionChart.createStateConfig({
  initial: 'New',
  entry: 'startKeepOpen',
  exit: 'stopKeepOpen',
  states: { New: { id: 'new', meta: { status: 'New' } } },
  on: {
    'automation.message': {
      guard: 'appends',
      ...rule('NO03', 'A further notification is appended; the 48 hours begin anew.'),
      actions: ['recordAutomatedMessage', 'stopKeepOpen', 'startKeepOpen'],
    },
    'customer.message': [
      { guard: 'isOptOut', ...rule('EB09', 'The customer opts out.'), ...optsOut() },
      {
        guard: 'isConsentKeyword',
        ...inferredRule('EB10', 'A consent keyword is not an answer.'),
        actions: recordCustomer,
      },
      {
        ...inferredRule('NO04', 'No agent was involved, so an answer is always routed.'),
        target: '#waiting',
        actions: [...recordCustomer, { type: 'route', params: { reason: 'replied' } }],
      },
    ],
    'timer.keepOpen': {
      ...rule('NO03', 'The customer did not answer within 48 hours.'),
      ...ends('System', 'keepOpenExpired'),
    },
    'supervisor.ended': {
      ...inferredRule('EB12', 'A supervisor ends the unanswered notification.'),
      ...ends('Agent', 'supervisorEnded'),
    },
    'customer.ended': {
      ...inferredRule('EC55', 'The customer ends the session.'),
      ...ends('EndUser', 'customerEnded'),
    },
    'customer.deletedConversation': {
      ...inferredRule('EC55', 'The customer deletes the conversation: the session ends.'),
      ...ends('EndUser', 'conversationDeleted'),
    },
  },
});

/** A session that an automated notification opens, on either platform and with any longevity (EN, SN). */
export const notification = sessionChart.createMachine({
  id: 'notification',
  description: 'A session that an automated notification opens, on either platform.',
  context: ({ input }) => unbornContext(input?.settings ?? ENHANCED_SETTINGS, 'System'),
  initial: 'unborn',
  states: {
    unborn: {
      on: {
        'automation.message': [
          {
            guard: 'keepsOpen',
            ...rule('NO03', 'The notification is kept open for an answer.'),
            target: '#new',
            actions: [
              { type: 'create', params: { origin: 'TriggeredOutbound' } },
              'recordAutomatedMessage',
            ],
          },
          {
            ...rule('NO02', 'A notification is one session, ended from the first.'),
            target: '#ended',
            actions: [
              { type: 'create', params: { origin: 'TriggeredOutbound' } },
              'recordAutomatedMessage',
              { type: 'end', params: { by: 'System', reason: 'automatedNotification' } },
            ],
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
