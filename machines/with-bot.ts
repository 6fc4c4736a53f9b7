import { ends, optsOut } from './endings.ts';
import { rule } from './rule.ts';
import { sessionChart } from './session-chart.ts';

const recordCustomer = ['recordCustomerMessage', 'countCustomerMessage'] as const;

const optOut = {
  guard: 'isOptOut',
  ...rule('EC46', 'The customer opts out.'),
  ...optsOut(),
} as const;

/** With a bot: two hours of silence end it. */
export const withBot = sessionChart.createStateConfig({
  id: 'withBot',
  after: {
    botIdle: {
      ...rule('EC48', 'The customer left the bot without a word.'),
      ...ends('Bot', 'botIdle'),
    },
  },
  on: {
    'customer.message': [
      optOut,
      {
        guard: 'isAnyKeyword',
        ...rule('EC47', "A keyword is answered automatically; the bot's idle clock restarts."),
        target: '#withBot',
        reenter: true,
        actions: recordCustomer,
      },
      {
        ...rule('EC30', "The customer writes; the bot's idle clock restarts."),
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
        ...rule('EC34', 'The bot hands over to people.'),
        target: '#waiting',
        actions: [
          'escalate',
          { type: 'route', params: { reason: 'escalated' } },
          { type: 'respond', params: { with: 'RerouteResponse' } },
        ],
      },
    ],
    'bot.ended': {
      ...rule('EC48', 'The bot ends the session.'),
      ...ends('Bot', 'botEnded'),
    },
  },
});
