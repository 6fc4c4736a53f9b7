// Active in an enhanced channel: with a human agent, where the customer-idle rule may run, or with a bot.
import { ends } from './endings.ts';
import { inferredRule, rule } from './rule.ts';
import { sessionChart } from './session-chart.ts';
import { withAgent } from './with-agent.ts';
import { withBot } from './with-bot.ts';

const INACTIVE = '#entersInactive';

/** Active: somebody serves the customer. */
export const enhancedActive = sessionChart.createStateConfig({
  id: 'active',
  meta: { status: 'Active' },
  initial: 'withAgent',
  states: { withAgent, withBot },
  on: {
    'automation.inactivated': {
      ...rule('EC43', 'An automation inactivates the session.'),
      target: INACTIVE,
      actions: [{ type: 'suspend', params: { by: 'System', reason: 'automation' } }],
    },
    'partner.inactivated': [
      {
        guard: 'isByEndUser',
        ...rule('EC43', "The partner inactivates the session on the end user's behalf."),
        target: INACTIVE,
        actions: [{ type: 'suspend', params: { by: 'EndUser', reason: 'partner' } }],
      },
      {
        ...rule('EC43', 'The partner inactivates the session.'),
        target: INACTIVE,
        actions: [{ type: 'suspend', params: { by: 'System', reason: 'partner' } }],
      },
    ],
    'customer.ended': {
      ...rule('EC45', 'The customer ends the session.'),
      ...ends('EndUser', 'customerEnded'),
    },
    'customer.deletedConversation': {
      ...rule('EC45', 'The customer deletes the conversation.'),
      ...ends('EndUser', 'conversationDeleted'),
    },
    'supervisor.ended': {
      ...inferredRule('EC53', 'A supervisor ends the session.'),
      ...ends('Agent', 'supervisorEnded'),
    },
    'automation.ended': {
      ...inferredRule('EC54', 'An automation ends the session.'),
      ...ends('System', 'automationEnded'),
    },
    'partner.ended': [
      {
        guard: 'isByEndUser',
        ...inferredRule('EC54', "The partner ends the session on the end user's behalf."),
        ...ends('EndUser', 'partnerEnded'),
      },
      {
        ...inferredRule('EC54', 'The partner ends the session.'),
        ...ends('System', 'partnerEnded'),
      },
    ],
    'channel.controlLost': {
      ...inferredRule('EC49', "Somebody else's bot takes the channel over."),
      ...ends('System', 'controlLost'),
    },
  },
});
