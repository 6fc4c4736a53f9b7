// Enhanced sessions that rest: Paused (EC50–EC57, PA01–PA03), Inactive (EC60–EC68), and the channel going away (EC90, EC91).
import { describe, expect, it } from 'vitest';
import { testCases, testRefusals, type Case } from './case.ts';
import { ACTIVE, CONSENT, INACTIVE, NEW, PAUSED, WAITING, WITH_BOT, keyword } from './scenes.ts';
import { chat, given, idleChat, statusBased, type Step } from './story.ts';

const resumed = (id: string, step: Step): Case => [
  id,
  `${typeof step === 'string' ? step : step[0]} takes it up again, at full weight`,
  statusBased(),
  PAUSED,
  step,
  {
    moves: [`Paused → Active ${id}`],
    session: { owner_id: 'ann', accept_at: '2026-03-03T09:02:00.000Z' },
    work: { status: 'Opened' },
    load: { items: 1, paused: 0 },
  },
];

describe('Paused (EC50–EC52, EC56, EC57; PA01–PA03)', () => {
  testCases([
    [
      'EC50, PA01',
      'status-based: the agent pauses; the work rests with them',
      statusBased(),
      ACTIVE,
      '09:03 agent.paused',
      {
        moves: ['Active → Paused EC50'],
        session: { owner_id: 'ann', suspended_by_type: null },
        work: { status: 'Opened' },
        timers: [],
        load: { items: 0, paused: 1 },
      },
    ],
    resumed('EC51', '09:05 agent.resumed'),
    resumed('EC51', '09:05 customer.message'),
    [
      'EC52',
      'the agent ends it',
      statusBased(),
      PAUSED,
      '09:05 agent.ended',
      {
        moves: ['Paused → Ended EC52'],
        session: { ended_by_type: 'Agent' },
        work: { status: 'Closed' },
        load: { items: 0, paused: 0 },
      },
    ],
    [
      'EC52',
      'an opt-out ends it',
      statusBased(),
      PAUSED,
      keyword('09:05', 'optOut'),
      { moves: ['Paused → Ended EC52'], session: { ended_by_type: 'EndUser' } },
    ],
    [
      'EC52, EC55',
      'the customer ends it',
      statusBased(),
      PAUSED,
      '09:05 customer.ended',
      { moves: ['Paused → Ended EC52'], session: { ended_by_type: 'EndUser' } },
    ],
    [
      'EC56',
      'an agent who goes offline keeps it',
      statusBased(),
      PAUSED,
      ['09:05 agent.presence', { status: 'offline' }],
      { moves: [], work: { status: 'Opened' }, load: { items: 0, paused: 1 } },
    ],
    [
      'EC56',
      'so does one who closes the tab',
      statusBased(),
      PAUSED,
      '09:05 agent.closedTab',
      { moves: [], load: { items: 0, paused: 1 } },
    ],
    [
      'EC57',
      'it can be transferred',
      statusBased(),
      PAUSED,
      ['09:05 agent.transferred', { to: { kind: 'queue', id: 'q2' } }],
      {
        moves: ['Paused → Waiting EC57'],
        session: { owner_id: 'q2' },
        work: { status: 'Transferred' },
        load: { items: 0, paused: 0 },
      },
    ],
    [
      'CK04',
      'a cry for help does not wake it',
      statusBased(),
      PAUSED,
      keyword('09:05', 'help'),
      { moves: [], replies: ['HelpResponse'], load: { items: 0, paused: 1 } },
    ],
    [
      'PA02',
      'status-based: an inactive session is paused work, a paused session is no inactive one',
      statusBased(),
      INACTIVE,
      '+1h',
      { session: { status: 'Inactive' }, load: { items: 0, paused: 1 } },
    ],
    [
      'PA03',
      'a pause has no end unless the policy sets one',
      statusBased(),
      PAUSED,
      '+59d',
      { moves: [], session: { status: 'Paused' } },
    ],
    [
      'PA03',
      'where it does, the pause runs out',
      statusBased({}, { pausedExpiry: 'PT6H' }),
      PAUSED,
      '+6h',
      {
        moves: ['Paused → Ended PA03'],
        session: { ended_by_type: 'System', end_cause: 'timer.pausedExpiry' },
        work: { status: 'Closed' },
      },
    ],
  ]);
  testRefusals([
    [
      'EC50',
      'tab-based capacity knows no pause',
      chat(),
      ACTIVE,
      '09:03 agent.paused',
      'status_not_available',
    ],
  ]);
});

