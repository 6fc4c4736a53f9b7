// Enhanced sessions that an agent has paused (EC50–EC52, EC56, EC57; PA01–PA03).
import { describe } from 'vitest';
import { testCases, testRefusals, type Case } from './case.ts';
import { ACTIVE, INACTIVE, PAUSED, keyword } from './scenes.ts';
import { chat, statusBased, type Step } from './story.ts';

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
