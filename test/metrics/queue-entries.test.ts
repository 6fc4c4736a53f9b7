import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { queueEntries } from '../../src/metrics/queue-entries.ts';
import { DEFAULT_METRIC_OPTIONS } from '../../src/policy/metric-options.ts';
import { streams } from '../replay/event-stream.ts';
import { ORIGIN } from '../replay/world.ts';
import { SEED } from '../statechart/xstate-oracle.ts';
import { foldMoments, measure, type Measured } from './measured.ts';
import { r1Events } from './r1-events.ts';
import { momentsOf } from './random-moments.ts';
import { momentAt, Story, totalsOf } from './told.ts';

const calculators = [queueEntries];
const DEFAULTS = DEFAULT_METRIC_OPTIONS.serviceLevel;

/** How many stays ended in each way, `[offered, answered, abandoned, flowOut, waiting]`. */
const classes = (measured: Measured) =>
  ['offered', 'answered', 'abandoned', 'flowOut', 'waiting'].map(
    (metric) => totalsOf(measured, metric).count,
  );

const labels = (measured: Measured, metric: string) =>
  measured.of(metric).map(({ dims }) => dims.label);

const queues = (measured: Measured, metric: string) =>
  measured.of(metric).map(({ dims }) => dims.queueId);

test.each([
  ['offered', [1, 1]],
  ['answered', [1, 1]],
  ['queueWaitTime', [60, 40]],
  ['speedOfAnswer', [60, 40]],
  ['customerTotalWait', [100]],
  ['abandoned', []],
  ['flowOut', []],
])('%s of R1 is %j', (metric, values) => {
  expect(measure(r1Events(), { calculators }).values(metric)).toEqual(values);
});

test('speedOfAnswer of R1 is that of the queue waited in and of the agent who accepted', () => {
  const measured = measure(r1Events(), { calculators });
  expect(measured.of('speedOfAnswer').map(({ dims }) => [dims.queueId, dims.agentId])).toEqual([
    ['Q1', 'B'],
    ['Q2', 'C'],
  ]);
});

test.each([
  ['the customer ends the session', 'customer.ended', {}, 'customerEnded'],
  [
    'the customer deletes the conversation',
    'customer.deletedConversation',
    {},
    'conversationDeleted',
  ],
  ['the customer opts out', 'customer.message', { messageId: 'x', keyword: 'optOut' }, 'optOut'],
] as const)('abandoned counts a stay when %s', (_case, type, fields, label) => {
  const story = new Story().customer('0:00').at('0:30', type, fields);
  const measured = measure(story.events, { calculators });
  expect(classes(measured)).toEqual([1, 0, 1, 0, 0]);
  expect(labels(measured, 'abandoned')).toEqual([label]);
  expect(measured.values('abandonTime')).toEqual([30]);
  expect(measured.values('customerTotalWait')).toEqual([30]);
});

test.each([
  ['maxWaiting', { maxWaiting: 'PT10M' }, {}, 600],
  ['abandoned', {}, { abandonment: { minutes: 5 } }, 360],
] as const)('abandoned counts a stay that time ends: %s', (label, policy, channel, seconds) => {
  const story = new Story(channel).customer('0:00').at('1:00', 'customer.left');
  const events = label === 'maxWaiting' ? story.events.slice(0, 2) : story.events;
  const measured = measure(events, { calculators, policy, until: '2026-03-03T12:00:00Z' });
  expect(classes(measured)).toEqual([1, 0, 1, 0, 0]);
  expect(labels(measured, 'abandoned')).toEqual([label]);
  expect(measured.values('abandonTime')).toEqual([seconds]);
});

test.each([
  ['a bot takes it', 'bot.accepted', { botId: 'bot' }, 'bot'],
  ['an agent ends it from the list', 'agent.ended', { agentId: 'B' }, 'agentClosed'],
  ['an automation ends it', 'automation.ended', {}, 'automationEnded'],
  ['the host cannot write it', 'record.failed', { reason: 'full' }, 'error'],
] as const)('flowOut counts a stay when %s', (_case, type, fields, label) => {
  const measured = measure(new Story().customer('0:00').at('0:30', type, fields).events, {
    calculators,
  });
  expect(classes(measured)).toEqual([1, 0, 0, 1, 0]);
  expect(labels(measured, 'flowOut')).toEqual([label]);
  expect(measured.values('queueWaitTime')).toEqual([30]);
});

test('offered is not abandoned by an agent who declines: the stay goes on', () => {
  const story = new Story()
    .customer('0:00')
    .offer('0:10', 'w1', 'B')
    .at('0:20', 'work.declined', { workId: 'w1', agentId: 'B' });
  const measured = measure(story.events, { calculators, asOf: '2026-03-03T10:00:45Z' });
  expect(classes(measured)).toEqual([1, 0, 0, 0, 1]);
  expect(measured.values('longestWaitLive')).toEqual([45]);
});

