// How an enhanced session leaves Active: inactivated (EC38–EC43) or ended (EC44–EC49, EC53, EC54).
import { describe, expect, it } from 'vitest';
import { testCases, type Case } from './case.ts';
import { ACTIVE, WITH_BOT, keyword } from './scenes.ts';
import { chat, given, idleChat, statusBased, type Step } from './story.ts';

const ANSWERED: readonly Step[] = [...ACTIVE, '09:03 agent.message'];

const suspended = (by: string) => ({
  status: 'Inactive',
  suspended_by_type: by,
  ended_by_type: null,
});

describe('inactivation (EC38–EC43)', () => {
  testCases([
    [
      'EC38',
      'tab-based: the agent marks it inactive and is free',
      idleChat(),
      ANSWERED,
      '09:05 agent.markedInactive',
      {
        moves: ['Active → Inactive EC38'],
        session: { ...suspended('Agent'), owner_id: 'ann' },
        work: { status: 'Closed' },
        timers: ['inactiveExpiry in 30h by EC38'],
        load: { items: 0, paused: 0 },
      },
    ],
    [
      'EC38',
      'status-based: the work stays, paused',
      statusBased(),
      ANSWERED,
      '09:05 agent.markedInactive',
      {
        moves: ['Active → Inactive EC38'],
        work: { status: 'Opened' },
        load: { items: 0, paused: 1 },
      },
    ],
    [
      'EC39',
      'tab-based: closing the tab for want of an answer',
      chat(),
      ACTIVE,
      ['09:05 agent.closedTab', { outcome: 'noCustomerResponse' }],
      {
        moves: ['Active → Inactive EC39'],
        session: suspended('Agent'),
        work: { status: 'Closed' },
        load: { items: 0 },
      },
    ],
    [
      'EC40',
      'tab-based: closing the tab to end',
      chat(),
      ACTIVE,
      ['09:05 agent.closedTab', { outcome: 'end' }],
      {
        moves: ['Active → Ended EC40'],
        session: { ended_by_type: 'Agent' },
        work: { status: 'Closed' },
        load: { items: 0 },
      },
    ],
    [
      'EC41',
      'status-based: closing the tab changes nothing',
      statusBased(),
      ACTIVE,
      ['09:05 agent.closedTab', { outcome: 'end' }],
      { moves: [], session: { owner_id: 'ann' }, work: { status: 'Opened' }, load: { items: 1 } },
    ],
    [
      'EC42',
      'the customer falls silent',
      idleChat(),
      ANSWERED,
      '+10m',
      {
        moves: ['Active → Inactive EC42'],
        session: suspended('System'),
        work: { status: 'Closed' },
        timers: ['inactiveExpiry in 30h by EC42'],
        load: { items: 0 },
      },
    ],
    [
      'EC43',
      'an automation inactivates',
      chat(),
      ACTIVE,
      '09:05 automation.inactivated',
      { moves: ['Active → Inactive EC43'], session: suspended('System') },
    ],
    [
      'EC43',
      'a partner inactivates, for the customer',
      chat(),
      ACTIVE,
      ['09:05 partner.inactivated', { by: 'endUser' }],
      { moves: ['Active → Inactive EC43'], session: suspended('EndUser') },
    ],
    [
      'EC43',
      'a partner inactivates, of its own accord',
      chat(),
      ACTIVE,
      ['09:05 partner.inactivated', { by: 'system' }],
      { moves: ['Active → Inactive EC43'], session: suspended('System') },
    ],
  ]);
});

const ending = (
  id: string,
  step: Step,
  by: string,
  before: readonly Step[] = ACTIVE,
  replies: readonly string[] = [],
): Case => [
  id,
  `${typeof step === 'string' ? step : step[0]} ends it as ${by}`,
  chat(),
  before,
  step,
  {
    moves: [`Active → Ended ${id}`],
    session: { ended_by_type: by, end_at: '2026-03-03T09:05:00.000Z' },
    work: { status: 'Closed', closed_at: '2026-03-03T09:05:00.000Z' },
    timers: [],
    replies,
  },
];

describe('endings (EC44–EC49, EC53, EC54)', () => {
  testCases([
    ending('EC44', '09:05 agent.ended', 'Agent', ACTIVE, ['AgentEndEngagementResponse']),
    ending('EC45', '09:05 customer.ended', 'EndUser'),
    ending('EC46', keyword('09:05', 'optOut'), 'EndUser', ACTIVE, ['OptOutConfirmation']),
    ending('EC46', keyword('09:05', 'optOut'), 'EndUser', WITH_BOT, ['OptOutConfirmation']),
    ending('EC48', '09:05 bot.ended', 'Bot', WITH_BOT),
    ending('EC49', '09:05 channel.controlLost', 'System'),
    ending('EC53', '09:05 supervisor.ended', 'Agent'),
    ending('EC54', '09:05 automation.ended', 'System'),
    ending('EC54', ['09:05 partner.ended', { by: 'system' }], 'System'),
    ending('EC54', ['09:05 partner.ended', { by: 'endUser' }], 'EndUser', WITH_BOT),
    [
      'EC48',
      'two hours of silence end a session with a bot',
      chat(),
      WITH_BOT,
      '+2h',
      {
        moves: ['Active → Ended EC48'],
        session: { ended_by_type: 'Bot', end_cause: 'timer.botIdle' },
        work: { status: 'Closed', handle_time_ms: 7_200_000 },
      },
    ],
  ]);

  it('EC45: with its end the session leaves nothing pending and everything measured', () => {
    const when = given(idleChat(), ...ANSWERED).when('09:05 customer.ended');
    expect(when.outcome).toMatchObject({ timers: [] });
    expect(when.facts.filter((fact) => fact.type === 'metric.recorded')).toHaveLength(7);
  });
});
