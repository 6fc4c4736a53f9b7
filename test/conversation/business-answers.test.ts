// Sessions that an agent opened on an enhanced channel: the customer's answer, or none (EB06–EB14, EB20).
import { describe, expect, it } from 'vitest';
import { testCases, testRefusals } from './case.ts';
import { INACTIVE, NEW, keyword } from './scenes.ts';
import { chat, given, statusBased, type Step } from './story.ts';

const OFFLINE: Step = ['09:10 agent.presence', { status: 'offline' }];

describe("the customer's answer (EB06–EB10)", () => {
  testCases([
    [
      'EB06',
      'status-based: the same agent has the work at once',
      statusBased(),
      NEW,
      '09:30 customer.message',
      {
        moves: ['New → Active EB06'],
        session: { owner_id: 'ann', accept_at: '2026-03-03T09:30:00.000Z' },
        works: [
          {
            agent_id: 'ann',
            status: 'Opened',
            requested_at: '2026-03-03T09:30:00.000Z',
            accepted_at: '2026-03-03T09:30:00.000Z',
            speed_to_answer_ms: 0,
          },
        ],
        timers: [],
        load: { items: 1, paused: 0 },
        endUser: { consent_status: 'ImplicitlyOptedIn' },
      },
    ],
    [
      'EB07',
      'tab-based: it is routed, on the same record',
      chat(),
      NEW,
      '09:30 customer.message',
      {
        moves: ['New → Waiting EB07'],
        sessions: [{ owner_id: 'q1', waiting_for: 'routing', origin: 'AgentInitiated' }],
        works: [],
        timers: [],
        load: { items: 0, paused: 0 },
      },
    ],
    [
      'EB08',
      'status-based: a session whose owner is offline is routed',
      statusBased(),
      [...NEW, OFFLINE],
      '09:30 customer.message',
      { moves: ['New → Waiting EB08'], session: { owner_id: 'q1' }, works: [] },
    ],
    [
      'EB09',
      'an opt-out ends it',
      chat(),
      NEW,
      keyword('09:30', 'optOut'),
      {
        moves: ['New → Ended EB09'],
        session: { ended_by_type: 'EndUser' },
        timers: [],
        endUser: { consent_status: 'OptedOut' },
      },
    ],
    [
      'EB10',
      'a consent keyword is no answer',
      chat(),
      NEW,
      keyword('+1h', 'optIn'),
      { moves: [], timers: ['noReply in 47h by EB01'], replies: ['OptInConfirmation'] },
    ],
    [
      'EB10',
      'nor is a cry for help',
      chat(),
      NEW,
      keyword('+1h', 'help'),
      { moves: [], timers: ['noReply in 47h by EB01'], replies: ['HelpResponse'] },
    ],
  ]);

  it('EB08: the queue is told which agent is preferred', () => {
    const when = given(statusBased(), ...NEW, OFFLINE).when('09:30 customer.message');
    const queued = when.facts.find((fact) => fact.type === 'session.queued');
    expect(queued?.data).toMatchObject({ reason: 'replied', preferredAgentId: 'ann' });
  });
});

describe('no answer (EB11–EB14) and afterwards (EB20)', () => {
  testCases([
    [
      'EB11',
      '48 hours of silence end it',
      chat(),
      NEW,
      '+48h',
      {
        moves: ['New → Ended EB11'],
        session: { ended_by_type: 'System', end_cause: 'timer.noReply' },
      },
    ],
    [
      'EB12',
      'its agent gives it up',
      chat(),
      NEW,
      '+1h agent.ended',
      { moves: ['New → Ended EB12'], session: { ended_by_type: 'Agent' }, timers: [] },
    ],
    [
      'EB12',
      'a supervisor gives it up',
      chat(),
      NEW,
      '+1h supervisor.ended',
      { moves: ['New → Ended EB12'], session: { ended_by_type: 'Agent' } },
    ],
    [
      'EB14',
      'a record that cannot be written is an Error',
      chat(),
      NEW,
      ['+1h record.failed', { reason: 'flow' }],
      {
        moves: ['New → Error EB14'],
        session: { error_reason: 'flow', ended_by_type: 'System' },
        timers: [],
      },
    ],
    [
      'EC55',
      'the customer ends it',
      chat(),
      NEW,
      '+1h customer.ended',
      { moves: ['New → Ended EC55'], session: { ended_by_type: 'EndUser' } },
    ],
    [
      'EC58',
      'a bot may write in it',
      chat(),
      NEW,
      '+1h bot.message',
      { moves: [], timers: ['noReply in 47h by EB01'] },
    ],
    [
      'EB20, EC11',
      'once answered it is accepted like any other',
      chat(),
      [...NEW, '09:30 customer.message'],
      ['09:31 work.accepted', { agentId: 'ben' }],
      { moves: ['Waiting → Active EC11'], session: { owner_id: 'ben' } },
    ],
    [
      'EB20, EC38',
      'and inactivated like any other',
      statusBased(),
      [...NEW, '09:30 customer.message'],
      '09:40 agent.markedInactive',
      { moves: ['Active → Inactive EC38'], load: { items: 0, paused: 1 } },
    ],
  ]);
  testRefusals([
    [
      'EB12',
      "nobody gives up another's",
      chat(),
      NEW,
      ['+1h agent.ended', { agentId: 'ben' }],
      'not_owner',
      'EB05',
    ],
    [
      '§1.4b',
      'there is nothing to inactivate yet',
      chat(),
      NEW,
      '+1h agent.markedInactive',
      'status_not_available',
    ],
    ['§1.4b', 'nor to accept', chat(), NEW, '+1h work.accepted', 'status_not_available'],
    [
      'X10',
      'an agent may not open beside an Inactive one where the policy says no',
      chat({}, { repMessageOnInactive: 'reject' }),
      INACTIVE,
      '+1h agent.opened',
      'session_open',
      'EB02',
    ],
  ]);
});