describe('Inactive (EC60–EC67)', () => {
  testCases([
    [
      'EC60',
      'tab-based: the customer is routed like a new one',
      chat(),
      INACTIVE,
      '+1h customer.message',
      {
        moves: ['Inactive → Waiting EC60'],
        session: { suspended_by_type: null, owner_id: 'q1' },
        works: [{ status: 'Closed' }],
        timers: [],
        load: { items: 0 },
      },
    ],
    [
      'EC61',
      'status-based: the same agent goes on',
      statusBased(),
      INACTIVE,
      '+1h customer.message',
      {
        moves: ['Inactive → Active EC61'],
        session: { suspended_by_type: null, owner_id: 'ann' },
        works: [{ status: 'Opened' }],
        timers: [],
        load: { items: 1, paused: 0 },
      },
    ],
    [
      'EC62',
      'an opt-out ends it',
      chat(),
      INACTIVE,
      keyword('+1h', 'optOut'),
      { moves: ['Inactive → Ended EC62'], session: { ended_by_type: 'EndUser' } },
    ],
    [
      'EC63',
      'a cry for help neither wakes it nor restarts its clock',
      chat(),
      INACTIVE,
      keyword('+1h', 'help'),
      { moves: [], timers: ['inactiveExpiry in 29h by EC38'], replies: ['HelpResponse'] },
    ],
    [
      'EC64',
      'thirty hours end it',
      chat(),
      INACTIVE,
      '+30h',
      {
        moves: ['Inactive → Ended EC64'],
        session: {
          ended_by_type: 'System',
          suspended_by_type: 'Agent',
          end_cause: 'timer.inactiveExpiry',
        },
      },
    ],
    [
      'EC64',
      'status-based: the resting work is closed with it',
      statusBased(),
      INACTIVE,
      '+30h',
      {
        moves: ['Inactive → Ended EC64'],
        work: { status: 'Closed', handle_time_ms: 108_060_000 },
        load: { items: 0, paused: 0 },
      },
    ],
    [
      'EC65',
      'where the channel says so, the idle rule ends it soon after',
      idleChat({ action: 'inactivateAndEnd', endInactiveMinutes: 20 }),
      [...ACTIVE, '09:03 agent.message', '+10m'],
      '+20m',
      {
        moves: ['Inactive → Ended EC65'],
        session: { ended_by_type: 'System', end_cause: 'timer.endInactive' },
        timers: [],
        replies: ['EndUserInactiveResponse'],
      },
    ],
    [
      'EC66',
      'the agent ends it',
      chat(),
      INACTIVE,
      '+1h agent.ended',
      { moves: ['Inactive → Ended EC66'], session: { ended_by_type: 'Agent' }, timers: [] },
    ],
    [
      'EC66',
      'a supervisor ends it',
      chat(),
      INACTIVE,
      '+1h supervisor.ended',
      { moves: ['Inactive → Ended EC66'], session: { ended_by_type: 'Agent' } },
    ],
    [
      'EC55',
      'the customer ends it',
      chat(),
      INACTIVE,
      '+1h customer.ended',
      { moves: ['Inactive → Ended EC55'], session: { ended_by_type: 'EndUser' } },
    ],
    [
      'EC67',
      'an opening message ends it and begins a new one',
      chat(),
      INACTIVE,
      ['+1h agent.opened', { agentId: 'ben' }],
      {
        moves: ['Inactive → Ended EC67', '∅ → New EB01'],
        sessions: [
          { status: 'Ended', ended_by_type: 'System', end_cause: 'agent.opened' },
          { status: 'New', owner_id: 'ben', session_id: 'default/chat/cora/2' },
        ],
        timers: ['noReply in 48h by EB01'],
      },
    ],
  ]);
  testRefusals([
    [
      'EC68',
      'an ordinary message is refused',
      chat(),
      INACTIVE,
      '+1h agent.message',
      'status_not_available',
      'EC68',
    ],
    [
      'EC67',
      'web chat knows no opening message',
      idleChat({}, undefined, { deployment: 'web' }),
      [...ACTIVE, '09:03 agent.markedInactive'],
      '+1h agent.opened',
      'initiation_not_available',
      'EB01',
    ],
  ]);

  it('status-based: work that a bot left is closed, and the answer is routed (EC60, I8)', () => {
    const { story } = given(statusBased(), ...WITH_BOT, '09:05 automation.inactivated');
    story.tell('09:06 customer.message', '09:07 work.accepted');
    expect(story.moves.slice(-3)).toEqual([
      'Active → Inactive EC43',
      'Inactive → Waiting EC60',
      'Waiting → Active EC11',
    ]);
    expect(story.rows('agent_work').map((row) => row['status'])).toEqual(['Closed', 'Opened']);
  });

  it('status-based: so is work of a bot that an agent had called in (EC60, I8)', () => {
    const toBot: Step = ['09:05 agent.transferred', { to: { kind: 'bot', id: 'rob' } }];
    const { story } = given(statusBased(), ...ACTIVE, toBot, '09:06 bot.accepted');
    story.tell('09:07 automation.inactivated', '09:08 customer.message');
    expect(story.moves.at(-1)).toBe('Inactive → Waiting EC60');
    story.tell(['09:09 work.accepted', { workId: 'w2', agentId: 'ben' }]);
    const open = story.rows('agent_work').filter((row) => row['status'] === 'Opened');
    expect(open).toMatchObject([{ agent_id: 'ben' }]);
  });
});

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
      'a session that is born on it has the same 48 hours',
      chat(),
      ['08:00 channel.disabled'],
      '09:00 customer.message',
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
