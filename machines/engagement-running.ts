// How an engagement runs and ends.
import { engagementChart, type EngagementEndReason } from './engagement-chart.ts';
import { inferredRule, rule } from './rule.ts';

const endsFor = (reason: EngagementEndReason) =>
  ({
    target: '#ended',
    actions: [
      { type: 'endFor', params: { reason } },
      { type: 'reportEnd', params: { reason } },
    ],
  }) as const;

/** As `endsFor`, where a reason has been told already at this instant. */
const endsRatherFor = (reason: EngagementEndReason) =>
  ({
    actions: [
      { type: 'endFor', params: { reason } },
      { type: 'reportBetterEnd', params: { reason } },
    ],
  }) as const;

const better = {
  solved: {
    guard: 'solvesAtOnce',
    ...inferredRule('EN20', 'Solved at the same instant: that explains the end best.'),
    ...endsRatherFor('ticketSolved'),
  },
  rests: {
    guard: 'restsAtOnce',
    ...inferredRule('EN20', 'Pending or on hold at the same instant: that explains it better.'),
    ...endsRatherFor('ticketPendingOrHold'),
  },
  transferred: {
    guard: 'goesElsewhereAtOnce',
    ...inferredRule('EN20', 'Given to somebody else at the same instant: that explains it better.'),
    ...endsRatherFor('transferred'),
  },
  closed: {
    guard: 'closesAtOnce',
    ...inferredRule('EN20', 'Closed by the agent at the same instant: that explains it better.'),
    ...endsRatherFor('agentClosedConversation'),
  },
} as const;

/** The engagement runs. */
export const active = engagementChart.createStateConfig({
  meta: { phase: 'active' },
  initial: 'heard',
  states: {
    heard: {
      id: 'heard',
      on: {
        'customer.message': {
          ...rule('EN21', 'The customer writes: the time of silence counts from here.'),
          target: 'heard',
          reenter: true,
        },
      },
      after: {
        engagementInactivity: [
          {
            guard: 'goesOnInSilence',
            ...rule('EN11', 'The conversation is inactive, and the engagement goes on.'),
            target: 'quiet',
          },
          {
            ...rule('EN10', 'The customer has been silent for too long.'),
            ...endsFor('inactivityTimeout'),
          },
        ],
      },
    },
    quiet: {
      id: 'quiet',
      on: {
        'customer.message': {
          ...rule('EN21', 'The customer writes again: the conversation is active.'),
          target: 'heard',
        },
      },
    },
  },
  after: {
    engagementRetention: {
      ...rule('EN18', 'Open for too long to be reported.'),
      target: '#ended',
      actions: ['reportDiscard'],
    },
  },
  on: {
    'ticket.statusChanged': [
      {
        guard: 'isSolved',
        ...rule('EN15', 'The ticket is solved.'),
        ...endsFor('ticketSolved'),
      },
      {
        guard: 'rests',
        ...rule('EN14', 'The ticket is pending or on hold.'),
        ...endsFor('ticketPendingOrHold'),
      },
      {
        guard: 'isDeleted',
        ...rule('EN16', 'The ticket is deleted.'),
        ...endsFor('removed'),
      },
    ],
    'assignment.changed': [
      {
        guard: 'isToNobody',
        ...rule('EN16', 'The conversation is taken from the agent and given to nobody.'),
        ...endsFor('removed'),
      },
      {
        ...rule('EN13', 'The conversation is assigned to somebody else.'),
        ...endsFor('transferred'),
      },
    ],
    'session.transferred': {
      ...rule('EN13', 'The session goes to an agent, a queue or a flow.'),
      ...endsFor('transferred'),
    },
    'agent.presence': {
      guard: 'wentOffline',
      ...rule('EN16', 'The agent goes offline and gives the work back.'),
      ...endsFor('removed'),
    },
    'session.inactivated': [
      {
        guard: 'staysThoughInactive',
        ...rule('EN11', 'The agent keeps the inactive session, and the engagement goes on.'),
      },
      {
        ...inferredRule('EN10', 'The session is inactive.'),
        ...endsFor('inactivityTimeout'),
      },
    ],
    'session.paused': {
      ...inferredRule('EN14', 'The agent sets the session aside.'),
      ...endsFor('ticketPendingOrHold'),
    },
    'session.ended': [
      {
        guard: 'endsByAgent',
        ...rule('EN12', 'The agent ends the session.'),
        ...endsFor('agentClosedConversation'),
      },
      {
        guard: 'endsBySilence',
        ...inferredRule('EN10', 'A clock of the session ends it, for nobody wrote.'),
        ...endsFor('inactivityTimeout'),
      },
      {
        ...inferredRule('EN22', 'The session ends in a way that has no name here.'),
        ...endsFor('unknown'),
      },
    ],
    'session.errored': {
      ...inferredRule('EN22', 'The session is in error.'),
      ...endsFor('unknown'),
    },
    'channel.switched': {
      ...rule('EN17', 'The agent goes on with this customer in another channel.'),
      ...endsFor('channelSwitched'),
    },
  },
});

/** It is over; at the very instant of the end a better reason may still come. */
export const ended = engagementChart.createStateConfig({
  id: 'ended',
  meta: { phase: 'ended' },
  on: {
    'ticket.statusChanged': [better.solved, better.rests],
    'assignment.changed': better.transferred,
    'session.transferred': better.transferred,
    'session.ended': better.closed,
  },
});