test('flowOut counts a stay whose routing failed, and the fallback queue has another', () => {
  const story = new Story({ fallbackQueueId: 'Q9' })
    .customer('0:00')
    .at('0:30', 'routing.failed')
    .accept('1:30', 'w1', 'B');
  const measured = measure(story.events, { calculators });
  expect(classes(measured)).toEqual([2, 1, 0, 1, 0]);
  expect(queues(measured, 'offered')).toEqual(['Q1', 'Q9']);
  expect(measured.values('queueWaitTime')).toEqual([30, 60]);
  expect(measured.values('customerTotalWait')).toEqual([]);
});

test('offered moves to the queue out of which the router offers the work', () => {
  const story = new Story()
    .customer('0:00')
    .offer('0:30', 'w1', 'B', { queueId: 'Q7' })
    .accept('0:40', 'w1', 'B');
  const measured = measure(story.events, { calculators });
  expect(classes(measured)).toEqual([2, 1, 0, 1, 0]);
  expect(labels(measured, 'flowOut')).toEqual(['rerouted']);
  expect(queues(measured, 'speedOfAnswer')).toEqual(['Q7']);
});

test('offered learns the queue of a channel that names none from the first offer, from the start of the wait', () => {
  const story = new Story({ queueId: undefined })
    .customer('0:00')
    .offer('0:30', 'w1', 'B', { queueId: 'Q7' })
    .accept('0:40', 'w1', 'B');
  const measured = measure(story.events, { calculators });
  expect(classes(measured)).toEqual([1, 1, 0, 0, 0]);
  expect(measured.of('offered')).toMatchObject([{ at: momentAt('0:00'), dims: { queueId: 'Q7' } }]);
  expect(measured.values('speedOfAnswer')).toEqual([40]);
});

test('speedOfAnswer keeps opening hours beside the calendar: overnight it is 10 minutes', () => {
  const hours = { zone: 'UTC', open: { tue: [['09:00', '10:05']], wed: [['09:00', '17:00']] } };
  const story = new Story({ businessHours: hours }).customer('0:00').accept('1385:00', 'w1', 'B');
  const measured = measure(story.events, { calculators });
  expect(measured.of('speedOfAnswer')).toMatchObject([
    { valueMs: 1385 * 60_000, businessMs: 10 * 60_000 },
  ]);
});

test('answeredInTarget holds the target against the clock that is chosen; exactly the target is within it', () => {
  const hours = { zone: 'UTC', open: { tue: [['09:00', '10:00']] } };
  const story = new Story({ businessHours: hours }).customer('0:00').accept('0:20', 'w1', 'B');
  const { serviceLevel } = { serviceLevel: { ...DEFAULTS, targetMs: 20_000 } };
  const inTarget = (change: object) =>
    measure(story.events, {
      calculators,
      options: { serviceLevel: { ...serviceLevel, ...change } },
    }).values('answeredInTarget');
  expect(inTarget({})).toEqual([1]);
  expect(inTarget({ targetMs: 19_999 })).toEqual([]);
  expect(inTarget({ targetMs: 19_999, clock: 'business' })).toEqual([1]);
});

test(`offered is answered, abandoned, flowed out or waiting, stay by stay and as of any instant (seed ${SEED})`, () => {
  let ended = 0;
  fc.assert(
    fc.property(streams, fc.double({ min: 0, max: 1, noNaN: true }), (events, part) => {
      const all = momentsOf(events);
      const moments = all.slice(0, Math.ceil(all.length * part));
      const asOf = new Date(moments.at(-1)?.at ?? ORIGIN).toISOString();
      const measured = foldMoments(moments, { calculators, asOf });
      const ends = new Map<string, number>();
      for (const metric of ['answered', 'abandoned', 'flowOut', 'waiting']) {
        for (const { key } of measured.of(metric)) ends.set(key, (ends.get(key) ?? 0) + 1);
      }
      const offers = measured.of('offered').map(({ key }) => key);
      expect([...ends.keys()].toSorted()).toEqual(offers.toSorted());
      expect([...ends.values()].every((count) => count === 1)).toBe(true);
      const [offered = 0, ...parts] = classes(measured);
      expect(parts.reduce((sum, count) => sum + count, 0)).toBe(offered);
      expect(totalsOf(measured, 'queueWaitTime').count).toBe(offered - (parts[3] ?? 0));
      ended += parts[0] ?? 0;
    }),
    { seed: SEED, numRuns: 100 },
  );
  expect(ended).toBeGreaterThan(0);
});
