// What a refusal advises would be taken: nobody is sent from one refusal into the next.
import { describe, expect, it } from 'vitest';
import { ACTIVE, CONSENT, INACTIVE, NEW, PAUSED, SENT, WAITING, WITH_BOT } from './scenes.ts';
import { chat, given, standard, statusBased, type Fields, type Scene, type Step } from './story.ts';

const ANN = { agentId: 'ann' };
const BEN = { agentId: 'ben' };
const WITHOUT_OPENING = { repMessageOnInactive: 'reject' };
const KEPT_OPEN: readonly Step[] = [['09:00 automation.message', { longevity: 'keepOpen' }]];

/** Who opens a session where, what the refusal advises, and the steps that are the advice. */
type Advised = readonly [
  says: string,
  scene: Scene,
  before: readonly Step[],
  agent: Fields,
  advice: RegExp,
  taken?: readonly Step[],
];

const cases: readonly Advised[] = [
  [
    'Consent waits for the customer',
    chat(),
    CONSENT,
    ANN,
    /: wait for the customer$/,
    ['10:00 customer.message'],
  ],
  [
    'Waiting may be accepted or ended',
    chat(),
    WAITING,
    ANN,
    /: accept its work, or end it first$/,
    ['10:00 work.accepted', '10:01 agent.ended'],
  ],
  [
    "New is its owner's",
    chat(),
    NEW,
    ANN,
    /: write in it, or end it first$/,
    ['10:00 agent.message', '10:01 agent.ended'],
  ],
  [
    "on a standard channel, too: waiting for the customer it is its owner's",
    standard(),
    SENT,
    ANN,
    /: write in it, or end it first$/,
    ['10:00 agent.message', '10:01 agent.ended'],
  ],
  ['and nobody else’s', chat(), NEW, BEN, /: it is with ann, wait until it has ended$/],
  ['New of a notification has no owner', chat(), KEPT_OPEN, ANN, /: wait for the customer$/],
  [
    'Active is open to its owner',
    chat(),
    ACTIVE,
    ANN,
    /: write in it, or end it first$/,
    ['10:00 agent.message', '10:01 agent.ended'],
  ],
  ['and to no agent while a bot has it', chat(), WITH_BOT, ANN, /: it is with rob, wait until/],
  [
    'Paused is to be resumed',
    statusBased(),
    PAUSED,
    ANN,
    /: resume it, or end it first$/,
    ['10:00 agent.resumed', '10:01 agent.ended'],
  ],
  [
    'Inactive is to be ended, where no opening message may end it (X10)',
    chat({}, WITHOUT_OPENING),
    INACTIVE,
    ANN,
    /: end it first$/,
    ['10:00 agent.ended'],
  ],
];

/** The words of the refusal of a step. */
function adviceOn(scene: Scene, before: readonly Step[], step: Step): string {
  const { story } = given(scene, ...before).when(step);
  return story.lastVerdict?.message ?? '';
}

describe('an opening message beside an open session (EB02, EB05)', () => {
  for (const [says, scene, before, agent, advice, taken = []] of cases) {
    it(`opening: ${says}`, () => {
      expect(adviceOn(scene, before, ['09:30 agent.opened', agent])).toMatch(advice);
      const steps = [...before];
      for (const step of taken) {
        expect(given(scene, ...steps).when(step).refusal).toBeUndefined();
        steps.push(step);
      }
    });
  }
});

describe('a message where no session takes it', () => {
  it.each([
    ['advises to open one', chat(), [], /: send agent\.opened$/],
    [
      'but not on web chat',
      chat({ channelType: 'EmbeddedMessaging' }),
      [],
      /wait for the customer$/,
    ],
    ['nor on a disabled channel', chat(), ['09:00 channel.disabled'], /wait for the customer$/],
    ['to an inactive one likewise (EC68)', chat(), INACTIVE, /, or send agent\.opened$/],
    [
      'but not where the policy refuses that (X10)',
      chat({}, WITHOUT_OPENING),
      INACTIVE,
      /the customer must write first$/,
    ],
  ] as const)('%s', (_says, scene, before, advice) => {
    expect(adviceOn(scene, before, '09:30 agent.message')).toMatch(advice);
  });
});

