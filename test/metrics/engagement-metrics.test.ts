// What is measured of one agent's leg of a conversation (metrics.md §1A, §3).
import { describe, expect, it } from 'vitest';
import { customerWaits } from '../../src/metrics/customer-waits.ts';
import { requesterWaitPerReply } from '../../src/metrics/engagement-definitions.ts';
import { engagementMetrics } from '../../src/metrics/engagement-metrics.ts';
import { toZendeskEngagement } from '../../src/metrics/zendesk-engagement.ts';
import type { MetricOptions } from '../../src/policy/metric-options.ts';
import { measure, type Measured } from './measured.ts';
import { r1Events } from './r1-events.ts';
import { figureOf, Story } from './told.ts';

const CALCULATORS = [customerWaits, engagementMetrics];

const told = (
  story: Story | readonly object[],
  options: Partial<MetricOptions> = {},
  { until, policy }: { until?: string; policy?: unknown } = {},
): Measured =>
  measure(story instanceof Story ? story.events : story, {
    calculators: CALCULATORS,
    options,
    policy,
    ...(until !== undefined && { until }),
  });

const labels = (measured: Measured, metric: string) =>
  measured.of(metric).map(({ dims }) => dims.label);

/** Worked example 1: the customer waits for two minutes, is accepted, answered after a minute, and falls silent. */
const EXAMPLE_1 = () =>
  new Story()
    .customer('0:00')
    .offer('1:50', 'w1', 'B')
    .accept('2:00', 'w1', 'B')
    .agent('3:00', 'B');

describe('the engagements of R1', () => {
  const measured = told(r1Events());

  it.each([
    ['engagementDuration', [450, 110]],
    ['offerTime', [10, 10]],
    ['assignmentToFirstReply', [30, 30]],
    ['agentMessages', [3, 2]],
    ['agentReplies', [2, 2]],
    ['endUserMessages', [3, 1]],
    ['totalRequesterWaitTime', [360, 50]],
    ['averageRequesterWaitTime', [120, 25]],
    ['longestRequesterWaitTime', [270, 30]],
    ['ticketAgentReplies', [1]],
  ])('%s is %j', (metric, values) => {
    expect(measured.values(metric)).toEqual(values);
  });

  it.each([
    ['engagementStartReason', ['routingAssignmentAccepted', 'transferred']],
    ['engagementEndReason', ['transferred', 'ticketSolved']],
    ['ticketStatusStart', ['new', 'open']],
    ['ticketStatusEnd', ['open', 'solved']],
  ])('%s is %j', (metric, expected) => {
    expect(labels(measured, metric)).toEqual(expected);
    expect(measured.values(metric)).toEqual([1, 1]);
  });

  it('averageRequesterWaitTime divides by replies where the option says so (X5)', () => {
    const byReply = told(r1Events(), { averageDenominator: 'replies' });
    expect(byReply.values('averageRequesterWaitTime')).toEqual([180, 25]);
    expect(figureOf(requesterWaitPerReply, measured)).toBe(410_000 / 4);
  });

  it('gives each figure the agent, the queue and the topics of its engagement', () => {
    expect(
      measured.of('agentReplies').map(({ dims, topics, key }) => ({ ...dims, topics, key })),
    ).toEqual([
      expect.objectContaining({
        agentId: 'B',
        queueId: 'Q1',
        topics: ['billing'],
        key: 'default/chat/u1/engagement-1',
      }),
      expect.objectContaining({
        agentId: 'C',
        queueId: 'Q2',
        topics: ['billing'],
        key: 'default/chat/u1/engagement-2',
      }),
    ]);
  });

  it('rests the wait of E1 on the messages that made it', () => {
    const total = measured.of('totalRequesterWaitTime')[0];
    expect(total?.evidence).toEqual(
      expect.arrayContaining(['r004', 'r012', 'r014', 'r016', 'r020']),
    );
  });

  it('leaves in Zendesk’s shape under the vendor’s names, in whole seconds', () => {
    expect(measured.rows('engagements').map(toZendeskEngagement)).toEqual([
      {
        engagement_id: 'default/chat/u1/engagement-1',
        ticket_id: 't1',
        agent_id: 'B',
        group_id: 'Q1',
        requester_id: 'u1',
        channel: 'MESSAGING',
        engagement_start_time: '2026-03-03T09:01:00',
        engagement_end_time: '2026-03-03T09:08:30',
        engagement_start_reason: 'ROUTING_ASSIGNMENT_ACCEPTED',
        engagement_end_reason: 'MANUAL_REASSIGNMENT',
        ticket_status_start: 'NEW',
        ticket_status_end: 'OPEN',
        offer_time_seconds: 10,
        assignment_to_first_reply_time_seconds: 30,
        agent_messages_count: 3,
        agent_replies_count: 2,
        end_user_messages_count: 3,
        total_requester_wait_time_seconds: 360,
        average_requester_wait_time_seconds: 120,
        longest_requester_wait_time_seconds: 270,
      },
      expect.objectContaining({
        engagement_end_reason: 'WORK_ITEM_SOLVED',
        ticket_status_end: 'SOLVED',
        average_requester_wait_time_seconds: 25,
      }),
    ]);
  });
});

