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

/** Only keywords so far, or a message that the channel may not route before the end user has opted in. */
const consent = sessionChart.createStateConfig({
  id: 'consent',
  meta: { status: 'Consent', rules: ['I20'] },
  initial: 'openEnded',
  states: {
    openEnded: {
      always: {
        guard: 'consentExpires',
        ...inferredRule(
          'EC08',
          'A Consent session may be limited, so that it blocks nobody for ever.',
        ),
        target: 'expiring',
      },
    },
    expiring: {
      after: {
        consentExpiry: {
          ...inferredRule('EC08', 'Nothing but keywords for 30 hours: the session ends.'),
          ...ends('System', 'consentExpired'),
        },
      },
    },
  },
  on: {
    'customer.message': [
      { guard: 'isOptOut', ...rule('EC07', 'The customer opts out.'), ...optsOut() },
      {
        guard: 'releasesHeldContent',
        ...inferredRule('CK06', 'The level is reached: the message that was held is routed.'),
        target: '#waiting',
        actions: [
          ...recordCustomer,
          'releaseContent',
          { type: 'route', params: { reason: 'consentReached' } },
          { type: 'respond', params: { with: 'InitialResponse' } },
        ],
      },
      {
        guard: 'isConsentKeyword',
        ...rule('EC05', 'A further keyword changes the consent, not the status.'),
        actions: recordCustomer,
      },
      {
        guard: 'isBelowConsentLevel',
        ...inferredRule('CK06', 'Before the opt-in a message is held.'),
        actions: [...recordCustomer, 'holdContent', 'noteContentHeld'],
      },
      {
        ...inferredRule('EC06', 'A real inquiry arrives: the session is routed.'),
        target: '#waiting',
        actions: [
          ...recordCustomer,
          { type: 'route', params: { reason: 'opened' } },
          { type: 'respond', params: { with: 'InitialResponse' } },
        ],
      },
    ],
    'endUser.updated': {
      guard: 'releasesHeldContent',
      ...inferredRule('CK06', 'The level is reached by other means: the held message is routed.'),
      target: '#waiting',
      actions: [
        'releaseContent',
        { type: 'route', params: { reason: 'consentReached' } },
        { type: 'respond', params: { with: 'InitialResponse' } },
      ],
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

/** A session that a customer opens on an enhanced channel (EC). */
export const enhancedCustomer = sessionChart.createMachine({
  id: 'enhanced-customer',
  description: 'A session that a customer opens on an enhanced channel.',
  context: ({ input }) => unbornContext(input?.settings ?? ENHANCED_SETTINGS),
  initial: 'unborn',
  states: {
    unborn: {
      on: {
        'customer.message': [
          {
            guard: 'isOptOut',
            ...inferredRule('EC03', 'A lone opt-out is a session of its own, ended at once.'),
            target: '#ended',
            actions: [
              { type: 'create', params: { origin: 'OptOut' } },
              ...recordCustomer,
              { type: 'end', params: { by: 'EndUser', reason: 'optOut' } },
            ],
          },
          {
            guard: 'isConsentKeyword',
            ...rule('EC02', 'A lone consent keyword opens a session that is not routed.'),
            target: '#consent',
            actions: ['createFromKeyword', ...recordCustomer],
          },
          {
            guard: 'isBelowConsentLevel',
            ...inferredRule('CK06', 'The channel asks for an opt-in first: the message is held.'),
            target: '#consent',
            actions: [
              { type: 'create', params: { origin: 'InboundInitiated' } },
              ...recordCustomer,
              'holdContent',
              'noteContentHeld',
            ],
          },
          {
            ...rule('EC01', "A customer's message opens a session and is routed."),
            target: '#waiting',
            actions: [
              { type: 'create', params: { origin: 'InboundInitiated' } },
              ...recordCustomer,
              { type: 'route', params: { reason: 'opened' } },
              { type: 'respond', params: { with: 'InitialResponse' } },
            ],
          },
        ],
        'record.failed': {
          ...rule('EC04', 'The host could not write the new session: it is born in Error.'),
          target: '#error',
          actions: [{ type: 'create', params: { origin: 'InboundInitiated' } }, 'fail'],
        },
      },
    },
    open: {
      states: {
        Consent: consent,
        Waiting: enhancedWaiting,
        Active: enhancedActive,
        Inactive: enhancedInactive,
        Paused: enhancedPaused,
      },
      initial: 'Waiting',
      on: enhancedAnywhere,
    },
    Error: { id: 'error', type: 'final', meta: { status: 'Error' } },
    Ended: { id: 'ended', type: 'final', meta: { status: 'Ended' } },
  },
});
