import { describe, expect, it } from 'vitest';
import { figures, tellR1 } from './timeline-r1.ts';

describe('the session metrics of R1 (metrics.md §1B)', () => {
  it('measures from the first unanswered message', () => {
    expect(figures(tellR1())).toEqual({
      AgentMessageCount: [5, null, 5],
      EndUserMessageCount: [5, null, 5],
      AverageAgentResponseTime: [128, 127_500, 4],
      MaxAgentResponseTime: [340, 340_000, 4],
      AverageEndUserResponseTime: [37, 36_667, 3],
      MaxEndUserResponseTime: [60, 60_000, 3],
      ServiceRepFirstResponseTime: [90, 90_000, 1],
    });
  });

  it('or from the last one, where the policy says so', () => {
    expect(figures(tellR1({ metrics: { anchor: 'last' } }))).toMatchObject({
      AverageAgentResponseTime: [125, 125_000, 4],
      MaxAgentResponseTime: [340, 340_000, 4],
      AverageEndUserResponseTime: [33, 33_333, 3],
      MaxEndUserResponseTime: [60, 60_000, 3],
    });
  });

  it('writes one row a type, of the session, when it ends', () => {
    const rows = tellR1().rows('session_metrics');
    expect(new Set(rows.map((row) => row['session_id']))).toEqual(new Set(['default/chat/cora/1']));
    expect(rows).toHaveLength(7);
  });

  it('tells the session: who, when, how long', () => {
    expect(tellR1().rows('sessions')).toMatchObject([
      {
        start_at: '2026-03-03T09:00:00.000Z',
        accept_at: '2026-03-03T09:01:00.000Z',
        end_at: '2026-03-03T09:11:00.000Z',
        ended_by_type: 'Agent',
        owner_id: 'C',
      },
    ]);
  });
});

const works = [
  {
    work_id: 'w1',
    agent_id: 'A',
    queue_id: 'Q1',
    status: 'DeclinedOnPushTimeout',
    timed_out_at: '2026-03-03T09:00:50.000Z',
    canceled_at: null,
    speed_to_answer_ms: null,
    handle_time_ms: null,
  },
  {
    work_id: 'w2',
    agent_id: 'B',
    status: 'Transferred',
    speed_to_answer_ms: 60_000,
    handle_time_ms: 450_000,
    acw_ms: null,
    is_transfer: false,
  },
  {
    work_id: 'w3',
    agent_id: 'C',
    queue_id: 'Q2',
    status: 'Closed',
    speed_to_answer_ms: 40_000,
    handle_time_ms: 150_000,
    acw_ms: 40_000,
    is_transfer: true,
  },
];

describe('the work of R1', () => {
  it('is three attempts', () => {
    expect(tellR1().rows('agent_work')).toMatchObject(works);
  });

  it('whichever of two events of one instant has the smaller id', () => {
    const ids = { timedOut: 'b2-time-out', offered: 'b1-offer' };
    const story = tellR1(undefined, ids);
    expect(story.rows('agent_work')).toMatchObject(works);
    expect(figures(story)).toEqual(figures(tellR1()));
    expect([...story.verdicts.values()].filter(({ verdict }) => verdict !== 'applied')).toEqual([]);
  });

  it('passes through these statuses', () => {
    expect(tellR1().moves).toEqual([
      '∅ → Waiting EC01',
      'Waiting → Active EC11',
      'Active → Waiting EC32',
      'Waiting → Active EC11',
      'Active → Ended EC44',
    ]);
  });
});