describe('the worked examples of engagements', () => {
  it('1: clips the wait to the engagement (X4), and ends when the silence is due', () => {
    const measured = told(EXAMPLE_1(), {}, { until: '2026-03-03T11:00:00Z' });
    expect(measured.rows('engagements')).toEqual([
      expect.objectContaining({
        durationMs: 480_000,
        assignmentToFirstReplyMs: 60_000,
        totalRequesterWaitMs: 60_000,
        endReason: 'inactivityTimeout',
        endAt: Date.parse('2026-03-03T10:10:00Z'),
        ticketStatusStart: null,
      }),
    ]);
    expect(measured.of('ticketStatusEnd')).toEqual([
      expect.objectContaining({ value: null, missing: 'ticket' }),
    ]);
  });

  it('3: counts the message that resumed the engagement, and not what was before it', () => {
    const story = EXAMPLE_1()
      .customer('20:00')
      .agent('21:00', 'B')
      .ticket('22:00', 'open', 'pending');
    const [first, second] = told(story).rows('engagements');
    expect(first).toMatchObject({ endReason: 'inactivityTimeout', endUserMessages: 0 });
    expect(second).toMatchObject({
      startReason: 'resumed',
      endReason: 'ticketPendingOrHold',
      durationMs: 120_000,
      endUserMessages: 1,
      agentMessages: 1,
      assignmentToFirstReplyMs: 60_000,
      longestRequesterWaitMs: 60_000,
      offerTimeMs: null,
    });
  });

  it('5: gives an engagement that was discarded after fourteen days no row and no figure', () => {
    const policy = { engagement: { inactivity: null } };
    const measured = told(EXAMPLE_1(), {}, { policy, until: '2026-03-20T10:00:00Z' });
    expect(measured.rows('engagements')).toEqual([]);
    expect(measured.of('engagementDuration')).toEqual([]);
  });

  it.each([
    ['10:02:00.000', [14 * 24 * 3600]],
    ['10:02:00.001', []],
  ])(
    '5: an end at %s of the fourteenth day leaves %j: an event comes before the deadline of its instant',
    (time, values) => {
      const policy = { engagement: { inactivity: null } };
      const at = `2026-03-17T${time}Z`;
      const story = EXAMPLE_1().at('3:00', 'ticket.statusChanged', {
        at,
        ticketId: 't1',
        from: 'open',
        to: 'solved',
        by: 'B',
      });
      expect(told(story, {}, { policy }).values('engagementDuration')).toEqual(values);
    },
  );
});

