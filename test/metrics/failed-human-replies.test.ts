// What hangs on a human's reply when that reply fails (X13): first contact, resolutions, ticket replies, who is unattended, second first responses.
import { array, assert, constantFrom, integer, property, record } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CALCULATORS } from '../../src/metrics/catalogue.ts';
import type { MetricOptions } from '../../src/policy/metric-options.ts';
import { SEED } from '../statechart/xstate-oracle.ts';
import { measure } from './measured.ts';
import { Story } from './story.ts';

type Options = Partial<MetricOptions>;

const valuesOf = (story: Story, metric: string, options: Options = {}) =>
  measure(story.events, { calculators: CALCULATORS, options }).values(metric);

/** A session with one reply, which solves the ticket where there is one. */
const answered = () => new Story().customer(0).accept(5).agent(30);
const solved = () =>
  answered()
    .tell(40, 'ticket.statusChanged', { ticketId: 't', from: 'open', to: 'solved', by: 'A' })
    .end(40);

describe('a session whose only reply has failed', () => {
  test.each<[string, Options, (number | null)[], (number | null)[]]>([
    ['firstContactResolved', { firstContactResolution: 'oneTouch' }, [1], [0]],
    ['firstContactResolved', { firstContactResolution: 'singleContact' }, [1], []],
    ['firstContactResolved', { firstContactResolution: 'noCustomerFollowUp' }, [1], []],
    ['firstContactResolved', { firstContactResolution: 'noRecontact' }, [1], []],
    ['resolutions', { reopening: 'session' }, [1], []],
    ['ticketAgentReplies', {}, [1], []],
    ['unattended', {}, [30], [40]],
  ])('%s by %o is %j, and once it has failed %j', (metric, options, before, after) => {
    const failed = () => solved().failed(90, 'a30');
    expect(valuesOf(solved(), metric, options)).toEqual(before);
    expect(valuesOf(failed(), metric, options)).toEqual(after);
    expect(valuesOf(failed(), metric, { ...options, retractFailedReplies: false })).toEqual(before);
    const arrived = failed().tell(95, 'message.delivered', { messageId: 'a30' });
    expect(valuesOf(arrived, metric, options)).toEqual(before);
  });

  test('has its first response still ahead when the ticket is opened again, whenever that becomes known', () => {
    const again = (failsAt: number) =>
      solved()
        .failed(failsAt, 'a30')
        .customer(100)
        .tell(100, 'ticket.statusChanged', { ticketId: 't', from: 'solved', to: 'open', by: 'A' })
        .accept(105)
        .agent(130);
    expect(valuesOf(solved().customer(100), 'firstResponseTime')).toEqual([30]);
    for (const failsAt of [50, 110, 140]) {
      expect(valuesOf(again(failsAt), 'firstResponseTime')).toEqual([30]);
      const flagOff = valuesOf(again(failsAt), 'firstResponseTime', {
        retractFailedReplies: false,
      });
      expect(flagOff).toEqual([30]);
    }
  });
});

const back = () => answered().end(40).customer(100).accept(105).agent(125);

test('a customer who is back soon opens the session before again by option: there is no second first response', () => {
  expect(valuesOf(back(), 'firstResponseTime')).toEqual([30, 25]);
  expect(valuesOf(back(), 'firstResponseTime', { reopening: 'session' })).toEqual([30]);
  const within = { reopening: 'session', reopenWithinMs: 59_000 } as const;
  expect(valuesOf(back(), 'firstResponseTime', within)).toEqual([30, 25]);
  const failed = back().failed(200, 'a30');
  expect(valuesOf(failed, 'firstResponseTime', { reopening: 'session' })).toEqual([25]);
});

const METRICS = [
  'firstContactResolved',
  'resolutions',
  'ticketAgentReplies',
  'unattended',
  'firstResponseTime',
  'unansweredSessions',
];

const figuresOf = (story: Story, options: Options) => {
  const measured = measure(story.events, { calculators: CALCULATORS, options });
  return METRICS.flatMap((metric) => measured.of(metric))
    .map(({ metric, key, at, from, value, valueMs, dims: { agentId, label } }) =>
      JSON.stringify([metric, key, at, from, value, valueMs, agentId, label]),
    )
    .toSorted();
};

const line = record({
  who: constantFrom('customer', 'agent', 'agent that fails', 'agent that fails'),
  failsAfter: integer({ min: 0, max: 40 }),
});

const options = record({
  firstContactResolution: constantFrom(
    'oneTouch',
    'singleContact',
    'noCustomerFollowUp',
    'noRecontact',
  ),
  reopening: constantFrom('ticket', 'session'),
});

/** Sessions one after the other; what fails is told only where all is. */
const tell = (
  sessions: readonly (readonly { who: string; failsAfter: number }[])[],
  all: boolean,
) => {
  const story = new Story();
  sessions.forEach((lines, session) => {
    const start = session * 200;
    story.customer(start).accept(start + 1);
    lines.forEach(({ who, failsAfter }, index) => {
      const at = start + 2 + index * 7;
      if (who === 'customer') story.customer(at);
      else if (who === 'agent') story.agent(at);
      else if (all) story.agent(at).failed(at + failsAfter, `a${at}`);
    });
    const ticket = { ticketId: `t${session}`, from: 'open', to: 'solved', by: 'A' };
    story.tell(start + 100, 'ticket.statusChanged', ticket).end(start + 100);
  });
  return story;
};

test(`replies that fail before the next session leave what there would be without them, seed ${SEED}`, () => {
  assert(
    property(
      array(array(line, { maxLength: 6 }), { maxLength: 3 }),
      options,
      (sessions, chosen) => {
        expect(figuresOf(tell(sessions, true), chosen)).toEqual(
          figuresOf(tell(sessions, false), chosen),
        );
      },
    ),
    { numRuns: 150, seed: SEED },
  );
});
