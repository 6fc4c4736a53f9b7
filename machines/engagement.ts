// One leg of one agent with one customer in one channel: from the assignment to whatever takes the conversation from them.
// The chart is one leg; a later one, of the same agent too, begins at `none` again.
import { none, offeredToAgent } from './engagement-beginning.ts';
import { ENGAGEMENT_SETTINGS, engagementChart } from './engagement-chart.ts';
import { active, ended } from './engagement-running.ts';
import { inferredRule, rule } from './rule.ts';

const NOTHING = 'before the customer wrote: nothing begins.';

const passedOn = {
  ...rule('EN13', `It goes to somebody else ${NOTHING}`),
  target: 'none',
} as const;

const over = {
  ...inferredRule('EN22', `The session is over ${NOTHING}`),
  target: 'none',
} as const;

/** One engagement (EN). */
export const engagement = engagementChart.createMachine({
  id: 'engagement',
  description: 'One leg of one agent with one customer in one channel.',
  context: ({ input }) => ({
    settings: input?.settings ?? ENGAGEMENT_SETTINGS,
    startReason: null,
    endReason: null,
  }),
  initial: 'none',
  states: {
    none,
    offered: offeredToAgent,
    assigned: {
      always: [
        {
          guard: 'mustWait',
          ...rule('EN09', 'The conversation is not active: the engagement waits for the customer.'),
          target: 'armed',
        },
        {
          guard: 'isSilent',
          ...rule('EN11', 'Inactive conversations count: the engagement begins in silence.'),
          target: '#quiet',
          actions: ['reportStart'],
        },
        {
          ...rule('EN09', 'The conversation is active: the engagement begins.'),
          target: '#heard',
          actions: ['reportStart'],
        },
      ],
    },
    armed: {
      meta: { phase: 'armed' },
      on: {
        'customer.message': {
          ...rule('EN09', 'The customer writes: what has waited for that may begin.'),
          target: 'assigned',
        },
        'ticket.statusChanged': {
          guard: 'isOpen',
          ...rule('EN09', 'The ticket is open: what has waited for that may begin.'),
          target: 'assigned',
        },
        'assignment.changed': passedOn,
        'agent.presence': {
          guard: 'wentOffline',
          ...rule('EN16', `The agent gives the work back ${NOTHING}`),
          target: 'none',
        },
        'session.inactivated': [
          { guard: 'isKept', ...rule('EN09', 'The agent keeps the inactive session, and waits.') },
          {
            ...inferredRule('EN10', `The session is inactive ${NOTHING}`),
            target: 'none',
          },
        ],
        'session.transferred': passedOn,
        'session.ended': over,
        'session.errored': over,
      },
    },
    active,
    ended,
  },
});
