// Waits while the channel is closed: no sample, an instant answer, or one that took its time (X8). Stories begin at 10:00.
import { describe, expect, test } from 'vitest';
import { customerWaits } from '../../src/metrics/customer-waits.ts';
import { engagementMetrics } from '../../src/metrics/engagement-metrics.ts';
import { RESPONSE_CALCULATORS } from '../../src/metrics/response-catalogue.ts';
import type { MetricOptions } from '../../src/policy/metric-options.ts';
import { measure } from './measured.ts';
import { responseFigures } from './response-figures.ts';
import { Story } from './told.ts';

const CHANNEL = {
  businessHours: { zone: 'UTC', open: { tue: [['12:00', '17:00']] } },
  sla: { firstResponse: 'PT30S', response: 'PT30S' },
};

/** A ticket whose customer writes at one minute and is answered at another. */
const answered = (written: string, replied: string) =>
  new Story(CHANNEL)
    .customer(written)
    .ticket(written, null, 'new')
    .accept(replied, 'w', 'B')
    .agent(replied, 'B');

function measured(story: Story, options: Partial<MetricOptions>) {
  const told = measure(story.events, { calculators: RESPONSE_CALCULATORS, options });
  const spans = (metric: string) => told.of(metric).map((one) => [one.valueMs, one.businessMs]);
  return { told, spans, figures: responseFigures(told) };
}

const WAITS = [
  'firstResponseTime',
  'ticketFirstReplyTime',
  'responseTime',
  'conversationResponseTime',
];

describe('a wait of ten minutes while the channel is closed', () => {
  test.each([
    ['exclude', [], null, null],
    ['zero', [[600_000, 0]], 0, 1],
    ['calendar', [[600_000, 600_000]], 600_000, 0],
  ] as const)('%s: figures %j, average %j, share in time %j', (choice, expected, average, met) => {
    const { spans, figures } = measured(answered('0:00', '10:00'), { responseOffHours: choice });
    for (const metric of WAITS) expect(spans(metric)).toEqual(expected);
    expect(figures('averageFirstResponseTime')).toBe(average);
    expect(figures('slaFirstResponse')).toBe(met);
    expect(figures('slaConversationResponse')).toBe(met);
  });

  test('counts as 0 where nothing is said, and its row stays under every choice', () => {
    expect(measured(answered('0:00', '10:00'), {}).spans('responseTime')).toEqual([[600_000, 0]]);
    const { told } = measured(answered('0:00', '10:00'), { responseOffHours: 'exclude' });
    expect(told.rows('response_times')).toMatchObject([
      { valueMs: 600_000, valueBusinessMs: 0, targetMs: 30_000, isMet: null },
    ]);
  });

  test('targets on the calendar clock do not ask for opening hours', () => {
    const story = answered('0:00', '10:00');
    const { figures } = measured(story, {
      responseOffHours: 'exclude',
      responseClock: 'calendar',
    });
    expect(figures('slaFirstResponse')).toBe(0);
    expect(figures('slaConversationResponse')).toBe(0);
  });

  test.each([
    ['exclude', []],
    ['zero', []],
    ['calendar', ['breached']],
  ] as const)('left unanswered under %s its targets are %j', (choice, labels) => {
    const story = new Story(CHANNEL).customer('0:00').at('10:00', 'customer.ended');
    const { told } = measured(story, { responseOffHours: choice });
    for (const metric of ['slaFirstResponses', 'slaConversationResponses']) {
      expect(told.of(metric).map(({ dims }) => dims.label)).toEqual(labels);
    }
  });
});

test.each(['exclude', 'zero', 'calendar'] as const)(
  'a wait of which 20 seconds are open counts with those, and an instant answer while open with 0, under %s',
  (choice) => {
    const overNoon = measured(answered('110:00', '120:20'), { responseOffHours: choice });
    const atOnce = measured(answered('130:00', '130:00'), { responseOffHours: choice });
    for (const metric of WAITS) {
      expect(overNoon.spans(metric)).toEqual([[620_000, 20_000]]);
      // The ticket of the same instant comes after the answer, and has none.
      const isOfTicket = metric === 'ticketFirstReplyTime';
      expect(atOnce.spans(metric)).toEqual([isOfTicket ? [null, null] : [0, 0]]);
    }
    expect(overNoon.figures('slaFirstResponse')).toBe(1);
  },
);

test.each([
  ['exclude', []],
  ['zero', [[90_000, 60_000]]],
  ['calendar', [[90_000, 60_000]]],
] as const)(
  'assignmentToFirstReply begun at 11:59:30 and answered at 12:01:00 under %s is %j',
  (offHours, expected) => {
    const story = new Story(CHANNEL)
      .customer('119:00')
      .accept('119:30', 'w', 'B')
      .agent('121:00', 'B')
      .ticket('122:00', 'open', 'solved');
    const told = measure(story.events, {
      calculators: [customerWaits, engagementMetrics],
      options: { offHours },
    });
    const spans = told.of('assignmentToFirstReply').map((one) => [one.valueMs, one.businessMs]);
    expect(spans).toEqual(expected);
  },
);
