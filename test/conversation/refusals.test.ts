// Named refusals that no other table has: ownership (I13), the send window, what needs a session.
import { describe, expect, it } from 'vitest';
import { testCases, testRefusals, type Refusal } from './case.ts';
import { ACTIVE, CONSENT, INACTIVE, OFFERED, PAUSED, WAITING, WITH_BOT } from './scenes.ts';
import { chat, given, statusBased, type Step } from './story.ts';

const ENDED: readonly Step[] = [...ACTIVE, '09:03 agent.ended'];
const byBen = (type: string, before = ACTIVE, fields: object = {}): Refusal => [
  'I13',
  `${type} is the owner's alone`,
  statusBased(),
  before,
  [`09:05 ${type}`, { agentId: 'ben', ...fields }],
  'not_owner',
  'I13',
];

describe('ownership (I13)', () => {
  testRefusals([
    byBen('agent.message'),
    byBen('agent.markedInactive'),
    byBen('agent.paused'),
    byBen('agent.ended'),
    byBen('agent.closedTab'),
    byBen('agent.transferred', ACTIVE, { to: { kind: 'queue', id: 'q2' } }),
    byBen('agent.resumed', PAUSED),
    byBen('agent.ended', INACTIVE),
    byBen('agent.ended', WITH_BOT),
  ]);
  testCases([
    [
      'EC19',
      'a session in a queue has no owner: it is ended from the list',
      chat(),
      OFFERED,
      ['09:05 agent.ended', { agentId: 'ben' }],
      { moves: ['Waiting → Ended EC19'] },
    ],
    [
      'I13',
      'an event that names no agent is taken as the owner’s',
      chat(),
      ACTIVE,
      ['09:05 agent.markedInactive', { agentId: undefined }],
      { moves: ['Active → Inactive EC38'] },
    ],
  ]);
});

describe('the send window (T-WINDOW)', () => {
  const daily = chat({ sendWindow: 'PT24H' });
  testRefusals([
    [
      'T-WINDOW',
      'an answer after it is refused',
      daily,
      ACTIVE,
      '+24h1ms agent.message',
      'send_window_closed',
      'T-WINDOW',
    ],
  ]);
  testCases([
    [
      'T-WINDOW',
      'it counts from the customer’s last message, its end included',
      daily,
      [...ACTIVE, '09:30 customer.message'],
      '+24h agent.message',
      { moves: [] },
    ],
    [
      'T-WINDOW',
      'a note is no answer',
      daily,
      ACTIVE,
      ['+30h agent.message', { visibility: 'note' }],
      { moves: [] },
    ],
    [
      'T-WINDOW',
      'a template goes out all the same',
      daily,
      ACTIVE,
      '+30h automation.message',
      { moves: ['∅ → Ended NO02'] },
    ],
    [
      'T-WINDOW',
      'the session is not changed by it',
      daily,
      ACTIVE,
      '+30h',
      { moves: [], session: { status: 'Active' } },
    ],
  ]);
});

const needsSession = (type: string, fields: object = {}): Refusal => [
  'events.md',
  `${type} needs an open session`,
  chat(),
  ENDED,
  [`09:05 ${type}`, { ...fields }],
  'no_session',
];

describe('what needs an open session (I3)', () => {
  testRefusals([
    needsSession('customer.ended'),
    needsSession('customer.left'),
    needsSession('agent.message'),
    needsSession('agent.markedInactive'),
    needsSession('agent.ended'),
    needsSession('agent.transferred', { to: { kind: 'queue', id: 'q2' } }),
    needsSession('bot.message'),
    needsSession('bot.ended'),
    needsSession('bot.accepted'),
    needsSession('work.offered', { workId: 'w2' }),
    needsSession('work.declined'),
    needsSession('supervisor.ended'),
    needsSession('automation.ended'),
    needsSession('automation.inactivated'),
    needsSession('channel.controlLost'),
    needsSession('routing.failed'),
    [
      'events.md',
      'and some need that there ever was one',
      chat(),
      [],
      ['09:00 message.delivered', {}],
      'no_session',
    ],
    ['events.md', 'a tab too', chat(), [], '09:00 agent.closedTab', 'no_session'],
  ]);
  testCases([
    [
      'X13',
      'closing the tab after the end only gives capacity back',
      chat(),
      ENDED,
      '09:05 agent.closedTab',
      { moves: [], load: { items: 0 } },
    ],
    [
      'events.md',
      'receipts may come after the end',
      chat(),
      ENDED,
      '09:05 message.delivered',
      { moves: [] },
    ],
  ]);
});

const everywhere: readonly (readonly [string, readonly Step[], readonly string[]])[] = [
  [
    'Consent',
    CONSENT,
    [
      'work.offered',
      'work.accepted',
      'bot.accepted',
      'agent.message',
      'agent.ended',
      'supervisor.ended',
      'automation.ended',
      'bot.ended',
      'channel.controlLost',
      'routing.failed',
    ],
  ],
  [
    'Waiting',
    WAITING,
    [
      'agent.message',
      'agent.markedInactive',
      'agent.paused',
      'agent.resumed',
      'agent.closedTab',
      'bot.escalated',
      'automation.inactivated',
      'channel.controlLost',
    ],
  ],
  [
    'Active',
    ACTIVE,
    [
      'work.offered',
      'work.accepted',
      'bot.accepted',
      'agent.resumed',
      'bot.ended',
      'bot.escalated',
      'routing.failed',
    ],
  ],
  [
    'Inactive',
    INACTIVE,
    [
      'work.offered',
      'work.accepted',
      'bot.accepted',
      'agent.markedInactive',
      'agent.paused',
      'agent.resumed',
      'agent.closedTab',
      'automation.ended',
      'automation.inactivated',
      'bot.ended',
      'channel.controlLost',
    ],
  ],
  [
    'Paused',
    PAUSED,
    [
      'work.offered',
      'work.accepted',
      'agent.message',
      'agent.markedInactive',
      'agent.paused',
      'supervisor.ended',
      'automation.ended',
      'bot.ended',
    ],
  ],
];

describe('a row that is listed nowhere is a refusal (§1.4b, I20)', () => {
  it.each(everywhere)('in %s', (_status, before, types) => {
    for (const type of types) {
      const when = given(statusBased(), ...before).when(`09:30 ${type}`);
      expect(when.story.lastVerdict?.message).toMatch(/: (leave it out|it asks for).*\([A-Z]/);
      expect([type, when.refusal?.code, when.outcome.moves]).toEqual([
        type,
        'status_not_available',
        [],
      ]);
    }
  });
});
