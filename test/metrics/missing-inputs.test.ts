// What is shown where the host never sends an optional input: no value and the input's name, never 0 (X6).
import { expect, test } from 'vitest';
import { CALCULATORS, METRICS } from '../../src/metrics/catalogue.ts';
import { Figures } from '../../src/metrics/figures.ts';
import { Rollups } from '../../src/metrics/rollups.ts';
import { DEFAULT_METRIC_OPTIONS, type MetricOptions } from '../../src/policy/metric-options.ts';
import { ReportingCalendar } from '../../src/time/reporting-calendar.ts';
import { measure } from './measured.ts';
import { Story, STORY_START } from './told.ts';

const metricOf = (id: string) => METRICS.get(id);
const DAY = {
  dimension: 'account' as const,
  from: STORY_START - 7_200_000,
  to: STORY_START + 14_400_000,
};

/** Reads figures of everything that was told, as of the last event. */
function figuresOf({ events }: Story, chosen: Partial<MetricOptions> = {}) {
  const options = { ...DEFAULT_METRIC_OPTIONS, ...chosen };
  const { measurements } = measure(events, { calculators: CALCULATORS, options });
  const rollups = new Rollups({
    calendar: new ReportingCalendar('UTC'),
    metricOf,
    responseClock: 'business',
    openTimeOf: (_measurement, from, to) => to - from,
  });
  for (const one of measurements) rollups.recorded(one);
  const figures = new Figures({ metricOf, options, rollups });
  return (id: string) => {
    const { value, missing } = figures.figure(id, DAY);
    return [value, missing];
  };
}

/** Messages, an acceptance and an end, and nothing else. */
const plain = (story = new Story()) =>
  story
    .customer('0:00')
    .accept('0:10', 'w', 'B')
    .agent('0:20', 'B')
    .at('5:00', 'agent.ended', { agentId: 'B' });

const BY_INPUT = {
  csat: ['csatScore', 'csatAverage', 'csatSurveys', 'csatResponseRate'],
  focus: ['focusTime', 'handleTime', 'activeTime', 'visitsMade', 'bounceRate', 'averageHandleTime'],
  shift: ['scheduledTime', 'adherentTime', 'productiveTime', 'adherencePct'],
  presence: ['availableTime', 'idleTime', 'occupancy', 'agentAvailability', 'utilization'],
  receipts: ['deliveryLatency', 'readLatency', 'readMessages', 'readRate', 'deliveryFailureRate'],
  ticket: ['resolutions', 'reopenRate', 'firstContactResolutionRate', 'ticketFirstReplyTime'],
  offer: ['offerTime', 'offerAcceptanceRate', 'rejectionRate', 'offerTimeoutRate'],
  emoji: ['emojiSentiment', 'sentimentShift', 'positiveSentimentShare'],
} as const;

test.each(
  Object.entries(BY_INPUT).flatMap(([input, ids]) => ids.map((id) => [id, input] as const)),
)('%s is null for want of %s', (id, input) => {
  expect(figuresOf(plain())(id)).toEqual([null, input]);
});

test('capacityUtilization of an agent whose presence alone is told is null for want of capacity', () => {
  const there = { agentId: 'B', status: 'online' };
  const story = plain(new Story().at('-10:00', 'agent.presence', there)).at(
    '10:00',
    'agent.presence',
    { agentId: 'B', status: 'offline' },
  );
  const read = figuresOf(story);
  expect(read('capacityUtilization')).toEqual([null, 'capacity']);
  expect(read('utilization')).toEqual([null, 'focus']);
  expect(read('adherencePct')).toEqual([null, 'shift']);
  expect(read('agentAvailability')).toEqual([1, null]);
});

test('acceptedSessionLength, firstEngagementTime and timeToFirstAssignment are null for want of an acceptance', () => {
  const read = figuresOf(new Story().customer('0:00').at('2:00', 'customer.ended'));
  for (const id of ['acceptedSessionLength', 'firstEngagementTime', 'timeToFirstAssignment']) {
    expect(read(id)).toEqual([null, 'acceptance']);
  }
});

test('readRate of a channel that tells of delivery alone is null for want of receipts', () => {
  const read = figuresOf(plain().at('0:30', 'message.delivered', { messageId: 'a-0:20' }));
  expect(read('readRate')).toEqual([null, 'receipts']);
  expect(read('readMessages')).toEqual([null, 'receipts']);
  expect(read('deliveryFailureRate')).toEqual([0, null]);
  expect(read('deliveryLatency')).toEqual([10_000, null]);
});

/** A session that ends in the instant in which its ticket is solved; which of the two is told first is a matter of ids. */
const solvedAtEnd = (isTicketFirst: boolean) => {
  const story = new Story().customer('0:00').accept('0:10', 'w', 'B').agent('0:20', 'B');
  if (isTicketFirst) story.ticket('5:00', 'open', 'solved');
  story.at('5:00', 'agent.ended', { agentId: 'B' });
  return isTicketFirst ? story : story.ticket('5:00', 'open', 'solved');
};

test.each([true, false])(
  'a ticket that is told of is not missing, not even of the session that ended before it (%s)',
  (isTicketFirst) => {
    const story = solvedAtEnd(isTicketFirst);
    const read = figuresOf(story);
    expect(read('resolutions')).toEqual([1, null]);
    expect(read('reopenCount')).toEqual([0, null]);
    expect(read('reopenRate')).toEqual([0, null]);
    expect(read('pending')).toEqual([0, null]);
    expect(read('onHold')).toEqual([0, null]);
    expect(read('firstContactResolved')).toEqual([1, null]);
    const { measurements } = measure(story.events, { calculators: CALCULATORS });
    const without = measurements.filter(({ missing }) => missing === 'ticket');
    expect(new Set(without.map(({ metric }) => metric))).toEqual(
      new Set(
        ['agentWorkTime', 'agentWaitTime', 'onHoldTime', 'requesterWaitTimeTicket'].concat(
          'solveTime',
          'ticketFirstReplyTime',
        ),
      ),
    );
  },
);

test('openWaitMs where nobody waits at the end has no samples, whoever replied', () => {
  expect(figuresOf(plain())('openWaitMs')).toEqual([null, 'noSamples']);
});

test('resolutions by sessions want no ticket: of a session without a reply there are none', () => {
  const story = new Story().customer('0:00').at('2:00', 'customer.ended');
  const read = figuresOf(story, { reopening: 'session' });
  expect(read('resolutions')).toEqual([0, null]);
  expect(read('pending')).toEqual([null, 'ticket']);
});
