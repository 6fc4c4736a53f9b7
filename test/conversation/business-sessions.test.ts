// Sessions that an agent opens on an enhanced channel: the opening message and what forbids it (EB01–EB05, EB13).
import { describe, expect, it } from 'vitest';
import { testCases, testRefusals } from './case.ts';
import { ACTIVE, NEW, WAITING, keyword } from './scenes.ts';
import { chat, given, idleChat, type Step } from './story.ts';

describe("an agent's opening message (EB01–EB05)", () => {
  testCases([
    [
      'EB01',
      'opens a session that takes no capacity and has no work',
      chat(),
      [],
      '09:00 agent.opened',
      {
        moves: ['∅ → New EB01'],
        session: {
          graph: 'enhanced-business',
          origin: 'AgentInitiated',
          agent_type: 'Agent',
          owner_id: 'ann',
          accept_at: null,
          waiting_for: null,
        },
        works: [],
        timers: ['noReply in 48h by EB01'],
        load: { items: 0, paused: 0 },
        endUser: { end_user_id: 'cora', consent_status: null },
      },
    ],
    [
      'EB01',
      'may follow a session that is over',
      chat(),
      [...ACTIVE, '09:03 agent.ended'],
      '10:00 agent.opened',
      { moves: ['∅ → New EB01'], sessions: [{ status: 'Ended' }, { status: 'New' }] },
    ],
    [
      'EB04',
      'a further message counts the 48 hours anew',
      chat(),
      NEW,
      '+47h agent.message',
      { moves: [], timers: ['noReply in 48h by EB04'] },
    ],
    [
      'EB04',
      'a note does not',
      chat(),
      NEW,
      ['+47h agent.message', { visibility: 'note' }],
      { moves: [], timers: ['noReply in 1h by EB01'] },
    ],
    [
      'EB13',
      'a message that never arrives is recorded',
      chat(),
      ['09:00 agent.opened'],
      ['09:01 message.failed', { messageId: 'm-e0001', statusCode: '30003' }],
      { moves: [], session: { status: 'New' } },
    ],
  ]);
  testRefusals([
    [
      'EB02',
      'not while a session is open',
      chat(),
      WAITING,
      '09:05 agent.opened',
      'session_open',
      'EB02',
    ],
    ['EB02', 'however it was opened', chat(), NEW, '09:05 agent.opened', 'session_open', 'EB02'],
    [
      'EB05',
      "not beside another agent's",
      chat(),
      NEW,
      ['09:05 agent.opened', { agentId: 'ben' }],
      'session_open',
      'EB05',
    ],
    [
      'EB05',
      "nor in another agent's",
      chat(),
      NEW,
      ['09:05 agent.message', { agentId: 'ben' }],
      'not_owner',
      'EB05',
    ],
    [
      'EB03',
      'not to somebody who opted out',
      chat(),
      [keyword('09:00', 'optOut')],
      '09:05 agent.opened',
      'opted_out',
      'EB03',
    ],
    [
      'EB03',
      'not below the level that the channel asks for',
      chat({ consentType: 'explicit' }),
      [],
      '09:05 agent.opened',
      'consent_required',
      'EB03',
    ],
    [
      'EB03',
      'nor below a double one',
      chat({ consentType: 'double' }),
      [['09:00 endUser.updated', { consent: 'ExplicitlyOptedIn' }]],
      '09:05 agent.opened',
      'consent_required',
      'EB03',
    ],
    [
      'EB01',
      'not in web chat',
      idleChat({}, undefined, { deployment: 'web' }),
      [],
      '09:00 agent.opened',
      'initiation_not_available',
      'EB01',
    ],
    [
      'EB01',
      'not on a disabled channel',
      chat(),
      ['08:00 channel.disabled'],
      '09:00 agent.opened',
      'initiation_not_available',
      'EB01',
    ],
  ]);

  it('EB03: preloaded consent satisfies the channel', () => {
    const explicit = chat({ consentType: 'explicit' });
    const preloaded: Step = ['08:00 endUser.updated', { consent: 'ExplicitlyOptedIn' }];
    const { outcome } = given(explicit, preloaded).when('09:00 agent.opened');
    expect(outcome).toMatchObject({ moves: ['∅ → New EB01'] });
  });
});
