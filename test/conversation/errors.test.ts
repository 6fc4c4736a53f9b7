// Records that the host could not write (ER01–ER05, I14).
import { describe, expect, it } from 'vitest';
import { testCases, type Case } from './case.ts';
import { ACTIVE, CONSENT, INACTIVE, NEW, OFFERED, PAUSED } from './scenes.ts';
import { chat, given, statusBased, type Step } from './story.ts';

const failed = (time: string, reason = 'Case required'): Step => [
  `${time} record.failed`,
  { reason },
];

describe('Error (ER01–ER05)', () => {
  testCases([
    ...(
      [
        ['Consent', chat(), CONSENT, 'EC04'],
        ['New', chat(), NEW, 'EB14'],
        ['Waiting', chat(), OFFERED, 'EC04'],
        ['Active', chat(), ACTIVE, 'EC04'],
        ['Inactive', chat(), INACTIVE, 'EC04'],
        ['Paused', statusBased(), PAUSED, 'EC04'],
      ] as const
    ).map(([status, scene, before, rule]): Case => [
      'ER01, ER02, ER04',
      `a session that is ${status} is recorded in Error, ended by the system`,
      scene,
      before,
      failed('09:05'),
      {
        moves: [`${status} → Error ${rule}`],
        session: {
          error_reason: 'Case required',
          ended_by_type: 'System',
          end_cause: 'record.failed',
          end_at: '2026-03-03T09:05:00.000Z',
        },
        timers: [],
        load: { items: 0, paused: 0 },
      },
    ]),
    [
      'ER04',
      'an offer is cancelled',
      chat(),
      OFFERED,
      failed('09:05'),
      { work: { status: 'Canceled' } },
    ],
    [
      'ER04',
      'open work is closed',
      chat(),
      ACTIVE,
      failed('09:05'),
      { work: { status: 'Closed' } },
    ],
    [
      'ER03, I14',
      'the same cause again touches the record and opens none',
      chat(),
      [failed('09:05')],
      failed('09:07', ' case  REQUIRED '),
      {
        moves: [],
        sessions: [
          {
            end_at: '2026-03-03T09:05:00.000Z',
            last_modified_at: '2026-03-03T09:07:00.000Z',
            error_reason: 'Case required',
          },
        ],
      },
    ],
    [
      'ER03',
      'another cause opens another one',
      chat(),
      [failed('09:05')],
      failed('09:07', 'flow'),
      { moves: ['∅ → Error EC04'], sessions: [{}, { error_reason: 'flow' }] },
    ],
    [
      'ER03',
      'so does the same cause after a session that went well',
      chat(),
      [failed('09:05'), '09:06 customer.message', '09:06:30 customer.ended'],
      failed('09:07'),
      { moves: ['∅ → Error EC04'], sessions: [{}, {}, { status: 'Error' }] },
    ],
    [
      'ER05, I3',
      'an Error is final and unlocks the next session',
      chat(),
      [failed('09:05')],
      '09:06 customer.message',
      { moves: ['∅ → Waiting EC01'], sessions: [{ status: 'Error' }, { status: 'Waiting' }] },
    ],
    [
      'ER05, I2',
      "an agent's as well",
      chat(),
      [failed('09:05')],
      '09:06 agent.opened',
      { moves: ['∅ → New EB01'] },
    ],
  ]);

  it('ER05, I17: an Error has no metric rows', () => {
    const { story } = given(chat(), ...ACTIVE, failed('09:05'));
    expect(story.rows('session_metrics')).toEqual([]);
  });

  it('ER04: a session that waits leaves its queue', () => {
    const when = given(chat(), ...OFFERED).when(failed('09:05'));
    const left = when.facts.filter((fact) => fact.type === 'session.dequeued');
    expect(left.map((fact) => fact.data.outcome)).toEqual(['cancelled']);
  });
});
