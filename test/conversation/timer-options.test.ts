// Timers under both readings of the sources: exact or swept, on or off (X1, X2, EB04, T-PUSH, lifecycle.md §9).
import { describe } from 'vitest';
import { testCases, type Case } from './case.ts';
import { ACTIVE, CONSENT, INACTIVE, NEW, SENT, WAITING, WITH_BOT } from './scenes.ts';
import { chat, standard, type Fields, type Step } from './story.ts';

const sweep = (phase?: string) => ({
  mode: 'sweep',
  threshold: 'PT24H',
  every: 'PT6H',
  ...(phase === undefined ? {} : { phase }),
});

describe('X1, X2: exact times, or a sweep that notices', () => {
  testCases([
    ['X1', 'exact', chat(), INACTIVE, '+30h', { moves: ['Inactive → Ended EC64'] }],
    [
      'X1',
      'any other exact time',
      chat({}, { inactiveExpiry: { mode: 'exact', after: 'PT24H' } }),
      INACTIVE,
      '+24h',
      { moves: ['Inactive → Ended EC64'] },
    ],
    [
      'X1',
      'a sweep every six hours of the day notices after 24 to 30 hours',
      chat({}, { inactiveExpiry: sweep() }),
      INACTIVE,
      '+5m',
      { timers: ['inactiveExpiry in 26h52m by EC38'] },
    ],
    [
      'X1',
      'its phase moves it',
      chat({}, { inactiveExpiry: sweep('PT1H') }),
      INACTIVE,
      '+5m',
      { timers: ['inactiveExpiry in 27h52m by EC38'] },
    ],
    [
      'X1',
      'exactly at the threshold it notices at once',
      chat({}, { inactiveExpiry: sweep('PT3H3M') }),
      INACTIVE,
      '+5m',
      { timers: ['inactiveExpiry in 23h55m by EC38'] },
    ],
    [
      'X2',
      'a sweep for want of an answer',
      chat({}, { noReply: { enhanced: { ...sweep(), threshold: 'PT48H' } } }),
      [],
      '09:00 agent.opened',
      { timers: ['noReply in 51h by EB01'] },
    ],
    [
      'X2',
      'on a standard channel',
      standard({}, { noReply: { standard: sweep() } }),
      [],
      '09:00 agent.opened',
      { timers: ['noReply in 27h by SB01'] },
    ],
    [
      'T-PUSH',
      "the router's own expiry is exact whatever the policy sweeps",
      chat({}, { pushTimeout: { mode: 'sweep', threshold: 'PT1M', every: 'PT1H' } }),
      WAITING,
      ['09:01 work.offered', { expiresAt: '2026-03-03T09:01:30Z' }],
      { timers: ['pushTimeout in 30s by AW01'] },
    ],
    [
      'T-PUSH',
      'an offer without one takes the time of the policy',
      chat({}, { pushTimeout: 'PT45S' }),
      WAITING,
      '09:01 work.offered',
      { timers: ['pushTimeout in 45s by AW01'] },
    ],
    [
      'EB04',
      'anchored at the first message, a further one gives no more time',
      chat({}, { noReply: { anchor: 'first' } }),
      NEW,
      '+47h agent.message',
      { timers: ['noReply in 1h by EB01'] },
    ],
    [
      'SB09',
      'on a standard channel neither',
      standard({}, { noReply: { anchor: 'first' } }),
      SENT,
      '10:00:00 agent.message',
      { timers: ['noReply in 23h by SB01'] },
    ],
  ]);
});

const off = (policy: Fields, before: readonly Step[], status: string): Case => [
  '§9',
  `${Object.keys(policy).join()} off: ${status} for as long as nobody does anything`,
  chat({}, policy),
  before,
  '+59d',
  { moves: [], session: { status }, timers: [] },
];

describe('timers that may be switched on or off (§9)', () => {
  testCases([
    off({ consentExpiry: null }, CONSENT, 'Consent'),
    off({ inactiveExpiry: null }, INACTIVE, 'Inactive'),
    off({ noReply: { enhanced: null } }, NEW, 'New'),
    off({ bot: { idle: null } }, WITH_BOT, 'Active'),
    off(
      { notification: { keepOpen: null } },
      [['09:00 automation.message', { longevity: 'keepOpen' }]],
      'New',
    ),
    off({ channelDisabled: null }, [...WAITING, '09:01 channel.disabled'], 'Waiting'),
    [
      '§8.4',
      'a wait may be limited',
      chat({}, { maxWaiting: 'PT2H' }),
      WAITING,
      '+2h',
      {
        moves: ['Waiting → Ended T-WAIT-MAX'],
        session: { ended_by_type: 'System', end_cause: 'timer.maxWaiting' },
      },
    ],
    [
      '§8.4',
      'on a standard channel as well',
      standard({}, { maxWaiting: 'PT2H' }),
      WAITING,
      '+2h',
      { moves: ['Waiting → Ended T-WAIT-MAX'] },
    ],
    [
      '§8.4',
      'and ends with the acceptance',
      chat({}, { maxWaiting: 'PT2H' }),
      WAITING,
      '+1h work.accepted',
      { timers: [] },
    ],
    [
      '§1.3',
      "a standard customer's session may have a longest idle time",
      standard({}, { standard: { maxIdle: 'PT12H' } }),
      ACTIVE,
      '09:05 customer.message',
      { timers: ['maxIdle in 12h by SC13'] },
    ],
    [
      '§1.3',
      'which ends it',
      standard({}, { standard: { maxIdle: 'PT12H' } }),
      [...ACTIVE, '09:05 agent.message'],
      '+12h',
      { moves: ['Active → Ended cfg.standard.maxIdle'], session: { end_cause: 'timer.maxIdle' } },
    ],
    [
      '§1.3',
      'counted from a keyword as well: somebody wrote',
      standard({}, { standard: { maxIdle: 'PT12H' } }),
      ACTIVE,
      ['+5h customer.message', { keyword: 'help' }],
      { timers: ['maxIdle in 12h by SC13'] },
    ],
    [
      'SB03',
      'and from the answer to a session that the business began',
      standard({}, { standard: { maxIdle: 'PT12H' } }),
      SENT,
      '+5m customer.message',
      { moves: ['Waiting → Active SB03'], timers: ['maxIdle in 12h by SB03'] },
    ],
    [
      'SB04',
      'from an answer that is routed, too',
      standard({}, { standard: { maxIdle: 'PT12H' } }),
      [...SENT, ['+1m agent.presence', { agentId: 'ann', status: 'offline' }]],
      '+5m customer.message',
      { session: { waiting_for: 'routing' }, timers: ['maxIdle in 12h by SB04'] },
    ],
    [
      'SB05',
      'before it the time without a reply is the only limit',
      standard({}, { standard: { maxIdle: 'PT12H' } }),
      SENT,
      '+20h',
      { moves: [], timers: ['noReply in 3h59m59s by SB01'] },
    ],
    [
      '§1.3',
      'an enhanced one has none',
      chat({}, { standard: { maxIdle: 'PT12H' } }),
      ACTIVE,
      '+20h',
      { moves: [], timers: [] },
    ],
  ]);
});
