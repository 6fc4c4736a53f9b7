// A channel that goes away ends what is open on it (EC90), and nothing else does (EC91).
import { describe } from 'vitest';
import { testCases, type Case } from './case.ts';
import { ACTIVE, CONSENT, INACTIVE, NEW, PAUSED, WAITING } from './scenes.ts';
import { chat, statusBased } from './story.ts';

describe('a channel that is disabled (EC90)', () => {
  testCases(
    (
      [
        ['Consent', chat(), CONSENT],
        ['Waiting', chat(), WAITING],
        ['Active', chat(), ACTIVE],
        ['Inactive', chat({}, { inactiveExpiry: 'P10D' }), INACTIVE],
        ['Paused', statusBased(), PAUSED],
        ['New', chat({}, { noReply: { enhanced: 'P10D' } }), NEW],
      ] as const
    ).map(([status, scene, before]): Case => {
      const patient = { ...scene, policy: { consentExpiry: null, ...scene.policy } };
      return [
        'EC90',
        `ends a session that is ${status} after 48 hours`,
        patient,
        [...before, '10:00 channel.disabled'],
        '+48h',
        {
          moves: [`${status} → Ended EC90`],
          session: { ended_by_type: 'System', end_cause: 'timer.channelDisabled' },
          timers: [],
        },
      ];
    }),
  );
  testCases([
    [
      'EC90',
      'unless it is enabled again',
      chat(),
      [...ACTIVE, '10:00 channel.disabled', '+47h channel.enabled'],
      '+2d',
      { moves: [], session: { status: 'Active' }, timers: [] },
    ],
    [
      'EC90',
      'being told twice that it is disabled gives no second term',
      chat(),
      [...ACTIVE, '10:00 channel.disabled'],
      '+40h channel.disabled',
      { moves: [], timers: ['channelDisabled in 8h by EC90'] },
    ],
    [
      'EC90',
      'a session that is born on it has the same 48 hours, which began when the channel went away (T-CHANNEL-OFF)',
      chat(),
      ['08:00 channel.disabled'],
      '09:00 customer.message',
      { moves: ['∅ → Waiting EC01'], timers: ['channelDisabled in 47h by EC90'] },
    ],
    [
      'EC90',
      'however often the customer begins anew',
      chat(),
      ['08:00 channel.disabled', ...WAITING, '09:30 customer.ended'],
      '10:00 customer.message',
      { moves: ['∅ → Waiting EC01'], timers: ['channelDisabled in 46h by EC90'] },
    ],
    [
      'EC90',
      'and where a sweep ends them, the same sweep',
      chat({}, { channelDisabled: { mode: 'sweep', threshold: 'PT24H', every: 'PT6H' } }),
      ['08:00 channel.disabled'],
      '13:00 customer.message',
      { timers: ['channelDisabled in 23h by EC90'] },
    ],
    [
      'EC90',
      'one that is born when they are over has 48 hours of its own',
      chat(),
      ['08:00 channel.disabled'],
      '+60h customer.message',
      { moves: ['∅ → Waiting EC01'], timers: ['channelDisabled in 48h by EC90'] },
    ],
    [
      'EC91',
      'nothing else ends a session that is served: no token, no age',
      chat(),
      ACTIVE,
      '+59d',
      { moves: [], session: { status: 'Active' } },
    ],
  ]);
});
