import { ends, optsOut } from './endings.ts';
import { inferredRule, rule } from './rule.ts';
import { sessionChart } from './session-chart.ts';

const WAITING = '#waiting';
const INACTIVE = '#entersInactive';

const recordCustomer = ['recordCustomerMessage', 'countCustomerMessage'] as const;
const recordAgent = ['recordAgentMessage', 'countAgentMessage'] as const;

const note = {
  guard: 'isNote',
  ...rule('EC31', 'An internal note is not an answer.'),
} as const;

const optOut = {
  guard: 'isOptOut',
  ...rule('EC46', 'The customer opts out.'),
  ...optsOut(),
} as const;

/** With a human agent. The idle clock runs only between an agent's first message and the customer's next one (T-IDLE). */
export const withAgent = sessionChart.createStateConfig({
  id: 'withAgent',
  initial: 'awaitingAgent',
  states: {
    awaitingAgent: {
      on: {
        'agent.message': [
          note,
          {
            guard: 'customerIdleIsTimed',
            ...rule('EC31', "The agent's first answer starts the customer-idle clock (X8)."),
            target: 'awaitingCustomer.timed',
            actions: recordAgent,
          },
          {
            ...rule('EC31', 'The agent answers.'),
            target: 'awaitingCustomer.untimed',
            actions: recordAgent,
          },
        ],
        'customer.message': [
          optOut,
          {
            guard: 'isAnyKeyword',
            ...rule('EC47', 'A keyword is answered automatically.'),
            actions: recordCustomer,
          },
          { ...rule('EC30', 'The customer writes.'), actions: recordCustomer },
        ],
      },
    },
    awaitingCustomer: {
      initial: 'untimed',
      states: {
        untimed: {},
        timed: {
          initial: 'silent',
          after: {
            customerIdle: [
              {
                guard: 'idleEnds',
                ...rule('EC42', 'The customer stayed silent: the channel ends the session (X9).'),
                target: '#ended',
                actions: [
                  { type: 'end', params: { by: 'System', reason: 'customerIdle' } },
                  { type: 'respond', params: { with: 'EndUserInactiveResponse' } },
                ],
              },
              {
                guard: 'idleEndsLater',
                ...rule('EC42', 'The customer stayed silent: Inactive, to be ended soon (X9).'),
                target: '#shortened',
                actions: [{ type: 'suspend', params: { by: 'System', reason: 'customerTimeout' } }],
              },
              {
                ...rule('EC42', 'The customer stayed silent: Inactive.'),
                target: INACTIVE,
                actions: [{ type: 'suspend', params: { by: 'System', reason: 'customerTimeout' } }],
              },
            ],
          },
          states: {
            silent: {
              always: {
                guard: 'warningIsTimed',
                ...rule('T-IDLE-WARN', 'The channel warns before the idle rule acts (X20).'),
                target: 'warning',
              },
            },
            warning: {
              after: {
                customerIdleWarning: {
                  ...rule('T-IDLE-WARN', 'The customer is asked whether they are still there.'),
                  target: 'warned',
                  actions: [{ type: 'respond', params: { with: 'EndUserIdleResponse' } }],
                },
              },
            },
            warned: {},
          },
          on: {
            'agent.message': [
              note,
              {
                guard: 'agentMessageResets',
                ...rule('EC31', 'Where the channel says so, each answer restarts the clock (X8).'),
                target: 'timed',
                reenter: true,
                actions: recordAgent,
              },
              {
                ...rule('EC31', 'A further answer does not restart the clock (X8).'),
                actions: recordAgent,
              },
            ],
          },
        },
      },
      on: {
        'agent.message': [
          note,
          { ...rule('EC31', 'The agent writes again.'), actions: recordAgent },
        ],
        'customer.message': [
          optOut,
          {
            guard: 'isAnyKeyword',
            ...rule('EC47', 'A keyword is answered automatically; the customer is not idle.'),
            target: 'awaitingAgent',
            actions: recordCustomer,
          },
          {
            ...rule('EC30', 'The customer answers; the idle clock stops.'),
            target: 'awaitingAgent',
            actions: recordCustomer,
          },
        ],
      },
    },
  },
  on: {
    'agent.transferred': [
      {
        guard: 'transfersToAgent',
        ...rule('EC33', 'The agent transfers the session to another agent.'),
        target: WAITING,
        actions: [
          'transfer',
          { type: 'route', params: { reason: 'transferred' } },
          { type: 'respond', params: { with: 'RerouteResponse' } },
        ],
      },
      {
        ...rule('EC32', 'The agent transfers the session to a queue, a flow or a bot.'),
        target: WAITING,
        actions: [
          'transfer',
          { type: 'route', params: { reason: 'transferred' } },
          { type: 'respond', params: { with: 'RerouteResponse' } },
        ],
      },
    ],
    'agent.presence': [
      {
        guard: 'wentOfflineTabBased',
        ...rule('EC36', 'Tab-based: the agent goes offline and the session is routed anew.'),
        target: WAITING,
        actions: [{ type: 'route', params: { reason: 'agentOffline' } }],
      },
      {
        guard: 'wentOffline',
        ...rule('EC37', 'Status-based: the session stays with an agent who goes offline.'),
      },
    ],
    'agent.markedInactive': {
      ...rule('EC38', 'The agent marks the session inactive.'),
      target: INACTIVE,
      actions: [{ type: 'suspend', params: { by: 'Agent', reason: 'agentMarked' } }],
    },
    'agent.closedTab': [
      {
        guard: 'closesWithoutResponse',
        ...rule('EC39', 'Tab-based: the agent closes the tab, no customer response.'),
        target: INACTIVE,
        actions: [{ type: 'suspend', params: { by: 'Agent', reason: 'tabClosedNoResponse' } }],
      },
      {
        guard: 'isTabBased',
        ...rule('EC40', 'Tab-based: the agent closes the tab and ends the session.'),
        ...ends('Agent', 'agentLeftTab'),
      },
      { ...rule('EC41', 'Status-based: closing the tab changes neither status nor owner.') },
    ],
    'agent.ended': {
      ...rule('EC44', 'The agent ends the session.'),
      target: '#ended',
      actions: [
        { type: 'end', params: { by: 'Agent', reason: 'agentClosed' } },
        { type: 'respond', params: { with: 'AgentEndEngagementResponse' } },
      ],
    },
    'agent.paused': {
      guard: 'isStatusBased',
      ...inferredRule('EC50', 'Status-based: the agent pauses the session.'),
      target: '#paused',
      actions: ['pause'],
    },
  },
});