describe('the edges of an engagement', () => {
  it('assignmentToFirstReply and averageRequesterWaitTime have no value where nobody replied', () => {
    const story = new Story()
      .customer('0:00')
      .accept('1:00', 'w1', 'B')
      .ticket('5:00', 'open', 'solved');
    const measured = told(story);
    expect(measured.of('assignmentToFirstReply')).toEqual([
      expect.objectContaining({ valueMs: null, missing: 'reply' }),
    ]);
    expect(measured.of('offerTime')).toEqual([
      expect.objectContaining({ valueMs: null, missing: 'offer' }),
    ]);
    // One wait, from the start to the end: the vendor's own rows without replies show its length as the average (X5).
    expect(measured.values('averageRequesterWaitTime')).toEqual([240]);
    expect(told(story, { averageDenominator: 'replies' }).of('averageRequesterWaitTime')).toEqual(
      [],
    );
    const [row] = measured.rows('engagements');
    expect(row && toZendeskEngagement(row)).toMatchObject({
      assignment_to_first_reply_time_seconds: 0,
      offer_time_seconds: 0,
      average_requester_wait_time_seconds: 240,
      ticket_status_end: 'SOLVED',
    });
  });

  it.each([
    ['exclude', []],
    ['zero', [{ valueMs: 60_000, businessMs: 0 }]],
    ['calendar', [{ valueMs: 60_000, businessMs: 60_000 }]],
  ] as const)(
    'assignmentToFirstReply begun outside opening hours: %s gives %j (X8)',
    (offHours, values) => {
      const businessHours = { zone: 'UTC', open: { tue: [['12:00', '17:00']] } };
      const story = new Story({ businessHours })
        .customer('0:00')
        .accept('1:00', 'w1', 'B')
        .agent('2:00', 'B')
        .ticket('3:00', 'open', 'solved');
      expect(told(story, { offHours }).of('assignmentToFirstReply')).toMatchObject(values);
      expect(told(story, { offHours }).of('assignmentToFirstReply')).toHaveLength(values.length);
    },
  );

  it('counts a message at the very end in the engagement that ends, and no later one', () => {
    const story = new Story()
      .customer('0:00')
      .accept('1:00', 'w1', 'B')
      .customer('4:00', 'at-the-end')
      .agent('4:00', 'B')
      .ticket('4:00', 'open', 'pending')
      .customer('4:01');
    expect(told(story).rows('engagements')[0]).toMatchObject({
      endUserMessages: 1,
      agentMessages: 1,
      agentReplies: 1,
      totalRequesterWaitMs: 180_000,
    });
  });

  it('takes a reply that failed after the end back: the wait ran on to the end (X13)', () => {
    const story = new Story()
      .customer('0:00')
      .accept('1:00', 'w1', 'B')
      .agent('2:00', 'B', 'lost')
      .ticket('5:00', 'open', 'solved')
      .at('6:00', 'message.failed', { messageId: 'lost', statusCode: 470 });
    const failed = told(story);
    expect(failed.rows('engagements')).toEqual([
      expect.objectContaining({
        agentMessages: 1,
        agentReplies: 0,
        totalRequesterWaitMs: 240_000,
        assignmentToFirstReplyMs: null,
      }),
    ]);
    expect(failed.values('agentReplies')).toEqual([0]);
    expect(failed.values('totalRequesterWaitTime')).toEqual([240]);
    expect(told(story, { retractFailedReplies: false }).rows('engagements')).toEqual([
      expect.objectContaining({ agentReplies: 1, totalRequesterWaitMs: 60_000 }),
    ]);
  });

  it('keeps queue and account of its end where its figures are told anew (X10)', () => {
    const story = new Story()
      .customer('0:00')
      .at('0:01', 'endUser.updated', { accountId: 'before' })
      .accept('1:00', 'w1', 'B')
      .agent('2:00', 'B', 'lost')
      .at('5:00', 'agent.transferred', { to: { kind: 'queue', id: 'Q2' } })
      .at('5:30', 'endUser.updated', { accountId: 'after' })
      .at('6:00', 'message.failed', { messageId: 'lost', statusCode: 470 });
    const [queueId, endUserAccountId] = ['Q1', 'before'];
    expect(told(story).of('agentReplies')).toMatchObject([
      { value: 0, dims: { queueId, endUserAccountId } },
    ]);
    expect(told(story).of('engagementDuration')).toMatchObject([
      { dims: { queueId, endUserAccountId } },
    ]);
  });

  it('has no value for what is asked before the engagement is over', () => {
    expect(told(EXAMPLE_1()).of('engagementDuration')).toEqual([]);
  });
});