it('SC14: the failure of a record on a standard channel is not to be sent again', () => {
  const failed: Step = ['09:30 record.failed', { reason: 'flow' }];
  expect(adviceOn(standard(), ACTIVE, failed)).toMatch(/its session goes on: repair the record$/);
});

describe('an event that the status does not know', () => {
  it.each([
    [
      'is possible elsewhere, by rows that are named',
      statusBased(),
      WAITING,
      'agent.paused',
      'agent.paused is not possible while session default/chat/cora/1 is Waiting: leave it out, or send it while the session is Active with an agent (EC50)',
    ],
    [
      'is possible with a bot, but not with an agent',
      chat(),
      ACTIVE,
      'bot.ended',
      'bot.ended is not possible while session default/chat/cora/1 is Active with an agent: leave it out, or send it while the session is Waiting (EC19) or Active with a bot (EC48)',
    ],
    [
      'is possible there, under a condition',
      chat(),
      ACTIVE,
      'agent.paused',
      'agent.paused is not possible while session default/chat/cora/1 is Active with an agent: it asks for isStatusBased (EC50)',
    ],
    [
      'is known to no session of the kind',
      standard(),
      ACTIVE,
      'agent.resumed',
      'agent.resumed is not possible while session default/chat/cora/1 is Active with an agent: no session of a standard channel knows it, leave it out',
    ],
  ] as const)('%s', (_says, scene, before, type, message) => {
    expect(adviceOn(scene, before, `09:30 ${type}`)).toBe(message);
  });

  it('is taken where the refusal says so', () => {
    const whileActive = ['agent.paused', 'agent.markedInactive', 'agent.closedTab'];
    for (const type of whileActive) {
      expect(adviceOn(statusBased(), WAITING, `09:30 ${type}`)).toMatch(/Active with an agent/);
      expect(given(statusBased(), ...ACTIVE).when(`09:30 ${type}`).refusal).toBeUndefined();
    }
  });
});

const naming = (sessionId: string): Step => ['09:30 agent.ended', { sessionId }];

describe('an event whose session is none', () => {
  const ENDED: readonly Step[] = [...ACTIVE, '09:03 agent.ended'];

  it.each([
    [
      'of which none was ever open',
      [],
      '09:30 agent.ended',
      /no session has been opened yet: send/,
    ],
    ['after its end', ENDED, '09:30 agent.ended', /cora\/1 is Ended and stays so \(I3\): leave/],
    ['that no session can have', ACTIVE, naming('s1'), /^"s1" is no id of a session: use the id/],
    [
      "of somebody else's",
      ACTIVE,
      naming('default/chat/carl/1'),
      /carl\/1" is of another conversation than default\/chat\/cora, .*: use the id/,
    ],
    [
      'that there is not yet',
      ACTIVE,
      naming('default/chat/cora/2'),
      /cora\/2" does not exist: its conversation is at its session 1: use the id/,
    ],
    [
      'that is over, while another is open',
      [...ENDED, '09:04 customer.message'],
      naming('default/chat/cora/1'),
      /cora\/1 is over .*\(I3\): leave the event out, or name default\/chat\/cora\/2, which is open$/,
    ],
    ['of an offer', ACTIVE, '09:30 work.declined', /no open offer .*work\.offered first \(AW01\)/],
    ['of a wrap-up', ACTIVE, '09:30 acw.ended', /in progress \(T-ACW\), found none: leave the/],
  ] as const)('says %s what to do', (_which, before, step, message) => {
    expect(adviceOn(chat(), before as readonly Step[], step)).toMatch(message);
  });
});
