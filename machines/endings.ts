import type { EndedBy } from './session-events.ts';
import type { EndReason, QueueOutcome } from './session-facts.ts';

/** The target and action of a transition that ends the session. */
export const ends = (by: EndedBy, reason: EndReason) =>
  ({ target: '#ended', actions: [{ type: 'end', params: { by, reason } }] }) as const;

/** As `ends`, for a session that still waits in a queue. */
export const leavesQueueAndEnds = (outcome: QueueOutcome, by: EndedBy, reason: EndReason) =>
  ({
    target: '#ended',
    actions: [
      { type: 'leaveQueue', params: { outcome } },
      { type: 'end', params: { by, reason } },
    ],
  }) as const;

/** As `ends`, for a customer's message that ends the session by opting out. */
export const optsOut = () =>
  ({
    target: '#ended',
    actions: [
      'recordCustomerMessage',
      'countCustomerMessage',
      { type: 'end', params: { by: 'EndUser', reason: 'optOut' } },
    ],
  }) as const;

/** As `optsOut`, for a session that still waits in a queue. */
export const optsOutOfQueue = () =>
  ({
    target: '#ended',
    actions: [
      'recordCustomerMessage',
      'countCustomerMessage',
      { type: 'leaveQueue', params: { outcome: 'abandoned' } },
      { type: 'end', params: { by: 'EndUser', reason: 'optOut' } },
    ],
  }) as const;
