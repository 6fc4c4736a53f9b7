// An enhanced session while somebody serves it: messages, transfers, an agent who leaves (EC30–EC37, EC47, EC58).
import { describe } from 'vitest';
import { testCases } from './case.ts';
import { ACTIVE, WITH_BOT, keyword } from './scenes.ts';
import { chat, idleChat, statusBased, type Step } from './story.ts';

const ANSWERED: readonly Step[] = [...ACTIVE, '09:03 agent.message'];

describe('messages (EC30, EC31, EC47, EC58)', () => {
  testCases([
    [
      'EC31',
      "an agent's first message starts the customer-idle clock",
      idleChat(),
      ACTIVE,
      '09:03 agent.message',
      { moves: [], timers: ['customerIdle in 10m by EC31'] },
    ],
    [
      'EC31',
      'a note is no message',
      idleChat(),
      ACTIVE,
      ['09:03 agent.message', { visibility: 'note' }],
      { moves: [], timers: [] },
    ],
    [
      'EC30',
      'the customer stops it',
      idleChat(),
      ANSWERED,
      '09:05 customer.message',
      { moves: [], timers: [] },
    ],
    [
      'EC47',
      'so does a keyword, which is only answered',
      idleChat(),
      ANSWERED,
      keyword('09:05', 'help'),
      { moves: [], timers: [], replies: ['HelpResponse'] },
    ],
    [
      'EC47',
      'an opt-in raises the consent',
      chat(),
      ACTIVE,
      keyword('09:05', 'optIn'),
      {
        moves: [],
        replies: ['OptInConfirmation'],
        endUser: { consent_status: 'ExplicitlyOptedIn' },
      },
    ],
    [
      'EC47',
      'a custom keyword is answered too',
      chat(),
      ACTIVE,
      keyword('09:05', 'custom'),
      { moves: [], replies: ['CustomResponse'] },
    ],
    [
      'EC30',
      "with a bot, the customer restarts the bot's idle clock",
      chat(),
      WITH_BOT,
      '+1h customer.message',
      { moves: [], timers: ['botIdle in 2h by EC30'] },
    ],
    [
      'EC58',
      "a bot's message changes nothing by itself",
      chat(),
      WITH_BOT,
      '+1h bot.message',
      { moves: [], timers: ['botIdle in 1h by EC12'] },
    ],
  ]);
});

describe('transfers (EC32–EC35)', () => {
  testCases([
    [
      'EC32',
      'to a queue: routed anew, the next work is a transfer',
      idleChat(),
      [...ANSWERED, ['09:05 agent.transferred', { to: { kind: 'queue', id: 'q2' } }]],
      ['09:06 work.offered', { workId: 'w2', agentId: 'ben' }],
      {
        session: { status: 'Waiting', owner_id: 'q2' },
        works: [
          {
            status: 'Transferred',
            closed_at: '2026-03-03T09:05:00.000Z',
            handle_time_ms: 180_000,
            is_transfer: false,
          },
          {
            status: 'Assigned',
            agent_id: 'ben',
            is_transfer: true,
            requested_at: '2026-03-03T09:05:00.000Z',
          },
        ],
        timers: [],
        load: { items: 0 },
      },
    ],
    [
      'EC32',
      'the customer is told',
      chat(),
      ACTIVE,
      ['09:05 agent.transferred', { to: { kind: 'flow', id: 'f1' } }],
      {
        moves: ['Active → Waiting EC32'],
        session: { owner_id: 'f1' },
        replies: ['RerouteResponse'],
      },
    ],
    [
      'EC33',
      'to an agent who is online: the work is theirs to accept',
      chat(),
      ACTIVE,
      ['09:05 agent.transferred', { to: { kind: 'agent', id: 'ben' } }],
      {
        moves: ['Active → Waiting EC33'],
        session: { owner_id: null },
        works: [
          { status: 'Transferred' },
          { status: 'Assigned', agent_id: 'ben', is_transfer: true },
        ],
      },
    ],
    [
      'EC33',
      "the router's own id for it is taken with the acceptance",
      chat(),
      [...ACTIVE, ['09:05 agent.transferred', { to: { kind: 'agent', id: 'ben' } }]],
      ['09:06 work.accepted', { workId: 'w2', agentId: 'ben' }],
      {
        moves: ['Waiting → Active EC11'],
        session: { owner_id: 'ben', accept_at: '2026-03-03T09:02:00.000Z' },
        works: [{ work_id: 'w1' }, { work_id: 'w2', status: 'Opened', speed_to_answer_ms: 60_000 }],
      },
    ],
    [
      'EC33',
      'an agent who is offline gets nothing: the fallback queue does',
      chat(),
      [...ACTIVE, ['09:04 agent.presence', { agentId: 'ben', status: 'offline' }]],
      ['09:05 agent.transferred', { to: { kind: 'agent', id: 'ben' } }],
      {
        moves: ['Active → Waiting EC32'],
        session: { owner_id: 'q9' },
        works: [{ status: 'Transferred' }],
      },
    ],
    [
      'EC34',
      'a bot hands over to people',
      chat(),
      WITH_BOT,
      '09:05 bot.escalated',
      {
        moves: ['Active → Waiting EC34'],
        session: { owner_id: 'q1', agent_type: 'Bot' },
        work: { status: 'Transferred', handle_time_ms: 240_000 },
        timers: [],
        replies: ['RerouteResponse'],
      },
    ],
    [
      'EC11',
      'and once a person accepts, bot and agent have served it',
      chat(),
      [...WITH_BOT, '09:05 bot.escalated'],
      '09:06 work.accepted',
      {
        session: { agent_type: 'BotToAgent', accept_at: '2026-03-03T09:06:00.000Z' },
        work: { speed_to_answer_ms: 60_000 },
      },
    ],
    [
      'EC35',
      'when nobody is available the bot keeps the session',
      chat(),
      WITH_BOT,
      ['09:05 bot.escalated', { available: false }],
      { moves: [], session: { owner_id: 'rob' }, work: { status: 'Opened' } },
    ],
  ]);
});

describe('an agent who goes offline (EC36, EC37)', () => {
  testCases([
    [
      'EC36',
      'tab-based: the work is closed and the session routed anew',
      idleChat(),
      ANSWERED,
      ['09:05 agent.presence', { status: 'offline' }],
      {
        moves: ['Active → Waiting EC36'],
        session: { owner_id: 'q1' },
        work: { status: 'Closed', closed_at: '2026-03-03T09:05:00.000Z' },
        timers: [],
        load: { items: 0 },
      },
    ],
    [
      'EC37',
      'status-based: work and capacity stay',
      statusBased(),
      ANSWERED,
      ['09:05 agent.presence', { status: 'offline' }],
      { moves: [], session: { owner_id: 'ann' }, work: { status: 'Opened' }, load: { items: 1 } },
    ],
    [
      'EC37',
      'somebody else going offline is of no concern',
      chat(),
      ACTIVE,
      ['09:05 agent.presence', { agentId: 'ben', status: 'offline' }],
      { moves: [] },
    ],
  ]);
});
