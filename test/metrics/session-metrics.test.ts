// The edge cases of the session metrics (lifecycle.md §6).
import { describe, expect, it } from 'vitest';
import { keyword } from '../conversation/scenes.ts';
import {
  chat,
  standard,
  statusBased,
  Story,
  type Fields,
  type Step,
} from '../conversation/story.ts';
import { figures, measured } from './timeline-r1.ts';

const ACCEPTED: readonly Step[] = ['09:00 customer.message', '09:01 work.accepted'];
const END = '09:30 agent.ended';
const policy = (metrics: Fields) => chat({}, { metrics });

describe('agent samples', () => {
  it('of several messages of the agent only the first answers', () => {
    const told = measured(chat(), ...ACCEPTED, '09:02 agent.message', '09:05 agent.message', END);
    expect(told).toMatchObject({
      AgentMessageCount: [2, null, 2],
      AverageAgentResponseTime: [120, 120_000, 1],
    });
  });

  it('what stays unanswered is no sample', () => {
    const told = measured(
      chat(),
      ...ACCEPTED,
      '09:02 agent.message',
      '09:03 customer.message',
      END,
    );
    expect(told).toMatchObject({
      AverageAgentResponseTime: [120, 120_000, 1],
      AverageEndUserResponseTime: [60, 60_000, 1],
    });
  });

  it('an opening message answers nobody, and asks', () => {
    const told = measured(
      chat(),
      '09:00 agent.opened',
      '09:10 customer.message',
      '09:11 work.accepted',
      '09:12 agent.message',
      END,
    );
    expect(told).toMatchObject({
      AgentMessageCount: [2, null, 2],
      AverageAgentResponseTime: [120, 120_000, 1],
      AverageEndUserResponseTime: [600, 600_000, 1],
      ServiceRepFirstResponseTime: [120, 120_000, 1],
    });
  });

  it('time in the queue and Inactive is not taken off', () => {
    const told = measured(
      chat(),
      ...ACCEPTED,
      '09:02 agent.message',
      '09:03 agent.markedInactive',
      '10:03 customer.message',
      '10:23 work.accepted',
      '10:33 agent.message',
      '10:40 agent.ended',
    );
    expect(told).toMatchObject({
      MaxAgentResponseTime: [1800, 1_800_000, 2],
      MaxEndUserResponseTime: [3660, 3_660_000, 1],
    });
  });

  it('a note is no message', () => {
    const note: Step = ['09:02 agent.message', { visibility: 'note' }];
    expect(measured(chat(), ...ACCEPTED, note, END)).toMatchObject({
      AgentMessageCount: [0, null, 0],
      AverageAgentResponseTime: [0, null, 0],
    });
  });

  it('an automatic reply and a notification are none either', () => {
    const notified: Step = ['09:03 automation.message', { longevity: 'keepOpen' }];
    const scene = chat({}, { notification: { keepOpenConflict: 'append' } });
    expect(measured(scene, ...ACCEPTED, notified, '09:05 customer.message', END)).toMatchObject({
      AgentMessageCount: [0, null, 0],
      AverageEndUserResponseTime: [0, null, 0],
    });
  });
});

const HANDED: readonly Step[] = [
  '09:00 customer.message',
  '09:00:05 bot.accepted',
  '09:00:10 bot.message',
  '09:00:40 customer.message',
  '09:00:50 bot.message',
  '09:01 bot.escalated',
  '09:02 work.accepted',
  '09:03 agent.message',
  END,
];

describe('bots', () => {
  it("answer the customer: the agent's first message after the hand-over is no sample", () => {
    expect(measured(chat(), ...HANDED)).toMatchObject({
      AgentMessageCount: [1, null, 1],
      AverageAgentResponseTime: [0, null, 0],
      AverageEndUserResponseTime: [30, 30_000, 1],
    });
  });

  it('or not, where the policy says so: then the customer waits for a person', () => {
    expect(measured(policy({ botAnswers: false }), ...HANDED)).toMatchObject({
      AverageAgentResponseTime: [180, 180_000, 1],
      AverageEndUserResponseTime: [30, 30_000, 1],
    });
  });

  it('the first response counts from the first request for a person', () => {
    expect(measured(chat(), ...HANDED)).toMatchObject({
      ServiceRepFirstResponseTime: [120, 120_000, 1],
    });
  });

  it('a session that only a bot served has no first response', () => {
    const told = measured(chat(), ...HANDED.slice(0, 5), '09:10 bot.ended');
    expect(told).toMatchObject({
      AgentMessageCount: [0, null, 0],
      EndUserMessageCount: [2, null, 2],
      ServiceRepFirstResponseTime: [0, null, 0],
    });
  });
});

