// Content that may not be routed before the end user has opted in (CK06).
import { describe } from 'vitest';
import { testCases } from './case.ts';
import { keyword } from './scenes.ts';
import { chat, standard, type Fields, type Scene, type Step } from './story.ts';

const explicit = (policy?: Fields): Scene => chat({ consentType: 'explicit' }, policy);
const double = chat({ consentType: 'double' });
const HELD: readonly Step[] = ['09:00 customer.message'];

/** A channel that is satisfied with an implicit opt-in. */
const ASKING_FOR_NOTHING = {
  channelType: 'WhatsApp',
  platform: 'enhanced',
  capacityModel: 'tabBased',
  queueId: 'q1',
};

describe('content before the opt-in (CK06)', () => {
  testCases([
    [
      'CK06',
      'is held in Consent, and the customer is asked',
      explicit(),
      [],
      '09:00 customer.message',
      {
        moves: ['∅ → Consent CK06'],
        session: { origin: 'InboundInitiated' },
        replies: ['OptInPrompt'],
        endUser: { consent_status: 'ImplicitlyOptedIn', is_fully_opted_in: false },
      },
    ],
    [
      'CK06',
      'twice, where the channel asks twice',
      double,
      [],
      '09:00 customer.message',
      { moves: ['∅ → Consent CK06'], replies: ['DoubleOptInPrompt'] },
    ],
    [
      'CK06',
      'further content is held, too',
      explicit(),
      HELD,
      '09:01 customer.message',
      { moves: [], replies: ['OptInPrompt'] },
    ],
    [
      'CK06',
      'the opt-in lets it go',
      explicit(),
      HELD,
      keyword('09:01', 'optIn'),
      {
        moves: ['Consent → Waiting CK06'],
        session: { owner_id: 'q1' },
        timers: [],
        replies: ['InitialResponse', 'OptInConfirmation'],
      },
    ],
    [
      'CK06',
      'the first of two does not',
      double,
      HELD,
      keyword('09:01', 'optIn'),
      { moves: [], replies: ['DoubleOptInPrompt'] },
    ],
    [
      'CK06',
      'the second does',
      double,
      [...HELD, keyword('09:01', 'optIn')],
      keyword('09:02', 'doubleOptIn'),
      { moves: ['Consent → Waiting CK06'] },
    ],
    [
      'CK06',
      "so does the host's word",
      explicit(),
      HELD,
      ['09:01 endUser.updated', { consent: 'ExplicitlyOptedIn' }],
      { moves: ['Consent → Waiting CK06'], replies: ['InitialResponse'] },
    ],
    [
      'CK06',
      'so does a channel that from now on asks for less: a change reaches open sessions from its instant on',
      explicit(),
      HELD,
      ['09:01 channel.configured', ASKING_FOR_NOTHING],
      {
        moves: ['Consent → Waiting CK06'],
        timers: [],
        replies: ['InitialResponse'],
        endUser: { is_fully_opted_in: true },
      },
    ],
    [
      'CK06',
      'one that goes on asking for more does not',
      double,
      HELD,
      ['09:01 channel.configured', { ...ASKING_FOR_NOTHING, consentType: 'explicit' }],
      { moves: [], session: { status: 'Consent' } },
    ],
    [
      'I20',
      'and keywords alone are routed by no change of the channel',
      explicit(),
      [keyword('09:00', 'help')],
      ['09:01 channel.configured', ASKING_FOR_NOTHING],
      { moves: [], session: { status: 'Consent' } },
    ],
    [
      'EC05',
      'an opt-in without content lets nothing go',
      explicit(),
      [],
      keyword('09:01', 'optIn'),
      { moves: ['∅ → Consent EC02'] },
    ],
    [
      '§1.5',
      'with routeBeforeOptIn it is routed all the same',
      explicit({ consent: { routeBeforeOptIn: true } }),
      [],
      '09:00 customer.message',
      { moves: ['∅ → Waiting EC01'], endUser: { is_fully_opted_in: false } },
    ],
    [
      '§1.3',
      'a standard channel has no Consent to hold it in',
      standard({ consentType: 'explicit' }),
      [],
      '09:00 customer.message',
      { moves: ['∅ → Waiting SC01'], replies: ['InitialResponse', 'OptInPrompt'] },
    ],
  ]);
});
