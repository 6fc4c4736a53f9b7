// H1 to H16 of the metric reference: what of an agent's looking at conversations is handle time.
import { describe, expect, it } from 'vitest';
import { focusTimes } from '../../src/metrics/focus-time.ts';
import { focusVisits } from '../../src/metrics/focus-visits.ts';
import { DEFAULT_METRIC_OPTIONS, type FocusOptions } from '../../src/policy/metric-options.ts';
import { closed, opened, replied } from './focus-lines.ts';
import { deskStory, secondsBy, type Line } from './desk-stories.ts';
import { measure } from './measured.ts';

/** The examples know no engagement that ends because the customer is silent. */
const NEVER_INACTIVE = { engagement: { inactivity: null } };

interface Case {
  readonly id: string;
  readonly title: string;
  readonly lines: readonly Line[];
  readonly focus?: Partial<FocusOptions>;
  readonly from?: string;
  readonly until?: string;
  readonly channel?: object;
  /** Seconds by conversation. */
  readonly handle: Readonly<Record<string, number>>;
  readonly looked: Readonly<Record<string, number>>;
}

const d = { user: 'd' };
const w2 = { clientId: 'W2' };

// With tab-based capacity an agent who goes offline loses the session, and the engagement with it.
const STATUS_BASED = { capacityModel: 'statusBased' };
const H4: readonly Line[] = [
  opened(0),
  [20, 'agent.presence', { status: 'offline' }],
  [300, 'agent.presence', { status: 'online' }],
  opened(300),
  replied(315),
  closed(325),
];
const H5: readonly Line[] = [
  opened(0),
  opened(30, { ...w2, ...d }),
  replied(45, d),
  closed(60, { ...w2, ...d }),
  replied(80),
  closed(90),
];
const H7: readonly Line[] = [
  opened(0),
  replied(30),
  opened(20, { agentId: 'B', clientId: 'B1' }),
  [35, 'agent.transferred', { to: { kind: 'agent', id: 'B' } }],
  [36, 'work.accepted', { agentId: 'B', workId: 'wb' }],
  closed(60),
  replied(60, { agentId: 'B' }),
  closed(80, { agentId: 'B', clientId: 'B1' }),
];
const H8: readonly Line[] = [opened(0), replied(30), closed(1800)];
const H11: readonly Line[] = [
  opened(0),
  replied(30),
  [45, 'agent.transferred', { to: { kind: 'queue', id: 'Q2' } }],
  closed(120),
];
const H13: readonly Line[] = [
  opened(0),
  [20, 'focus.blurred', { clientId: 'W1' }],
  [50, 'focus.regained', { clientId: 'W1' }],
  replied(60),
  closed(70),
];
const H15: readonly Line[] = [
  opened(0),
  ...[0, 30, 60, 90].map((seconds): Line => [seconds, 'agent.heartbeat', {}]),
  replied(30),
];

