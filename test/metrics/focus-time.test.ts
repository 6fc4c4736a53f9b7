// What the table of the metric reference leaves open about focus: R1, missing focus, replies from elsewhere, failures, waits, reports in between.
import { describe, expect, it } from 'vitest';
import { customerWaits } from '../../src/metrics/customer-waits.ts';
import { focusTimes } from '../../src/metrics/focus-time.ts';
import { focusVisits } from '../../src/metrics/focus-visits.ts';
import {
  DEFAULT_METRIC_OPTIONS,
  type FocusOptions,
  type MetricOptions,
} from '../../src/policy/metric-options.ts';
import { closed, opened, replied } from './focus-lines.ts';
import { deskStory, secondsBy, type Line } from './desk-stories.ts';
import { measure, type Measuring } from './measured.ts';
import { r1Events } from './r1-events.ts';

const CALCULATORS = [customerWaits, focusVisits, focusTimes];

const optionsWith = (focus: Partial<FocusOptions>, rest: Partial<MetricOptions> = {}) => ({
  ...rest,
  focus: { ...DEFAULT_METRIC_OPTIONS.focus, ...focus },
});

const told = (lines: readonly Line[], measuring: Partial<Measuring> = {}, channel: object = {}) =>
  measure(deskStory(lines, { channel }), { calculators: CALCULATORS, ...measuring });

const d = { user: 'd' };

/** Seconds of a metric of R1 by agent, in sessions. */
function perAgent(metric: string, focus: Partial<FocusOptions>): Record<string, number> {
  const measured = measure(r1Events(), { calculators: CALCULATORS, options: optionsWith(focus) });
  const sums: Record<string, number> = {};
  for (const { dims, valueMs, level } of measured.of(metric)) {
    if (level === 'agt') continue;
    sums[dims.agentId ?? ''] = (sums[dims.agentId ?? ''] ?? 0) + (valueMs ?? 0) / 1000;
  }
  return sums;
}

describe('R1', () => {
  it.each([
    ['handleTime', {}, { B: 135, C: 108 }],
    ['handleTime', { policy: 'creditOnReply' }, { B: 135, C: 108 }],
    ['handleTime', { policy: 'allFocus' }, { B: 165, C: 108 }],
    // B: m1 09:01:05–09:01:30, m2 09:02:00–09:03:00, m4 09:08:00–09:08:30; C: m4 09:09:12–09:09:40, m5 09:10:00–09:10:20.
    ['handleTime', { policy: 'awaitingReply' }, { B: 25 + 60 + 30, C: 28 + 20 }],
    ['focusTime', {}, { B: 165, C: 108 }],
    ['activeTime', {}, { B: 165, C: 108 }],
    // C goes on looking through the wrap-up, which ends at 09:11:40; B's tab shows the conversation until its work has gone.
    ['activeTime', { stopOnEngagementEnd: false }, { B: 165, C: 148 }],
  ] as const)('%s with %j is %j', (metric, focus, expected) => {
    expect(perAgent(metric, focus)).toEqual(expected);
  });

  it('shows what an agent looked at where no session was, by the agent alone', () => {
    const measured = measure(r1Events(), { calculators: CALCULATORS });
    expect(measured.of('focusTime').filter(({ level }) => level === 'agt')).toEqual([
      expect.objectContaining({ key: 'B', valueMs: 280_000 }),
    ]);
    expect(
      measured
        .rows('visits')
        .map(({ agentId, sessionId, replies }) => [agentId, sessionId, replies]),
    ).toEqual([
      ['B', 'default/chat/u1/1', 3],
      ['B', null, 0],
      ['B', 'default/chat/u1/1', 0],
      ['C', 'default/chat/u1/1', 2],
    ]);
  });
});

describe('an agent whose desk reports no focus', () => {
  const lines: readonly Line[] = [replied(30), [60, 'agent.ended']];

  it('has handleTime and activeTime null for want of focus, never 0', () => {
    const measured = told(lines);
    const unknown = { valueMs: null, value: null, missing: 'focus' };
    expect(measured.of('handleTime')).toEqual([
      expect.objectContaining({ ...unknown, level: 'ses', key: 'default/chat/c/1' }),
    ]);
    expect(measured.of('activeTime')).toEqual([
      expect.objectContaining({ ...unknown, level: 'aw', key: 'wc' }),
    ]);
    expect(measured.of('focusTime')).toEqual([]);
    expect(measured.rows('visits')).toEqual([]);
  });

  it('is told from one who worked elsewhere all the time: there handleTime is nothing, and activeTime 0', () => {
    const measured = told([opened(0, d), ...lines]);
    expect(measured.of('handleTime').filter(({ missing }) => missing !== null)).toEqual([]);
    expect(measured.values('activeTime')).toEqual([0]);
  });

  it('has no activeTime at all on status-based capacity', () => {
    expect(told(lines, {}, { capacityModel: 'statusBased' }).of('activeTime')).toEqual([]);
  });
});

