// Inactive enhanced sessions (EC60–EC68).
import { describe, expect, it } from 'vitest';
import { testCases, testRefusals, type Case } from './case.ts';
import { ACTIVE, INACTIVE, WITH_BOT, keyword } from './scenes.ts';
import { chat, given, idleChat, statusBased, type Step } from './story.ts';

/** Every way into Inactive but the idle rule's own (EC38, EC39, EC43). */
const MADE_INACTIVE = [
  ['09:03 agent.markedInactive', {}],
  ['09:03 agent.closedTab', { outcome: 'noCustomerResponse' }],
  ['09:03 automation.inactivated', {}],
  ['09:03 partner.inactivated', { by: 'endUser' }],
] as const satisfies readonly Step[];

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
    ...MADE_INACTIVE.map((step): Case => [
      'EC65',
      `whoever made it inactive (T-END-INACTIVE): ${step[0].slice(6)}`,
      idleChat({ action: 'inactivateAndEnd', endInactiveMinutes: 20 }),
      [...ACTIVE, step],
      '+20m',
      {
        moves: ['Inactive → Ended EC65'],
        session: { ended_by_type: 'System', end_cause: 'timer.endInactive' },
        timers: [],
      },
    ]),
    [
      'EC65',
      'a channel that has no idle rule has no such end either (X6)',
      idleChat({ action: 'inactivateAndEnd', endInactiveMinutes: 20 }, undefined, {
        capacityModel: 'statusBased',
      }),
      INACTIVE,
      '+20m',
      { moves: [], timers: ['inactiveExpiry in 29h40m by EC38'] },
    ],
    [
      'EC65',
      'a channel that begins to ask for it shortens no silence that has begun',
      idleChat(),
      INACTIVE,
      [
        '+5m channel.configured',
        {
          channelType: 'EmbeddedMessaging',
          platform: 'enhanced',
          capacityModel: 'tabBased',
          customerIdle: { minutes: 10, action: 'inactivateAndEnd', endInactiveMinutes: 20 },
        },
      ],
      { moves: [], timers: ['inactiveExpiry in 29h55m by EC38'] },
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
