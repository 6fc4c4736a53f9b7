// Replies that fail, whenever and in whatever order that becomes known (X13).
import {
  array,
  assert,
  constantFrom,
  integer,
  property,
  record,
  shuffledSubarray,
} from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RESPONSE_CALCULATORS } from '../../src/metrics/response-catalogue.ts';
import type { MetricOptions } from '../../src/policy/metric-options.ts';
import { SEED } from '../statechart/xstate-oracle.ts';
import { measure, type Measuring } from './measured.ts';
import { Story } from './story.ts';

const of = (events: readonly object[], measuring: Partial<Measuring> = {}) =>
  measure(events, { calculators: RESPONSE_CALCULATORS, ...measuring });

const replied = () => new Story().customer(0).accept(5).agent(30);

const figuresOf = (events: readonly object[]) =>
  of(events).measurements.map(({ metric, valueMs, value }) => [metric, valueMs, value]);

const resultOf = (events: readonly object[], anchor: MetricOptions['anchor']) => {
  const measured = of(events, { options: { anchor } });
  const figures = ['responseTime', 'firstResponseTime', 'unansweredSessions']
    .concat('slaFirstResponses', 'slaConversationResponses')
    .flatMap((metric) => measured.of(metric))
    .map(({ metric, key, at, value, valueMs, dims: { label, agentId, queueId } }) =>
      JSON.stringify([metric, key, at, value, valueMs, label, agentId, queueId]),
    );
  const rows = measured.rows('response_times').map((row) => JSON.stringify(row));
  return { figures: figures.toSorted(), rows: rows.toSorted() };
};

describe('a reply that fails (X13)', () => {
  test('no longer answers: 120 s instead of 30 s', () => {
    const events = replied().failed(33, 'a30').agent(120).end(200).events;
    const kept = of(events);
    expect(kept.values('responseTime')).toEqual([120]);
    expect(kept.values('firstResponseTime')).toEqual([120]);
    expect(kept.rows('response_times')).toHaveLength(1);
    const flagOff = of(events, { options: { retractFailedReplies: false } });
    expect(flagOff.values('responseTime')).toEqual([30]);
    expect(flagOff.values('firstResponseTime')).toEqual([30]);
  });

  test('long after another reply has followed makes that one the answer', () => {
    const measured = of(replied().agent(120).end(200).failed(7200, 'a30').events);
    expect(measured.values('responseTime')).toEqual([120]);
    expect(measured.values('firstResponseTime')).toEqual([120]);
  });

  test('makes one wait of two where the customer has written again', () => {
    const measured = of(
      replied().customer(60).agent(100).customer(110).agent(115).failed(118, 'a30').end(200).events,
    );
    expect(measured.values('responseTime')).toEqual([100, 5]);
    expect(measured.rows('response_times').map(({ ordinal }) => ordinal)).toEqual([1, 2]);
    const last = of(
      replied().customer(60).agent(100).customer(110).agent(115).failed(118, 'a30').end(200).events,
      { options: { anchor: 'lastUnanswered' } },
    );
    expect(last.values('responseTime')).toEqual([40, 5]);
  });

  test('after the session leaves it unanswered', () => {
    const measured = of(replied().end(40).failed(90, 'a30').events);
    expect(measured.values('responseTime')).toEqual([]);
    expect(measured.values('firstResponseTime')).toEqual([]);
    expect(measured.values('unansweredSessions')).toEqual([1]);
    expect(measured.rows('response_times')).toEqual([]);
  });

  test('is taken back even when the next session has begun, and touches nothing of that one', () => {
    const measured = of(
      replied().end(40).customer(50).accept(55).agent(58).failed(59, 'a30').end(70).events,
    );
    expect(measured.of('responseTime').map(({ key, valueMs }) => [key, valueMs])).toEqual([
      ['default/chat/u1/2', 8000],
    ]);
    expect(measured.of('unansweredSessions').map(({ key }) => key)).toEqual(['default/chat/u1/1']);
  });

  test('stands again when it is delivered after all', () => {
    const measured = of(
      replied()
        .failed(33, 'a30')
        .agent(120)
        .tell(130, 'message.delivered', { messageId: 'a30' })
        .end(200).events,
    );
    expect(measured.values('responseTime')).toEqual([30]);
    expect(measured.values('firstResponseTime')).toEqual([30]);
  });

  test('known to have failed before it was told answers nothing', () => {
    const measured = of(replied().failed(110, 'a120').failed(33, 'a30').agent(120).end(200).events);
    expect(measured.values('responseTime')).toEqual([]);
    expect(measured.values('unansweredSessions')).toEqual([1]);
  });
});

test(`the order of arrival changes no figure, seed ${SEED}`, () => {
  const [setUp, ...rest] = new Story()
    .customer(0, 'm1')
    .customer(0, 'm2')
    .accept(5)
    .agent(5, 'x')
    .agent(5, 'y')
    .failed(5, 'x')
    .customer(5, 'm3')
    .end(9).events as [object, ...object[]];
  const inOrder = figuresOf([setUp, ...rest]);
  expect(inOrder).toContainEqual(['responseTime', 5000, null]);
  const anyOrder = shuffledSubarray(rest, { minLength: rest.length });
  assert(
    property(anyOrder, (told) => {
      expect(figuresOf([setUp, ...told])).toEqual(inOrder);
    }),
    { numRuns: 50, seed: SEED },
  );
});

test(`replies that fail leave the figures that there would be without them, seed ${SEED}`, () => {
  const channel = { sla: { firstResponse: 'PT20S', response: 'PT20S' } };
  const line = record({
    who: constantFrom('customer', 'agent', 'agent that fails'),
    failsAfter: integer({ min: 0, max: 300 }),
  });
  const tell = (lines: readonly { who: string; failsAfter: number }[], withFailed: boolean) => {
    const story = new Story(channel).customer(0).accept(1);
    lines.forEach(({ who, failsAfter }, index) => {
      const at = 2 + index * 7;
      if (who === 'customer') story.customer(at);
      else if (who === 'agent') story.agent(at);
      else if (withFailed) story.agent(at).failed(at + failsAfter, `a${at}`);
    });
    story.end(150).customer(160).accept(165).agent(170).end(600);
    return story.events;
  };
  assert(
    property(
      array(line, { maxLength: 20 }),
      constantFrom<MetricOptions['anchor']>('firstUnanswered', 'lastUnanswered'),
      (lines, anchor) => {
        expect(resultOf(tell(lines, true), anchor)).toEqual(resultOf(tell(lines, false), anchor));
      },
    ),
    { numRuns: 150, seed: SEED },
  );
});
