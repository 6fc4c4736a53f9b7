import { expect, test } from 'vitest';
import { reopenRate } from '../../src/metrics/reopening-metrics.ts';
import { reopening } from '../../src/metrics/reopening.ts';
import type { MetricOptions } from '../../src/policy/metric-options.ts';
import { measure } from './measured.ts';
import { r1Events } from './r1-events.ts';
import { figureOf, momentAt, secondsByLabel, Story } from './told.ts';

const calculators = [reopening];
const DAY_MS = 86_400_000;
const DAY = 24 * 60;

const measured = (story: Story, options: Partial<MetricOptions> = {}) =>
  measure(story.events, { calculators, options });

/** A ticket that is solved on day 0 and opened again two days later. */
const returning = () =>
  new Story()
    .customer('0:00')
    .ticket('0:00', null, 'new')
    .accept('1:00', 'w1', 'B')
    .agent('2:00', 'B')
    .ticket('5:00', 'new', 'solved')
    .at('5:00', 'agent.ended', { agentId: 'B' })
    .customer(`${2 * DAY}:00`)
    .ticket(`${2 * DAY}:00`, 'solved', 'open')
    .accept(`${2 * DAY + 1}:00`, 'w2', 'C');

test('reopenCount and timeToReopen of R1: solved once, never opened again; its first opening counts 0', () => {
  const r1 = measure(r1Events(), { calculators });
  expect(r1.values('resolutions')).toEqual([1]);
  expect(r1.of('resolutions')[0]).toMatchObject({
    at: Date.parse('2026-03-03T09:11:00Z'),
    dims: { agentId: 'C', label: 'kept' },
  });
  expect(r1.values('reopenCount')).toEqual([]);
  expect(r1.of('timeToReopen')).toMatchObject([{ valueMs: 0, dims: { label: 'firstOpen' } }]);
  expect(figureOf(reopenRate, r1)).toBe(0);
});

test.each([
  [DAY_MS, 0],
  [7 * DAY_MS, 1],
  [null, 1],
])(
  'reopenRate of a ticket solved on one day and opened two days later is, within %d ms, %d',
  (reopenWithinMs, rate) => {
    const story = measured(returning(), { reopenWithinMs });
    expect(figureOf(reopenRate, story)).toBe(rate);
    expect(story.values('reopenCount')).toEqual([1]);
  },
);

test('reopenCount credits the agent who resolved, and the resolution keeps its instant, agent and session', () => {
  const story = measured(returning());
  expect(story.of('reopenCount')).toMatchObject([
    { at: momentAt(`${2 * DAY}:00`), dims: { agentId: 'B' } },
  ]);
  expect(story.of('resolutions')).toMatchObject([
    { at: momentAt('5:00'), key: 't1', dims: { agentId: 'B', label: 'reopened' } },
  ]);
  expect(story.of('resolutions')[0]?.dims.sessionId).toMatch(/1$/u);
  expect(secondsByLabel(story, 'timeToReopen')).toEqual({
    firstOpen: 0,
    reopened: (2 * DAY - 5) * 60,
  });
});

test('reopenCount is solves less one: a ticket solved three times was opened again twice', () => {
  const story = new Story().customer('0:00').ticket('0:00', null, 'open');
  for (const minute of [1, 3, 5]) {
    story.ticket(`${minute}:00`, 'open', 'solved').ticket(`${minute + 1}:00`, 'solved', 'open');
  }
  story.events.pop();
  story.ticket('7:00', 'solved', 'closed');
  expect(measured(story).values('resolutions')).toEqual([1, 1, 1]);
  expect(measured(story).values('reopenCount')).toEqual([1, 1]);
  expect(figureOf(reopenRate, measured(story))).toBeCloseTo(2 / 3, 12);
});

test('resolutions of a host that reports no tickets are null for want of them', () => {
  const story = measured(new Story().customer('0:00').at('1:00', 'customer.ended'));
  expect(story.of('resolutions')).toMatchObject([{ value: null, missing: 'ticket' }]);
  expect(story.of('reopenCount')).toMatchObject([{ value: null, missing: 'ticket' }]);
  expect(figureOf(reopenRate, story)).toBeNull();
});

/** A session that ends after five minutes, and a customer who is back so many minutes after its start. */
const back = (minutes: number) =>
  new Story()
    .customer('0:00')
    .accept('1:00', 'w1', 'B')
    .agent('2:00', 'B')
    .at('5:00', 'agent.ended', { agentId: 'B' })
    .customer(`${minutes}:00`);

test('reopenCount by sessions: a customer who is back in time opens the conversation again, one who is late does not', () => {
  const options = { reopening: 'session', reopenWithinMs: DAY_MS } as const;
  const inTime = measured(back(5 + DAY), options);
  expect(inTime.values('reopenCount')).toEqual([1]);
  expect(secondsByLabel(inTime, 'timeToReopen')).toEqual({ firstOpen: 0, reopened: 86_400 });
  expect(figureOf(reopenRate, inTime)).toBe(1);
  const late = measured(back(6 + DAY), options);
  expect(late.values('reopenCount')).toEqual([]);
  expect(figureOf(reopenRate, late)).toBe(0);
});

test('resolutions by sessions leave a session without a human reply out, and a notification opens nothing again', () => {
  const options = { reopening: 'session', reopenWithinMs: null } as const;
  const story = new Story()
    .customer('0:00')
    .at('1:00', 'customer.ended')
    .customer('2:00')
    .accept('3:00', 'w1', 'B')
    .agent('4:00', 'B')
    .at('5:00', 'agent.ended', { agentId: 'B' })
    .at('6:00', 'automation.message', {
      messageId: 'n',
      longevity: 'endSession',
      allowExisting: 'any',
    });
  expect(measured(story, options).values('resolutions')).toEqual([1]);
  expect(measured(story, options).values('reopenCount')).toEqual([]);
});
