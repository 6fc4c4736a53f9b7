// Assignments, one row an attempt (AW01–AW11, I8).
import { describe, expect, it } from 'vitest';
import { testCases, testRefusals } from './case.ts';
import { ACTIVE, OFFERED, WAITING } from './scenes.ts';
import { chat, given, statusBased, type Step } from './story.ts';

const OFFLINE: Step = ['09:05 agent.presence', { status: 'offline' }];
const TO_BEN: Step = ['09:05 agent.transferred', { to: { kind: 'agent', id: 'ben' } }];

describe('attempts (AW01–AW11)', () => {
  testCases([
    [
      'AW01',
      'an offer is assigned at once',
      chat(),
      WAITING,
      '09:01 work.offered',
      { work: { status: 'Assigned' }, load: { items: 1 } },
    ],
    [
      'AW02',
      'accepted, it is open',
      chat(),
      OFFERED,
      '09:02 work.accepted',
      { work: { status: 'Opened', accepted_at: '2026-03-03T09:02:00.000Z' } },
    ],
    [
      'AW03',
      'declined, it is over',
      chat(),
      OFFERED,
      '09:02 work.declined',
      { work: { status: 'Declined' }, load: { items: 0 } },
    ],
    [
      'AW04',
      'lapsed, it is over',
      chat(),
      OFFERED,
      '09:02 work.timedOut',
      { work: { status: 'DeclinedOnPushTimeout', timed_out_at: '2026-03-03T09:02:00.000Z' } },
    ],
    [
      'AW05',
      'the agent goes offline',
      chat(),
      OFFERED,
      OFFLINE,
      { work: { status: 'Unavailable', canceled_at: null } },
    ],
    [
      'AW06',
      'the customer leaves',
      chat(),
      OFFERED,
      '09:02 customer.ended',
      { work: { status: 'Canceled', canceled_at: '2026-03-03T09:02:00.000Z' } },
    ],
    [
      'AW06',
      'the router takes it back',
      chat(),
      OFFERED,
      '09:02 work.rescinded',
      { moves: [], work: { status: 'Canceled' }, load: { items: 0 } },
    ],
    [
      'AW06, I8',
      'the router turns to somebody else without a word',
      chat(),
      OFFERED,
      ['09:02 work.offered', { workId: 'w2', agentId: 'ben' }],
      {
        works: [
          { work_id: 'w1', status: 'Canceled' },
          { work_id: 'w2', status: 'Assigned' },
        ],
        load: { items: 0 },
      },
    ],
    [
      'AW03',
      'its late word on the first offer is taken',
      chat(),
      [...OFFERED, ['09:02 work.offered', { workId: 'w2', agentId: 'ben' }]],
      '09:03 work.declined',
      { works: [{ work_id: 'w1', status: 'Declined', canceled_at: null }, { status: 'Assigned' }] },
    ],
    [
      'AW07',
      'a transfer',
      chat(),
      ACTIVE,
      TO_BEN,
      {
        works: [
          { status: 'Transferred', closed_at: '2026-03-03T09:05:00.000Z' },
          { status: 'Assigned', is_transfer: true },
        ],
      },
    ],
    [
      'AW03',
      'who gets a transfer may decline it under an id that only the router knows',
      chat(),
      [...ACTIVE, TO_BEN],
      ['09:06 work.declined', { workId: 'w7', agentId: 'ben' }],
      { moves: [], works: [{ status: 'Transferred' }, { work_id: 'w7', status: 'Declined' }] },
    ],
    [
      'AW08',
      'the session ends',
      chat(),
      ACTIVE,
      '09:05 agent.ended',
      { work: { status: 'Closed', handle_time_ms: 180_000, acw_ms: null, acw_extensions: null } },
    ],
    [
      'AW09',
      'tab-based: the agent goes offline',
      chat(),
      ACTIVE,
      OFFLINE,
      { work: { status: 'Closed' }, load: { items: 0 } },
    ],
    [
      'AW10',
      'tab-based: the session becomes inactive',
      chat(),
      ACTIVE,
      '09:05 agent.markedInactive',
      { work: { status: 'Closed' }, load: { items: 0, paused: 0 } },
    ],
    [
      'AW11',
      'status-based: it becomes inactive',
      statusBased(),
      ACTIVE,
      '09:05 agent.markedInactive',
      { work: { status: 'Opened', closed_at: null }, load: { items: 0, paused: 1 } },
    ],
    [
      'AW11',
      'status-based: it is paused',
      statusBased(),
      ACTIVE,
      '09:05 agent.paused',
      { work: { status: 'Opened' }, load: { items: 0, paused: 1 } },
    ],
  ]);
  testRefusals([
    [
      'AW03',
      'an offer that nobody made cannot be declined',
      chat(),
      OFFERED,
      ['09:02 work.declined', { workId: 'w8' }],
      'unknown_work',
    ],
    ['AW06', 'nor be taken back', chat(), WAITING, '09:02 work.rescinded', 'unknown_work'],
    [
      'EC11',
      'a session that is served is not accepted again',
      chat(),
      ACTIVE,
      ['09:05 work.accepted', { workId: 'w2', agentId: 'ben' }],
      'status_not_available',
    ],
    [
      'AW02',
      'without a session there is nothing to accept',
      chat(),
      [],
      '09:00 work.accepted',
      'no_session',
    ],
  ]);

  it('AW04: the word of the router on an offer whose time was up says nothing new', () => {
    const expiring: Step = ['09:01 work.offered', { expiresAt: '2026-03-03T09:01:30Z' }];
    const { outcome } = given(chat(), ...WAITING, expiring, '09:01:31').when(
      '09:01:31 work.timedOut',
    );
    expect(outcome).toMatchObject({
      refusal: undefined,
      works: [{ status: 'DeclinedOnPushTimeout', timed_out_at: '2026-03-03T09:01:30.000Z' }],
    });
  });
});
