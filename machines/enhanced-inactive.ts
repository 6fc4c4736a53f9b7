import { ends, optsOut } from './endings.ts';
import { inferredRule, rule } from './rule.ts';
import { sessionChart } from './session-chart.ts';

const WAITING = '#waiting';
const WITH_AGENT = '#withAgent';

const recordCustomer = ['recordCustomerMessage', 'countCustomerMessage'] as const;

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
          ...rule('EC65', 'Inactive for as long as the channel allows.'),
          target: '#ended',
          actions: [
            { type: 'end', params: { by: 'System', reason: 'customerIdle' } },
            { type: 'respond', params: { with: 'EndUserInactiveResponse' } },
          ],
        },
      },
    },
    // Where every way into Inactive leads: at once on to how long it lasts.
    entered: {
      id: 'entersInactive',
      always: [
        {
          guard: 'idleEndsLater',
          ...rule('EC65', 'Whoever made it inactive, the channel wants it ended sooner (X9).'),
          target: 'shortened',
        },
        { ...rule('EC64', 'Nothing but the long silence ends it.'), target: 'resting' },
      ],
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
        actions: [...recordCustomer, { type: 'resume', params: { rerouted: false } }],
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
    'customer.deletedConversation': {
      ...inferredRule('EC55', 'The customer deletes the conversation; the inactive session ends.'),
      ...ends('EndUser', 'conversationDeleted'),
    },
  },
});
