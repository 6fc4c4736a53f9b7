// How a customer's enhanced session begins, and Consent (EC01–EC08).
import { describe } from 'vitest';
import { testCases } from './case.ts';
import { CONSENT, OFFERED, keyword } from './scenes.ts';
import { chat } from './story.ts';

const explicit = chat({ consentType: 'explicit' });

describe('a session that a customer opens (EC01–EC04)', () => {
  testCases([
    [
      'EC01',
      'a first message opens a session, creates the end user and is routed',
      chat(),
      [],
      '09:00 customer.message',
      {
        moves: ['∅ → Waiting EC01'],
        session: {
          session_id: 'default/chat/cora/1',
          graph: 'enhanced-customer',
          waiting_for: 'routing',
          origin: 'InboundInitiated',
          agent_type: 'Agent',
          start_at: '2026-03-03T09:00:00.000Z',
          accept_at: null,
          end_at: null,
          owner_id: 'q1',
          agent_message_count: null,
          policy_version: 'default',
        },
        timers: [],
        replies: ['InitialResponse'],
        endUser: { consent_status: 'ImplicitlyOptedIn', is_fully_opted_in: true },
      },
    ],
    [
      'EC02',
      'a lone opt-in keyword opens a session that is not routed',
      chat(),
      [],
      keyword('09:00', 'optIn'),
      {
        moves: ['∅ → Consent EC02'],
        session: { origin: 'OptIn', owner_id: null, waiting_for: null },
        timers: ['consentExpiry in 30h by EC02'],
        replies: ['OptInConfirmation'],
        endUser: { consent_status: 'ExplicitlyOptedIn' },
      },
    ],
    [
      'EC02',
      'so does a double opt-in',
      chat(),
      [],
      keyword('09:00', 'doubleOptIn'),
      { moves: ['∅ → Consent EC02'], session: { origin: 'OptIn' }, replies: ['OptInConfirmation'] },
    ],
    [
      'EC02',
      'and a cry for help, by its text',
      chat(),
      [],
      ['09:00 customer.message', { text: ' HELP ' }],
      {
        moves: ['∅ → Consent EC02'],
        session: { origin: 'Help' },
        replies: ['HelpResponse'],
        endUser: { consent_status: null },
      },
    ],
    [
      'EC03',
      'a lone opt-out is a session of its own, ended at once',
      chat(),
      [],
      keyword('09:00', 'optOut'),
      {
        moves: ['∅ → Ended EC03'],
        session: { origin: 'OptOut', ended_by_type: 'EndUser', end_cause: 'customer.message' },
        timers: [],
        replies: ['OptOutConfirmation'],
        endUser: { consent_status: 'OptedOut' },
      },
    ],
    [
      'EC04',
      'a record that cannot be written is a session born in Error',
      chat(),
      [],
      ['09:00 record.failed', { reason: 'Case required' }],
      {
        moves: ['∅ → Error EC04'],
        session: { error_reason: 'Case required', ended_by_type: 'System' },
        timers: [],
      },
    ],
    [
      'EC04',
      'and one that cannot be updated ends in Error, its offer cancelled',
      chat(),
      OFFERED,
      ['09:02 record.failed', { reason: 'flow' }],
      { moves: ['Waiting → Error EC04'], work: { status: 'Canceled' }, load: { items: 0 } },
    ],
  ]);
});

describe('Consent (EC05–EC08)', () => {
  testCases([
    [
      'EC05',
      'a further keyword changes the consent, neither status nor clock',
      chat(),
      CONSENT,
      keyword('+1h', 'doubleOptIn'),
      {
        moves: [],
        timers: ['consentExpiry in 29h by EC02'],
        endUser: { consent_status: 'DoublyOptedIn' },
      },
    ],
    [
      'EC06',
      'a real inquiry is routed',
      chat(),
      CONSENT,
      '+1m customer.message',
      {
        moves: ['Consent → Waiting EC06'],
        session: { origin: 'OptIn', owner_id: 'q1' },
        timers: [],
        replies: ['InitialResponse'],
      },
    ],
    [
      'EC07',
      'an opt-out ends it',
      chat(),
      CONSENT,
      keyword('+1m', 'optOut'),
      { moves: ['Consent → Ended EC07'], session: { ended_by_type: 'EndUser' }, timers: [] },
    ],
    [
      'EC08',
      'nothing but keywords for thirty hours ends it',
      chat(),
      CONSENT,
      '+30h',
      {
        moves: ['Consent → Ended EC08'],
        session: { ended_by_type: 'System', end_cause: 'timer.consentExpiry' },
      },
    ],
    [
      'EC55',
      'the customer may end it',
      explicit,
      ['09:00 customer.message'],
      '+1m customer.ended',
      { moves: ['Consent → Ended EC55'], session: { ended_by_type: 'EndUser' } },
    ],
  ]);
});