describe('the first response of a person', () => {
  it('is that of whoever accepts first, counted from the first request, whatever comes between', () => {
    const told = measured(
      chat(),
      '09:00 customer.message',
      '09:01 work.offered',
      '09:02 work.declined',
      ['09:03 work.accepted', { workId: 'w2', agentId: 'ben' }],
      ['09:04 agent.transferred', { agentId: 'ben', to: { kind: 'queue', id: 'q2' } }],
      ['09:05 work.accepted', { workId: 'w3' }],
      '09:06 agent.message',
      '09:07 agent.message',
      END,
    );
    expect(told).toMatchObject({ ServiceRepFirstResponseTime: [360, 360_000, 1] });
  });

  it('status-based, after an opening message it counts from the answer', () => {
    const steps: Step[] = ['09:00 agent.opened', '09:10 customer.message', '09:11 agent.message'];
    expect(measured(statusBased(), ...steps, END)).toMatchObject({
      ServiceRepFirstResponseTime: [60, 60_000, 1],
    });
  });

  it('content that was held counts from its release', () => {
    const told = measured(
      chat({ consentType: 'explicit' }),
      '09:00 customer.message',
      keyword('09:05', 'optIn'),
      '09:06 work.accepted',
      '09:07 agent.message',
      END,
    );
    expect(told).toMatchObject({ ServiceRepFirstResponseTime: [120, 120_000, 1] });
  });
});

describe('keywords', () => {
  const steps: readonly Step[] = [
    ...ACCEPTED,
    '09:02 agent.message',
    keyword('09:03', 'help'),
    '09:10 agent.message',
    END,
  ];

  it('count as messages of the customer', () => {
    expect(measured(chat(), ...steps)).toMatchObject({
      EndUserMessageCount: [2, null, 2],
      MaxAgentResponseTime: [420, 420_000, 2],
      AverageEndUserResponseTime: [60, 60_000, 1],
    });
  });

  it('or do not, where the policy says so', () => {
    expect(measured(policy({ countKeywords: false }), ...steps)).toMatchObject({
      EndUserMessageCount: [1, null, 1],
      MaxAgentResponseTime: [120, 120_000, 1],
      AverageEndUserResponseTime: [0, null, 0],
    });
  });

  it('a custom keyword is content even then', () => {
    const custom: readonly Step[] = [...ACCEPTED, keyword('09:03', 'custom'), END];
    expect(measured(policy({ countKeywords: false }), ...custom)).toMatchObject({
      EndUserMessageCount: [2, null, 2],
    });
  });

  it('a lone opt-out is a session with one message', () => {
    expect(measured(chat(), keyword('09:00', 'optOut'))).toMatchObject({
      EndUserMessageCount: [1, null, 1],
      AverageAgentResponseTime: [0, null, 0],
    });
  });
});

const type = (metric: string, story: Story) => figures(story)[metric];
const answeredAfter = (ms: string): Story =>
  new Story(chat()).tell(
    '09:00 customer.message',
    '09:00 work.accepted',
    `09:00:${ms} agent.message`,
    END,
  );

const types = (metrics: string) =>
  Object.keys(measured(chat({}, { profile: { metrics } }), ...ACCEPTED, END));

describe('rows', () => {
  it.each([
    ['00.499', 0],
    ['00.500', 1],
    ['01.499', 1],
    ['01.500', 2],
  ])('rounds seconds half up: 09:00:%s is %i s', (ms, seconds) => {
    expect(type('MaxAgentResponseTime', answeredAfter(ms))?.[0]).toBe(seconds);
  });

  it('an answer at the same instant is a sample of nothing', () => {
    expect(type('MaxAgentResponseTime', answeredAfter('00'))).toEqual([0, 0, 1]);
  });

  it('are seven, or six in the older profile', () => {
    expect(types('v67')).toHaveLength(7);
    expect(types('v62')).toHaveLength(6);
    expect(types('v62')).not.toContain('ServiceRepFirstResponseTime');
  });

  it('show zero without a sample, or nothing where the policy says so', () => {
    expect(measured(chat(), ...ACCEPTED, END)['AverageAgentResponseTime']).toEqual([0, null, 0]);
    expect(measured(policy({ noSample: 'null' }), ...ACCEPTED, END)).toMatchObject({
      AgentMessageCount: [0, null, 0],
      AverageAgentResponseTime: [null, null, 0],
    });
  });

  it('exist for enhanced sessions that ended, and no others (I17)', () => {
    expect(measured(standard(), ...ACCEPTED, '09:02 agent.message', END)).toEqual({});
    expect(measured(chat(), ...ACCEPTED, ['09:02 record.failed', { reason: 'flow' }])).toEqual({});
    expect(measured(chat(), ...ACCEPTED, '09:02 agent.message')).toEqual({});
  });

  it('are written at the end, however it comes', () => {
    const { facts } = new Story(chat()).tell(...ACCEPTED, '09:03 agent.markedInactive', '+30h');
    const recorded = facts.filter((fact) => fact.type === 'metric.recorded');
    expect(new Set(recorded.map(({ at }) => new Date(at).toISOString()))).toEqual(
      new Set(['2026-03-04T15:03:00.000Z']),
    );
    expect(new Set(recorded.map(({ causationId }) => causationId))).toEqual(
      new Set(['timer.inactiveExpiry']),
    );
  });

  it('of two sessions of one customer keep apart', () => {
    const story = new Story(chat()).tell(
      ...ACCEPTED,
      '09:02 agent.message',
      '09:03 agent.ended',
      '09:04 customer.message',
      '09:05 customer.ended',
    );
    const counts = story
      .rows('session_metrics')
      .filter((row) => row['metric_type'] === 'EndUserMessageCount')
      .map((row) => [row['session_id'], row['value']]);
    expect(counts).toEqual([
      ['default/chat/cora/1', 1],
      ['default/chat/cora/2', 1],
    ]);
  });
});
