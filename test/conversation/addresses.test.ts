// How an event names its conversation, and what becomes of one that names none (events.md §1).
import { describe } from 'vitest';
import { testCases, testRefusals } from './case.ts';
import { ACTIVE } from './scenes.ts';
import { chat, type Step } from './story.ts';

const ENDED: readonly Step[] = [...ACTIVE, '09:03 agent.ended'];
const named = (sessionId: string) => ({ sessionId, channelId: undefined, endUserId: undefined });

describe('addresses', () => {
  testRefusals([
    [
      'events.md',
      'a channel that nobody configured',
      chat(),
      [],
      ['09:00 customer.message', { channelId: 'fax' }],
      'unknown_channel',
    ],
    [
      'events.md',
      'or one to be disabled',
      chat(),
      [],
      ['09:00 channel.disabled', { channelId: 'fax' }],
      'unknown_channel',
    ],
    [
      'events.md',
      'a session that never was',
      chat(),
      ACTIVE,
      ['09:05 agent.ended', named('default/chat/cora/2')],
      'unknown_session',
    ],
    [
      'events.md',
      'no session id at all',
      chat(),
      ACTIVE,
      ['09:05 agent.ended', named('s1')],
      'unknown_session',
    ],
    [
      'events.md',
      "another customer's",
      chat(),
      ACTIVE,
      ['09:05 agent.ended', { sessionId: 'default/chat/carl/1' }],
      'unknown_session',
    ],
    [
      'events.md',
      "another tenant's",
      chat(),
      ACTIVE,
      ['09:05 agent.ended', named('acme/chat/cora/1')],
      'unknown_session',
    ],
    [
      'events.md',
      'one that is over, while another is open',
      chat(),
      [...ENDED, '09:04 customer.message'],
      ['09:05 agent.ended', named('default/chat/cora/1')],
      'no_session',
    ],
  ]);
  testCases([
    [
      'events.md',
      'a session id may stand in for channel and end user',
      chat(),
      ACTIVE,
      ['09:05 agent.ended', named('default/chat/cora/1')],
      { moves: ['Active → Ended EC44'] },
    ],
  ]);
});