describe('a reply', () => {
  it('from outside the desk is a visit without length', () => {
    const measured = told([opened(0, d), replied(30)]);
    expect(measured.rows('visits')).toEqual([
      expect.objectContaining({ sessionId: 'default/chat/c/1', replies: 1 }),
    ]);
    expect(secondsBy(measured, 'handleTime')).toEqual({ c: 0 });
    expect(secondsBy(measured, 'focusTime')).toEqual({});
  });

  const failing: readonly Line[] = [
    opened(0),
    replied(30),
    closed(60),
    [90, 'message.failed', { messageId: 'out30', statusCode: 470 }],
  ];

  it('that failed afterwards was none: the visit is not handle time (X13)', () => {
    const measured = told(failing);
    expect(secondsBy(measured, 'handleTime')).toEqual({});
    expect(secondsBy(measured, 'focusTime')).toEqual({ c: 60 });
    expect(measured.rows('visits')).toEqual([expect.objectContaining({ replies: 0 })]);
    const kept = told(failing, { options: { retractFailedReplies: false } });
    expect(secondsBy(kept, 'handleTime')).toEqual({ c: 60 });
  });

  it('that failed and arrived after all is one again', () => {
    const measured = told([...failing, [95, 'message.delivered', { messageId: 'out30' }]]);
    expect(secondsBy(measured, 'handleTime')).toEqual({ c: 60 });
    expect(measured.rows('visits')).toEqual([expect.objectContaining({ replies: 1 })]);
  });

  it('that failed while the visit went on leaves the other one standing', () => {
    const measured = told([
      opened(0),
      replied(30),
      [35, 'message.failed', { messageId: 'out30', statusCode: 470 }],
      replied(40),
      closed(60),
    ]);
    expect(secondsBy(measured, 'handleTime')).toEqual({ c: 60 });
    expect(measured.rows('visits')).toEqual([expect.objectContaining({ replies: 1 })]);
  });

  it('that failed takes the credit of the visits before it away', () => {
    const lines: readonly Line[] = [
      opened(0),
      opened(20, d),
      opened(40),
      replied(50),
      closed(60),
      [90, 'message.failed', { messageId: 'out50', statusCode: 470 }],
    ];
    const options = optionsWith({ policy: 'creditOnReply' });
    expect(secondsBy(told(lines.slice(0, -1), { options }), 'handleTime')).toEqual({ c: 40 });
    expect(secondsBy(told(lines, { options }), 'handleTime')).toEqual({});
  });
});

describe('awaitingReply', () => {
  const options = optionsWith({ policy: 'awaitingReply' });

  it('counts a wait that had begun before the agent looked, and that the agent did not end', () => {
    const lines: readonly Line[] = [
      opened(0),
      replied(20),
      closed(50),
      opened(60, d),
      closed(90, d),
    ];
    expect(secondsBy(told(lines, { options }), 'handleTime')).toEqual({ c: 20, d: 30 });
  });

  it('counts on where the reply failed: the customer had waited all along', () => {
    const lines: readonly Line[] = [
      opened(0),
      replied(20),
      closed(50),
      [90, 'message.failed', { messageId: 'out20', statusCode: 470 }],
    ];
    expect(secondsBy(told(lines, { options }), 'handleTime')).toEqual({ c: 50 });
  });
});

