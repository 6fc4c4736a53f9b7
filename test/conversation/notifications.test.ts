// Triggered outbound messages (NO01–NO04, NO06).
import { describe, expect, it } from 'vitest';
import { testCases, testRefusals } from './case.ts';
import { NEW, keyword } from './scenes.ts';
import { chat, given, idleChat, standard, statusBased, type Fields, type Step } from './story.ts';

const notified = (time: string, fields: Fields = {}): Step => [
  `${time} automation.message`,
  fields,
];
const keepOpen = (time: string): Step => notified(time, { longevity: 'keepOpen' });
const append = (time: string): Step => notified(time, { longevity: 'keepOpenOrAppend' });
const KEPT: readonly Step[] = [keepOpen('09:00')];

describe('a notification (NO01–NO04)', () => {
  testCases([
    [
      'NO01, NO02',
      'is one session, ended from the first, with neither work nor owner',
      chat(),
      [],
      '09:00 automation.message',
      {
        moves: ['∅ → Ended NO02'],
        session: {
          graph: 'notification',
          origin: 'TriggeredOutbound',
          agent_type: 'System',
          ended_by_type: 'System',
          start_at: '2026-03-03T09:00:00.000Z',
          end_at: '2026-03-03T09:00:00.000Z',
        },
        works: [],
        timers: [],
        endUser: { end_user_id: 'cora', consent_status: null },
      },
    ],
    [
      'NO02',
      'on a standard channel it always is',
      standard(),
      [],
      keepOpen('09:00'),
      { moves: ['∅ → Ended NO02'], session: { graph: 'notification', ended_by_type: null } },
    ],
    [
      'NO03',
      'an answer to it opens a session of its own',
      chat(),
      [notified('09:00')],
      '09:05 customer.message',
      {
        moves: ['∅ → Waiting EC01'],
        sessions: [{ status: 'Ended' }, { graph: 'enhanced-customer' }],
      },
    ],
    [
      'NO03',
      'kept open, it waits 48 hours',
      chat(),
      [],
      keepOpen('09:00'),
      {
        moves: ['∅ → New NO03'],
        timers: ['keepOpen in 48h by NO03'],
        load: { items: 0, paused: 0 },
      },
    ],
    [
      'NO03',
      'and then ends',
      chat(),
      KEPT,
      '+48h',
      {
        moves: ['New → Ended NO03'],
        session: { ended_by_type: 'System', end_cause: 'timer.keepOpen' },
      },
    ],
    [
      'NO03',
      'a further one is appended to it and its clock begins anew',
      chat(),
      KEPT,
      append('+40h'),
      { moves: [], sessions: [{ status: 'New' }], timers: ['keepOpen in 48h by NO03'] },
    ],
    [
      'NO03',
      "or to an agent's session that is still New",
      chat(),
      NEW,
      append('+40h'),
      { moves: [], sessions: [{ graph: 'enhanced-business' }], timers: ['noReply in 48h by NO03'] },
    ],
    [
      'NO03',
      'with nothing to append to it is kept open itself',
      chat(),
      [],
      append('09:00'),
      { moves: ['∅ → New NO03'] },
    ],
    [
      'NO04',
      'an answer is routed, in either capacity model: nobody was involved',
      statusBased(),
      KEPT,
      '09:05 customer.message',
      {
        moves: ['New → Waiting NO04'],
        session: { graph: 'notification', owner_id: 'q1', agent_type: 'System' },
        works: [],
        timers: [],
      },
    ],
    [
      'NO04',
      'whoever accepts it serves it',
      chat(),
      [...KEPT, '09:05 customer.message'],
      '09:06 work.accepted',
      { moves: ['Waiting → Active EC11'], session: { agent_type: 'Agent', owner_id: 'ann' } },
    ],
    [
      'NO04',
      'a bot as well',
      chat(),
      [...KEPT, '09:05 customer.message'],
      '09:06 bot.accepted',
      { moves: ['Waiting → Active EC12'], session: { agent_type: 'Bot' } },
    ],
    [
      'EB09',
      'an opt-out ends it',
      chat(),
      KEPT,
      keyword('09:05', 'optOut'),
      { moves: ['New → Ended EB09'], timers: [] },
    ],
    ['EB10', 'a cry for help is no answer', chat(), KEPT, keyword('09:05', 'help'), { moves: [] }],
    [
      'EB12',
      'a supervisor gives it up',
      chat(),
      KEPT,
      '09:05 supervisor.ended',
      { moves: ['New → Ended EB12'] },
    ],
    [
      'EC55',
      'the customer ends it',
      chat(),
      KEPT,
      '09:05 customer.ended',
      { moves: ['New → Ended EC55'] },
    ],
    [
      'EC90',
      'a disabled channel ends it',
      chat({}, { notification: { keepOpen: 'P10D' } }),
      [...KEPT, '09:05 channel.disabled'],
      '+48h',
      { moves: ['New → Ended EC90'] },
    ],
  ]);
  testRefusals([
    [
      'NO01',
      'not in web chat',
      idleChat({}, undefined, { deployment: 'web' }),
      [],
      notified('09:00'),
      'initiation_not_available',
      'NO01',
    ],
    [
      'NO01',
      'not on a disabled channel',
      chat(),
      ['08:00 channel.disabled'],
      notified('09:00'),
      'initiation_not_available',
      'NO01',
    ],
    [
      'EB02',
      'an agent does not open beside one that is kept open',
      chat(),
      KEPT,
      '09:05 agent.opened',
      'session_open',
      'EB02',
    ],
  ]);

  it('NO02, NO10: has metric rows of zeros, unless the policy leaves them out', () => {
    const rows = given(chat(), notified('09:00')).story.rows('session_metrics');
    expect(rows.map((row) => [row['value'], row['sample_count']])).toEqual(
      Array.from({ length: 7 }, () => [0, 0]),
    );
    const none = chat({}, { metrics: { notificationRows: false } });
    expect(given(none, notified('09:00')).story.rows('session_metrics')).toEqual([]);
  });
});
