// A customer's enhanced session in the queue (EC10–EC21).
import { describe, expect, it } from 'vitest';
import { testCases } from './case.ts';
import { OFFERED, WAITING, keyword } from './scenes.ts';
import { chat, given } from './story.ts';

describe('Waiting (EC10–EC21)', () => {
  testCases([
    [
      'EC10',
      'an offer changes no status and takes capacity',
      chat(),
      WAITING,
      ['09:01 work.offered', { queueId: 'q2', expiresAt: '2026-03-03T09:01:30Z' }],
      {
        moves: [],
        session: { owner_id: 'q2' },
        work: {
          status: 'Assigned',
          agent_id: 'ann',
          queue_id: 'q2',
          requested_at: '2026-03-03T09:00:00.000Z',
          assigned_at: '2026-03-03T09:01:00.000Z',
          accepted_at: null,
          is_transfer: false,
        },
        timers: ['pushTimeout in 30s by AW01'],
        load: { items: 1, paused: 0 },
      },
    ],
    [
      'EC11',
      'an agent accepts',
      chat(),
      OFFERED,
      '09:02 work.accepted',
      {
        moves: ['Waiting → Active EC11'],
        session: { owner_id: 'ann', accept_at: '2026-03-03T09:02:00.000Z', agent_type: 'Agent' },
        work: { status: 'Opened', speed_to_answer_ms: 120_000 },
        timers: [],
        replies: ['AgentEngagedResponse'],
        load: { items: 1, paused: 0 },
      },
    ],
    [
      'EC11',
      'without an offer it is an auto-accept, requested when the customer began to wait',
      chat(),
      WAITING,
      '09:02 work.accepted',
      {
        moves: ['Waiting → Active EC11'],
        works: [{ status: 'Opened', speed_to_answer_ms: 120_000 }],
      },
    ],
    [
      'EC12',
      'a bot accepts and its idle clock starts',
      chat(),
      WAITING,
      '09:00:05 bot.accepted',
      {
        moves: ['Waiting → Active EC12'],
        session: { owner_id: 'rob', agent_type: 'Bot', accept_at: null },
        work: { status: 'Opened', bot_id: 'rob', agent_id: null },
        timers: ['botIdle in 2h by EC12'],
      },
    ],
    [
      'EC13',
      'a decline leaves the session in the queue and frees the agent',
      chat(),
      OFFERED,
      ['09:02 work.declined', { reason: 'lunch' }],
      {
        moves: [],
        session: { status: 'Waiting', owner_id: 'q1' },
        work: {
          status: 'Declined',
          decline_reason: 'lunch',
          declined_at: '2026-03-03T09:02:00.000Z',
        },
        load: { items: 0, paused: 0 },
      },
    ],
    [
      'EC13',
      'a push time-out does the same',
      chat(),
      [...WAITING, ['09:01 work.offered', { expiresAt: '2026-03-03T09:01:30Z' }]],
      '09:01:30',
      {
        moves: [],
        work: { status: 'DeclinedOnPushTimeout', timed_out_at: '2026-03-03T09:01:30.000Z' },
        timers: [],
        load: { items: 0, paused: 0 },
      },
    ],
    [
      'EC14',
      'an agent who goes offline is unavailable, and the session stays in the queue',
      chat(),
      OFFERED,
      ['09:02 agent.presence', { status: 'offline' }],
      { moves: [], work: { status: 'Unavailable', canceled_at: null }, load: { items: 0 } },
    ],
    [
      'EC15',
      'a busy agent keeps the offer',
      chat(),
      OFFERED,
      ['09:02 agent.presence', { status: 'busy' }],
      { moves: [], work: { status: 'Assigned' }, load: { items: 1 } },
    ],
    [
      'EC16',
      'a further message is kept with the session',
      chat(),
      OFFERED,
      '09:02 customer.message',
      { moves: [], work: { status: 'Assigned' }, replies: [] },
    ],
    [
      'EC17',
      'the customer ends it, and the offer is cancelled',
      chat(),
      OFFERED,
      '09:02 customer.ended',
      {
        moves: ['Waiting → Ended EC17'],
        session: { ended_by_type: 'EndUser', end_at: '2026-03-03T09:02:00.000Z' },
        work: { status: 'Canceled', canceled_at: '2026-03-03T09:02:00.000Z' },
        load: { items: 0 },
      },
    ],
    [
      'EC17',
      'so does deleting the conversation',
      chat(),
      OFFERED,
      '09:02 customer.deletedConversation',
      { moves: ['Waiting → Ended EC17'], session: { end_cause: 'customer.deletedConversation' } },
    ],
    [
      'EC18',
      'an opt-out ends it',
      chat(),
      OFFERED,
      keyword('09:02', 'optOut'),
      {
        moves: ['Waiting → Ended EC18'],
        session: { ended_by_type: 'EndUser' },
        work: { status: 'Canceled' },
        replies: ['OptOutConfirmation'],
      },
    ],
    ...(
      [
        ['automation.ended', 'System'],
        ['bot.ended', 'Bot'],
        ['agent.ended', 'Agent'],
        ['supervisor.ended', 'Agent'],
      ] as const
    ).map(
      ([type, by]) =>
        [
          'EC19',
          `${type} ends it as ${by}`,
          chat(),
          OFFERED,
          `09:02 ${type}`,
          {
            moves: ['Waiting → Ended EC19'],
            session: { ended_by_type: by },
            work: { status: 'Canceled' },
          },
        ] as const,
    ),
    [
      'EC20',
      'a customer who leaves and stays away abandons the wait',
      chat({ abandonment: { minutes: 5 } }),
      [...WAITING, '09:01 customer.left'],
      '+5m',
      {
        moves: ['Waiting → Ended EC20'],
        session: { ended_by_type: 'EndUser', end_cause: 'timer.abandonment' },
      },
    ],
    [
      'EC20',
      'one who comes back does not',
      chat({ abandonment: { minutes: 5 } }),
      [...WAITING, '09:01 customer.left'],
      '+4m customer.returned',
      { moves: [], timers: [] },
    ],
    [
      'EC20',
      'being told twice that they left gives them no more time (T-ABANDON)',
      chat({ abandonment: { minutes: 5 } }),
      [...WAITING, '09:01 customer.left'],
      '+3m customer.left',
      { moves: [], timers: ['abandonment in 2m by EC20'] },
    ],
    [
      'EC20',
      'who comes back and leaves again has all of it again',
      chat({ abandonment: { minutes: 5 } }),
      [...WAITING, '09:01 customer.left', '+1m customer.returned'],
      '+2m customer.left',
      { moves: [], timers: ['abandonment in 5m by EC20'] },
    ],
    [
      'EC20',
      'and where the channel does not count it, nothing happens',
      chat(),
      WAITING,
      '09:01 customer.left',
      { moves: [], timers: [] },
    ],
    [
      'EC21',
      'a failed flow sends the session to the fallback queue',
      chat(),
      WAITING,
      '09:00:01 routing.failed',
      { moves: [], session: { status: 'Waiting', owner_id: 'q9' } },
    ],
  ]);

  it('EC20: an acceptance stops the abandonment clock', () => {
    const scene = chat({ abandonment: { minutes: 5 } });
    const { outcome } = given(scene, ...WAITING, '09:01 customer.left').when('09:02 work.accepted');
    expect(outcome).toMatchObject({ moves: ['Waiting → Active EC11'], timers: [] });
  });

  it('EC21: without a fallback queue the session stays where it is, and the failure is told', () => {
    const when = given(chat({ fallbackQueueId: undefined }), ...WAITING).when(
      '09:01 routing.failed',
    );
    expect(when.outcome).toMatchObject({ session: { owner_id: 'q1' } });
    expect(when.facts.map((fact) => fact.type)).toContain('session.routingFailed');
  });
});