describe('a visit', () => {
  it('goes on when the customer writes again to an agent whose tab was still in front', () => {
    const lines: readonly Line[] = [
      opened(0),
      replied(30),
      [900, 'customer.message', { messageId: 'again' }],
      replied(930),
      closed(960),
    ];
    // The silence ends the engagement ten minutes after the customer's first message, 120 s before the story.
    const measured = told(lines);
    expect(secondsBy(measured, 'handleTime')).toEqual({ c: 480 + 60 });
    expect(measured.rows('visits').map(({ engagementId }) => engagementId)).toEqual([
      'default/chat/c/engagement-1',
      'default/chat/c/engagement-2',
    ]);
  });

  it('is cut where the agent did nothing for longer than the idle time', () => {
    const lines: readonly Line[] = [
      opened(0),
      [50, 'agent.activity', { clientId: 'W1' }],
      [200, 'agent.activity', { clientId: 'W1' }],
      replied(210),
      closed(220),
    ];
    const measured = told(lines, { options: optionsWith({ idleMs: 60_000 }) });
    expect(secondsBy(measured, 'focusTime')).toEqual({ c: 110 + 20 });
    expect(secondsBy(measured, 'handleTime')).toEqual({ c: 20 });
  });

  it('of an agent who is away goes on only where being away does not stop', () => {
    const lines: readonly Line[] = [
      opened(0),
      replied(10),
      [40, 'agent.presence', { status: 'away', reason: 'lunch' }],
      closed(100),
    ];
    expect(secondsBy(told(lines), 'handleTime')).toEqual({ c: 40 });
    const options = optionsWith({ awayStops: false });
    expect(secondsBy(told(lines, { options }), 'handleTime')).toEqual({ c: 100 });
  });

  it('begins with the work of an agent whose desk was open before', () => {
    const lines: readonly Line[] = [
      [0, 'agent.presence', { status: 'away' }],
      opened(5),
      [20, 'agent.presence', { status: 'online' }],
      replied(30),
      closed(50),
    ];
    expect(secondsBy(told(lines), 'handleTime')).toEqual({ c: 30 });
  });

  it('stays when the tab closes what it had shown before, whichever is told first', () => {
    const lines: readonly Line[] = [
      opened(0),
      opened(30, d),
      closed(30),
      replied(40, d),
      closed(60, d),
    ];
    expect(secondsBy(told(lines), 'focusTime')).toEqual({ c: 30, d: 30 });
  });

  it('counts in every client by itself for an audit', () => {
    const lines: readonly Line[] = [
      opened(0),
      opened(10, { clientId: 'W2' }),
      replied(30),
      closed(40, { clientId: 'W2' }),
      closed(60),
    ];
    const measured = told(lines, { options: optionsWith({ mode: 'perClient' }) });
    expect(secondsBy(measured, 'focusTime')).toEqual({ c: 90 });
    expect(secondsBy(measured, 'handleTime')).toEqual({ c: 30 });
  });

  it('belongs to the session that was answered, even when another one has begun since', () => {
    const lines: readonly Line[] = [
      opened(0),
      replied(10),
      [20, 'agent.ended'],
      closed(20),
      opened(30),
      [40, 'customer.message', { messageId: 'new' }],
      [45, 'work.accepted', { workId: 'w3' }],
      replied(50),
      closed(60),
    ];
    const measured = told(lines);
    expect(
      measured
        .rows('visits')
        .map(({ sessionId, startAt, endAt }) => [sessionId, (endAt - startAt) / 1000]),
    ).toEqual([
      ['default/chat/c/1', 20],
      ['default/chat/c/2', 30],
    ]);
  });
});

describe('a report in between', () => {
  it('shows the running visit as if it ended then, and leaves no trace', () => {
    const lines: readonly Line[] = [opened(0), replied(30), [40, 'agent.heartbeat']];
    const measured = told(lines, { asOf: '2026-03-03T10:00:50Z' });
    expect(secondsBy(measured, 'handleTime')).toEqual({ c: 50 });
    expect(measured.rows('visits')).toEqual([]);
  });

  it('never counts beyond the idle time', () => {
    const options = optionsWith({ idleMs: 10_000 });
    const measured = told([opened(0), replied(5)], { options, asOf: '2026-03-03T10:01:00Z' });
    expect(secondsBy(measured, 'focusTime')).toEqual({ c: 15 });
  });
});

describe('H14', () => {
  it('counts on the day it ended, and its focus on each day its part', () => {
    const measured = measure(
      deskStory([opened(0), replied(40), closed(60)], { from: '2026-03-03T23:59:30Z' }),
      { calculators: CALCULATORS },
    );
    const from = Date.parse('2026-03-03T23:59:30Z');
    expect(measured.of('handleTime')).toEqual([
      expect.objectContaining({ at: from + 60_000, from: null, valueMs: 60_000 }),
    ]);
    expect(measured.of('focusTime')).toEqual([
      expect.objectContaining({ at: from + 60_000, from, valueMs: 60_000 }),
    ]);
  });
});
