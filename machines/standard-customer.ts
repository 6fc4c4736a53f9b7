import { inferredRule, rule } from './rule.ts';
import { sessionChart, unbornContext } from './session-chart.ts';
import { STANDARD_SETTINGS } from './session-settings.ts';
import { standardActive, standardAnywhere, standardWaiting } from './standard-open.ts';

const recordCustomer = ['recordCustomerMessage', 'countCustomerMessage'] as const;

const opens = {
  target: '#waiting',
  actions: [
    { type: 'create', params: { origin: 'InboundInitiated' } },
    ...recordCustomer,
    { type: 'route', params: { reason: 'opened' } },
    { type: 'respond', params: { with: 'InitialResponse' } },
  ],
} as const;

/** A session that a customer opens on a standard channel (SC). */
export const standardCustomer = sessionChart.createMachine({
  id: 'standard-customer',
  description: 'A session that a customer opens on a standard channel.',
  context: ({ input }) => unbornContext(input?.settings ?? STANDARD_SETTINGS),
  initial: 'unborn',
  states: {
    unborn: {
      on: {
        'customer.message': [
          {
            guard: 'isOptOut',
            ...inferredRule('SC02', 'A lone opt-out is a session of its own, ended at once.'),
            target: '#ended',
            actions: [
              { type: 'create', params: { origin: 'OptOut' } },
              ...recordCustomer,
              { type: 'end', params: { by: 'EndUser', reason: 'optOut' } },
            ],
          },
          {
            guard: 'isConsentKeyword',
            ...inferredRule('SC02', 'A lone keyword is a session of its own, ended at once.'),
            target: '#ended',
            actions: [
              'createFromKeyword',
              ...recordCustomer,
              { type: 'end', params: { by: 'EndUser', reason: 'keywordOnly' } },
            ],
          },
          {
            guard: 'idleIsLimited',
            ...rule('SC01', "A customer's message opens a session; its idle time is limited."),
            ...opens,
            actions: [...opens.actions, 'startMaxIdle'],
          },
          { ...rule('SC01', "A customer's message opens a session and is routed."), ...opens },
        ],
      },
    },
    open: {
      initial: 'Waiting',
      states: { Waiting: standardWaiting('SC17'), Active: standardActive },
      on: standardAnywhere('SC17'),
    },
    Ended: { id: 'ended', type: 'final', meta: { status: 'Ended' } },
  },
});