const CASES: readonly Case[] = [
  {
    id: 'H1',
    title: 'adds the replied visits up, and nothing of the time elsewhere',
    lines: [
      opened(0),
      replied(40),
      opened(60, d),
      opened(300),
      replied(330),
      opened(360, d),
      closed(360, d),
    ],
    handle: { c: 120 },
    looked: { c: 120, d: 240 },
  },
  {
    id: 'H2',
    title: 'gives a visit without a reply nothing',
    lines: [opened(0), opened(50, d), closed(50, d)],
    handle: {},
    looked: { c: 50 },
  },
  {
    id: 'H3',
    title: 'ends a visit when the agent goes offline',
    lines: [opened(0), replied(30), [70, 'agent.presence', { status: 'offline' }], closed(200)],
    handle: { c: 70 },
    looked: { c: 70 },
  },
  {
    id: 'H4',
    title: 'counts the visit that replied, not the one before the agent was offline',
    lines: H4,
    channel: STATUS_BASED,
    handle: { c: 25 },
    looked: { c: 45 },
  },
  {
    id: 'H4 creditOnReply',
    title: 'counts the earlier visit too once a later one replies',
    lines: H4,
    channel: STATUS_BASED,
    focus: { policy: 'creditOnReply' },
    handle: { c: 45 },
    looked: { c: 45 },
  },
  {
    id: 'H5',
    title: 'counts the window in front, one at a time',
    lines: H5,
    handle: { c: 30, d: 30 },
    looked: { c: 60, d: 30 },
  },
  {
    id: 'H5 creditOnReply',
    title: 'credits what was read before the other window came to the front',
    lines: H5,
    focus: { policy: 'creditOnReply' },
    handle: { c: 60, d: 30 },
    looked: { c: 60, d: 30 },
  },
  {
    id: 'H6',
    title: 'counts two tabs with one conversation once',
    lines: [opened(0), opened(10, w2), replied(30), closed(40, w2), closed(60)],
    handle: { c: 60 },
    looked: { c: 60 },
  },
  {
    id: 'H7',
    title: 'counts the effort of each of two agents',
    lines: H7,
    focus: { stopOnEngagementEnd: false },
    handle: { c: 60, 'B c': 60 },
    looked: { c: 60, 'B c': 60 },
  },
  {
    id: 'H8',
    title: 'ends a visit when nothing has happened for the idle time',
    lines: H8,
    focus: { idleMs: 300_000 },
    handle: { c: 330 },
    looked: { c: 330 },
  },
  {
    id: 'H8 without idle time',
    title: 'lets a visit last as long as the window is in front',
    lines: H8,
    handle: { c: 1800 },
    looked: { c: 1800 },
  },
  {
    id: 'H9',
    title: 'counts a visit with two replies once',
    lines: [opened(0), replied(20), replied(40), closed(60)],
    handle: { c: 60 },
    looked: { c: 60 },
  },
  {
    id: 'H10',
    title: 'is not moved by what a bot or an automation writes',
    lines: [opened(0), [20, 'bot.message', { botId: 'helper', messageId: 'bot1' }], closed(40)],
    handle: {},
    looked: { c: 40 },
  },
  {
    id: 'H11',
    title: 'ends with the engagement, though the tab stays open',
    lines: H11,
    handle: { c: 45 },
    looked: { c: 45 },
  },
  {
    id: 'H11 without that',
    title: 'goes on until the tab is closed',
    lines: H11,
    focus: { stopOnEngagementEnd: false },
    handle: { c: 120 },
    looked: { c: 120 },
  },
  {
    id: 'H12',
    title: 'takes a reply at the very instant of leaving in',
    lines: [opened(0), closed(60), replied(60)],
    handle: { c: 60 },
    looked: { c: 60 },
  },
  {
    id: 'H13',
    title: 'goes on while another window of the browser covers the desk',
    lines: H13,
    handle: { c: 70 },
    looked: { c: 70 },
  },
  {
    id: 'H13 paused',
    title: 'stops while the desk is covered, and counts the visit that replied',
    lines: H13,
    focus: { blur: 'pause' },
    handle: { c: 20 },
    looked: { c: 40 },
  },
  {
    id: 'H13 paused, creditOnReply',
    title: 'stops while the desk is covered, and credits both visits',
    lines: H13,
    focus: { blur: 'pause', policy: 'creditOnReply' },
    handle: { c: 40 },
    looked: { c: 40 },
  },
  {
    id: 'H14',
    title: 'counts a visit over midnight whole',
    lines: [opened(0), replied(40), closed(60)],
    from: '2026-03-03T23:59:30Z',
    handle: { c: 60 },
    looked: { c: 60 },
  },
  {
    id: 'H15',
    title: 'ends a visit at the last heartbeat of an agent who vanished',
    lines: H15,
    until: '2026-03-03T10:30:00Z',
    handle: { c: 90 },
    looked: { c: 90 },
  },
  {
    id: 'H16',
    title: 'does not count a conversation that waits while its agent works elsewhere',
    lines: [opened(0, d), replied(30, d), closed(600, d)],
    handle: { d: 600 },
    looked: { d: 600 },
  },
];

describe('handleTime and focusTime', () => {
  it.each(CASES)('$id $title', ({ lines, focus, from, until, channel, handle, looked }) => {
    const measured = measure(
      deskStory(lines, {
        ...(from !== undefined && { from }),
        ...(channel !== undefined && { channel }),
      }),
      {
        calculators: [focusVisits, focusTimes],
        options: { focus: { ...DEFAULT_METRIC_OPTIONS.focus, ...focus } },
        policy: NEVER_INACTIVE,
        ...(until !== undefined && { until }),
      },
    );
    expect(secondsBy(measured, 'handleTime')).toEqual(handle);
    expect(secondsBy(measured, 'focusTime')).toEqual(looked);
  });
});
