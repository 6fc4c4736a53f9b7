// Sessions that customers open on standard channels (SC01–SC17), and what does not exist there (SC14).
import { describe } from 'vitest';
import { testCases, testRefusals, type Case, type Refusal } from './case.ts';
import { ACTIVE, OFFERED, WAITING, WITH_BOT, keyword } from './scenes.ts';
import { endsStandard as ended } from './standard-ending.ts';
import { standard, type Step } from './story.ts';

const statusBased = standard({ capacityModel: 'statusBased' });
const OFFLINE: Step = ['09:05 agent.presence', { status: 'offline' }];

const lone = (kind: string, origin: string, consent: string | null): Case => [
  'SC02',
  `a lone ${kind} keyword is a session of its own, ended at once`,
  standard(),
  [],
  keyword('09:00', kind),
  {
    moves: ['∅ → Ended SC02'],
    session: { origin, ended_by_type: null, end_cause: 'customer.message' },
    endUser: { consent_status: consent },
  },
];

describe("a customer's session (SC01–SC13)", () => {
  testCases([
    [
      'SC01',
      'a message opens it and is routed',
      standard(),
      [],
      '09:00 customer.message',
      {
        moves: ['∅ → Waiting SC01'],
        session: {
          graph: 'standard-customer',
          origin: 'InboundInitiated',
          owner_id: 'q1',
          agent_message_count: 0,
          end_user_message_count: 1,
        },
        timers: [],
      },
    ],
    lone('optOut', 'OptOut', 'OptedOut'),
    lone('optIn', 'OptIn', 'ExplicitlyOptedIn'),
    lone('help', 'Help', null),
    [
      'SC03',
      'an agent accepts',
      standard(),
      OFFERED,
      '09:02 work.accepted',
      {
        moves: ['Waiting → Active SC03'],
        session: { owner_id: 'ann' },
        work: { status: 'Opened' },
        load: { items: 1 },
      },
    ],
    [
      'SC03',
      'a bot accepts',
      standard(),
      WAITING,
      '09:02 bot.accepted',
      {
        moves: ['Waiting → Active SC03'],
        session: { agent_type: 'Bot' },
        timers: ['botIdle in 2h by SC03'],
      },
    ],
    [
      'SC04',
      'a decline leaves it in the queue',
      standard(),
      OFFERED,
      '09:02 work.declined',
      { moves: [], work: { status: 'Declined' }, load: { items: 0 } },
    ],
    [
      'SC04',
      'so does an offer that lapses',
      standard(),
      OFFERED,
      ['09:02 work.timedOut', { workId: 'w1' }],
      { moves: [], work: { status: 'DeclinedOnPushTimeout' } },
    ],
    [
      'SC04',
      'and an agent who goes offline',
      standard(),
      OFFERED,
      OFFLINE,
      { moves: [], work: { status: 'Unavailable' } },
    ],
    [
      'SC05',
      'it is transferred',
      standard(),
      ACTIVE,
      ['09:05 agent.transferred', { to: { kind: 'queue', id: 'q2' } }],
      {
        moves: ['Active → Waiting SC05'],
        session: { owner_id: 'q2' },
        work: { status: 'Transferred' },
      },
    ],
    [
      'SC06',
      'tab-based: the agent goes offline and it is routed anew',
      standard(),
      ACTIVE,
      OFFLINE,
      { moves: ['Active → Waiting SC06'], work: { status: 'Closed' }, load: { items: 0 } },
    ],
    [
      'SC07',
      'status-based: it stays',
      statusBased,
      ACTIVE,
      OFFLINE,
      { moves: [], work: { status: 'Opened' }, load: { items: 1 } },
    ],
    [
      'SC08',
      'a bot hands over',
      standard(),
      WITH_BOT,
      '09:05 bot.escalated',
      { moves: ['Active → Waiting SC08'], work: { status: 'Transferred' } },
    ],
    ended('SC09', '09:05 agent.ended', ACTIVE, 'Active'),
    ended('SC09', ['09:05 agent.ended', { agentId: 'ben' }], WAITING, 'Waiting'),
    ended('SC10', '09:05 agent.closedTab', ACTIVE, 'Active'),
    ended('SC10', ['09:05 agent.closedTab', { outcome: 'noCustomerResponse' }], ACTIVE, 'Active'),
    [
      'EC41',
      'status-based: closing the tab changes nothing',
      statusBased,
      ACTIVE,
      '09:05 agent.closedTab',
      { moves: [], load: { items: 1 } },
    ],
    ended('SC11', keyword('09:05', 'optOut'), WAITING, 'Waiting'),
    ended('SC11', keyword('09:05', 'optOut'), ACTIVE, 'Active'),
    ended('SC11', keyword('09:05', 'optOut'), WITH_BOT, 'Active'),
    ended('SC12', '09:05 bot.ended', WITH_BOT, 'Active'),
    [
      'SC12',
      'two hours without a word end it',
      standard(),
      WITH_BOT,
      '+2h',
      { moves: ['Active → Ended SC12'], session: { end_cause: 'timer.botIdle' } },
    ],
    [
      'SC13',
      'a further message is kept with it',
      standard(),
      ACTIVE,
      '09:05 customer.message',
      { moves: [], session: { end_user_message_count: 2 } },
    ],
    ended('SC15', '09:05 customer.ended', WAITING, 'Waiting'),
    ended('SC15', '09:05 customer.ended', ACTIVE, 'Active'),
    ended('SC16', '09:05 automation.ended', WAITING, 'Waiting'),
    ended('SC16', '09:05 supervisor.ended', ACTIVE, 'Active'),
    [
      'SC17',
      'a disabled channel ends it after 48 hours',
      standard(),
      [...ACTIVE, '09:05 channel.disabled'],
      '+48h',
      { moves: ['Active → Ended SC17'], session: { end_cause: 'timer.channelDisabled' } },
    ],
    [
      '§1.3',
      'no time-out ends it by itself',
      standard(),
      ACTIVE,
      '+59d',
      { moves: [], session: { status: 'Active' } },
    ],
  ]);
});

const unknown = (step: Step, before: readonly Step[] = ACTIVE): Refusal => [
  'SC14',
  `${typeof step === 'string' ? step : step[0]} does not exist here`,
  statusBased,
  before,
  step,
  'status_not_available',
  'SC14',
];

describe('what standard channels do not know (SC14, X19)', () => {
  testRefusals([
    unknown('09:05 agent.markedInactive'),
    unknown('09:05 agent.paused'),
    unknown('09:05 automation.inactivated'),
    unknown(['09:05 partner.inactivated', { by: 'system' }]),
    unknown(['09:05 record.failed', { reason: 'flow' }]),
    unknown(['09:05 record.failed', { reason: 'flow' }], []),
  ]);
  testCases([
    [
      'SC14',
      'a customer-idle rule is accepted and inert',
      standard({ channelType: 'Custom', customerIdle: { minutes: 5 } }),
      ACTIVE,
      '09:05 agent.message',
      { moves: [], timers: [] },
    ],
  ]);
});
