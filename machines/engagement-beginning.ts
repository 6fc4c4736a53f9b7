// How an engagement comes about: an offer, an acceptance, an assignment, or another leg of the agent who still has the conversation.
import { engagementChart, type EngagementStartReason } from './engagement-chart.ts';
import { inferredRule, rule } from './rule.ts';

const beginsFor = (reason: EngagementStartReason) =>
  ({ target: 'assigned', actions: [{ type: 'assignFor', params: { reason } }] }) as const;

const offered = {
  ...rule('EN01', 'The work is offered to the agent; a later offer takes the place of this one.'),
  target: 'offered',
} as const;

const withdrawn = {
  ...rule('EN02', 'The offer has come to nothing.'),
  target: 'none',
} as const;

const byTransfer = {
  guard: 'isTransfer',
  ...rule('EN07', 'A colleague handed the conversation over, and it has reached this agent.'),
  ...beginsFor('transferred'),
} as const;

const byHand = {
  guard: 'isByHand',
  ...rule('EN06', 'A person gave it to the agent, or the agent took it.'),
  ...beginsFor('manualAssignment'),
} as const;

const byGroup = {
  ...rule('EN05', 'It fell to the agent without anybody choosing: as the only one of a group.'),
  ...beginsFor('assigned'),
} as const;

/** Nobody has the conversation yet, or the agent's last leg is over. */
export const none = engagementChart.createStateConfig({
  on: {
    'work.offered': offered,
    'work.accepted': [
      byTransfer,
      {
        ...rule('EN04', 'Routing gives the work to the agent without an offer.'),
        ...beginsFor('routingAssignmentAccepted'),
      },
    ],
    'assignment.changed': [
      byTransfer,
      byHand,
      {
        guard: 'isByRouting',
        ...rule('EN04', 'Routing assigns the agent without an offer.'),
        ...beginsFor('routingAssignmentAccepted'),
      },
      byGroup,
    ],
    'session.activated': {
      ...inferredRule('EN06', 'The customer answers the agent who wrote first.'),
      ...beginsFor('manualAssignment'),
    },
    'ticket.statusChanged': [
      {
        guard: 'isByCustomer',
        ...inferredRule('EN19', "The customer's message opens the ticket again."),
        ...beginsFor('resumed'),
      },
      {
        ...rule('EN08', 'The ticket is open again.'),
        ...beginsFor('reopened'),
      },
    ],
    'agent.resumed': {
      ...inferredRule('EN08', 'The agent takes up a session that was paused.'),
      ...beginsFor('reopened'),
    },
    'customer.message': {
      ...inferredRule('EN19', 'The customer writes again to an agent who still has it.'),
      ...beginsFor('resumed'),
    },
  },
});

/** The work is offered to the agent, who is yet to accept. */
export const offeredToAgent = engagementChart.createStateConfig({
  on: {
    'work.offered': { ...offered, reenter: true },
    'work.declined': withdrawn,
    'work.timedOut': withdrawn,
    'work.rescinded': withdrawn,
    'work.accepted': [
      byTransfer,
      {
        ...rule('EN03', 'The agent accepts what routing offered.'),
        ...beginsFor('routingAssignmentAccepted'),
      },
    ],
    'assignment.changed': [
      byTransfer,
      byHand,
      {
        guard: 'isByRouting',
        ...rule('EN03', 'Routing has named the agent who is yet to accept.'),
      },
      byGroup,
    ],
  },
});
