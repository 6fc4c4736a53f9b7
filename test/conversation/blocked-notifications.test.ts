// Triggered outbound messages while a session is open (NO05, NO10, X11).
import { describe, expect, it } from 'vitest';
import { testCases, testRefusals } from './case.ts';
import { ACTIVE, NEW, WAITING, keyword } from './scenes.ts';
import { chat, given, type Fields, type Step } from './story.ts';

const notified = (time: string, fields: Fields = {}): Step => [
  `${time} automation.message`,
  fields,
];
const keepOpen = (time: string): Step => notified(time, { longevity: 'keepOpen' });
const closed = (time: string) => notified(time, { allowExisting: 'closed' });
const nonActive = (time: string) => notified(time, { allowExisting: 'nonActive' });

describe('beside an open session (NO05, NO10)', () => {
  testCases([
    [
      'NO10',
      'a notification that ends at once stands beside it',
      chat(),
      ACTIVE,
      notified('09:05'),
      {
        moves: ['∅ → Ended NO02'],
        sessions: [
          { status: 'Active', owner_id: 'ann' },
          { status: 'Ended', graph: 'notification' },
        ],
      },
    ],
    [
      'NO10',
      'one to be kept open is sent like that and told of',
      chat(),
      ACTIVE,
      keepOpen('09:05'),
      { moves: ['∅ → Ended NO02'], sessions: [{ status: 'Active' }, { status: 'Ended' }] },
    ],
    [
      'NO10',
      'or appended, where the policy says so',
      chat({}, { notification: { keepOpenConflict: 'append' } }),
      ACTIVE,
      keepOpen('09:05'),
      { moves: [], sessions: [{ status: 'Active' }] },
    ],
    [
      'NO05',
      'nonActive is not held up by a session that waits',
      chat(),
      WAITING,
      nonActive('09:05'),
      { moves: ['∅ → Ended NO02'] },
    ],
    [
      'NO05, X11',
      'it is by an active one',
      chat(),
      ACTIVE,
      nonActive('09:05'),
      { moves: [], sessions: [{}] },
    ],
    [
      'X11',
      'and goes out with the status',
      chat(),
      [...ACTIVE, nonActive('09:05')],
      '09:06 agent.markedInactive',
      { moves: ['Active → Inactive EC38', '∅ → Ended NO02'] },
    ],
    [
      'NO05, X11',
      'closed waits for the end',
      chat(),
      WAITING,
      closed('09:05'),
      { moves: [], sessions: [{}] },
    ],
    [
      'X11',
      'and goes out with it',
      chat(),
      [...WAITING, closed('09:05')],
      '09:06 customer.ended',
      { moves: ['Waiting → Ended EC17', '∅ → Ended NO02'] },
    ],
    [
      'X11, I1',
      'of two to be kept open, the second waits for the first',
      chat(),
      [
        ...WAITING,
        notified('09:05', { allowExisting: 'closed', longevity: 'keepOpen' }),
        notified('09:05:30', { allowExisting: 'closed', longevity: 'keepOpen' }),
        '09:06 customer.ended',
      ],
      '+48h',
      { moves: ['New → Ended NO03', '∅ → New NO03'] },
    ],
    [
      'X11, NO01',
      'nothing goes out through a disabled channel',
      chat(),
      [...WAITING, closed('09:05'), '09:10 channel.disabled'],
      '+48h',
      { moves: ['Waiting → Ended EC90'] },
    ],
  ]);
  testRefusals([
    [
      'NO10',
      'kept open is refused where the policy says so',
      chat({}, { notification: { keepOpenConflict: 'reject' } }),
      ACTIVE,
      keepOpen('09:05'),
      'session_open',
      'NO10',
    ],
    [
      'X11',
      'a blocked one is dropped where the policy says so',
      chat({}, { notification: { blocked: 'drop' } }),
      ACTIVE,
      nonActive('09:05'),
      'session_open',
      'NO05',
    ],
  ]);

  it('X11: one that waited past an opt-out is dropped, and that is told', () => {
    const when = given(chat(), ...WAITING, closed('09:05')).when(keyword('09:06', 'optOut'));
    expect(when.outcome.moves).toEqual(['Waiting → Ended EC18']);
    expect(when.facts.map((fact) => fact.type)).toContain('notification.dropped');
  });

  it('X11: a timer that ends the session lets it out', () => {
    const { story } = given(chat(), ...NEW, closed('09:05'), '+49h');
    expect(story.moves.slice(-2)).toEqual(['New → Ended EB11', '∅ → Ended NO02']);
    expect(story.rows('transitions').at(-1)).toMatchObject({ at: '2026-03-05T09:00:00.000Z' });
  });

  it('NO10: its figures and those of the session beside it keep apart', () => {
    const { story } = given(
      chat(),
      ...ACTIVE,
      notified('09:05'),
      '09:06 agent.message',
      '09:07 agent.ended',
    );
    const counts = story
      .rows('session_metrics')
      .filter((row) => row['metric_type'] === 'AgentMessageCount')
      .map((row) => [row['session_id'], row['value']]);
    expect(counts).toEqual([
      ['default/chat/cora/2', 0],
      ['default/chat/cora/1', 1],
    ]);
  });
});
