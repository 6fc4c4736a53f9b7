import { expect, test } from 'vitest';
import { queueEntries } from '../../src/metrics/queue-entries.ts';
import {
  abandonmentRate,
  SERVICE_LEVEL_READINGS,
  serviceLevelPct,
} from '../../src/metrics/service-level.ts';
import { DEFAULT_METRIC_OPTIONS } from '../../src/policy/metric-options.ts';
import { measure } from './measured.ts';
import { figureOf, Story, totalsOf } from './told.ts';

/** How one of the hundred stays of the worked example ends. */
const answers = (count: number, seconds: number) =>
  Array.from({ length: count }, () => ['work.accepted', seconds] as const);
const leaves = (count: number, seconds: number) =>
  Array.from({ length: count }, () => ['customer.ended', seconds] as const);

/** 100 offered: 80 answered, 60 of them in target; 15 abandoned, 5 of them short and 7 in target; 5 flowed out. */
const HUNDRED = [
  ...answers(60, 20),
  ...answers(20, 21),
  ...leaves(5, 5),
  ...leaves(2, 20),
  ...leaves(8, 21),
  ...Array.from({ length: 5 }, () => ['bot.accepted', 30] as const),
];

const hundred = measure(
  HUNDRED.flatMap(([type, seconds], index) => {
    const fields =
      type === 'work.accepted' ? { workId: `w${index}`, agentId: 'B' } : { botId: 'bot' };
    return new Story({}, `u${index}-`)
      .customer('0:00')
      .at(`0:${seconds}`, type, type === 'customer.ended' ? {} : fields).events;
  }).toSorted((a, b) => (a as { at: number }).at - (b as { at: number }).at),
  { calculators: [queueEntries] },
);

test.each([
  ['offered', 100],
  ['answered', 80],
  ['answeredInTarget', 60],
  ['abandoned', 15],
  ['shortAbandoned', 5],
  ['abandonedInTarget', 7],
  ['flowOut', 5],
])('%s of the worked example is %d', (metric, count) => {
  expect(totalsOf(hundred, metric).count).toBe(count);
});

test.each([
  ['answered', 75],
  ['answeredAndAbandoned', 63.16],
  ['withoutShort', 66.67],
  ['allEnded', 60],
  ['connect', 67],
  ['talkdesk', 63.16],
] as const)('serviceLevelPct read as %s is %d %%', (reading, percent) => {
  const serviceLevel = {
    ...DEFAULT_METRIC_OPTIONS.serviceLevel,
    ...SERVICE_LEVEL_READINGS[reading],
  };
  const figure = figureOf(serviceLevelPct, hundred, { serviceLevel });
  expect(Math.round((figure ?? 0) * 10_000) / 100).toBe(percent);
});

test('serviceLevelPct of the default options is answered in target of answered', () => {
  expect(figureOf(serviceLevelPct, hundred)).toBe(0.75);
});

test('serviceLevelPct counts no short abandonment as met that it leaves out below', () => {
  const serviceLevel = {
    ...DEFAULT_METRIC_OPTIONS.serviceLevel,
    countAbandons: true,
    abandonsInsideTargetCountAsMet: true,
  };
  // 60 answered and 2 abandoned in target, of 80 answered and 10 abandoned.
  expect(figureOf(serviceLevelPct, hundred, { serviceLevel })).toBeCloseTo(62 / 90, 10);
});

test.each([
  ['offered', true, 15 / 100],
  ['answeredOrAbandoned', false, 10 / 90],
] as const)(
  'abandonmentRate of %s, short ones counted %s, is %d',
  (denominator, countShort, rate) => {
    const abandonment = { denominator, countShort };
    expect(figureOf(abandonmentRate, hundred, { abandonment })).toBeCloseTo(rate, 10);
  },
);

test('serviceLevelPct and abandonmentRate of nothing are null', () => {
  const nothing = measure([], { calculators: [queueEntries] });
  expect(figureOf(serviceLevelPct, nothing)).toBeNull();
  expect(figureOf(abandonmentRate, nothing)).toBeNull();
});
