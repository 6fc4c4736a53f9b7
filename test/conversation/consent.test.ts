// Consent keywords and levels (CK01–CK06), and who may be written to (I15).
import { describe, expect, it } from 'vitest';
import { testCases, testRefusals, type Case } from './case.ts';
import { ACTIVE, CONSENT, INACTIVE, NEW, OFFERED, PAUSED, keyword } from './scenes.ts';
import { chat, given, standard, statusBased, type Fields, type Scene, type Step } from './story.ts';

const explicit = (policy?: Fields): Scene => chat({ consentType: 'explicit' }, policy);
const double = chat({ consentType: 'double' });

const answers = (id: string, kind: string, reply: string, consent: string | null): Case => [
  id,
  `${kind} in an open session changes no status and asks for ${reply}`,
  chat(),
  OFFERED,
  keyword('09:05', kind),
  {
    moves: [],
    session: { status: 'Waiting' },
    replies: [reply],
    endUser: { consent_status: consent },
  },
];

describe('keywords in an open session (CK01–CK05)', () => {
  testCases([
    ...(
      [
        ['Consent', chat(), CONSENT, 'EC07'],
        ['New', chat(), NEW, 'EB09'],
        ['Waiting', chat(), OFFERED, 'EC18'],
        ['Active', chat(), ACTIVE, 'EC46'],
        ['Inactive', chat(), INACTIVE, 'EC62'],
        ['Paused', statusBased(), PAUSED, 'EC52'],
      ] as const
    ).map(([status, scene, before, rule]): Case => [
      'CK01',
      `an opt-out ends a session that is ${status}`,
      scene,
      before,
      ['09:05 customer.message', { text: 'Stop' }],
      {
        moves: [`${status} → Ended ${rule}`],
        session: { ended_by_type: 'EndUser' },
        replies: ['OptOutConfirmation'],
        endUser: { consent_status: 'OptedOut', is_fully_opted_in: false },
      },
    ]),
    answers('CK02', 'optIn', 'OptInConfirmation', 'ExplicitlyOptedIn'),
    answers('CK03', 'doubleOptIn', 'OptInConfirmation', 'DoublyOptedIn'),
    answers('CK04', 'help', 'HelpResponse', 'ImplicitlyOptedIn'),
    answers('CK05', 'custom', 'CustomResponse', 'ImplicitlyOptedIn'),
    [
      'CK05',
      'alone, a custom keyword is content and is routed',
      chat(),
      [],
      keyword('09:00', 'custom'),
      { moves: ['∅ → Waiting EC01'], session: { origin: 'InboundInitiated' } },
    ],
    [
      'CK02',
      'where the channel asks for a double opt-in, the first is answered by the prompt for the second',
      double,
      [],
      keyword('09:00', 'optIn'),
      { replies: ['DoubleOptInPrompt'], endUser: { is_fully_opted_in: false } },
    ],
  ]);
});

const OPTED_OUT: readonly Step[] = [keyword('09:00', 'optOut'), '09:01 customer.message'];

describe('who opted out (I15)', () => {
  testCases([
    [
      '§1.5',
      'may write, is routed, and stays opted out',
      chat(),
      [keyword('09:00', 'optOut')],
      '09:01 customer.message',
      { moves: ['∅ → Waiting EC01'], endUser: { consent_status: 'OptedOut' } },
    ],
    [
      '§1.5',
      'opts in again by writing where the policy says so',
      chat({}, { consent: { implicitReoptIn: true } }),
      [keyword('09:00', 'optOut')],
      '09:01 customer.message',
      { endUser: { consent_status: 'ImplicitlyOptedIn' } },
    ],
    [
      'I15',
      'may be noted about',
      chat(),
      [...OPTED_OUT, '09:02 work.accepted'],
      ['09:03 agent.message', { visibility: 'note' }],
      { moves: [] },
    ],
  ]);
  testRefusals([
    [
      'I15',
      'is not answered',
      chat(),
      [...OPTED_OUT, '09:02 work.accepted'],
      '09:03 agent.message',
      'opted_out',
      'I15',
    ],
    [
      'I15',
      'not by a bot either',
      chat(),
      [...OPTED_OUT, '09:02 bot.accepted'],
      '09:03 bot.message',
      'opted_out',
      'I15',
    ],
    [
      'NO06',
      'nor notified',
      chat(),
      [keyword('09:00', 'optOut')],
      '09:03 automation.message',
      'opted_out',
      'NO06',
    ],
    [
      'NO06',
      'who never opted in is not notified where the channel asks for it',
      explicit(),
      [],
      '09:03 automation.message',
      'consent_required',
      'NO06',
    ],
  ]);
});

const scene = (changes: Fields = {}) =>
  chat(changes, { consent: { customKeywordIsConsent: true } });
const standardScene = standard({}, { consent: { customKeywordIsConsent: true } });

describe('customKeywordIsConsent (CK05)', () => {
  testCases([
    [
      'EC02',
      'alone, it opens Consent',
      scene(),
      [],
      keyword('09:00', 'custom'),
      { moves: ['∅ → Consent EC02'] },
    ],
    [
      'SC02',
      'on a standard channel it is over at once',
      standardScene,
      [],
      keyword('09:00', 'custom'),
      { moves: ['∅ → Ended SC02'] },
    ],
    [
      'EB10',
      'it answers no opening message',
      scene(),
      NEW,
      keyword('09:05', 'custom'),
      { moves: [] },
    ],
    [
      'CK05',
      'nor one on a standard channel',
      standardScene,
      NEW,
      keyword('09:05', 'custom'),
      { moves: [], works: [] },
    ],
    [
      'EC63',
      'it wakes no inactive session',
      scene(),
      INACTIVE,
      keyword('09:05', 'custom'),
      { moves: [] },
    ],
    [
      'CK05',
      'and no paused one',
      scene({ capacityModel: 'statusBased' }),
      PAUSED,
      keyword('09:05', 'custom'),
      { moves: [], replies: ['CustomResponse'] },
    ],
  ]);

  it('as content, which it is by default, it does all of that', () => {
    const moves = [
      given(chat(), ...NEW).when(keyword('09:05', 'custom')).outcome.moves,
      given(standard(), ...NEW).when(keyword('09:05', 'custom')).outcome.moves,
      given(chat(), ...INACTIVE).when(keyword('09:05', 'custom')).outcome.moves,
      given(statusBased(), ...PAUSED).when(keyword('09:05', 'custom')).outcome.moves,
    ];
    expect(moves.flat()).toEqual([
      'New → Waiting EB07',
      'New → Active SB03',
      'Inactive → Waiting EC60',
      'Paused → Active EC51',
    ]);
  });
});
