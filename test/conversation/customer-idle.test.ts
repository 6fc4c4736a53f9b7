// The customer-idle rule (T-IDLE, T-IDLE-WARN, T-END-INACTIVE; X6–X9, X20), channel by channel and policy by policy.
import { describe, expect, it } from 'vitest';
import { testCases, type Case } from './case.ts';
import { ACTIVE } from './scenes.ts';
import { given, idleChat, type Fields, type Scene, type Step } from './story.ts';

const ANSWERED: readonly Step[] = [...ACTIVE, '09:03 agent.message'];
const TEN_MINUTES = 'customerIdle in 10m by EC31';

const times = (id: string, says: string, scene: Scene, timers: readonly string[]): Case => [
  id,
  says,
  scene,
  ACTIVE,
  '09:03 agent.message',
  { moves: [], timers },
];

describe('where the rule exists (X6, X7)', () => {
  const statusModel: Fields = { capacityModel: 'statusBased' };
  testCases([
    times('X7', 'Enhanced Chat has it', idleChat(), [TEN_MINUTES]),
    times(
      'X7',
      'a custom channel has it',
      idleChat({}, undefined, { channelType: 'Custom', deployment: undefined }),
      [TEN_MINUTES],
    ),
    times(
      'X7',
      'WhatsApp has it not',
      idleChat({}, undefined, { channelType: 'WhatsApp', deployment: undefined }),
      [],
    ),
    times(
      'X7',
      'unless the policy says so',
      idleChat(
        {},
        { idle: { channelTypes: ['WhatsApp'] } },
        { channelType: 'WhatsApp', deployment: undefined },
      ),
      [TEN_MINUTES],
    ),
    times(
      'X7',
      'and Enhanced Chat loses it then',
      idleChat({}, { idle: { channelTypes: ['WhatsApp'] } }),
      [],
    ),
    times('X6', 'status-based capacity has it not', idleChat({}, undefined, statusModel), []),
    times(
      'X6',
      'unless the policy allows it',
      idleChat({}, { idle: { allowWithStatusBased: true } }, statusModel),
      [TEN_MINUTES],
    ),
    times(
      'X7',
      'a channel that asks for less than the policy allows has none',
      idleChat({ minutes: 5 }, { idle: { minMinutes: 10 } }),
      [],
    ),
  ]);
});

const second = (id: string, says: string, scene: Scene, timers: readonly string[]): Case => [
  id,
  says,
  scene,
  ANSWERED,
  '09:07 agent.message',
  { moves: [], timers },
];

describe('the second message of the agent (X8)', () => {
  const resets = { idle: { agentMessageResets: true } };
  testCases([
    second('X8', 'gives no more time', idleChat(), ['customerIdle in 6m by EC31']),
    second('X8', 'does so where the channel says it', idleChat({ agentMessageResets: true }), [
      TEN_MINUTES,
    ]),
    second('X8', 'or the policy', idleChat({}, resets), [TEN_MINUTES]),
    second(
      'X8',
      'against which the channel may decide',
      idleChat({ agentMessageResets: false }, resets),
      ['customerIdle in 6m by EC31'],
    ),
  ]);
});

const acts = (
  says: string,
  scene: Scene,
  moves: readonly string[],
  timers: readonly string[],
): Case => ['X9', says, scene, ANSWERED, '+10m', { moves, timers }];

describe('what the rule does (X9)', () => {
  testCases([
    acts(
      'inactivates',
      idleChat({ action: 'inactivate' }),
      ['Active → Inactive EC42'],
      ['inactiveExpiry in 30h by EC42'],
    ),
    acts('ends', idleChat({ action: 'end' }), ['Active → Ended EC42'], []),
    acts(
      'inactivates, and ends soon after',
      idleChat({ action: 'inactivateAndEnd', endInactiveMinutes: 15 }),
      ['Active → Inactive EC42'],
      ['endInactive in 15m by EC42', 'inactiveExpiry in 30h by EC42'],
    ),
    acts(
      'takes that time from the policy',
      idleChat({ action: 'inactivateAndEnd' }, { idle: { endInactiveAfterMinutes: 45 } }),
      ['Active → Inactive EC42'],
      ['endInactive in 45m by EC42', 'inactiveExpiry in 30h by EC42'],
    ),
    acts(
      'or, where nobody says how soon, leaves the end to the thirty hours',
      idleChat({ action: 'inactivateAndEnd' }),
      ['Active → Inactive EC42'],
      ['inactiveExpiry in 30h by EC42'],
    ),
    acts(
      'takes the action from the policy',
      idleChat({}, { idle: { action: 'end' } }),
      ['Active → Ended EC42'],
      [],
    ),
  ]);

  it('X9: ending tells the customer; so does the end soon after', () => {
    const { outcome } = given(idleChat({ action: 'end' }), ...ANSWERED).when('+10m');
    expect(outcome).toMatchObject({
      session: { ended_by_type: 'System', end_cause: 'timer.customerIdle' },
      replies: ['EndUserInactiveResponse'],
    });
  });
});

describe('the warning (X20)', () => {
  const warned = idleChat({ warnMinutes: 4 });
  testCases([
    [
      'X20',
      'is timed with the rule',
      warned,
      ACTIVE,
      '09:03 agent.message',
      { timers: ['customerIdleWarning in 4m by EC31', TEN_MINUTES] },
    ],
    [
      'X20',
      'asks the customer, and changes no status',
      warned,
      ANSWERED,
      '+4m',
      { moves: [], replies: ['EndUserIdleResponse'], timers: ['customerIdle in 6m by EC31'] },
    ],
    ['X20', 'is called off by an answer', warned, ANSWERED, '+3m customer.message', { timers: [] }],
    [
      'X20',
      'comes again with the next silence',
      warned,
      [...ANSWERED, '+5m', '09:09 customer.message'],
      '09:10 agent.message',
      { timers: ['customerIdleWarning in 4m by EC31', TEN_MINUTES] },
    ],
    [
      'X20',
      'is called off when the session leaves Active',
      warned,
      ANSWERED,
      '+1m agent.markedInactive',
      { timers: ['inactiveExpiry in 30h by EC38'] },
    ],
    [
      'X8',
      'is restarted where the agent restarts the clock',
      idleChat({ warnMinutes: 4, agentMessageResets: true }),
      [...ANSWERED, '+5m'],
      '+1m agent.message',
      { timers: ['customerIdleWarning in 4m by EC31', TEN_MINUTES] },
    ],
  ]);
});
