// What the records show, under both readings of the sources (X12, X14, AcceptTime).
import { describe, expect, it } from 'vitest';
import { ACTIVE, WAITING, WITH_BOT } from './scenes.ts';
import { chat, given, standard, type Fields, type Step } from './story.ts';

describe('acceptTime (§5.1)', () => {
  const TWICE: readonly Step[] = [
    ...WITH_BOT,
    '09:05 bot.escalated',
    '09:06 work.accepted',
    ['09:10 agent.transferred', { to: { kind: 'queue', id: 'q2' } }],
    ['09:11 work.accepted', { workId: 'w2', agentId: 'ben' }],
  ];
  it.each([
    ['firstHuman', '2026-03-03T09:06:00.000Z'],
    ['firstAny', '2026-03-03T09:01:00.000Z'],
    ['latest', '2026-03-03T09:11:00.000Z'],
  ])('%s is %s', (acceptTime, expected) => {
    const { story } = given(chat({}, { acceptTime }), ...TWICE);
    expect(story.rows('sessions')).toMatchObject([{ accept_at: expected }]);
  });
});

describe('X14: message counters of the session', () => {
  it.each([
    ['standardOnly', chat, null],
    ['all', chat, 2],
    ['standardOnly', standard, 2],
    ['all', standard, 2],
  ] as const)('%s', (legacyCounters, scene, expected) => {
    const { story } = given(
      scene({}, { legacyCounters }),
      ...ACTIVE,
      '09:05 agent.message',
      '09:06 customer.message',
      ['09:07 agent.message', { visibility: 'note' }],
    );
    expect(story.rows('sessions')).toMatchObject([
      { end_user_message_count: expected, agent_message_count: expected === null ? null : 1 },
    ]);
  });
});

const offers = (policy: Fields | undefined, ...between: readonly Step[]) =>
  given(chat({}, policy), ...WAITING, '09:01 work.offered', '09:02 work.declined', ...between)
    .when(['09:09 work.offered', { workId: 'w9' }])
    .facts.find((fact) => fact.type === 'work.offered')?.data.afterOwnDecline;
const toBen: readonly Step[] = [
  ['09:03 work.offered', { workId: 'w2', agentId: 'ben' }],
  ['09:04 work.declined', { workId: 'w2', agentId: 'ben' }],
];
const present = (status: string): Step => ['09:05 agent.presence', { status }];

describe('X12: declined work', () => {
  it('is told of when it comes back to who declined last', () => {
    expect(offers(undefined)).toBe(true);
    expect(offers(undefined, ...toBen)).toBe(false);
  });

  it('is forgotten by going offline, not by being busy', () => {
    expect(offers(undefined, present('busy'))).toBe(true);
    expect(offers(undefined, present('offline'))).toBe(false);
  });

  it('may concern everybody who ever declined it, or nobody', () => {
    expect(offers({ decline: { whenAllDeclined: 'nobodyEligible' } }, ...toBen)).toBe(true);
    expect(offers({ decline: { excludeLastDeclinerUntilPresenceCycle: false } })).toBe(false);
  });
});
