// The live board beside the metrics of the same name read as of the same instant: they never say two things.
import { describe, expect, it } from 'vitest';
import { addressOf } from '../../src/engine/moments.ts';
import { openSessions } from '../../src/metrics/backlog.ts';
import { customerWaits } from '../../src/metrics/customer-waits.ts';
import { firstResponses } from '../../src/metrics/first-response-time.ts';
import { LiveBoard } from '../../src/metrics/live-board.ts';
import { responseTimes } from '../../src/metrics/response-times.ts';
import { DEFAULT_METRIC_OPTIONS } from '../../src/policy/metric-options.ts';
import { at, MINUTE } from '../time/zones.ts';
import { measure, type Measured } from './measured.ts';

type Step = readonly [time: string, type: string, fields?: object];

const CALCULATORS = [customerWaits, firstResponses, responseTimes, openSessions];
const instant = (time: string) => `2026-03-03T${time}Z`;

/** The story of one conversation, in a channel with a target of a minute for every answer. */
function storyOf(steps: readonly Step[], channel: object): readonly object[] {
  const configured = {
    id: 'c',
    type: 'channel.configured',
    at: instant('08:00:00'),
    channelId: 'chat',
    channelType: 'WhatsApp',
    platform: 'enhanced',
    capacityModel: 'tabBased',
    queueId: 'Q1',
    sla: { firstResponse: 'PT1M', response: 'PT1M' },
    ...channel,
  };
  const events = steps.map(([time, type, fields], index) => {
    const id = `e${index}`;
    const isMessage = /^(?:customer|agent|bot)\.message$|\.opened$/.test(type);
    const message = isMessage ? { messageId: id } : {};
    const where = { channelId: 'chat', endUserId: 'u' };
    return { id, type, at: instant(time), ...where, ...message, ...fields };
  });
  return [configured, ...events];
}

/** Unattended, unassigned and past the target, as the board has them at an instant. */
function onBoard({ moments }: Measured, now: number): readonly number[] {
  const board = new LiveBoard({
    options: DEFAULT_METRIC_OPTIONS,
    addressOf,
    dueAt: (_channelId, anchorAt) => anchorAt + MINUTE,
  });
  for (const moment of moments) board.observe(moment);
  board.reach(now);
  // A copy goes its own way from where the board stands.
  expect(board.copy().numbers).toEqual(board.numbers);
  const { unattended, unassigned, waitsPastTarget } = board.numbers;
  return [unattended, unassigned, waitsPastTarget];
}

/** The same of the metrics as of that instant: what ends with the report goes on. */
function inReport(measured: Measured, now: number): readonly number[] {
  const running = (metric: string) => measured.of(metric).filter((one) => one.at === now);
  const isAnswered = measured.of('firstResponseTime').length > 0;
  const judged = isAnswered ? 'slaConversationResponses' : 'slaFirstResponses';
  const breached = running(judged).filter(({ dims }) => dims.label === 'breached');
  return [running('unattended').length, running('unassigned').length, breached.length];
}

const customer: Step = ['10:00:00', 'customer.message'];
const bot: Step = ['10:00:10', 'bot.accepted', { botId: 'b' }];
const accepted: Step = ['10:00:10', 'work.accepted', { workId: 'w', agentId: 'A' }];
const reply: Step = ['10:00:30', 'agent.message', { agentId: 'A', messageId: 'r' }];
const failed: Step = ['10:00:31', 'message.failed', { messageId: 'r', statusCode: '1' }];
const assigned = (time: string, from: string | null, to: string | null): Step => [
  time,
  'assignment.changed',
  { from, to, by: 'manualSelf' },
];
const opened: Step = ['10:00:00', 'agent.opened', { agentId: 'A' }];
const explicit = { consentType: 'explicit', keywords: { optIn: ['yes'] } };

describe('the live board and a report of the same instant', () => {
  it.each<[string, readonly Step[], readonly number[], object?]>([
    ['nobody has it', [customer], [1, 1, 1]],
    ['an agent has it and is silent', [customer, accepted], [1, 0, 1]],
    ['an agent has answered', [customer, accepted, reply], [0, 0, 0]],
    ['a bot has it and has written', [customer, bot, ['10:00:20', 'bot.message']], [1, 0, 0]],
    ['a bot has it and is silent', [customer, bot], [1, 0, 0]],
    ['a bot handed it over long ago', [customer, bot, ['10:01:00', 'bot.escalated']], [1, 1, 1]],
    ['a bot has just handed it over', [customer, bot, ['10:04:30', 'bot.escalated']], [1, 1, 0]],
    ['consent holds the content', [customer], [1, 1, 0], explicit],
    ['a keyword alone', [['10:00:00', 'customer.message', { text: 'help' }]], [1, 1, 0]],
    ['an agent took it by hand', [customer, assigned('10:00:30', null, 'A')], [1, 0, 1]],
    [
      'it was taken from its agent',
      [customer, accepted, reply, assigned('10:02:00', 'A', null)],
      [0, 1, 0],
    ],
    ['an agent opened it', [opened], [0, 0, 0]],
    ['the only reply failed', [customer, accepted, reply, failed], [1, 0, 1]],
    [
      'the reply that failed arrived after all',
      [customer, accepted, reply, failed, ['10:00:40', 'message.delivered', { messageId: 'r' }]],
      [0, 0, 0],
    ],
    [
      'another reply stands',
      [customer, accepted, reply, failed, ['10:00:50', 'agent.message', { agentId: 'A' }]],
      [0, 0, 0],
    ],
    [
      'the customer asked again',
      [customer, accepted, reply, ['10:02:00', 'customer.message']],
      [0, 0, 1],
    ],
  ])('%s', (_name, steps, expected, channel = {}) => {
    const asOf = instant('10:05:00');
    const now = at(asOf);
    const events = storyOf(steps, channel);
    const measured = measure(events, { calculators: CALCULATORS, until: asOf, asOf });
    expect(onBoard(measured, now)).toEqual(expected);
    expect(inReport(measured, now)).toEqual(expected);
  });
});
