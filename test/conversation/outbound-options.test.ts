// Sessions that agents open, under both readings of the sources (X3–X5, X10, X19, EB13).
import { describe, expect, it } from 'vitest';
import { testCases, testRefusals } from './case.ts';
import { ACTIVE, INACTIVE, NEW } from './scenes.ts';
import { chat, given, standard, statusBased, type Step } from './story.ts';

describe('X3, X4: the status of an opening message', () => {
  const standardOnly = chat({}, { profile: { newScope: 'standardOnly' } });
  testCases([
    ['X3', 'New in both', chat(), [], '09:00 agent.opened', { moves: ['∅ → New EB01'] }],
    [
      'X3',
      'New in standard alone',
      standardOnly,
      [],
      '09:00 agent.opened',
      {
        moves: ['∅ → Waiting EB01'],
        session: { waiting_for: 'customer', owner_id: 'ann' },
        timers: ['noReply in 48h by EB01'],
      },
    ],
    [
      'X3',
      'it waits for the customer, and is answered all the same',
      standardOnly,
      NEW,
      '09:30 customer.message',
      { moves: [], session: { status: 'Waiting', waiting_for: 'routing', owner_id: 'q1' } },
    ],
    ['X3', 'and expires', standardOnly, NEW, '+48h', { moves: ['Waiting → Ended EB11'] }],
    ['X4', 'enhanced: New until the answer', chat(), NEW, '09:00:01 message.sent', { moves: [] }],
    [
      'X4',
      'enhanced: or Waiting once the provider took it',
      chat({}, { outboundAwaiting: { enhanced: 'waiting' } }),
      NEW,
      '09:00:01 message.sent',
      { moves: ['New → Waiting EB01'], timers: ['noReply in 47h59m59s by EB01'] },
    ],
    [
      'X4',
      'standard: Waiting once the provider took it',
      standard(),
      NEW,
      '09:00:01 message.sent',
      { moves: ['New → Waiting SB02'] },
    ],
    [
      'X4',
      'standard: or New until the answer',
      standard({}, { outboundAwaiting: { standard: 'new' } }),
      NEW,
      '09:00:01 message.sent',
      { moves: [] },
    ],
  ]);
});

describe('X5: the answer under tab-based capacity', () => {
  testCases([
    [
      'X5',
      'may open a record of its own',
      chat({}, { tabReply: { mode: 'newSessionRecord' } }),
      NEW,
      '09:30 customer.message',
      {
        moves: ['New → Ended EB07', '∅ → Waiting EC01'],
        sessions: [
          { graph: 'enhanced-business', status: 'Ended', ended_by_type: 'System' },
          { graph: 'enhanced-customer', status: 'Waiting', origin: 'InboundInitiated' },
        ],
        timers: [],
      },
    ],
    [
      'X5',
      'which is of no concern to status-based capacity',
      statusBased({}, { tabReply: { mode: 'newSessionRecord' } }),
      NEW,
      '09:30 customer.message',
      { moves: ['New → Active EB06'] },
    ],
  ]);

  it.each([
    [false, undefined],
    [true, 'ann'],
  ])('prefers the owner: %s', (preferOwner, preferredAgentId) => {
    const scene = chat({}, { tabReply: { preferOwner } });
    const when = given(scene, ...NEW).when('09:30 customer.message');
    const queued = when.facts.find((fact) => fact.type === 'session.queued');
    expect(queued?.data).toMatchObject({ preferredAgentId });
  });
});

describe('X10, X19, and what ends otherwise', () => {
  const failing: Step = ['09:01 message.failed', { messageId: 'm-e0001', statusCode: '30003' }];
  testCases([
    [
      'X10',
      'an opening message ends an Inactive session',
      chat(),
      INACTIVE,
      '+1h agent.opened',
      { moves: ['Inactive → Ended EC67', '∅ → New EB01'] },
    ],
    [
      'EB13',
      'a failed opening message may end its session',
      chat({}, { endOnDeliveryFailure: true }),
      NEW,
      failing,
      {
        moves: ['New → Ended EB13'],
        session: { ended_by_type: 'System', end_cause: 'message.failed' },
      },
    ],
    [
      'EB13',
      'a failed message that is not the opening one does not',
      chat({}, { endOnDeliveryFailure: true }),
      NEW,
      ['09:01 message.failed', { messageId: 'm-other', statusCode: '30003' }],
      { moves: [] },
    ],
  ]);
  testRefusals([
    [
      'X10',
      'or is refused',
      chat({}, { repMessageOnInactive: 'reject' }),
      INACTIVE,
      '+1h agent.opened',
      'session_open',
      'EB02',
    ],
    [
      'X19',
      'standard sessions need not be transferred',
      standard({}, { standard: { allowTransfer: false } }),
      ACTIVE,
      ['09:05 agent.transferred', { to: { kind: 'queue', id: 'q2' } }],
      'status_not_available',
    ],
  ]);
});
