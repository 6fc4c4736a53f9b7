// Sessions that agents open on standard channels (SB01–SB10).
import { describe } from 'vitest';
import { testCases, testRefusals, type Case } from './case.ts';
import { NEW, SENT, keyword } from './scenes.ts';
import { endsStandard as ended } from './standard-ending.ts';
import { standard, type Step } from './story.ts';

const OFFLINE: Step = ['09:05 agent.presence', { status: 'offline' }];

describe("an agent's session (SB01–SB10)", () => {
  testCases([
    [
      'SB01',
      'an opening message opens it, without work',
      standard(),
      [],
      '09:00 agent.opened',
      {
        moves: ['∅ → New SB01'],
        session: {
          graph: 'standard-business',
          origin: 'AgentInitiated',
          owner_id: 'ann',
          agent_message_count: 1,
        },
        works: [],
        timers: ['noReply in 24h by SB01'],
      },
    ],
    [
      'SB02',
      'once the provider took the message it waits for the customer',
      standard(),
      NEW,
      '09:00:01 message.sent',
      {
        moves: ['New → Waiting SB02'],
        session: { waiting_for: 'customer', owner_id: 'ann' },
        timers: ['noReply in 23h59m59s by SB01'],
      },
    ],
    ...([NEW, SENT] as const).flatMap((before): Case[] => {
      const from = before === NEW ? 'New' : 'Waiting';
      return [
        [
          'SB03',
          `the answer to a session that is ${from} gives its owner the work`,
          standard(),
          before,
          '09:30 customer.message',
          {
            moves: [`${from} → Active SB03`],
            session: { accept_at: '2026-03-03T09:30:00.000Z', waiting_for: null },
            works: [{ agent_id: 'ann', status: 'Opened', speed_to_answer_ms: 0 }],
            timers: [],
            load: { items: 1 },
          },
        ],
        [
          'SB04',
          `or, while they are offline, is routed from ${from}`,
          standard(),
          [...before, OFFLINE],
          '09:30 customer.message',
          {
            moves: [from === 'New' ? 'New → Waiting SB04' : undefined].filter(
              (move) => move !== undefined,
            ),
            session: { status: 'Waiting', waiting_for: 'routing', owner_id: 'q1' },
            works: [],
            timers: [],
          },
        ],
        [
          'SB05',
          `a day of silence ends it while it is ${from}`,
          standard(),
          before,
          '+24h',
          {
            moves: [`${from} → Ended SB05`],
            session: {
              ended_by_type: null,
              end_cause: 'timer.noReply',
              end_at: '2026-03-04T09:00:00.000Z',
            },
          },
        ],
        ended('SB06', keyword('09:05', 'optOut'), before, from),
        ended('SB07', '09:05 agent.ended', before, from),
        [
          'SB09',
          `a further message counts the day anew while it is ${from}`,
          standard(),
          before,
          '+10h agent.message',
          { moves: [], timers: ['noReply in 24h by SB09'] },
        ],
        [
          'CK04',
          `a cry for help is no answer while it is ${from}`,
          standard(),
          before,
          keyword('+10h', 'help'),
          { moves: [], replies: ['HelpResponse'], works: [] },
        ],
      ];
    }),
    [
      'SB08, SC05',
      'once answered it is transferred like any other',
      standard(),
      [...SENT, '09:04 customer.message'],
      ['09:05 agent.transferred', { to: { kind: 'queue', id: 'q2' } }],
      { moves: ['Active → Waiting SC05'], session: { waiting_for: 'routing' } },
    ],
    [
      'SB08, SC10',
      'and ended like any other',
      standard(),
      [...SENT, '09:04 customer.message'],
      '09:05 agent.closedTab',
      { moves: ['Active → Ended SC10'] },
    ],
    [
      'SB10',
      'a disabled channel ends it after 48 hours',
      standard({}, { noReply: { standard: 'P10D' } }),
      [...SENT, '09:05 channel.disabled'],
      '+48h',
      { moves: ['Waiting → Ended SB10'], session: { end_cause: 'timer.channelDisabled' } },
    ],
  ]);
  testRefusals([
    [
      'I8',
      'a session that waits for the customer is not routed',
      standard(),
      SENT,
      '09:05 work.offered',
      'status_not_available',
    ],
    [
      'EB05',
      "another agent's message",
      standard(),
      SENT,
      ['09:05 agent.message', { agentId: 'ben' }],
      'not_owner',
      'I13',
    ],
    [
      'EB02',
      'a second opening message',
      standard(),
      SENT,
      '09:05 agent.opened',
      'session_open',
      'EB02',
    ],
  ]);
});
