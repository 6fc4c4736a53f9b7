// What receipts say of messages, also long after the session and in any order.
import { expect, test } from 'vitest';
import { DELIVERY_RATES } from '../../src/metrics/delivery-metrics.ts';
import { messageDeliveries } from '../../src/metrics/message-deliveries.ts';
import { measure } from './measured.ts';
import { responseFigures } from './response-figures.ts';
import { r1Events } from './r1-events.ts';
import { Story } from './story.ts';

const of = (story: Story) => measure(story.events, { calculators: [messageDeliveries] });
const replied = () => new Story().customer(0).accept(5).agent(30, 'a');
const receipt = (story: Story, second: number, what: string, messageId = 'a') =>
  story.tell(second, `message.${what}`, { messageId });

test('deliveryLatency counts from the sending, readLatency from the arrival', () => {
  const story = replied();
  receipt(story, 32, 'sent');
  receipt(story, 35, 'delivered');
  receipt(story, 95, 'read');
  const measured = of(story.end(100));
  expect(measured.values('deliveryLatency')).toEqual([3]);
  expect(measured.values('readLatency')).toEqual([60]);
  expect(measured.rows('messages').map(({ messageId, status }) => [messageId, status])).toEqual([
    ['u0', 'received'],
    ['a', 'read'],
  ]);
  expect(responseFigures(measured, DELIVERY_RATES)('readRate')).toBe(1);
});

test('deliveryLatency counts from the writing where nobody told of the sending', () => {
  expect(of(receipt(replied(), 35, 'delivered')).values('deliveryLatency')).toEqual([5]);
});

test('a channel without receipts has no deliveryLatency, readRate and deliveryFailureRate, and says why', () => {
  const measured = measure(r1Events(), { calculators: [messageDeliveries] });
  expect(measured.of('deliveryLatency').map(({ valueMs, missing }) => [valueMs, missing])).toEqual([
    [null, 'receipts'],
  ]);
  const figures = responseFigures(measured, DELIVERY_RATES);
  expect([figures('readRate'), figures('deliveryFailureRate')]).toEqual([null, null]);
});

test('readRate has no value on a channel that tells of delivery alone', () => {
  const measured = of(receipt(replied(), 35, 'delivered').end(100));
  const figures = responseFigures(measured, DELIVERY_RATES);
  expect([figures('readRate'), figures('deliveryFailureRate')]).toEqual([null, 0]);
});

test('a receipt after the end, or after the next session has begun, takes that back', () => {
  const story = replied().end(40).customer(50);
  const measured = of(receipt(story, 60, 'delivered'));
  expect(
    measured.of('deliveryLatency').map(({ key, valueMs, missing }) => [key, valueMs, missing]),
  ).toEqual([['default/chat/u1/1', 30_000, null]]);
});

test('deliveryFailureRate of 3 failed among 120 is 2.5 %', () => {
  const story = new Story().customer(0).accept(5);
  for (let index = 0; index < 120; index += 1) story.agent(10 + index, `a${index}`);
  story.failed(200, 'a3').failed(201, 'a50').failed(202, 'a119');
  const measured = of(story);
  expect(responseFigures(measured, DELIVERY_RATES)('deliveryFailureRate')).toBeCloseTo(0.025, 12);
  expect(measured.of('messageDeliveryFailures').map(({ dims }) => dims.label)).toEqual([
    'Agent 470',
    'Agent 470',
    'Agent 470',
  ]);
});

test('the latest word holds: delivered after failed takes the failure back, and failed again stands', () => {
  const story = replied().failed(33, 'a');
  const delivered = of(receipt(story, 40, 'delivered'));
  expect(delivered.values('messageDeliveryFailures')).toEqual([]);
  expect(delivered.rows('messages').at(-1)).toMatchObject({
    status: 'delivered',
    statusCode: null,
  });
  const failed = of(story.failed(50, 'a').failed(51, 'a'));
  expect(failed.values('messageDeliveryFailures')).toEqual([1]);
  expect(failed.values('failedOutboundMessages')).toEqual([1]);
  expect(failed.rows('messages').at(-1)).toMatchObject({ status: 'failed', statusCode: '470' });
});

test('a word that says less than is known changes nothing', () => {
  const story = replied();
  receipt(story, 40, 'read');
  receipt(story, 41, 'delivered');
  const measured = of(receipt(story, 42, 'sent'));
  expect(measured.rows('messages').at(-1)?.status).toBe('read');
  expect(measured.values('receiptedSessions')).toEqual([1]);
  expect(measured.values('deliveryLatency')).toEqual([10]);
  expect(measured.values('readLatency')).toEqual([]);
});

test('messages of a customer can fail too, and are none of the outbound ones', () => {
  const measured = of(new Story().customer(0).failed(1, 'u0'));
  expect(measured.of('messageDeliveryFailures').map(({ dims }) => dims.label)).toEqual([
    'EndUser 470',
  ]);
  expect(measured.values('failedOutboundMessages')).toEqual([]);
});

test('a notification that fails after its session is a failure of that session', () => {
  const story = new Story()
    .tell(0, 'automation.message', {
      messageId: 'n',
      longevity: 'endSession',
      allowExisting: 'any',
    })
    .failed(9, 'n');
  const measured = of(story);
  expect(measured.of('messageDeliveryFailures').map(({ key, dims }) => [key, dims.label])).toEqual([
    ['default/chat/u1/1', 'System 470'],
  ]);
  expect(measured.of('deliveryLatency')).toEqual([]);
});
